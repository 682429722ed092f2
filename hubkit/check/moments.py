"""When an event is: wall times against their zone, with the fix for times that do not exist or exist twice."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from hubkit.problems import Problem, Severity
from hubkit.times import DAY, Gap, Overlap, When, at, start_of
from hubkit.values import DataPath, Document

FOLDS = {"first": 0, "second": 1, None: None}


class Period(Struct, frozen=True):
    """A start and an end as instants; `all_day` when no time of day was written."""

    start: datetime
    end: datetime
    all_day: bool


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER = Period(_EPOCH, _EPOCH, all_day=False)
"""Stands for the times of an event whose own are wrong, while all else about it is checked."""


def instant(
    document: Document, path: DataPath, when: When, zone: ZoneInfo, fold: str | None, problems: list[Problem]
) -> datetime | None:
    """Return the instant of `when`; a day alone is its first instant. Adds a problem for a time that is not one."""
    if when.wall is None:
        return _first_instant(document, path, when.day, zone, problems)
    result = at(when.day, when.wall, zone, FOLDS[fold])
    if isinstance(result, Gap):
        problems.append(document.problem(path, *_gap(when.day, when.wall, zone, result)))
        return None
    if isinstance(result, Overlap):
        problems.append(document.problem(path, *_overlap(when.day, when.wall, zone, result)))
        return None
    return result


def _first_instant(
    document: Document, path: DataPath, day: date, zone: ZoneInfo, problems: list[Problem]
) -> datetime | None:
    first = start_of(day, zone)
    if first.date() != day:
        problems.append(
            document.problem(
                path, f"{spoken(day)} does not exist in {zone.key}: clocks skipped it", "Write another day."
            )
        )
        return None
    return first


def _gap(day: date, wall: time, zone: ZoneInfo, gap: Gap) -> tuple[str, str]:
    if gap.whole_day:
        return (f"{spoken(day)} does not exist in {zone.key}: clocks skipped it", "Write another day.")
    return (
        f"{wall:%H:%M} does not exist on {spoken(day)} in {zone.key}: clocks go forward over it",
        f"Did you mean {gap.shown:%H:%M}? Write a time that clocks show on that day.",
    )


def _overlap(day: date, wall: time, zone: ZoneInfo, overlap: Overlap) -> tuple[str, str]:
    return (
        f"{wall:%H:%M} occurs twice on {spoken(day)} in {zone.key}: clocks go back over it",
        f"Add fold: first, the earlier (UTC{overlap.first:%z}), or fold: second, the later (UTC{overlap.second:%z}).",
    )


def spoken(day: date) -> str:
    """Return a date as messages write it: 5 December 2026."""
    return f"{day.day} {day:%B %Y}"


def period(
    document: Document,
    start: When,
    end: When | None,
    duration: timedelta | None,
    zone: ZoneInfo,
    fold: str | None,
    problems: list[Problem],
    at_path: DataPath = (),
) -> Period | None:
    """Return from when to when an event is, or None with the reason added to `problems`."""
    end_path = (*at_path, "end")
    began = instant(document, (*at_path, "start"), start, zone, fold, problems)
    all_day = start.wall is None
    if all_day:
        ended = _end_of_days(document, end_path, start, end, duration, zone, problems)
    elif end is not None:
        ended = _end(document, end_path, end, zone, fold, problems)
    elif duration is None:
        problems.append(
            document.problem(
                (*at_path, "start"),
                "it is not said how long this lasts",
                "Add duration: 2h, or end: with date and time.",
            )
        )
        return None
    else:
        ended = None if began is None else later(began, duration)
    if began is None or ended is None:
        return None
    lasts = ended.astimezone(UTC) - began.astimezone(UTC)
    if lasts <= timedelta():
        first = document.place((*at_path, "start"))
        where = f" (line {first.line})" if first.line != document.place(end_path).line else ""
        same = "the end is the same as the start" if not lasts else "the end is before the start"
        problems.append(document.problem(end_path, f"{same}{where}", "Write the day and time at which it is over."))
        return None
    if end is not None and duration is not None and ("duration" in document.data or at_path):
        problems.append(
            document.problem(("duration",), "both end and duration are given", "Keep one.", severity=Severity.error)
        )
    return Period(began, ended, all_day)


def later(began: datetime, duration: timedelta) -> datetime:
    """Return the instant `duration` after `began`, counted in hours that pass, whatever clocks do meanwhile."""
    return (began.astimezone(UTC) + duration).astimezone(began.tzinfo)


def _end(
    document: Document,
    path: DataPath,
    end: When,
    zone: ZoneInfo,
    fold: str | None,
    problems: list[Problem],
) -> datetime | None:
    if end.wall is None:
        problems.append(
            document.problem(path, "the start has a time and the end has none", f"Write the time too: {end.day} 21:00.")
        )
        return None
    return instant(document, path, end, zone, fold, problems)


def _end_of_days(
    document: Document,
    path: DataPath,
    start: When,
    end: When | None,
    duration: timedelta | None,
    zone: ZoneInfo,
    problems: list[Problem],
) -> datetime | None:
    if end is not None and end.wall is not None:
        problems.append(
            document.problem(
                path,
                f"the start has no time, so this is a whole-day event, and its end at {end.wall:%H:%M} is not shown",
                f"Write a time to the start too: start: {start.day} 18:30. For a whole day take the time off the end.",
                severity=Severity.warning,
            )
        )
    if end is None and duration is not None and "duration" in document.data:
        last = start.day + max(duration - timedelta(microseconds=1), timedelta())
    else:
        last = end.day if end else start.day
    if last < start.day:
        return start_of(last, zone)
    return start_of(last + DAY, zone)
