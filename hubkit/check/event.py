"""One event: inherited fields, its times, its venue and everyone it names."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct

from hubkit.check.fields import Layer, validate
from hubkit.check.moments import NEVER, Period, instant, period, spoken
from hubkit.check.prose import check_prose
from hubkit.check.references import Givers, check_picture, dangling, event_references, resolve_venue
from hubkit.check.translations import body_of, missing_texts, translated
from hubkit.kinds.event.model import Attendance, EventModel, Registration, RegistrationMode
from hubkit.kinds.event.value import Event, History, Venue
from hubkit.kinds.hub.value import Shared
from hubkit.kinds.texts import Text
from hubkit.problems import Problem, Severity
from hubkit.times import zone
from hubkit.values import DataPath, Document, FileHistory

TIMES = frozenset({"start", "end", "duration", "fold"})
STAND_INS = {"title": "-", "start": "2000-01-01 00:00"}
"""Stand in for what an event must have, while all else about it is checked."""
DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-|$)")


_MINUTE_ZERO = datetime(2020, 1, 1, tzinfo=UTC)
"""From which `FileHistory.rescheduled` counts."""
_GIVEN = ("venue", "registration", "hosts", "sponsors", "speakers", "image", "cohosts")


class Surroundings(Struct, frozen=True):
    """What the events of one hub lean on: the hub's own settings, the network's registries, and git's memory."""

    hub: str
    timezone: str
    hub_layers: tuple[Layer, ...]
    shared: Shared
    members: Collection[str]
    pictures: Collection[str]
    history: FileHistory
    languages: tuple[str, ...] = ()
    """Of the hub, the first at its top."""
    moved_from: str | None = None
    """The id that the hub had first."""

    @property
    def allowed_hosts(self) -> Collection[str]:
        """The sites from which content may show pictures."""
        return self.shared.network.fields.allow_hosts


def inherited_layers(document: Document, around: Surroundings, problems: list[Problem]) -> tuple[Layer, ...]:
    """Return what an event inherits, the farthest first: the network's and the hub's defaults, then its template."""
    layers = list(around.hub_layers)
    name = document.data.get("template")
    if isinstance(name, str) and name:
        record = around.shared.templates.get(name)
        if record is None:
            known = {path.rpartition("/")[2].removesuffix(".yaml") for path in around.shared.documents}
            if name not in known:
                problems.append(
                    dangling(document, ("template",), "event template", name, known - {"hubkit"}, "event-templates/")
                )
        else:
            template = around.shared.documents[record.source]
            data = {key: value for key, value in template.data.items() if key not in {"name", "about"}}
            layers.append(Layer(template, (), data))
    return tuple(layers)


def check_event(document: Document, around: Surroundings) -> tuple[Event | None, list[Problem]]:
    """Return the event that `document` describes, or None where it cannot be known; and the problems."""
    problems: list[Problem] = []
    layers = inherited_layers(document, around, problems)
    checked = validate(EventModel, document, layers, STAND_INS)
    problems.extend(with_own_zone(checked.problems, document, around))
    fields = checked.fields
    if fields is None:
        return None, problems
    fields = with_translations(document, fields, layers, around, problems)
    in_zone = zone(fields.timezone or around.timezone)
    when = None
    if not checked.wrong & TIMES:
        when = period(document, fields.start, fields.end, fields.duration, in_zone, fields.fold, problems)
        problems.extend(_name_and_date(document, fields.start.day))
    event = resolved_event(document, fields, layers, around, when or NEVER, in_zone, problems)
    return (event if when else None), problems


def with_own_zone(problems: Iterable[Problem], document: Document, around: Surroundings) -> Iterator[Problem]:
    """Return `problems`; where an event's zone is wrong, with the hint that the hub has one."""
    for problem in problems:
        if problem.place == document.place(("timezone",)) and ("timezone",) in document.spans:
            question, mark, _ = problem.hint.partition("? ")
            own = f"Leave the line out to use the hub's own zone, {around.timezone}."
            yield problem._replace(hint=f"{question}{mark}{own}" if mark else own)
        else:
            yield problem


