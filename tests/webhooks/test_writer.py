"""The one writer: nothing is answered before its commit, what fails fails alone, and too much is refused."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from hubkit.webhooks.schema import connected, journal, opened
from hubkit.webhooks.sqlite import SqliteStore
from hubkit.webhooks.store import Busy, StoreError
from hubkit.webhooks.writer import JOURNAL, Writer
from tests.webhooks import apart
from tests.webhooks.visitors import NOW, Desk, everyone, wish

STORE = "INSERT INTO events (event, capacity, waitlist, ends) VALUES (?, ?, 0, 0)"
COUNT = "SELECT count(*) FROM events"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "rsvps.sqlite"


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    writer = Writer(opened(path), places=3, patience=0.05)
    yield writer
    writer.close()


def storing(name: str, capacity: object = 1):
    return lambda connection: connection.execute(STORE, (name, capacity)).rowcount


def count(connection: sqlite3.Connection) -> int:
    return connection.execute(COUNT).fetchone()[0]


def refusing(connection: sqlite3.Connection) -> None:
    connection.execute(STORE, ("half done", 1))
    raise ValueError("as asked")


def test_what_is_answered_can_be_seen_by_others(path: Path, writer: Writer) -> None:
    async def ask() -> None:
        with closing(connected(path)) as other:
            for number in range(5):
                await writer.do(storing(str(number)))
                assert count(other) == number + 1

    apart.run(ask())


def test_a_job_that_fails_is_undone_alone(writer: Writer) -> None:
    async def ask() -> list[object]:
        jobs = (writer.do(storing("first")), writer.do(refusing), writer.do(storing("last")))
        return [*(await asyncio.gather(*jobs, return_exceptions=True)), await writer.do(count)]

    first, fault, last, stored = apart.run(ask())
    assert (first, last, stored) == (1, 1, 2)
    assert isinstance(fault, ValueError)


def test_where_the_database_fails_its_words_are_kept_from_who_asked(writer: Writer) -> None:
    async def ask() -> None:
        with pytest.raises(StoreError, match=r"failed \(.*disk full") as caught:
            await writer.do(storing("ada@example.org", "ada@example.org"))
        assert "ada" not in str(caught.value)
        assert caught.value.__cause__ is caught.value.__context__ is None
        assert await writer.do(count) == 0
        await writer.do(storing("next"))

    apart.run(ask())


def test_while_it_works_no_other_program_changes_what_it_has_read(path: Path, writer: Writer) -> None:
    with closing(connected(path)) as other:
        other.execute("PRAGMA busy_timeout=0")

        def read(connection: sqlite3.Connection) -> int:
            there = count(connection)
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute(STORE, ("between", 1))
            return there

        async def ask() -> list[int]:
            return await asyncio.gather(writer.do(read), writer.do(storing("next")))

        assert apart.run(ask()) == [0, 1]


def test_another_program_that_keeps_the_database_is_waited_for_and_then_it_is_busy(path: Path) -> None:
    connection = opened(path)
    connection.execute("PRAGMA busy_timeout=20")
    store = SqliteStore(connection)
    with closing(connected(path)) as other, Desk(path) as desk:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match="try again"):
            desk.do(store.take(wish("ada"), desk.seats, NOW))
        other.execute("ROLLBACK")
        assert desk.do(store.take(wish("ada"), desk.seats, NOW)).outcome == "new"
        store.close()


def test_more_than_there_are_places_for_is_refused_after_a_while(writer: Writer) -> None:
    begun, go_on = Event(), Event()

    def slow(_: sqlite3.Connection) -> None:
        begun.set()
        go_on.wait()

    async def ask() -> None:
        under_way = [asyncio.create_task(writer.do(slow))]
        await asyncio.to_thread(begun.wait)
        under_way += [asyncio.create_task(writer.do(storing(name))) for name in ("second", "third")]
        await asyncio.sleep(0)
        with pytest.raises(Busy, match="too many"):
            await writer.do(storing("fourth"))
        go_on.set()
        await asyncio.gather(*under_way)
        assert await writer.do(count) == 2
        await asyncio.gather(*(writer.do(storing(f"later {number}")) for number in range(3)))

    apart.run(ask())


def test_who_does_not_wait_for_the_answer_keeps_no_place(writer: Writer) -> None:
    async def ask() -> int:
        for number in range(9):
            task = asyncio.create_task(writer.do(storing(str(number))))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await writer.do(count)
        return await writer.do(count)

    assert apart.run(ask()) == 9


def test_what_was_begun_is_done_before_it_closes_and_nothing_after(path: Path) -> None:
    writer = Writer(opened(path))

    async def ask() -> None:
        jobs = [asyncio.create_task(writer.do(storing(str(number)))) for number in range(600)]
        await asyncio.sleep(0)
        writer.close()
        assert await asyncio.gather(*jobs) == [1] * 600
        with pytest.raises(StoreError, match="closed"):
            await writer.do(count)

    apart.run(ask())
    writer.close()
    with closing(connected(path)) as other:
        assert count(other) == 600


def test_the_journal_does_not_grow_for_ever(path: Path) -> None:
    with Desk(path, None) as desk:

        async def fill() -> list[int]:
            sizes: list[int] = []
            for person in range(40):
                big = wish(f"person-{person}-{'x' * 400_000}")
                await desk.store.take(big, desk.seats, NOW)
                await desk.store.find("after it was written back")
                sizes.append((path.parent / f"{path.name}-wal").stat().st_size)
            return sizes

        sizes = desk.do(fill())
        assert max(sizes) < JOURNAL + 4_000_000
        assert len(desk.do(everyone(desk.store))) == 40


def test_another_that_reads_from_the_journal_holds_nobody_up(path: Path) -> None:
    connection = opened(path)
    connection.execute("PRAGMA busy_timeout=20")
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    store = SqliteStore(connection)
    with closing(connected(path)) as reader, Desk(path, None) as desk:
        reader.execute("BEGIN")
        assert count(reader) == 0
        for person in range(20):
            big = wish(f"person-{person}-{'x' * 400_000}")
            assert desk.do(store.take(big, desk.seats, NOW)).outcome == "new"
        size = journal(reader).stat().st_size
        assert size > JOURNAL
        assert 0 < sum("wal_checkpoint" in statement for statement in statements) <= size // JOURNAL
        assert count(reader) == 0
        store.close()
