"""An event in calendars and feeds: its UID, the words that go with it, and the calendars that hold it."""

from collections.abc import Iterable, Mapping

from markupsafe import escape

from hubkit.addresses import Addresses, folder_of
from hubkit.kinds.event.calendar import (
    EntryTexts,
    calendar,
    place_of,
    series_vevents,
    sorted_zones,
    vevent,
    zone_years,
)
from hubkit.kinds.event.feed import Entry, atom
from hubkit.kinds.event.model import EventStatus
from hubkit.kinds.event.summary import EventSummary
from hubkit.kinds.event.value import Event, Series
from hubkit.kinds.hub.summary import CalendarEntry
from hubkit.kinds.hub.value import Hub
from hubkit.kinds.phrase import Phrase, phrase
from hubkit.kinds.route import HubScope, NetworkScope
from hubkit.kinds.words import Words, is_whole_day

_STATUS: dict[EventStatus, str] = {
    "tentative": "Not yet certain",
    "postponed": "Postponed",
    "moved-online": "Moved online",
    "cancelled": "Cancelled",
}
"""What is said first of an event that is not simply to come: the messages of the badges on pages."""


def uid(event: Event, host: str) -> str:
    """Return the UID of an event (RFC 7986 section 5.3): the one it was given, else made of its lasting id alone."""
    if event.series:
        return f"{event.lasting_id}@{host}"
    return event.fields.uid or f"{event.lasting_id}@{host}"


def entry_texts(event: Event, domain: str | None, words: Words, addresses: Addresses) -> EntryTexts:
    """Return what a VEVENT says in the language of `words`, with the event's page in that language."""
    venue, fields = place_of(event), event.fields
    names = (words.plain(venue.name), words.plain(venue.address)) if venue else ()
    place = words.form(", ").join(filter(None, names))
    online = (fields.online.url or "") if fields.online else ""
    url = addresses.canonical(event.hub, domain, words.prefix + event.path)
    return EntryTexts(
        uid=uid(event, addresses.host),
        url=url,
        title=words.plain(fields.title),
        description="\n\n".join(filter(None, (words.plain(fields.summary), online, url))),
        location=place or online,
        tags=tuple(words.plain(tag) for tag in fields.tags),
    )


def calendar_entries(hub: Hub, words: Words, addresses: Addresses) -> dict[str, CalendarEntry]:
    """Return the calendar entry of every event and series of a hub, by id: all calendars of a language share it."""

    def texts_of(event: Event) -> EntryTexts:
        return entry_texts(event, hub.fields.domain, words, addresses)

    entries = {
        event.id: CalendarEntry((event.id,), vevent(event, texts_of(event)), zone_years(event)) for event in hub.events
    }
    for series in hub.series:
        vevents = series_vevents(series, texts_of(series.first), texts_of)
        ids = tuple(event.id for event in series.occurrences)
        entries[series.id] = CalendarEntry(ids, vevents, zone_years(series))
    return entries


def event_calendar(scope: HubScope, event: Event) -> bytes:
    """Return the calendar that holds one event, or one occurrence under its own id."""
    if event.series:
        texts = entry_texts(event, scope.hub.fields.domain, scope.words, scope.addresses)
        entry = CalendarEntry((event.id,), vevent(event, texts), zone_years(event))
    else:
        entry = scope.entries[event.id]
    return _calendar_of_one(scope, event, entry)


def series_calendar(scope: HubScope, series: Series) -> bytes:
    """Return the calendar that holds one series, with its changed occurrences."""
    return _calendar_of_one(scope, series.first, scope.entries[series.id])


def _calendar_of_one(scope: HubScope, event: Event, entry: CalendarEntry) -> bytes:
    return calendar(
        scope.words.plain(event.fields.title),
        scope.canonical(event.path),
        (entry.vevents,),
        entry.zones,
        source=scope.canonical(f"{event.path}event.ics"),
    )


