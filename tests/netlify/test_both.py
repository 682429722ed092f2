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
from tests.netlify.selling import node_selling
from tests.webhooks.answering import MEETUP, NOW, SITE, Answering, answering, link_on
from tests.webhooks.checkout.selling import GALA, SOLD, Selling, selling
from tests.webhooks.checkout.selling import SMALL as SOLD_SMALL

pytestmark = [pytest.mark.node, pytest.mark.postgres]
SMALL, WAITING = "lisbon.2026-12-05-small", "lisbon.2026-12-05-waiting"
OPEN, BUY = "lisbon.2026-12-05-open", "/api/checkout"
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


@pytest.fixture(scope="module")
def shops(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: postgres.Server
) -> Iterator[tuple[Selling, Selling]]:
    """The one in Python, and the one in JavaScript, that sell tickets."""
    folder = tmp_path_factory.mktemp("shops")
    with (
        node_home(postgres_server) as node,
        selling(folder / "a.db") as one,
        node_selling(node, folder / "b.db") as other,
    ):
        yield one, other


WRONG: list[dict[str, object]] = [
    {"quantity": 0, "name": "", "email": "x", "ticket": "none", "x": 1, "t": "z"},
    {"quantity": "3", "ticket": "yen", "name": "<b>\"'&", "email": ""},
    {"event": GALA, "ticket": "reduced", "quantity": 3},
    {"email": "ada@x.invalid"},
    {"website": "x"},
    {"event": ""},
    *({"event": f"lisbon.2026-12-05-{name}"} for name in ("sale-later", "sale-closed", "sale-cancelled", "meetup")),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_to_buy_are_refused_alike(shops: tuple[Selling, Selling], language: str) -> None:
    for changes in WRONG:
        order = shops[0].order(language=language, event=OPEN, quantity=2) | changes
        answers = [[shop.server.form(order, BUY), shop.server.post(order, BUY)] for shop in shops]
        assert [told(got) for got in answers[0]] == [told(got) for got in answers[1]], changes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", ["paid", "unpaid", "refunded", "review", "failed", "expired", "back", "gift"])
def test_pages_of_orders_are_the_same(shops: tuple[Selling, Selling], language: str, ending: str) -> None:
    ticket = "gift" if ending == "gift" else "full"
    order = shops[0].order(language=language, event=OPEN, quantity=2, ticket=ticket)
    one, other = (list(story(shop, order, ending)) for shop in shops)
    assert [told(without_tickets(got)) for got in one] == [told(without_tickets(got)) for got in other]


def story(shop: Selling, order: dict[str, object], ending: str) -> Iterator[Got]:
    """Somebody buys, looks, and erases their order when the event is over; give all that they are answered."""
    bought = shop.server.form(order, BUY)
    assert bought.status == 303, bought.text
    way = bought.headers["location"]
    session = "" if ending == "gift" else way.rpartition("/")[2].partition("#")[0]
    page = shop.page_of(session) if session else way.removeprefix(SOLD.site.api)
    yield bought
    yield shop.server.get(page, Accept="text/html")
    yield shop.server.get(f"{page}?back=1")
    if session:
        end(shop, session, page, ending)
    yield shop.server.get(page, Accept="text/html")
    yield shop.server.get(page, Accept="application/json")
    yield shop.server.form({}, f"{page}/erase")
    shop.server.now = SOLD.events[GALA].end
    yield shop.server.get(page, Accept="text/html")
    erased = shop.server.form({}, f"{page}/erase")
    yield erased
    if erased.status == 303:
        yield shop.server.get(erased.headers["location"])
    shop.server.now = NOW


def end(shop: Selling, session: str, page: str, how: str) -> None:
    """Have something come of an order."""
    if how == "back":
        assert shop.server.form({}, page).status == 303
    elif how in {"failed", "expired"}:
        shop.told(shop.stripe.later(session, "async_payment_failed" if how == "failed" else "expired"))
    else:
        event = shop.stripe.complete(session, "unpaid" if how == "unpaid" else "paid")
        event["data"]["object"] |= {"amount_total": 1} if how == "review" else {}
        shop.told(event, *([shop.stripe.refunded(session)] if how == "refunded" else []))


def without_tickets(got: Got) -> Got:
    """An answer without what is random in it."""
    return Got(got.status, got.headers, re.sub(rb"(?<=<code>)[^<]+|(?<=[\[,]\")[A-Za-z0-9_-]{22}(?=\")", b"", got.body))


def test_both_sell_from_one_database(tmp_path: Path, postgres_server: postgres.Server) -> None:
    address = postgres_server.fresh()
    with (
        node_home(postgres_server, address) as home,
        node_selling(home, tmp_path / "rsvps.db") as node,
        selling(address) as python,
    ):
        session = node.began(event=SOLD_SMALL)
        key = node.order_of(session).id
        assert python.buy(event=SOLD_SMALL, quantity=2).data["code"] == "ticket-full"
        paid = node.stripe.complete(session)
        python.told(paid)
        node.told(paid)
        path = node.page_of(session)
        assert len(node.tickets(session)) == 1
        pages = [shop.server.get(path, Accept="application/json").data | {"by": ""} for shop in (node, python)]
        assert pages[0] == pages[1]
        other = python.began(event=SOLD_SMALL)
        assert node.buy(event=SOLD_SMALL).data["code"] == "full"
        node.told(python.stripe.complete(other))
        assert (python.state(other), python.taken(SOLD_SMALL), node.order_of(session).id) == ("paid", 2, key)


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
