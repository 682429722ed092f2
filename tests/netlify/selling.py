"""The functions in Node.js that sell tickets, with Stripe's double behind them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hubkit.webhooks.catalog import Catalog
from hubkit.webhooks.checkout.settings import payments_from
from hubkit.webhooks.checkout.till import till_of
from tests.netlify.functions import NodeAnswering
from tests.webhooks.answering import Home
from tests.webhooks.checkout.selling import SOLD, Selling
from tests.webhooks.checkout.stripe_double import stripe_double


class NodeSelling(Selling):
    """As `Selling`; what Python's till does here only looks into the database."""

    server: NodeAnswering

    def pay_back(self) -> None:
        self.server.get("/hourly")

    def said(self, caplog: pytest.LogCaptureFixture) -> str:
        del caplog
        return self.server.said.read_text("utf-8")


@contextmanager
def node_selling(home: Home, path: Path, catalog: Catalog = SOLD, **environment: str) -> Iterator[NodeSelling]:
    """Run both until the end of the block."""
    clock: list[NodeAnswering] = []
    with stripe_double(lambda: clock[0].now) as double:
        said = double.environment | environment
        payments = payments_from(said)
        assert payments is not None
        with home(path, catalog=catalog, environment=said) as server:
            assert isinstance(server, NodeAnswering)
            clock.append(server)
            yield NodeSelling(server, double, till_of(server.store.orders(), payments))
