"""RSVPs in a file: a store for one machine, with SQLite."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Self, TypeVar

from hubkit.webhooks import changes, erasing, rows
from hubkit.webhooks.checkout.keeping import Orders
from hubkit.webhooks.checkout.sqlite import SqliteLedger
from hubkit.webhooks.decisions import UndoneError
from hubkit.webhooks.outbox import OF_RSVPS
from hubkit.webhooks.schema import opened
from hubkit.webhooks.store import Answer, Busy, Changed, Errand, Receiver, Rsvp, Seats, Taken, Told, Wish
from hubkit.webhooks.telling import Telling
from hubkit.webhooks.writer import Writer

Result = TypeVar("Result")
PAGE = 500
"""How many RSVPs are read at once."""


class SqliteStore:
    """Keeps RSVPs in an SQLite database, as `Store` promises; for one event loop, beside other processes.

    Every method raises `Busy` where more is asked than can be stored within seconds, and `StoreError` where the
    database failed; either way nothing was changed.
    """

    def __init__(self, connection: sqlite3.Connection, receivers: frozenset[Receiver] = frozenset()) -> None:
        self._writer = Writer(connection)
        self._telling = Telling(receivers)
        self._is_left = False

    @classmethod
    def open(cls, path: Path, receivers: frozenset[Receiver] = frozenset()) -> Self:
        """Open a database, or make one (of mode 0600) where there is no file.

        `receivers` are to be told of changes: that is put down with the change, and `errands` gives it out.
        Raises `StoreError` where the file is something else, damaged, of a newer hubkit, or out of reach.
        """
        return cls(opened(path), receivers)

    def close(self) -> None:
        """Finish what was begun, then let go of the file; a second time does nothing."""
        self._writer.close()

    def orders(self) -> Orders:
        """Return the orders in the same database, whose seats are those of the RSVPs."""
        return Orders(SqliteLedger(self._writer, self._removed, self._withdrawn, self._telling.receivers))

    async def take(self, wish: Wish, seats: Seats, now: datetime) -> Answer:
        """Give a seat, held for 30 minutes where it is to be confirmed, or a place on the list, as `seats.place` says.

        Who cancelled, or let a hold pass, may come again. Nobody moves up by it: see `settle`.
        """

        def take(connection: sqlite3.Connection) -> Answer:
            answer = changes.take(connection, wish, seats, now)
            if wish.needs_confirmation:
                live = rows.live(connection, wish)
                if live is not None:
                    OF_RSVPS.asked(connection, self._telling.asked(live.rsvp), now)
            elif answer.outcome == "new" and answer.rsvp is not None:
                OF_RSVPS.put(connection, self._telling.came(answer.rsvp), now)
            return answer

        return await self._writer.do(take)

    async def take_all(
        self, asked: tuple[tuple[Wish, Seats], ...], now: datetime, keep: Callable[[tuple[Answer, ...]], bool]
    ) -> tuple[Answer, ...]:
        """Do `take` for each, in order, and tell nobody; where `keep` refuses what came of them, nothing is stored.

        It is one transaction: whoever else asks comes before all of them, or after.
        """
        try:
            return await self._writer.do(lambda connection: changes.take_all(connection, asked, now, keep))
        except UndoneError as undone:
            return undone.answers

    async def confirm(self, key: str, seats: Seats, now: datetime) -> Changed:
        """Make a pending RSVP a confirmed one.

        One that holds no seats, or no longer, gets them if they are free and nobody with a lower number waits for them,
        else waits where there is a waiting list, else has `full`.
        """
        return await self._changed(key, now, lambda connection: changes.confirm(connection, key, seats, now))

    async def resize(self, key: str, party_size: int, seats: Seats, now: datetime) -> Changed:
        """Change how many come. A larger party gets no seat that somebody waits for; who waits keeps their place."""
        return await self._changed(key, now, lambda connection: changes.resize(connection, key, party_size, seats, now))

    async def cancel(self, key: str, seats: Seats, now: datetime) -> Changed:
        """Give the seats back, to those who wait; a second time it has `gone`, and nothing is done."""
        return await self._changed(key, now, lambda connection: changes.cancel(connection, key, seats, now))

    async def _changed(self, key: str, now: datetime, change: Callable[[sqlite3.Connection], Changed]) -> Changed:
        """Do a change of an RSVP, and put down who is to be told."""

        def told(connection: sqlite3.Connection) -> Changed:
            before = rows.by_id(connection, key)
            done = change(connection)
            OF_RSVPS.put(connection, self._telling.changed(before.rsvp if before else None, done), now)
            return done

        return await self._writer.do(told)

    async def withdraw(self, key: str, seats: Seats | None, now: datetime) -> Changed:
        """Erase the RSVP and return it as it was; its seats go to those who wait, unless the event is over (None).

        Where another process keeps what is left of it from being overwritten, the next `purge` does that.
        """

        def withdraw(connection: sqlite3.Connection) -> Changed:
            done = changes.withdraw(connection, key, seats, now)
            if done.rsvp is not None and seats is not None:
                OF_RSVPS.put(connection, self._telling.withdrawn(done.rsvp, done), now)
            return done

        return await self._withdrawn(withdraw)

    async def _withdrawn(self, withdraw: Callable[[sqlite3.Connection], Result]) -> Result:
        done = await self._writer.do(withdraw)
        self._is_left = True
        with suppress(Busy):
            await self._wipe()
        return done

    async def settle(self, seats: Seats, now: datetime) -> tuple[Rsvp, ...]:
        """Let go of what was held too long, and give free seats to those who wait, as `seats.moving_up` says."""

        def settle(connection: sqlite3.Connection) -> tuple[Rsvp, ...]:
            moved = changes.settle(connection, seats, now)
            OF_RSVPS.put(connection, self._telling.moved_up(moved), now)
            return moved

        return await self._writer.do(settle)

    async def find(self, key: str) -> Rsvp | None:
        """Return an RSVP by its id, whatever its state."""
        found = await self._writer.do(lambda connection: rows.by_id(connection, key))
        return None if found is None else found.rsvp

    async def taken(self, event: str, now: datetime) -> Taken:
        """Return how many seats are given, and how many people wait."""
        return await self._writer.do(lambda connection: rows.taken(connection, event, now))

    async def awaited(self, now: datetime) -> tuple[str, ...]:
        """Return the events where somebody waits and seats may be free, by id."""
        return await self._writer.do(lambda connection: rows.awaited(connection, now))

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
        return await self._removed(lambda connection: erasing.remove_over(connection, before))

    async def erase_unconfirmed(self, before: datetime) -> int:
        """Erase those who were asked to confirm before a time and have not; raises `Busy` as `erase` does."""
        return await self._removed(lambda connection: erasing.remove_unconfirmed(connection, before))

    async def erase(self, ids: tuple[str, ...]) -> int:
        """Remove RSVPs so that nothing of the person is left in the database's files; return how many there were.

        Raises `Busy` where they are removed, but another process keeps what is left of them from being overwritten; a
        second time overwrites it. Their seats go to those who wait with the next `settle`.
        """
        removed = await self._writer.do(lambda connection: erasing.remove(connection, ids))
        await self._wipe()
        return removed

    async def _removed(self, remove: Callable[[sqlite3.Connection], int]) -> int:
        removed = await self._writer.do(remove)
        if removed or self._is_left:
            self._is_left = True
            await self._wipe()
        return removed

    async def _wipe(self) -> None:
        await self._writer.do(erasing.wipe, alone=True)
        self._is_left = False

    async def errands(self, now: datetime, most: int) -> tuple[Errand, ...]:
        """Give out what is due to be told; each is due again after 2, 4, 8 … minutes, at most an hour."""
        return await self._writer.do(lambda connection: OF_RSVPS.give_out(connection, now, most))

    async def next_errand(self) -> datetime | None:
        """Return when the next is due; None where there is none."""
        return await self._writer.do(OF_RSVPS.next_due)

    async def end(self, errand: Errand, sent: datetime | None) -> None:
        """Have an errand not given out again; what a person was written is remembered as long as their RSVP."""
        await self._writer.do(lambda connection: OF_RSVPS.end(connection, errand, sent))

    async def told(self, key: str) -> tuple[Told, ...]:
        """Return what the person of an RSVP was written, or is to be, in order."""
        return await self._writer.do(lambda connection: OF_RSVPS.told(connection, key))
