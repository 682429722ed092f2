"""Two thousand who want to buy at once what there are fifty of; and what is left when the process is killed."""

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hubkit.webhooks.checkout import changes
from hubkit.webhooks.checkout.orders import Order, Stock, Told, Wanted
from hubkit.webhooks.checkout.sqlite import SqliteOrders
from hubkit.webhooks.sqlite import SqliteStore
from hubkit.webhooks.store import Seats
from tests.webhooks import apart
from tests.webhooks.checkout.selling import GALA, Selling, selling
from tests.webhooks.visitors import ENDS, EVENT, NOW, wish

PEOPLE, SEATS = 2_000, 50
PLACES = Stock(Seats(EVENT, SEATS, waitlist=False, ends=ENDS), None)
UNTIL = NOW + timedelta(minutes=32)


def wanted(who: int, quantity: int = 1, ticket: str = "full") -> Wanted:
    return Wanted(EVENT, ticket, quantity, f"Person {who}", f"person-{who}@example.org", "en", 2500 * quantity, "eur")


class Unguarded(SqliteOrders):
    """How seats are sold twice: it looks in one transaction whether there is room, and stores in another."""

    async def hold(self, wanted: Wanted, stock: Stock, now: datetime, until: datetime) -> Order | None:
        unlimited = Stock(Seats(stock.seats.event, None, waitlist=False, ends=ENDS), None)
        if await self.taken(wanted.event, now) + wanted.quantity > SEATS:
            return None
        return await super().hold(wanted, unlimited, now, until)


def test_of_two_thousand_holds_at_once_fifty_are_held(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "rsvps.db")

    async def rush(orders: SqliteOrders) -> tuple[list[Order | None], int]:
        got = await asyncio.gather(*(orders.hold(wanted(who), PLACES, NOW, UNTIL) for who in range(PEOPLE)))
        return got, await orders.taken(EVENT, NOW)

    got, taken = apart.run(rush(store.orders()))
    assert (sum(order is not None for order in got), taken) == (SEATS, SEATS)
    store.close()
    other = SqliteStore.open(tmp_path / "other.db")
    got, _ = apart.run(rush(Unguarded(other._writer, other._wipe)))
    other.close()
    assert sum(order is not None for order in got) > SEATS, "the test above proves something"


def test_orders_and_rsvps_take_from_the_same_seats(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "rsvps.db")
    seats = Seats(EVENT, SEATS, waitlist=True, ends=ENDS)

    async def rush() -> tuple[int, int, int]:
        orders = store.orders()
        bought = [orders.hold(wanted(who), PLACES, NOW, UNTIL) for who in range(200)]
        taken = [store.take(wish(f"person-{who}"), seats, NOW) for who in range(200)]
        mixed = [each for pair in zip(bought, taken, strict=True) for each in pair]
        await asyncio.gather(*mixed)
        held = sum(order.quantity for order in await orders.all(EVENT))
        confirmed = sum([rsvp.party_size async for rsvp in store.all(EVENT) if rsvp.state == "confirmed"])
        return held, confirmed, (await store.taken(EVENT, NOW)).seats

    held, confirmed, taken = apart.run(rush())
    store.close()
    assert held + confirmed == taken == SEATS
    assert held > 0
    assert confirmed > 0


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_no_seat_is_sold_twice(tmp_path: Path, seed: int) -> None:
    """Money in is tickets and refunds; seats are never more than there are, nor counted otherwise than they are."""
    chance = random.Random(seed)
    store = SqliteStore.open(tmp_path / "rsvps.db")
    stock = Stock(Seats(EVENT, 6, waitlist=False, ends=ENDS), 4)

    async def live() -> None:
        orders, now, told = store.orders(), NOW, []
        for step in range(150):
            known = await orders.all(EVENT)
            now += timedelta(minutes=chance.choice([0, 1, 20]))
            match chance.choice("hhpprxfak"):
                case "h":
                    until = now + timedelta(minutes=32)
                    await orders.hold(wanted(step, chance.randint(1, 3), chance.choice("ab")), stock, now, until)
                case "k":
                    await orders.let_go_of_late(now)
                case what if known:
                    order = chance.choice(known)
                    news = {"p": "paid", "r": "refunded", "x": "expired", "f": "failed", "a": "processing"}[what]
                    told.append(Told(f"evt_{step}", news, order.id, "cs", "pi", order.amount, "eur", is_live=False))
                    await orders.hear(chance.choice(told), stock, now, is_live=False)
                case _:
                    pass
            await check(orders)

    async def check(orders: SqliteOrders) -> None:
        known = await orders.all(EVENT)
        seated = [order for order in known if order.state in {"held", "processing", "paid", "review"}]
        counted = await store._writer.do(
            lambda connection: connection.execute("SELECT coalesce(sum(seats), 0) FROM events").fetchone()[0]
        )
        assert sum(order.quantity for order in seated) == counted <= 6
        assert all(sum(order.quantity for order in seated if order.ticket == each) <= 4 for each in "ab")
        due = await store._writer.do(
            lambda connection: {key for (key,) in connection.execute("SELECT bought FROM refunds WHERE due NOT NULL")}
        )
        assert due == {order.id for order in known if order.state == "unseated"}
        for order in known:
            assert len(await orders.tickets(order.id)) in (
                {order.quantity} if order.state == "paid" else {0, order.quantity}
            )

    apart.run(live())
    store.close()


