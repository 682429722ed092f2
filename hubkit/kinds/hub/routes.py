"""The home page of a hub, its JSON, its calendar and its feed, and what tells others of its events."""

from collections.abc import Iterator
from datetime import timedelta

from hubkit.kinds.door import routes as door
from hubkit.kinds.event.entry import hub_calendar, hub_feed
from hubkit.kinds.event.summary import most_current
from hubkit.kinds.hub.json import hub_json
from hubkit.kinds.hub.structured_data import hub_data
from hubkit.kinds.promotion import routes as promotion
from hubkit.kinds.promotion.cards import hub_card
from hubkit.kinds.route import File, HubScope, Planned, Route

UPCOMING = 6
PAST = 4
FEED = 200
FEED_MINIMUM = 10
FEED_DAYS = timedelta(days=90)


def routes(scope: HubScope) -> Iterator[Planned]:
    """Return the hub's home page, its calendar, its feed and its promotion, and once for all its languages its JSON."""
    hub, words = scope.hub, scope.words
    organizers = tuple(member for name in hub.fields.organizers if (member := hub.member(name)))
    roles = tuple(
        (role, tuple(member for name in role.members if (member := hub.member(name)))) for role in hub.fields.roles
    )
    upcoming = scope.upcoming[:UPCOMING]
    next_event = next((event for event in scope.upcoming if event.status != "cancelled"), None)
    yield Route(
        hub=hub.id,
        path="",
        template="hub.html",
        title=words.plain(hub.fields.name),
        description=words.plain(hub.fields.tagline),
        view={
            "upcoming": upcoming,
            "next_event": next_event,
            "later": tuple(event for event in upcoming if event is not next_event),
            "past": scope.past[:PAST],
            "series": tuple(each for each in hub.series if not scope.clock.has_come(each.occurrences[-1].end)),
            "organizers": organizers,
            "roles": roles,
            "sponsors": tuple(hub.sponsors[name] for name in hub.fields.sponsors if name in hub.sponsors),
            "neighbours": scope.slice.neighbours,
            "member_count": len(hub.members),
            "members": hub.members[:UPCOMING],
            "charter_href": scope.addresses.href(hub.id, f"{scope.prefix}charter/") if scope.charter else "",
        },
        sources=(hub.source,),
        changed=hub.changed,
        picture=(hub.fields.picture, hub.source) if hub.fields.picture else None,
        card=hub_card(scope) if hub.promotion(scope.shared) != "none" else None,
        json_ld=(hub_data(scope),),
    )
    yield from _files(scope)
    yield from promotion.routes(scope)
    yield from door.routes(scope)


def _files(scope: HubScope) -> Iterator[File]:
    hub = scope.hub
    sources = (hub.source,)
    yield File(hub.id, f"{scope.prefix}events.ics", hub_calendar(scope), sources)
    if not scope.prefix:
        yield hub_json(scope)
    own = [event for event in scope.events if event.hub == hub.id and not event.draft]
    recent = [event for event in own if not scope.clock.has_come(event.end + FEED_DAYS)]
    feed = hub_feed(scope, most_current(recent, FEED, scope.clock) or own[-FEED_MINIMUM:])
    yield File(hub.id, f"{scope.prefix}feed.xml", feed, sources)
