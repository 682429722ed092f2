"""What differs from a series' rule: dates that are excepted, and occurrences that are moved, changed or cancelled."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from hubkit.check.event import Surroundings, attendance, check_registration, registration_times
from hubkit.check.moments import Period, period, spoken
from hubkit.check.references import check_picture, event_references, resolve_venue
from hubkit.kinds.dates import parse_date
from hubkit.kinds.event.model import EventModel
from hubkit.kinds.event.value import Event
from hubkit.kinds.series.model import Change, Repeat
from hubkit.problems import Problem
from hubkit.times import When
from hubkit.values import DataPath, Document

_NAMED = ("hosts", "speakers", "sponsors")
_FIELDS = (
    "title",
    "summary",
    "description",
    "online",
    "status",
    "attendance",
    "registration",
    "tags",
    "image",
    *_NAMED,
)


def checked_exceptions(
    document: Document, repeat: Repeat, dates: Collection[date], problems: list[Problem]
) -> set[date]:
    """Return the excepted dates; adds a problem for each date that the rule does not give, or that is changed too."""
    named: list[tuple[DataPath, date]] = [
        *((("repeat", "except", index), day) for index, day in enumerate(repeat.except_)),
        *((("repeat", "changes", name), parse_date(name)) for name in repeat.changes),
    ]
    for path, day in named:
        if day not in dates:
            nearest = min(dates, key=lambda each: (abs(each - day), each))
            problems.append(
                document.problem(
                    path,
                    f"the rule gives no date on {spoken(day)}",
                    f"The nearest is {nearest}. Write the date that the rule gives.",
                    of_key="changes" in path,
                )
            )
    problems.extend(
        document.problem(
            ("repeat", "changes", name),
            f"{parse_date(name)} is excepted, and changed too",
            "Keep one; a date that was announced stays as a change, with status: cancelled.",
            of_key=True,
        )
        for name in repeat.changes
        if parse_date(name) in repeat.except_
    )
    return {day for day in repeat.except_ if day in dates}


class Changer(Struct, frozen=True):
    """Makes the occurrences of one series, each with its change, if there is one."""

    document: Document
    around: Surroundings
    repeat: Repeat
    base: Event
    zone: ZoneInfo
    problems: list[Problem]

    def occurrence(self, day: date, start: datetime, when: Period) -> Event:
        """Return the occurrence on the date that the rule gave."""
        event = replace(
            self.base,
            id=f"{self.base.id}/{day.isoformat()}",
            start=when.start,
            end=when.end,
            series=self.base.id,
            original=start,
            kept_id=self.base.kept_id and f"{self.base.kept_id}.{day.isoformat()}",
        )
        for name, change in self.repeat.changes.items():
            if parse_date(name) == day:
                return self._changed(event, name, change)
        return event

    def _changed(self, event: Event, name: str, change: Change) -> Event:
        path = ("repeat", "changes", name)
        venue, source = event.venue, ""
        if change.venue is not None:
            known = self.around.shared.venues
            venue, source = resolve_venue(self.document, (*path, "venue"), change.venue, known, self.problems)
        when = self._moved(event, path, change)
        changed = {key: value for key in _FIELDS if (value := getattr(change, key)) is not None}
        fields = event.fields.model_copy(update=changed) if changed else event.fields
        self._check_names(path, fields, change)
        opens, closes = event.opens, event.closes
        if change.registration is not None:
            at = (*path, "registration")
            self.problems.extend(check_registration(self.document, at, change.registration, self.around))
            opens, closes = registration_times(self.document, at, fields, self.zone, self.problems)
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
            opens=opens,
            closes=closes,
            changed_by=name,
        )

    def _check_names(self, path: tuple[str, str, str], fields: EventModel, change: Change) -> None:
        """Add a problem for each person, sponsor and picture that this change alone names and that is not there."""
        around = self.around
        own = fields.model_copy(update={key: getattr(change, key) or () for key in _NAMED})
        givers = {key: (self.document, (*path, key)) for key in _NAMED}
        self.problems.extend(event_references(givers, own, around.hub, around.members, around.shared.sponsors))
        self.problems.extend(check_picture(self.document, (*path, "image"), change.image, around.hub, around.pictures))

    def _moved(self, event: Event, path: tuple[str, str, str], change: Change) -> Period:
        unmoved = Period(event.start, event.end, event.all_day)
        if change.start is None and change.end is None and change.duration is None:
            return unmoved
        day = event.first_day
        start = _on(change.start, day) or When(day, None if event.all_day else event.start.time())
        duration = change.duration or (None if change.end else _length(event))
        end = _on(change.end, start.day)
        made = period(self.document, start, end, duration, self.zone, change.fold, self.problems, path)
        return made or unmoved


def _length(event: Event) -> timedelta:
    return event.end.astimezone(UTC) - event.start.astimezone(UTC)


def _on(when: When | time | None, day: date) -> When | None:
    return When(day, when) if isinstance(when, time) else when
