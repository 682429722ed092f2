"""What every store of orders can do, whatever database it is; and the values that go in and out."""

from datetime import datetime
from typing import Literal, Protocol, TypeAlias

from msgspec import Struct

from hubkit.webhooks.store import Seats

State: TypeAlias = Literal["held", "processing", "paid", "review", "unseated", "refunded", "failed", "expired"]
"""`held` has its seats until `held_until`; `processing` until the bank has said yes or no; `paid` for good.

`review` was paid otherwise than asked, and keeps its seats until somebody has looked; `unseated` was paid when there
was no seat left, and is paid back. The others are over, and have no seats.
"""
News: TypeAlias = Literal["paid", "processing", "failed", "expired", "refunded"]
"""What Stripe tells of an order."""
Outcome: TypeAlias = Literal["done", "known", "unknown", "unseated", "review"]
"""`known`: it was told before, or changes nothing. `unknown`: there is no such order."""


class Stock(Struct, frozen=True):
    """What there is to sell, from the catalogue."""

    seats: Seats
    of_ticket: int | None
    """How many there are of this ticket; None for as many as there are seats."""


class Wanted(Struct, frozen=True):
    """What a visitor wants to buy: checked, and not yet stored. The price is the catalogue's."""

    event: str
    ticket: str
    quantity: int
    name: str
    email: str
    language: str
    amount: int
    """In the unit in which Stripe counts the currency, for all of them."""
    currency: str


class Order(Struct, frozen=True):
    """An order as it is stored."""

    id: str
    """Random; says nothing of the person."""
    number: int
    event: str
    ticket: str
    quantity: int
    name: str
    email: str
    language: str
    amount: int
    currency: str
    state: State
    made: datetime
    changed: datetime
    held_until: datetime | None
    session: str
    """Stripe's name of the page where it is paid; empty until that is made."""
    payment: str
    """Stripe's name of the payment; empty until it is known."""
    refunded: int
    """How much was paid back."""


class Told(Struct, frozen=True):
    """One message of Stripe, its signature found right."""

    id: str
    """Stripe's name of the event: whoever comes twice is one."""
    news: News
    order: str
    """Our id of the order; empty where Stripe names the payment alone."""
    session: str
    payment: str
    amount: int
    """What was paid; of `refunded`, what was paid back until now."""
    currency: str
    is_live: bool
    """Whether it is about money."""
    is_whole: bool = True
    """Of `refunded`: whether all was paid back."""


class Refund(Struct, frozen=True):
    """Money that is to be paid back."""

    order: Order
    made: datetime
    tries: int
    """How often it was given out, this time included."""


class Orders(Protocol):
    """Keeps orders. What it has answered stays, whatever happens to the process after."""

    async def hold(self, wanted: Wanted, stock: Stock, now: datetime, until: datetime) -> Order | None:
        """Hold seats until a time; None where there are not so many, whoever else asks meanwhile.

        What costs nothing is `paid` at once.
        """
        ...

    async def began(self, key: str, session: str) -> None:
        """Keep Stripe's name of the page where an order is paid."""
        ...

    async def let_go(self, key: str, now: datetime) -> None:
        """Give back the seats of an order that is held."""
        ...

    async def let_go_of_late(self, now: datetime) -> int:
        """Give back all seats that were held too long; return how many orders there were."""
        ...

    async def hear(self, told: Told, stock: Stock | None, now: datetime, *, is_live: bool) -> Outcome:
        """Do what Stripe tells, once, in any order; without `stock` there are no seats any more.

        What was paid when its hold was over gets seats if there are some, else it is paid back.
        """
        ...

    async def find(self, key: str) -> Order | None:
        """Return an order by its id."""
        ...

    async def about(self, told: Told) -> Order | None:
        """Return the order that a message is about."""
        ...

    async def tickets(self, key: str) -> tuple[str, ...]:
        """Return the ids of the tickets of an order, one for each seat; random, and good while it is `paid`."""
        ...

    async def taken(self, event: str, now: datetime) -> int:
        """Return how many seats of an event are given or held, by orders and RSVPs."""
        ...

    async def refunds(self, now: datetime, most: int) -> tuple[Refund, ...]:
        """Give out what is to be paid back, in order; it is due again after a pause that grows, unless `repaid`."""
        ...

    async def repaid(self, key: str, now: datetime) -> None:
        """Have a refund not given out again: Stripe has taken it."""
        ...

    async def next_refund(self) -> datetime | None:
        """Return when the next is due; None where there is none."""
        ...

    async def all(self, event: str) -> tuple[Order, ...]:
        """Return the orders of an event, by number."""
        ...

    async def purge(self, before: datetime) -> int:
        """Erase the orders of all events that ended before a time, but for those still to be paid back."""
        ...
