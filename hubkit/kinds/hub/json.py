"""The JSON that a hub and the network publish: the shapes of version 1, with times that carry their offset."""

from datetime import datetime
from typing import Any

from msgspec.json import encode

from hubkit.addresses import Addresses
from hubkit.kinds.event.summary import EventSummary
from hubkit.kinds.hub.summary import HubSummary
from hubkit.kinds.route import File, HubScope
from hubkit.kinds.words import Words
from hubkit.times import stamp

VERSION = 1


def hub_object(summary: HubSummary, words: Words, addresses: Addresses) -> dict[str, Any]:
    """Return a hub as `hubs.json` lists it."""
    place = summary.coordinates
    return {
        "id": summary.id,
        "name": words.plain(summary.name),
        "city": words.plain(summary.city) or None,
        "country": summary.country,
        "coordinates": {"lat": place.lat, "lon": place.lon} if place else None,
        "status": summary.status,
        "founded": summary.founded.isoformat() if summary.founded else None,
        "url": addresses.canonical(summary.id, summary.domain, ""),
        "languages": list(summary.languages),
        "first_event": start_text(summary.first_event) if summary.first_event else None,
        "next_event": start_text(summary.next_event) if summary.next_event else None,
    }


def event_object(event: EventSummary, words: Words, addresses: Addresses, domain: str | None) -> dict[str, Any]:
    """Return an event as `events.json` and `hub.json` list it."""
    return {
        "id": event.global_id,
        "hub": event.hub,
        "title": words.plain(event.title),
        "start": start_text(event),
        "end": event.last_day.isoformat() if event.all_day else event.end.isoformat(),
        "timezone": event.timezone,
        "status": event.status,
        "attendance": event.attendance,
        "venue": None if event.attendance == "online" else words.plain(event.venue_name) or None,
        "url": addresses.canonical(event.hub, domain, event.path),
    }


def start_text(event: EventSummary) -> str:
    """Return when an event starts: with its offset, or the date alone of a whole day."""
    return event.first_day.isoformat() if event.all_day else event.start.isoformat()


def hub_json(scope: HubScope) -> File:
    """Return `hub.json`: the hub with all its events."""
    summary, words, addresses = scope.summary, scope.words, scope.addresses
    own = (event for event in scope.events if event.hub == summary.id)
    listed = [event_object(event, words, addresses, summary.domain) for event in own]
    content = encoded({**hub_object(summary, words, addresses), "events": listed})
    return File(summary.id, "hub.json", content, (scope.hub.source,))


def instant_text(moment: datetime | None) -> str | None:
    """Return an instant in UTC: 2026-12-05T17:30:00Z."""
    return stamp(moment) if moment else None


def encoded(data: object) -> bytes:
    """Return `data` as JSON in UTF-8, one line, with a line end."""
    return encode(data, enc_hook=str) + b"\n"
