"""Databases from behind: what stands in them, and in their files, past the store."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from hubkit.webhooks.schema import connected
from tests.webhooks.visitors import ENDS, EVENT, Place


def outbox(place: Place) -> list[tuple[Any, ...]]:
    """Return what is to be told, by number."""
    if isinstance(place, str):
        with psycopg.connect(place) as connection:
            return connection.execute("SELECT * FROM hubkit.outbox ORDER BY number").fetchall()
    with closing(connected(place)) as connection:
        return connection.execute("SELECT * FROM outbox ORDER BY number").fetchall()


def refuse_errands(place: Place, table: str = "outbox") -> None:
    """Let nothing be put down that is to be told."""
    if isinstance(place, str):
        with psycopg.connect(place) as connection:
            connection.execute(f"ALTER TABLE hubkit.{table} ADD CHECK (number < 0) NOT VALID".encode())
    else:
        with closing(connected(place)) as connection:
            connection.execute(f"CREATE TRIGGER refuse BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'full'); END")


@contextmanager
def held_back(place: Place, processes: int) -> Iterator[None]:
    """In PostgreSQL, hold the event until so many processes wait to change it, having looked if they look first."""
    if not isinstance(place, str):
        yield
        return
    with psycopg.connect(place, autocommit=True) as connection:
        new = (
            "INSERT INTO hubkit.events (event, capacity, waitlist, ends) VALUES (%s, NULL, true, %s)"
            " ON CONFLICT DO NOTHING"
        )
        connection.execute(new, (EVENT, ENDS))
        with connection.transaction():
            connection.execute("SELECT FROM hubkit.events FOR UPDATE")
            yield
            waiting = (
                "SELECT count(*) FROM pg_locks WHERE NOT granted"
                " AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())"
            )
            while (connection.execute(waiting).fetchone() or (0,))[0] < processes:
                connection.execute("SELECT pg_sleep(0.01), pg_stat_clear_snapshot()")


def settled(place: Place) -> None:
    """Wait until a server has ended what those began who were killed: it may still be storing that."""
    if isinstance(place, str):
        others = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        with psycopg.connect(place, autocommit=True) as connection:
            while connection.execute(others).fetchone() != (0,):
                connection.execute("SELECT pg_sleep(0.01), pg_stat_clear_snapshot()")


def files(place: Place) -> bytes:
    """Return what stands in all files of a database; of PostgreSQL, of its tables: the journal is the server's."""
    if not isinstance(place, str):
        return b"".join(file.read_bytes() for file in place.parent.iterdir())
    with psycopg.connect(place, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        found = connection.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert found is not None
    return b"".join(file.read_bytes() for file in (Path(found[0]) / "base" / str(found[1])).iterdir())
