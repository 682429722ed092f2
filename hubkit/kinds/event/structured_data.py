"""An event as search engines read it: the schema.org Event that its page carries."""

from collections.abc import Iterator
from datetime import datetime

from hubkit.kinds.event.model import Attendance, EventStatus
from hubkit.kinds.event.summary import is_in_town
from hubkit.kinds.event.value import Event
from hubkit.kinds.fields import Coordinates
from hubkit.kinds.route import HubScope
from hubkit.kinds.structured_data import JsonObject, filled, person, place, postal_address, top
from hubkit.kinds.venue.model import VenueModel

_STATUS: dict[EventStatus, str] = {
    "scheduled": "EventScheduled",
    "tentative": "EventScheduled",
    "postponed": "EventPostponed",
    "moved-online": "EventMovedOnline",
    "cancelled": "EventCancelled",
}
_ATTENDANCE: dict[Attendance, str] = {
    "in-person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}


def event_data(scope: HubScope, event: Event, image: str = "") -> JsonObject:
    """Return the Event of an event's page, in the page's language; `image` is the absolute address of its picture.

    Holds what Google asks for (name, startDate, location with an address) as far as the source says it.
    """
    words, fields = scope.words, event.fields
    url = scope.canonical(event.path)
    locations = list(_locations(scope, event, url))
    free = True if fields.registration.mode == "rsvp" and not fields.registration.tickets else None
    values = {
        "@id": url,
        "url": url,
        "name": words.plain(fields.title),
        "description": words.plain(fields.summary) or _beginning(words.plain(fields.description)),
        "startDate": event.first_day.isoformat() if event.all_day else event.start.isoformat(),
        "endDate": event.last_day.isoformat() if event.all_day else event.end.isoformat(),
        "eventStatus": f"https://schema.org/{_STATUS[event.status]}",
        "eventAttendanceMode": f"https://schema.org/{_ATTENDANCE[attendance(event)]}",
        "location": locations[0] if len(locations) == 1 else locations,
        "organizer": scope.organization,
        "performer": list(_speakers(scope, event)),
        "image": image,
        "offers": list(_offers(scope, event, url)),
        "isAccessibleForFree": free,
        "inLanguage": list(fields.languages) or words.language,
        "keywords": [words.plain(tag) for tag in fields.tags],
        "maximumAttendeeCapacity": fields.registration.capacity,
        "superEvent": _series(scope, event),
    }
    return top(filled("Event", values))


def attendance(event: Event) -> Attendance:
    """Return how people take part now: of an event that moved online, online."""
    return "online" if event.status == "moved-online" else event.attendance


def _beginning(markdown: str) -> str:
    first = markdown.partition("\n\n")[0]
    return " ".join(first.split())[:300]


def _locations(scope: HubScope, event: Event, url: str) -> Iterator[JsonObject]:
    mode = attendance(event)
    if mode in {"in-person", "hybrid"}:
        yield _place(scope, event)
    if mode in {"online", "hybrid"}:
        online = event.fields.online
        yield filled("VirtualLocation", {"url": (online.url if online else None) or url})


def _place(scope: HubScope, event: Event) -> JsonObject:
    words, hub, venue = scope.words, scope.hub.fields, event.venue
    registered = venue if isinstance(venue, VenueModel) else None
    near = is_in_town(event, scope.hub.timezone)
    city = words.plain((registered.city if registered else None) or (hub.city if near else None))
    country = (registered.country if registered else None) or (hub.country if near else None) or ""
    address = postal_address(words.plain(venue.address) if venue else "", city, "", country)
    coordinates: Coordinates | None = venue.coordinates if venue else None
    name = words.plain(venue.name) if venue else city or words.plain(hub.name)
    return place(name, address, coordinates, (registered.url if registered else None) or "")


def _speakers(scope: HubScope, event: Event) -> Iterator[JsonObject]:
    for speaker in event.fields.speakers:
        if not isinstance(speaker, str):
            yield person(speaker.name, speaker.url or "")
            continue
        member = scope.hub.member(speaker)
        if member is not None:
            yield person(scope.words.plain(member.fields.name), scope.canonical(member.path))


def _offers(scope: HubScope, event: Event, url: str) -> Iterator[JsonObject]:
    registration = event.fields.registration
    link = registration.url if registration.url and registration.url.startswith(("http://", "https://")) else url
    opens = _instant(event.opens)
    if registration.tickets:
        for ticket in registration.tickets:
            price = {
                "name": scope.words.plain(ticket.name),
                "price": str(ticket.price),
                "priceCurrency": ticket.currency,
            }
            yield filled("Offer", {**price, "url": link, "validFrom": opens})
    elif registration.mode == "rsvp":
        yield filled("Offer", {"price": "0", "url": link, "validFrom": opens})
    elif registration.mode == "link":
        yield filled("Offer", {"url": link, "validFrom": opens})


def _instant(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _series(scope: HubScope, event: Event) -> JsonObject | None:
    series = next((each for each in scope.hub.series if each.id == event.series), None) if event.series else None
    if series is None:
        return None
    url = scope.canonical(series.path)
    return filled("EventSeries", {"@id": url, "url": url, "name": scope.words.plain(series.first.fields.title)})