def hub_calendar(scope: HubScope) -> bytes:
    """Return the calendar of all events of a hub, but drafts."""
    fields, words = scope.hub.fields, scope.words
    drafts = {event.id for event in scope.events if event.hub == scope.hub.id and event.draft}
    entries = [entry for entry in scope.entries.values() if drafts.isdisjoint(entry.events)]
    return calendar(
        words.plain(fields.name),
        scope.canonical(""),
        (entry.vevents for entry in entries),
        sorted_zones(zone for entry in entries for zone in entry.zones),
        source=scope.canonical("events.ics"),
        description=words.plain(fields.tagline),
    )


def network_calendar(scope: NetworkScope, shown: Iterable[EventSummary]) -> bytes:
    """Return the calendar of the network: the entries of the events that are shown, a series as a whole.

    Each hub speaks the language of the calendar, if it does, else its own.
    """
    fields, words = scope.shared.network.fields, scope.words
    wanted = {event.global_id for event in shown}
    entries = [
        entry
        for hub in scope.network.hubs
        for entry in hub.entries.get(words.language) or next(iter(hub.entries.values()), ())
        if any(f"{hub.id}.{name.replace('/', '.')}" in wanted for name in entry.events)
    ]
    return calendar(
        words.plain(fields.name),
        scope.canonical(""),
        (entry.vevents for entry in entries),
        sorted_zones(zone for entry in entries for zone in entry.zones),
        source=scope.canonical("events.ics"),
        description=words.plain(fields.tagline),
    )


def current_entries(entries: Mapping[str, CalendarEntry], current: frozenset[str]) -> tuple[CalendarEntry, ...]:
    """Return the entries that show at least one of the events `current`."""
    return tuple(entry for entry in entries.values() if not current.isdisjoint(entry.events))


def hub_feed(scope: HubScope, events: Iterable[EventSummary]) -> bytes:
    """Return the Atom feed of a hub."""
    return atom(
        of=scope.hub.fields.moved_from or scope.hub.id,
        tongue=scope.words.language if scope.prefix else "",
        title=scope.words.plain(scope.hub.fields.name),
        home=scope.canonical(""),
        self_url=scope.canonical("feed.xml"),
        host=scope.addresses.host,
        language=scope.words.language,
        entries=[_feed_entry(event, scope.words, scope.addresses, scope.hub.fields.domain) for event in events],
    )


def network_feed(scope: NetworkScope, events: Iterable[EventSummary]) -> bytes:
    """Return the Atom feed of the network."""
    domains = {hub.id: hub.domain for hub in scope.network.hubs}
    return atom(
        of="hubs",
        tongue=scope.words.language if scope.prefix else "",
        title=scope.words.plain(scope.shared.network.fields.name),
        home=scope.canonical(""),
        self_url=scope.canonical("feed.xml"),
        host=scope.addresses.host,
        language=scope.words.language,
        entries=[
            _feed_entry(event, scope.words, scope.addresses, domains.get(event.hub), with_zone=True) for event in events
        ],
    )


def headline(event: EventSummary, words: Words) -> Phrase:
    """Return the title of an event, after its status unless it is simply to come."""
    title = words.text(event.title)
    if event.status not in _STATUS:
        return title
    return phrase(words("%(status)s: %(title)s", status=words(_STATUS[event.status]), title=title), title.marked)


def _feed_entry(
    event: EventSummary, words: Words, addresses: Addresses, domain: str | None, *, with_zone: bool = False
) -> Entry:
    title = headline(event, words)
    when = words.when(event)
    if with_zone and not is_whole_day(event):
        when += f" UTC{words.zone_name(event)}"
    place = words.text(None if event.attendance == "online" else event.venue_name)
    parts = [part for part in (phrase(when), place, words.text(event.summary)) if part]
    separator = words.form(". ")
    foreign = any(part.marked for part in parts)
    return Entry(
        lasting_id=event.lasting_id,
        title=title,
        url=addresses.canonical(event.hub, domain, folder_of(words.language, event.languages) + event.path),
        summary=escape(separator).join(parts) if foreign else separator.join(parts),
        author=words.plain(event.hub_name),
        start=event.start,
        changed=event.changed,
    )
