"""Who is erased is in no file of the tables any more, read as they lie on the disk."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from hubkit.webhooks.store import Busy, Rsvp
from tests import postgres
from tests.webhooks.behind import files
from tests.webhooks.visitors import ENDS, NOW, Desk, wish

pytestmark = pytest.mark.postgres


@pytest.fixture
def desk(postgres_server: postgres.Server) -> Iterator[Desk]:
    with Desk(postgres_server.fresh(), 40) as desk:
        yield desk
    postgres_server.drop(str(desk.place))


def came(desk: Desk, people: range) -> list[Rsvp]:
    async def ask() -> list[Rsvp]:
        answers = [await desk.store.take(wish(f"canary-{number}x"), desk.seats, NOW) for number in people]
        return [answer.rsvp for answer in answers if answer.rsvp is not None]

    return desk.do(ask())


def left(desk: Desk, people: range) -> list[int]:
    """Return who can still be found in the tables' files."""
    raw = files(desk.place).lower()
    return [number for number in people if f"canary-{number}x".encode() in raw]


@pytest.mark.parametrize("gone", [range(250), range(0, 250, 3), range(249, 250)])
def test_who_is_erased_is_in_no_file(desk: Desk, gone: range) -> None:
    there = came(desk, range(250))
    for rsvp in there[::7]:
        desk.cancel(rsvp)
    assert left(desk, gone) == list(gone)
    assert desk.erase(*(there[number] for number in gone)) == len(gone)
    assert left(desk, gone) == []
    stay = [number for number in range(250) if number not in gone]
    assert [rsvp.name for rsvp in desk.all()] == [f"Canary-{number}X" for number in stay]
    assert desk.came("ben").number > there[-1].number


def test_who_is_only_deleted_and_vacuumed_could_be_found(desk: Desk) -> None:
    """What `erase` does more than that is needed: without it the pages have people still."""
    came(desk, range(50))
    with psycopg.connect(str(desk.place), autocommit=True) as other:
        other.execute("DELETE FROM hubkit.rsvps WHERE number % 2 = 0")
        other.execute("VACUUM hubkit.rsvps")
    assert left(desk, range(1, 50, 2))


def test_what_the_planner_learns_holds_nobody(desk: Desk) -> None:
    there = came(desk, range(50))
    with psycopg.connect(str(desk.place), autocommit=True) as other:
        other.execute("ANALYZE")
        assert "canary" not in str(other.execute("SELECT * FROM pg_stats").fetchall()).lower()
        desk.erase(there[0])
        came(desk, range(50, 60))
        other.execute("ANALYZE")
        assert "canary" not in str(other.execute("SELECT * FROM pg_stats").fetchall()).lower(), "after a wipe"


def test_who_withdrew_is_overwritten_by_the_next_purge_of_any_process(desk: Desk) -> None:
    first, _ = came(desk, range(2))
    desk.do(desk.store.withdraw(first.id, desk.seats, NOW))
    with Desk(desk.place) as other:
        assert other.do(other.store.purge(ENDS)) == 0
    assert left(desk, range(2)) == [1]


def test_where_another_program_reads_what_is_left_it_is_said_and_can_be_done_again(desk: Desk) -> None:
    [rsvp] = came(desk, range(1))
    with psycopg.connect(str(desk.place)) as reader:
        reader.execute("SELECT count(*) FROM hubkit.rsvps")
        with pytest.raises(Busy):
            desk.erase(rsvp)
        assert desk.all() == []
        reader.rollback()
    assert desk.erase(rsvp) == 0
    assert left(desk, range(1)) == []


def test_who_came_long_ago_is_erased(desk: Desk) -> None:
    came(desk, range(3))
    assert desk.do(desk.store.purge(ENDS)) == 0
    assert desk.do(desk.store.purge(ENDS + timedelta(seconds=1))) == 3
    assert left(desk, range(3)) == []
