"""Where tickets are paid: all that the answering functions need for it."""

from collections.abc import Callable

from msgspec import Struct

from hubkit.webhooks.checkout.keeping import Orders
from hubkit.webhooks.checkout.settings import Payments
from hubkit.webhooks.checkout.stripe import Stripe


def _tell_nobody() -> None: ...


class Till(Struct, frozen=True):
    """Orders, and how Stripe is asked and heard."""

    orders: Orders
    payments: Payments
    stripe: Stripe
    tell: Callable[[], None] = _tell_nobody
    """Has what is to be paid back paid back soon."""


def till_of(orders: Orders, payments: Payments) -> Till:
    """Return a till for these orders."""
    return Till(orders, payments, Stripe(payments))
