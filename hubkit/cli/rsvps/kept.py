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
    from hubkit.webhooks.checkout.lists import Bought
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

    def of_event(self, event: str) -> "list[Rsvp]":
        """Return the RSVPs of an event, by number; where there are none, that is a HubkitError."""
        found = self.rsvps(event)
        if not found:
            if self.orders(event):
                raise HubkitError(f"nobody has an RSVP for {event}, which sells tickets: add --orders")
            raise HubkitError(f"nobody has an RSVP for {event}{self._hint(event)}")
        return found

    def orders(self, event: str | None = None) -> "list[Order]":
        """Return the orders of an event, or all, by number."""

        async def read() -> "list[Order]":
            return [order async for order in self.store.orders().all(event)]

        return self.do(read())

    def tickets(self, event: str) -> "list[Bought]":
        """Return the orders of an event with their tickets, by number."""
        from hubkit.webhooks.checkout.lists import Bought

        tickets = self.store.orders().tickets
        return [Bought(order, self.do(tickets(order.id))) for order in self.orders(event)]

    def bought(self, event: str) -> "list[Bought]":
        """Do `tickets`; where there are none, that is a HubkitError."""
        found = self.tickets(event)
        if not found:
            raise HubkitError(f"nobody has bought a ticket for {event}{self._hint(event)}")
        return found

    def of_either(self, event: str) -> "tuple[list[Rsvp], list[Order]]":
        """Return the RSVPs and the orders of an event, by number; where there are none, that is a HubkitError."""
        rsvps, orders = self.rsvps(event), self.orders(event)
        if not rsvps and not orders:
            raise HubkitError(f"nobody has an RSVP or a ticket for {event}{self._hint(event)}")
        return rsvps, orders

    def _hint(self, event: str) -> str:
        near = did_you_mean(event, {each.event for each in (*self.rsvps(), *self.orders())})
        return f"; did you mean {printable(near)}?" if near else ". `hubkit rsvps list` shows which there are."


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
