"""The file of a store: made whole, refused where it is damaged, brought up to date with a backup."""

import asyncio
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from hubkit.webhooks import rows, schema
from hubkit.webhooks.checkout.sqlite import SqliteRows
from hubkit.webhooks.schema import STEPS, backups, bring_up, connected, opened, version
from hubkit.webhooks.seats import HOLD
from hubkit.webhooks.sqlite import SqliteStore
from hubkit.webhooks.store import Rsvp, Seats, StoreError
from tests.command import REPOSITORY
from tests.webhooks.checkout.buyers import PLACES, UNTIL, paid, wanted
from tests.webhooks.visitors import ENDS, EVENT, NOW, Desk, wish

NEXT = ("CREATE TABLE notes (id TEXT) STRICT", "ALTER TABLE rsvps ADD COLUMN note TEXT")
WRONG = ("CREATE TABLE others (id TEXT)", "CREATE TABLE notes (id TEXT)")


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, list[Rsvp]]:
    """A database with some hundred RSVPs, and what is in it."""
    path = tmp_path / "rsvps.sqlite"
    with Desk(path, 50) as desk:
        desk.do(many(desk))
        return path, desk.all()


async def many(desk: Desk) -> None:
    asked = [wish(f"person-{number}") for number in range(300)]
    await asyncio.gather(*(desk.store.take(each, desk.seats, desk.now) for each in asked))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "rsvps.sqlite"
    with Desk(path) as desk:
        desk.came("ada")
        assert {file.name: mode(file) for file in tmp_path.iterdir()} == {
            "rsvps.sqlite": 0o600, "rsvps.sqlite-wal": 0o600, "rsvps.sqlite-shm": 0o600,
        }  # fmt: skip
    assert [file.name for file in tmp_path.iterdir()] == ["rsvps.sqlite"]


def test_it_writes_so_that_a_commit_outlasts_a_loss_of_power(tmp_path: Path) -> None:
    with closing(opened(tmp_path / "rsvps.sqlite")) as connection:
        said = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in
                ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "wal_autocheckpoint")}  # fmt: skip
    assert said == {
        "journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "wal_autocheckpoint": 0,
    }  # fmt: skip


def test_the_database_itself_refuses_a_person_twice_and_seats_without_a_party(tmp_path: Path) -> None:
    with closing(opened(tmp_path / "rsvps.sqlite")) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            rows.insert(connection, wish("ada"), "confirmed", NOW, None)
        rows.remember(connection, Seats(EVENT, 3, waitlist=True, ends=ENDS))
        rsvp = rows.insert(connection, wish("ada"), "confirmed", NOW, None)
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            rows.insert(connection, wish("Ada"), "waiting", NOW, None)
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            rows.put(connection, rsvp.id, "confirmed", 2, 1, NOW)
        rows.put(connection, rsvp.id, "cancelled", 1, 0, NOW)
        rows.insert(connection, wish("Ada"), "waiting", NOW, None)


def test_a_name_may_hold_any_characters(tmp_path: Path) -> None:
    path = tmp_path / "r%20s?v#p & [é].sqlite"
    with Desk(path) as desk:
        rsvp = desk.came("ada")
    assert path.exists()
    with Desk(path) as desk:
        assert desk.all() == [rsvp]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file or directory"):
        SqliteStore.open(tmp_path / "none" / "rsvps.sqlite")


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="unable to open"):
        SqliteStore.open(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"name,email\nAda,ada@example.org\n", b"\0" * 8192, b"SQLite format 3\0" * 999]
)
def test_what_is_no_database_is_refused_and_stays(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rsvps.sqlite"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"damaged|no database"):
        SqliteStore.open(path)
    assert path.read_bytes() == content


def test_a_database_of_something_else_is_refused_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "photos.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE photos (id)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="no database of RSVPs; choose another file"):
        SqliteStore.open(path)
    assert path.read_bytes() == before


def test_a_database_of_a_newer_hubkit_is_refused_and_stays(kept: tuple[Path, list[Rsvp]]) -> None:
    path, _ = kept
    opened(path, (*STEPS, NEXT)).close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer hubkit; update hubkit"):
        SqliteStore.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.5, 0.9, 0.999])
def test_a_file_that_is_cut_off_is_refused(kept: tuple[Path, list[Rsvp]], share: float) -> None:
    path, _ = kept
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(StoreError, match="damaged"):
        SqliteStore.open(path)


