"""Many who buy from the functions in Node.js at once: no seat is sold twice, and what was answered stays."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests import postgres
from tests.command import REPOSITORY
from tests.netlify.functions import left_in
from tests.netlify.test_crowd import VISITORS, answered
from tests.webhooks.answering import CATALOG, SECRET
from tests.webhooks.behind import settled
from tests.webhooks.checkout.buyers import PEOPLE, SEATS, ask
from tests.webhooks.checkout.selling import GALA, SOLD
from tests.webhooks.checkout.stripe_double import StripeDouble, stripe_double
from tests.webhooks.test_crowd import all_but_one_seat_is_taken, let_in
from tests.webhooks.visitors import ENDS, EVENT, NOW

pytestmark = [pytest.mark.node, pytest.mark.postgres]
SALE = replace(SOLD.events[GALA], capacity=SEATS, end=ENDS)
Started = Callable[[str, range], "subprocess.Popen[bytes]"]


@pytest.fixture
def place(postgres_server: postgres.Server) -> Iterator[str]:
    address = postgres_server.fresh()
    yield address
    postgres_server.drop(address)


@pytest.fixture
def stripe() -> Iterator[StripeDouble]:
    with stripe_double(lambda: NOW) as double:
        yield double


@pytest.fixture
def started(tmp_path: Path, place: str, stripe: StripeDouble) -> Started:
    """Starts a process that has the database open, and lets its people buy when it is told."""
    folder = left_in(tmp_path / "functions", replace(CATALOG, events={EVENT: SALE}))

    def start(kind: str, people: range) -> "subprocess.Popen[bytes]":
        first, last = str(people.start), str(people.stop)
        command = ["node", VISITORS, kind, folder, first, last]
        if kind == "python":
            command = [sys.executable, "-m", "tests.webhooks.checkout.buyers", "guarded", place, first, last]
        now = str(int(NOW.timestamp() * 1000))
        said = {"DATABASE_URL": place, "HUBKIT_SECRET": SECRET, "NOW": now, **stripe.environment}
        process = subprocess.Popen(
            command, cwd=REPOSITORY, env={**os.environ, **said}, stdin=-1, stdout=-1, bufsize=0
        )  # fmt: skip
        assert process.stdout
        assert process.stdout.readline() == b"open\n"
        return process

    return start


def seats_given(place: str) -> int:
    """How many seats are given or held, by orders and RSVPs, counted one by one."""
    [(given,)] = ask(place, "SELECT (SELECT sum(seats) FROM orders) + (SELECT coalesce(sum(seats), 0) FROM rsvps)")
    assert ask(place, "SELECT seats FROM events") == [(given,)]
    return int(given)


@pytest.mark.parametrize("people", [400, *(pytest.param(PEOPLE, marks=pytest.mark.long) for _ in range(5))])
def test_of_all_who_buy_at_once_fifty_come_to_the_payment(
    started: Started, place: str, stripe: StripeDouble, people: int
) -> None:
    lines = answered(started, place, ["buying"], people)
    codes = [line.split(maxsplit=1)[1] for line in lines]
    assert len(codes) == people
    assert codes.count("201 led") == SEATS == seats_given(place) == len(stripe.sessions)
    assert codes.count("409 full") + codes.count("409 ticket-full") == people - SEATS
    led = {f"person-{line.split()[0]}@example.org" for line in lines if line.endswith("201 led")}
    assert led == {email for (email,) in ask(place, "SELECT email FROM orders WHERE state = 'held' AND session <> ''")}


@pytest.mark.parametrize("other", ["buying", "python"])
def test_the_last_seat_is_sold_once(started: Started, place: str, other: str) -> None:
    """To who buys at either home."""
    all_but_one_seat_is_taken(place)
    answered(started, place, ["buying", other], 100)
    assert seats_given(place) == SEATS


def test_without_the_lock_it_oversells(started: Started, place: str) -> None:
    """The tests above prove something: they fail where the row of the event is not held."""
    all_but_one_seat_is_taken(place)
    answered(started, place, ["careless"] * 2, 100)
    assert seats_given(place) > SEATS


@pytest.mark.long
@pytest.mark.parametrize("_round", range(2))
def test_from_several_processes_of_both_homes_as_few_are_sold(started: Started, place: str, _round: int) -> None:
    answered(started, place, ["buying", "python"] * 2, PEOPLE)
    assert seats_given(place) == SEATS


@pytest.mark.long
@pytest.mark.parametrize("at", [1, 30, 200])
def test_who_was_led_to_the_payment_has_a_seat_after_the_process_is_killed(
    started: Started, place: str, at: int
) -> None:
    with started("buying", range(PEOPLE)) as process:
        assert process.stdout
        let_in(process)
        lines = [process.stdout.readline() for _ in range(at)]
        process.kill()
        lines += process.stdout.readlines()
    settled(place)
    led = {f"person-{line.split()[0].decode()}@example.org" for line in lines if line.endswith(b"201 led\n")}
    assert led <= {email for (email,) in ask(place, "SELECT email FROM orders WHERE state = 'held'")}
    assert seats_given(place) <= SEATS
