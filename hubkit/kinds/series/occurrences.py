"""The days and instants that a rule gives: by the wall clock, so that 19:00 stays 19:00 across daylight saving."""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import takewhile
from zoneinfo import ZoneInfo

from msgspec import Struct

from hubkit.kinds.series.rule import last_moment, part_of, without
from hubkit.times import MIDNIGHT, shifted

# The Gregorian calendar repeats after 400 years: 146,097 days, which are 20,871 weeks.
_CYCLE = 400
_LAST_CYCLE = 9600
_END_OF_DAY = time(23, 59, 59)


class Occurrence(Struct, frozen=True):
    """One time that a rule gives."""

    day: date
    """The date that the rule gave; it names the occurrence for ever."""
    start: datetime
    """With the zone; of a whole day, its first instant."""
    moved: bool
    """No clock showed that time on that day, and `start` is moved as RFC 5545 section 3.3.5 says."""


class Expansion(Struct, frozen=True):
    """What a rule gives up to a horizon; `overflow`: it gives more than the limit, and these are the first of them."""

    occurrences: tuple[Occurrence, ...]
    overflow: bool
    following: datetime | None = None
    """The first at the horizon or after it, where the rule goes on."""


def expand(
    rule: str,
    first_day: date,
    wall: time | None,
    until: date | None,
    zone: ZoneInfo,
    horizon: datetime,
    limit: int = 500,
) -> Expansion:
    """Return what a checked rule gives from `first_day` through `until` and before `horizon`; no `wall`: whole days.

    The first is the first day on or after `first_day` that the rule fits if its INTERVAL is left aside; the INTERVAL
    counts from there. A rule that never fits gives nothing, in well under a second.
    """
    ends = [moment for moment in (last_moment(rule, zone), _end_of(until)) if moment]
    last = min(ends) if ends else None
    found: list[Occurrence] = []
    for local in takewhile(
        lambda local: last is None or local <= last, _local_times(rule, first_day, wall or MIDNIGHT)
    ):
        start = shifted(local.date(), local.time(), zone)
        if start >= horizon:
            return Expansion(tuple(found), overflow=False, following=start)
        if len(found) == limit:
            return Expansion(tuple(found), overflow=True)
        moved = start.date() != local.date() if wall is None else start.replace(tzinfo=None) != local
        found.append(Occurrence(local.date(), start, moved))
    return Expansion(tuple(found), overflow=False)


def _end_of(day: date | None) -> datetime | None:
    return datetime.combine(day, _END_OF_DAY) if day else None


def _local_times(rule: str, first_day: date, wall: time) -> Iterator[datetime]:
    """Yield the local times of a rule, without a zone.

    dateutil looks for the next one until the year 9999. Asked about the last 400-year cycle of the calendar, which has
    the same days as ours, it comes to that end soon.
    """
    from dateutil.rrule import rrulestr

    years = _LAST_CYCLE - first_day.year // _CYCLE * _CYCLE
    begin = datetime.combine(first_day.replace(year=first_day.year + years), wall)
    endless = without(rule, "UNTIL", "COUNT")
    first = next(iter(rrulestr(without(endless, "INTERVAL"), dtstart=begin)), None)
    if first is None:
        return
    count = part_of(rule, "COUNT")
    limited = f"{endless};COUNT={count}" if count else endless
    for local in rrulestr(limited, dtstart=first):
        yield local.replace(year=local.year - years)
