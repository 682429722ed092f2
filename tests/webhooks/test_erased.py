"""Who is erased is in none of the database's files, read as they lie on the disk."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs

from hubkit.webhooks.schema import STEPS, connected, opened
from hubkit.webhooks.sqlite import SqliteStore
from hubkit.webhooks.store import Busy, Rsvp, Seats
from tests.webhooks.test_schema import NEXT
from tests.webhooks.visitors import ENDS, NOW, Desk, wish


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(tmp_path / "rsvps.sqlite", 40) as desk:
        yield desk


def came(desk: Desk, people: range) -> list[Rsvp]:
    async def ask() -> list[Rsvp]:
        answers = [await desk.store.take(wish(f"canary-{number}x"), desk.seats, NOW) for number in people]
        return [answer.rsvp for answer in answers if answer.rsvp is not None]

    return desk.do(ask())


def left(folder: Path, people: range) -> list[int]:
    """Return who can still be found in any file."""
    raw = b"".join(file.read_bytes() for file in folder.iterdir()).lower()
    return [number for number in people if f"canary-{number}x".encode() in raw]


@pytest.mark.parametrize("gone", [range(250), range(0, 250, 3), range(249, 250)])
def test_who_is_erased_is_in_no_file(desk: Desk, gone: range) -> None:
    there = came(desk, range(250))
    for rsvp in there[::7]:
        desk.cancel(rsvp)
    assert left(desk.path.parent, gone) == list(gone)
    assert desk.erase(*(there[number] for number in gone)) == len(gone)
    assert left(desk.path.parent, gone) == []
    stay = [number for number in range(250) if number not in gone]
    assert [rsvp.name for rsvp in desk.all()] == [f"Canary-{number}X" for number in stay]
    desk.reopen()
    assert left(desk.path.parent, gone) == []


def test_who_is_only_deleted_could_be_found(desk: Desk) -> None:
    """What `erase` does more than deleting is needed: without it the journal has everybody."""
    came(desk, range(50))
    with closing(connected(desk.path)) as other:
        other.execute("DELETE FROM rsvps")
        assert left(desk.path.parent, range(50)) == list(range(50))


def test_who_is_erased_is_in_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "rsvps.sqlite"
    with Desk(path) as desk:
        there = came(desk, range(3))
    steps = (*STEPS, NEXT[:1])
    opened(path, steps).close()
    assert len(list(tmp_path.iterdir())) == 2
    store = SqliteStore(opened(path, steps))
    with Desk(tmp_path / "other.sqlite") as desk:
        assert desk.do(store.erase((there[0].id,))) == 1
    store.close()
    assert left(tmp_path, range(3)) == [1, 2]


def test_where_another_program_reads_what_is_left_it_is_said_and_can_be_done_again(tmp_path: Path) -> None:
    connection = opened(tmp_path / "rsvps.sqlite")
    connection.execute("PRAGMA busy_timeout=20")
    store = SqliteStore(connection)
    with Desk(tmp_path / "rsvps.sqlite") as desk, closing(connected(desk.path)) as reader:
        [rsvp] = came(desk, range(1))
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM rsvps").fetchone() == (1,)
        with pytest.raises(Busy, match="erase it again"):
            desk.do(store.erase((rsvp.id,)))
        reader.execute("COMMIT")
        assert desk.do(store.erase((rsvp.id,))) == 0
        assert left(tmp_path, range(1)) == []
        store.close()


def test_who_came_long_ago_is_erased_and_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / "rsvps.db"
    with Desk(path, capacity=None) as desk:
        desk.came("canary-of-old")
        later = Seats("lisbon.2027-01-05-talk", None, waitlist=False, ends=ENDS + timedelta(days=31))
        desk.do(desk.store.take(wish("ben", event=later.event), later, NOW))
        assert desk.do(desk.store.purge(ENDS)) == 0
        assert desk.do(desk.store.purge(ENDS + timedelta(seconds=1))) == 1
        assert [rsvp.name for rsvp in desk.all(None)] == ["Ben"]
    assert not [file for file in tmp_path.iterdir() if b"canary-of-old" in file.read_bytes()]


def test_an_event_that_is_put_off_keeps_its_people_longer(tmp_path: Path) -> None:
    with Desk(tmp_path / "rsvps.db") as desk:
        desk.came("ada")
        desk.seats = structs.replace(desk.seats, ends=ENDS + timedelta(days=7))
        desk.settle()
        assert desk.do(desk.store.purge(ENDS + timedelta(days=6))) == 0
        assert desk.do(desk.store.purge(ENDS + timedelta(days=8))) == 1
