"""Events as iCalendar (RFC 5545): one text for each event, made once and joined into every calendar that holds it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

from msgspec import Struct

from hubkit.kinds.event.lines import (
    categories_line,
    day_line,
    day_text,
    escaped,
    line,
    local_line,
    stamp_line,
    text_line,
    url_line,
    wall_text,
)
from hubkit.kinds.event.model import EventStatus
from hubkit.kinds.event.value import Event, Series, Venue
from hubkit.kinds.event.vtimezone import vtimezone
from hubkit.kinds.series.rule import last_moment, without
from hubkit.times import DAY, is_twofold, shifted, zone

_HEAD = "BEGIN:VCALENDAR\r\nPRODID:-//hubkit//hubkit//EN\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\n"
_REFRESH = "REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\nX-PUBLISHED-TTL:PT12H\r\n"
"""How often readers should ask again."""
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


class EntryTexts(Struct, frozen=True):
    """What an event says in a calendar, in the calendar's language."""

    uid: str
    url: str
    title: str
    description: str = ""
    location: str = ""
    tags: tuple[str, ...] = ()


class ZoneYears(Struct, frozen=True):
    """A zone, and the years for which a calendar needs it."""

    zone: str
    first: int
    last: int


def vevent(event: Event, texts: EntryTexts) -> str:
    """Return the text of one VEVENT: lines of at most 75 octets that end with CRLF."""
    return _component(event, texts, texts.uid, _times(event))


def series_vevents(series: Series, texts: EntryTexts, texts_of: Callable[[Event], EntryTexts]) -> str:
    """Return the VEVENT that repeats, then one with a RECURRENCE-ID for each occurrence that is unlike it; one UID.

    Unlike it are those that are changed, and those whose instants readers would count differently around a change of
    clocks: RFC 5545 section 3.8.5.3 gives each the exact length of the first, and some readers its length by the clock.
    """
    first = series.first
    wall, length = _usual_start(series), _usual_length(series)
    repeats = [line("RRULE", _rule(series))]
    repeats += [_recurrence("EXDATE", day, first, wall) for day in sorted(series.except_dates)]
    times = _times(first) if first.all_day else _usual_times(first, wall, length)
    parts = [_component(first, texts, texts.uid, times, repeats)]
    for each in series.occurrences:
        if each.original is not None and (each.changed_by or not _is_usual(each, wall, length)):
            recurrence = [_recurrence("RECURRENCE-ID", each.original, first, wall)]
            parts.append(_component(each, texts_of(each), texts.uid, _times(each), recurrence))
    return "".join(parts)


def _usual_start(series: Series) -> time:
    """Return the time of day that the rule gives; clocks that skip it only ever show a later one."""
    days = ((each, each.original) for each in series.occurrences)
    shown = [moment.time() for each, moment in days if moment and each.id.endswith(f"/{moment.date()}")]
    return min(shown, default=series.first.start.time())


def _usual_length(series: Series) -> timedelta:
    lengths = Counter(_length(each) for each in series.occurrences if not each.changed_by)
    return lengths.most_common(1)[0][0] if lengths else _length(series.first)


def _length(event: Event) -> timedelta:
    return event.end.astimezone(UTC) - event.start.astimezone(UTC)


def _usual_times(first: Event, wall: time, length: timedelta) -> Iterator[str]:
    yield _recurrence("DTSTART", first.start, first, wall)
    end = (first.start.astimezone(UTC) + length).astimezone(first.start.tzinfo)
    if first.start.time() != wall or is_twofold(first.start) or is_twofold(end):
        from icalendar import vDuration

        # Between times that clocks never show, or show twice, readers count differently.
        yield line("DURATION", vDuration(length).to_ical().decode())
        return
    yield _moment("DTEND", end, first)


def _is_usual(event: Event, wall: time, length: timedelta) -> bool:
    if event.all_day:
        return True
    return (
        _length(event) == length
        and event.start.time() == wall
        and event.start.utcoffset() == event.end.utcoffset()
        and not (is_twofold(event.start) or is_twofold(event.end))
    )


def _recurrence(name: str, moment: datetime, first: Event, wall: time) -> str:
    """Return a line with an instant as the rule gives it: by the clock, also where clocks skip that time."""
    in_zone = zone(first.timezone)
    day = moment.astimezone(in_zone).date()
    for given in (day, day - DAY):
        if not first.all_day and first.timezone not in _UTC_NAMES and shifted(given, wall, in_zone) == moment:
            return local_line(name, datetime.combine(given, wall), first.timezone)
    return _moment(name, moment, first)


