"""Orders as rows of the SQLite database of RSVPs, whose seats they share."""

import secrets
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeAlias, TypeVar

from hubkit.webhooks import rows
from hubkit.webhooks.checkout.decisions import Used, seats_in
from hubkit.webhooks.checkout.orders import Order, Refund, State, Wanted
from hubkit.webhooks.checkout.rows import DELIVERIES_KEPT, FIRST_PAUSE, LONGEST_PAUSE, Rows
from hubkit.webhooks.outbox import OF_ORDERS
from hubkit.webhooks.rows import instant, moment
from hubkit.webhooks.store import Errand, Receiver, Seats, Told
from hubkit.webhooks.telling import Note
from hubkit.webhooks.writer import Writer

Result = TypeVar("Result")
_MICROSECOND = timedelta(microseconds=1)
Remover: TypeAlias = Callable[[Callable[[sqlite3.Connection], int]], Awaitable[int]]
Row: TypeAlias = tuple[
    int, str, str, str, int, str, str, str, int, str, State, int, int, int | None, str, str, int, int
]


def order_of(row: Row) -> Order:
    """Return a row of the table as a value."""
    number, key, event, ticket, quantity, name, email, language, amount, currency, state, made, changed, held = row[:14]
    session, payment, refunded, _ = row[14:]
    until = None if held is None else moment(held)
    return Order(
        key, number, event, ticket, quantity, name, email, language, amount, currency, state, moment(made),
        moment(changed), until, session, payment, refunded,
    )  # fmt: skip


class SqliteLedger:
    """Keeps orders with the writer of a store, which knows how to leave nothing in the file of what is removed."""

    def __init__(self, writer: Writer, removed: Remover, withdrawn: Remover, receivers: frozenset[Receiver]) -> None:
        self._writer = writer
        self._removed = removed
        self._withdrawn = withdrawn
        self._receivers = receivers

    async def do(self, work: Callable[[Rows], Result], event: str | None = None) -> Result:
        """Return what the work returns, once it outlasts a loss of power."""
        del event
        return await self._writer.do(lambda connection: work(SqliteRows(connection, self._receivers)))

    async def remove(self, work: Callable[[Rows], int]) -> int:
        """Do work that removes orders, and leave nothing of the people in the file."""
        return await self._removed(lambda connection: work(SqliteRows(connection, self._receivers)))

    async def withdraw(self, work: Callable[[Rows], int]) -> int:
        """Do as `remove`, but for what another process keeps from being overwritten: the next does that."""
        return await self._withdrawn(lambda connection: work(SqliteRows(connection, self._receivers)))


