"""One hub: what others may know of it, and all its pages."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from operator import attrgetter

from msgspec.structs import replace

from hubkit.addresses import Addresses
from hubkit.kinds.event.entry import current_entries
from hubkit.kinds.event.summary import EventSummary, summarize
from hubkit.kinds.event.value import Event
from hubkit.kinds.hub.model import HubModel
from hubkit.kinds.hub.summary import CalendarEntry, HubSummary
from hubkit.kinds.hub.value import Hub, Shared
from hubkit.kinds.route import HubScope, Kind, Planned, Slice
from hubkit.kinds.structured_data import organization
from hubkit.kinds.words import Words
from hubkit.times import Clock

CURRENT = timedelta(days=90)


LOOK = (
    "name", "city", "region", "country", "coordinates", "status", "tagline", "founded", "languages", "domain",
    "aliases",
)  # fmt: skip
"""The fields of a hub that a neighbour's pages show."""


def look_of(hub_id: str, fields: HubModel, languages: tuple[str, ...]) -> HubSummary:
    """Return what a neighbour's pages show of a hub: its name and place, and nothing that its events change."""
    home = languages[0]
    return HubSummary(
        id=hub_id,
        name=fields.name.spoken_in(home),
        city=fields.city and fields.city.spoken_in(home),
        region=fields.region and fields.region.spoken_in(home),
        country=fields.country,
        coordinates=fields.coordinates,
        status=fields.status,
        tagline=fields.tagline and fields.tagline.spoken_in(home),
        founded=fields.founded,
        languages=languages,
        domain=fields.domain,
        aliases=fields.aliases,
    )


def summarize_hub(hub: Hub, entries: Mapping[str, Mapping[str, CalendarEntry]], clock: Clock) -> HubSummary:
    """Return what other pages may know of `hub`; texts carry the language they are in."""
    fields = hub.fields
    look = look_of(hub.id, fields, hub.languages)
    events = hub.all_events()
    summaries = {event.id: _summarized(event, look, hub) for event in events}
    current = tuple(summaries[event.id] for event in events if not clock.has_come(event.end + CURRENT))
    upcoming = [event for event in current if not clock.has_come(event.end)]
    planned = [event for event in upcoming if event.status != "cancelled"]
    shown = frozenset(event.id for event in current if not event.draft)
    return replace(
        look,
        event_count=len(events),
        member_count=len(hub.members),
        first_event=summaries[events[0].id] if events else None,
        next_event=planned[0] if planned else None,
        current=current,
        cohosted=tuple((event.fields.cohosts, summaries[event.id]) for event in events if event.fields.cohosts),
        entries={language: current_entries(each, shown) for language, each in entries.items()} if shown else {},
        sells=any(event.fields.registration.mode == "checkout" and not clock.has_come(event.end) for event in events),
    )


def _summarized(event: Event, look: HubSummary, hub: Hub) -> EventSummary:
    return summarize(event, look.name, look.city, look.country, hub.timezone, hub.languages)


def plan_hub(
    hub: Hub,
    summary: HubSummary,
    entries: Mapping[str, CalendarEntry],
    shared: Shared,
    cut: Slice,
    words: Words,
    addresses: Addresses,
    clock: Clock,
    kinds: Iterable[Kind],
) -> tuple[HubScope, list[Planned]]:
    """Return every page and file of a hub in one language, and what they are made from."""
    known = {event.id: event for event in summary.current}
    own = (known.get(event.id) or _summarized(event, summary, hub) for event in hub.all_events())
    events = tuple(sorted((*own, *cut.cohosted), key=attrgetter("start", "global_id")))
    past: list[EventSummary] = []
    upcoming: list[EventSummary] = []
    for event in events:
        (past if clock.has_come(event.end) else upcoming).append(event)
    prefix = "" if words.language == hub.languages[0] else f"{words.language}/"
    home = addresses.canonical(hub.id, hub.fields.domain, prefix)
    scope = HubScope(
        hub=hub,
        summary=summary,
        shared=shared,
        slice=cut,
        words=words,
        addresses=addresses,
        clock=clock,
        events=events,
        upcoming=tuple(upcoming),
        past=tuple(reversed(past)),
        home=home,
        entries=entries,
        organization=organization(words.plain(hub.fields.name), home),
        prefix=prefix,
    )
    return scope, [planned for kind in kinds for planned in kind.hub_routes(scope)]
