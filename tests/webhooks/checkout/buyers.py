"""People who buy: many at once, also from a process that can be killed, and what Stripe tells of them."""

import asyncio
import os
import sys
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from hubkit.webhooks.checkout.cashier import Cashier
from hubkit.webhooks.checkout.keeping import Orders
from hubkit.webhooks.checkout.orders import Order, Stock, Told, Wanted
from hubkit.webhooks.checkout.settings import payments_from
from hubkit.webhooks.checkout.till import till_of
from hubkit.webhooks.schema import connected
from hubkit.webhooks.store import Seats, Store
from tests.webhooks.visitors import ENDS, EVENT, NOW, Opened, Place, opened, patiently, unguarded

PEOPLE, SEATS = 2_000, 50
PLACES = Stock(Seats(EVENT, SEATS, waitlist=False, ends=ENDS), None)
ENDLESS = Stock(Seats(EVENT, None, waitlist=False, ends=ENDS), None)
UNTIL = NOW + timedelta(minutes=32)


def wanted(who: int, quantity: int = 1, ticket: str = "full") -> Wanted:
    return Wanted(EVENT, ticket, quantity, f"Person {who}", f"person-{who}@example.org", "en", 2500 * quantity, "eur")


def paid(order: Order, name: str) -> Told:
    """What Stripe tells of an order that was paid."""
    return Told(name, "paid", order.id, "cs", f"pi_{order.id}", order.amount, "eur", is_live=False)


def ask(place: Place, query: str) -> list[tuple[Any, ...]]:
    """Return what stands in a database, past the store."""
    if isinstance(place, str):
        with psycopg.connect(place, options="-c search_path=hubkit") as connection:
            return connection.execute(query.encode()).fetchall()
    with closing(connected(place)) as connection:
        return connection.execute(query).fetchall()


class Unguarded(Orders):
    """How seats are sold twice: it looks in one transaction whether there is room, and stores in another."""

    async def hold(self, wanted: Wanted, stock: Stock, now: datetime, until: datetime) -> Order | None:
        unlimited = Stock(Seats(stock.seats.event, None, waitlist=False, ends=ENDS), None)
        if await self.taken(wanted.event, now) + wanted.quantity > SEATS:
            return None
        return await super().hold(wanted, unlimited, now, until)


def careless(store: Opened) -> Orders:
    """Return the orders of a store, without their guard."""
    return Unguarded(store.orders()._ledger)


async def buy(store: Store, people: range, stock: Stock) -> None:
    """Have many buy and pay at once, and write on standard output what is answered, when it is answered.

    Stripe tells of each payment twice.
    """
    orders = store.orders()

    async def one(person: int) -> None:
        order = await patiently(lambda: orders.hold(wanted(person, 1 + person % 2), stock, NOW, UNTIL))
        if order is None:
            return
        os.write(1, f"held {order.id}\n".encode())
        await patiently(lambda: orders.began(order.id, "cs"))
        for _ in range(2):
            await patiently(lambda: orders.hear(paid(order, f"evt_{order.id}"), stock, NOW, is_live=False))
            os.write(1, f"paid {order.id}\n".encode())

    await asyncio.gather(*(one(person) for person in people))


async def pay_late(store: Store, people: range) -> None:
    """Have many pay for what was held too long, when others have the seats: each is to be paid back."""
    orders, later = store.orders(), NOW + timedelta(days=1)
    none_left = Stock(Seats(EVENT, 0, waitlist=False, ends=ENDS), None)

    async def one(person: int) -> None:
        order = await patiently(lambda: orders.hold(wanted(person), ENDLESS, NOW, UNTIL))
        assert order is not None
        await patiently(lambda: orders.let_go(order.id, later))
        await patiently(lambda: orders.hear(paid(order, f"evt_{order.id}"), none_left, later, is_live=False))
        os.write(1, f"unseated {order.id}\n".encode())

    await asyncio.gather(*(one(person) for person in people))


async def pay_back(store: Store) -> None:
    """Pay back what is due, at the Stripe of the environment."""
    payments = payments_from(os.environ)
    assert payments is not None
    await Cashier(till_of(store.orders(), payments), lambda: NOW + timedelta(days=1)).work()


async def done(kind: str, store: Store, people: range) -> None:
    """Do what a process is for."""
    match kind:
        case "late":
            await pay_late(store, people)
        case "cashier":
            await pay_back(store)
        case "endless":
            await buy(store, people, ENDLESS)
        case _:
            await buy(store, people, PLACES)


def main() -> None:
    """Open a store, say so, and let people buy once something stands on standard input."""
    kind, where, first, last = sys.argv[1:]
    place = where if where.startswith("postgresql://") else Path(where)
    store = unguarded(place) if kind == "unguarded" else opened(place, frozenset({"person"}))
    os.write(1, b"open\n")
    sys.stdin.readline()
    asyncio.run(done(kind, store, range(int(first), int(last))))
    sys.stdin.read()  # who is to be killed does not end before
    store.close()


if __name__ == "__main__":
    main()
