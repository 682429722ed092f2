"""Shops that sell tickets: in Python over each database, and in Node.js over PostgreSQL."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests import postgres
from tests.netlify.functions import node_home
from tests.netlify.selling import node_selling
from tests.webhooks.answering import answering
from tests.webhooks.checkout.selling import Selling, Shops, selling

_POSTGRES = [pytest.mark.long, pytest.mark.postgres]


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgres", marks=_POSTGRES),
        pytest.param("node", marks=[*_POSTGRES, pytest.mark.node]),
    ]
)
def shops(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shops]:
    """What runs servers over one database, with a till and without."""
    path = tmp_path / "rsvps.sqlite"
    if request.param == "sqlite":
        yield Shops(path, partial(selling, path), partial(answering, path))
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    address = server.fresh()
    try:
        if request.param == "node":
            with node_home(server, address) as home:
                yield Shops(address, partial(node_selling, home, path), partial(home, path))
        else:
            yield Shops(address, partial(selling, address), partial(answering, address))
    finally:
        server.do(f"DROP DATABASE IF EXISTS {address.split('/')[3].split('?', maxsplit=1)[0]} WITH (FORCE)")


@pytest.fixture
def shop(shops: Shops) -> Iterator[Selling]:
    """A server that sells tickets, with Stripe's double behind it."""
    with shops.selling() as run:
        yield run
