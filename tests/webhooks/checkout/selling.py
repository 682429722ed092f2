"""A server that sells tickets, with Stripe's double behind it, and what buyers and Stripe send."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from hubkit.webhooks.catalog import Catalog, Ticket
from hubkit.webhooks.channels import Channels
from hubkit.webhooks.checkout.keeping import Orders
from hubkit.webhooks.checkout.orders import Order
from hubkit.webhooks.checkout.settings import payments_from
from hubkit.webhooks.checkout.till import Till, till_of
from hubkit.webhooks.tickets import TicketMaker
from tests.webhooks.answering import CATALOG, NOW, Answering, Got, Home, answering, event
from tests.webhooks.checkout.stripe_double import StripeDouble, posted, signature, stripe_double
from tests.webhooks.visitors import Place, opened

GALA, SMALL = "lisbon.2026-12-05-gala", "lisbon.2026-12-05-duo"
FULL = Ticket("full", {"en": "One place", "pt": "Um lugar"}, 2500, "EUR", {"en": "€25.00"})
REDUCED = Ticket("reduced", {"en": "With less"}, 1000, "EUR", {"en": "€10.00"}, 2)
GIFT = Ticket("gift", {"en": "Gift"}, 0, "EUR", {"en": "Free"})
YEN = Ticket("yen", {"en": "In yen"}, 3000, "JPY", {"en": "¥3,000"})
TICKETS = (FULL, REDUCED, GIFT, YEN)
NO_CHANNELS = Channels()
SALE: dict[str, Any] = {"mode": "checkout", "tickets": TICKETS}
SOLD: Catalog = msgspec.structs.replace(
    CATALOG,
    events={
        **CATALOG.events,
        **event("gala", **SALE, title={"en": "The gala", "pt": "A gala"}, capacity=50),
        **event("duo", **SALE, capacity=2),
        **event("open", **SALE, capacity=None),
        **event("sale-later", **SALE, opens=NOW + timedelta(days=1)),
        **event("sale-closed", **SALE, closes=NOW - timedelta(days=1)),
        **event("sale-cancelled", **SALE, status="cancelled"),
    },
)


async def everything(orders: Orders, event: str | None = None) -> tuple[Order, ...]:
    """Return the orders of an event, or all, by number."""
    return tuple([order async for order in orders.all(event)])


@dataclass
class Selling:
    """A server that runs, and Stripe."""

    server: Answering
    stripe: StripeDouble
    till: Till

    def order(self, **changes: object) -> dict[str, object]:
        """A good order of somebody new."""
        self.server.people += 1
        email = f"ada{self.server.people}@x.example"
        return {"event": GALA, "ticket": "full", "quantity": 1, "name": "Ada", "email": email, **changes}

    def buy(self, **changes: object) -> Got:
        return self.server.post(self.order(**changes), "/api/checkout", Origin=self.server.origin)

    def began(self, **changes: object) -> str:
        """Buy as far as Stripe's page, and return the id of its session."""
        got = self.buy(**changes)
        assert got.status == 201, got.text
        session = got.data["url"].rpartition("/")[2].partition("#")[0]
        assert session in self.stripe.sessions
        return session

    def tell(self, event: dict[str, Any], seconds: float = 0, **headers: str) -> Got:
        """Have Stripe send a message, signed at a time so many seconds from now."""
        body = posted(event)
        signed = signature(body, self.server.now + timedelta(seconds=seconds))
        sent = {"Content_Type": "application/json; charset=utf-8", "Stripe_Signature": signed} | headers
        return self.server.ask("POST", "/api/stripe/webhook", body, **sent)

    def told(self, *events: dict[str, Any]) -> None:
        for each in events:
            got = self.tell(each)
            assert got.status == 200, got.text

    def orders(self, event: str = GALA) -> tuple[Order, ...]:
        return self.server.run(everything(self.till.orders, event))

    def order_of(self, session: str) -> Order:
        return self.server.run(self.till.orders.find(self.stripe.sessions[session]["client_reference_id"]))

    def state(self, session: str) -> str:
        return self.order_of(session).state

    def tickets(self, session: str) -> tuple[str, ...]:
        return self.server.run(self.till.orders.tickets(self.order_of(session).id))

    def taken(self, event: str = GALA) -> int:
        return self.server.run(self.till.orders.taken(event, self.server.now))

    def pay_back(self) -> None:
        """Have what is due paid back now, as when some minutes have passed."""
        self.server.loop.call_soon_threadsafe(self.server.desk.till.tell)

    def said(self, caplog: pytest.LogCaptureFixture) -> str:
        """What it wrote into its log."""
        return caplog.text

    def page_of(self, session: str) -> str:
        """The path to which Stripe leads back."""
        key = self.stripe.sessions[session]["client_reference_id"]
        [asked] = [each for each in self.stripe.asked if each.key == key]
        return asked.fields["success_url"].removeprefix(SOLD.site.api)


@dataclass
class Shops:
    """A database, and what runs servers over it, wherever the functions are."""

    place: Place
    selling: Callable[..., AbstractContextManager[Selling]]
    answering: Home
    """Where payments are not set up."""


@contextmanager
def selling(
    place: Place,
    catalog: Catalog = SOLD,
    channels: Channels = NO_CHANNELS,
    tickets: TicketMaker | None = None,
    **environment: str,
) -> Iterator[Selling]:
    """Run both until the end of the block."""
    store = opened(place, channels.receivers)
    clock: list[Answering] = []
    with stripe_double(lambda: clock[0].now) as double:
        payments = payments_from(double.environment | environment)
        assert payments is not None
        till = till_of(store.orders(), payments)
        options = {"till": till, "channels": channels, "tickets": tickets}
        with answering(place, catalog=catalog, store=store, **options) as server:
            clock.append(server)
            yield Selling(server, double, till)