def _name_and_date(document: Document, day: date) -> list[Problem]:
    dated = DATED.match(document.id)
    if dated and dated[1] == day.isoformat():
        return []
    if dated is None:
        message = "this event's file name has no date"
        hint = f"Name it {day}-{document.id}; or add repeat: if it is a series."
        return [document.problem((), message, hint, severity=Severity.note)]
    message = f"the file's name says {dated[1]}, and it starts on {spoken(day)}"
    hint = "That is right for an event that moved: its link stays. Otherwise mend the date."
    return [document.problem(("start",), message, hint, severity=Severity.note)]


def resolved_event(
    document: Document,
    fields: EventModel,
    layers: tuple[Layer, ...],
    around: Surroundings,
    when: Period,
    in_zone: ZoneInfo,
    problems: list[Problem],
) -> Event:
    """Return an event, or a series as its first occurrence, with all that its fields name looked up."""
    givers = {field: giver_of(field, document, layers) if layers else (document, (field,)) for field in _GIVEN}
    venue, venue_source = resolve_venue(*givers["venue"], fields.venue, around.shared.venues, problems)
    problems.extend(check_common(document, givers, fields, around))
    opens, closes = registration_times(*givers["registration"], fields, in_zone, problems)
    made_of = sources(document, layers, venue_source)
    before = fields.moved_from or (around.moved_from and f"{around.moved_from}.{document.id}")
    return Event(
        hub=around.hub,
        id=document.id,
        fields=with_body(fields, document),
        start=when.start,
        end=when.end,
        all_day=when.all_day,
        timezone=in_zone.key,
        status=fields.status,
        attendance=attendance(fields, venue),
        source=document.path,
        sources=made_of,
        venue=venue,
        history=history_of(fields, made_of, around),
        opens=opens,
        closes=closes,
        body_line=document.body_line,
        kept_id=before or "",
    )


AnyEvent = TypeVar("AnyEvent", bound=EventModel)


def with_translations(
    document: Document, fields: AnyEvent, layers: tuple[Layer, ...], around: Surroundings, problems: list[Problem]
) -> AnyEvent:
    """Return an event's fields with the texts of its translations; what is amiss or missing is added to `problems`."""
    if document.translations:
        fields = translated(document, fields, around.languages, problems, layers)
    problems.extend(missing_texts(document, fields, around.languages, body_of(document)))
    return fields


def giver_of(field: str, document: Document, layers: tuple[Layer, ...]) -> tuple[Document, DataPath]:
    """Return what gives an event this field, and where in it: its own file, else the nearest that it inherits from."""
    if document.data.get(field) is None:
        for layer in reversed(layers):
            if layer.data.get(field) is not None:
                return layer.document, (*layer.path, field)
    return document, (field,)


def with_body(fields: EventModel, document: Document) -> EventModel:
    """Return the fields with the Markdown below the front matter as the description, where there is any."""
    body = body_of(document)
    if body is None:
        return fields
    if fields.description is not None and "" not in body.by_language:
        body = Text({**fields.description.by_language, **body.by_language})
    return fields.model_copy(update={"description": body})


def check_common(document: Document, givers: Givers, fields: EventModel, around: Surroundings) -> list[Problem]:
    """Return the problems of what single events and series have in common; `givers` tell where a field is written."""
    problems = event_references(givers, fields, around.hub, around.members, around.shared.sponsors)
    source, path = givers["image"]
    owner = around.hub if source.path.startswith("hubs/") else ""
    problems += check_picture(source, path, fields.image, owner, around.pictures)
    if document.body.strip() and document.data.get("description") is not None:
        problems.append(
            document.problem(("description",), "there is a description, and a text below it", "Keep one.", of_key=True)
        )
    for each in document.written:
        problems += check_prose(each, around.hub, around.pictures, around.allowed_hosts)
        if "description" in each.data:
            problems += check_prose(each, around.hub, around.pictures, around.allowed_hosts, ("description",))
    problems += cohosting(*givers["cohosts"], fields, around)
    return problems + check_registration(*givers["registration"], fields.registration, around, of=document)


