"""The form for an RSVP in Chromium, with the functions behind it: places, the token, and what is said without them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page

from hubkit.listening import listen
from hubkit.webhooks.catalog import Catalog
from tests.browser.pages import Visit, visiting
from tests.browser.test_accessibility import violations
from tests.browser.test_pages import TOO_WIDE
from tests.sites import BASIC, LISBON, NETWORK, good, write
from tests.webhooks.answering import CATALOG, Answering, answering

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.node]

EVENT = "title: The {0}\nstart: 2026-12-05 10:00\nduration: 2h\nregistration: {{mode: rsvp, capacity: 3}}\n"


@dataclass(frozen=True)
class Town:
    """A site, and the functions that its forms are sent to."""

    home: str
    functions: Answering

    def page(self, event: str, language: str = "") -> str:
        return page_of(self.home, event, language)


def page_of(home: str, event: str, language: str = "") -> str:
    return f"{home}lisbon/{language}events/2026-12-05-{event}/"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> Iterator[Town]:
    """A site with events in the catalogue of the functions, which are at another origin."""
    folder, listener = tmp_path_factory.mktemp("town"), listen("127.0.0.1", 0)
    home = site(folder, listener.url, serve)
    with answering(folder / "rsvps.db", catalog=known(home), listener=listener) as functions:
        yield Town(home, functions)


def site(folder: Path, functions: str, serve: Callable[..., str]) -> str:
    """Build a site whose forms are sent to `functions`, and serve it; give its home."""
    events = ("meetup", "small", "waiting", "open-end", "closed", "unheard-of")
    files: dict[str, str | bytes] = {
        **BASIC,
        "hubkit.yaml": f"{NETWORK}webhooks: true\napi_url: {functions}\n",
        "hubs/lisbon/hub.yaml": f"{LISBON}languages: [en, ar]\ncontact: {{email: a@lisbon.example}}\n",
        **{f"hubs/lisbon/events/2026-12-05-{name}.yaml": EVENT.format(name) for name in events},
    }
    return serve(good(write(folder / "site", files)).folder, "/hubs/")


def known(home: str) -> Catalog:
    """The catalogue of the tests, for a site at `home`."""
    origin = home.removesuffix("/hubs/")
    hubs = {name: replace(hub, styles=()) for name, hub in CATALOG.hubs.items()}
    return replace(CATALOG, hubs=hubs, site=replace(CATALOG.site, origins=(origin,)))


@contextmanager
def at(browser: Browser, url: str, **options: object) -> Iterator[Visit]:
    """Open a page, whose clock stands until a test lets it run."""
    with visiting(browser, **options) as visit:
        visit.page.clock.install(time="2026-11-20T12:00:00Z")
        visit.page.goto(url)
        visit.page.clock.pause_at("2026-11-20T13:00:00Z")
        yield visit


def begin(page: Page, said: str = "") -> None:
    """Begin to fill in the form, and wait until it says how the event stands."""
    with page.expect_response("**/availability"):
        page.locator("[name=name]").focus()
    page.wait_for_function("text => document.querySelector('.places').innerText.startsWith(text)", arg=said)


@pytest.mark.parametrize(
    ("event", "taken", "said", "in_arabic"),
    [
        ("meetup", 0, "Places left: 5000", "المقاعد المتبقية: 5000"),
        ("waiting", 1, "All places are taken. You can join the waiting list.", "امتلأت المقاعد. يمكنكم"),
        ("small", 3, "All places are taken.", "امتلأت المقاعد."),
        ("closed", 0, "RSVPs for this event are closed.", "أُغلق التسجيل"),
        ("open-end", 0, "", ""),
    ],
)
def test_how_the_event_stands_is_said_in_the_language_of_the_page(
    browser: Browser, town: Town, event: str, taken: int, said: str, in_arabic: str
) -> None:
    name = f"lisbon.2026-12-05-{event}"
    while len(town.functions.rows(name)) < taken:
        town.functions.post(town.functions.wish(event=name), Origin=town.functions.origin)
    for language, text in (("", said), ("ar/", in_arabic)):
        with at(browser, town.page(event, language)) as visit:
            assert visit.page.locator(".places").inner_text() == ""
            begin(visit.page, text)
            assert visit.page.locator("form [role=alert]").is_hidden()
            assert visit.complaints == []


def send(visit: Visit) -> dict[str, list[str]]:
    """Fill in the form and send it; give what the browser sent."""
    visit.page.locator("[name=name]").fill("Ada Lopes")
    visit.page.locator("[name=email]").fill("ada@x.example")
    with visit.page.expect_request(lambda request: request.method == "POST") as post:
        visit.page.get_by_role("button", name="Send").click()
    visit.page.wait_for_url("**/api/rsvp/thanks/*")
    return parse_qs(post.value.post_data or "")


def test_after_three_seconds_the_form_carries_a_token_and_is_taken(browser: Browser, town: Town) -> None:
    with at(browser, town.page("meetup")) as visit:
        begin(visit.page, "Places left")
        visit.page.clock.run_for(3_000)
        town.functions.now += timedelta(seconds=3)
        [token] = send(visit)["t"]
        signed = town.functions.signer.read("form", token, town.functions.now)
        assert signed is not None
        assert signed.value == "lisbon.2026-12-05-meetup"
        assert "Thank you" in visit.page.content()
        assert visit.complaints == []


def test_who_is_quicker_is_taken_as_one_without_scripts(browser: Browser, town: Town) -> None:
    with at(browser, town.page("meetup")) as visit:
        begin(visit.page, "Places left")
        visit.page.clock.run_for(2_900)
        assert "t" not in send(visit)


def test_it_asks_once_and_again_when_the_page_was_left_open(browser: Browser, town: Town) -> None:
    with at(browser, town.page("meetup")) as visit:
        begin(visit.page, "Places left")
        visit.page.clock.run_for(3_000)
        visit.page.locator("[name=email]").focus()
        assert len([url for url in visit.requests if "/availability" in url]) == 1
        first = visit.page.locator("[name=t]").input_value()
        town.functions.now += timedelta(hours=1)
        visit.page.clock.run_for(3_600_000)
        begin(visit.page, "Places left")
        visit.page.clock.run_for(3_000)
        visit.page.wait_for_function("first => document.querySelector('[name=t]').value !== first", arg=first)
        assert visit.page.locator("[name=t]").count() == 1


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves(browser: Browser, town: Town, width: int) -> None:
    with at(browser, town.page("meetup"), width=width) as visit:
        place = "document.querySelector('form button').getBoundingClientRect().top + scrollY"
        before = visit.page.evaluate(place)
        begin(visit.page, "Places left")
        assert visit.page.evaluate(place) == before


def test_where_the_functions_are_gone_the_form_leads_to_the_mail(browser: Browser, tmp_path: Path, serve) -> None:
    listener = listen("127.0.0.1", 0)
    home = site(tmp_path, listener.url, serve)
    listener.socket.close()
    for scheme, width in (("light", 320), ("dark", 1280)):
        with visiting(browser, scheme=scheme, width=width, bypass_csp=True) as visit:
            visit.page.goto(page_of(home, "meetup"))
            trouble = visit.page.get_by_role("alert")
            assert trouble.count() == 0
            visit.page.locator("[name=name]").focus()
            trouble.wait_for()
            assert trouble.inner_text() == "This form cannot be sent at the moment. Write to a@lisbon.example instead."
            assert trouble.get_by_role("link").get_attribute("href") == "mailto:a@lisbon.example"
            assert violations(visit.page) == []
            assert visit.page.evaluate(TOO_WIDE) == []


def test_an_event_that_the_functions_do_not_know_leads_there_too_and_what_was_a_moment_passes(
    browser: Browser, town: Town
) -> None:
    with at(browser, town.page("unheard-of")) as visit:
        visit.page.locator("[name=name]").focus()
        visit.page.get_by_role("alert").wait_for()
    with at(browser, town.page("meetup")) as visit:
        visit.page.route("**/availability", lambda route: route.fulfill(status=503))
        visit.page.locator("[name=name]").focus()
        visit.page.get_by_role("alert").wait_for()
        visit.page.unroute_all()
        visit.page.locator("[name=email]").focus()
        visit.page.get_by_role("alert").wait_for(state="hidden")
