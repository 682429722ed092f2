"""What every store of RSVPs can do, whatever database it is; and the values that go in and out."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from hubkit.webhooks.checkout.keeping import Orders

State: TypeAlias = Literal["pending", "confirmed", "waiting", "cancelled"]
"""`pending` holds its seats until `held_until`; `confirmed` has them; `waiting` has none, in order of `number`."""


Receiver: TypeAlias = Literal["person", "mail", "hook"]
"""Who is told something: the person of an RSVP, or the organizers by mail or webhook."""
Kind: TypeAlias = Literal[
    "confirm", "standing", "confirmed", "waiting", "moved-up", "changed", "cancelled",
    "ticket-paid", "ticket-unseated", "ticket-refunded",
]  # fmt: skip
"""What is told: a person is asked to `confirm`, or told their `standing`; the last three are of orders."""


class StoreError(Exception):
    """RSVPs cannot be kept or read; says why and what to do, and nothing of a person."""


class Busy(StoreError):  # noqa: N818 - nothing is wrong, it is only too early
    """Too much is asked at once; nothing was changed, and the same can be asked again after a few seconds."""


class Errand(Struct, frozen=True):
    """Something to be told; what it says is made when it is sent, of what is so then."""

    number: int
    receiver: Receiver
    kind: Kind
    event: str
    about: str
    """The id of the RSVP or order; empty where the organizers are told, to whom it names nobody."""
    people: int
    """How many come with the RSVP or order that it is about."""
    made: datetime
    tries: int
    """How often it was given out to be sent, this time included."""


class Told(Struct, frozen=True):
    """What a person was written, or is to be."""

    kind: Kind
    made: datetime
    sent: datetime | None


class Seats(Struct, frozen=True):
    """What an event has to give, from the catalogue."""

    event: str
    """Its global id."""
    capacity: int | None
    waitlist: bool
    ends: datetime
    """When the event is over: from then on counts how long personal data is kept."""


class Wish(Struct, frozen=True):
    """What a visitor asks for: checked, and not yet stored."""

    event: str
    name: str
    email: str
    """As typed; one person is the same address without regard to case."""
    party_size: int
    language: str
    needs_confirmation: bool
    """Mail is set up: it is `pending` until the mailed link is used; its seats are held only where there are some."""


class Rsvp(Struct, frozen=True):
    """An RSVP as it is stored."""

    id: str
    """Random; says nothing of the person."""
    number: int
    """Rises with each RSVP: the order of the waiting list."""
    event: str
    name: str
    email: str
    party_size: int
    language: str
    state: State
    made: datetime
    changed: datetime
    held_until: datetime | None = None


class Answer(Struct, frozen=True):
    """What came of a wish."""

    outcome: Literal["new", "known", "full"]
    """`known`: this person has one already, which stays as it is. `full`: there is neither seat nor list.

    A wish that needs confirmation is `full` whether the person is known or not, so that nobody learns it.
    """
    rsvp: Rsvp | None
    """None where it is full."""


class Changed(Struct, frozen=True):
    """What came of a change."""

    outcome: Literal["done", "full", "gone"]
    """`full`: there is no room, and all stays as it was. `gone`: there is no such RSVP any more."""
    rsvp: Rsvp | None
    moved_up: tuple[Rsvp, ...] = ()
    """Who got a seat by it, in order."""


class Taken(Struct, frozen=True):
    """How an event stands."""

    seats: int
    """Confirmed and held."""
    waiting: int
    """People, not parties."""


class Outbox(Protocol):
    """Keeps what is to be told until it is."""

    async def errands(self, now: datetime, most: int) -> tuple[Errand, ...]:
        """Give out what is due to be told, in order; it is due again after a pause that grows, unless `end`ed."""
        ...

    async def next_errand(self) -> datetime | None:
        """Return when the next is due; None where there is none."""
        ...

    async def end(self, errand: Errand, sent: datetime | None) -> None:
        """Have an errand not given out again: it was sent, or (None) is given up."""
        ...


class Store(Outbox, Protocol):
    """Keeps RSVPs. What it has answered stays, whatever happens to the process after."""

    def close(self) -> None:
        """Finish what was begun, then let go of the database; a second time does nothing."""
        ...

    def orders(self) -> "Orders":
        """Return the orders in the same database, whose seats are those of the RSVPs."""
        ...

    async def take(self, wish: Wish, seats: Seats, now: datetime) -> Answer:
        """Give a seat, or a place on the waiting list; never more seats than there are, whoever else asks meanwhile."""
        ...

    async def take_all(
        self, asked: tuple[tuple[Wish, Seats], ...], now: datetime, keep: Callable[[tuple[Answer, ...]], bool]
    ) -> tuple[Answer, ...]:
        """Do `take` for each, in order, and return what came of them; where `keep` refuses that, nothing is stored."""
        ...

    async def confirm(self, key: str, seats: Seats, now: datetime) -> Changed:
        """Make a pending RSVP a confirmed one; one that is confirmed or waiting stays what it is.

        One that holds no seats, or no longer, gets them if there are some, else waits where there is a list.
        """
        ...

    async def resize(self, key: str, party_size: int, seats: Seats, now: datetime) -> Changed:
        """Change how many come; seats that get free go to those who wait."""
        ...

    async def cancel(self, key: str, seats: Seats, now: datetime) -> Changed:
        """Give the seats back, to those who wait; a second time does nothing."""
        ...

    async def withdraw(self, key: str, seats: Seats | None, now: datetime) -> Changed:
        """Erase the RSVP with all that was to be told to the person; its seats go to those who wait.

        Without `seats` the event is over: nobody moves up, and nobody is told.
        """
        ...

    async def settle(self, seats: Seats, now: datetime) -> tuple[Rsvp, ...]:
        """Let go of what was held too long, and give free seats to those who wait, in order; return who got one."""
        ...

    async def find(self, key: str) -> Rsvp | None:
        """Return an RSVP by its id, as the other methods take it for `key`."""
        ...

    async def taken(self, event: str, now: datetime) -> Taken:
        """Return how many seats are given, and how many people wait."""
        ...

    async def awaited(self, now: datetime) -> tuple[str, ...]:
        """Return the events where somebody waits and seats may be free, as after a hold that ran out."""
        ...

    def all(self, event: str | None = None) -> AsyncIterator[Rsvp]:
        """Yield the RSVPs of an event, or all, by number."""
        ...

    async def ended(self, before: datetime) -> tuple[str, ...]:
        """Return the events with RSVPs that ended before a time."""
        ...

    async def purge(self, before: datetime) -> int:
        """Erase the RSVPs of all events that ended before a time, as `erase` does; return how many there were."""
        ...

    async def erase(self, ids: tuple[str, ...]) -> int:
        """Remove RSVPs so that nothing of the person is left in the database's files; return how many there were."""
        ...

    async def erase_unconfirmed(self, before: datetime) -> int:
        """Erase those who were asked to confirm before a time and have not; return how many there were."""
        ...

    async def told(self, key: str) -> tuple[Told, ...]:
        """Return what the person of an RSVP was written, or is to be, in order."""
        ...
