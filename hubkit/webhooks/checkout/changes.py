"""What becomes of an order with each call: it is decided and stored within one transaction."""

import secrets
import sqlite3
from datetime import datetime
from typing import TypeAlias

from hubkit.webhooks import rows
from hubkit.webhooks.checkout.orders import Order, Outcome, State, Stock, Told, Wanted
from hubkit.webhooks.rows import instant, moment

Row: TypeAlias = tuple[
    int, str, str, str, int, str, str, str, int, str, State, int, int, int | None, str, str, int, int
]
_WAITING = frozenset({"held", "processing", "expired", "failed", "review"})
"""The states in which a payment changes something."""
_SEATED = frozenset({"held", "processing", "paid", "review"})


def order_of(row: Row) -> Order:
    """Return a row of the table as a value."""
    number, key, event, ticket, quantity, name, email, language, amount, currency, state, made, changed, held = row[:14]
    session, payment, refunded, _ = row[14:]
    until = None if held is None else moment(held)
    return Order(
        key, number, event, ticket, quantity, name, email, language, amount, currency, state, moment(made),
        moment(changed), until, session, payment, refunded,
    )  # fmt: skip


def by_id(connection: sqlite3.Connection, key: str) -> Order | None:
    """Return an order, whatever its state."""
    row = connection.execute("SELECT * FROM orders WHERE id = ?", (key,)).fetchone()
    return None if row is None else order_of(row)


def about(connection: sqlite3.Connection, told: Told) -> Order | None:
    """Do `Orders.about`: by our own id, else by the payment."""
    ours = by_id(connection, told.order) if told.order else None
    if ours is not None or not told.payment:
        return ours
    row = connection.execute("SELECT * FROM orders WHERE payment = ?", (told.payment,)).fetchone()
    return None if row is None else order_of(row)


def hold(connection: sqlite3.Connection, wanted: Wanted, stock: Stock, now: datetime, until: datetime) -> Order | None:
    """Do `Orders.hold`."""
    rows.remember(connection, stock.seats)
    if not has_room(connection, wanted.ticket, wanted.quantity, stock, now):
        return None
    is_free = wanted.amount == 0
    row = connection.execute(
        "INSERT INTO orders (id, event, ticket, quantity, name, email, language, amount, currency, state, made,"
        " changed, held_until, seats) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, ?12, ?4) RETURNING *",
        (
            secrets.token_urlsafe(16),
            wanted.event,
            wanted.ticket,
            wanted.quantity,
            wanted.name,
            wanted.email,
            wanted.language,
            wanted.amount,
            wanted.currency,
            "paid" if is_free else "held",
            instant(now),
            None if is_free else instant(until),
        ),
    ).fetchone()
    order = order_of(row)
    if is_free:
        give_tickets(connection, order)
    return order


def has_room(connection: sqlite3.Connection, ticket: str, quantity: int, stock: Stock, now: datetime) -> bool:
    """Return whether so many of a ticket can be had, after what was held too long is let go.

    RSVPs and orders take from the same seats. Who waits for a seat by RSVP does not keep others from buying one.
    """
    event = stock.seats.event
    rows.let_go(connection, event, now)
    let_go_of_late(connection, now)
    of_ticket = "SELECT coalesce(sum(seats), 0) FROM orders WHERE event = ? AND ticket = ? AND seats > 0"
    (sold,) = connection.execute(of_ticket, (event, ticket)).fetchone()
    (taken,) = connection.execute("SELECT seats FROM events WHERE event = ?", (event,)).fetchone()
    limits = ((stock.seats.capacity, taken), (stock.of_ticket, sold))
    return all(limit is None or used + quantity <= limit for limit, used in limits)


def put(connection: sqlite3.Connection, order: Order, state: State, now: datetime) -> None:
    """Give an order another state, with the seats that belong to it; only one that is held keeps until when."""
    connection.execute(
        "UPDATE orders SET state = ?1, seats = iif(?2, quantity, 0), changed = ?3,"
        " held_until = CASE ?1 WHEN 'held' THEN held_until END WHERE id = ?4",
        (state, state in _SEATED, instant(now), order.id),
    )


