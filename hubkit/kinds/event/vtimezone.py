"""The VTIMEZONE of a zone: every change of its clocks in the years that a calendar spans, from the tz database."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hubkit.kinds.event.lines import text_line, wall_text
from hubkit.times import zone

_SECOND = timedelta(seconds=1)
_STEP = timedelta(days=4)
"""Since 1970, no zone has changed its clocks twice within a week."""


@lru_cache(maxsize=1024)
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
    offset = _offset(before, in_zone)
    while before < end:
        after = min(before + _STEP, end)
        next_offset = _offset(after, in_zone)
        if next_offset != offset:
            change = _change(before, after, in_zone)
            texts.append(_text(change.astimezone(in_zone), offset))
        before, offset = after, next_offset
    return "".join(texts)


def _change(before: datetime, after: datetime, in_zone: ZoneInfo) -> datetime:
    """Return the first second after the one change of clocks between two instants."""
    old = _offset(before, in_zone)
    while after - before > _SECOND:
        middle = (before + (after - before) // 2).replace(microsecond=0)
        before, after = (middle, after) if _offset(middle, in_zone) == old else (before, middle)
    return after


def _offset(moment: datetime, in_zone: ZoneInfo) -> timedelta:
    return moment.astimezone(in_zone).utcoffset() or timedelta()


def _text(moment: datetime, offset_before: timedelta | None) -> str:
    """Return the component that begins at `moment`; with no offset before it, one that says what clocks show then."""
    kind = "DAYLIGHT" if moment.dst() else "STANDARD"
    offset = moment.utcoffset() or timedelta()
    before = offset if offset_before is None else offset_before
    lines = (
        f"BEGIN:{kind}\r\n",
        f"DTSTART:{wall_text(moment.astimezone(UTC) + before)}\r\n",
        text_line("TZNAME", moment.tzname() or ""),
        f"TZOFFSETFROM:{_offset_text(before)}\r\n",
        f"TZOFFSETTO:{_offset_text(offset)}\r\n",
        f"END:{kind}\r\n",
    )
    return "".join(lines)


def _offset_text(offset: timedelta) -> str:
    """Return a UTC-OFFSET value (RFC 5545 section 3.3.14): +0100, with seconds only where there are some."""
    minutes, seconds = divmod(abs(round(offset.total_seconds())), 60)
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{seconds:02}" if seconds else "")
