"""What is to be told: rows that stand or fall with the change they tell of, and hold nothing of a person but an id."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, LiteralString

import psycopg

from hubkit.webhooks.postgres.rows import Connection, one
from hubkit.webhooks.store import Errand, Told
from hubkit.webhooks.telling import FIRST_PAUSE, LONGEST_PAUSE, ONE_MAIL_IN, Note


class Outbox:
    """A table of what is to be told, and its column that says about which RSVP or order."""

    def __init__(self, table: LiteralString, about: LiteralString) -> None:
        self._table: LiteralString = table
        self._about: LiteralString = about

    def _do(
        self, connection: Connection, statement: LiteralString, values: Sequence[Any] | Mapping[str, Any] = ()
    ) -> psycopg.Cursor[tuple[Any, ...]]:
        """Execute a statement with the names of the table and the column in place of OUTBOX and ABOUT."""
        return connection.execute(statement.replace("OUTBOX", self._table).replace("ABOUT", self._about), values)

    def asked(self, connection: Connection, notes: tuple[Note, ...], now: datetime) -> None:
        """Have a person written because a form was sent with their address: once a day, however often.

        The other times are counted, and so take as long.
        """
        again = (
            "UPDATE OUTBOX SET asked = asked + 1 WHERE number = (SELECT max(number) FROM OUTBOX"
            " WHERE ABOUT = %s AND kind IN ('confirm', 'standing') AND made > %s)"
        )
        for note in notes:
            if not self._do(connection, again, (note.about, now - ONE_MAIL_IN)).rowcount:
                self.put(connection, (note,), now)

    def put(self, connection: Connection, notes: tuple[Note, ...], now: datetime) -> None:
        """Put down what is to be told, within the transaction of the change."""
        for note in notes:
            about = note.about if note.receiver == "person" else None
            self._do(
                connection,
                "INSERT INTO OUTBOX (receiver, kind, event, ABOUT, people, made, due)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                (note.receiver, note.kind, note.event, about, note.people, now, now),
            )

    def give_out(self, connection: Connection, now: datetime, most: int) -> tuple[Errand, ...]:
        """Do `Store.errands`: what is given out is due again after 2, 4, 8 … minutes, at most an hour.

        What another process is just giving out is passed over, so that nothing is given to two.
        """
        given = self._do(
            connection,
            "UPDATE OUTBOX SET tries = tries + 1,"
            " due = %(now)s::timestamptz + least(%(first)s::interval * (1 << least(tries, 10)), %(longest)s::interval)"
            " WHERE number = ANY(ARRAY(SELECT number FROM OUTBOX WHERE due <= %(now)s"
            " ORDER BY due, number LIMIT %(most)s FOR UPDATE SKIP LOCKED))"
            " RETURNING number, receiver, kind, event, coalesce(ABOUT, ''), people, made, tries",
            {"now": now, "first": FIRST_PAUSE, "longest": LONGEST_PAUSE, "most": most},
        ).fetchall()
        return tuple(
            Errand(number, receiver, kind, event, about, people, made.astimezone(UTC), tries)
            for number, receiver, kind, event, about, people, made, tries in sorted(given)
        )

    def next_due(self, connection: Connection) -> datetime | None:
        """Do `Store.next_errand`."""
        (due,) = one(self._do(connection, "SELECT min(due) FROM OUTBOX WHERE due IS NOT NULL").fetchone())
        return None if due is None else due.astimezone(UTC)

    def end(self, connection: Connection, errand: Errand, sent: datetime | None) -> None:
        """Do `Store.end`: what a person was written is kept as long as what it is about; a notice is not."""
        if errand.receiver == "person":
            self._do(connection, "UPDATE OUTBOX SET due = NULL, sent = %s WHERE number = %s", (sent, errand.number))
        else:
            self._do(connection, "DELETE FROM OUTBOX WHERE number = %s", (errand.number,))

    def told(self, connection: Connection, key: str) -> tuple[Told, ...]:
        """Do `Store.told`."""
        found = self._do(connection, "SELECT kind, made, sent FROM OUTBOX WHERE ABOUT = %s ORDER BY number", (key,))
        return tuple(Told(kind, made.astimezone(UTC), sent and sent.astimezone(UTC)) for kind, made, sent in found)


OF_RSVPS = Outbox("hubkit.outbox", "rsvp")
OF_ORDERS = Outbox("hubkit.order_outbox", "bought")
