"""Erasing: rows that go, and what has to be done so that nothing of them is left in any file."""

import sqlite3
from datetime import datetime

from hubkit.webhooks.rows import instant
from hubkit.webhooks.schema import backups, file_of, written_back
from hubkit.webhooks.store import Busy


def remove(connection: sqlite3.Connection, ids: tuple[str, ...]) -> int:
    """Delete RSVPs, and return how many there were."""
    return sum(connection.execute("DELETE FROM rsvps WHERE id = ?", (key,)).rowcount for key in ids)


def remove_unconfirmed(connection: sqlite3.Connection, before: datetime) -> int:
    """Delete the RSVPs that were to be confirmed since before a time, and return how many there were."""
    unconfirmed = "DELETE FROM rsvps WHERE state = 'pending' AND changed < ?"
    return connection.execute(unconfirmed, (instant(before),)).rowcount


def remove_over(connection: sqlite3.Connection, before: datetime) -> int:
    """Delete the RSVPs of events that ended before a time, and return how many there were."""
    over = "DELETE FROM rsvps WHERE event IN (SELECT event FROM events WHERE ends < ?)"
    return connection.execute(over, (instant(before),)).rowcount


def wipe(connection: sqlite3.Connection) -> None:
    """Leave nothing of what was deleted in the database's files, its backups included.

    Raises `Busy` where another process still reads from the journal.
    """
    for backup in backups(file_of(connection)):
        backup.unlink(missing_ok=True)
    if not written_back(connection):
        raise Busy("what was removed is still in the database's journal, which another program reads; erase it again")