class SqliteRows:
    """Does what `Rows` says. Whoever writes has the whole database for the transaction, and so the event."""

    def __init__(self, connection: sqlite3.Connection, receivers: frozenset[Receiver]) -> None:
        self._connection = connection
        self.receivers = receivers

    def hold_event(self, event: str, seats: Seats | None) -> None:
        """Store what an event has to give, if that is known."""
        del event
        if seats is not None:
            rows.remember(self._connection, seats)

    def let_go(self, event: str, now: datetime) -> None:
        """Give back what an event held too long."""
        rows.let_go(self._connection, event, now)
        late = (
            "UPDATE orders SET state = 'expired', seats = 0, held_until = NULL, changed = ?2"
            " WHERE event = ?1 AND state = 'held' AND held_until <= ?2"
        )
        self._connection.execute(late, (event, instant(now)))

    def let_go_of_late(self, now: datetime) -> int:
        """Give back what orders of any event held too long."""
        late = (
            "UPDATE orders SET state = 'expired', seats = 0, held_until = NULL, changed = ?1"
            " WHERE state = 'held' AND held_until <= ?1"
        )
        return self._connection.execute(late, (instant(now),)).rowcount

    def used(self, event: str, ticket: str) -> Used:
        """Return what is given or held."""
        found = (
            "SELECT seats, (SELECT coalesce(sum(seats), 0) FROM orders"
            " WHERE orders.event = events.event AND ticket = ? AND orders.seats > 0) FROM events WHERE event = ?"
        )
        return Used(*self._connection.execute(found, (ticket, event)).fetchone())

    def taken(self, event: str, now: datetime) -> int:
        """Return how many seats of an event are given or held."""
        late = "SELECT coalesce(sum(seats), 0) FROM orders WHERE event = ? AND state = 'held' AND held_until <= ?"
        (over,) = self._connection.execute(late, (event, instant(now))).fetchone()
        return rows.taken(self._connection, event, now).seats - over

    def insert(self, wanted: Wanted, state: State, now: datetime, until: datetime | None) -> Order:
        """Store a new order, with the next number."""
        new = (
            "INSERT INTO orders (id, event, ticket, quantity, name, email, language, amount, currency, state, made,"
            " changed, held_until, seats) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, ?12, ?13)"
            " RETURNING *"
        )
        asked = (wanted.event, wanted.ticket, wanted.quantity, wanted.name, wanted.email, wanted.language)
        held = None if until is None else instant(until)
        values = (*asked, wanted.amount, wanted.currency, state, instant(now), held, seats_in(state, wanted.quantity))
        return order_of(self._connection.execute(new, (secrets.token_urlsafe(16), *values)).fetchone())

    def by_id(self, key: str) -> Order | None:
        """Return an order, whatever its state."""
        row = self._connection.execute("SELECT * FROM orders WHERE id = ?", (key,)).fetchone()
        return None if row is None else order_of(row)

    def by_payment(self, payment: str) -> Order | None:
        """Return the order of a payment."""
        found = "SELECT * FROM orders WHERE payment = ? AND payment != ''"
        row = self._connection.execute(found, (payment,)).fetchone()
        return None if row is None else order_of(row)

    def put(self, order: Order, state: State, now: datetime) -> None:
        """Give an order another state, with the seats that belong to it; only one that is held keeps until when."""
        change = (
            "UPDATE orders SET state = ?1, seats = ?2, changed = ?3,"
            " held_until = CASE ?1 WHEN 'held' THEN held_until END WHERE id = ?4"
        )
        self._connection.execute(change, (state, seats_in(state, order.quantity), instant(now), order.id))

    def note_session(self, key: str, session: str) -> None:
        """Keep Stripe's name of the page where an order is paid."""
        self._connection.execute("UPDATE orders SET session = ? WHERE id = ?", (session, key))

    def note_payment(self, key: str, payment: str) -> None:
        """Keep Stripe's name of the payment of an order."""
        self._connection.execute("UPDATE orders SET payment = ? WHERE id = ?", (payment, key))

    def note_refunded(self, key: str, amount: int) -> None:
        """Keep how much of an order was paid back, if that is more than was known."""
        self._connection.execute("UPDATE orders SET refunded = max(refunded, ?) WHERE id = ?", (amount, key))

    def is_new(self, delivery: str, now: datetime) -> bool:
        """Keep the name of a message; return False where it was kept before."""
        new = "INSERT INTO deliveries VALUES (?, ?) ON CONFLICT DO NOTHING"
        return bool(self._connection.execute(new, (delivery, instant(now))).rowcount)

    def give_tickets(self, order: Order) -> None:
        """Give an order one ticket for each seat; a second time does nothing."""
        new = "INSERT INTO tickets VALUES (?, ?, ?) ON CONFLICT (bought, place) DO NOTHING"
        for place in range(1, order.quantity + 1):
            self._connection.execute(new, (secrets.token_urlsafe(16), order.id, place))

    def tickets(self, key: str) -> tuple[str, ...]:
        """Return the ids of the tickets of an order, one for each seat."""
        found = self._connection.execute("SELECT id FROM tickets WHERE bought = ? ORDER BY place", (key,))
        return tuple(ticket for (ticket,) in found)

    def owe(self, key: str, now: datetime) -> None:
        """Have an order paid back."""
        self._connection.execute("INSERT INTO refunds (bought, made, due) VALUES (?1, ?2, ?2)", (key, instant(now)))

    def owe_no_more(self, key: str) -> None:
        """Have an order not paid back again."""
        self._connection.execute("UPDATE refunds SET due = NULL WHERE bought = ?", (key,))

    def refunds(self, now: datetime, most: int) -> tuple[Refund, ...]:
        """Give out what is to be paid back; each is due again after 2, 4, 8 … minutes, at most six hours."""
        given = self._connection.execute(
            "UPDATE refunds SET tries = tries + 1, due = ?1 + min(?2 << min(tries, 10), ?3) WHERE bought IN"
            " (SELECT bought FROM refunds WHERE due <= ?1 ORDER BY due LIMIT ?4) RETURNING bought, made, tries",
            (instant(now), FIRST_PAUSE // _MICROSECOND, LONGEST_PAUSE // _MICROSECOND, most),
        ).fetchall()
        orders = ((self.by_id(key), made, tries) for key, made, tries in given)
        return tuple(Refund(order, moment(made), tries) for order, made, tries in orders if order is not None)

    def next_refund(self) -> datetime | None:
        """Return when the next is due."""
        (due,) = self._connection.execute("SELECT min(due) FROM refunds WHERE due IS NOT NULL").fetchone()
        return None if due is None else moment(due)

    def tell(self, notes: tuple[Note, ...], now: datetime) -> None:
        """Put down what is to be told."""
        OF_ORDERS.put(self._connection, notes, now)

    def errands(self, now: datetime, most: int) -> tuple[Errand, ...]:
        """Give out what is due to be told."""
        return OF_ORDERS.give_out(self._connection, now, most)

    def next_errand(self) -> datetime | None:
        """Return when the next is due."""
        return OF_ORDERS.next_due(self._connection)

    def end(self, errand: Errand, sent: datetime | None) -> None:
        """Have an errand not given out again."""
        OF_ORDERS.end(self._connection, errand, sent)

    def told(self, key: str) -> tuple[Told, ...]:
        """Return what the buyer of an order was written, or is to be, in order."""
        return OF_ORDERS.told(self._connection, key)

    def page(self, event: str | None, after: int, size: int) -> list[Order]:
        """Return so many orders of an event, or of all, that come after a number, in order."""
        found = "SELECT * FROM orders WHERE number > ?2 AND (?1 IS NULL OR event = ?1) ORDER BY number LIMIT ?3"
        return [order_of(row) for row in self._connection.execute(found, (event, after, size))]

    def ended(self, before: datetime) -> tuple[str, ...]:
        """Return the events with orders that ended before a time, by id."""
        over = "SELECT event FROM events WHERE ends < ? AND event IN (SELECT event FROM orders) ORDER BY event"
        return tuple(event for (event,) in self._connection.execute(over, (instant(before),)))

    def remove(self, ids: Iterable[str]) -> int:
        """Delete orders, but for those still to be paid back; return how many there were."""
        gone = "DELETE FROM orders WHERE id = ? AND id NOT IN (SELECT bought FROM refunds WHERE due IS NOT NULL)"
        return sum(self._connection.execute(gone, (key,)).rowcount for key in ids)

    def remove_over(self, before: datetime) -> int:
        """Delete those of events that ended before a time, as `remove` does, and the names of old messages."""
        self._connection.execute("DELETE FROM deliveries WHERE came < ?", (instant(before - DELIVERIES_KEPT),))
        over = (
            "DELETE FROM orders WHERE event IN (SELECT event FROM events WHERE ends < ?)"
            " AND id NOT IN (SELECT bought FROM refunds WHERE due IS NOT NULL)"
        )
        return self._connection.execute(over, (instant(before),)).rowcount