def test_a_damaged_file_is_refused_or_has_everybody(kept: tuple[Path, list[Rsvp]]) -> None:
    path, there = kept
    sound = path.read_bytes()
    said: list[str] = []
    for at in [*range(100), *range(100, len(sound), len(sound) // 60), *range(0, len(sound), 4096)]:
        path.write_bytes(sound[:at] + bytes([sound[at] ^ 0xFF]) + sound[at + 1 :])
        try:
            with Desk(path) as desk:
                assert len(desk.all(None)) == len(there), f"byte {at}"
        except StoreError as fault:
            said.append(str(fault))
        for beside in path.parent.glob(f"{path.name}-*"):
            beside.unlink()
    assert len(said) > 20
    assert "example.org" not in "".join(said)


def test_an_older_database_is_brought_up_to_date_with_a_backup(kept: tuple[Path, list[Rsvp]]) -> None:
    path, there = kept
    with closing(opened(path, (*STEPS, NEXT))) as connection:
        assert version(connection) == len(STEPS) + 1
        assert connection.execute("SELECT count(*) FROM rsvps WHERE note IS NULL").fetchone() == (300,)
    [backup] = backups(path)
    assert (backup.name, mode(backup)) == (f"rsvps.sqlite.version-{len(STEPS)}", 0o600)
    shutil.copy(backup, path)
    with Desk(path) as desk:
        assert desk.all() == there
        assert desk.came("ada")
        assert (path.parent / "rsvps.sqlite-wal").exists()


def test_a_database_of_the_first_version_has_everybody_and_tells_of_what_comes_after(tmp_path: Path) -> None:
    path = tmp_path / "rsvps.sqlite"
    with closing(opened(path, STEPS[:1])) as connection:
        rows.remember(connection, Seats(EVENT, 3, waitlist=True, ends=ENDS))
        rsvp = rows.insert(connection, wish("ada"), "pending", NOW, NOW + HOLD)
    with Desk(path, receivers=frozenset({"person"})) as desk:
        assert desk.all() == [rsvp]
        assert desk.do(desk.store.errands(NOW, 9)) == ()
        desk.confirm(rsvp)
        [errand] = desk.do(desk.store.errands(NOW, 9))
        assert (errand.about, errand.kind) == (rsvp.id, "standing")
    assert [backup.name for backup in backups(path)] == ["rsvps.sqlite.version-1"]


def test_an_order_from_before_there_was_mail_for_it_is_kept_and_written_of(tmp_path: Path) -> None:
    path = tmp_path / "rsvps.sqlite"
    with closing(opened(path, STEPS[:3])) as connection:
        orders = SqliteRows(connection, frozenset())
        orders.hold_event(EVENT, PLACES.seats)
        order = orders.insert(wanted(1), "held", NOW, UNTIL)
    with Desk(path, 50, receivers=frozenset({"person"})) as desk:
        kept = desk.store.orders()
        assert desk.do(kept.find(order.id)) == order
        assert desk.do(kept.hear(paid(order, "evt_1"), PLACES, NOW, is_live=False)) == "done"
        [errand] = desk.do(kept.errands(NOW, 9))
        assert (errand.about, errand.kind) == (order.id, "ticket-paid")


def test_a_step_that_fails_leaves_the_database_as_it_was(kept: tuple[Path, list[Rsvp]]) -> None:
    path, there = kept
    with pytest.raises(StoreError, match="already exists"):
        opened(path, (*STEPS, NEXT, WRONG))
    with Desk(path) as desk:
        assert desk.all() == there


STOPPING = """
import os, sys
from pathlib import Path
from hubkit.webhooks import rows, schema
left = int(sys.argv[2])
def stop(statement):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
connection = schema.connected(Path(sys.argv[1]))
connection.set_trace_callback(stop)
schema.bring_up(connection, (*schema.STEPS, tuple(sys.argv[3:])))
"""


def test_a_migration_that_is_killed_at_any_statement_is_done_or_not_begun(kept: tuple[Path, list[Rsvp]]) -> None:
    path, there = kept
    sound = path.read_bytes()
    for statement in range(30):
        path.write_bytes(sound)
        run = subprocess.run([sys.executable, "-c", STOPPING, str(path), str(statement), *NEXT], cwd=REPOSITORY)
        with closing(connected(path)) as connection:
            assert version(connection) == len(STEPS) + (run.returncode == 0)
            columns = [name for _, name, *_ in connection.execute("PRAGMA table_info(rsvps)")]
            assert ("note" in columns) == (run.returncode == 0)
            assert connection.execute("SELECT count(*) FROM rsvps").fetchone() == (len(there),)
        if run.returncode == 0:
            assert statement > 4
            return
    pytest.fail("it never came to its end")


def test_two_that_make_one_at_once_share_it(tmp_path: Path) -> None:
    path = tmp_path / "rsvps.sqlite"
    with Desk(path, 1) as first:
        rsvp = first.came("ada")
        schema.make(path, STEPS)
        with Desk(path, 1) as second:
            assert second.all() == [rsvp]
            assert second.came("ben").state == "waiting"
    assert [file.name for file in tmp_path.iterdir()] == ["rsvps.sqlite"]


def test_a_database_that_is_current_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "rsvps.sqlite"
    opened(path).close()
    with closing(connected(path)) as connection:
        bring_up(connection, STEPS)
        assert version(connection) == len(STEPS)
    assert backups(path) == []
