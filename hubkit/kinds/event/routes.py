"""The pages of events: the hub's lists, a page for each event and occurrence, and their calendars."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from msgspec import Struct

from hubkit.kinds.event.entry import entry_texts, event_calendar
from hubkit.kinds.event.registration import checkout_form, registration_view, rsvp_form
from hubkit.kinds.event.structured_data import event_data
from hubkit.kinds.event.summary import EventSummary
from hubkit.kinds.event.value import Event, Series
from hubkit.kinds.event.web_calendars import web_calendars
from hubkit.kinds.member.model import MemberModel
from hubkit.kinds.promotion.cards import event_card
from hubkit.kinds.promotion.choice import promoted, share_path
from hubkit.kinds.record import Record
from hubkit.kinds.route import File, HubScope, Planned, Route
from hubkit.kinds.texts import Text

RECENT = 20


class SpeakerView(Struct, frozen=True):
    """A speaker as the event's page shows them: a member with a page, or a name."""

    name: Text
    bio: Text | None
    url: str
    member: Record[MemberModel] | None = None


def routes(scope: HubScope) -> Iterator[Planned]:
    """Return the list of events, the archive by year, and every event's page and calendar."""
    yield from _lists(scope)
    series = {each.id: each for each in scope.hub.series}
    own = tuple(summary for summary in scope.events if summary.hub == scope.hub.id)
    around = {
        summary.id: (before, after) for before, summary, after in zip((None, *own), own, (*own[1:], None), strict=False)
    }
    summaries = {summary.id: summary for summary in own}
    shared = {event.id: scope.addresses.href(event.hub, scope.prefix + share_path(event)) for event in promoted(scope)}
    for event in scope.hub.all_events():
        previous, following = around[event.id]
        one_of = series.get(event.series)
        share = shared.get(event.id, "")
        yield event_page(scope, event, summaries[event.id], one_of, previous, following, share)
        yield File(event.hub, f"{scope.prefix}{event.path}event.ics", event_calendar(scope, event), event.sources)


def event_page(
    scope: HubScope,
    event: Event,
    summary: EventSummary,
    series: Series | None,
    previous: EventSummary | None,
    following: EventSummary | None,
    share_href: str,
) -> Route:
    """Return the page of an event or an occurrence; `share_href` leads to texts to share it, if there are any."""
    words = scope.words
    parents: list[tuple[str, str]] = [(words("Events"), "events/")]
    title = words.plain(event.fields.title)
    if series is not None:
        parents.append((words.plain(series.first.fields.title), series.path))
        title = words("%(title)s, %(day)s", title=title, day=words.day(event.first_day))
    return Route(
        hub=event.hub,
        path=event.path,
        template="event.html",
        title=title,
        description=words.plain(event.fields.summary) or words.when(event),
        view={**_view(scope, event, summary, series, previous, following), "share_href": share_href},
        parents=tuple(parents),
        sources=event.sources,
        changed=event.history.changed,
        picture=(event.fields.image, event.source) if event.fields.image else None,
        card=event_card(scope, event, summary) if share_href else None,
        json_ld=(event_data(scope, event),),
        is_article=True,
        indexed=not event.fields.draft,
    )


def _view(
    scope: HubScope,
    event: Event,
    summary: EventSummary,
    series: Series | None,
    previous: EventSummary | None,
    following: EventSummary | None,
) -> dict[str, Any]:
    hub = scope.hub
    contact = hub.fields.contact
    is_past = scope.clock.has_come(event.end)
    is_open = not is_past and event.status not in {"cancelled", "postponed"}
    return {
        "event": event,
        "summary": summary,
        "series": series,
        "venue": event.venue,
        "hosts": hosts(scope, event),
        "speakers": tuple(_speakers(scope, event)),
        "cohosts": tuple(scope.slice.partners[name] for name in event.fields.cohosts if name in scope.slice.partners),
        "sponsors": tuple(hub.sponsors[name] for name in event.fields.sponsors if name in hub.sponsors),
        "registration": registration_view(event, contact, scope.clock),
        "rsvp": rsvp_form(event, scope.shared.network.fields, scope.clock),
        "checkout": checkout_form(event, scope.shared.network.fields, scope.clock),
        "is_past": is_past,
        "is_open": is_open,
        "web_calendars": _web_calendars(scope, event) if is_open else (),
        "previous": previous,
        "following": following,
        "organizer_contact": contact,
    }


def _web_calendars(scope: HubScope, event: Event) -> tuple[tuple[str, str], ...]:
    return web_calendars(event, entry_texts(event, scope.hub.fields.domain, scope.words, scope.addresses))


def hosts(scope: HubScope, event: Event) -> tuple[Record[MemberModel], ...]:
    """Return the members that host an event."""
    found = (scope.hub.member(name) for name in event.fields.hosts)
    return tuple(member for member in found if member is not None)


def _speakers(scope: HubScope, event: Event) -> Iterator[SpeakerView]:
    for speaker in event.fields.speakers:
        if not isinstance(speaker, str):
            yield SpeakerView(Text({"": speaker.name}), speaker.bio, speaker.url or "")
            continue
        member = scope.hub.member(speaker)
        if member is not None:
            yield SpeakerView(member.fields.name, member.fields.role, "", member)


def _lists(scope: HubScope) -> Iterator[Route]:
    words = scope.words
    by_year = [(year, tuple(events)) for year, events in groupby(scope.past, lambda event: event.first_day.year)]
    archived = len(scope.past) > RECENT
    years = tuple(
        (year, scope.addresses.href(scope.hub.id, f"{scope.prefix}events/{year}/"), len(events))
        for year, events in by_year
        if archived
    )
    sources = (f"hubs/{scope.hub.id}/hub.yaml",)
    changed = max((event.history.changed for event in scope.hub.all_events() if event.history.changed), default=None)
    running = tuple(each for each in scope.hub.series if not scope.clock.has_come(each.occurrences[-1].end))
    yield Route(
        hub=scope.hub.id,
        path="events/",
        template="events.html",
        title=words("Events"),
        description=words("Events of %(hub)s", hub=words.plain(scope.hub.fields.name)),
        view={"upcoming": scope.upcoming, "past": scope.past[:RECENT], "years": years, "series": running},
        sources=sources,
        changed=changed,
    )
    for year, events in by_year if archived else ():
        yield Route(
            hub=scope.hub.id,
            path=f"events/{year}/",
            template="events-year.html",
            title=words("Events in %(year)s", year=str(year)),
            view={"year": year, "events": events, "years": years},
            parents=((words("Events"), "events/"),),
            sources=sources,
        )
