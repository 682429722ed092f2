"""What becomes of seats with each call: it is decided and stored within one transaction."""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from heapq import merge

from hubkit.webhooks import erasing, rows
from hubkit.webhooks.seats import HOLD, Place, moving_up, place
from hubkit.webhooks.store import Answer, Changed, Rsvp, Seats, Wish


class UndoneError(Exception):
    """What was done in this transaction is not to be stored; `answers` say what it would have been."""

    def __init__(self, answers: tuple[Answer, ...]) -> None:
        super().__init__()
        self.answers = answers


def take(connection: sqlite3.Connection, wish: Wish, seats: Seats, now: datetime) -> Answer:
    """Do `Store.take`.

    A person whose hold is over may ask again: where mail is set up they get it again if they can, else the old RSVP is
    cancelled for the new.
    """
    rows.remember(connection, seats)
    rows.let_go(connection, seats.event, now)
    known = rows.live(connection, wish)
    if known is not None and not known.let_go and not wish.needs_confirmation:
        return Answer("known", known.rsvp)
    given = place(wish.party_size, rows.room(connection, seats), waitlist=seats.waitlist)
    if known is not None and wish.needs_confirmation:
        return ask_again(connection, known, given, seats, now)
    if given == "none":
        if wish.needs_confirmation:
            rows.turn_away(connection, seats.event)
        return Answer("full", None)
    if known is not None:
        rows.put(connection, known.rsvp.id, "cancelled", known.rsvp.party_size, 0, now)
    if wish.needs_confirmation:
        return Answer("new", rows.insert(connection, wish, "pending", now, now + HOLD if given == "seat" else now))
    return Answer("new", rows.insert(connection, wish, "confirmed" if given == "seat" else "waiting", now, None))


def ask_again(connection: sqlite3.Connection, known: rows.Stored, given: Place, seats: Seats, now: datetime) -> Answer:
    """Take a wish of somebody known who is written to: the answer is what it would be if they were not."""
    rsvp = known.rsvp
    if known.let_go:
        has_seat = place(rsvp.party_size, rows.room(connection, seats), waitlist=False) == "seat"
        rsvp = rows.hold(connection, rsvp, now, now + HOLD if has_seat else now)
    return Answer("full", None) if given == "none" else Answer("known", rsvp)


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
    """Confirm one that holds no seats: it joins the line where its number puts it, and the line moves."""
    room = rows.room(connection, seats)
    line = merge(rows.in_line(connection, late.event), [(late.number, late.party_size)])
    numbers = moving_up(line, room)
    if late.number in numbers:
        moved = [rows.seat(connection, number, now) for number in numbers]
        mine = next(rsvp for rsvp in moved if rsvp.id == late.id)
        return Changed("done", mine, tuple(rsvp for rsvp in moved if rsvp.id != late.id))
    if not (seats.waitlist and room.could_hold(late.party_size)):
        return Changed("full", late)
    waiting = rows.put(connection, late.id, "waiting", late.party_size, 0, now)
    return Changed("done", waiting, tuple(rows.seat(connection, number, now) for number in numbers))


def resize(connection: sqlite3.Connection, key: str, party_size: int, seats: Seats, now: datetime) -> Changed:
    """Do `Store.resize`."""
    rows.remember(connection, seats)
    found = current(connection, key, now)
    if found is None:
        return Changed("gone", None)
    more = party_size - found.rsvp.party_size
    room = rows.room(connection, seats)
    if more > 0 and not (room.has_free(more) if found.seats else room.could_hold(party_size)):
        return Changed("full", found.rsvp)
    changed = found.rsvp
    if more:
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


def current(connection: sqlite3.Connection, key: str, now: datetime) -> rows.Stored | None:
    """Return an RSVP that is not cancelled, after what its event held too long is let go."""
    found = rows.by_id(connection, key)
    if found is None or found.rsvp.state == "cancelled":
        return None
    rows.let_go(connection, found.rsvp.event, now)
    return rows.by_id(connection, key)
