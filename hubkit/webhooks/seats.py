"""The arithmetic of seats: who gets one, who waits, and who moves up."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Literal, TypeAlias

from msgspec import Struct

HOLD = timedelta(minutes=30)
"""How long a pending RSVP holds its seats."""
Place: TypeAlias = Literal["seat", "list", "none"]


class Room(Struct, frozen=True):
    """What an event has at one moment."""

    capacity: int | None
    """None for as many as come."""
    taken: int
    """Seats that are confirmed or held."""
    awaited: bool
    """Whether somebody waits whom the event could hold."""

    def could_hold(self, party_size: int) -> bool:
        """Return whether a party fits into the event while it is empty."""
        return self.capacity is None or party_size <= self.capacity

    def has_free(self, seats: int) -> bool:
        """Return whether so many seats are free, and nobody waits for them."""
        return self.capacity is None or (not self.awaited and seats <= self.capacity - self.taken)


def place(party_size: int, room: Room, *, waitlist: bool) -> Place:
    """Return where a party goes that comes now: nobody who comes later passes those who wait.

    A party that the event could not hold even empty gets no place on the list, where it would wait for ever.
    """
    if room.has_free(party_size):
        return "seat"
    return "list" if waitlist and room.could_hold(party_size) else "none"


def moving_up(waiting: Iterable[tuple[int, int]], room: Room) -> list[int]:
    """Return the numbers of those who get a seat now, of (number, party size) in order of number.

    The list moves strictly in order: a party larger than what is free waits, and the smaller ones behind it wait with
    it. Only a party larger than the whole event, as when its capacity shrank, is passed over.
    """
    free = room.capacity if room.capacity is None else room.capacity - room.taken
    numbers: list[int] = []
    for number, party_size in waiting:
        if not room.could_hold(party_size):
            continue
        if free is not None:
            if party_size > free:
                break
            free -= party_size
        numbers.append(number)
    return numbers
