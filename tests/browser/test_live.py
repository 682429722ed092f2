"""What pages say of the moment and of the visitor's clocks once scripts run: now, over, your time; nothing moves."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import visiting
from tests.sites import LISBON, NETWORK, good, write

pytestmark = [pytest.mark.long, pytest.mark.browser]

FILES: dict[str, str | bytes] = {
    "hubkit.yaml": NETWORK,
    "hubs/lisbon/hub.yaml": LISBON + "languages: [en, ar, ja]\n",
    "hubs/lisbon/events/walk.yaml": "title: Walk\nstart: 2026-12-05 18:30\nduration: 2h\n",
    "hubs/lisbon/events/fair.yaml": "title: Fair\nstart: 2026-12-12\nend: 2026-12-13\n",
    "hubs/lisbon/events/camp.yaml": "title: Camp\nstart: 2026-12-18 18:00\nend: 2026-12-27 10:00\n",
    "hubs/lisbon/events/off.yaml": "title: Off\nstart: 2026-12-05 18:30\nduration: 2h\nstatus: cancelled\n",
    "hubs/lisbon/events/old.yaml": "title: Old\nstart: 2026-10-05 18:30\nduration: 2h\n",
}
WALK, FAIR, CAMP = "lisbon/events/walk/", "lisbon/events/fair/", "lisbon/events/camp/"
BEFORE, DURING, AFTER = "2026-12-01T12:00:00Z", "2026-12-05T19:00:00Z", "2026-12-05T20:30:00Z"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> str:
    """The home of a small network on a server, built before any of its events."""
    return serve(good(write(tmp_path_factory.mktemp("live"), FILES)).folder, "/hubs/")


@contextmanager
def at(browser: Browser, url: str, instant: str, zone: str = "Europe/Lisbon", width: int = 1280) -> Generator[Page]:
    """Open a page at an instant, in a zone; it must not complain."""
    with visiting(browser, timezone_id=zone, width=width) as visit:
        visit.page.clock.install(time=instant)
        visit.page.goto(url)
        yield visit.page
        assert visit.complaints == []
        assert visit.elsewhere() == []


def said(page: Page) -> str:
    return " ".join(page.locator(".facts .live").inner_text().split())


@pytest.mark.parametrize(
    ("path", "zone", "instant", "words"),
    [
        (WALK, "Europe/Lisbon", BEFORE, "in 4 days"),
        (WALK, "Europe/London", BEFORE, "in 4 days"),
        (WALK, "Europe/Lisbon", "2026-12-04T23:30:00Z", "tomorrow"),
        (WALK, "Asia/Tokyo", BEFORE, "Your time: Sun 03:30 – 05:30"),
        (WALK, "America/St_Johns", BEFORE, "Your time: Sat 15:00 – 17:00"),
        (WALK, "Asia/Karachi", BEFORE, "Your time: Sat 23:30 – 01:30"),
        (WALK, "Asia/Tokyo", DURING, "Happening now"),
        (WALK, "Asia/Tokyo", AFTER, "Ended See what is coming up"),
        (FAIR, "Asia/Tokyo", BEFORE, "in 11 days"),
        (FAIR, "Asia/Tokyo", "2026-12-11T23:59:00Z", "today"),
        (FAIR, "Asia/Tokyo", "2026-12-12T00:00:00Z", "Happening now"),
        (FAIR, "Asia/Tokyo", "2026-12-13T23:59:00Z", "Happening now"),
        (FAIR, "America/New_York", "2026-12-14T00:00:00Z", "Ended See what is coming up"),
        (CAMP, "Asia/Tokyo", BEFORE, "Your time: 19 Dec 03:00 – 27 Dec 19:00"),
    ],
)
def test_an_event_says_what_the_moment_and_the_visitors_clocks_make_of_it(
    browser: Browser, home: str, path: str, zone: str, instant: str, words: str
) -> None:
    with at(browser, home + path, instant, zone) as page:
        assert said(page) == words
        assert page.locator(".facts .dt-start").inner_text() in page.content(), "the event's own time stays"


def test_the_moment_comes_while_the_page_is_open(browser: Browser, home: str) -> None:
    with at(browser, home + WALK, "2026-12-05T18:29:30Z") as page:
        assert said(page) == "today"
        page.clock.run_for(60_000)
        assert said(page) == "Happening now"


def test_what_has_ended_leads_to_what_is_next(browser: Browser, home: str) -> None:
    with at(browser, home + WALK, AFTER) as page:
        page.locator(".facts .live a").click()
        assert page.url == home + "lisbon/#next"


@pytest.mark.parametrize("path", ["", "lisbon/", "lisbon/events/"])
def test_lists_mark_what_happens_and_what_has_ended(browser: Browser, home: str, path: str) -> None:
    found: list[list[str]] = []
    for instant in (BEFORE, DURING, AFTER):
        with at(browser, home + path, instant) as page:
            found.append(page.locator(".live").all_inner_texts())
            assert page.locator("#past .live").count() == 0
    assert found == [[], ["Happening now"], ["Ended"]]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(("path", "instant"), [(WALK, BEFORE), (WALK, AFTER), ("lisbon/", DURING), ("lisbon/", AFTER)])
def test_nothing_moves(browser: Browser, home: str, width: int, path: str, instant: str) -> None:
    with at(browser, home + path, instant, "Asia/Karachi", width) as page:
        assert page.locator(".live").count()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        tall = "document.documentElement.getBoundingClientRect().height"
        height = page.evaluate(tall)
        page.evaluate("document.querySelectorAll('.live > *').forEach(each => each.remove())")
        assert page.evaluate(tall) == height, "what the script says has room already"


@pytest.mark.parametrize(
    ("language", "before", "during"),
    [
        ("ar/", "بتوقيتك: الأحد 3:30 ص – 5:30 ص", "جارٍ الآن"),
        ("ja/", "あなたの時刻：日 3:30〜5:30", "開催中"),
    ],
)
def test_it_is_said_in_the_language_of_the_page(browser: Browser, home: str, language: str, before: str, during: str):
    path = WALK.replace("events/", f"{language}events/")
    with at(browser, home + path, BEFORE, "Asia/Tokyo") as page:
        assert said(page) == before
    with at(browser, home + path, DURING, "Asia/Tokyo") as page:
        assert said(page) == during


def test_without_scripts_there_is_nothing_to_see_of_it(browser: Browser, home: str) -> None:
    with visiting(browser, java_script_enabled=False, timezone_id="Asia/Tokyo") as visit:
        visit.page.goto(home + WALK)
        box = visit.page.locator(".facts .live").bounding_box()
        assert box is None or box["height"] == 0
        assert visit.page.locator(".facts .live").inner_text().strip() == ""


def test_only_pages_with_something_to_come_ask_for_it(browser: Browser, home: str) -> None:
    for path, asks in ((WALK, True), ("lisbon/events/old/", False), ("lisbon/events/off/", False), ("hubs/", False)):
        with visiting(browser) as visit:
            visit.page.goto(home + path)
            assert any("/live." in url for url in visit.requests) == asks, path
