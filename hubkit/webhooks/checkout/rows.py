"""What every database does for orders, within one transaction; what becomes of them is decided elsewhere."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from hubkit.webhooks.checkout.decisions import Used
from hubkit.webhooks.checkout.orders import Order, Refund, State, Wanted
from hubkit.webhooks.store import Errand, Receiver, Seats, Told
from hubkit.webhooks.telling import Note

Result = TypeVar("Result")
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=6)
"""After which a refund that was given out is due again: the first time, doubled with each other, and at most."""
DELIVERIES_KEPT = timedelta(days=60)
"""Twice as long as Stripe lets anybody send a message again."""


class Rows(Protocol):
    """The rows of orders, as one transaction sees them."""

    @property
    def receivers(self) -> frozenset[Receiver]:
        """Who can be told something."""
        ...

    def hold_event(self, event: str, seats: Seats | None) -> None:
        """Keep an event for this transaction alone, until its end, and store what it has to give, if that is known."""
        ...

    def let_go(self, event: str, now: datetime) -> None:
        """Give back what an event held too long, for RSVPs and for orders, for good: also where a clock goes back."""
        ...

    def let_go_of_late(self, now: datetime) -> int:
        """Give back what orders of any event held too long; return how many there were."""
        ...

    def used(self, event: str, ticket: str) -> Used:
        """Return what is given or held."""
        ...

    def taken(self, event: str, now: datetime) -> int:
        """Return how many seats of an event are given or held, without the holds that are over by now."""
        ...

    def insert(self, wanted: Wanted, state: State, now: datetime, until: datetime | None) -> Order:
        """Store a new order, with the next number."""
        ...

    def by_id(self, key: str) -> Order | None:
        """Return an order, whatever its state."""
        ...

    def by_payment(self, payment: str) -> Order | None:
        """Return the order of a payment."""
        ...

    def put(self, order: Order, state: State, now: datetime) -> None:
        """Give an order another state, with the seats that belong to it; only one that is held keeps until when."""
        ...

    def note_session(self, key: str, session: str) -> None:
        """Keep Stripe's name of the page where an order is paid."""
        ...

    def note_payment(self, key: str, payment: str) -> None:
        """Keep Stripe's name of the payment of an order."""
        ...

    def note_refunded(self, key: str, amount: int) -> None:
        """Keep how much of an order was paid back, if that is more than was known."""
        ...

    def is_new(self, delivery: str, now: datetime) -> bool:
        """Keep the name of a message; return False where it was kept before."""
        ...

    def give_tickets(self, order: Order) -> None:
        """Give an order one ticket for each seat; a second time does nothing."""
        ...

    def tickets(self, key: str) -> tuple[str, ...]:
        """Return the ids of the tickets of an order, one for each seat."""
        ...

    def owe(self, key: str, now: datetime) -> None:
        """Have an order paid back."""
        ...

    def owe_no_more(self, key: str) -> None:
        """Have an order not paid back again."""
        ...

    def refunds(self, now: datetime, most: int) -> tuple[Refund, ...]:
        """Give out what is to be paid back; each is due again after 2, 4, 8 … minutes, at most six hours."""
        ...

    def next_refund(self) -> datetime | None:
        """Return when the next is due."""
        ...

    def tell(self, notes: tuple[Note, ...], now: datetime) -> None:
        """Put down what is to be told."""
        ...

    def errands(self, now: datetime, most: int) -> tuple[Errand, ...]:
        """Do `Outbox.errands`."""
        ...

    def next_errand(self) -> datetime | None:
        """Do `Outbox.next_errand`."""
        ...

    def end(self, errand: Errand, sent: datetime | None) -> None:
        """Do `Outbox.end`."""
        ...

    def told(self, key: str) -> tuple[Told, ...]:
        """Return what the buyer of an order was written, or is to be, in order."""
        ...

    def page(self, event: str | None, after: int, size: int) -> list[Order]:
        """Return so many orders of an event, or of all, that come after a number, in order."""
        ...

    def ended(self, before: datetime) -> tuple[str, ...]:
        """Return the events with orders that ended before a time, by id."""
        ...

    def remove(self, ids: Iterable[str]) -> int:
        """Delete orders, but for those still to be paid back; return how many there were."""
        ...

    def remove_over(self, before: datetime) -> int:
        """Delete those of events that ended before a time, as `remove` does, and the names of old messages."""
        ...


class Ledger(Protocol):
    """A database that keeps orders."""

    async def do(self, work: Callable[[Rows], Result], event: str | None = None) -> Result:
        """Return what the work returns, once it is stored; where it raises, nothing is.

        Works for the same `event` may share a transaction. A work may be done again, from the beginning.
        """
        ...

    async def remove(self, work: Callable[[Rows], int]) -> int:
        """Do work that removes orders, and leave nothing of the people in the database's files; return its number."""
        ...

    async def withdraw(self, work: Callable[[Rows], int]) -> int:
        """Do as `remove`; what is left of the people in the files may be overwritten later, with the next `remove`."""
        ...