def check_registration(
    giver: Document, path: DataPath, registration: Registration, around: Surroundings, of: Document | None = None
) -> list[Problem]:
    """Return the problems of a registration that stands at `path` in `giver`, and is that of an event `of` a file."""
    mode = registration.mode
    problems: list[Problem] = []
    if mode == "link" and registration.url is None:
        problems.append(
            giver.problem(path, "registration by link, and no link is given", "Add url: https://… below it.")
        )
    if (of is None or of is giver) and not around.shared.network.fields.webhooks:
        problems += functions_are_off(giver, mode, path)
    if mode == "checkout" and not registration.tickets:
        problems.append(giver.problem(path, "there is a checkout and no ticket to buy", "Add tickets: below it."))
    seen: set[str] = set()
    for index, ticket in enumerate(registration.tickets):
        if ticket.id in seen:
            here = (*path, "tickets", index, "id")
            problems.append(giver.problem(here, "two tickets have this id", "Give each an id of its own."))
        seen.add(ticket.id)
    return problems


def functions_are_off(document: Document, mode: RegistrationMode, path: DataPath = ("registration",)) -> list[Problem]:
    """Return a note where a registration needs the optional functions, which are not on."""
    if mode not in {"rsvp", "checkout"}:
        return []
    return [
        document.problem(
            (*path, "mode"),
            f"the functions that take {'an RSVP' if mode == 'rsvp' else 'a payment'} are not on",
            "The page shows the registration's url, or the hub's contact, until webhooks: true stands in hubkit.yaml.",
            severity=Severity.note,
        )
    ]


def cohosting(document: Document, path: DataPath, fields: EventModel, around: Surroundings) -> list[Problem]:
    """Return a problem where a hub is to co-host its own event; whether the others exist is known later."""
    return [
        document.problem((*path, index), "a hub cannot co-host its own event", "Take it out.")
        for index, name in enumerate(fields.cohosts)
        if name == around.hub
    ]


def attendance(fields: EventModel, venue: Venue | None) -> Attendance:
    """Return how people attend: as written, else by what is known of the place."""
    if fields.status == "moved-online":
        return "online"
    if fields.attendance:
        return fields.attendance
    if fields.online is None:
        return "in-person"
    return "hybrid" if venue else "online"


def sources(document: Document, layers: tuple[Layer, ...], venue_source: str) -> tuple[str, ...]:
    """Return the files that an event is made of: its own, its template's, its venue's."""
    templates = [layer.document.path for layer in layers if layer.document.path.startswith("event-templates/")]
    own = [each.path for each in document.written]
    return (*own, *templates, *([venue_source] if venue_source else []))


def history_of(fields: EventModel, made_of: tuple[str, ...], around: Surroundings) -> History:
    """Return when an event changed: `updated:` wins, else the newest commit among its files.

    Of the hub's and the network's own files those commits count, for both, that changed the zone or `defaults:`: also
    of an event that inherits nothing now, for what it inherited may have been taken away.
    """
    known = around.history
    inherited = (around.shared.network.source, f"hubs/{around.hub}/hub.yaml")
    moved = max(known.rescheduled.get(path, 0) for path in inherited)
    sequence = max(moved, *(known.rescheduled.get(path, 0) for path in made_of))
    if fields.updated:
        wall = fields.updated.wall or time()
        return History(datetime.combine(fields.updated.day, wall, UTC), sequence)
    stamps = [known.changed[path] for path in made_of if path in known.changed]
    return History(max(*stamps, _MINUTE_ZERO + timedelta(minutes=moved)) if stamps else None, sequence)


def registration_times(
    document: Document, path: DataPath, fields: EventModel, in_zone: ZoneInfo, problems: list[Problem]
) -> tuple[datetime | None, datetime | None]:
    """Return the instants at which registration opens and closes."""
    found: list[datetime | None] = []
    for name, when in (("opens", fields.registration.opens), ("closes", fields.registration.closes)):
        found.append(instant(document, (*path, name), when, in_zone, None, problems) if when else None)
    opens, closes = found
    if opens and closes and closes <= opens:
        problems.append(document.problem((*path, "closes"), "registration closes before it opens", "Mend one of them."))
    return opens, closes
