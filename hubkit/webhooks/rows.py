"""RSVPs as rows of the database: what each change reads and writes, within a transaction."""

import secrets
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from hubkit.webhooks.decisions import Stored, person, seats_of_new
from hubkit.webhooks.seats import Room
from hubkit.webhooks.store import Rsvp, Seats, State, Taken, Wish

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Row: TypeAlias = tuple[int, str, str, str, str, int, str, State, int, int, int | None, str, int, int]


def instant(moment: datetime) -> int:
    """Return a time as microseconds since 1970 in UTC, as it is stored."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment(stored: int) -> datetime:
    """Return a stored time."""
    return EPOCH + timedelta(microseconds=stored)


def stored(row: Row) -> Stored:
    """Return a row of the table as a value."""
    number, key, event, name, email, party_size, language, state, made, changed, held_until, _, seats, _ = row
    until = None if held_until is None else moment(held_until)
    rsvp = Rsvp(key, number, event, name, email, party_size, language, state, moment(made), moment(changed), until)
    return Stored(rsvp, seats)


def by_id(connection: sqlite3.Connection, key: str) -> Stored | None:
    """Return an RSVP, whatever its state."""
    row = connection.execute("SELECT * FROM rsvps WHERE id = ?", (key,)).fetchone()
    return None if row is None else stored(row)


def live(connection: sqlite3.Connection, wish: Wish) -> Stored | None:
    """Return the RSVP that a person has for an event and has not cancelled."""
    found = "SELECT * FROM rsvps WHERE event = ? AND person = ? AND state != 'cancelled'"
    row = connection.execute(found, (wish.event, person(wish.email))).fetchone()
    return None if row is None else stored(row)


def insert(connection: sqlite3.Connection, wish: Wish, state: State, now: datetime, until: datetime | None) -> Rsvp:
    """Store a wish as an RSVP with the next number."""
    values = (
        secrets.token_urlsafe(16),
        wish.event,
        wish.name,
        wish.email,
        wish.party_size,
        wish.language,
        state,
        instant(now),
        instant(now),
        None if until is None else instant(until),
        person(wish.email),
        seats_of_new(wish, state, now, until),
    )
    new = "INSERT INTO rsvps VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *"
    return stored(connection.execute(new, values).fetchone()).rsvp


def put(connection: sqlite3.Connection, key: str, state: State, party_size: int, seats: int, now: datetime) -> Rsvp:
    """Change an RSVP; only a pending one keeps until when it is held."""
    change = (
        "UPDATE rsvps SET state = ?1, party_size = ?2, seats = ?3, changed = ?4,"
        " held_until = CASE ?1 WHEN 'pending' THEN held_until END WHERE id = ?5 RETURNING *"
    )
    return stored(connection.execute(change, (state, party_size, seats, instant(now), key)).fetchone()).rsvp


def hold(connection: sqlite3.Connection, rsvp: Rsvp, now: datetime, until: datetime) -> Rsvp:
    """Hold the seats of a pending RSVP until a time; where that is now, none."""
    change = "UPDATE rsvps SET seats = ?, changed = ?, held_until = ? WHERE id = ? RETURNING *"
    seats = rsvp.party_size if until > now else 0
    return stored(connection.execute(change, (seats, instant(now), instant(until), rsvp.id)).fetchone()).rsvp


def remember(connection: sqlite3.Connection, seats: Seats) -> None:
    """Keep what an event has to give, for what is asked without saying it."""
    connection.execute(
        "INSERT INTO events (event, capacity, waitlist, ends) VALUES (?, ?, ?, ?) ON CONFLICT (event)"
        " DO UPDATE SET capacity = excluded.capacity, waitlist = excluded.waitlist, ends = excluded.ends"
        " WHERE capacity IS NOT excluded.capacity OR waitlist != excluded.waitlist OR ends != excluded.ends",
        (seats.event, seats.capacity, seats.waitlist, instant(seats.ends)),
    )


def turn_away(connection: sqlite3.Connection, event: str) -> None:
    """Count somebody who gets nothing: it takes as long as where somebody is known, and so tells nobody who is."""
    connection.execute("UPDATE events SET turned_away = turned_away + 1 WHERE event = ?", (event,))


def let_go(connection: sqlite3.Connection, event: str, now: datetime) -> None:
    """Take the seats from those whose hold is over, for good: a clock that goes back does not return them."""
    connection.execute(
        "UPDATE rsvps SET seats = 0 WHERE event = ? AND state = 'pending' AND seats > 0 AND held_until <= ?",
        (event, instant(now)),
    )


def room(connection: sqlite3.Connection, seats: Seats) -> Room:
    """Return what an event has left; what was held too long has to be let go before."""
    (taken,) = connection.execute("SELECT seats FROM events WHERE event = ?", (seats.event,)).fetchone()
    line = "SELECT EXISTS (SELECT 1 FROM rsvps WHERE event = ?1 AND state = 'waiting' AND party_size <= ?2)"
    (awaited,) = connection.execute(line, (seats.event, seats.capacity)).fetchone()
    return Room(seats.capacity, taken, bool(awaited))


def in_line(connection: sqlite3.Connection, event: str) -> Iterator[tuple[int, int]]:
    """Return those who wait, as (number, party size), in order."""
    line = "SELECT number, party_size FROM rsvps WHERE event = ? AND state = 'waiting' ORDER BY number"
    return connection.execute(line, (event,))


def seat(connection: sqlite3.Connection, number: int, now: datetime) -> Rsvp:
    """Confirm somebody, with seats for all of their party."""
    change = (
        "UPDATE rsvps SET state = 'confirmed', seats = party_size, changed = ?, held_until = NULL"
        " WHERE number = ? RETURNING *"
    )
    return stored(connection.execute(change, (instant(now), number)).fetchone()).rsvp


def taken(connection: sqlite3.Connection, event: str, now: datetime) -> Taken:
    """Return how an event stands, without the holds that are over by now."""
    row = connection.execute("SELECT seats, people FROM events WHERE event = ?", (event,)).fetchone()
    seats, people = row or (0, 0)
    late = (
        "SELECT coalesce(sum(seats), 0) FROM rsvps"
        " WHERE event = ? AND state = 'pending' AND seats > 0 AND held_until <= ?"
    )
    (over,) = connection.execute(late, (event, instant(now))).fetchone()
    return Taken(seats - over, people)


def awaited(connection: sqlite3.Connection, now: datetime) -> tuple[str, ...]:
    """Return the events where somebody waits and seats may be free, by id; what was held too long counts as free."""
    found = (
        "SELECT event FROM events WHERE people > 0 AND (capacity IS NULL OR seats < capacity OR EXISTS (SELECT 1"
        " FROM rsvps WHERE rsvps.event = events.event AND state = 'pending' AND rsvps.seats > 0 AND held_until <= ?))"
        " ORDER BY event"
    )
    return tuple(event for (event,) in connection.execute(found, (instant(now),)))


def page(connection: sqlite3.Connection, event: str | None, after: int, size: int) -> list[Rsvp]:
    """Return so many RSVPs of an event, or of all, that come after a number, in order."""
    if event is None:
        found = connection.execute("SELECT * FROM rsvps WHERE number > ? ORDER BY number LIMIT ?", (after, size))
    else:
        of_event = "SELECT * FROM rsvps WHERE event = ? AND number > ? ORDER BY number LIMIT ?"
        found = connection.execute(of_event, (event, after, size))
    return [stored(row).rsvp for row in found]


def ended(connection: sqlite3.Connection, before: datetime) -> tuple[str, ...]:
    """Return the events with RSVPs that ended before a time, by id."""
    over = (
        "SELECT event FROM events WHERE ends < ?"
        " AND EXISTS (SELECT 1 FROM rsvps WHERE rsvps.event = events.event) ORDER BY event"
    )
    return tuple(event for (event,) in connection.execute(over, (instant(before),)))
