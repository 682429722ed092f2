"""The values of orders: what goes into a database that keeps them, and out of it."""

from datetime import datetime
from typing import Literal, TypeAlias

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
