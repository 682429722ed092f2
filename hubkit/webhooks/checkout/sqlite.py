"""Orders in the database of RSVPs, whose seats they share."""

import sqlite3
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from hubkit.webhooks import rows
from hubkit.webhooks.checkout import changes
from hubkit.webhooks.checkout.orders import Order, Outcome, Refund, Stock, Told, Wanted
from hubkit.webhooks.rows import instant, moment
from hubkit.webhooks.writer import Writer

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=6)
_MICROSECOND = timedelta(microseconds=1)
_DELIVERIES_KEPT = timedelta(days=60)
"""Twice as long as Stripe lets anybody send a message again."""


class SqliteOrders:
    """Keeps orders as `Orders` promises; every method raises as those of the store do whose writer it shares."""

    def __init__(self, writer: Writer, wipe: Callable[[], Awaitable[None]]) -> None:
        self._writer = writer
        self._wipe = wipe
        self._is_left = False

    async def hold(self, wanted: Wanted, stock: Stock, now: datetime, until: datetime) -> Order | None:
        """Hold seats until a time; None where there are not so many."""
        return await self._writer.do(lambda connection: changes.hold(connection, wanted, stock, now, until))

    async def began(self, key: str, session: str) -> None:
        """Keep Stripe's name of the page where an order is paid."""
        change = "UPDATE orders SET session = ? WHERE id = ?"
        await self._writer.do(lambda connection: connection.execute(change, (session, key)).rowcount)

    async def let_go(self, key: str, now: datetime) -> None:
        """Give back the seats of an order that is held."""
        await self._writer.do(lambda connection: changes.let_go(connection, key, now))

    async def let_go_of_late(self, now: datetime) -> int:
        """Give back all seats that were held too long; return how many orders there were."""
        return await self._writer.do(lambda connection: changes.let_go_of_late(connection, now))

    async def hear(self, told: Told, stock: Stock | None, now: datetime, *, is_live: bool) -> Outcome:
        """Do what Stripe tells, once, in any order; without `stock` there are no seats any more."""
        return await self._writer.do(lambda connection: changes.hear(connection, told, stock, now, is_live=is_live))

    async def find(self, key: str) -> Order | None:
        """Return an order by its id."""
        return await self._writer.do(lambda connection: changes.by_id(connection, key))

    async def about(self, told: Told) -> Order | None:
        """Return the order that a message is about."""
        return await self._writer.do(lambda connection: changes.about(connection, told))

    async def tickets(self, key: str) -> tuple[str, ...]:
        """Return the ids of the tickets of an order, one for each seat."""
        found = "SELECT id FROM tickets WHERE bought = ? ORDER BY place"
        ids = await self._writer.do(lambda connection: connection.execute(found, (key,)).fetchall())
        return tuple(key for (key,) in ids)

    async def taken(self, event: str, now: datetime) -> int:
        """Return how many seats of an event are given or held, without the holds that are over by now."""

        def taken(connection: sqlite3.Connection) -> int:
            late = "SELECT coalesce(sum(seats), 0) FROM orders WHERE event = ? AND state = 'held' AND held_until <= ?"
            (over,) = connection.execute(late, (event, instant(now))).fetchone()
            return rows.taken(connection, event, now).seats - over

        return await self._writer.do(taken)

    async def refunds(self, now: datetime, most: int) -> tuple[Refund, ...]:
        """Give out what is to be paid back; each is due again after 2, 4, 8 … minutes, at most six hours."""
        return await self._writer.do(lambda connection: _given_out(connection, now, most))

    async def repaid(self, key: str, now: datetime) -> None:
        """Have a refund not given out again; its order is `refunded`, if Stripe has not said so before."""

        def repaid(connection: sqlite3.Connection) -> None:
            connection.execute("UPDATE refunds SET due = NULL WHERE bought = ?", (key,))
            order = changes.by_id(connection, key)
            if order is not None and order.state == "unseated":
                connection.execute("UPDATE orders SET refunded = amount WHERE id = ?", (key,))
                changes.put(connection, order, "refunded", now)

        await self._writer.do(repaid)

    async def next_refund(self) -> datetime | None:
        """Return when the next is due; None where there is none."""
        found = "SELECT min(due) FROM refunds WHERE due IS NOT NULL"
        (due,) = await self._writer.do(lambda connection: connection.execute(found).fetchone())
        return None if due is None else moment(due)

    async def all(self, event: str) -> tuple[Order, ...]:
        """Return the orders of an event, by number."""
        found = "SELECT * FROM orders WHERE event = ? ORDER BY number"
        of_event = await self._writer.do(lambda connection: connection.execute(found, (event,)).fetchall())
        return tuple(map(changes.order_of, of_event))

    async def purge(self, before: datetime) -> int:
        """Erase the orders of all events that ended before a time, but for those still to be paid back.

        Nothing of the people is left in the file; raises `Busy` where another process keeps it from that.
        """
        over = (
            "DELETE FROM orders WHERE event IN (SELECT event FROM events WHERE ends < ?)"
            " AND id NOT IN (SELECT bought FROM refunds WHERE due IS NOT NULL)"
        )
        old = "DELETE FROM deliveries WHERE came < ?"

        def purge(connection: sqlite3.Connection) -> int:
            connection.execute(old, (instant(before - _DELIVERIES_KEPT),))
            return connection.execute(over, (instant(before),)).rowcount

        removed = await self._writer.do(purge)
        if removed or self._is_left:
            self._is_left = True
            await self._wipe()
            self._is_left = False
        return removed


def _given_out(connection: sqlite3.Connection, now: datetime, most: int) -> tuple[Refund, ...]:
    given = connection.execute(
        "UPDATE refunds SET tries = tries + 1, due = ?1 + min(?2 << min(tries, 10), ?3) WHERE bought IN"
        " (SELECT bought FROM refunds WHERE due <= ?1 ORDER BY due LIMIT ?4) RETURNING bought, made, tries",
        (instant(now), _FIRST_PAUSE // _MICROSECOND, _LONGEST_PAUSE // _MICROSECOND, most),
    ).fetchall()
    orders = ((changes.by_id(connection, key), made, tries) for key, made, tries in given)
    return tuple(Refund(order, moment(made), tries) for order, made, tries in orders if order is not None)
