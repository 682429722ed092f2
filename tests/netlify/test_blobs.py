"""Where there is no database, as at Netlify with Blobs alone: an RSVP is a request, and no seat is promised."""

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hubkit.webhooks.tokens import Signer
from tests import tools
from tests.netlify.functions import NodeAnswering, its_own_loop, left_in, rates_of, running
from tests.webhooks.answering import CATALOG, MEETUP, NOW, PATIENCE, SECRET, UNLIMITED, link_on
from tests.webhooks.checkout.selling import GALA, SOLD
from tests.webhooks.checkout.stripe_double import ENVIRONMENT as STRIPE
from tests.webhooks.test_openapi import hold

pytestmark = pytest.mark.node
SMALL = "lisbon.2026-12-05-small"
SCRIPT = Path(__file__).parent / "blobs.mjs"


@pytest.fixture
def blobs(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The folder of Netlify's test server, and what the functions have to know of it."""
    folder = tmp_path / "blobs"
    folder.mkdir()
    (tmp_path / "node_modules").symlink_to(tools.NODE_PACKAGES)
    script = shutil.copy(SCRIPT, tmp_path)
    process = subprocess.Popen(["node", script, folder, "geheim"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout
    url = f"http://127.0.0.1:{int(process.stdout.readline())}"
    known = {"edgeURL": url, "uncachedEdgeURL": url, "token": "geheim", "siteID": "site"}
    try:
        yield folder, base64.b64encode(json.dumps(known).encode()).decode()
    finally:
        process.communicate(timeout=PATIENCE)


@pytest.fixture
def server(tmp_path: Path, blobs: tuple[Path, str]) -> Iterator[NodeAnswering]:
    folder = left_in(tmp_path / "functions", CATALOG)
    options = {"now": int(NOW.timestamp() * 1000), "limits": rates_of(UNLIMITED)}
    with running(folder, {"NETLIFY_BLOBS_CONTEXT": blobs[1]}, options) as port, its_own_loop() as loop:
        yield NodeAnswering(port, None, Signer(SECRET), loop)


def kept(blobs: tuple[Path, str]) -> list[Any]:
    """The requests that are kept, in the files of the server."""
    return [json.loads(file.read_bytes()) for file in (blobs[0] / "entries").rglob("requests/**/*") if file.is_file()]


def test_an_rsvp_is_a_request_and_the_page_says_so(server: NodeAnswering, blobs: tuple[Path, str]) -> None:
    got = server.post(server.wish(event=SMALL, party_size=3))
    hold("/api/rsvp", "post", got)
    assert (got.status, got.data["state"]) == (201, "requested")
    thanks = server.get(server.form(server.wish(event=SMALL)).headers["location"], Accept="text/html")
    assert "It is not a place yet" in thanks.text
    mine = server.get(link_on(thanks.text))
    assert "You asked for a place." in mine.text
    assert "You have a place" not in thanks.text + mine.text
    assert [(each["event"], each["name"], each["state"]) for each in kept(blobs)] == [(SMALL, "Ada", "requested")] * 2


def test_nobody_is_told_that_there_are_seats(server: NodeAnswering) -> None:
    for _ in range(5):
        assert server.post(server.wish(event=SMALL)).data["state"] == "requested"
    told = server.get(f"/api/events/{SMALL}/availability")
    hold("/api/events/{event}/availability", "get", told)
    assert (told.data["state"], told.data["seats_left"], told.data["waiting"]) == ("open", None, 0)
    assert server.get("/api/health").status == 200
    assert server.post(server.wish(event="lisbon.2026-12-05-closed")).status == 409


def test_twice_the_same_person_is_one_request(server: NodeAnswering, blobs: tuple[Path, str]) -> None:
    server.post(server.wish(email="ada@x.example"))
    again = server.post(server.wish(email="ADA@x.example", party_size=3))
    assert (again.status, again.data) == (201, {"state": "requested"})
    assert [each["party_size"] for each in kept(blobs)] == [1]


def test_it_is_seen_changed_cancelled_and_asked_again(server: NodeAnswering, blobs: tuple[Path, str]) -> None:
    wish = server.wish()
    link = server.post(wish).data["link"]
    assert server.post({"action": "change", "party_size": 3}, link).data["party_size"] == 3
    assert server.form({"action": "cancel"}, link).status == 303
    told = server.get(link, Accept="application/json")
    hold("/api/rsvp/{token}", "get", told)
    assert told.data == {"event": MEETUP, "state": "cancelled", "party_size": 3}
    assert server.post({"action": "change", "party_size": 2}, link).status == 409
    assert server.post(wish).data["state"] == "requested"
    assert [(each["party_size"], each["state"]) for each in kept(blobs)] == [(1, "requested")]
    hold("/api/rsvp/{token}/data", "get", server.get(f"{link}/data"))


def test_erased_is_erased_and_no_name_of_a_file_tells_who(server: NodeAnswering, blobs: tuple[Path, str]) -> None:
    link = server.post(server.wish(name="Canary", email="canary@x.example")).data["link"]
    files = [file for file in blobs[0].rglob("*") if file.is_file()]
    assert any(b"Canary" in file.read_bytes() for file in files)
    assert not any("anary" in str(file) for file in files)
    assert server.post({"action": "erase"}, link).data["state"] == "erased"
    assert not any(b"anary" in file.read_bytes() for file in blobs[0].rglob("*") if file.is_file())
    assert server.get(link).status == 404


def test_the_people_of_an_event_long_over_are_forgotten(server: NodeAnswering, blobs: tuple[Path, str]) -> None:
    server.post(server.wish())
    ends, days = CATALOG.events[MEETUP].end, CATALOG.site.keep_days
    for after, kept_then in ((days - 1, 1), (days + 1, 0)):
        server.now = ends + timedelta(days=after)
        server.get("/hourly")
        assert len(kept(blobs)) == kept_then


def test_no_tickets_are_sold_and_it_is_said_also_with_keys(tmp_path: Path, blobs: tuple[Path, str]) -> None:
    folder = left_in(tmp_path / "functions", SOLD)
    options = {"now": int(NOW.timestamp() * 1000), "limits": rates_of(UNLIMITED)}
    environment = {"NETLIFY_BLOBS_CONTEXT": blobs[1], **STRIPE}
    with running(folder, environment, options) as port, its_own_loop() as loop:
        server = NodeAnswering(port, None, Signer(SECRET), loop)
        order = {"event": GALA, "ticket": "full", "name": "Ada", "email": "ada@x.org"}
        for got in (server.post(order, "/api/checkout"), server.post({}, "/api/stripe/webhook")):
            assert (got.status, got.data["code"]) == (409, "no-checkout")
        token = server.signer.sign("order", "a", NOW, NOW + timedelta(days=1))
        for got in (
            server.get(f"/api/events/{GALA}/availability"),
            server.get(f"/api/checkout/{token}"),
            server.get(f"/api/checkout/{token}/data"),
            server.form({}, f"/api/checkout/{token}/erase"),
        ):
            assert got.status == 404
        server.get("/hourly")
        assert server.get("/api/health").status == 200
