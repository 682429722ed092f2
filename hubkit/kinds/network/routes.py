"""The network's home page, the lists of its hubs, and its calendar, feed and JSON."""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from hubkit.kinds.event.entry import network_calendar, network_feed
from hubkit.kinds.event.summary import EventSummary, most_current
from hubkit.kinds.hub.json import VERSION, encoded, event_object, hub_object, instant_text
from hubkit.kinds.hub.structured_data import network_data
from hubkit.kinds.hub.summary import HubSummary
from hubkit.kinds.route import File, NetworkScope, Planned, Route

ON_A_PAGE = 100
SHOWN_ON_HOME = 24
FEATURED = 12
UPCOMING = 12
MOST_EVENTS = 2000
MOST_HUBS_IN_ONE_FILE = 5000


def routes(scope: NetworkScope) -> Iterator[Planned]:
    """Return the network's own pages, its calendar and its feed, and once for all its languages its JSON."""
    events = current_events(scope)
    ordered = tuple(sorted(scope.network.hubs, key=lambda hub: (_in_order(scope.words.plain(hub.name)), hub.id)))
    by_country = _by_country(scope, ordered)
    yield _home(scope, events, by_country)
    yield from _pages_of(scope, ordered, "", by_country)
    for country, hubs in by_country.items():
        yield from _pages_of(scope, hubs, country, by_country)
    if not scope.prefix:
        yield Route(
            hub="",
            path="404.html",
            template="404.html",
            title=scope.words("This page is not here"),
            view={},
            sources=(scope.shared.network.source,),
            indexed=False,
        )
    yield from _files(scope, events)


def current_events(scope: NetworkScope) -> tuple[EventSummary, ...]:
    """Return upcoming events and those of the last 90 days, the earliest first; where there are many, upcoming ones."""
    every = chain.from_iterable(hub.current for hub in scope.network.hubs)
    # Numbers, since to compare times of two zones asks both for their offsets.
    ordered = sorted(every, key=lambda event: (event.start.timestamp(), event.global_id))
    return most_current(ordered, MOST_EVENTS, scope.clock)


def _home(
    scope: NetworkScope, events: tuple[EventSummary, ...], by_country: dict[str, tuple[HubSummary, ...]]
) -> Route:
    words, fields = scope.words, scope.shared.network.fields
    hubs = scope.network.hubs
    upcoming = [event for event in events if not scope.clock.has_come(event.end)]
    return Route(
        hub="",
        path="",
        template="home.html",
        title=words.plain(fields.name),
        description=words.plain(fields.tagline),
        view={
            "upcoming": tuple(upcoming[:UPCOMING]),
            "hubs": hubs if len(hubs) <= SHOWN_ON_HOME else _featured(hubs),
            "countries": _countries(scope, by_country),
            "hub_count": len(hubs),
            "event_count": sum(hub.event_count for hub in hubs),
            "description": fields.description,
        },
        sources=(scope.shared.network.source,),
        changed=scope.shared.network.changed,
        json_ld=(network_data(scope),),
    )


def _featured(hubs: tuple[HubSummary, ...]) -> tuple[HubSummary, ...]:
    with_plans = [(hub.next_event.start, hub) for hub in hubs if hub.next_event]
    return tuple(hub for _, hub in sorted(with_plans, key=lambda pair: (pair[0], pair[1].id))[:FEATURED])


def _by_country(scope: NetworkScope, hubs: tuple[HubSummary, ...]) -> dict[str, tuple[HubSummary, ...]]:
    found: dict[str, list[HubSummary]] = {}
    for hub in hubs:
        if hub.country:
            found.setdefault(hub.country, []).append(hub)
    names = sorted(found, key=lambda code: (scope.words.country(code), code))
    return {code: tuple(found[code]) for code in names}


def _countries(scope: NetworkScope, by_country: dict[str, tuple[HubSummary, ...]]) -> tuple[tuple[str, int, str], ...]:
    return tuple(
        (code, len(hubs), scope.addresses.href("", f"{scope.prefix}hubs/{code.lower()}/"))
        for code, hubs in by_country.items()
    )


def _in_order(name: str) -> list[tuple[bool, int, str]]:
    """Return what a name is sorted by: its letters and, as numbers, its digits; signs count for nothing."""
    parts = re.findall(r"\d+|[^\W\d_]+", name.casefold())
    return [(False, int(part), "") if part.isdecimal() else (True, 0, part) for part in parts]


def _pages_of(
    scope: NetworkScope,
    hubs: tuple[HubSummary, ...],
    country: str,
    by_country: dict[str, tuple[HubSummary, ...]],
) -> Iterator[Route]:
    words = scope.words
    base = f"hubs/{country.lower()}/" if country else "hubs/"
    count = max(1, -(-len(hubs) // ON_A_PAGE))

    def path(number: int) -> str:
        return base if number == 1 else f"{base}{number}/"

    def link(number: int) -> str:
        return scope.addresses.href("", scope.prefix + path(number)) if 1 <= number <= count else ""

    title = words("Hubs in %(country)s", country=words.country(country)) if country else words("Hubs")
    for number in range(1, count + 1):
        pagination = {
            "number": number,
            "count": count,
            "previous": link(number - 1),
            "next": link(number + 1),
            "total": len(hubs),
        }
        yield Route(
            hub="",
            path=path(number),
            template="hubs.html",
            title=title if number == 1 else words("%(title)s, page %(number)s", title=title, number=str(number)),
            view={
                "hubs": hubs[(number - 1) * ON_A_PAGE : number * ON_A_PAGE],
                "country": country,
                "countries": _countries(scope, by_country),
                "pagination": pagination,
            },
            parents=((words("Hubs"), "hubs/"),) if country else (),
            sources=(scope.shared.network.source,),
        )


def _files(scope: NetworkScope, events: tuple[EventSummary, ...]) -> Iterator[File]:
    words, addresses, source = scope.words, scope.addresses, (scope.shared.network.source,)
    if not scope.prefix:
        domains = {hub.id: hub.domain for hub in scope.network.hubs}
        listed = [event_object(event, words, addresses, domains.get(event.hub)) for event in events]
        yield File("", "events.json", encoded({"version": VERSION, "events": listed}), source)
    published = tuple(event for event in events if not event.draft)
    yield File("", f"{scope.prefix}events.ics", network_calendar(scope, published), source)
    yield File("", f"{scope.prefix}feed.xml", network_feed(scope, published), source)


def hubs_json(scope: NetworkScope, next_change: datetime | None) -> Iterator[File]:
    """Return `hubs.json`, past 5,000 hubs in parts by country; made last, when the clock has been asked everything."""
    source = (scope.shared.network.source,)
    head = {"version": VERSION, "next_change": instant_text(next_change)}
    hubs = scope.network.hubs
    if len(hubs) <= MOST_HUBS_IN_ONE_FILE:
        objects = [hub_object(hub, scope.words, scope.addresses) for hub in hubs]
        yield File("", "hubs.json", encoded({**head, "hubs": objects}), source)
        return
    parts: dict[str, list[HubSummary]] = {}
    for hub in hubs:
        parts.setdefault((hub.country or "none").lower(), []).append(hub)
    for country, of_country in sorted(parts.items()):
        objects = [hub_object(hub, scope.words, scope.addresses) for hub in of_country]
        yield File("", f"hubs/{country}/hubs.json", encoded({**head, "hubs": objects}), source)
    urls = [scope.canonical(f"hubs/{country}/hubs.json") for country in sorted(parts)]
    yield File("", "hubs.json", encoded({**head, "parts": urls}), source)
