"""RSVPs in a file: a store for one machine, with SQLite."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from typing import Self

from hubkit.webhooks import changes, rows
from hubkit.webhooks.schema import opened
from hubkit.webhooks.store import Answer, Changed, Rsvp, Seats, Taken, Wish
from hubkit.webhooks.writer import Writer

PAGE = 500
"""How many RSVPs are read at once."""


class SqliteStore:
    """Keeps RSVPs in an SQLite database, as `Store` promises; for one event loop, beside other processes.

    Every method raises `Busy` where more is asked than can be stored within seconds, and `StoreError` where the
    database failed; either way nothing was changed.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._writer = Writer(connection)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a database, or make one (of mode 0600) where there is no file.

        Raises `StoreError` where the file is something else, damaged, of a newer hubkit, or out of reach.
        """
        return cls(opened(path))

    def close(self) -> None:
        """Finish what was begun, then let go of the file; a second time does nothing."""
        self._writer.close()

    async def take(self, wish: Wish, seats: Seats, now: datetime) -> Answer:
        """Give a seat, held for 30 minutes where it is to be confirmed, or a place on the list, as `seats.place` says.

        Who cancelled, or let a hold pass, may come again, behind all others. Nobody moves up by it: see `settle`.
        """
        return await self._writer.do(lambda connection: changes.take(connection, wish, seats, now))

    async def take_all(
        self, asked: tuple[tuple[Wish, Seats], ...], now: datetime, keep: Callable[[tuple[Answer, ...]], bool]
    ) -> tuple[Answer, ...]:
        """Do `take` for each, in order; where `keep` refuses what came of them, nothing is stored.

        It is one transaction: whoever else asks comes before all of them, or after.
        """
        try:
            return await self._writer.do(lambda connection: changes.take_all(connection, asked, now, keep))
        except changes.UndoneError as undone:
            return undone.answers

    async def confirm(self, key: str, now: datetime) -> Changed:
        """Make a pending RSVP a confirmed one.

        One whose hold is over gets its seats if they are free and nobody with a lower number waits for them, else
        waits where there is a waiting list, else has `gone`. Capacity and list are those of the event's last call.
        """
        return await self._writer.do(lambda connection: changes.confirm(connection, key, now))

    async def resize(self, key: str, party_size: int, seats: Seats, now: datetime) -> Changed:
        """Change how many come. A larger party gets no seat that somebody waits for; who waits keeps their place."""
        return await self._writer.do(lambda connection: changes.resize(connection, key, party_size, seats, now))

    async def cancel(self, key: str, seats: Seats, now: datetime) -> Changed:
        """Give the seats back, to those who wait; a second time it has `gone`, and nothing is done."""
        return await self._writer.do(lambda connection: changes.cancel(connection, key, seats, now))

    async def settle(self, seats: Seats, now: datetime) -> tuple[Rsvp, ...]:
        """Let go of what was held too long, and give free seats to those who wait, as `seats.moving_up` says."""
        return await self._writer.do(lambda connection: changes.settle(connection, seats, now))

    async def find(self, key: str) -> Rsvp | None:
        """Return an RSVP by its id, whatever its state."""
        found = await self._writer.do(lambda connection: rows.by_id(connection, key))
        return None if found is None else found.rsvp

    async def taken(self, event: str, now: datetime) -> Taken:
        """Return how many seats are given, and how many people wait."""
        return await self._writer.do(lambda connection: rows.taken(connection, event, now))

    async def all(self, event: str | None = None) -> AsyncIterator[Rsvp]:
        """Yield the RSVPs of an event, or all, by number, each as it stands when its page is read."""
        last = 0
        while page := await self._writer.do(lambda connection, after=last: rows.page(connection, event, after, PAGE)):
            for rsvp in page:
                yield rsvp
            last = page[-1].number

    async def ended(self, before: datetime) -> tuple[str, ...]:
        """Return the events with RSVPs that ended before a time, by id."""
        return await self._writer.do(lambda connection: rows.ended(connection, before))

    async def purge(self, before: datetime) -> int:
        """Erase the RSVPs of all events that ended before a time; raises `Busy` as `erase` does."""
        removed = await self._writer.do(lambda connection: rows.remove_over(connection, before))
        if removed:
            await self._writer.do(rows.wipe, alone=True)
        return removed

    async def erase(self, ids: tuple[str, ...]) -> int:
        """Remove RSVPs so that nothing of the person is left in the database's files; return how many there were.

        Raises `Busy` where they are removed, but another process keeps what is left of them from being overwritten; a
        second time overwrites it. Their seats go to those who wait with the next `settle`.
        """
        removed = await self._writer.do(lambda connection: rows.remove(connection, ids))
        await self._writer.do(rows.wipe, alone=True)
        return removed
