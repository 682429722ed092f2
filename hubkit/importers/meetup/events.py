"""Events of Meetup as Markdown files with front matter: times in the hub's zone, places, registration."""

import re
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from hubkit.importers.fitting import fitting
from hubkit.importers.fixes import Fix, Note
from hubkit.importers.markdown import mend_markdown, outside_code
from hubkit.importers.meetup.hubs import Hub, coordinates, page_of
from hubkit.importers.meetup.reading import Event, Venue
from hubkit.importers.texts import clean_line, is_personal, slug_of, without_contacts
from hubkit.importers.yaml import as_yaml
from hubkit.kinds.event.model import EventModel
from hubkit.kinds.links import link_fault
from hubkit.times import shifted, zone
from hubkit.values import Data

_LONGEST_TITLE = 120
_LONGEST_ADDRESS = 400
_LONGEST_SLUG = 48
"""With the date before it and a number behind it, the id of an event stays within 64 characters."""
_STATUS = {"cancelled": "cancelled", "canceled": "cancelled", "pending": "tentative", "proposed": "tentative"}
_SCHEDULED = frozenset(["", "active", "past", "upcoming", "published", "autosched"])
_DRAFTS = frozenset(["draft", "autosched_draft"])
_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?")
_LONGEST_DURATION = timedelta(days=366)
_STAND_IN_POSTCODE = re.compile(r"meetup\d+", re.IGNORECASE)


class EventFile(Struct, frozen=True):
    """An event as hubkit writes it, before its file has a name."""

    day: str
    slug: str
    text: str


class Local(Struct, frozen=True):
    """A wall time in a zone: as hubkit writes it, whether it occurs twice, and its moment."""

    text: str
    fold: str
    moment: datetime


def event_file(event: Event, hub: Hub, note: Note) -> EventFile:
    """Return the file of an event; raises `ValueError` with the reason where its title or time cannot be used."""
    title = clean_line(event.title, _LONGEST_TITLE, note)
    if not title:
        raise ValueError('"title" holds nothing that can be read')
    start = local_time(event.dateTime, hub.zone, note)
    data: dict[str, Data] = {"title": title, "start": start.text}
    if start.fold:
        data["fold"] = start.fold
    if not hub.has_own_zone:
        data["timezone"] = hub.zone
    data |= _length(event.duration, start, hub.zone, note)
    data |= _status(event, note)
    data |= _place(event, hub, note)
    data["registration"] = {"mode": "link", "url": _url(event, note)}
    data["uid"] = f"event_{event.id}@meetup.com"
    if event.featuredEventPhoto and event.featuredEventPhoto.id:
        note(Fix.picture)
    front = as_yaml(fitting(EventModel, data, note))
    slug = slug_of(title, _LONGEST_SLUG)
    if not slug:
        note(Fix.slug)
        slug = slug_of(f"event-{event.id}", _LONGEST_SLUG)
    body = _body(event, title, note)
    return EventFile(start.text[:10], slug, f"---\n{front}---\n{body}")


def local_time(written: str, zone_name: str, note: Note) -> Local:
    """Return the wall time in a zone of a moment with offset, or a wall time without; `ValueError` for all else."""
    try:
        given = datetime.fromisoformat(written)
    except ValueError:
        raise ValueError(f'"dateTime" is no time: {written[:40]}') from None
    in_zone = zone(zone_name)
    if given.second or given.microsecond:
        note(Fix.seconds)
        given = given.replace(second=0, microsecond=0)
    if given.tzinfo is None:
        local = shifted(given.date(), given.time(), in_zone)
        moved = local.replace(tzinfo=None) != given
    else:
        try:
            local = given.astimezone(in_zone)
        except OverflowError:
            raise ValueError(f'"dateTime" is no time: {written[:40]}') from None
        moved = False
        if local.replace(tzinfo=None) != given.replace(tzinfo=None):
            note(Fix.wall_time)
    twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    if moved or twice:
        note(Fix.gap_or_overlap)
    fold = ("second" if local.fold else "first") if twice else ""
    return Local(local.strftime("%Y-%m-%d %H:%M"), fold, local.astimezone(UTC))


