"""A series: its rule, and every occurrence up to the horizon."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from hubkit.check.changes import Changer, checked_exceptions
from hubkit.check.event import (
    STAND_INS,
    TIMES,
    Surroundings,
    inherited_layers,
    resolved_event,
    with_own_zone,
    with_translations,
)
from hubkit.check.fields import validate
from hubkit.check.moments import NEVER, Period, later, spoken
from hubkit.kinds.event.value import Series
from hubkit.kinds.series.model import SeriesModel
from hubkit.kinds.series.occurrences import Occurrence, expand
from hubkit.kinds.series.rule import RuleFault, check_rrule, parse_rule, with_until
from hubkit.problems import Problem, Severity
from hubkit.times import DAY, Clock, When, end_of_month_next_year, shifted, start_of, within_horizon_from, zone
from hubkit.values import Document

LIMIT = 500


class _Plan(Struct, frozen=True):
    """A series' first day, time of day and length."""

    first: date
    wall: time | None
    length: timedelta
    """Of a whole-day series, in whole days."""
    by_the_clock: bool
    """It is the time of day at which it ends that is written, not the hours that it lasts."""


def check_series(document: Document, around: Surroundings, clock: Clock) -> tuple[Series | None, list[Problem]]:
    """Return the series that `document` describes, or None where it cannot be known; and the problems."""
    problems: list[Problem] = []
    layers = inherited_layers(document, around, problems)
    checked = validate(SeriesModel, document, layers, STAND_INS)
    problems.extend(with_own_zone(checked.problems, document, around))
    fields = checked.fields
    if fields is None:
        return None, problems
    fields = with_translations(document, fields, layers, around, problems)
    in_zone = zone(fields.timezone or around.timezone)
    plan = None if checked.wrong & TIMES else _plan(document, fields, problems)
    rule = _rule(document, fields, problems)
    found = () if plan is None or rule is None else _expand(document, fields, rule, plan, in_zone, clock, problems)
    first = _period(found[0].day, found[0].start, plan, in_zone) if plan and found else NEVER
    base = resolved_event(document, fields, layers, around, first, in_zone, problems)
    if plan is None or rule is None or not found:
        return None, problems
    excepted = checked_exceptions(document, fields.repeat, {item.day for item in found}, problems)
    changer = Changer(document, around, fields.repeat, base, in_zone, problems)
    occurrences = tuple(
        changer.occurrence(item.day, item.start, _period(item.day, item.start, plan, in_zone))
        for item in found
        if item.day not in excepted
    )
    if not occurrences:
        problems.append(document.problem(("repeat", "except"), "every date of this series is excepted", "Keep one."))
        return None, problems
    excepted_starts = tuple(item.start for item in found if item.day in excepted)
    return Series(base, rule, fields.repeat.every or "", excepted_starts, occurrences), problems


def _plan(document: Document, fields: SeriesModel, problems: list[Problem]) -> _Plan | None:
    repeat = fields.repeat
    wall = fields.start.wall if isinstance(fields.start, When) else fields.start
    first = repeat.from_ or (fields.start.day if isinstance(fields.start, When) else None)
    if first is None:
        problems.append(
            document.problem(
                ("repeat",),
                "it is not said when this series begins",
                "Add from: 2026-01-01 below repeat:.",
                of_key=True,
            )
        )
        return None
    if repeat.until and repeat.until < first:
        problems.append(
            document.problem(("repeat", "until"), "this series ends before it begins", "Mend one of the dates.")
        )
        return None
    length = _length(document, fields, wall, first, problems)
    return None if length is None else _Plan(first, wall, length, by_the_clock=fields.end is not None)


def _length(
    document: Document, fields: SeriesModel, wall: time | None, first: date, problems: list[Problem]
) -> timedelta | None:
    end = fields.end
    if isinstance(end, When):
        began = fields.start.day if isinstance(fields.start, When) else first
        if (end.wall is None) != (wall is None):
            problems.append(
                document.problem(
                    ("end",),
                    "the start and the end do not fit together",
                    "Write the times of day: start: 19:00, end: 21:00.",
                )
            )
            return None
        length = (
            end.day - began + DAY
            if wall is None or end.wall is None
            else datetime.combine(end.day, end.wall) - datetime.combine(began, wall)
        )
    elif end is not None and wall is not None:
        length = datetime.combine(first, end) - datetime.combine(first, wall)
        if length < timedelta():
            length += DAY
    elif fields.duration is not None:
        length = fields.duration if wall is not None else max(DAY, timedelta(days=-(-fields.duration // DAY)))
    elif wall is None:
        length = DAY
    else:
        problems.append(
            document.problem(("start",), "it is not said how long this lasts", "Add duration: 2h, or end: 21:00.")
        )
        return None
    if length <= timedelta():
        problems.append(
            document.problem(("end",), "the end is not after the start", "Write the time at which it is over.")
        )
        return None
    return length


def _rule(document: Document, fields: SeriesModel, problems: list[Problem]) -> str | None:
    repeat = fields.repeat
    try:
        rule = parse_rule(repeat.every) if repeat.every is not None else check_rrule(repeat.rrule or "")
        return with_until(rule, repeat.until) if repeat.until else rule
    except RuleFault as fault:
        written = document.data.get("repeat")
        name = "every" if repeat.every is not None else "rrule"
        path = ("repeat",) if isinstance(written, str) else ("repeat", name)
        problems.append(document.problem(path, fault.message, fault.hint))
        return None


def _expand(
    document: Document,
    fields: SeriesModel,
    rule: str,
    plan: _Plan,
    in_zone: ZoneInfo,
    clock: Clock,
    problems: list[Problem],
) -> tuple[Occurrence, ...]:
    horizon = end_of_month_next_year(clock.now, in_zone)
    until = fields.repeat.until
    found = expand(rule, plan.first, plan.wall, until, in_zone, horizon, LIMIT)
    if found.following:
        clock.will_change(within_horizon_from(found.following))
    if found.overflow:
        problems.append(
            document.problem(
                ("repeat",),
                f"this series has more than {LIMIT} dates up to {spoken((horizon - DAY).date())}",
                "Give it a later from:, an until:, or a rule with fewer dates.",
                of_key=True,
            )
        )
        return ()
    if not found.occurrences:
        problems.append(
            document.problem(
                ("repeat",),
                f"this rule gives no date up to {spoken((horizon - DAY).date())}",
                "Mend the rule, from: or until:.",
                of_key=True,
            )
        )
    problems.extend(
        document.problem(
            ("start",),
            f"{plan.wall:%H:%M} does not exist on {spoken(item.day)} in {in_zone.key}; it starts at {item.start:%H:%M}",
            "Give that date a start of its own under changes:, if that is not meant.",
            severity=Severity.warning,
        )
        for item in found.occurrences
        if item.moved and plan.wall is not None
    )
    return found.occurrences


def _period(day: date, start: datetime, plan: _Plan, in_zone: ZoneInfo) -> Period:
    if plan.wall is None:
        return Period(start, start_of(day + plan.length, in_zone), all_day=True)
    end = later(start, plan.length)
    if plan.by_the_clock:
        wall_end = datetime.combine(day, plan.wall) + plan.length
        shown = shifted(wall_end.date(), wall_end.time(), in_zone)
        # Where clocks skip the start, the end may come first: then it lasts as long as on other days.
        end = shown if shown.astimezone(UTC) > start.astimezone(UTC) else end
    return Period(start, end, all_day=False)
