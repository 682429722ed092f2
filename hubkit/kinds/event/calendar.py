"""Events as iCalendar (RFC 5545): one text for each event, made once and joined into every calendar that holds it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Protocol

from hubkit.kinds.event.model import EventStatus
from hubkit.kinds.event.value import Event, Series, Venue
from hubkit.kinds.event.vtimezone import vtimezone
from hubkit.kinds.series.rule import last_moment, without
from hubkit.times import zone

PRODUCT = "-//hubkit//hubkit//EN"
UNKNOWN_CHANGE = datetime(2020, 1, 1, tzinfo=UTC)
"""The DTSTAMP, which RFC 5545 demands, of an event of which nobody knows when it changed."""
_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal"})
_STATUS: dict[EventStatus, str] = {
    "scheduled": "CONFIRMED",
    "moved-online": "CONFIRMED",
    "tentative": "TENTATIVE",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
}
# RFC 5545 section 3.1 forbids controls; NEL, LS and PS end lines for some readers.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_NOT_IN_URLS = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029]")
_FITS = 74
"""Octets that stand on a line without folding."""


@dataclass(frozen=True, slots=True)
class EntryTexts:
    """What an event says in a calendar, in the calendar's language."""

    uid: str
    url: str
    title: str
    description: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class ZoneYears:
    """A zone, and the years for which a calendar needs it."""

    zone: str
    first: int
    last: int


class _Encoded(Protocol):
    def to_ical(self) -> bytes | str: ...


def vevent(event: Event, texts: EntryTexts) -> str:
    """Return the text of one VEVENT: lines of at most 75 octets that end with CRLF."""
    return _component(_properties(event, texts, texts.uid, ()))


def series_vevents(series: Series, texts: EntryTexts, texts_of: Callable[[Event], EntryTexts]) -> str:
    """Return the VEVENT that repeats, then one with a RECURRENCE-ID for each changed occurrence, all with one UID."""
    first = series.first
    repeats = [_line("RRULE", _rule(series))]
    repeats += [_moment("EXDATE", day, first) for day in sorted(series.except_dates)]
    parts = [_component(_properties(first, texts, texts.uid, repeats, by_the_clock=True))]
    for change in series.changes:
        if change.original is not None:
            recurrence = [_moment("RECURRENCE-ID", change.original, first)]
            parts.append(_component(_properties(change, texts_of(change), texts.uid, recurrence)))
    return "".join(parts)


def calendar(
    name: str,
    url: str,
    vevents: Iterable[str],
    zones: Iterable[ZoneYears],
    *,
    source: str = "",
    description: str = "",
    refresh_hours: int = 12,
) -> bytes:
    """Return a calendar of texts that `vevent` and `series_vevents` made; `source` is its own address.

    It has no METHOD: with one, RFC 5546 wants an ORGANIZER in every event, and readers offer to answer the invitation.
    """
    from icalendar import vDuration

    refresh = vDuration(timedelta(hours=refresh_hours))
    lines = [_text("PRODID", PRODUCT), _text("VERSION", "2.0"), _text("CALSCALE", "GREGORIAN")]
    lines += [_text("NAME", name), _text("X-WR-CALNAME", name)]
    if description:
        lines += [_text("DESCRIPTION", description), _text("X-WR-CALDESC", description)]
    lines.append(_url("URL", url))
    if source:
        lines.append(_url("SOURCE", source, VALUE="URI"))
    lines += [_line("REFRESH-INTERVAL", refresh, VALUE="DURATION"), _line("X-PUBLISHED-TTL", refresh)]
    blocks = [vtimezone(years.zone, years.first, years.last) for years in sorted_zones(zones)]
    return "".join(["BEGIN:VCALENDAR\r\n", *lines, *blocks, *vevents, "END:VCALENDAR\r\n"]).encode()


def zone_years(item: Event | Series, years_ahead: int = 5) -> tuple[ZoneYears, ...]:
    """Return the zones that the text of an event or series refers to; a series without an end, some years further."""
    if isinstance(item, Event):
        if item.all_day or item.timezone in _UTC_NAMES:
            return ()
        return (ZoneYears(item.timezone, item.start.year, item.end.year),)
    events = (item.first, *item.changes)
    found = [years for event in events for years in zone_years(event)]
    if found and item.first.timezone not in _UTC_NAMES:
        last = max((event.end.year for event in item.occurrences), default=item.first.end.year)
        ahead = 0 if "COUNT=" in item.rule or "UNTIL=" in item.rule else years_ahead
        found.append(ZoneYears(item.first.timezone, item.first.start.year, last + ahead))
    return sorted_zones(found)


def sorted_zones(zones: Iterable[ZoneYears]) -> tuple[ZoneYears, ...]:
    """Return each zone once, by name, with all the years that are asked of it."""
    merged: dict[str, ZoneYears] = {}
    for years in zones:
        known = merged.get(years.zone, years)
        merged[years.zone] = ZoneYears(years.zone, min(known.first, years.first), max(known.last, years.last))
    return tuple(merged[name] for name in sorted(merged))


def place_of(event: Event) -> Venue | None:
    """Return where people come to: no place of an event that happens online alone, whatever it says of one."""
    return None if event.attendance == "online" else event.venue