def calendar(
    name: str,
    url: str,
    vevents: Iterable[str],
    zones: Iterable[ZoneYears],
    *,
    source: str = "",
    description: str = "",
) -> bytes:
    """Return a calendar of texts that `vevent` and `series_vevents` made; `source` is its own address.

    `zones` are as `sorted_zones` returns them.
    It has no METHOD: with one, RFC 5546 wants an ORGANIZER in every event, and readers offer to answer the invitation.
    """
    shown = escaped(name)
    lines = [_HEAD, line("NAME", shown), line("X-WR-CALNAME", shown)]
    if description:
        lines += [text_line("DESCRIPTION", description), text_line("X-WR-CALDESC", description)]
    lines.append(url_line("URL", url))
    if source:
        lines.append(url_line("SOURCE;VALUE=URI", source))
    blocks = [vtimezone(years.zone, years.first, years.last) for years in zones]
    return "".join([*lines, _REFRESH, *blocks, *vevents, "END:VCALENDAR\r\n"]).encode()


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
        known = merged.setdefault(years.zone, years)
        if known is not years:
            merged[years.zone] = ZoneYears(years.zone, min(known.first, years.first), max(known.last, years.last))
    return tuple(merged[name] for name in sorted(merged))


def place_of(event: Event) -> Venue | None:
    """Return where people come to: no place of an event that happens online alone, whatever it says of one."""
    return None if event.attendance == "online" else event.venue


def _component(event: Event, texts: EntryTexts, uid: str, times: Iterable[str], recurrence: Iterable[str] = ()) -> str:
    changed = event.history.changed
    stamp = stamp_line("DTSTAMP", changed or UNKNOWN_CHANGE)
    lines = ["BEGIN:VEVENT\r\n", text_line("UID", uid), *recurrence, stamp]
    if changed is not None:
        lines.append(stamp.replace("DTSTAMP", "LAST-MODIFIED"))
    lines += [f"SEQUENCE:{event.history.sequence}\r\n", *times, text_line("SUMMARY", texts.title)]
    lines.append(f"STATUS:{_STATUS[event.status]}\r\n")
    if event.all_day or event.status == "cancelled":
        lines.append("TRANSP:TRANSPARENT\r\n")
    if texts.location:
        lines.append(text_line("LOCATION", texts.location))
    venue = place_of(event)
    if venue and venue.coordinates:
        lines.append(line("GEO", f"{_degrees(venue.coordinates.lat)};{_degrees(venue.coordinates.lon)}"))
    if texts.description:
        lines.append(text_line("DESCRIPTION", texts.description))
    if texts.url:
        lines.append(url_line("URL", texts.url))
    if texts.tags:
        lines.append(categories_line(texts.tags))
    lines.append("END:VEVENT\r\n")
    return "".join(lines)


def _times(event: Event) -> tuple[str, str]:
    if event.all_day:
        return day_line("DTSTART", event.first_day), day_line("DTEND", event.last_day + DAY)
    if is_twofold(event.start) or is_twofold(event.end):
        # A local time that occurs twice says nothing certain to a reader; an instant does.
        return stamp_line("DTSTART", event.start), stamp_line("DTEND", event.end)
    return _moment("DTSTART", event.start, event), _moment("DTEND", event.end, event)


def _degrees(value: float) -> float:
    """Return degrees to six places (RFC 5545 section 3.8.1.6); next to zero, zero, which needs no exponent."""
    return round(value, 6) if abs(value) >= 0.0001 else 0.0


def _rule(series: Series) -> str:
    """Return the rule with its UNTIL as section 3.3.10 wants it: an instant in UTC, or a date for whole days."""
    in_zone = zone(series.first.timezone)
    last = last_moment(series.rule, in_zone)
    if last is None:
        return series.rule
    instant = last.replace(tzinfo=in_zone).astimezone(UTC)
    until = day_text(last) if series.first.all_day else f"{wall_text(instant)}Z"
    return f"{without(series.rule, 'UNTIL')};UNTIL={until}"


def _moment(name: str, moment: datetime, event: Event) -> str:
    """Return a line with an instant as `event` shows its own: a date, in UTC, or by the clocks of its zone."""
    local = moment.astimezone(zone(event.timezone))
    if event.all_day:
        return day_line(name, local.date())
    if event.timezone in _UTC_NAMES:
        return stamp_line(name, local)
    return local_line(name, local, event.timezone)
