"""Orders as rows of PostgreSQL, beside the RSVPs whose seats they share."""

import secrets
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

from hubkit.webhooks.checkout import rows as contract
from hubkit.webhooks.checkout.decisions import Used, seats_in
from hubkit.webhooks.checkout.orders import Order, Refund, State, Wanted
from hubkit.webhooks.checkout.rows import DELIVERIES_KEPT, FIRST_PAUSE, LONGEST_PAUSE
from hubkit.webhooks.postgres.erasing import marked
from hubkit.webhooks.postgres.outbox import OF_ORDERS
from hubkit.webhooks.postgres.rows import Connection, Rows, one
from hubkit.webhooks.postgres.transactions import Transactions
from hubkit.webhooks.store import Errand, Receiver, Seats, Told
from hubkit.webhooks.telling import Note

Result = TypeVar("Result")
_READ = 17
"""Columns of an order."""


def order_of(row: tuple[Any, ...]) -> Order:
    """Return a row of the table as a value."""
    number, key, event, ticket, quantity, name, email, language, amount, currency, state, made, changed, held = row[:14]
    session, payment, refunded = row[14:_READ]
    until = None if held is None else held.astimezone(UTC)
    return Order(
        key, number, event, ticket, quantity, name, email, language, amount, currency, state, made.astimezone(UTC),
        changed.astimezone(UTC), until, session, payment, refunded,
    )  # fmt: skip


class PostgresLedger:
    """Keeps orders with the transactions of a store."""

    def __init__(
        self,
        transactions: Transactions,
        remove: Callable[[Callable[[Rows], int]], Awaitable[int]],
        receivers: frozenset[Receiver],
        rows: type[Rows] = Rows,
    ) -> None:
        self._transactions = transactions
        self._remove = remove
        self._receivers = receivers
        self._rows = rows

    async def do(self, work: Callable[[contract.Rows], Result], event: str | None = None) -> Result:
        """Return what the work returns, once it is committed."""
        return await self._transactions.do(lambda connection: work(self._of(self._rows(connection))), event)

    async def remove(self, work: Callable[[contract.Rows], int]) -> int:
        """Do work that removes orders, and leave nothing of the people in the files of the tables."""
        return await self._remove(lambda rows: work(self._of(rows)))

    async def withdraw(self, work: Callable[[contract.Rows], int]) -> int:
        """Do as `remove`; the tables are written anew by the next, of whichever process."""
        return await self.do(work)

    def _of(self, rsvps: Rows) -> "PostgresRows":
        return PostgresRows(rsvps, self._receivers)


