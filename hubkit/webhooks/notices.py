"""What organizers are told: of which event, how many, and the numbers of seats. It names nobody."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from hubkit.webhooks.catalog import Catalog, Event
from hubkit.webhooks.store import Errand, Taken
from hubkit.webhooks.texts import words_in


class Notice(Struct, frozen=True):
    """One notice, in words and for programs."""

    id: str
    """The same however often it is sent."""
    type: str
    made: datetime
    language: str
    title: str
    lines: tuple[str, ...]
    data: Mapping[str, str | int | None]

    @property
    def text(self) -> str:
        """All of it, line by line."""
        return "\n".join((self.title, *self.lines))


def is_of_order(errand: Errand) -> bool:
    """Return whether what is to be told is of an order, and not of an RSVP."""
    return errand.kind.startswith("ticket-")


def notice_of(errand: Errand, event: Event, taken: Taken, catalog: Catalog) -> Notice:
    """Return what organizers are told, in the first language of the hub."""
    hub = catalog.hubs[event.hub]
    words = words_in("", hub.name, catalog.texts)
    of_order = is_of_order(errand)
    what = "notice-tickets" if of_order else "notice-numbers"
    numbers = words.say(what, people=errand.people, seats=taken.seats, waiting=taken.waiting)
    places = (words.say("notice-capacity", capacity=event.capacity),) if event.capacity is not None else ()
    key = f"{errand.number}:{errand.made.isoformat()}:{errand.event}{':order' if of_order else ''}"
    kind = errand.kind.removeprefix("ticket-").replace("-", "_")
    return Notice(
        id=f"msg_{hashlib.sha256(key.encode()).hexdigest()[:32]}",
        type=f"{'ticket' if of_order else 'rsvp'}.{kind}",
        made=errand.made,
        language=words.language,
        title=words.say(f"notice-{errand.kind}", event=words.of(event.title)),
        lines=(words.of(event.when), numbers, *places, words.of(event.url)),
        data={
            "event": errand.event,
            "title": words.of(event.title),
            "url": words.of(event.url),
            "people": errand.people,
            "seats_taken": taken.seats,
            "capacity": event.capacity,
            "waiting": taken.waiting,
        },
    )
