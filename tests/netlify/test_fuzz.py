"""Requests that a fuzzer makes of `openapi.yaml`, to the functions in Node.js: every answer is as it says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.netlify.functions import node_home
from tests.netlify.selling import node_selling
from tests.webhooks.test_fuzz import MANY, OPERATIONS, QUICK, Fuzzed, fuzz

pytestmark = [pytest.mark.node, pytest.mark.postgres]


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory, postgres_server: postgres.Server) -> Iterator[Fuzzed]:
    place: Path = tmp_path_factory.mktemp("fuzzed") / "rsvps.db"
    with node_home(postgres_server) as home, node_selling(home, place) as shop:
        yield Fuzzed(shop)


def test_every_answer_is_as_the_contract_says(fuzzed: Fuzzed) -> None:
    for path, method in OPERATIONS:
        fuzz(fuzzed, path, method, max_examples=QUICK, derandomize=True)
    assert set(fuzzed.statuses) >= {200, 201, 303, 400, 404, 409, 422}, "it has not come far"


@pytest.mark.long
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_so_is_every_other_one(fuzzed: Fuzzed, path: str, method: str) -> None:
    fuzz(fuzzed, path, method, max_examples=MANY, print_blob=True)
