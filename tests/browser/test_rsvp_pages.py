"""The pages of RSVPs in Chromium, in the look of the site: axe, widths, both schemes, both directions."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from hubkit.webhooks.limits import Limits, Rate
from tests.browser.functions import THEMES, Functions, complaints, functions, site_files
from tests.browser.pages import visiting
from tests.webhooks.answering import link_on

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.node]

MANY = Rate(100_000, 0.001)
ONE_BARE_POST = Limits(MANY, MANY, Rate(1, 3_600))
EVENTS = {
    "walk": ("A walk along the river from the bridge to the lighthouse", "", "{mode: rsvp, capacity: 5}"),
    "club": ("Club night", "", "{mode: rsvp, capacity: 1, waitlist: true}"),
    "full": ("Supper", "", "{mode: rsvp, capacity: 1}"),
    "off": ("Fair", "status: cancelled\n", "{mode: rsvp}"),
}


def fields(functions: Functions, language: str, event: str = "walk", **changes: str) -> dict[str, str]:
    """What the form of an event sends."""
    wish = functions.server.wish(event=f"lisbon.2026-12-05-{event}", language=language)
    token = functions.server.form_token(str(wish["event"]))
    return {name: str(value) for name, value in wish.items()} | {"t": token} | changes


def each(pages: Functions, page: Page, language: str) -> Iterator[str]:
    """Go to one page after the other, and name it."""
    pages.goto(page, "/api/nothing")
    yield "no page"
    pages.goto(page, "/api/rsvp/nothing")
    yield "no RSVP"
    pages.send(page, "/api/rsvp", fields(pages, language))
    yield "thanks"
    link = link_on(page.content())
    pages.send(page, link, {"action": "change", "party_size": "2"})
    yield "mine, changed"
    pages.send(page, link, {"action": "change", "party_size": "many"})
    yield "mine, a mistake"
    pages.send(page, link, {"action": "cancel"})
    yield "mine, cancelled"
    pages.send(page, "/api/rsvp", fields(pages, language, name="", email="ada@x", party_size="0"))
    yield "the form with mistakes"
    for event in ("club", "club", "full", "full", "off"):
        pages.send(page, "/api/rsvp", fields(pages, language, event))
        yield event
    for _ in range(2):
        pages.send(page, "/api/rsvp", fields(pages, language, t=""))
    yield "too many"


@pytest.fixture(scope="module", params=THEMES)
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]):
    files = site_files(request.param, EVENTS)
    with functions(tmp_path_factory.mktemp(request.param), files, serve, ONE_BARE_POST) as made:
        yield made


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_and_nothing_is_too_wide(browser: Browser, pages: Functions, language: str) -> None:
    assert complaints(browser, lambda page: each(pages, page, language)) == []


def test_each_page_has_the_look_of_the_site_and_asks_for_nothing_else(browser: Browser, pages: Functions) -> None:
    with visiting(browser) as visit:
        for name in each(pages, visit.page, "en"):
            assert visit.page.locator("link[rel=icon]").count() == 1, name
            assert visit.page.evaluate("document.styleSheets.length") >= 2, name
            assert visit.page.evaluate("getComputedStyle(document.body).margin") == "0px", name
        assert [each for each in visit.complaints if "the server responded with a status of 4" not in each] == []
        assert not [url for url in visit.requests if url.endswith("favicon.ico")]
        assert visit.elsewhere() == []


def test_a_mistake_is_where_the_keyboard_is_and_leads_to_its_field(browser: Browser, pages: Functions) -> None:
    with visiting(browser, width=360) as visit:
        pages.send(visit.page, "/api/rsvp", fields(pages, "en", email="ada@x"))
        assert visit.page.evaluate("document.activeElement.getAttribute('role')") == "alert"
        visit.page.keyboard.press("Tab")
        visit.page.keyboard.press("Enter")
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.name") in {"email", "party_size"}
        error, text = visit.page.locator(".error").first, visit.page.locator("form .soft")
        color = "each => getComputedStyle(each).color"
        assert error.evaluate(color) != text.evaluate(color)
