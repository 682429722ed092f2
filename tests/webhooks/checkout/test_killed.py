"""Processes that sell tickets: several at once, and killed in the middle of a burst, or of paying back."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

import pytest

from hubkit.webhooks.checkout.cashier import Cashier
from hubkit.webhooks.checkout.orders import Order
from hubkit.webhooks.checkout.settings import payments_from
from hubkit.webhooks.checkout.till import Till, till_of
from tests import postgres
from tests.command import REPOSITORY
from tests.webhooks import apart
from tests.webhooks.behind import held_back, settled
from tests.webhooks.checkout.buyers import ENDLESS, PEOPLE, PLACES, SEATS, UNTIL, ask, paid, wanted
from tests.webhooks.checkout.selling import everything
from tests.webhooks.checkout.stripe_double import StripeDouble, stripe_double
from tests.webhooks.visitors import NOW, Place, opened


def started(kind: str, place: Place, people: range, **environment: str) -> "subprocess.Popen[bytes]":
    """Return a process that has the database open, and lets its people buy when it is told."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.webhooks.checkout.buyers", kind, str(place), str(people.start), str(people.stop)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        env={**os.environ, **environment},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"open\n"
    return process


def let_in(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    process.stdin.write(b"go\n")


def answered_before_a_kill(kind: str, place: Place, at: int, people: int) -> list[tuple[str, str]]:
    """Kill a process when so much was answered; return all that was, as (what, id of the order)."""
    with started(kind, place, range(people)) as process:
        assert process.stdout is not None
        let_in(process)
        answered = [process.stdout.readline() for _ in range(at)]
        process.send_signal(signal.SIGKILL)
        answered += process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL
    settled(place)
    whole = [line.decode().split() for line in answered if line.endswith(b"\n")]
    return [(what, key) for what, key in whole]


def stored(place: Place) -> tuple[Order, ...]:
    store = opened(place)
    found = apart.run(everything(store.orders()))
    store.close()
    return found


def heard_again(place: Place, orders: tuple[Order, ...]) -> None:
    """Have Stripe tell of every payment again, as it does where it got no answer."""
    store = opened(place, frozenset({"person"}))

    async def tell() -> None:
        kept = store.orders()
        told = (kept.hear(paid(each, f"evt_{each.id}"), ENDLESS, NOW, is_live=False) for each in orders)
        await asyncio.gather(*told)

    apart.run(tell())
    store.close()


def hold_the_count(place: Place, orders: tuple[Order, ...]) -> None:
    """Who paid has one ticket for each seat and one letter, nobody else has any; the event counts what there is."""
    tickets = Counter(key for (key,) in ask(place, "SELECT bought FROM tickets"))
    assert tickets == {order.id: order.quantity for order in orders if order.state == "paid"}
    letters = ask(place, "SELECT bought, kind FROM order_outbox")
    assert sorted(letters) == sorted((order.id, "ticket-paid") for order in orders if order.state == "paid")
    seated = sum(order.quantity for order in orders if order.state in {"held", "paid"})
    assert ask(place, "SELECT seats FROM events") == [(seated,)]


@pytest.mark.parametrize("at", [1, 700, *(pytest.param(at, marks=pytest.mark.long) for at in range(50, 2_300, 270))])
def test_what_was_answered_is_there_after_the_process_is_killed(place: Place, at: int) -> None:
    told = answered_before_a_kill("endless", place, at, 800)
    assert len(told) >= at
    orders = stored(place)
    states = {order.id: order.state for order in orders}
    assert {key for _, key in told} <= states.keys()
    assert all(states[key] == "paid" for what, key in told if what == "paid")
    hold_the_count(place, orders)
    heard_again(place, orders)
    again = stored(place)
    assert {order.state for order in again} == {"paid"}
    hold_the_count(place, again)


@pytest.mark.parametrize("at", [1, 90, *(pytest.param(at, marks=pytest.mark.long) for at in range(20, 400, 60))])
def test_whoever_has_no_seat_is_to_be_paid_back_though_the_process_is_killed(place: Place, at: int) -> None:
    told = answered_before_a_kill("late", place, at, 400)
    orders = stored(place)
    unseated = {order.id for order in orders if order.state == "unseated"}
    assert {key for _, key in told} <= unseated
    owed = ask(place, "SELECT bought FROM refunds WHERE due IS NOT NULL")
    assert sorted(key for (key,) in owed) == sorted(unseated)
    assert ask(place, "SELECT count(*) FROM tickets") == [(0,)]
    letters = ask(place, "SELECT bought, kind FROM order_outbox")
    assert sorted(letters) == [(key, "ticket-unseated") for key in sorted(unseated)]


def unseated(place: Place) -> Order:
    """Return an order that was paid when there was no seat left."""
    store = opened(place)

    async def come() -> Order:
        orders = store.orders()
        order = await orders.hold(wanted(1), PLACES, NOW, UNTIL)
        assert order is not None
        await orders.let_go(order.id, UNTIL)
        assert await orders.hear(paid(order, "evt_1"), None, UNTIL, is_live=False) == "unseated"
        return order

    order = apart.run(come())
    store.close()
    return order


class Killing(StripeDouble):
    """Stripe, which pays back, or is about to, when who asked is killed."""

    victim: "subprocess.Popen[bytes] | None" = None
    is_done_first = True

    def _refund(self, fields: dict[str, str]) -> dict[str, Any]:
        victim, self.victim = self.victim, None
        if victim is None:
            return super()._refund(fields)
        done = super()._refund(fields) if self.is_done_first else None
        victim.kill()
        victim.wait()
        if done is None:
            raise ConnectionAbortedError
        return done


@contextmanager
def killing(order: Order, *, is_done_first: bool) -> Iterator[Killing]:
    """Run it until the end of the block; it knows the payment of an order."""
    with stripe_double(lambda: NOW, Killing) as double:
        assert isinstance(double, Killing)
        double.is_done_first = is_done_first
        double.sessions["cs"] = {"payment_intent": f"pi_{order.id}", "amount_total": order.amount}
        yield double


async def paid_back(till: Till, key: str) -> None:
    """Have a cashier of another process do what is due, when the pause of the first is over."""
    later = NOW + timedelta(days=1, minutes=3)
    work = asyncio.create_task(Cashier(till, lambda: later).work())
    while (found := await till.orders.find(key)) is None or found.state != "refunded":
        await asyncio.sleep(0.01)
    work.cancel()


@pytest.mark.parametrize("is_done_first", [True, False])
def test_who_is_killed_while_paying_back_pays_back_once(place: Place, is_done_first: bool) -> None:
    order = unseated(place)
    with killing(order, is_done_first=is_done_first) as double:
        with started("cashier", place, range(0), **double.environment) as process:
            double.victim = process
            let_in(process)
            process.wait()
        assert [each.state for each in stored(place)] == ["unseated"]
        assert (double.made, len(double.refunds)) == (int(is_done_first), int(is_done_first))
        store = opened(place)
        payments = payments_from(double.environment)
        assert payments is not None
        apart.run(paid_back(till_of(store.orders(), payments), order.id))
        store.close()
        asked = [each.key for each in double.asked if each.path == "/v1/refunds"]
        assert (asked, double.made) == ([f"refund-{order.id}"] * 2, 1)
    assert ask(place, "SELECT due FROM refunds") == [(None,)]


def all_but_one_seat_is_sold(place: Place) -> None:
    """Let people have the first seats, so that processes look at the last one together."""
    store = opened(place)

    async def come() -> None:
        orders = store.orders()
        order = await orders.hold(wanted(PEOPLE, SEATS - 1), PLACES, NOW, UNTIL)
        assert order is not None
        await orders.hear(paid(order, "evt_early"), PLACES, NOW, is_live=False)

    apart.run(come())
    store.close()


def from_processes(kind: str, place: Place, count: int, people: int) -> int:
    """Have people buy from several processes at once, and return how many seats were sold."""
    share = people // count
    with ExitStack() as stack:
        processes = [
            stack.enter_context(started(kind, place, range(first, first + share))) for first in range(0, people, share)
        ]
        with held_back(place, count):
            for process in processes:
                let_in(process)
        for process in processes:
            process.communicate()
        assert [process.returncode for process in processes] == [0] * count
    return sum(order.quantity for order in stored(place) if order.state == "paid")


def test_from_two_processes_no_seat_is_sold_twice(place: Place) -> None:
    assert from_processes("guarded", place, 2, 200) == SEATS
    hold_the_count(place, stored(place))


@pytest.mark.postgres
def test_from_two_processes_an_event_that_is_not_held_is_sold_twice(postgres_server: postgres.Server) -> None:
    """The test above proves something: in PostgreSQL, the row of the event is what is held."""
    place = postgres_server.fresh()
    all_but_one_seat_is_sold(place)
    assert from_processes("unguarded", place, 2, 200) > SEATS
    postgres_server.drop(place)
