"""A series: its rule, and every occurrence up to the horizon with its changes."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hubkit.check.event import (
    Surroundings,
    attendance,
    check_common,
    history_of,
    inherited_layers,
    registration_times,
    sources,
    with_body,
)
from hubkit.check.fields import validate
from hubkit.check.moments import Period, later, period, spoken
from hubkit.check.references import resolve_venue
from hubkit.kinds.dates import parse_date
from hubkit.kinds.event.value import Event, Series
from hubkit.kinds.series.model import Change, SeriesModel
from hubkit.kinds.series.occurrences import Occurrence, expand
from hubkit.kinds.series.rule import RuleFault, check_rrule, parse_rule, with_until
from hubkit.kinds.texts import Text
from hubkit.problems import Problem, Severity
from hubkit.times import DAY, Clock, When, end_of_month_next_year, shifted, start_of, start_of_next_month, zone
from hubkit.values import Document

LIMIT = 500


@dataclass(frozen=True, slots=True)
class _Plan:
    """A series' first day, time of day and length."""

    first: date
    wall: time | None
    length: timedelta
    """Of a whole-day series, in whole days."""


def check_series(document: Document, around: Surroundings, clock: Clock) -> tuple[Series | None, list[Problem]]:
    """Return the series that `document` describes, or None where it cannot be known; and the problems."""
    problems: list[Problem] = []
    layers = inherited_layers(document, around, problems)
    checked = validate(SeriesModel, document, layers)
    problems.extend(checked.problems)
    fields = checked.fields
    if fields is None:
        return None, problems
    in_zone = zone(fields.timezone or around.timezone)
    plan = _plan(document, fields, problems)
    rule = _rule(document, fields, problems)
    venue, venue_source = resolve_venue(document, ("venue",), fields.venue, around.shared.venues, problems)
    problems.extend(check_common(document, fields, around))
    if plan is None or rule is None:
        return None, problems
    found = _expand(document, fields, rule, plan, in_zone, clock, problems)
    if not found:
        return None, problems
    opens, closes = registration_times(document, fields, in_zone, problems)
    made_of = sources(document, layers, venue_source)
    first = _period(found[0].day, found[0].start, plan, in_zone)
    base = Event(
        hub=around.hub,
        id=document.id,
        fields=with_body(fields, document),
        start=first.start,
        end=first.end,
        all_day=first.all_day,
        timezone=in_zone.key,
        status=fields.status,
        attendance=attendance(fields, venue),
        source=document.path,
        sources=made_of,
        venue=venue,
        history=history_of(document, fields, made_of, around.history),
        opens=opens,
        closes=closes,
        body_line=document.body_line,
    )
    changer = _Changer(document, around, base, plan, in_zone, problems)
    excepted = changer.dates_of_the_rule({item.day for item in found})
    occurrences = tuple(changer.occurrence(item) for item in found if item.day not in excepted)
    starts = {item.day: item.start for item in found}
    return (
        Series(base, rule, fields.repeat.every or "", tuple(starts[day] for day in sorted(excepted)), occurrences),
        problems,
    )


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
    return None if length is None else _Plan(first, wall, length)


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
    if until is None or start_of(until, in_zone) >= horizon:
        clock.will_change(start_of_next_month(clock.now, in_zone))
    found = expand(rule, plan.first, plan.wall, until, in_zone, horizon, LIMIT)
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
            f"{plan.wall:%H:%M} does not exist on {spoken(item.day)} in {in_zone.key}; that date starts at {item.start:%H:%M}",
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
    wall_end = datetime.combine(day, plan.wall) + plan.length
    return Period(
        start,
        max(shifted(wall_end.date(), wall_end.time(), in_zone), later(start, timedelta(minutes=1))),
        all_day=False,
    )


@dataclass(frozen=True, slots=True)
class _Changer:
    """Makes the occurrences of one series from the dates of its rule and the `changes:` to them."""

    document: Document
    around: Surroundings
    base: Event
    plan: _Plan
    zone: ZoneInfo
    problems: list[Problem]

    @property
    def fields(self) -> SeriesModel:
        assert isinstance(self.base.fields, SeriesModel)
        return self.base.fields

    def dates_of_the_rule(self, dates: set[date]) -> set[date]:
        """Return the excepted dates; adds a problem for each date named that the rule does not give."""
        known = [day.isoformat() for day in sorted(dates)]
        for index, day in enumerate(self.fields.repeat.except_):
            if day not in dates:
                self._not_a_date(("repeat", "except", index), day, known)
        for name in self.fields.repeat.changes:
            if parse_date(name) not in dates:
                self._not_a_date(("repeat", "changes", name), parse_date(name), known)
        return {day for day in self.fields.repeat.except_ if day in dates}

    def _not_a_date(self, path: tuple[str | int, ...], day: date, known: list[str]) -> None:
        near = min(known, key=lambda each: abs(date.fromisoformat(each) - day), default="")
        self.problems.append(
            self.document.problem(
                path,
                f"the rule gives no date on {spoken(day)}",
                f"The nearest is {near}. Write the date the rule gives." if near else "",
                of_key=isinstance(path[-1], str),
            )
        )

    def occurrence(self, item: Occurrence) -> Event:
        """Return the occurrence on the date that the rule gave."""
        when = _period(item.day, item.start, self.plan, self.zone)
        event = replace(
            self.base,
            id=f"{self.base.id}/{item.day.isoformat()}",
            start=when.start,
            end=when.end,
            series=self.base.id,
            original=item.start,
        )
        for name, change in self.fields.repeat.changes.items():
            if parse_date(name) == item.day:
                return self._changed(event, name, change)
        return event

    def _changed(self, event: Event, name: str, change: Change) -> Event:
        path = ("repeat", "changes", name)
        venue, source = event.venue, ""
        if change.venue is not None:
            known = self.around.shared.venues
            venue, source = resolve_venue(self.document, (*path, "venue"), change.venue, known, self.problems)
        when = self._moved(event, path, change)
        texts: dict[str, Text | object] = {
            key: value
            for key in ("title", "summary", "description", "online", "status", "attendance")
            if (value := getattr(change, key)) is not None
        }
        fields = event.fields.model_copy(update=texts) if texts else event.fields
        return replace(
            event,
            fields=fields,
            start=when.start,
            end=when.end,
            all_day=when.all_day,
            status=fields.status,
            venue=venue,
            attendance=attendance(fields, venue),
            sources=(*event.sources, source) if source else event.sources,
            changed_by=name,
        )

    def _moved(self, event: Event, path: tuple[str, str, str], change: Change) -> Period:
        unmoved = Period(event.start, event.end, event.all_day)
        if change.start is None and change.end is None and change.duration is None:
            return unmoved
        day = event.first_day
        start = _on(change.start, day) or When(day, None if event.all_day else event.start.time())
        duration = change.duration or (None if change.end else event.end - event.start)
        end = _on(change.end, start.day)
        made = period(self.document, start, end, duration, self.zone, change.fold, self.problems, path)
        return made or unmoved


def _on(when: When | time | None, day: date) -> When | None:
    return When(day, when) if isinstance(when, time) else when
