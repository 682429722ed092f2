"""The database file: made whole, checked, and brought up to date before anything is read from it."""

import glob
import os
import secrets
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from hubkit.webhooks.checkout.tables import OF_MAIL, OF_ORDERS
from hubkit.webhooks.store import StoreError

APPLICATION = 0x68756272
"""In the header of the file: it is a database of RSVPs."""
PATIENCE = 5
"""Seconds that a change of another process is waited for."""
STEPS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE events (
            event TEXT PRIMARY KEY,
            capacity INTEGER,
            waitlist INTEGER NOT NULL,
            ends INTEGER NOT NULL,
            seats INTEGER NOT NULL DEFAULT 0 CHECK (seats >= 0),
            people INTEGER NOT NULL DEFAULT 0 CHECK (people >= 0)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE rsvps (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            event TEXT NOT NULL REFERENCES events,
            name TEXT NOT NULL,
            email TEXT NOT NULL,
            party_size INTEGER NOT NULL CHECK (party_size > 0),
            language TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'confirmed', 'waiting', 'cancelled')),
            made INTEGER NOT NULL CHECK (made BETWEEN 0 AND 253402300799999999),
            changed INTEGER NOT NULL CHECK (changed BETWEEN 0 AND 253402300799999999),
            held_until INTEGER CHECK (held_until BETWEEN 0 AND 253402300799999999
                AND (held_until IS NULL) = (state != 'pending')),
            person TEXT NOT NULL,
            seats INTEGER NOT NULL CHECK (CASE state WHEN 'confirmed' THEN seats = party_size
                WHEN 'pending' THEN seats IN (0, party_size) ELSE seats = 0 END),
            people INTEGER GENERATED ALWAYS AS (CASE state WHEN 'waiting' THEN party_size ELSE 0 END) VIRTUAL
        ) STRICT
        """,
        "CREATE UNIQUE INDEX one_of_a_person ON rsvps (event, person) WHERE state != 'cancelled'",
        "CREATE INDEX of_an_event ON rsvps (event, number)",
        "CREATE INDEX held ON rsvps (event, held_until, seats) WHERE state = 'pending' AND seats > 0",
        "CREATE INDEX in_line ON rsvps (event, number, party_size) WHERE state = 'waiting'",
        """
        CREATE TRIGGER counted AFTER INSERT ON rsvps BEGIN
            UPDATE events SET seats = seats + NEW.seats, people = people + NEW.people WHERE event = NEW.event;
        END
        """,
        """
        CREATE TRIGGER recounted AFTER UPDATE OF state, party_size, seats ON rsvps BEGIN
            UPDATE events SET seats = seats + NEW.seats - OLD.seats, people = people + NEW.people - OLD.people
            WHERE event = NEW.event;
        END
        """,
        """
        CREATE TRIGGER discounted AFTER DELETE ON rsvps BEGIN
            UPDATE events SET seats = seats - OLD.seats, people = people - OLD.people WHERE event = OLD.event;
        END
        """,
    ),
    (
        """
        CREATE TABLE outbox (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            receiver TEXT NOT NULL CHECK (receiver IN ('person', 'mail', 'hook')),
            kind TEXT NOT NULL,
            event TEXT NOT NULL REFERENCES events,
            rsvp TEXT REFERENCES rsvps (id) ON DELETE CASCADE CHECK ((rsvp IS NOT NULL) = (receiver = 'person')),
            people INTEGER NOT NULL,
            made INTEGER NOT NULL,
            due INTEGER,
            tries INTEGER NOT NULL DEFAULT 0,
            asked INTEGER NOT NULL DEFAULT 1,
            sent INTEGER
        ) STRICT
        """,
        "CREATE INDEX due_next ON outbox (due) WHERE due IS NOT NULL",
        "CREATE INDEX of_an_rsvp ON outbox (rsvp) WHERE rsvp IS NOT NULL",
        "ALTER TABLE events ADD COLUMN turned_away INTEGER NOT NULL DEFAULT 0",
    ),
    OF_ORDERS,
    OF_MAIL,
)
"""What makes a database of each version out of the one before; a published step is never edited."""


def opened(path: Path, steps: tuple[tuple[str, ...], ...] = STEPS) -> sqlite3.Connection:
    """Return a connection to a sound, current database; makes one, for its owner's eyes only, where there is no file.

    Raises `StoreError` where the file is something else, damaged, of a newer hubkit, or out of reach.
    """
    try:
        if not path.exists():
            make(path, steps)
        connection = connected(path)
        try:
            inspect(connection, path, len(steps))
            connection.execute("PRAGMA journal_mode=WAL")
            if version(connection) < len(steps):
                back_up(connection, path)
                bring_up(connection, steps)
        except BaseException:
            connection.close()
            raise
    except OSError as fault:
        raise StoreError(f"{path} cannot be opened: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:  # the names that SQLite complains of are damaged themselves
        raise StoreError(damaged(path)) from fault
    except sqlite3.Error as fault:
        raise StoreError(f"{path} cannot be used ({fault}): {remedy(fault, path)}") from fault
    return connection


def remedy(fault: sqlite3.Error, path: Path) -> str:
    """Return what to do about a database that fails to open."""
    match getattr(fault, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_NOTADB:
            return "it is no database, or damaged; choose another file, or put a backup in its place"
        case sqlite3.SQLITE_CORRUPT:
            return damaged(path)
        case sqlite3.SQLITE_BUSY:
            return "another program keeps it; end that, or try again in a few seconds"
        case _:
            return "look whether you may read and write it and its folder, and whether the disk is full"


def damaged(path: Path) -> str:
    """Return what to do about a database that is damaged."""
    return f"{path} is damaged; put a backup in its place, or rescue what can be read with `sqlite3 {path} .recover`"


def make(path: Path, steps: tuple[tuple[str, ...], ...]) -> None:
    """Make an empty database beside its place and move it there whole, so that a file with nothing in it is a damage.

    Where another process makes one at the same time, theirs stays.
    """
    beside = path.with_name(f"{path.name}.new-{secrets.token_hex(8)}")
    try:
        file = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with closing(connected(beside)) as connection:
                connection.execute("PRAGMA synchronous=OFF")
                connection.execute("PRAGMA journal_mode=WAL")
                bring_up(connection, steps)
            os.fsync(file)
        finally:
            os.close(file)
        with suppress(FileExistsError):
            os.link(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def connected(path: Path) -> sqlite3.Connection:
    """Return a connection whose commits outlast a loss of power, and whose deletions overwrite.

    It leaves it to its owner to write the journal back: SQLite before 3.51.3 can damage a database where it does that
    by itself in one connection while another commits (https://sqlite.org/wal.html#walresetbug).
    """
    there = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(there, timeout=PATIENCE, isolation_level=None, check_same_thread=False, uri=True)
    try:
        for setting in ("synchronous=FULL", "secure_delete=ON", "foreign_keys=ON", "wal_autocheckpoint=0"):
            connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def inspect(connection: sqlite3.Connection, path: Path, newest: int) -> None:
    """Raise `StoreError` unless it is a sound database of RSVPs of this or an older version."""
    if path.stat().st_size == 0:
        raise StoreError(f"{path} is empty, and so damaged; put a backup in its place, or remove it to begin anew")
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION:
        raise StoreError(f"{path} is no database of RSVPs; choose another file")
    if version(connection) > newest:
        raise StoreError(f"{path} was written by a newer hubkit; update hubkit to use it")
    found = connection.execute("PRAGMA quick_check(1)").fetchall()
    if found != [("ok",)]:
        raise StoreError(damaged(path))


def version(connection: sqlite3.Connection) -> int:
    """Return how many steps a database has taken."""
    (taken,) = connection.execute("PRAGMA user_version").fetchone()
    return taken


def backups(path: Path) -> list[Path]:
    """Return the copies of a database that were made before it was brought up to date."""
    return sorted(path.parent.glob(f"{glob.escape(path.name)}.version-*"))


def back_up(connection: sqlite3.Connection, path: Path) -> None:
    """Leave a copy of a database beside it, whole or not at all, named by its version."""
    copy = path.with_name(f"{path.name}.version-{version(connection)}")
    beside = copy.with_name(f"{copy.name}.new-{secrets.token_hex(8)}")
    try:
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        connection.execute("VACUUM INTO ?", (str(beside),))
        beside.replace(copy)
    finally:
        beside.unlink(missing_ok=True)


def bring_up(connection: sqlite3.Connection, steps: tuple[tuple[str, ...], ...]) -> None:
    """Take every step that a database has not taken yet: all of them, or none."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in steps[version(connection) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version={len(steps)}")
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def file_of(connection: sqlite3.Connection) -> Path:
    """Return where a database is."""
    (_, _, file) = connection.execute("PRAGMA database_list").fetchone()
    return Path(file)


def journal(connection: sqlite3.Connection) -> Path:
    """Return where what was committed is until it is written back."""
    file = file_of(connection)
    return file.with_name(f"{file.name}-wal")


def written_back(connection: sqlite3.Connection) -> bool:
    """Write the journal into the database and empty it; return whether no other process kept it from that.

    Nobody can commit meanwhile, so that it is safe in every version of SQLite (see `connected`).
    """
    (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
