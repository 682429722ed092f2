"""What tests of the functions share: a place for RSVPs in each database that hubkit knows."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests import postgres
from tests.netlify.functions import node_home
from tests.webhooks.answering import Home, answering
from tests.webhooks.visitors import Place

_NODE = [pytest.mark.long, pytest.mark.node, pytest.mark.postgres]
_POSTGRES = [pytest.mark.long, pytest.mark.postgres]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=_POSTGRES)])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Place]]:
    """Gives new places for RSVPs: files for SQLite, then databases of PostgreSQL."""
    if request.param == "sqlite":
        numbers = count(1)
        yield lambda: tmp_path / f"rsvps-{next(numbers)}.sqlite"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    made: list[str] = []

    def fresh() -> str:
        made.append(server.fresh())
        return made[-1]

    yield fresh
    for address in made:
        server.drop(address)


@pytest.fixture
def place(places: Callable[[], Place]) -> Place:
    """A place where there are no RSVPs yet."""
    return places()


@pytest.fixture(params=["python", pytest.param("node", marks=_NODE)], scope="module")
def home(request: pytest.FixtureRequest) -> Iterator[Home]:
    """Where the functions are: `answering` of one of their homes, over SQLite in Python, over PostgreSQL in Node.js."""
    if request.param == "python":
        yield answering
        return
    with node_home(request.getfixturevalue("postgres_server")) as run:
        yield run