def _length(written: str, start: Local, zone_name: str, note: Note) -> dict[str, Data]:
    match = _DURATION.fullmatch(written)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0, 0, 0)
    if not match or weeks > 99 or days > 999 or hours > 9999 or minutes > 99999 or seconds > 9999999:
        note(Fix.duration)
        return {}
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes + (seconds + 59) // 60)
    if not timedelta() < length <= _LONGEST_DURATION:
        note(Fix.duration)
        return {}
    if length < timedelta(days=1):
        hour, minute = divmod(length // timedelta(minutes=1), 60)
        return {"duration": " ".join(part for part in (hour and f"{hour}h", minute and f"{minute}m") if part)}
    end = local_time((start.moment + length).isoformat(), zone_name, lambda _fix: None)
    return {"end": end.text}


def _status(event: Event, note: Note) -> dict[str, Data]:
    status = event.status.lower()
    if status in _STATUS:
        return {"status": _STATUS[status]}
    if status in _DRAFTS:
        return {"draft": "true"}
    if status not in _SCHEDULED:
        note(Fix.status)
    return {}


def _is_online(venue: Venue) -> bool:
    return venue.venueType.lower() == "online" or venue.name.strip().lower() == "online event"


def _place(event: Event, hub: Hub, note: Note) -> dict[str, Data]:
    venues = event.venues or ()
    online = any(_is_online(venue) for venue in venues)
    real = [venue for venue in venues if not _is_online(venue)]
    if online:
        note(Fix.online_place)
    if not venues:
        note(Fix.no_place)
        return {}
    attendance = "hybrid" if online and real else "online" if online else "in-person"
    place: dict[str, Data] = {"attendance": attendance}
    venue = _venue(real[0], hub, note) if real else {}
    if venue:
        place["venue"] = venue
    return place


def _venue(venue: Venue, hub: Hub, note: Note) -> dict[str, Data]:
    name = clean_line(venue.name, _LONGEST_TITLE, note)
    address = clean_line(venue.address, _LONGEST_ADDRESS, note).strip(" ,;")
    city = clean_line(venue.city, _LONGEST_TITLE, note)
    if _STAND_IN_POSTCODE.fullmatch(venue.postalCode):
        note(Fix.postcode)
    if not name and not address:
        note(Fix.venue)
        return {}
    block: dict[str, Data] = {"name": name or clean_line(address, _LONGEST_TITLE, note)}
    if hub.group.isPrivate:
        return block
    whole = ", ".join(part for part in (address, city if city.lower() not in address.lower() else "") if part)
    if whole and whole != block["name"]:
        block["address"] = clean_line(whole, _LONGEST_ADDRESS, note)
    if point := coordinates(venue.lat, venue.lon, note):
        block["coordinates"] = point
    return block


def _url(event: Event, note: Note) -> str:
    if link_fault(event.eventUrl, ("http", "https"), relative=False) is None:
        return event.eventUrl
    note(Fix.event_url)
    return f"{page_of(re.sub(r'[^A-Za-z0-9_-]', '', event.group.urlname))}events/{event.id}/"


def _body(event: Event, title: str, note: Note) -> str:
    page = _url(event, lambda _fix: None)
    text = mend_markdown(event.description, page, note)
    text = outside_code(
        text, lambda part: without_contacts(part, f"[contact]({page})", note, lambda address: not is_personal(address))
    )
    if title.endswith("…") and not event.title.strip().endswith("…"):
        whole = clean_line(event.title, 2000, lambda _fix: None)
        escaped = re.sub(r"([\\`*_\[\]<])", r"\\\1", whole)
        text = f"{escaped}\n\n{text}"
    return f"\n{text}\n" if text else ""
