"""The RSVPs that are kept, for as long as a command needs them."""

import asyncio
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from hubkit.cli.databases import file_for, store_in
from hubkit.cli.functions import known_from
from hubkit.problems import HubkitError, did_you_mean, printable

if TYPE_CHECKING:
    from hubkit.webhooks.checkout.orders import Order
    from hubkit.webhooks.store import Rsvp, Store

Result = TypeVar("Result")


class Kept:
    """A store that is asked one thing after the other; where it fails, that is a HubkitError."""

    def __init__(self, store: "Store", runner: asyncio.Runner) -> None:
        self.store = store
        self._runner = runner

    def do(self, call: Coroutine[Any, Any, Result]) -> Result:
        """Return what the store answers."""
        from hubkit.webhooks.store import StoreError

        try:
            return self._runner.run(call)
        except StoreError as fault:
            raise HubkitError(str(fault)) from fault

    def rsvps(self, event: str | None = None) -> "list[Rsvp]":
        """Return the RSVPs of an event, or all, by number."""

        async def read() -> "list[Rsvp]":
            return [rsvp async for rsvp in self.store.all(event)]

        return self.do(read())

    def bought(self, event: str) -> "list[tuple[Order, tuple[str, ...]]]":
        """Return the orders of an event, each with the ids of its tickets; none where the store keeps no orders."""
        from hubkit.webhooks.sqlite import SqliteStore

        if not isinstance(self.store, SqliteStore):
            return []
        orders = self.store.orders()

        async def read() -> "list[tuple[Order, tuple[str, ...]]]":
            return [(order, await orders.tickets(order.id)) for order in await orders.all(event)]

        return self.do(read())

    def of_event(self, event: str) -> "list[Rsvp]":
        """Return the RSVPs of an event, by number; where there are none, that is a HubkitError."""
        found = self.rsvps(event)
        if not found:
            near = did_you_mean(event, {rsvp.event for rsvp in self.rsvps()})
            hint = f"; did you mean {printable(near)}?" if near else ". `hubkit rsvps list` shows which there are."
            raise HubkitError(f"nobody has an RSVP for {event}{hint}")
        return found


@contextmanager
def kept(catalog: Path, database: Path | None, *, makes: bool = False) -> Generator[Kept]:
    """Give what is kept in `database`, DATABASE_URL, or for the network of `catalog`, until the end of the block.

    Where there is no such file, that is a HubkitError, unless `makes` asks for a new one.
    """
    file = file_for(database, lambda: known_from(catalog))
    if not makes and file is not None and not file.exists():
        raise HubkitError(f"there are no RSVPs yet: no {file}. If they are kept elsewhere, add --database FILE")
    store, _ = store_in(file)
    try:
        with asyncio.Runner() as runner:
            yield Kept(store, runner)
    finally:
        store.close()