def give_tickets(connection: sqlite3.Connection, order: Order) -> None:
    """Give an order one ticket for each seat; a second time does nothing."""
    for place in range(1, order.quantity + 1):
        connection.execute(
            "INSERT INTO tickets VALUES (?, ?, ?) ON CONFLICT (bought, place) DO NOTHING",
            (secrets.token_urlsafe(16), order.id, place),
        )


def let_go_of_late(connection: sqlite3.Connection, now: datetime) -> int:
    """Do `Orders.let_go_of_late`: for good, also where a clock goes back."""
    late = (
        "UPDATE orders SET state = 'expired', seats = 0, held_until = NULL, changed = ?1"
        " WHERE state = 'held' AND held_until <= ?1"
    )
    return connection.execute(late, (instant(now),)).rowcount


def let_go(connection: sqlite3.Connection, key: str, now: datetime) -> None:
    """Do `Orders.let_go`."""
    order = by_id(connection, key)
    if order is not None and order.state == "held":
        put(connection, order, "expired", now)


def hear(connection: sqlite3.Connection, told: Told, stock: Stock | None, now: datetime, *, is_live: bool) -> Outcome:
    """Do `Orders.hear`: the name of the message is kept in the same transaction as what it does."""
    new = connection.execute("INSERT INTO deliveries VALUES (?, ?) ON CONFLICT DO NOTHING", (told.id, instant(now)))
    if not new.rowcount:
        return "known"
    order = about(connection, told)
    if order is None:
        return "unknown"
    if told.is_live != is_live:
        return reviewed(connection, order, now) if told.news == "paid" else "review"
    if told.payment and not order.payment:
        connection.execute("UPDATE orders SET payment = ? WHERE id = ?", (told.payment, order.id))
    match told.news:
        case "paid":
            return paid(connection, order, told, stock, now)
        case "processing":
            return processing(connection, order, stock, now)
        case "refunded":
            return refunded(connection, order, told, now)
        case "failed" | "expired":
            return ended(connection, order, told, now)


def paid(connection: sqlite3.Connection, order: Order, told: Told, stock: Stock | None, now: datetime) -> Outcome:
    """Give the tickets, or have the money paid back where there is no seat."""
    if order.state not in _WAITING:
        return "known"
    is_as_asked = (told.amount, told.currency) == (order.amount, order.currency)
    if not is_as_asked or (order.session and told.session != order.session):
        return reviewed(connection, order, now)
    if order.state in _SEATED or (stock and has_room(connection, order.ticket, order.quantity, stock, now)):
        put(connection, order, "paid", now)
        give_tickets(connection, order)
        return "done"
    put(connection, order, "unseated", now)
    connection.execute("INSERT INTO refunds (bought, made, due) VALUES (?1, ?2, ?2)", (order.id, instant(now)))
    return "unseated"


def reviewed(connection: sqlite3.Connection, order: Order, now: datetime) -> Outcome:
    """Have somebody look at a payment that is not what was asked for; seats that are held are kept until then."""
    if order.state in {"held", "processing"}:
        put(connection, order, "review", now)
    return "review"


def processing(connection: sqlite3.Connection, order: Order, stock: Stock | None, now: datetime) -> Outcome:
    """Keep the seats as long as a bank takes, which may be days."""
    is_late = order.state == "expired"
    if is_late and not (stock and has_room(connection, order.ticket, order.quantity, stock, now)):
        return "known"
    if not is_late and order.state != "held":
        return "known"
    put(connection, order, "processing", now)
    return "done"


def refunded(connection: sqlite3.Connection, order: Order, told: Told, now: datetime) -> Outcome:
    """Note what was paid back; where that is all, the seats are free, and the tickets are not good any more."""
    connection.execute("UPDATE orders SET refunded = max(refunded, ?) WHERE id = ?", (told.amount, order.id))
    if told.is_whole and order.state != "refunded":
        put(connection, order, "refunded", now)
        connection.execute("UPDATE refunds SET due = NULL WHERE bought = ?", (order.id,))
    return "done"


def ended(connection: sqlite3.Connection, order: Order, told: Told, now: datetime) -> Outcome:
    """Give the seats back; what is paid stays paid, whatever comes late."""
    state: State = "failed" if told.news == "failed" else "expired"
    is_open = order.state in ({"held", "processing", "expired"} if state == "failed" else {"held"})
    if is_open:
        put(connection, order, state, now)
    return "done" if is_open else "known"
