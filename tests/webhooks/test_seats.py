"""The arithmetic of seats, without a database."""

import pytest

from hubkit.webhooks.seats import Room, moving_up, place


@pytest.mark.parametrize(
    ("party_size", "room", "waitlist", "expected"),
    [
        (2, Room(10, 8, awaited=False), True, "seat"),
        (3, Room(10, 8, awaited=False), True, "list"),
        (3, Room(10, 8, awaited=False), False, "none"),
        (1, Room(10, 8, awaited=True), True, "list"),
        (1, Room(10, 8, awaited=True), False, "none"),
        (11, Room(10, 0, awaited=False), True, "none"),
        (1, Room(10, 12, awaited=False), True, "list"),
        (999, Room(None, 5000, awaited=False), False, "seat"),
        (1, Room(0, 0, awaited=False), True, "none"),
    ],
)
def test_a_party_gets_a_seat_or_a_place_in_line_or_none(
    party_size: int, room: Room, waitlist: bool, expected: str
) -> None:
    assert place(party_size, room, waitlist=waitlist) == expected


@pytest.mark.parametrize(
    ("waiting", "room", "expected"),
    [
        ([(4, 1), (5, 1), (6, 1)], Room(10, 8, awaited=True), [4, 5]),
        ([(4, 3), (5, 1)], Room(10, 8, awaited=True), []),
        ([(4, 1), (5, 3), (6, 1)], Room(10, 8, awaited=True), [4]),
        ([(4, 11), (5, 2)], Room(10, 8, awaited=True), [5]),
        ([(4, 1)], Room(10, 12, awaited=True), []),
        ([(4, 90), (5, 7)], Room(None, 8, awaited=True), [4, 5]),
        ([], Room(10, 0, awaited=False), []),
    ],
)
def test_the_line_moves_in_order(waiting: list[tuple[int, int]], room: Room, expected: list[int]) -> None:
    assert moving_up(waiting, room) == expected
