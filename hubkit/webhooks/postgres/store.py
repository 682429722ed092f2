"""RSVPs in a PostgreSQL database: a store for several processes or machines at once."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Self

from hubkit.webhooks.checkout.keeping import Orders
from hubkit.webhooks.decisions import UndoneError
from hubkit.webhooks.postgres import changes, erasing
from hubkit.webhooks.postgres.address import connected, place_of
from hubkit.webhooks.postgres.orders import PostgresLedger
from hubkit.webhooks.postgres.outbox import OF_RSVPS
from hubkit.webhooks.postgres.rows import Connection, Rows
from hubkit.webhooks.postgres.schema import STEPS, Steps, bring_up
from hubkit.webhooks.postgres.transactions import Transactions
from hubkit.webhooks.store import Answer, Changed, Errand, Receiver, Rsvp, Seats, Taken, Told, Wish
from hubkit.webhooks.telling import Telling

PAGE = 500
"""How many RSVPs are read at once."""


class PostgresStore:
    """Keeps RSVPs in a PostgreSQL database, as `Store` promises; for one event loop, beside other processes.

    Every method raises `Busy` where nothing was had within seconds, and `StoreError` where the database failed; nothing
    was changed then, unless the connection ended during the commit, which the message says.
    """

    rows = Rows

    def __init__(self, transactions: Transactions, place: str, receivers: frozenset[Receiver] = frozenset()) -> None:
        self._transactions = transactions
        self._telling = Telling(receivers)
        self.place = place
        """Where it is, for people to read."""

    @classmethod
    def open(cls, address: str, receivers: frozenset[Receiver] = frozenset(), steps: Steps = STEPS) -> Self:
        """Open the database at an address such as `postgresql://user:password@host/name`, and make tables if need be.

        `receivers` are to be told of changes: that is put down with the change, and `errands` gives it out.
        Raises `StoreError` where it cannot be reached or used, without a word of the address.
        """
        connection = connected(address)
        transactions = Transactions(lambda: connected(address))
        try:
            place = place_of(connection)
            transactions.now(lambda connection: bring_up(connection, steps))
        except BaseException:
            transactions.close()
            raise
        finally:
            connection.close()
        return cls(transactions, place, receivers)

    def close(self) -> None:
        """Finish what was begun, then let go of the database; a second time does nothing."""
        self._transactions.close()

    def orders(self) -> Orders:
        """Return the orders in the same database, whose seats are those of the RSVPs."""
        return Orders(PostgresLedger(self._transactions, self._removed, self._telling.receivers, self.rows))

    async def take(self, wish: Wish, seats: Seats, now: datetime) -> Answer:
        """Give a seat, held for 30 minutes where it is to be confirmed, or a place on the list, as `seats.place` says.

        Who cancelled, or let a hold pass, may come again. Nobody moves up by it: see `settle`.
        """

        def take(connection: Connection) -> Answer:
            rows = self.rows(connection)
            answer = changes.take(rows, wish, seats, now)
            if wish.needs_confirmation:
                live = rows.live(wish)
                if live is not None:
                    OF_RSVPS.asked(connection, self._telling.asked(live.rsvp), now)
            elif answer.outcome == "new" and answer.rsvp is not None:
                OF_RSVPS.put(connection, self._telling.came(answer.rsvp), now)
            return answer

        return await self._transactions.do(take, seats.event)

    async def take_all(
        self, asked: tuple[tuple[Wish, Seats], ...], now: datetime, keep: Callable[[tuple[Answer, ...]], bool]
    ) -> tuple[Answer, ...]:
        """Do `take` for each, in order, and tell nobody; where `keep` refuses what came of them, nothing is stored.

        It is one transaction: whoever else asks for the same events comes before all of them, or after.
        """
        try:
            return await self._transactions.do(
                lambda connection: changes.take_all(self.rows(connection), asked, now, keep)
            )
        except UndoneError as undone:
            return undone.answers

    async def confirm(self, key: str, seats: Seats, now: datetime) -> Changed:
        """Make a pending RSVP a confirmed one.

        One that holds no seats, or no longer, gets them if they are free and nobody with a lower number waits for them,
        else waits where there is a waiting list, else has `full`.
        """
        return await self._changed(key, seats.event, now, lambda rows: changes.confirm(rows, key, seats, now))

    async def resize(self, key: str, party_size: int, seats: Seats, now: datetime) -> Changed:
        """Change how many come. A larger party gets no seat that somebody waits for; who waits keeps their place."""
        return await self._changed(
            key, seats.event, now, lambda rows: changes.resize(rows, key, party_size, seats, now)
        )

    async def cancel(self, key: str, seats: Seats, now: datetime) -> Changed:
        """Give the seats back, to those who wait; a second time it has `gone`, and nothing is done."""
        return await self._changed(key, seats.event, now, lambda rows: changes.cancel(rows, key, seats, now))

    async def _changed(self, key: str, event: str, now: datetime, change: Callable[[Rows], Changed]) -> Changed:
        """Do a change of an RSVP, and put down who is to be told."""

        def told(connection: Connection) -> Changed:
            rows = self.rows(connection)
            rows.hold_events_of([key])
            before = rows.by_id(key)
            done = change(rows)
            OF_RSVPS.put(connection, self._telling.changed(before.rsvp if before else None, done), now)
            return done

        return await self._transactions.do(told, event)

    async def withdraw(self, key: str, seats: Seats | None, now: datetime) -> Changed:
        """Erase the RSVP and return it as it was; its seats go to those who wait, unless the event is over (None).

        It can be read no more; its bytes are overwritten with the next `purge` or `erase`, by whichever process.
        """

        def withdraw(connection: Connection) -> Changed:
            done = changes.withdraw(self.rows(connection), key, seats, now)
            if done.rsvp is not None and seats is not None:
                OF_RSVPS.put(connection, self._telling.withdrawn(done.rsvp, done), now)
            return done

        return await self._transactions.do(withdraw)

    async def settle(self, seats: Seats, now: datetime) -> tuple[Rsvp, ...]:
        """Let go of what was held too long, and give free seats to those who wait, as `seats.moving_up` says."""

        def settle(connection: Connection) -> tuple[Rsvp, ...]:
            moved = changes.settle(self.rows(connection), seats, now)
            OF_RSVPS.put(connection, self._telling.moved_up(moved), now)
            return moved

        return await self._transactions.do(settle, seats.event)

    async def find(self, key: str) -> Rsvp | None:
        """Return an RSVP by its id, whatever its state."""
        found = await self._transactions.do(lambda connection: Rows(connection).by_id(key))
        return None if found is None else found.rsvp

    async def taken(self, event: str, now: datetime) -> Taken:
        """Return how many seats are given, and how many people wait."""
        return await self._transactions.do(lambda connection: Rows(connection).taken(event, now))

    async def awaited(self, now: datetime) -> tuple[str, ...]:
        """Return the events where somebody waits and seats may be free, by id."""
        return await self._transactions.do(lambda connection: Rows(connection).awaited(now))

    async def all(self, event: str | None = None) -> AsyncIterator[Rsvp]:
        """Yield the RSVPs of an event, or all, by number, each as it stands when its page is read."""
        last = 0
        while page := await self._transactions.do(
            lambda connection, after=last: Rows(connection).page(event, after, PAGE)
        ):
            for rsvp in page:
                yield rsvp
            last = page[-1].number

    async def ended(self, before: datetime) -> tuple[str, ...]:
        """Return the events with RSVPs that ended before a time, by id."""
        return await self._transactions.do(lambda connection: Rows(connection).ended(before))

    async def purge(self, before: datetime) -> int:
        """Erase the RSVPs of all events that ended before a time; raises `Busy` as `erase` does."""
        return await self._removed(lambda rows: erasing.remove_over(rows, before))

    async def erase_unconfirmed(self, before: datetime) -> int:
        """Erase those who were asked to confirm before a time and have not; raises `Busy` as `erase` does."""
        return await self._removed(lambda rows: erasing.remove_unconfirmed(rows, before))

    async def erase(self, ids: tuple[str, ...]) -> int:
        """Remove RSVPs so that nothing of the person is left in the files of the tables; return how many there were.

        The server's journal and backups are its owner's. Raises `Busy` where they are removed, but another program kept
        the tables from being written anew; a second time does that. Their seats go to those who wait with `settle`.
        """
        return await self._removed(lambda rows: erasing.remove(rows, ids))

    async def _removed(self, remove: Callable[[Rows], int]) -> int:
        removed = await self._transactions.do(lambda connection: remove(Rows(connection)))
        if await self._transactions.do(erasing.is_left):
            await self._transactions.do(erasing.wipe)
        return removed

    async def errands(self, now: datetime, most: int) -> tuple[Errand, ...]:
        """Give out what is due to be told; each is due again after 2, 4, 8 … minutes, at most an hour."""
        return await self._transactions.do(lambda connection: OF_RSVPS.give_out(connection, now, most))

    async def next_errand(self) -> datetime | None:
        """Return when the next is due; None where there is none."""
        return await self._transactions.do(OF_RSVPS.next_due)

    async def end(self, errand: Errand, sent: datetime | None) -> None:
        """Have an errand not given out again; what a person was written is remembered as long as their RSVP."""
        await self._transactions.do(lambda connection: OF_RSVPS.end(connection, errand, sent))

    async def told(self, key: str) -> tuple[Told, ...]:
        """Return what the person of an RSVP was written, or is to be, in order."""
        return await self._transactions.do(lambda connection: OF_RSVPS.told(connection, key))
