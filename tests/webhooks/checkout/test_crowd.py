"""Two thousand who want to buy at once what there are fifty of; and what is erased afterwards."""

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from hubkit.webhooks.checkout import changes
from hubkit.webhooks.checkout.keeping import Orders
from hubkit.webhooks.checkout.orders import Order, Stock, Told
from hubkit.webhooks.store import Seats
from tests.webhooks import apart
from tests.webhooks.behind import files
from tests.webhooks.checkout.buyers import PEOPLE, PLACES, SEATS, UNTIL, ask, careless, paid, wanted
from tests.webhooks.checkout.selling import GALA, Selling, Shops, everything
from tests.webhooks.visitors import ENDS, EVENT, NOW, Place, opened, wish


async def rush(orders: Orders) -> tuple[list[Order | None], int]:
    """Have everybody want a seat at once."""
    got = await asyncio.gather(*(orders.hold(wanted(who), PLACES, NOW, UNTIL) for who in range(PEOPLE)))
    return got, await orders.taken(EVENT, NOW)


@pytest.mark.parametrize("_round", [1, *(pytest.param(again, marks=pytest.mark.long) for again in range(2, 6))])
def test_of_two_thousand_holds_at_once_fifty_are_held(place: Place, _round: int) -> None:
    store = opened(place)
    got, taken = apart.run(rush(store.orders()))
    store.close()
    assert (sum(order is not None for order in got), taken) == (SEATS, SEATS)


def test_a_store_that_looks_before_it_holds_oversells(place: Place) -> None:
    """The test above proves something."""
    store = opened(place)
    got, _ = apart.run(rush(careless(store)))
    store.close()
    assert sum(order is not None for order in got) > SEATS


def test_orders_and_rsvps_take_from_the_same_seats(place: Place) -> None:
    store = opened(place)
    seats = Seats(EVENT, SEATS, waitlist=True, ends=ENDS)

    async def rush() -> tuple[int, int, int]:
        orders = store.orders()
        bought = [orders.hold(wanted(who), PLACES, NOW, UNTIL) for who in range(200)]
        taken = [store.take(wish(f"person-{who}"), seats, NOW) for who in range(200)]
        mixed = [each for pair in zip(bought, taken, strict=True) for each in pair]
        await asyncio.gather(*mixed)
        held = sum(order.quantity for order in await everything(orders, EVENT))
        confirmed = sum([rsvp.party_size async for rsvp in store.all(EVENT) if rsvp.state == "confirmed"])
        return held, confirmed, (await store.taken(EVENT, NOW)).seats

    held, confirmed, taken = apart.run(rush())
    store.close()
    assert held + confirmed == taken == SEATS
    assert held > 0
    assert confirmed > 0


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_no_seat_is_sold_twice(place: Place, seed: int) -> None:
    """Money in is tickets and refunds; seats are never more than there are, nor counted otherwise than they are."""
    chance = random.Random(seed)
    store = opened(place)
    stock = Stock(Seats(EVENT, 6, waitlist=False, ends=ENDS), 4)

    async def live() -> None:
        orders, now, told = store.orders(), NOW, []
        for step in range(150):
            known = await everything(orders)
            now += timedelta(minutes=chance.choice([0, 1, 20]))
            match chance.choice("hhpprxfak"):
                case "h":
                    until = now + timedelta(minutes=32)
                    await orders.hold(wanted(step, chance.randint(1, 3), chance.choice("ab")), stock, now, until)
                case "k":
                    await orders.let_go_of_late(now)
                case what if known:
                    order = chance.choice(known)
                    news: Any = {"p": "paid", "r": "refunded", "x": "expired", "f": "failed", "a": "processing"}[what]
                    told.append(Told(f"evt_{step}", news, order.id, "cs", "pi", order.amount, "eur", is_live=False))
                    await orders.hear(chance.choice(told), stock, now, is_live=False)
                case _:
                    pass
            if step % 5 == 0:
                await check(orders)

    async def check(orders: Orders) -> None:
        known = await everything(orders)
        seated = [order for order in known if order.state in {"held", "processing", "paid", "review"}]
        [(counted,)] = await asyncio.to_thread(ask, place, "SELECT coalesce(sum(seats), 0) FROM events")
        assert sum(order.quantity for order in seated) == counted <= 6
        assert all(sum(order.quantity for order in seated if order.ticket == each) <= 4 for each in "ab")
        due = await asyncio.to_thread(ask, place, "SELECT bought FROM refunds WHERE due IS NOT NULL")
        assert {key for (key,) in due} == {order.id for order in known if order.state == "unseated"}
        for order in known:
            assert len(await orders.tickets(order.id)) in (
                {order.quantity} if order.state == "paid" else {0, order.quantity}
            )

    apart.run(live())
    store.close()


def test_a_message_whose_effect_fails_is_not_kept_as_done(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(place)

    async def live() -> None:
        orders = store.orders()
        order = await orders.hold(wanted(1), PLACES, NOW, UNTIL)
        assert order is not None
        with monkeypatch.context() as broken:
            broken.setattr(changes, "become", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                await orders.hear(paid(order, "evt_1"), PLACES, NOW, is_live=False)
        assert await orders.hear(paid(order, "evt_1"), PLACES, NOW, is_live=False) == "done"
        assert len(await orders.tickets(order.id)) == 1

    apart.run(live())
    store.close()


def test_what_is_purged_is_gone_from_the_files_but_not_what_is_owed(place: Place) -> None:
    store = opened(place)

    async def live() -> tuple[list[str], int, tuple[Order, ...]]:
        orders = store.orders()
        bought, late, other = [await orders.hold(wanted(who), PLACES, NOW, UNTIL) for who in (1, 2, 3)]
        assert bought is not None
        assert late is not None
        assert other is not None
        await orders.hear(paid(bought, "e1"), PLACES, NOW, is_live=False)
        gone = [bought.id, *(await orders.tickets(bought.id)), f"pi_{bought.id}"]
        after = UNTIL + timedelta(days=1)
        assert await orders.let_go_of_late(after) == 2
        await orders.hear(paid(late, "e2"), None, after, is_live=False)
        assert await orders.purge(ENDS) == 0
        assert await orders.ended(ENDS + timedelta(days=1)) == (EVENT,)
        assert await orders.erase((late.id, other.id, "none")) == 1
        return gone, await orders.purge(ENDS + timedelta(days=1)), await everything(orders)

    keys, gone, left = apart.run(live())
    store.close()
    assert (gone, [order.state for order in left]) == (1, ["unseated"])
    kept = files(place)
    assert b"person-2@example.org" in kept
    for key in ("person-1@example.org", "person-3@example.org", "Person 1", *keys):
        assert key.encode() not in kept, key


@pytest.mark.long
def test_of_two_thousand_who_buy_over_http_fifty_come_to_the_payment(shops: Shops) -> None:
    with shops.selling() as shop, ThreadPoolExecutor(100) as pool:
        statuses = list(pool.map(lambda _: _bought(shop), range(PEOPLE)))
        assert (statuses.count(201), statuses.count(409)) == (SEATS, PEOPLE - SEATS)
        assert (shop.taken(), len(shop.stripe.sessions)) == (SEATS, SEATS)
        assert len(shop.orders(GALA)) == SEATS


def _bought(shop: Selling) -> int:
    return shop.buy(ticket="full").status
