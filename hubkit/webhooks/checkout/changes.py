"""What becomes of orders with each call: read, decided and stored within one transaction that holds the event."""

from datetime import datetime

from hubkit.webhooks.checkout.decisions import beginning, has_room, heard
from hubkit.webhooks.checkout.orders import Order, Outcome, State, Stock, Told, Wanted
from hubkit.webhooks.checkout.rows import Rows
from hubkit.webhooks.checkout.telling import became


def hold(rows: Rows, wanted: Wanted, stock: Stock, now: datetime, until: datetime) -> Order | None:
    """Do `Orders.hold`."""
    rows.hold_event(wanted.event, stock.seats)
    if not is_free(rows, wanted.ticket, wanted.quantity, stock, now):
        return None
    state = beginning(wanted)
    order = rows.insert(wanted, state, now, until if state == "held" else None)
    if state == "paid":
        _follow(rows, order, state, now)
    return order


def is_free(rows: Rows, ticket: str, quantity: int, stock: Stock, now: datetime) -> bool:
    """Return whether so many of a ticket can be had, after what was held too long is let go."""
    rows.let_go(stock.seats.event, now)
    return has_room(quantity, rows.used(stock.seats.event, ticket), stock)


def let_go(rows: Rows, key: str, now: datetime) -> None:
    """Do `Orders.let_go`."""
    order = held(rows, rows.by_id(key), None)
    if order is not None and order.state == "held":
        rows.put(order, "expired", now)


def held(rows: Rows, order: Order | None, stock: Stock | None) -> Order | None:
    """Return an order as it is once its event is held for this transaction alone."""
    if order is None:
        return None
    rows.hold_event(order.event, stock.seats if stock else None)
    return rows.by_id(order.id)


def about(rows: Rows, told: Told) -> Order | None:
    """Do `Orders.about`: by our own id, else by the payment."""
    ours = rows.by_id(told.order) if told.order else None
    return rows.by_payment(told.payment) if ours is None and told.payment else ours


def hear(rows: Rows, told: Told, stock: Stock | None, now: datetime, *, is_live: bool) -> Outcome:
    """Do `Orders.hear`: the name of the message is kept in the same transaction as what it does.

    The event is held first, as by all who change orders, so that no two wait for each other.
    """
    order = held(rows, about(rows, told), stock)
    if not rows.is_new(told.id, now):
        return "known"
    if order is None:
        return "unknown"

    def is_seat_free() -> bool:
        return stock is not None and is_free(rows, order.ticket, order.quantity, stock, now)

    decided = heard(order, told, is_seat_free, is_live=is_live)
    if told.is_live == is_live:
        if told.payment and not order.payment:
            rows.note_payment(order.id, told.payment)
        if told.news == "refunded":
            rows.note_refunded(order.id, told.amount)
    if decided.state is not None:
        become(rows, order, decided.state, now)
    return decided.outcome


def become(rows: Rows, order: Order, state: State, now: datetime) -> None:
    """Give an order another state, with all that comes with it."""
    rows.put(order, state, now)
    _follow(rows, order, state, now)


def _follow(rows: Rows, order: Order, state: State, now: datetime) -> None:
    match state:
        case "paid":
            rows.give_tickets(order)
        case "unseated":
            rows.owe(order.id, now)
        case "refunded":
            rows.owe_no_more(order.id)
        case _:
            pass
    rows.tell(became(order, state, rows.receivers), now)


def repaid(rows: Rows, key: str, now: datetime) -> None:
    """Do `Orders.repaid`."""
    order = held(rows, rows.by_id(key), None)
    rows.owe_no_more(key)
    if order is not None and order.state == "unseated":
        rows.note_refunded(key, order.amount)
        become(rows, order, "refunded", now)
