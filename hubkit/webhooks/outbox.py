"""What is to be told: rows that stand or fall with the change they tell of, and hold nothing of a person but an id."""

import sqlite3
from datetime import datetime, timedelta
from typing import cast

from msgspec import Struct

from hubkit.webhooks.rows import instant, moment
from hubkit.webhooks.store import Changed, Errand, Kind, Receiver, Rsvp, Told

ONE_MAIL_IN = timedelta(days=1)
"""How seldom a person is written because somebody sends a form with their address."""
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=1)
_MICROSECOND = timedelta(microseconds=1)
_STANDING = {"confirmed", "waiting"}


class Outbox(Struct, frozen=True):
    """Puts down what is to be told, within the transaction of the change; to those whom it can be told."""

    receivers: frozenset[Receiver] = frozenset()

    def asked(self, connection: sqlite3.Connection, rsvp: Rsvp, now: datetime) -> None:
        """Have a person written because a form was sent with their address: once a day, however often.

        The other times are counted, and so take as long.
        """
        if "person" not in self.receivers:
            return
        again = (
            "UPDATE outbox SET asked = asked + 1 WHERE number = (SELECT max(number) FROM outbox"
            " WHERE rsvp = ? AND kind IN ('confirm', 'standing') AND made > ?)"
        )
        if not connection.execute(again, (rsvp.id, instant(now - ONE_MAIL_IN))).rowcount:
            self._write(connection, "confirm" if rsvp.state == "pending" else "standing", rsvp, now)

    def came(self, connection: sqlite3.Connection, rsvp: Rsvp, now: datetime) -> None:
        """Tell the organizers of somebody new, who has a seat or waits."""
        self._notify(connection, "confirmed" if rsvp.state == "confirmed" else "waiting", rsvp, now)

    def changed(self, connection: sqlite3.Connection, before: Rsvp | None, done: Changed, now: datetime) -> None:
        """Tell what came of a change: to the person, to those who moved up by it, and to the organizers."""
        after = done.rsvp
        if done.outcome == "done" and before is not None and after is not None:
            if before.state == "pending" and after.state in _STANDING:
                self._write(connection, "standing", after, now)
                self.came(connection, after, now)
            elif before.state in _STANDING and after.state == "cancelled":
                self._write(connection, "cancelled", after, now)
                self._notify(connection, "cancelled", after, now)
            elif before.state in _STANDING and after.party_size != before.party_size:
                self._notify(connection, "changed", after, now)
        self.moved_up(connection, done.moved_up, now)

    def withdrawn(self, connection: sqlite3.Connection, before: Rsvp, done: Changed, now: datetime) -> None:
        """Tell the organizers, and those who moved up; the person, who is erased, nothing."""
        if before.state in _STANDING:
            self._notify(connection, "cancelled", before, now)
        self.moved_up(connection, done.moved_up, now)

    def moved_up(self, connection: sqlite3.Connection, moved: tuple[Rsvp, ...], now: datetime) -> None:
        """Tell those who moved up, and the organizers."""
        for rsvp in moved:
            self._write(connection, "moved-up", rsvp, now)
            self._notify(connection, "moved-up", rsvp, now)

    def _write(self, connection: sqlite3.Connection, kind: Kind, rsvp: Rsvp, now: datetime) -> None:
        if "person" in self.receivers:
            _put(connection, "person", kind, rsvp, now)

    def _notify(self, connection: sqlite3.Connection, kind: Kind, rsvp: Rsvp, now: datetime) -> None:
        for receiver in sorted(self.receivers - {"person"}):
            _put(connection, receiver, kind, rsvp, now)


def _put(connection: sqlite3.Connection, receiver: Receiver, kind: Kind, rsvp: Rsvp, now: datetime) -> None:
    whose = rsvp.id if receiver == "person" else None
    made = instant(now)
    connection.execute(
        "INSERT INTO outbox (receiver, kind, event, rsvp, people, made, due) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (receiver, kind, rsvp.event, whose, rsvp.party_size, made, made),
    )


def give_out(connection: sqlite3.Connection, now: datetime, most: int) -> tuple[Errand, ...]:
    """Do `Store.errands`: what is given out is due again after 2, 4, 8 … minutes, at most an hour."""
    given = connection.execute(
        "UPDATE outbox SET tries = tries + 1, due = ?1 + min(?2 << min(tries, 10), ?3) WHERE number IN"
        " (SELECT number FROM outbox WHERE due <= ?1 ORDER BY due, number LIMIT ?4)"
        " RETURNING number, receiver, kind, event, coalesce(rsvp, ''), people, made, tries",
        (instant(now), _FIRST_PAUSE // _MICROSECOND, _LONGEST_PAUSE // _MICROSECOND, most),
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
