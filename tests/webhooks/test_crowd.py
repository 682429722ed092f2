"""Two thousand who ask at once for fifty seats, from one process or eight, also one that is killed meanwhile."""

import asyncio
import signal
import subprocess
import sys
from contextlib import ExitStack

import pytest

from hubkit.webhooks.store import Answer, Rsvp, Seats, Store
from tests.command import REPOSITORY
from tests.webhooks import apart
from tests.webhooks.behind import held_back, outbox
from tests.webhooks.visitors import ENDS, EVENT, NOW, Place, everyone, opened, unguarded, wish

PEOPLE, SEATS = 2_000, 50


async def asked(store: Store) -> tuple[list[Answer], list[Rsvp]]:
    """Have everybody ask at once; return what they were answered, and what is stored."""
    seats = Seats(EVENT, SEATS, waitlist=True, ends=ENDS)
    answers = await asyncio.gather(*(store.take(wish(f"person-{who}"), seats, NOW) for who in range(PEOPLE)))
    return answers, await everyone(store)


def all_but_one_seat_is_taken(place: Place) -> None:
    """Let people have the first seats; in PostgreSQL, where processes then look at the last one together."""
    seats = Seats(EVENT, SEATS, waitlist=True, ends=ENDS)

    async def come() -> None:
        await asyncio.gather(*(store.take(wish(f"early-{who}"), seats, NOW) for who in range(SEATS - 1)))

    store = opened(place)
    apart.run(come())
    store.close()


def sold(stored: list[Rsvp]) -> int:
    return sum(rsvp.party_size for rsvp in stored if rsvp.state == "confirmed")


def hold_what_was_promised(stored: list[Rsvp], people: int = PEOPLE) -> None:
    """Fifty have a seat, everybody else waits behind them, and nobody is lost or twice."""
    assert sold(stored) == SEATS
    assert [rsvp.state for rsvp in stored] == ["confirmed"] * SEATS + ["waiting"] * (people - SEATS)
    assert {rsvp.email for rsvp in stored} == {f"person-{who}@example.org" for who in range(people)}


@pytest.mark.parametrize("_round", [1, *(pytest.param(again, marks=pytest.mark.long) for again in range(2, 21))])
def test_of_two_thousand_at_once_fifty_get_a_seat_and_the_others_wait_in_order(place: Place, _round: int) -> None:
    store = opened(place)
    answers, stored = apart.run(asked(store))
    store.close()
    hold_what_was_promised(stored)
    assert sorted((answer.rsvp for answer in answers if answer.rsvp), key=lambda rsvp: rsvp.number) == stored
    assert {answer.outcome for answer in answers} == {"new"}


def test_a_store_that_looks_before_it_takes_oversells(place: Place) -> None:
    """The test above proves something: it fails a store that looks and takes in two transactions."""
    if isinstance(place, str):  # where one process asks one after the other, and only others come between
        all_but_one_seat_is_taken(place)
        stored = from_processes("unguarded", place, 2, 100)
    else:
        store = unguarded(place)
        _, stored = apart.run(asked(store))
        store.close()
        assert len(stored) == PEOPLE
    assert sold(stored) > SEATS
    with pytest.raises(AssertionError):
        hold_what_was_promised(stored)


def started(kind: str, place: Place, people: range) -> "subprocess.Popen[bytes]":
    """Return a process that has the database open, and lets its people in when it is told."""
    command = [sys.executable, "-m", "tests.webhooks.visitors", kind, str(place)]
    values = [str(value) for value in (people.start, people.stop, SEATS)]
    process = subprocess.Popen(
        [*command, *values], cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"open\n"
    return process


def let_in(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    process.stdin.write(b"go\n")


def kept(place: Place) -> list[Rsvp]:
    store = opened(place)
    stored = apart.run(everyone(store))
    store.close()
    return stored


def from_processes(kind: str, place: Place, count: int, people: int) -> list[Rsvp]:
    """Have people ask from several processes at once, and return what is stored."""
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
    return kept(place)


def test_from_two_processes_as_few_get_a_seat(place: Place) -> None:
    hold_what_was_promised(from_processes("guarded", place, 2, 600), 600)


@pytest.mark.long
@pytest.mark.parametrize("_round", range(10))
def test_from_eight_processes_as_few_get_a_seat(place: Place, _round: int) -> None:
    hold_what_was_promised(from_processes("guarded", place, 8, PEOPLE))


@pytest.mark.long
def test_from_eight_processes_a_store_that_looks_before_it_takes_oversells(place: Place) -> None:
    if isinstance(place, str):
        all_but_one_seat_is_taken(place)
    assert sold(from_processes("unguarded", place, 8, PEOPLE)) > SEATS


def answered_before_a_kill(kind: str, place: Place, at: int) -> dict[str, str]:
    """Kill a process when so many have their answer; return the states of all who have one, by id."""
    with started(kind, place, range(PEOPLE)) as process:
        assert process.stdout is not None
        let_in(process)
        answered = [process.stdout.readline() for _ in range(at)]
        process.send_signal(signal.SIGKILL)
        answered += process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL
    return dict(line.decode().split() for line in answered if line.endswith(b"\n"))


@pytest.mark.parametrize("at", [1, 251, 777, *(pytest.param(at, marks=pytest.mark.long) for at in range(30, 1910, 80))])
def test_what_was_answered_is_there_after_the_process_is_killed(place: Place, at: int) -> None:
    told = answered_before_a_kill("guarded", place, at)
    assert len(told) >= at
    stored = kept(place)
    assert told.items() <= {rsvp.id: rsvp.state for rsvp in stored}.items()
    assert sold(stored) == min(SEATS, len(stored))
    assert [rsvp.state for rsvp in stored] == sorted(rsvp.state for rsvp in stored)


@pytest.mark.parametrize("at", [1, 777, *(pytest.param(at, marks=pytest.mark.long) for at in range(50, 1950, 200))])
def test_who_is_stored_is_to_be_written_once_though_the_process_is_killed(place: Place, at: int) -> None:
    told = answered_before_a_kill("written", place, at)
    stored = {rsvp.id for rsvp in kept(place)}
    assert told.keys() <= stored
    letters = [(rsvp, kind) for _, _, kind, _, rsvp, *_ in outbox(place)]
    assert sorted(letters) == [(key, "confirm") for key in sorted(stored)]
