"""What is to be told: rows that stand or fall with the change they tell of, and hold nothing of a person but an id."""

from datetime import UTC, datetime

from hubkit.webhooks.postgres.rows import Connection, one
from hubkit.webhooks.store import Errand, Told
from hubkit.webhooks.telling import FIRST_PAUSE, LONGEST_PAUSE, ONE_MAIL_IN, Note


def asked(connection: Connection, notes: tuple[Note, ...], now: datetime) -> None:
    """Have a person written because a form was sent with their address: once a day, however often.

    The other times are counted, and so take as long.
    """
    again = (
        "UPDATE hubkit.outbox SET asked = asked + 1 WHERE number = (SELECT max(number) FROM hubkit.outbox"
        " WHERE rsvp = %s AND kind IN ('confirm', 'standing') AND made > %s)"
    )
    for note in notes:
        if not connection.execute(again, (note.rsvp.id, now - ONE_MAIL_IN)).rowcount:
            put(connection, (note,), now)


def put(connection: Connection, notes: tuple[Note, ...], now: datetime) -> None:
    """Put down what is to be told, within the transaction of the change."""
    for note in notes:
        rsvp = note.rsvp
        whose = rsvp.id if note.receiver == "person" else None
        connection.execute(
            "INSERT INTO hubkit.outbox (receiver, kind, event, rsvp, people, made, due)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            (note.receiver, note.kind, rsvp.event, whose, rsvp.party_size, now, now),
        )


def give_out(connection: Connection, now: datetime, most: int) -> tuple[Errand, ...]:
    """Do `Store.errands`: what is given out is due again after 2, 4, 8 … minutes, at most an hour.

    What another process is just giving out is passed over, so that nothing is given to two.
    """
    given = connection.execute(
        "UPDATE hubkit.outbox SET tries = tries + 1,"
        " due = %(now)s::timestamptz + least(%(first)s::interval * (1 << least(tries, 10)), %(longest)s::interval)"
        " WHERE number = ANY(ARRAY(SELECT number FROM hubkit.outbox WHERE due <= %(now)s"
        " ORDER BY due, number LIMIT %(most)s FOR UPDATE SKIP LOCKED))"
        " RETURNING number, receiver, kind, event, coalesce(rsvp, ''), people, made, tries",
        {"now": now, "first": FIRST_PAUSE, "longest": LONGEST_PAUSE, "most": most},
    ).fetchall()
    return tuple(
        Errand(number, receiver, kind, event, rsvp, people, made.astimezone(UTC), tries)
        for number, receiver, kind, event, rsvp, people, made, tries in sorted(given)
    )


def next_due(connection: Connection) -> datetime | None:
    """Do `Store.next_errand`."""
    (due,) = one(connection.execute("SELECT min(due) FROM hubkit.outbox WHERE due IS NOT NULL").fetchone())
    return None if due is None else due.astimezone(UTC)


def end(connection: Connection, errand: Errand, sent: datetime | None) -> None:
    """Do `Store.end`: what a person was written is kept as long as their RSVP, without its words; a notice is not."""
    if errand.receiver == "person":
        connection.execute("UPDATE hubkit.outbox SET due = NULL, sent = %s WHERE number = %s", (sent, errand.number))
    else:
        connection.execute("DELETE FROM hubkit.outbox WHERE number = %s", (errand.number,))


def told(connection: Connection, key: str) -> tuple[Told, ...]:
    """Do `Store.told`."""
    found = connection.execute("SELECT kind, made, sent FROM hubkit.outbox WHERE rsvp = %s ORDER BY number", (key,))
    return tuple(
        Told(kind, made.astimezone(UTC), None if sent is None else sent.astimezone(UTC)) for kind, made, sent in found
    )
