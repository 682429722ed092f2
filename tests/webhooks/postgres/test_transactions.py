"""Transactions that collide, find an event held or lose their connection; and faults that name nobody."""

import asyncio
from collections.abc import Iterator

import psycopg
import pytest

from hubkit.webhooks.postgres.address import connected
from hubkit.webhooks.postgres.transactions import BATCH, Transactions
from hubkit.webhooks.store import Busy, Rsvp, Seats, StoreError
from tests import postgres
from tests.webhooks.apart import run
from tests.webhooks.behind import refuse_errands
from tests.webhooks.visitors import ENDS, EVENT, NOW, Desk, everyone, opened, wish

pytestmark = pytest.mark.postgres


@pytest.fixture
def desk(postgres_server: postgres.Server) -> Iterator[Desk]:
    with Desk(postgres_server.fresh()) as desk:
        yield desk
    postgres_server.drop(str(desk.place))


def test_where_an_event_is_held_for_long_it_is_said_and_nothing_is_stored(desk: Desk) -> None:
    desk.came("ada")
    with psycopg.connect(str(desk.place)) as other:
        other.execute("SELECT FROM hubkit.events FOR UPDATE")
        with pytest.raises(Busy, match="another program"):
            desk.take("ben")
        other.rollback()
    assert desk.states() == {"ada": "confirmed"}
    assert desk.came("ben").state == "confirmed"


def test_an_event_that_is_held_keeps_no_other_waiting(desk: Desk) -> None:
    desk.came("ada")
    other_event = Seats("porto.talk", 1, waitlist=False, ends=ENDS)
    with psycopg.connect(str(desk.place)) as other:
        other.execute("SELECT FROM hubkit.events FOR UPDATE")
        answer = desk.do(desk.store.take(wish("ben", event="porto.talk"), other_event, NOW))
    assert answer.outcome == "new"


def test_after_the_server_was_started_again_it_goes_on(desk: Desk) -> None:
    rsvp = desk.came("ada")
    with psycopg.connect(str(desk.place), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert desk.all() == [rsvp]
    assert desk.came("ben").state == "confirmed"


def test_two_that_wait_for_each_other_are_both_done_in_the_end(desk: Desk) -> None:
    """One of them is undone by PostgreSQL, and then done again."""
    address = str(desk.place)
    for who, event in (("ada", "one"), ("ben", "two")):
        desk.do(desk.store.take(wish(who, event=event), Seats(event, 1, waitlist=True, ends=ENDS), NOW))
    met = asyncio.run(crossing(address))
    assert met > 2, "nothing collided, and so nothing was shown"
    with psycopg.connect(address) as other:
        found = other.execute("SELECT event, turned_away FROM hubkit.events ORDER BY event").fetchall()
    assert found == [("one", 2), ("two", 2)]


async def crossing(address: str) -> int:
    """Have two transactions hold two events in opposite orders; return how often one was begun."""
    from threading import Barrier, BrokenBarrierError

    both, begun = Barrier(2, timeout=5), 0
    transactions = Transactions(lambda: connected(address))

    def hold(first: str, second: str):
        def work(connection: psycopg.Connection) -> None:
            nonlocal begun
            begun += 1
            counted = "UPDATE hubkit.events SET turned_away = turned_away + 1 WHERE event = %s"
            connection.execute(counted, (first,))
            if begun <= 2:
                try:
                    both.wait()
                except BrokenBarrierError:
                    pytest.fail("they did not meet")
            connection.execute(counted, (second,))

        return work

    await asyncio.gather(transactions.do(hold("one", "two")), transactions.do(hold("two", "one")))
    transactions.close()
    return begun


def test_one_that_fails_takes_no_other_with_it(desk: Desk) -> None:
    async def at_once() -> list[object]:
        good = [desk.store.take(wish(f"p{number}"), desk.seats, NOW) for number in range(2 * BATCH)]
        bad = desk.store.take(wish("nul\0"), desk.seats, NOW)
        return await asyncio.gather(*good[:BATCH], bad, *good[BATCH:], return_exceptions=True)

    answers = desk.do(at_once())
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [StoreError]
    assert len(desk.all()) == 2 * BATCH


def test_a_fault_names_nobody(desk: Desk) -> None:
    with Desk(desk.place, receivers=frozenset({"mail"})) as other:
        refuse_errands(desk.place)
        with pytest.raises(StoreError) as caught:
            other.take("canary")
    assert str(caught.value) == "the database of RSVPs failed (CheckViolation, 23514)"
    assert caught.value.__suppress_context__


def test_a_store_that_is_closed_says_so(desk: Desk) -> None:
    desk.store.close()
    desk.store.close()
    with pytest.raises(StoreError, match="closed"):
        desk.came("ada")


def stored(address: str) -> list[Rsvp]:
    store = opened(address)
    found = run(everyone(store))
    store.close()
    return found


@pytest.mark.long
@pytest.mark.parametrize("at", [1, 60, 333])
def test_what_was_answered_is_there_after_the_server_is_killed(at: int) -> None:
    with postgres.serving(durable=True) as server:
        address = server.fresh()
        store = opened(address)
        answered: dict[str, str] = {}

        async def ask(person: int) -> None:
            seats = Seats(EVENT, 50, waitlist=True, ends=ENDS)
            answer = await store.take(wish(f"person-{person}"), seats, NOW)
            assert answer.rsvp is not None
            answered[answer.rsvp.id] = answer.rsvp.state
            if len(answered) == at:
                await asyncio.to_thread(server.stop, "immediate")

        async def burst() -> list[object]:
            return await asyncio.gather(*(ask(person) for person in range(1_000)), return_exceptions=True)

        faults = [fault for fault in run(burst()) if fault is not None]
        store.close()
        assert faults
        assert all(isinstance(fault, StoreError) for fault in faults)
        server.start()
        found = {rsvp.id: rsvp.state for rsvp in stored(address)}
    assert answered.items() <= found.items()
    assert list(found.values()).count("confirmed") == min(50, len(found))
