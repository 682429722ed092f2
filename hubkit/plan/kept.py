"""A hub whose source is broken and whose last good pages stay: what they say of it, read back from its own files."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from hubkit.kinds.event.calendar import ZoneYears
from hubkit.kinds.event.summary import EventSummary
from hubkit.kinds.fields import Coordinates
from hubkit.kinds.hub.summary import CalendarEntry, HubSummary
from hubkit.kinds.texts import Text
from hubkit.plan.hub import CURRENT
from hubkit.times import DAY, Clock, start_of, zone


def kept_summary(hub_id: str, folder: Path, home: str, clock: Clock) -> HubSummary | None:
    """Return what the published `hub.json` and `events.ics` say of a hub; None where they are not to be had.

    `home` is the hub's address in the network: another in `hub.json` is that of its own domain.
    """
    try:
        data = json.loads((folder / "hub.json").read_bytes())
        calendar = (folder / "events.ics").read_bytes().decode()
        return _summary(hub_id, data, calendar, home, clock)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _summary(hub_id: str, data: dict[str, Any], calendar: str, home: str, clock: Clock) -> HubSummary:
    language = data["languages"][0]
    name = Text({language: data["name"]})
    city = Text({language: data["city"]}) if data["city"] else None
    languages = tuple(data["languages"])
    events = tuple(_event(hub_id, each, languages, name, city, data["country"]) for each in data["events"])
    vevents = calendar[calendar.find("BEGIN:VEVENT") : calendar.rfind("END:VCALENDAR")] if events else ""
    named = [event for event in events if f"TZID={event.timezone}:" in vevents]
    zones = tuple(ZoneYears(event.timezone, event.start.year, event.end.year + 5) for event in named)
    place = data["coordinates"]
    current = tuple(event for event in events if not clock.has_come(event.end + CURRENT))
    planned = [event for event in current if not clock.has_come(event.end) and event.status != "cancelled"]
    return HubSummary(
        id=hub_id,
        name=name,
        city=city,
        region=None,
        country=data["country"],
        coordinates=Coordinates.model_validate(place) if place else None,
        status=data["status"],
        tagline=None,
        founded=date.fromisoformat(data["founded"]) if data["founded"] else None,
        languages=languages,
        domain=None if data["url"] == home else urlsplit(str(data["url"])).netloc,
        aliases=(),
        event_count=len(events),
        member_count=0,
        first_event=events[0] if events else None,
        next_event=planned[0] if planned else None,
        current=current,
        cohosted=(),
        entries={language: (CalendarEntry(tuple(event.id for event in events), vevents, zones),)} if vevents else {},
        sells=True,  # its files do not say, and a policy that lacks Stripe would break a form that they have
    )


def _event(
    hub_id: str, data: dict[str, Any], languages: tuple[str, ...], hub: Text, city: Text | None, country: str
) -> EventSummary:
    in_zone = zone(data["timezone"])
    all_day = len(data["start"]) == len("2026-12-05")
    if all_day:
        start = start_of(date.fromisoformat(data["start"]), in_zone)
        end = start_of(date.fromisoformat(data["end"]) + DAY, in_zone)
    else:
        start = datetime.fromisoformat(data["start"]).astimezone(in_zone)
        end = datetime.fromisoformat(data["end"]).astimezone(in_zone)
    identifier = data["id"].partition(".")[2].replace(".", "/")
    return EventSummary(
        hub=hub_id,
        hub_name=hub,
        id=identifier,
        path=f"events/{identifier}/",
        title=Text({languages[0]: data["title"]}),
        summary=None,
        start=start,
        end=end,
        all_day=all_day,
        first_day=start.date(),
        last_day=date.fromisoformat(data["end"]) if all_day else end.date(),
        timezone=data["timezone"],
        status=data["status"],
        attendance=data["attendance"],
        venue_name=Text({languages[0]: data["venue"]}) if data["venue"] else None,
        city=city,
        country=country,
        repeats="/" in identifier,
        image=None,
        languages=languages,
    )
