"""The pages of the functions in Chromium, in the look of the site: axe, widths, both schemes, both directions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page

from hubkit.webhooks.catalog import Catalog
from hubkit.webhooks.limits import Limits, Rate
from hubkit.write import CatalogFile
from tests.browser.pages import visiting
from tests.browser.test_accessibility import violations
from tests.browser.test_pages import TOO_WIDE
from tests.sites import BASIC, LISBON, NETWORK, good, write
from tests.webhooks.answering import Answering, answering, link_on

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.node]

MANY = Rate(100_000, 0.001)
ONE_BARE_POST = Limits(MANY, MANY, Rate(1, 3_600))
EVENT = "title: {title}\nstart: 2026-12-05 10:00\nduration: 2h\n{status}registration: {takes}\n"
SEND = """([path, fields]) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: path });
  const field = ([name, value]) => Object.assign(document.createElement("input"), { name, value });
  form.append(...Object.entries(fields).map(field));
  document.body.append(form);
  form.submit();
}"""


def files(theme: str) -> dict[str, str | bytes]:
    events = {
        "walk": ("A walk along the river from the bridge to the lighthouse", "", "{mode: rsvp, capacity: 5}"),
        "club": ("Club night", "", "{mode: rsvp, capacity: 1, waitlist: true}"),
        "full": ("Supper", "", "{mode: rsvp, capacity: 1}"),
        "off": ("Fair", "status: cancelled\n", "{mode: rsvp}"),
    }
    return {
        **BASIC,
        "hubkit.yaml": f"{NETWORK}webhooks: true\ntheme: {theme}\nlanguages: [en, ar]\n",
        "hubs/lisbon/hub.yaml": f"{LISBON}languages: [en, ar]\ncontact: {{email: a@lisbon.example}}\n",
        **{
            f"hubs/lisbon/events/2026-12-05-{name}.yaml": EVENT.format(title=title, status=status, takes=takes)
            for name, (title, status, takes) in events.items()
        },
    }


@dataclass(frozen=True)
class Functions:
    """The functions of a site, and ways to each of their pages."""

    server: Answering

    def fields(self, language: str, event: str = "walk", **changes: str) -> dict[str, str]:
        wish = self.server.wish(event=f"lisbon.2026-12-05-{event}", language=language)
        return (
            {name: str(value) for name, value in wish.items()}
            | {"t": self.server.form_token(str(wish["event"]))}
            | changes
        )

    def goto(self, page: Page, path: str) -> None:
        page.goto(self.server.origin + path)

    def send(self, page: Page, path: str, fields: dict[str, str]) -> None:
        self.goto(page, "/api/nothing")
        with page.expect_navigation():
            page.evaluate(SEND, [path, fields])

    def each(self, page: Page, language: str) -> Iterator[str]:
        """Go to one page after the other, and name it."""
        self.goto(page, "/api/nothing")
        yield "no page"
        self.goto(page, "/api/rsvp/nothing")
        yield "no RSVP"
        self.send(page, "/api/rsvp", self.fields(language))
        yield "thanks"
        link = link_on(page.content())
        self.send(page, link, {"action": "change", "party_size": "2"})
        yield "mine, changed"
        self.send(page, link, {"action": "change", "party_size": "many"})
        yield "mine, a mistake"
        self.send(page, link, {"action": "cancel"})
        yield "mine, cancelled"
        self.send(page, "/api/rsvp", self.fields(language, name="", email="ada@x", party_size="0"))
        yield "the form with mistakes"
        for event in ("club", "club", "full", "full", "off"):
            self.send(page, "/api/rsvp", self.fields(language, event))
            yield event
        for _ in range(2):
            self.send(page, "/api/rsvp", self.fields(language, t=""))
        yield "too many"


@contextmanager
def functions(folder: Path, theme: str, serve: Callable[..., str]) -> Iterator[Functions]:
    """Build a site in a theme, serve it, and run its functions."""
    made = good(write(folder / "site", files(theme)))
    home = serve(made.folder, "/hubs/")
    content = CatalogFile(made.folder).content().replace(b"https://x.org/hubs/", home.encode())
    catalog = msgspec.json.decode(content, type=Catalog)
    catalog = replace(catalog, site=replace(catalog.site, origins=(home.removesuffix("/hubs/"),)))
    with answering(folder / "rsvps.db", ONE_BARE_POST, catalog) as server:
        yield Functions(server)


@pytest.fixture(scope="module", params=["base", "dusk", "poster"])
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]):
    with functions(tmp_path_factory.mktemp(request.param), request.param, serve) as made:
        yield made


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_and_nothing_is_too_wide(browser: Browser, pages: Functions, language: str) -> None:
    found: list[str] = []
    for scheme, width in product(("light", "dark"), (320, 1280)):
        with visiting(browser, width=width, scheme=scheme, bypass_csp=True) as visit:
            for name in pages.each(visit.page, language):
                found += [f"{name}, {scheme}, {width}: {each}" for each in violations(visit.page)]
                found += [f"{name}, {scheme}, {width}: {each}" for each in visit.page.evaluate(TOO_WIDE)]
    assert found == []


def test_each_page_has_the_look_of_the_site_and_asks_for_nothing_else(browser: Browser, pages: Functions) -> None:
    with visiting(browser) as visit:
        for name in pages.each(visit.page, "en"):
            assert visit.page.locator("link[rel=icon]").count() == 1, name
            assert visit.page.evaluate("document.styleSheets.length") >= 2, name
            assert visit.page.evaluate("getComputedStyle(document.body).margin") == "0px", name
        assert [each for each in visit.complaints if "the server responded with a status of 4" not in each] == []
        assert not [url for url in visit.requests if url.endswith("favicon.ico")]
        assert visit.elsewhere() == []


def test_a_mistake_is_where_the_keyboard_is_and_leads_to_its_field(browser: Browser, pages: Functions) -> None:
    with visiting(browser, width=360) as visit:
        pages.send(visit.page, "/api/rsvp", pages.fields("en", email="ada@x"))
        assert visit.page.evaluate("document.activeElement.getAttribute('role')") == "alert"
        visit.page.keyboard.press("Tab")
        visit.page.keyboard.press("Enter")
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.name") in {"email", "party_size"}
        error, text = visit.page.locator(".error").first, visit.page.locator("form .soft")
        color = "each => getComputedStyle(each).color"
        assert error.evaluate(color) != text.evaluate(color)
