"""What becomes of seats with each call: read, decided and stored within one transaction that holds the event."""

from collections.abc import Callable
from datetime import datetime

from hubkit.webhooks.decisions import Stored, UndoneError, coming_late, has_room, taking
from hubkit.webhooks.postgres import erasing
from hubkit.webhooks.postgres.rows import Rows
from hubkit.webhooks.seats import moving_up
from hubkit.webhooks.store import Answer, Changed, Rsvp, Seats, Wish


def take(rows: Rows, wish: Wish, seats: Seats, now: datetime) -> Answer:
    """Do `Store.take`."""
    rows.hold_event(seats)
    rows.let_go(seats.event, now)
    known = rows.live(wish)
    decided = taking(wish, known, rows.room(seats), now, waitlist=seats.waitlist)
    rsvp = None if known is None else known.rsvp
    if decided.state is not None:
        if rsvp is not None:
            rows.put(rsvp.id, "cancelled", rsvp.party_size, 0, now)
        rsvp = rows.insert(wish, decided.state, now, decided.until)
    elif rsvp is not None and decided.until is not None:
        rsvp = rows.hold(rsvp, now, decided.until)
    elif rsvp is None and wish.needs_confirmation:
        rows.turn_away(seats.event)
    return Answer(decided.outcome, None if decided.outcome == "full" else rsvp)


def take_all(
    rows: Rows, asked: tuple[tuple[Wish, Seats], ...], now: datetime, keep: Callable[[tuple[Answer, ...]], bool]
) -> tuple[Answer, ...]:
    """Do `Store.take_all`; raises `UndoneError` where `keep` refuses the answers.

    The events are held in the order of their ids, as by all who hold several, so that no two wait for each other.
    """
    events = {seats.event: seats for _, seats in asked}
    for event in sorted(events):
        rows.hold_event(events[event])
    answers = tuple(take(rows, wish, seats, now) for wish, seats in asked)
    if not keep(answers):
        raise UndoneError(answers)
    return answers


def confirm(rows: Rows, key: str, seats: Seats, now: datetime) -> Changed:
    """Do `Store.confirm`."""
    rows.hold_event(seats)
    found = current(rows, key, now)
    if found is None:
        return Changed("gone", None)
    if found.let_go:
        return come_late(rows, found.rsvp, seats, now)
    if found.rsvp.state != "pending":
        return Changed("done", found.rsvp)
    (confirmed,) = rows.seat([found.rsvp.number], now)
    return Changed("done", confirmed)


def come_late(rows: Rows, late: Rsvp, seats: Seats, now: datetime) -> Changed:
    """Confirm one that holds no seats."""
    given, numbers = coming_late(late, rows.in_line(late.event), rows.room(seats), waitlist=seats.waitlist)
    moved = rows.seat(numbers, now)
    match given:
        case "seat":
            mine = next(rsvp for rsvp in moved if rsvp.id == late.id)
            return Changed("done", mine, tuple(rsvp for rsvp in moved if rsvp.id != late.id))
        case "list":
            return Changed("done", rows.put(late.id, "waiting", late.party_size, 0, now), moved)
        case "none":
            return Changed("full", late)


def resize(rows: Rows, key: str, party_size: int, seats: Seats, now: datetime) -> Changed:
    """Do `Store.resize`."""
    rows.hold_event(seats)
    found = current(rows, key, now)
    if found is None:
        return Changed("gone", None)
    if not has_room(found, party_size, rows.room(seats)):
        return Changed("full", found.rsvp)
    changed = found.rsvp
    if party_size != changed.party_size:
        changed = rows.put(key, changed.state, party_size, party_size if found.seats else 0, now)
    moved = move_up(rows, seats, now)
    return Changed("done", next((rsvp for rsvp in moved if rsvp.id == key), changed), moved)


def cancel(rows: Rows, key: str, seats: Seats, now: datetime) -> Changed:
    """Do `Store.cancel`."""
    rows.hold_event(seats)
    found = current(rows, key, now)
    if found is None:
        return Changed("gone", None)
    cancelled = rows.put(key, "cancelled", found.rsvp.party_size, 0, now)
    return Changed("done", cancelled, move_up(rows, seats, now))


def withdraw(rows: Rows, key: str, seats: Seats | None, now: datetime) -> Changed:
    """Do `Store.withdraw`, but for what is left in the files."""
    if seats is None:
        rows.hold_events_of([key])
    else:
        rows.hold_event(seats)
    found = rows.by_id(key)
    if found is None:
        return Changed("gone", None)
    erasing.remove(rows, (key,))
    return Changed("done", found.rsvp, settle(rows, seats, now) if seats else ())


def settle(rows: Rows, seats: Seats, now: datetime) -> tuple[Rsvp, ...]:
    """Do `Store.settle`."""
    rows.hold_event(seats)
    rows.let_go(seats.event, now)
    return move_up(rows, seats, now)


def move_up(rows: Rows, seats: Seats, now: datetime) -> tuple[Rsvp, ...]:
    """Give free seats to those who wait, and return them."""
    return rows.seat(moving_up(rows.in_line(seats.event), rows.room(seats)), now)


def current(rows: Rows, key: str, now: datetime) -> Stored | None:
    """Return an RSVP that is not cancelled, after what its event held too long is let go."""
    found = rows.by_id(key)
    if found is None or found.rsvp.state == "cancelled":
        return None
    rows.let_go(found.rsvp.event, now)
    return rows.by_id(key)
