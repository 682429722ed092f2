"""What is to be told: rows that stand or fall with the change they tell of, and hold nothing of a person but an id."""

import sqlite3
from datetime import datetime, timedelta
from typing import cast

from hubkit.webhooks.rows import instant, moment
from hubkit.webhooks.store import Errand, Kind, Told
from hubkit.webhooks.telling import FIRST_PAUSE, LONGEST_PAUSE, ONE_MAIL_IN, Note

_MICROSECOND = timedelta(microseconds=1)


def asked(connection: sqlite3.Connection, notes: tuple[Note, ...], now: datetime) -> None:
    """Have a person written because a form was sent with their address: once a day, however often.

    The other times are counted, and so take as long.
    """
    again = (
        "UPDATE outbox SET asked = asked + 1 WHERE number = (SELECT max(number) FROM outbox"
        " WHERE rsvp = ? AND kind IN ('confirm', 'standing') AND made > ?)"
    )
    for note in notes:
        if not connection.execute(again, (note.rsvp.id, instant(now - ONE_MAIL_IN))).rowcount:
            put(connection, (note,), now)


def put(connection: sqlite3.Connection, notes: tuple[Note, ...], now: datetime) -> None:
    """Put down what is to be told, within the transaction of the change."""
    made = instant(now)
    for note in notes:
        rsvp = note.rsvp
        whose = rsvp.id if note.receiver == "person" else None
        connection.execute(
            "INSERT INTO outbox (receiver, kind, event, rsvp, people, made, due) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (note.receiver, note.kind, rsvp.event, whose, rsvp.party_size, made, made),
        )


def give_out(connection: sqlite3.Connection, now: datetime, most: int) -> tuple[Errand, ...]:
    """Do `Store.errands`: what is given out is due again after 2, 4, 8 … minutes, at most an hour."""
    given = connection.execute(
        "UPDATE outbox SET tries = tries + 1, due = ?1 + min(?2 << min(tries, 10), ?3) WHERE number IN"
        " (SELECT number FROM outbox WHERE due <= ?1 ORDER BY due, number LIMIT ?4)"
        " RETURNING number, receiver, kind, event, coalesce(rsvp, ''), people, made, tries",
        (instant(now), FIRST_PAUSE // _MICROSECOND, LONGEST_PAUSE // _MICROSECOND, most),
    ).fetchall()
    return tuple(
        Errand(number, receiver, kind, event, rsvp, people, moment(made), tries)
        for number, receiver, kind, event, rsvp, people, made, tries in sorted(given)
    )


def next_due(connection: sqlite3.Connection) -> datetime | None:
    """Do `Store.next_errand`."""
    (due,) = connection.execute("SELECT min(due) FROM outbox WHERE due IS NOT NULL").fetchone()
    return None if due is None else moment(due)


def end(connection: sqlite3.Connection, errand: Errand, sent: datetime | None) -> None:
    """Do `Store.end`: what a person was written is kept as long as their RSVP, without its words; a notice is not."""
    if errand.receiver == "person":
        at = None if sent is None else instant(sent)
        connection.execute("UPDATE outbox SET due = NULL, sent = ? WHERE number = ?", (at, errand.number))
    else:
        connection.execute("DELETE FROM outbox WHERE number = ?", (errand.number,))


def told(connection: sqlite3.Connection, key: str) -> tuple[Told, ...]:
    """Do `Store.told`."""
    found = connection.execute("SELECT kind, made, sent FROM outbox WHERE rsvp = ? ORDER BY number", (key,))
    return tuple(
        Told(cast("Kind", kind), moment(made), None if sent is None else moment(sent)) for kind, made, sent in found
    )
