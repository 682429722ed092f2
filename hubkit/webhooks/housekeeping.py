"""What is done without being asked, while the application runs: seats given on, people forgotten, mail sent."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import datetime, timedelta

from starlette.applications import Starlette

from hubkit.webhooks.catalog import Catalog
from hubkit.webhooks.checkout.cashier import Cashier
from hubkit.webhooks.desk import Desk
from hubkit.webhooks.links import CONFIRMABLE
from hubkit.webhooks.postman import Postman
from hubkit.webhooks.standing import seats_of, standing_by_time
from hubkit.webhooks.store import Store, StoreError

_OVER = {"cancelled", "past"}
_MINUTE = 60
_DAY = 24 * 60 * _MINUTE
_PATIENCE = 5
"""Seconds in which what is being sent at the end is marked as sent; later, it may be sent twice."""


async def settled(catalog: Catalog, store: Store, now: datetime) -> None:
    """Give free seats to those who wait, as where a capacity grew with a build."""
    for name, event in catalog.events.items():
        if event.mode == "rsvp" and standing_by_time(event, now) not in _OVER:
            await store.settle(seats_of(name, event), now)


async def given_on(desk: Desk) -> None:
    """Give seats that were held too long to those who wait."""
    now = desk.now()
    for name in await desk.store.awaited(now):
        event = desk.event(name)
        if event is not None and standing_by_time(event, now) not in _OVER:
            await desk.store.settle(seats_of(name, event), now)
            desk.tell()


async def forgotten(desk: Desk) -> None:
    """Erase who never confirmed, and the people of events that were over as many days ago as the network keeps them."""
    now = desk.now()
    await desk.store.erase_unconfirmed(now - CONFIRMABLE)
    over = now - timedelta(days=desk.catalog.site.keep_days)
    await desk.store.purge(over)
    await desk.store.orders().purge(over)


def lifespan_of(
    desk: Desk, postman: Postman | None, cashier: Cashier | None = None
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Return what is done at the start, meanwhile and at the end: a capacity that grew moves the waiting list up.

    What is kept no longer is erased then, and every day. What is being sent at the end is sent first, within seconds.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        del app
        await settled(desk.catalog, desk.store, desk.now())
        await forgotten(desk)
        tasks = [asyncio.create_task(_every(_DAY, lambda: forgotten(desk)))]
        if desk.writes:
            tasks.append(asyncio.create_task(_every(_MINUTE, lambda: given_on(desk))))
        if cashier is not None:
            tasks.append(asyncio.create_task(cashier.work()))
        sending = asyncio.create_task(postman.work()) if postman else None
        yield
        for task in tasks:
            task.cancel()
        if postman and sending:
            postman.end()
            await asyncio.wait({sending}, timeout=_PATIENCE)
            sending.cancel()
            await asyncio.wait({sending})

    return lifespan


async def _every(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(seconds)
        with suppress(StoreError):  # the next time tries again
            await do()