def test_a_message_whose_effect_fails_is_not_kept_as_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SqliteStore.open(tmp_path / "rsvps.db")

    async def live() -> None:
        orders = store.orders()
        order = await orders.hold(wanted(1), PLACES, NOW, UNTIL)
        assert order is not None
        told = Told("evt_1", "paid", order.id, "cs", "pi", 2500, "eur", is_live=False)
        with monkeypatch.context() as broken:
            broken.setattr(changes, "give_tickets", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                await orders.hear(told, PLACES, NOW, is_live=False)
        assert await orders.hear(told, PLACES, NOW, is_live=False) == "done"
        assert len(await orders.tickets(order.id)) == 1

    apart.run(live())
    store.close()


def test_what_is_purged_is_gone_from_the_file_but_not_what_is_owed(tmp_path: Path) -> None:
    path = tmp_path / "rsvps.db"
    store = SqliteStore.open(path)

    async def live() -> tuple[int, tuple[Order, ...]]:
        orders = store.orders()
        paid, late = [await orders.hold(wanted(who), PLACES, NOW, UNTIL) for who in (1, 2)]
        assert paid is not None
        assert late is not None
        await orders.hear(
            Told("e1", "paid", paid.id, "cs", "pi", 2500, "eur", is_live=False), PLACES, NOW, is_live=False
        )
        after = UNTIL + timedelta(days=1)
        assert await orders.let_go_of_late(after) == 1
        await orders.hear(
            Told("e2", "paid", late.id, "cs", "pi2", 2500, "eur", is_live=False), None, after, is_live=False
        )
        assert await orders.purge(ENDS) == 0
        return await orders.purge(ENDS + timedelta(days=1)), await orders.all(EVENT)

    gone, left = apart.run(live())
    store.close()
    assert (gone, [order.state for order in left]) == (1, ["unseated"])
    kept = b"".join(file.read_bytes() for file in path.parent.glob("rsvps.db*"))
    assert b"person-1@example.org" not in kept
    assert b"person-2@example.org" in kept


@pytest.mark.long
def test_of_two_thousand_who_buy_over_http_fifty_come_to_the_payment(tmp_path: Path) -> None:
    with selling(tmp_path / "rsvps.db") as shop, ThreadPoolExecutor(100) as pool:
        statuses = list(pool.map(lambda _: _bought(shop), range(PEOPLE)))
        assert (statuses.count(201), statuses.count(409)) == (SEATS, PEOPLE - SEATS)
        assert (shop.taken(), len(shop.stripe.sessions)) == (SEATS, SEATS)
        assert len(shop.orders(GALA)) == SEATS


def _bought(shop: Selling) -> int:
    return shop.buy(ticket="full").status
