"""RSVPs as rows of PostgreSQL: what each change reads and writes, within a transaction."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TypeAlias

import psycopg

from hubkit.webhooks.decisions import Stored, person, seats_of_new
from hubkit.webhooks.seats import Room
from hubkit.webhooks.store import Rsvp, Seats, State, Taken, Wish

Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]
_READ = 13
"""Columns of an RSVP."""


def stored(row: tuple[Any, ...]) -> Stored:
    """Return a row of the table as a value."""
    number, key, event, name, email, party_size, language, state, made, changed, held_until, _, seats = row[:_READ]
    until = None if held_until is None else held_until.astimezone(UTC)
    made, changed = made.astimezone(UTC), changed.astimezone(UTC)
    return Stored(Rsvp(key, number, event, name, email, party_size, language, state, made, changed, until), seats)


def one(row: tuple[Any, ...] | None) -> tuple[Any, ...]:
    """Return a row that there must be."""
    if row is None:
        raise LookupError
    return row


class Rows:
    """The rows, as the transaction of a connection sees them."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def hold_event(self, seats: Seats) -> None:
        """Keep an event for this transaction alone, until its end, and store what it has to give.

        Whoever else wants to change its RSVPs waits here. What is read after this is what they left.
        """
        held = "SELECT capacity, waitlist, ends FROM hubkit.events WHERE event = %s FOR UPDATE"
        known = self.connection.execute(held, (seats.event,)).fetchone()
        if known != (seats.capacity, seats.waitlist, seats.ends):
            self.connection.execute(
                "INSERT INTO hubkit.events (event, capacity, waitlist, ends) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT (event) DO UPDATE SET"
                " capacity = excluded.capacity, waitlist = excluded.waitlist, ends = excluded.ends",
                (seats.event, seats.capacity, seats.waitlist, seats.ends),
            )

    def hold_events_of(self, keys: Iterable[str]) -> None:
        """Keep the events of some RSVPs for this transaction alone, one after the other, by id."""
        held = (
            "SELECT event FROM hubkit.events WHERE event IN (SELECT event FROM hubkit.rsvps WHERE id = ANY(%s))"
            " ORDER BY event FOR UPDATE"
        )
        self.connection.execute(held, (list(keys),))

    def by_id(self, key: str) -> Stored | None:
        """Return an RSVP, whatever its state."""
        row = self.connection.execute("SELECT * FROM hubkit.rsvps WHERE id = %s", (key,)).fetchone()
        return None if row is None else stored(row)

    def live(self, wish: Wish) -> Stored | None:
        """Return the RSVP that a person has for an event and has not cancelled."""
        found = "SELECT * FROM hubkit.rsvps WHERE event = %s AND person = %s AND state <> 'cancelled'"
        row = self.connection.execute(found, (wish.event, person(wish.email))).fetchone()
        return None if row is None else stored(row)

    def insert(self, wish: Wish, state: State, now: datetime, until: datetime | None) -> Rsvp:
        """Store a wish as an RSVP with the next number."""
        new = (
            "INSERT INTO hubkit.rsvps"
            " (id, event, name, email, party_size, language, state, made, changed, held_until, person, seats)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING *"
        )
        key, has = secrets.token_urlsafe(16), seats_of_new(wish, state, now, until)
        asked = (wish.event, wish.name, wish.email, wish.party_size, wish.language)
        values = (key, *asked, state, now, now, until, person(wish.email), has)
        return stored(one(self.connection.execute(new, values).fetchone())).rsvp

    def put(self, key: str, state: State, party_size: int, seats: int, now: datetime) -> Rsvp:
        """Change an RSVP; only a pending one keeps until when it is held."""
        change = (
            "UPDATE hubkit.rsvps SET state = %(state)s, party_size = %(party)s, seats = %(seats)s, changed = %(now)s,"
            " held_until = CASE %(state)s WHEN 'pending' THEN held_until END WHERE id = %(key)s RETURNING *"
        )
        values = {"state": state, "party": party_size, "seats": seats, "now": now, "key": key}
        return stored(one(self.connection.execute(change, values).fetchone())).rsvp

    def hold(self, rsvp: Rsvp, now: datetime, until: datetime) -> Rsvp:
        """Hold the seats of a pending RSVP until a time; where that is now, none."""
        change = "UPDATE hubkit.rsvps SET seats = %s, changed = %s, held_until = %s WHERE id = %s RETURNING *"
        values = (rsvp.party_size if until > now else 0, now, until, rsvp.id)
        return stored(one(self.connection.execute(change, values).fetchone())).rsvp

    def turn_away(self, event: str) -> None:
        """Count somebody who gets nothing: it takes as long as where somebody is known, and so tells nobody who is."""
        self.connection.execute("UPDATE hubkit.events SET turned_away = turned_away + 1 WHERE event = %s", (event,))

    def let_go(self, event: str, now: datetime) -> None:
        """Take the seats from those whose hold is over, for good: a clock that goes back does not return them."""
        self.connection.execute(
            "UPDATE hubkit.rsvps SET seats = 0"
            " WHERE event = %s AND state = 'pending' AND seats > 0 AND held_until <= %s",
            (event, now),
        )

    def room(self, seats: Seats) -> Room:
        """Return what an event has left; what was held too long has to be let go before."""
        found = (
            "SELECT seats, EXISTS (SELECT 1 FROM hubkit.rsvps"
            " WHERE rsvps.event = events.event AND state = 'waiting' AND party_size <= %s)"
            " FROM hubkit.events WHERE event = %s"
        )
        taken, awaited = one(self.connection.execute(found, (seats.capacity, seats.event)).fetchone())
        return Room(seats.capacity, taken, bool(awaited))

    def in_line(self, event: str) -> list[tuple[int, int]]:
        """Return those who wait, as (number, party size), in order."""
        line = "SELECT number, party_size FROM hubkit.rsvps WHERE event = %s AND state = 'waiting' ORDER BY number"
        return [(number, party_size) for number, party_size in self.connection.execute(line, (event,))]

    def seat(self, numbers: Iterable[int], now: datetime) -> tuple[Rsvp, ...]:
        """Confirm people, with seats for all of their parties; return them by number."""
        wanted = list(numbers)
        if not wanted:
            return ()
        change = (
            "UPDATE hubkit.rsvps SET state = 'confirmed', seats = party_size, changed = %s, held_until = NULL"
            " WHERE number = ANY(%s) RETURNING *"
        )
        moved = [stored(row).rsvp for row in self.connection.execute(change, (now, wanted))]
        return tuple(sorted(moved, key=lambda rsvp: rsvp.number))

    def taken(self, event: str, now: datetime) -> Taken:
        """Return how an event stands, without the holds that are over by now."""
        found = (
            "SELECT seats - (SELECT coalesce(sum(late.seats), 0)::bigint FROM hubkit.rsvps AS late"
            " WHERE late.event = events.event AND state = 'pending' AND late.seats > 0 AND held_until <= %s), people"
            " FROM hubkit.events WHERE event = %s"
        )
        seats, people = self.connection.execute(found, (now, event)).fetchone() or (0, 0)
        return Taken(seats, people)

    def awaited(self, now: datetime) -> tuple[str, ...]:
        """Return the events where somebody waits and seats may be free; what was held too long counts as free."""
        found = (
            "SELECT event FROM hubkit.events WHERE people > 0 AND (capacity IS NULL OR seats < capacity OR EXISTS"
            " (SELECT 1 FROM hubkit.rsvps AS late WHERE late.event = events.event AND state = 'pending'"
            " AND late.seats > 0 AND held_until <= %s)) ORDER BY event"
        )
        return tuple(event for (event,) in self.connection.execute(found, (now,)))

    def page(self, event: str | None, after: int, size: int) -> list[Rsvp]:
        """Return so many RSVPs of an event, or of all, that come after a number, in order."""
        if event is None:
            found = "SELECT * FROM hubkit.rsvps WHERE number > %s ORDER BY number LIMIT %s"
            rows = self.connection.execute(found, (after, size))
        else:
            found = "SELECT * FROM hubkit.rsvps WHERE event = %s AND number > %s ORDER BY number LIMIT %s"
            rows = self.connection.execute(found, (event, after, size))
        return [stored(row).rsvp for row in rows]

    def ended(self, before: datetime) -> tuple[str, ...]:
        """Return the events with RSVPs that ended before a time, by id."""
        over = (
            "SELECT event FROM hubkit.events WHERE ends < %s"
            " AND EXISTS (SELECT 1 FROM hubkit.rsvps WHERE rsvps.event = events.event) ORDER BY event"
        )
        return tuple(event for (event,) in self.connection.execute(over, (before,)))
