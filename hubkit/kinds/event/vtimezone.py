"""The VTIMEZONE of a zone: every change of its clocks in the years that a calendar spans, from the tz database."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from hubkit.times import DAY, zone

_SECOND = timedelta(seconds=1)


def vtimezone(zone_name: str, first_year: int, last_year: int) -> str:
    """Return the text of a VTIMEZONE that is exact from the first to the last of these years, local time.

    Each change is a component of its own with nothing but DTSTART: ical.js reads DTSTART and RDATE of one component as
    RDATE alone, and icalendar's own generator is an hour off where clocks go forward (7.3.0).
    """
    begin = _text(datetime(first_year, 1, 1, tzinfo=zone(zone_name)), None)
    changes = "".join(_changes(zone_name, year) for year in range(first_year, last_year + 1))
    return f"BEGIN:VTIMEZONE\r\nTZID:{zone_name}\r\n{begin}{changes}END:VTIMEZONE\r\n"


@lru_cache(maxsize=4096)
def _changes(zone_name: str, year: int) -> str:
    in_zone = zone(zone_name)
    before = datetime(year, 1, 1, tzinfo=in_zone).astimezone(UTC)
    end = datetime(year + 1, 1, 1, tzinfo=in_zone).astimezone(UTC)
    texts: list[str] = []
    while before < end:
        after = min(before + DAY, end)
        if before.astimezone(in_zone).utcoffset() != after.astimezone(in_zone).utcoffset():
            low, high = before, after
            while high - low > _SECOND:
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                if middle.astimezone(in_zone).utcoffset() == before.astimezone(in_zone).utcoffset():
                    low = middle
                else:
                    high = middle
            texts.append(_text(high.astimezone(in_zone), low.astimezone(in_zone)))
        before = after
    return "".join(texts)


def _text(moment: datetime, before: datetime | None) -> str:
    """Return the component that begins at `moment`; with nothing `before` it, one that says what clocks show then."""
    from icalendar import TimezoneDaylight, TimezoneStandard, vText

    component = TimezoneDaylight() if moment.dst() else TimezoneStandard()
    offset = moment.utcoffset() or timedelta()
    offset_before = (before.utcoffset() if before else None) or timedelta()
    offset_before = offset if before is None else offset_before
    component.DTSTART = (moment.astimezone(UTC) + offset_before).replace(tzinfo=None)
    component.TZOFFSETFROM = offset_before
    component.TZOFFSETTO = offset
    component["TZNAME"] = vText(moment.tzname() or "")
    return component.to_ical().decode()