def _component(lines: Iterable[str]) -> str:
    return "".join(["BEGIN:VEVENT\r\n", *lines, "END:VEVENT\r\n"])


def _properties(
    event: Event, texts: EntryTexts, uid: str, recurrence: Iterable[str], *, by_the_clock: bool = False
) -> Iterator[str]:
    changed = event.history.changed
    yield _text("UID", uid)
    yield from recurrence
    yield _stamp("DTSTAMP", changed or UNKNOWN_CHANGE)
    if changed is not None:
        yield _stamp("LAST-MODIFIED", changed)
    yield _line("SEQUENCE", str(event.history.sequence))
    yield from _times(event, by_the_clock=by_the_clock)
    yield _text("SUMMARY", texts.title)
    yield _line("STATUS", _STATUS[event.status])
    if event.all_day or event.status == "cancelled":
        yield _line("TRANSP", "TRANSPARENT")
    if texts.location:
        yield _text("LOCATION", texts.location)
    yield from _place(event)
    if texts.description:
        yield _text("DESCRIPTION", texts.description)
    if texts.url:
        yield _url("URL", texts.url)
    if event.fields.tags:
        yield _categories(event.fields.tags)


def _times(event: Event, *, by_the_clock: bool) -> Iterator[str]:
    if event.all_day:
        yield _day("DTSTART", event.first_day)
        yield _day("DTEND", event.last_day + timedelta(days=1))
        return
    if not by_the_clock and (_is_twofold(event.start) or _is_twofold(event.end)):
        # A local time that occurs twice says nothing certain to a reader; an instant does.
        yield _stamp("DTSTART", event.start)
        yield _stamp("DTEND", event.end)
        return
    yield _moment("DTSTART", event.start, event)
    yield _moment("DTEND", event.end, event)


def _is_twofold(moment: datetime) -> bool:
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def _place(event: Event) -> Iterator[str]:
    from icalendar import vGeo

    venue = place_of(event)
    if venue and venue.coordinates:
        point = venue.coordinates
        yield _line("GEO", vGeo((_degrees(point.lat), _degrees(point.lon))))


def _degrees(value: float) -> float:
    """Return degrees to six places (RFC 5545 section 3.8.1.6); next to zero, zero, which needs no exponent."""
    return round(value, 6) if abs(value) >= 0.0001 else 0.0


def _rule(series: Series) -> str:
    """Return the rule with its UNTIL as section 3.3.10 wants it: an instant in UTC, or a date for whole days."""
    from icalendar import vDate, vDatetime

    in_zone = zone(series.first.timezone)
    last = last_moment(series.rule, in_zone)
    if last is None:
        return series.rule
    until = vDate(last.date()) if series.first.all_day else vDatetime(last.replace(tzinfo=in_zone).astimezone(UTC))
    return f"{without(series.rule, 'UNTIL')};UNTIL={_decoded(until)}"


def _moment(name: str, moment: datetime, event: Event) -> str:
    """Return a line with an instant as `event` shows its own: a date, in UTC, or by the clocks of its zone."""
    from icalendar import vDatetime

    local = moment.astimezone(zone(event.timezone))
    if event.all_day:
        return _day(name, local.date())
    if event.timezone in _UTC_NAMES:
        return _stamp(name, local)
    return _line(name, vDatetime(local.replace(tzinfo=None)), TZID=event.timezone)


def _stamp(name: str, moment: datetime) -> str:
    from icalendar import vDatetime

    return _line(name, vDatetime(moment.astimezone(UTC)))


def _day(name: str, day: date) -> str:
    from icalendar import vDate

    return _line(name, vDate(day), VALUE="DATE")


def _text(name: str, text: str) -> str:
    return _line(name, _escaped(text))


def _categories(tags: tuple[str, ...]) -> str:
    return _line("CATEGORIES", ",".join(_escaped(tag) for tag in tags))


def _url(name: str, url: str, **parameters: str) -> str:
    from icalendar import vUri

    return _line(name, vUri(_NOT_IN_URLS.sub("", url)), **parameters)


def _escaped(text: str) -> str:
    """Return a TEXT value; icalendar (7.3.0) takes a backslash before N for a line break, so those go in by halves."""
    from icalendar import vText

    pieces = _CONTROLS.sub("", text).split("\\N")
    return (_decoded(vText("\\")) + "N").join(_decoded(vText(piece)) for piece in pieces)


def _decoded(value: _Encoded) -> str:
    encoded = value.to_ical()
    return encoded if isinstance(encoded, str) else encoded.decode()


def _line(name: str, value: _Encoded | str, **parameters: str) -> str:
    """Return one content line, folded where it is too long."""
    shown = value if isinstance(value, str) else _decoded(value)
    line = f"{name}{_parameters(**parameters) if parameters else ''}:{shown}"
    if len(line) > _FITS or (not line.isascii() and len(line.encode()) > _FITS):
        from icalendar.parser import Contentline

        line = Contentline(line).to_ical().decode()
    return line + "\r\n"


@lru_cache(maxsize=1024)
def _parameters(**parameters: str) -> str:
    from icalendar import Parameters

    return f";{Parameters(parameters).to_ical().decode()}"
