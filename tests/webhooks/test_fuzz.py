"""Requests that a fuzzer makes of `openapi.yaml`, good and bad: no answer is other than it says, and none a fault."""

from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks as of

from tests.webhooks.answering import SITE, Answering
from tests.webhooks.checkout.selling import GALA, SOLD, Selling, selling
from tests.webhooks.test_openapi import CONTRACT

OPERATIONS = [(path, method) for path, item in CONTRACT["paths"].items() for method in item if method != "parameters"]
CHECKS: list[Any] = [
    not_a_server_error,
    of.status_code_conformance,
    of.content_type_conformance,
    of.response_headers_conformance,
    of.response_schema_conformance,
]
ACCEPTS = ["*/*", "application/json", "text/html", "text/html,*/*;q=0.8", "application/problem+json", "image/png"]
SLOW = list(HealthCheck)
"""Generating takes long, and is allowed to."""
QUICK, MANY = 25, 500


class Fuzzed:
    """One server, and all that a fuzzer gets from it."""

    def __init__(self, shop: Selling) -> None:
        self.shop = shop
        self.server = shop.server
        self.session = requests.Session()
        self.statuses: Counter[int] = Counter()

    def send(self, case: Case, accept: str) -> int:
        """Send a request as the site itself does, hold the answer against the contract, and give its status."""
        headers = {"Origin": SITE, "Accept": accept}
        answer = case.call(
            base_url=self.server.origin, session=self.session, headers=headers, allow_redirects=False, timeout=60
        )
        self.statuses[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)
        return answer.status_code


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuzzed]:
    with selling(tmp_path_factory.mktemp("fuzzed") / "rsvps.db") as shop:
        yield Fuzzed(shop)


def cases(shop: Selling, path: str, method: str, contract: dict[str, Any] = CONTRACT) -> st.SearchStrategy[Case]:
    """Requests to one address: by the contract and against it, for nothing and for what there is."""
    operation = schemathesis.openapi.from_dict(contract)[path][method]
    modes = [operation.as_strategy(GenerationMode.POSITIVE), operation.as_strategy(GenerationMode.NEGATIVE)]
    server: Answering = shop.server
    link = server.post(server.wish()).data["link"].rpartition("/")[2]
    receipt = server.form(server.wish()).headers["location"].rpartition("/")[2]
    if path.startswith("/api/checkout/"):
        link = shop.page_of(shop.began(event="lisbon.2026-12-05-open")).rpartition("/")[2]
    known = {"event": st.sampled_from(sorted(SOLD.events)), "token": st.just(link), "receipt": st.just(receipt)}

    @st.composite
    def made(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Case:
        case: Case = draw(st.one_of(modes))
        how = draw(st.sampled_from(["as it comes", "of what there is", "as people do"]))
        if how == "as it comes":
            return case
        for name in case.path_parameters or {}:
            case.path_parameters[name] = draw(known[name])
        if path == "/api/checkout" and isinstance(case.body, dict) and how == "as people do":
            case.body |= shop.order(event=draw(st.sampled_from([GALA, "lisbon.2026-12-05-open"])), website="", t="")
        if path == "/api/rsvp" and isinstance(case.body, dict):
            case.body["event"] = draw(known["event"])
            if how == "as people do":
                case.body |= server.wish(event=case.body["event"], website="", t=server.form_token(case.body["event"]))
        return case

    return made()


def fuzz(fuzzed: Fuzzed, path: str, method: str, contract: dict[str, Any] = CONTRACT, **options: Any) -> None:
    """Send what there is to send to one address."""

    @settings(deadline=None, database=None, suppress_health_check=SLOW, **options)
    @given(cases(fuzzed.shop, path, method, contract), st.sampled_from(ACCEPTS))
    def hold(case: Case, accept: str) -> None:
        fuzzed.send(case, accept)

    hold()


def test_every_answer_is_as_the_contract_says(fuzzed: Fuzzed) -> None:
    for path, method in OPERATIONS:
        fuzz(fuzzed, path, method, max_examples=QUICK, derandomize=True)
    assert set(fuzzed.statuses) >= {200, 201, 303, 400, 404, 409, 422}, "it has not come far"


@pytest.mark.long
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_so_is_every_other_one(fuzzed: Fuzzed, path: str, method: str) -> None:
    fuzz(fuzzed, path, method, max_examples=MANY, print_blob=True)


@pytest.mark.parametrize("path", ["/api/rsvp", "/api/rsvp/{token}"])
def test_what_the_contract_forbids_is_refused_and_changes_nothing(fuzzed: Fuzzed, path: str) -> None:
    server = fuzzed.server
    token = server.post(server.wish()).data["link"].rpartition("/")[2]
    before = server.rows()

    @settings(deadline=None, database=None, derandomize=True, max_examples=4 * QUICK, suppress_health_check=SLOW)
    @given(schemathesis.openapi.from_dict(CONTRACT)[path]["post"].as_strategy(GenerationMode.NEGATIVE))
    def hold(case: Case) -> None:
        if case.path_parameters:
            case.path_parameters["token"] = token
        assert 400 <= fuzzed.send(case, "*/*") < 500

    hold()
    assert server.rows() == before


def without_a_status(contract: Any) -> None:
    del contract["paths"]["/api/rsvp"]["post"]["responses"]["422"]


def without_a_field(contract: Any) -> None:
    schema = contract["components"]["schemas"]["Availability"]
    del schema["properties"]["waiting"]
    schema["required"].remove("waiting")


def with_another_type(contract: Any) -> None:
    contract["components"]["schemas"]["Rsvp"]["properties"]["party_size"] = {"type": "string"}


def without_pages(contract: Any) -> None:
    del contract["paths"]["/api/rsvp/{token}"]["get"]["responses"]["200"]["content"]["text/html"]


@pytest.mark.parametrize(
    ("lie", "path", "method"),
    [
        (without_a_status, "/api/rsvp", "post"),
        (without_a_field, "/api/events/{event}/availability", "get"),
        (with_another_type, "/api/rsvp/{token}", "get"),
        (without_pages, "/api/rsvp/{token}", "get"),
    ],
)
def test_a_contract_that_lies_is_caught(fuzzed: Fuzzed, lie: Callable[[Any], None], path: str, method: str) -> None:
    contract = deepcopy(CONTRACT)
    lie(contract)
    with pytest.raises((FailureGroup, ExceptionGroup)):
        fuzz(fuzzed, path, method, contract, max_examples=8 * QUICK, derandomize=True, phases=[Phase.generate])
