"""What is to be told: rows that stand or fall with the change they tell of, and hold nothing of a person but an id."""

import sqlite3
from datetime import datetime, timedelta
from typing import cast

from msgspec import Struct

from hubkit.webhooks.rows import instant, moment
from hubkit.webhooks.store import Errand, Kind, Told
from hubkit.webhooks.telling import FIRST_PAUSE, LONGEST_PAUSE, ONE_MAIL_IN, Note

_MICROSECOND = timedelta(microseconds=1)


class Outbox(Struct, frozen=True):
    """A table of what is to be told, and its column that says about which RSVP or order."""

    table: str
    about: str

    def _do(self, connection: sqlite3.Connection, statement: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        """Execute a statement with the names of the table and the column in place of OUTBOX and ABOUT."""
        return connection.execute(statement.replace("OUTBOX", self.table).replace("ABOUT", self.about), values)

    def asked(self, connection: sqlite3.Connection, notes: tuple[Note, ...], now: datetime) -> None:
        """Have a person written because a form was sent with their address: once a day, however often.

        The other times are counted, and so take as long.
        """
        again = (
            "UPDATE OUTBOX SET asked = asked + 1 WHERE number = (SELECT max(number) FROM OUTBOX"
            " WHERE ABOUT = ? AND kind IN ('confirm', 'standing') AND made > ?)"
        )
        for note in notes:
            if not self._do(connection, again, (note.about, instant(now - ONE_MAIL_IN))).rowcount:
                self.put(connection, (note,), now)

    def put(self, connection: sqlite3.Connection, notes: tuple[Note, ...], now: datetime) -> None:
        """Put down what is to be told, within the transaction of the change."""
        made = instant(now)
        for note in notes:
            about = note.about if note.receiver == "person" else None
            self._do(
                connection,
                "INSERT INTO OUTBOX (receiver, kind, event, ABOUT, people, made, due) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (note.receiver, note.kind, note.event, about, note.people, made, made),
            )

    def give_out(self, connection: sqlite3.Connection, now: datetime, most: int) -> tuple[Errand, ...]:
        """Do `Store.errands`: what is given out is due again after 2, 4, 8 … minutes, at most an hour."""
        given = self._do(
            connection,
            "UPDATE OUTBOX SET tries = tries + 1, due = ?1 + min(?2 << min(tries, 10), ?3) WHERE number IN"
            " (SELECT number FROM OUTBOX WHERE due <= ?1 ORDER BY due, number LIMIT ?4)"
            " RETURNING number, receiver, kind, event, coalesce(ABOUT, ''), people, made, tries",
            (instant(now), FIRST_PAUSE // _MICROSECOND, LONGEST_PAUSE // _MICROSECOND, most),
        ).fetchall()
        return tuple(
            Errand(number, receiver, kind, event, about, people, moment(made), tries)
            for number, receiver, kind, event, about, people, made, tries in sorted(given)
        )

    def next_due(self, connection: sqlite3.Connection) -> datetime | None:
        """Do `Store.next_errand`."""
        (due,) = self._do(connection, "SELECT min(due) FROM OUTBOX WHERE due IS NOT NULL").fetchone()
        return None if due is None else moment(due)

    def end(self, connection: sqlite3.Connection, errand: Errand, sent: datetime | None) -> None:
        """Do `Store.end`: what a person was written is kept as long as what it is about; a notice is not."""
        if errand.receiver == "person":
            at = None if sent is None else instant(sent)
            self._do(connection, "UPDATE OUTBOX SET due = NULL, sent = ? WHERE number = ?", (at, errand.number))
        else:
            self._do(connection, "DELETE FROM OUTBOX WHERE number = ?", (errand.number,))

    def told(self, connection: sqlite3.Connection, key: str) -> tuple[Told, ...]:
        """Do `Store.told`."""
        found = self._do(connection, "SELECT kind, made, sent FROM OUTBOX WHERE ABOUT = ? ORDER BY number", (key,))
        return tuple(
            Told(cast("Kind", kind), moment(made), None if sent is None else moment(sent)) for kind, made, sent in found
        )


OF_RSVPS = Outbox("outbox", "rsvp")
OF_ORDERS = Outbox("order_outbox", "bought")
