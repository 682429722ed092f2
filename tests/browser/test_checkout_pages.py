"""The pages of tickets in Chromium, in the look of the site: axe, widths, both schemes, both directions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from hubkit.webhooks.checkout.settings import payments_from
from hubkit.webhooks.checkout.till import till_of
from hubkit.webhooks.sqlite import SqliteStore
from tests.browser.functions import THEMES, Functions, complaints, functions, site_files
from tests.browser.pages import visiting
from tests.webhooks.answering import NOW, Answering
from tests.webhooks.checkout.selling import Selling
from tests.webhooks.checkout.stripe_double import stripe_double

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.node]

TICKETS = (
    "{{mode: checkout, capacity: {capacity}, tickets: [{{id: full, name: One place with supper, price: 25,"
    " currency: EUR}}, {{id: gift, name: Gift, price: 0, currency: EUR}}]}}"
)
EVENTS = {
    "gala": ("The gala of all the gardens along the river", "", TICKETS.format(capacity=90)),
    "duo": ("Supper", "", TICKETS.format(capacity=2)),
    "off": ("Fair", "status: cancelled\n", TICKETS.format(capacity=2)),
}


@dataclass(frozen=True)
class Shop:
    """The functions of a site that sells tickets."""

    pages: Functions
    selling: Selling


def fields(shop: Shop, language: str, event: str = "gala", **changes: str) -> dict[str, str]:
    """What the form of an event sends."""
    name = f"lisbon.2026-12-05-{event}"
    order = shop.selling.order(event=name, language=language)
    return {key: str(value) for key, value in order.items()} | {"t": shop.selling.server.form_token(name)} | changes


def bought(shop: Shop, language: str) -> tuple[str, str]:
    """Buy as far as Stripe's page; return its session, and the path to which it leads back."""
    selling = shop.selling
    session = selling.began(event="lisbon.2026-12-05-gala", language=language)
    key = selling.stripe.sessions[session]["client_reference_id"]
    [asked] = [each for each in selling.stripe.asked if each.key == key]
    return session, urlsplit(asked.fields["success_url"]).path


def each(shop: Shop, page: Page, language: str) -> Iterator[str]:
    """Go to one page after the other, and name it."""
    shop.pages.goto(page, "/api/checkout/nothing")
    yield "no order"
    shop.pages.send(page, "/api/checkout", fields(shop, language, name="", email="ada@x", quantity="0", ticket="x"))
    yield "the form with mistakes"
    for event in ("duo", "off"):
        shop.pages.send(page, "/api/checkout", fields(shop, language, event, quantity="3"))
        yield event
    session, path = bought(shop, language)
    shop.pages.goto(page, path)
    yield "held"
    shop.pages.goto(page, f"{path}?back=1")
    yield "back"
    shop.selling.told(shop.selling.stripe.complete(session))
    shop.pages.goto(page, path)
    yield "paid"
    shop.selling.told(shop.selling.stripe.refunded(session))
    shop.pages.goto(page, path)
    yield "refunded"
    given = shop.selling.buy(event="lisbon.2026-12-05-gala", language=language, ticket="gift", quantity=2)
    shop.pages.goto(page, urlsplit(given.data["url"]).path)
    yield "given"
    _, path = bought(shop, language)
    shop.selling.server.run(shop.selling.till.orders.let_go_of_late(shop.selling.server.now + timedelta(hours=1)))
    shop.pages.goto(page, path)
    yield "expired"


@pytest.fixture(scope="module", params=THEMES)
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]):
    folder = tmp_path_factory.mktemp(request.param)
    store = SqliteStore.open(folder / "rsvps.db")
    clock: list[Answering] = []
    with stripe_double(lambda: clock[0].now if clock else NOW) as double:
        payments = payments_from(double.environment)
        assert payments is not None
        till = till_of(store.orders(), payments)
        with functions(folder, site_files(request.param, EVENTS), serve, store=store, till=till) as made:
            clock.append(made.server)
            yield Shop(made, Selling(made.server, double, till))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_and_nothing_is_too_wide(browser: Browser, shop: Shop, language: str) -> None:
    assert complaints(browser, lambda page: each(shop, page, language)) == []


def test_each_page_has_the_look_of_the_site_and_asks_for_nothing_else(browser: Browser, shop: Shop) -> None:
    with visiting(browser) as visit:
        for name in each(shop, visit.page, "en"):
            assert visit.page.evaluate("document.styleSheets.length") >= 2, name
        assert [each for each in visit.complaints if "the server responded with a status of 4" not in each] == []
        assert visit.elsewhere() == []