class PostgresRows:
    """Does what `Rows` of orders says, as the transaction of a connection sees them."""

    def __init__(self, rsvps: Rows, receivers: frozenset[Receiver]) -> None:
        self._rsvps = rsvps
        self.receivers = receivers
        self._connection: Connection = rsvps.connection

    def hold_event(self, event: str, seats: Seats | None) -> None:
        """Keep an event for this transaction alone, until its end, and store what it has to give, if that is known."""
        if seats is not None:
            self._rsvps.hold_event(seats)
        else:
            self._connection.execute("SELECT FROM hubkit.events WHERE event = %s FOR UPDATE", (event,))

    def let_go(self, event: str, now: datetime) -> None:
        """Give back what an event held too long."""
        self._rsvps.let_go(event, now)
        self._expire([event], now)

    def let_go_of_late(self, now: datetime) -> int:
        """Give back what orders of any event held too long; the events are held in the order of their ids."""
        late = (
            "SELECT event FROM hubkit.events WHERE event IN"
            " (SELECT event FROM hubkit.orders WHERE state = 'held' AND held_until <= %s) ORDER BY event FOR UPDATE"
        )
        return self._expire([event for (event,) in self._connection.execute(late, (now,))], now)

    def _expire(self, events: list[str], now: datetime) -> int:
        late = (
            "UPDATE hubkit.orders SET state = 'expired', seats = 0, held_until = NULL, changed = %(now)s"
            " WHERE event = ANY(%(events)s) AND state = 'held' AND held_until <= %(now)s"
        )
        return self._connection.execute(late, {"now": now, "events": events}).rowcount

    def used(self, event: str, ticket: str) -> Used:
        """Return what is given or held."""
        found = (
            "SELECT seats, (SELECT coalesce(sum(sold.seats), 0)::bigint FROM hubkit.orders AS sold"
            " WHERE sold.event = events.event AND ticket = %s AND sold.seats > 0)"
            " FROM hubkit.events WHERE event = %s"
        )
        return Used(*one(self._connection.execute(found, (ticket, event)).fetchone()))

    def taken(self, event: str, now: datetime) -> int:
        """Return how many seats of an event are given or held."""
        late = (
            "SELECT coalesce(sum(seats), 0)::bigint FROM hubkit.orders"
            " WHERE event = %s AND state = 'held' AND held_until <= %s"
        )
        (over,) = one(self._connection.execute(late, (event, now)).fetchone())
        return self._rsvps.taken(event, now).seats - over

    def insert(self, wanted: Wanted, state: State, now: datetime, until: datetime | None) -> Order:
        """Store a new order, with the next number."""
        new = (
            "INSERT INTO hubkit.orders (id, event, ticket, quantity, name, email, language, amount, currency, state,"
            " made, changed, held_until, seats)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING *"
        )
        asked = (wanted.event, wanted.ticket, wanted.quantity, wanted.name, wanted.email, wanted.language)
        values = (*asked, wanted.amount, wanted.currency, state, now, now, until, seats_in(state, wanted.quantity))
        return order_of(one(self._connection.execute(new, (secrets.token_urlsafe(16), *values)).fetchone()))

    def by_id(self, key: str) -> Order | None:
        """Return an order, whatever its state."""
        row = self._connection.execute("SELECT * FROM hubkit.orders WHERE id = %s", (key,)).fetchone()
        return None if row is None else order_of(row)

    def by_payment(self, payment: str) -> Order | None:
        """Return the order of a payment."""
        found = "SELECT * FROM hubkit.orders WHERE payment = %s AND payment <> ''"
        row = self._connection.execute(found, (payment,)).fetchone()
        return None if row is None else order_of(row)

    def put(self, order: Order, state: State, now: datetime) -> None:
        """Give an order another state, with the seats that belong to it; only one that is held keeps until when."""
        change = (
            "UPDATE hubkit.orders SET state = %(state)s, seats = %(seats)s, changed = %(now)s,"
            " held_until = CASE %(state)s WHEN 'held' THEN held_until END WHERE id = %(key)s"
        )
        values = {"state": state, "seats": seats_in(state, order.quantity), "now": now, "key": order.id}
        self._connection.execute(change, values)

    def note_session(self, key: str, session: str) -> None:
        """Keep Stripe's name of the page where an order is paid."""
        self._connection.execute("UPDATE hubkit.orders SET session = %s WHERE id = %s", (session, key))

    def note_payment(self, key: str, payment: str) -> None:
        """Keep Stripe's name of the payment of an order."""
        self._connection.execute("UPDATE hubkit.orders SET payment = %s WHERE id = %s", (payment, key))

    def note_refunded(self, key: str, amount: int) -> None:
        """Keep how much of an order was paid back, if that is more than was known."""
        change = "UPDATE hubkit.orders SET refunded = greatest(refunded, %s) WHERE id = %s"
        self._connection.execute(change, (amount, key))

    def is_new(self, delivery: str, now: datetime) -> bool:
        """Keep the name of a message; return False where it was kept before."""
        new = "INSERT INTO hubkit.deliveries VALUES (%s, %s) ON CONFLICT DO NOTHING"
        return bool(self._connection.execute(new, (delivery, now)).rowcount)

    def give_tickets(self, order: Order) -> None:
        """Give an order one ticket for each seat; a second time does nothing."""
        new = (
            "INSERT INTO hubkit.tickets SELECT new.id, %s, place FROM unnest(%s::text[]) WITH ORDINALITY"
            " AS new (id, place) ON CONFLICT (bought, place) DO NOTHING"
        )
        ids = [secrets.token_urlsafe(16) for _ in range(order.quantity)]
        self._connection.execute(new, (order.id, ids))

    def tickets(self, key: str) -> tuple[str, ...]:
        """Return the ids of the tickets of an order, one for each seat."""
        found = self._connection.execute("SELECT id FROM hubkit.tickets WHERE bought = %s ORDER BY place", (key,))
        return tuple(ticket for (ticket,) in found)

    def owe(self, key: str, now: datetime) -> None:
        """Have an order paid back."""
        self._connection.execute("INSERT INTO hubkit.refunds (bought, made, due) VALUES (%s, %s, %s)", (key, now, now))

    def owe_no_more(self, key: str) -> None:
        """Have an order not paid back again."""
        self._connection.execute("UPDATE hubkit.refunds SET due = NULL WHERE bought = %s", (key,))

    def refunds(self, now: datetime, most: int) -> tuple[Refund, ...]:
        """Give out what is to be paid back; each is due again after 2, 4, 8 … minutes, at most six hours.

        What another process is just giving out is passed over.
        """
        given = self._connection.execute(
            "UPDATE hubkit.refunds SET tries = tries + 1,"
            " due = %(now)s::timestamptz + least(%(first)s::interval * (1 << least(tries, 10)), %(longest)s::interval)"
            " WHERE bought = ANY(ARRAY(SELECT bought FROM hubkit.refunds WHERE due <= %(now)s"
            " ORDER BY due LIMIT %(most)s FOR UPDATE SKIP LOCKED)) RETURNING bought, made, tries",
            {"now": now, "first": FIRST_PAUSE, "longest": LONGEST_PAUSE, "most": most},
        ).fetchall()
        orders = ((self.by_id(key), made.astimezone(UTC), tries) for key, made, tries in given)
        return tuple(Refund(order, made, tries) for order, made, tries in orders if order is not None)

    def next_refund(self) -> datetime | None:
        """Return when the next is due."""
        (due,) = one(self._connection.execute("SELECT min(due) FROM hubkit.refunds WHERE due IS NOT NULL").fetchone())
        return None if due is None else due.astimezone(UTC)

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
        found = (
            "SELECT * FROM hubkit.orders WHERE number > %(after)s"
            " AND (%(event)s::text IS NULL OR event = %(event)s) ORDER BY number LIMIT %(size)s"
        )
        return [
            order_of(row) for row in self._connection.execute(found, {"after": after, "event": event, "size": size})
        ]

    def ended(self, before: datetime) -> tuple[str, ...]:
        """Return the events with orders that ended before a time, by id."""
        over = (
            "SELECT event FROM hubkit.events WHERE ends < %s"
            " AND event IN (SELECT event FROM hubkit.orders) ORDER BY event"
        )
        return tuple(event for (event,) in self._connection.execute(over, (before,)))

    def remove(self, ids: Iterable[str]) -> int:
        """Delete orders, but for those still to be paid back; return how many there were."""
        keys = list(ids)
        held = (
            "SELECT FROM hubkit.events WHERE event IN (SELECT event FROM hubkit.orders WHERE id = ANY(%s))"
            " ORDER BY event FOR UPDATE"
        )
        self._connection.execute(held, (keys,))
        gone = (
            "DELETE FROM hubkit.orders WHERE id = ANY(%s)"
            " AND id NOT IN (SELECT bought FROM hubkit.refunds WHERE due IS NOT NULL)"
        )
        return marked(self._rsvps, self._connection.execute(gone, (keys,)).rowcount)

    def remove_over(self, before: datetime) -> int:
        """Delete those of events that ended before a time, as `remove` does, and the names of old messages."""
        self._connection.execute("DELETE FROM hubkit.deliveries WHERE came < %s", (before - DELIVERIES_KEPT,))
        held = "SELECT event FROM hubkit.events WHERE ends < %s ORDER BY event FOR UPDATE"
        over = [event for (event,) in self._connection.execute(held, (before,))]
        gone = (
            "DELETE FROM hubkit.orders WHERE event = ANY(%s)"
            " AND id NOT IN (SELECT bought FROM hubkit.refunds WHERE due IS NOT NULL)"
        )
        return marked(self._rsvps, self._connection.execute(gone, (over,)).rowcount)
