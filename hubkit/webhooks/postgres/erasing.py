"""Erasing: rows that go, and what has to be done so that nothing of them is left in the tables."""

from collections.abc import Iterable
from datetime import datetime

from hubkit.webhooks.postgres.rows import Connection, Rows

# PostgreSQL leaves a deleted row in its page, also after VACUUM, until something is written over it. A table that is
# written anew has the rows that are there, and no more; `name || ''` and `+ 0` are what makes PostgreSQL do that.
_ALL = "hubkit.rsvps, hubkit.outbox, hubkit.orders, hubkit.tickets, hubkit.refunds, hubkit.order_outbox, hubkit.erasing"
_WRITTEN_ANEW = (
    f"LOCK TABLE {_ALL} IN ACCESS EXCLUSIVE MODE",
    "ALTER TABLE hubkit.rsvps ALTER COLUMN name TYPE text USING name || ''",
    "ALTER TABLE hubkit.outbox ALTER COLUMN kind TYPE text USING kind || ''",
    "ALTER TABLE hubkit.orders ALTER COLUMN name TYPE text USING name || ''",
    "ALTER TABLE hubkit.tickets ALTER COLUMN place TYPE bigint USING place + 0",
    "ALTER TABLE hubkit.refunds ALTER COLUMN tries TYPE integer USING tries + 0",
    "ALTER TABLE hubkit.order_outbox ALTER COLUMN kind TYPE text USING kind || ''",
    "UPDATE hubkit.erasing SET is_left = false",
)


def remove(rows: Rows, ids: Iterable[str]) -> int:
    """Delete RSVPs, with all that was to be told to the people, and return how many there were."""
    keys = list(ids)
    rows.hold_events_of(keys)
    return marked(rows, rows.connection.execute("DELETE FROM hubkit.rsvps WHERE id = ANY(%s)", (keys,)).rowcount)


def remove_unconfirmed(rows: Rows, before: datetime) -> int:
    """Delete the RSVPs that were to be confirmed since before a time, and return how many there were."""
    unconfirmed = "SELECT id FROM hubkit.rsvps WHERE state = 'pending' AND changed < %s"
    rows.hold_events_of([key for (key,) in rows.connection.execute(unconfirmed, (before,))])
    removed = rows.connection.execute("DELETE FROM hubkit.rsvps WHERE state = 'pending' AND changed < %s", (before,))
    return marked(rows, removed.rowcount)


def remove_over(rows: Rows, before: datetime) -> int:
    """Delete the RSVPs of events that ended before a time, and return how many there were."""
    held = "SELECT event FROM hubkit.events WHERE ends < %s ORDER BY event FOR UPDATE"
    over = [event for (event,) in rows.connection.execute(held, (before,))]
    return marked(rows, rows.connection.execute("DELETE FROM hubkit.rsvps WHERE event = ANY(%s)", (over,)).rowcount)


def marked(rows: Rows, removed: int) -> int:
    """Have it known to all processes that something of people is left in the tables."""
    if removed:
        rows.connection.execute("UPDATE hubkit.erasing SET is_left = true WHERE NOT is_left")
    return removed


def is_left(connection: Connection) -> bool:
    """Return whether something of people may be left in the tables, whichever process deleted it."""
    return connection.execute("SELECT is_left FROM hubkit.erasing").fetchone() != (False,)


def wipe(connection: Connection) -> None:
    """Write the tables anew, so that nothing of what was deleted is left in their files; meanwhile all others wait."""
    for statement in _WRITTEN_ANEW:
        connection.execute(statement)
