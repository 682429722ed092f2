"""Both homes of the functions at once: the same answers to the same requests, and one network over one database."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from hubkit.webhooks.postgres.store import PostgresStore
from tests import postgres
from tests.answers import Got
from tests.netlify.functions import node_home
from tests.webhooks.answering import MEETUP, SITE, Answering, answering, link_on

pytestmark = [pytest.mark.node, pytest.mark.postgres]
SMALL, WAITING = "lisbon.2026-12-05-small", "lisbon.2026-12-05-waiting"
TOKEN = re.compile(r"[A-Za-z0-9_-]{60,}")
HEADERS = ("content-type", "location", "allow", "retry-after", "cache-control", "content-security-policy", "vary",
           "referrer-policy", "x-content-type-options", "x-robots-tag", "access-control-allow-origin",
           "content-disposition")  # fmt: skip


@pytest.fixture(scope="module")
def homes(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: postgres.Server
) -> Iterator[tuple[Answering, Answering]]:
    """The one in Python, and the one in JavaScript."""
    folder = tmp_path_factory.mktemp("both")
    with node_home(postgres_server) as node, answering(folder / "a.db") as one, node(folder / "b.db") as other:
        yield one, other


def told(got: Got) -> tuple[int, dict[str, str], str]:
    """What an answer says, whatever its tokens are; space between elements is of no matter."""
    page = re.sub(r"\s+", " ", TOKEN.sub("TOKEN", got.text)) if got.body else ""
    page = re.sub(r'"title":"[^"]*"', "", page) if "problem" in got.headers.get("content-type", "") else page
    headers = {name: TOKEN.sub("TOKEN", got.headers[name]) for name in HEADERS if name in got.headers}
    return got.status, headers, re.sub(r"> <", "><", page).strip()


def both_say(homes: tuple[Answering, Answering], asked: Callable[[Answering], Got]) -> list[Got]:
    """Ask both the same; give their answers, which are the same."""
    answers = [asked(home) for home in homes]
    assert told(answers[0]) == told(answers[1])
    return answers


LANGUAGES = ["en", "pt", "ar", "xx"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_the_same(homes: tuple[Answering, Answering], language: str) -> None:
    wish = homes[0].wish(language=language, email=f"same-{language}@x.example")
    ways = [got.headers["location"] for got in both_say(homes, lambda home: home.form(wish))]
    both_say(homes, lambda home: home.form(wish | {"party_size": "3"}))
    thanks = [home.get(way, Accept="text/html") for home, way in zip(homes, ways, strict=True)]
    assert told(thanks[0]) == told(thanks[1])
    links = dict(zip(map(id, homes), [link_on(got.text) for got in thanks], strict=True))

    def mine(home: Answering) -> str:
        return links[id(home)]

    for asked in (
        lambda home: home.get(mine(home)),
        lambda home: home.get(mine(home), Accept="application/json"),
        lambda home: home.form({"action": "change", "party_size": "x"}, mine(home)),
        lambda home: home.form({"action": "change", "party_size": "2"}, mine(home)),
        lambda home: home.get(f"{mine(home)}?done=change"),
        lambda home: home.form({"action": "dance", "next": "//evil.example"}, mine(home)),
        lambda home: home.form({"action": "cancel"}, mine(home)),
        lambda home: home.get(f"{mine(home)}?done=cancel"),
        lambda home: home.form({"action": "confirm"}, mine(home)),
        lambda home: home.form({"action": "erase"}, mine(home)),
        lambda home: home.get(mine(home)),
        lambda home: home.form(wish | {"name": "", "email": "x", "party_size": "0", "x": "y", "t": "z"}),
        lambda home: home.form(wish | {"name": "<b>\"'&", "email": ""}),
    ):
        both_say(homes, asked)


@pytest.mark.parametrize("kind", ["form", "post"])
@pytest.mark.parametrize("event", ["later", "closed", "cancelled", "past", "paid", "unheard-of", "small"])
def test_refusals_are_the_same(homes: tuple[Answering, Answering], event: str, kind: str) -> None:
    for size in (3, 1, 2):
        wish = homes[0].wish(event=f"lisbon.2026-12-05-{event}", party_size=size)
        both_say(homes, lambda home, wish=wish: getattr(home, kind)(wish))


def test_what_is_no_rsvp_is_answered_alike(homes: tuple[Answering, Answering]) -> None:
    wish = homes[0].wish()
    for asked in (
        lambda home: home.post({}),
        lambda home: home.form({}),
        lambda home: home.post(b"{"),
        lambda home: home.post(b"a=1&a=2", Content_Type="application/x-www-form-urlencoded"),
        lambda home: home.post(wish | {"website": "x"}),
        lambda home: home.post(wish | {"name": 1, "x": 2, "t": "z"}),
        lambda home: home.post(wish, Content_Type="text/plain"),
        lambda home: home.post(wish, Origin="https://evil.example"),
        lambda home: home.post(wish | {"name": "a" * 17_000}),
        lambda home: home.get("/no", Accept="text/html"),
        lambda home: home.get("/no"),
        lambda home: home.get("/api/rsvp/x"),
        lambda home: home.get("/api/rsvp/x/data", Accept="application/json"),
        lambda home: home.get("/api/rsvp/thanks/x"),
        lambda home: home.get("/api/health"),
        lambda home: home.get(f"/api/events/{SMALL}/availability"),
        lambda home: home.get("/api/events/x/availability", Origin=SITE),
        lambda home: home.get("/api/checkout/x"),
        lambda home: home.form({}, "/api/checkout/x"),
        lambda home: home.post({}, "/api/checkout"),
        lambda home: home.form({"event": "lisbon.2026-12-05-paid"}, "/api/checkout"),
        lambda home: home.post({"event": MEETUP, "ticket": 1}, "/api/checkout"),
        lambda home: home.post({}, "/api/stripe/webhook"),
    ):
        both_say(homes, asked)


def test_they_serve_one_network_at_once(tmp_path: Path, postgres_server: postgres.Server) -> None:
    address = postgres_server.fresh()
    with (
        node_home(postgres_server, address) as home,
        home(tmp_path / "rsvps.db") as node,
        answering(tmp_path / "none.db", store=PostgresStore.open(address)) as python,
    ):
        first, second, third = (
            asked.post(asked.wish(event=WAITING, email=f"{number}@x.example")).data
            for number, asked in enumerate((python, node, python))
        )
        assert [each["state"] for each in (first, second, third)] == ["confirmed", "waiting", "waiting"]
        assert node.post(node.wish(event=WAITING, email="0@x.example")).data == {"state": "confirmed"}
        assert node.post({"action": "cancel"}, first["link"]).data["state"] == "cancelled"
        assert python.get(second["link"], Accept="application/json").data["state"] == "confirmed"
        assert python.post({"action": "erase"}, second["link"]).data["state"] == "erased"
        assert node.get(third["link"], Accept="application/json").data["state"] == "confirmed"
        assert node.get(f"{third['link']}/data").data["rsvp"]["email"] == "2@x.example"
        token = python.get(f"/api/events/{MEETUP}/availability").data["form_token"]
        assert node.post(node.wish(t=token)).status == 422, "it is too young"
        node.now += timedelta(seconds=3)
        assert node.post(node.wish(t=token)).status == 201
        assert node.rows() == python.rows()
