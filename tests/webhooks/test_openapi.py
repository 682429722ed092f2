"""The contract in `openapi.yaml`: what it names is served, and what is served it names."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from starlette.routing import Route

import hubkit.webhooks
from hubkit.webhooks.app import api_app
from hubkit.webhooks.channels import Channels
from hubkit.webhooks.sqlite import SqliteStore
from hubkit.webhooks.tokens import Signer
from tests.answers import Got
from tests.webhooks.answering import CATALOG, MEETUP, SECRET, Answering, Home, answering
from tests.webhooks.mailing import post_office

SMALL = "lisbon.2026-12-05-small"
CONTRACT: dict[str, Any] = yaml.safe_load((Path(hubkit.webhooks.__file__).parent / "openapi.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def server(home: Home, tmp_path_factory: pytest.TempPathFactory):
    with home(tmp_path_factory.mktemp("contract") / "rsvps.db") as run:
        yield run


def resolved(part: Any) -> Any:
    """A part of the contract, without its references."""
    if isinstance(part, dict):
        if "$ref" in part:
            found: Any = CONTRACT
            for name in part["$ref"].removeprefix("#/").split("/"):
                found = found[name]
            return resolved(found)
        return {name: resolved(value) for name, value in part.items()}
    return [resolved(each) for each in part] if isinstance(part, list) else part


def hold(path: str, method: str, got: Got) -> None:
    """Hold an answer against the contract: its status, its kind, its content."""
    answer = resolved(CONTRACT["paths"][path][method]["responses"][str(got.status)])
    for header in answer.get("headers", {}):
        assert header.lower() in got.headers
    if "content" not in answer:
        assert got.status == 303
        return
    kind = got.headers["content-type"].partition(";")[0]
    schema = answer["content"][kind]["schema"]
    if kind != "text/html":
        jsonschema.Draft202012Validator(schema).validate(got.data)


def test_what_is_served_is_what_it_says(tmp_path) -> None:
    store = SqliteStore.open(tmp_path / "rsvps.db")
    try:
        app = api_app(CATALOG, store, Signer(SECRET))
    finally:
        store.close()
    served = {
        (route.path, method.lower())
        for route in app.routes
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    named = {(path, method) for path, item in CONTRACT["paths"].items() for method in item if method != "parameters"}
    assert served == named


def test_answers_are_as_it_says(server: Answering) -> None:
    wish = server.wish()
    taken = server.post(wish)
    mine = taken.data["link"]
    answers = [
        ("/api/rsvp", "post", taken),
        *(("/api/rsvp", "post", server.post(body)) for body in (
            wish, server.wish(website="x"), server.wish(name=""), b"{", server.wish(event="no"), b" " * 17_000,
            server.wish(event="lisbon.2026-12-05-past"),
        )),
        *(("/api/rsvp", "post", server.form(body)) for body in (server.wish(), wish | {"email": ""}, {})),
        ("/api/rsvp", "post", server.post(wish, Content_Type="text/plain")),
        ("/api/rsvp", "post", server.post(wish, Origin="null")),
        ("/api/rsvp/{token}", "get", server.get(mine)),
        ("/api/rsvp/{token}", "get", server.get(mine, Accept="application/json")),
        ("/api/rsvp/{token}", "get", server.get("/api/rsvp/x")),
        *(("/api/rsvp/{token}", "post", server.post(body, mine)) for body in (
            {"action": "change", "party_size": 2}, {"action": "confirm"}, {}, b"[", {"action": "cancel"},
            {"action": "change", "party_size": 3},
        )),
        ("/api/rsvp/{token}/data", "get", server.get(f"{mine}/data")),
        ("/api/rsvp/{token}/data", "get", server.get("/api/rsvp/x/data")),
        ("/api/rsvp/{token}", "post", server.form({"action": "cancel"}, mine)),
        ("/api/rsvp/{token}", "post", server.post({}, "/api/rsvp/x")),
        ("/api/rsvp/{token}", "post", server.post({"action": "erase"}, mine)),
        ("/api/events/{event}/availability", "get", server.get(f"/api/events/{MEETUP}/availability")),
        ("/api/events/{event}/availability", "get", server.get("/api/events/x/availability")),
        ("/api/health", "get", server.get("/api/health")),
    ]  # fmt: skip
    way = server.form(server.wish()).headers["location"]
    answers += [("/api/rsvp/thanks/{receipt}", "get", server.get(at)) for at in (way, "/api/rsvp/thanks/x")]
    answers.append(("/api/rsvp/thanks/{receipt}", "get", server.get(way, Accept="application/json")))
    for path, method, got in answers:
        hold(path, method, got)
    assert {got.status for _, _, got in answers} == {200, 201, 202, 303, 400, 403, 404, 409, 413, 415, 422}


def test_answers_are_as_it_says_where_mail_is_set_up(tmp_path: Path) -> None:
    with post_office() as post, answering(tmp_path / "rsvps.db", channels=Channels(mail=post.mail())) as server:
        hold("/api/rsvp", "post", server.post(server.wish(event=SMALL, party_size=3)))
        [rsvp] = server.rows()
        token, mine = (
            server.signer.sign(purpose, rsvp.id, server.now, server.now + timedelta(days=1))
            for purpose in ("confirm", "link")
        )
        hold("/api/rsvp/{token}", "get", server.get(f"/api/rsvp/{token}"))
        server.now += timedelta(minutes=31)
        server.post(server.wish(event=SMALL, party_size=3))
        for action in ("cancel", "confirm"):
            got = server.post({"action": action}, f"/api/rsvp/{token}")
            hold("/api/rsvp/{token}", "post", got)
            assert got.status == 409
        stored = server.get(f"/api/rsvp/{mine}/data")
        hold("/api/rsvp/{token}/data", "get", stored)
        assert stored.data["mails"]
        hold("/api/rsvp/{token}", "post", server.post({"action": "erase"}, f"/api/rsvp/{token}"))


def test_what_it_calls_good_is_taken_and_what_not_is_refused(server: Answering) -> None:
    asked = jsonschema.Draft202012Validator(resolved(CONTRACT["components"]["schemas"]["Asked"]))
    for change in (
        {},
        {"party_size": 10},
        {"party_size": 11},
        {"party_size": "1"},
        {"x": 1},
        {"language": 1},
        {"t": 5},
    ):
        wish = server.wish(**change)
        assert (server.post(wish).status == 201) == asked.is_valid(wish), change
