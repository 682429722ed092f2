"""What becomes of seats with each call: it is decided and stored within one transaction."""

import sqlite3
from collections.abc import Callable
from datetime import datetime

from hubkit.webhooks import erasing, rows
from hubkit.webhooks.decisions import Stored, UndoneError, coming_late, has_room, taking
from hubkit.webhooks.seats import moving_up
from hubkit.webhooks.store import Answer, Changed, Rsvp, Seats, Wish


def take(connection: sqlite3.Connection, wish: Wish, seats: Seats, now: datetime) -> Answer:
    """Do `Store.take`."""
    rows.remember(connection, seats)
    rows.let_go(connection, seats.event, now)
    known = rows.live(connection, wish)
    decided = taking(wish, known, rows.room(connection, seats), now, waitlist=seats.waitlist)
    rsvp = None if known is None else known.rsvp
    if decided.state is not None:
        if rsvp is not None:
            rows.put(connection, rsvp.id, "cancelled", rsvp.party_size, 0, now)
        rsvp = rows.insert(connection, wish, decided.state, now, decided.until)
    elif rsvp is not None and decided.until is not None:
        rsvp = rows.hold(connection, rsvp, now, decided.until)
    elif rsvp is None and wish.needs_confirmation:
        rows.turn_away(connection, seats.event)
    return Answer(decided.outcome, None if decided.outcome == "full" else rsvp)


def take_all(
    connection: sqlite3.Connection,
    asked: tuple[tuple[Wish, Seats], ...],
    now: datetime,
    keep: Callable[[tuple[Answer, ...]], bool],
) -> tuple[Answer, ...]:
    """Do `Store.take_all`; raises `UndoneError` where `keep` refuses the answers."""
    answers = tuple(take(connection, wish, seats, now) for wish, seats in asked)
    if not keep(answers):
        raise UndoneError(answers)
    return answers


def confirm(connection: sqlite3.Connection, key: str, seats: Seats, now: datetime) -> Changed:
    """Do `Store.confirm`."""
    rows.remember(connection, seats)
    found = current(connection, key, now)
    if found is None:
        return Changed("gone", None)
    if found.let_go:
        return come_late(connection, found.rsvp, seats, now)
    if found.rsvp.state != "pending":
        return Changed("done", found.rsvp)
    return Changed("done", rows.seat(connection, found.rsvp.number, now))


def come_late(connection: sqlite3.Connection, late: Rsvp, seats: Seats, now: datetime) -> Changed:
    """Confirm one that holds no seats."""
    line, room = rows.in_line(connection, late.event), rows.room(connection, seats)
    given, numbers = coming_late(late, line, room, waitlist=seats.waitlist)
    moved = tuple(rows.seat(connection, number, now) for number in numbers)
    match given:
        case "seat":
            mine = next(rsvp for rsvp in moved if rsvp.id == late.id)
            return Changed("done", mine, tuple(rsvp for rsvp in moved if rsvp.id != late.id))
        case "list":
            return Changed("done", rows.put(connection, late.id, "waiting", late.party_size, 0, now), moved)
        case "none":
            return Changed("full", late)


def resize(connection: sqlite3.Connection, key: str, party_size: int, seats: Seats, now: datetime) -> Changed:
    """Do `Store.resize`."""
    rows.remember(connection, seats)
    found = current(connection, key, now)
    if found is None:
        return Changed("gone", None)
    if not has_room(found, party_size, rows.room(connection, seats)):
        return Changed("full", found.rsvp)
    changed = found.rsvp
    if party_size != changed.party_size:
        changed = rows.put(connection, key, changed.state, party_size, party_size if found.seats else 0, now)
    moved = move_up(connection, seats, now)
    return Changed("done", next((rsvp for rsvp in moved if rsvp.id == key), changed), moved)


def cancel(connection: sqlite3.Connection, key: str, seats: Seats, now: datetime) -> Changed:
    """Do `Store.cancel`."""
    found = current(connection, key, now)
    if found is None:
        return Changed("gone", None)
    cancelled = rows.put(connection, key, "cancelled", found.rsvp.party_size, 0, now)
    return Changed("done", cancelled, settle(connection, seats, now))


def withdraw(connection: sqlite3.Connection, key: str, seats: Seats | None, now: datetime) -> Changed:
    """Do `Store.withdraw`, but for what is left in the files."""
    found = rows.by_id(connection, key)
    if found is None:
        return Changed("gone", None)
    erasing.remove(connection, (key,))
    return Changed("done", found.rsvp, settle(connection, seats, now) if seats else ())


def settle(connection: sqlite3.Connection, seats: Seats, now: datetime) -> tuple[Rsvp, ...]:
    """Do `Store.settle`."""
    rows.remember(connection, seats)
    rows.let_go(connection, seats.event, now)
    return move_up(connection, seats, now)


def move_up(connection: sqlite3.Connection, seats: Seats, now: datetime) -> tuple[Rsvp, ...]:
    """Give free seats to those who wait, and return them."""
    numbers = moving_up(rows.in_line(connection, seats.event), rows.room(connection, seats))
    return tuple(rows.seat(connection, number, now) for number in numbers)


def current(connection: sqlite3.Connection, key: str, now: datetime) -> Stored | None:
    """Return an RSVP that is not cancelled, after what its event held too long is let go."""
    found = rows.by_id(connection, key)
    if found is None or found.rsvp.state == "cancelled":
        return None
    rows.let_go(connection, found.rsvp.event, now)
    return rows.by_id(connection, key)
