"""Two thousand who ask the functions in Node.js at once for fifty seats, from one process or several of either home."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests import postgres
from tests.command import REPOSITORY
from tests.netlify.functions import left_in
from tests.webhooks.answering import CATALOG, MEETUP, SECRET
from tests.webhooks.behind import held_back
from tests.webhooks.test_crowd import (
    PEOPLE,
    SEATS,
    all_but_one_seat_is_taken,
    hold_what_was_promised,
    kept,
    let_in,
    sold,
)
from tests.webhooks.visitors import ENDS, EVENT, NOW

pytestmark = [pytest.mark.node, pytest.mark.postgres]
VISITORS = Path(__file__).parent / "visitors.mjs"
WALK = replace(CATALOG.events[MEETUP], capacity=SEATS, waitlist=True, end=ENDS)


@pytest.fixture
def place(postgres_server: postgres.Server) -> Iterator[str]:
    address = postgres_server.fresh()
    yield address
    postgres_server.drop(address)


@pytest.fixture
def started(tmp_path: Path, place: str) -> Callable[[str, range], "subprocess.Popen[bytes]"]:
    """Starts a process that has the database open, and lets its people in when it is told."""
    folder = left_in(tmp_path / "functions", replace(CATALOG, events={EVENT: WALK}))

    def start(kind: str, people: range) -> "subprocess.Popen[bytes]":
        first, last = str(people.start), str(people.stop)
        command = ["node", VISITORS, kind, folder, first, last]
        if kind == "python":
            command = [sys.executable, "-m", "tests.webhooks.visitors", "guarded", place, first, last, str(SEATS)]
        now = str(int(NOW.timestamp() * 1000))
        said = {"DATABASE_URL": place, "HUBKIT_SECRET": SECRET, "NOW": now}
        process = subprocess.Popen(
            command, cwd=REPOSITORY, env={**os.environ, **said}, stdin=-1, stdout=-1, bufsize=0
        )  # fmt: skip
        assert process.stdout
        assert process.stdout.readline() == b"open\n"
        return process

    return start


def answered(
    started: Callable[[str, range], "subprocess.Popen[bytes]"], place: str, kinds: list[str], people: int = PEOPLE
) -> list[str]:
    """Have people ask from processes of these kinds at once; return the lines that they were answered."""
    share = people // len(kinds)
    with ExitStack() as stack:
        processes = [
            stack.enter_context(started(kind, range(share * number, share * (number + 1))))
            for number, kind in enumerate(kinds)
        ]
        with held_back(place, len(kinds)):
            for process in processes:
                let_in(process)
        said = [process.communicate()[0].decode().splitlines() for process in processes]
        assert [process.returncode for process in processes] == [0] * len(kinds)
    return [line for lines in said for line in lines]


@pytest.mark.parametrize("people", [400, *(pytest.param(PEOPLE, marks=pytest.mark.long) for _ in range(20))])
def test_of_all_who_ask_at_once_fifty_get_a_seat_and_the_others_wait_in_order(
    started: Callable[[str, range], "subprocess.Popen[bytes]"], place: str, people: int
) -> None:
    lines = answered(started, place, ["guarded"], people)
    stored = kept(place)
    hold_what_was_promised(stored, people)
    states = {f"{rsvp.email.partition('@')[0].removeprefix('person-')} 201 {rsvp.state}" for rsvp in stored}
    assert set(lines) == states, "each was answered what is stored"


@pytest.mark.parametrize("other", ["guarded", "python"])
def test_the_last_seat_is_given_once(
    started: Callable[[str, range], "subprocess.Popen[bytes]"], place: str, other: str
) -> None:
    all_but_one_seat_is_taken(place)
    answered(started, place, ["guarded", other], 100)
    assert sold(kept(place)) == SEATS


def test_without_the_lock_it_oversells(started: Callable[[str, range], "subprocess.Popen[bytes]"], place: str) -> None:
    """The test above proves something: it fails where the row of the event is not held."""
    all_but_one_seat_is_taken(place)
    answered(started, place, ["unguarded"] * 2, 100)
    assert sold(kept(place)) > SEATS


@pytest.mark.long
@pytest.mark.parametrize("_round", range(5))
@pytest.mark.parametrize("kinds", [["guarded"] * 4, ["guarded", "python"] * 2], ids=["four of Node.js", "of both"])
def test_from_several_processes_as_few_get_a_seat(
    started: Callable[[str, range], "subprocess.Popen[bytes]"], place: str, kinds: list[str], _round: int
) -> None:
    answered(started, place, kinds)
    hold_what_was_promised(kept(place))


@pytest.mark.long
@pytest.mark.parametrize("at", [1, 60, 500, 1500])
def test_what_was_answered_is_there_after_the_process_is_killed(
    started: Callable[[str, range], "subprocess.Popen[bytes]"], place: str, at: int
) -> None:
    with started("guarded", range(PEOPLE)) as process:
        assert process.stdout
        let_in(process)
        lines = [process.stdout.readline() for _ in range(at)]
        process.kill()
        lines += process.stdout.readlines()
    told = [line.decode().split() for line in lines if line.endswith(b"\n")]
    stored = {rsvp.email: rsvp.state for rsvp in kept(place)}
    assert all(stored[f"person-{who}@example.org"] == state for who, _, state in told)
    assert list(stored.values()).count("confirmed") == min(SEATS, len(stored))
