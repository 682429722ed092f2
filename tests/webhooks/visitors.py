"""People who ask for seats: one after the other at a desk, or many at once as a crowd, also from other processes."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self, TypeVar

from hubkit.webhooks import rows
from hubkit.webhooks.seats import place
from hubkit.webhooks.sqlite import SqliteStore
from hubkit.webhooks.store import Answer, Changed, Receiver, Rsvp, Seats, Taken, Wish
from tests.webhooks.apart import Loop

NOW = datetime(2026, 12, 1, 18, tzinfo=UTC)
EVENT = "lisbon.2026-12-05-photo-walk"
ENDS = datetime(2026, 12, 5, 12, tzinfo=UTC)
Result = TypeVar("Result")


def wish(who: str, party_size: int = 1, *, mail: bool = False, event: str = EVENT) -> Wish:
    """Return what somebody asks for."""
    return Wish(event, who.title(), f"{who}@example.org", party_size, "en", mail)


class Desk:
    """A store of one event, asked one thing after the other, at a time that only a test changes."""

    def __init__(
        self,
        path: Path,
        capacity: int | None = 3,
        *,
        waitlist: bool = True,
        receivers: frozenset[Receiver] = frozenset(),
    ) -> None:
        self.path = path
        self.receivers = receivers
        self.seats = Seats(EVENT, capacity, waitlist, ENDS)
        self.now = NOW
        self.loop = Loop()
        self.store = SqliteStore.open(path, receivers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()
        self.loop.close()

    def reopen(self) -> None:
        self.store.close()
        self.store = SqliteStore.open(self.path, self.receivers)

    def later(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)

    def holds(self, capacity: int | None) -> None:
        """Change the capacity in the catalogue, which the store learns with its next call."""
        self.seats = Seats(EVENT, capacity, self.seats.waitlist, ENDS)

    def do(self, call: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run(call)

    def take(self, who: str, party_size: int = 1, *, mail: bool = False) -> Answer:
        return self.do(self.store.take(wish(who, party_size, mail=mail), self.seats, self.now))

    def came(self, who: str, party_size: int = 1, *, mail: bool = False) -> Rsvp:
        """Take, and return what was stored."""
        answer = self.take(who, party_size, mail=mail)
        assert answer.outcome == "new"
        assert answer.rsvp is not None
        return answer.rsvp

    def confirm(self, rsvp: Rsvp) -> Changed:
        return self.do(self.store.confirm(rsvp.id, self.seats, self.now))

    def resize(self, rsvp: Rsvp, party_size: int) -> Changed:
        return self.do(self.store.resize(rsvp.id, party_size, self.seats, self.now))

    def cancel(self, rsvp: Rsvp) -> Changed:
        return self.do(self.store.cancel(rsvp.id, self.seats, self.now))

    def settle(self) -> tuple[Rsvp, ...]:
        return self.do(self.store.settle(self.seats, self.now))

    def erase(self, *rsvps: Rsvp) -> int:
        return self.do(self.store.erase(tuple(rsvp.id for rsvp in rsvps)))

    def taken(self) -> Taken:
        return self.do(self.store.taken(EVENT, self.now))

    def all(self, event: str | None = EVENT) -> list[Rsvp]:
        return self.do(everyone(self.store, event))

    def states(self) -> dict[str, str]:
        """Return who is in which state, by number; who came twice, as they are now."""
        return {rsvp.name.lower(): rsvp.state for rsvp in self.all()}


async def everyone(store: SqliteStore, event: str | None = EVENT) -> list[Rsvp]:
    """Return all RSVPs, by number."""
    return [rsvp async for rsvp in store.all(event)]


def names(moved: tuple[Rsvp, ...]) -> list[str]:
    """Return who it is."""
    return [rsvp.name.lower() for rsvp in moved]


class Unguarded(SqliteStore):
    """How seats are sold twice: it looks in one transaction whether there is room, and stores in another."""

    async def take(self, wish: Wish, seats: Seats, now: datetime) -> Answer:
        def look(connection: sqlite3.Connection) -> str:
            rows.remember(connection, seats)
            return place(wish.party_size, rows.room(connection, seats), waitlist=seats.waitlist)

        given = await self._writer.do(look)
        state = "confirmed" if given == "seat" else "waiting"
        return Answer("new", await self._writer.do(lambda connection: rows.insert(connection, wish, state, now, None)))


async def crowd(store: SqliteStore, people: range, capacity: int, *, mail: bool) -> None:
    """Have many ask at once, and write the id of each on standard output when it is answered."""

    async def ask(person: int) -> None:
        answer = await store.take(
            wish(f"person-{person}", mail=mail), Seats(EVENT, capacity, waitlist=True, ends=ENDS), NOW
        )
        assert answer.rsvp is not None
        os.write(1, f"{answer.rsvp.id} {answer.rsvp.state}\n".encode())

    await asyncio.gather(*(ask(person) for person in people))


def main() -> None:
    """Open a store, say so, and let the crowd in once something stands on standard input."""
    kind, path, first, last, capacity = sys.argv[1:]
    receivers: frozenset[Receiver] = frozenset({"person"} if kind == "written" else ())
    store = (Unguarded if kind == "unguarded" else SqliteStore).open(Path(path), receivers)
    os.write(1, b"open\n")
    sys.stdin.readline()
    asyncio.run(crowd(store, range(int(first), int(last)), int(capacity), mail=kind == "written"))
    sys.stdin.read()  # who is to be killed does not end before
    store.close()


if __name__ == "__main__":
    main()
