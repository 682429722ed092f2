"""The list for the door: who has a place, by the name and the code that are looked for there, and no address."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct

from hubkit.webhooks.catalog import Event
from hubkit.webhooks.checkout.lists import Bought
from hubkit.webhooks.store import Rsvp
from hubkit.webhooks.tickets import typed_code

VERSION = 1


class Person(Struct, frozen=True):
    """A line of the list."""

    id: str
    """That of an RSVP, or of a ticket."""
    name: str
    people: int
    code: str


class DoorList(Struct, frozen=True):
    """What the page for the door loads."""

    hubkit: Literal["door list"]
    version: int
    event: str
    """The global id, which tickets are signed for."""
    title: str
    ends: datetime
    """When the event is over; two days later the page forgets the list."""
    made: datetime
    people: tuple[Person, ...]
    gone: tuple[str, ...]
    """The ids, and nothing else, of what was cancelled or paid back, so that its tickets are refused."""


def door_list(
    name: str, event: Event, rsvps: Iterable[Rsvp], bought: Iterable[Bought], now: datetime
) -> tuple[int, bytes]:
    """Return how many lines the list of an event has, and the list as JSON."""
    people: list[Person] = []
    gone: list[str] = []
    for rsvp in rsvps:
        if rsvp.state == "confirmed":
            people.append(_person(rsvp.id, rsvp.name, rsvp.party_size))
        elif rsvp.state == "cancelled":
            gone.append(rsvp.id)
    for each in bought:
        if each.order.state == "paid":
            people += (_person(ticket, each.order.name, 1) for ticket in each.tickets)
        elif each.order.state == "refunded":
            gone += each.tickets
    title = next(iter(event.title.values()), name)
    made = DoorList("door list", VERSION, name, title, event.end, now, tuple(people), tuple(gone))
    return len(people), msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"


def _person(key: str, name: str, people: int) -> Person:
    return Person(key, name, people, typed_code(key))
