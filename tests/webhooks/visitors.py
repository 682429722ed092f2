"""People who ask for seats: one after the other at a desk, or many at once as a crowd, also from other processes."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self, TypeAlias, TypeVar

from hubkit.webhooks import rows
from hubkit.webhooks import seats as arithmetic
from hubkit.webhooks.postgres.rows import Rows
from hubkit.webhooks.postgres.store import PostgresStore
from hubkit.webhooks.sqlite import SqliteStore
from hubkit.webhooks.store import Answer, Busy, Changed, Receiver, Rsvp, Seats, Store, Taken, Wish
from tests.webhooks.apart import Loop

NOW = datetime(2026, 12, 1, 18, tzinfo=UTC)
EVENT = "lisbon.2026-12-05-photo-walk"
ENDS = datetime(2026, 12, 5, 12, tzinfo=UTC)
Result = TypeVar("Result")
Place: TypeAlias = Path | str
Opened: TypeAlias = SqliteStore | PostgresStore


def wish(who: str, party_size: int = 1, *, mail: bool = False, event: str = EVENT) -> Wish:
    """Return what somebody asks for."""
    return Wish(event, who.title(), f"{who}@example.org", party_size, "en", mail)


def opened(place: Place, receivers: frozenset[Receiver] = frozenset()) -> Opened:
    """Open the store in a place: a file of SQLite, or the address of a PostgreSQL database."""
    return PostgresStore.open(place, receivers) if isinstance(place, str) else SqliteStore.open(place, receivers)


class Desk:
    """A store of one event, asked one thing after the other, at a time that only a test changes."""

    def __init__(
        self,
        place: Place,
        capacity: int | None = 3,
        *,
        waitlist: bool = True,
        receivers: frozenset[Receiver] = frozenset(),
    ) -> None:
        self.place = place
        self.receivers = receivers
        self.seats = Seats(EVENT, capacity, waitlist, ENDS)
        self.now = NOW
        self.loop = Loop()
        self.store = opened(place, receivers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()
        self.loop.close()

    @property
    def path(self) -> Path:
        """Where the file is, of a store in a file."""
        assert isinstance(self.place, Path)
        return self.place

    def reopen(self) -> None:
        self.store.close()
        self.store = opened(self.place, self.receivers)

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


async def everyone(store: Store, event: str | None = EVENT) -> list[Rsvp]:
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
            return arithmetic.place(wish.party_size, rows.room(connection, seats), waitlist=seats.waitlist)

        given = await self._writer.do(look)
        state = "confirmed" if given == "seat" else "waiting"
        return Answer("new", await self._writer.do(lambda connection: rows.insert(connection, wish, state, now, None)))


class Careless(Rows):
    """Rows of an event that is not held: others may change it meanwhile."""

    def hold_event(self, seats: Seats) -> None:
        self.connection.execute(
            "INSERT INTO hubkit.events (event, capacity, waitlist, ends) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (event) DO NOTHING",
            (seats.event, seats.capacity, seats.waitlist, seats.ends),
        )


class UnguardedPostgres(PostgresStore):
    """How seats are sold twice: all as it is, but for the lock."""

    rows = Careless


def unguarded(place: Place) -> Opened:
    """Open a store that sells seats twice."""
    return UnguardedPostgres.open(place) if isinstance(place, str) else Unguarded.open(place)


async def patiently(ask: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Ask, and ask again where the store is too busy, as people do."""
    while True:
        with suppress(Busy):
            return await ask()


async def crowd(store: Store, people: range, capacity: int, *, mail: bool) -> None:
    """Have many ask at once, again where it is busy; write the id of each on standard output when it is answered."""
    seats = Seats(EVENT, capacity, waitlist=True, ends=ENDS)

    async def ask(person: int) -> None:
        answer = await patiently(lambda: store.take(wish(f"person-{person}", mail=mail), seats, NOW))
        assert answer.rsvp is not None
        os.write(1, f"{answer.rsvp.id} {answer.rsvp.state}\n".encode())

    await asyncio.gather(*(ask(person) for person in people))


def main() -> None:
    """Open a store, say so, and let the crowd in once something stands on standard input."""
    kind, where, first, last, capacity = sys.argv[1:]
    receivers: frozenset[Receiver] = frozenset({"person"} if kind == "written" else ())
    place = where if where.startswith("postgresql://") else Path(where)
    store = unguarded(place) if kind == "unguarded" else opened(place, receivers)
    os.write(1, b"open\n")
    sys.stdin.readline()
    asyncio.run(crowd(store, range(int(first), int(last)), int(capacity), mail=kind == "written"))
    sys.stdin.read()  # who is to be killed does not end before
    store.close()


if __name__ == "__main__":
    main()
