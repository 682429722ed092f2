"""Orders that are kept, whatever database they are in."""

from collections.abc import AsyncIterator
from datetime import datetime

from hubkit.webhooks.checkout import changes
from hubkit.webhooks.checkout.orders import Order, Outcome, Refund, Stock, Told, Wanted
from hubkit.webhooks.checkout.rows import Ledger
from hubkit.webhooks.store import Errand
from hubkit.webhooks.store import Told as Written

PAGE = 500
"""How many orders are read at once."""


class Orders:
    """Keeps orders. What it has answered stays, whatever happens to the process after.

    Every method raises as those of the store do whose database it shares.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def hold(self, wanted: Wanted, stock: Stock, now: datetime, until: datetime) -> Order | None:
        """Hold seats until a time; None where there are not so many, whoever else asks meanwhile.

        What costs nothing is `paid` at once.
        """
        return await self._ledger.do(lambda rows: changes.hold(rows, wanted, stock, now, until), wanted.event)

    async def began(self, key: str, session: str) -> None:
        """Keep Stripe's name of the page where an order is paid."""
        await self._ledger.do(lambda rows: rows.note_session(key, session))

    async def let_go(self, key: str, now: datetime) -> None:
        """Give back the seats of an order that is held."""
        await self._ledger.do(lambda rows: changes.let_go(rows, key, now))

    async def let_go_of_late(self, now: datetime) -> int:
        """Give back all seats that were held too long; return how many orders there were."""
        return await self._ledger.do(lambda rows: rows.let_go_of_late(now))

    async def hear(self, told: Told, stock: Stock | None, now: datetime, *, is_live: bool) -> Outcome:
        """Do what Stripe tells, once, in any order; without `stock` there are no seats any more.

        What was paid when its hold was over gets seats if there are some, else it is paid back.
        """
        event = stock.seats.event if stock else None
        return await self._ledger.do(lambda rows: changes.hear(rows, told, stock, now, is_live=is_live), event)

    async def find(self, key: str) -> Order | None:
        """Return an order by its id."""
        return await self._ledger.do(lambda rows: rows.by_id(key))

    async def about(self, told: Told) -> Order | None:
        """Return the order that a message is about."""
        return await self._ledger.do(lambda rows: changes.about(rows, told))

    async def tickets(self, key: str) -> tuple[str, ...]:
        """Return the ids of the tickets of an order, one for each seat; random, and good while it is `paid`."""
        return await self._ledger.do(lambda rows: rows.tickets(key))

    async def taken(self, event: str, now: datetime) -> int:
        """Return how many seats of an event are given or held, by orders and RSVPs; holds that are over are not."""
        return await self._ledger.do(lambda rows: rows.taken(event, now))

    async def refunds(self, now: datetime, most: int) -> tuple[Refund, ...]:
        """Give out what is to be paid back, in order; it is due again after a pause that grows, unless `repaid`."""
        return await self._ledger.do(lambda rows: rows.refunds(now, most))

    async def repaid(self, key: str, now: datetime) -> None:
        """Have a refund not given out again; its order is `refunded`, if Stripe has not said so before."""
        await self._ledger.do(lambda rows: changes.repaid(rows, key, now))

    async def next_refund(self) -> datetime | None:
        """Return when the next is due; None where there is none."""
        return await self._ledger.do(lambda rows: rows.next_refund())

    async def errands(self, now: datetime, most: int) -> tuple[Errand, ...]:
        """Give out what is due to be told of orders, as `Outbox` says."""
        return await self._ledger.do(lambda rows: rows.errands(now, most))

    async def next_errand(self) -> datetime | None:
        """Return when the next is due; None where there is none."""
        return await self._ledger.do(lambda rows: rows.next_errand())

    async def end(self, errand: Errand, sent: datetime | None) -> None:
        """Have an errand not given out again; what a buyer was written is remembered as long as their order."""
        await self._ledger.do(lambda rows: rows.end(errand, sent))

    async def told(self, key: str) -> tuple[Written, ...]:
        """Return what the buyer of an order was written, or is to be, in order."""
        return await self._ledger.do(lambda rows: rows.told(key))

    async def all(self, event: str | None = None) -> AsyncIterator[Order]:
        """Yield the orders of an event, or all, by number, each as it stands when its page is read."""
        last = 0
        while page := await self._ledger.do(lambda rows, after=last: rows.page(event, after, PAGE)):
            for order in page:
                yield order
            last = page[-1].number

    async def ended(self, before: datetime) -> tuple[str, ...]:
        """Return the events with orders that ended before a time, by id."""
        return await self._ledger.do(lambda rows: rows.ended(before))

    async def erase(self, ids: tuple[str, ...]) -> int:
        """Erase orders, but for those still to be paid back; return how many there were.

        Nothing of the people is left in the database's files; raises `Busy` as `Store.erase` does.
        """
        return await self._ledger.remove(lambda rows: rows.remove(ids))

    async def withdraw(self, key: str) -> bool:
        """Erase one order as its buyer asks, if it is not still to be paid back; return whether it was erased.

        It can be read no more; what is left of it in the files is overwritten with the next `purge`, at the latest.
        """
        return bool(await self._ledger.withdraw(lambda rows: rows.remove((key,))))

    async def purge(self, before: datetime) -> int:
        """Erase the orders of all events that ended before a time, as `erase` does; return how many there were."""
        return await self._ledger.remove(lambda rows: rows.remove_over(before))
