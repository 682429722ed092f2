"""How an event stands: whether it takes RSVPs now, and if not, why."""

from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from hubkit.webhooks.catalog import Event, Site
from hubkit.webhooks.store import Seats, Taken

Standing: TypeAlias = Literal["open", "waitlist", "full", "not-yet", "closed", "cancelled", "past"]
"""`waitlist`: only places on the waiting list are left."""


def standing_by_time(event: Event, now: datetime) -> Standing:
    """Return how `event` stands by its status and the time alone, whoever has a seat."""
    if event.status == "cancelled":
        return "cancelled"
    if now >= event.end:
        return "past"
    if event.opens is not None and now < event.opens:
        return "not-yet"
    if event.closes is not None and now >= event.closes:
        return "closed"
    return "open"


def standing(event: Event, taken: Taken, now: datetime) -> Standing:
    """Return how `event` stands for one person more."""
    by_time = standing_by_time(event, now)
    if by_time != "open" or event.capacity is None or (taken.seats < event.capacity and not taken.waiting):
        return by_time
    return "waitlist" if event.waitlist else "full"


def is_changeable(event: Event, now: datetime) -> bool:
    """Return whether people may still change how many come: registration being closed is no reason against."""
    return standing_by_time(event, now) in {"open", "not-yet", "closed"}


def seats_of(name: str, event: Event) -> Seats:
    """Return what the store has to know of `event`."""
    return Seats(name, event.capacity, event.waitlist, event.end)


def kept_until(event: Event, site: Site) -> datetime:
    """Return when what is known of the people of `event` is no longer kept, and links to it end."""
    return event.end + timedelta(days=site.keep_days)
