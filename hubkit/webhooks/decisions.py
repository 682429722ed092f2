"""What becomes of an RSVP with each call: decided of what is stored, whatever database it is stored in."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from heapq import merge
from typing import Literal

from msgspec import Struct

from hubkit.webhooks.seats import HOLD, Place, Room, moving_up, place
from hubkit.webhooks.store import Answer, Rsvp, State, Wish


class Stored(Struct, frozen=True):
    """An RSVP, and what only the database needs to know of it."""

    rsvp: Rsvp
    seats: int
    """How many it has, confirmed or held: all of its party, or none."""

    @property
    def let_go(self) -> bool:
        """Whether it is pending and holds no seats: none were free, or it was held too long."""
        return self.rsvp.state == "pending" and self.seats == 0


class UndoneError(Exception):
    """What was done in this transaction is not to be stored; `answers` say what it would have been."""

    def __init__(self, answers: tuple[Answer, ...]) -> None:
        super().__init__()
        self.answers = answers


class Taking(Struct, frozen=True):
    """What becomes of a wish."""

    outcome: Literal["new", "known", "full"]
    state: State | None = None
    """Of the RSVP that is stored; it comes in place of one that the person has and let go."""
    until: datetime | None = None
    """Until when the stored one is held, or the known one is held again; where that is now, it holds nothing."""


def person(email: str) -> str:
    """Return what is the same for all spellings of an address that are one person."""
    return unicodedata.normalize("NFC", email).lower()


def seats_of_new(wish: Wish, state: State, now: datetime, until: datetime | None) -> int:
    """Return how many seats a new RSVP has; one that is held until now has none."""
    has_none = state == "waiting" or (until is not None and until <= now)
    return 0 if has_none else wish.party_size


def taking(wish: Wish, known: Stored | None, room: Room, now: datetime, *, waitlist: bool) -> Taking:
    """Return what becomes of a wish of somebody who has an RSVP (`known`), or none.

    A person whose hold is over may ask again: where mail is set up they get it again if they can, else the old RSVP is
    cancelled for the new. Where mail is set up, the outcome for somebody known is what it would be if they were not.
    """
    given = place(wish.party_size, room, waitlist=waitlist)
    if known is None or (known.let_go and not wish.needs_confirmation):
        if given == "none":
            return Taking("full")
        if wish.needs_confirmation:
            return Taking("new", "pending", now + HOLD if given == "seat" else now)
        return Taking("new", "confirmed" if given == "seat" else "waiting")
    if not wish.needs_confirmation:
        return Taking("known")
    outcome = "full" if given == "none" else "known"
    if not known.let_go:
        return Taking(outcome)
    has_seat = place(known.rsvp.party_size, room, waitlist=False) == "seat"
    return Taking(outcome, until=now + HOLD if has_seat else now)


def coming_late(
    late: Rsvp, line: Iterable[tuple[int, int]], room: Room, *, waitlist: bool
) -> tuple[Place, tuple[int, ...]]:
    """Return where one goes that holds no seats and confirms, and the numbers of all who get a seat by it.

    It joins the `line` of those who wait, (number, party size), where its number puts it, and the line moves.
    """
    numbers = tuple(moving_up(merge(line, [(late.number, late.party_size)]), room))
    if late.number in numbers:
        return "seat", numbers
    return ("list", numbers) if waitlist and room.could_hold(late.party_size) else ("none", ())


def has_room(found: Stored, party_size: int, room: Room) -> bool:
    """Return whether an RSVP may be for so many. A larger party gets no seat that somebody waits for."""
    more = party_size - found.rsvp.party_size
    return more <= 0 or (room.has_free(more) if found.seats else room.could_hold(party_size))
