"""Orders as lists for organizers: who bought what, and with which tickets."""

from collections.abc import Iterable

from msgspec import Struct

from hubkit.webhooks.checkout.orders import Order
from hubkit.webhooks.lists import json_array, table_of

COLUMNS = (
    "event", "number", "state", "name", "email", "ticket", "quantity", "amount", "currency", "refunded", "tickets",
    "language", "payment", "made", "changed",
)  # fmt: skip


class Bought(Struct, frozen=True):
    """An order, and the ids of its tickets."""

    order: Order
    tickets: tuple[str, ...]


def _record(bought: Bought) -> dict[str, str | int]:
    order = bought.order
    good = bought.tickets if order.state == "paid" else ()
    values = (
        order.event, order.number, order.state, order.name, order.email, order.ticket, order.quantity, order.amount,
        order.currency.upper(), order.refunded, " ".join(good), order.language, order.payment, order.made.isoformat(),
        order.changed.isoformat(),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def orders_csv(bought: Iterable[Bought]) -> bytes:
    """Return orders as CSV, in which no cell is a formula; `tickets` are those that are good, with blanks between.

    `amount` and `refunded` are in the unit in which Stripe counts the currency: cents, or yen.
    """
    return table_of(COLUMNS, map(_record, bought))


def orders_json(bought: Iterable[Bought]) -> bytes:
    """Return orders as a JSON array of objects with the fields that `orders_csv` has as columns."""
    return json_array(map(_record, bought))
