"""Every type of page in every look: theme, direction, width and scheme; of other themes than base, every pair of these.

Each case opens one page of each type, in a window of its own.
"""

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import arabic
from tests.browser.pages import visiting
from tests.browser.test_accessibility import violations
from tests.browser.test_pages import TOO_WIDE
from tests.finished import FinishedSite
from tests.looks import BASE, OTHERS, example_in
from tests.sites import good, write

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.node]

DIRECTIONS = ("ltr", "rtl")
WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
PAPER = 718
"""Pixels between the margins of A4."""
TOO_WIDE_BY = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What the keyboard should reach, and did not.
CAN_HAVE_FOCUS = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, iframe, [tabindex="0"]'
REACH = "() => { document.activeElement.dataset.reached = ''; return document.activeElement === document.body; }"
NOT_REACHED = """selector => [...document.querySelectorAll(selector)]
  .filter(element => element.checkVisibility({visibilityProperty: true}) && !element.disabled
    && element.tabIndex >= 0 && !("reached" in element.dataset)).map(element => element.outerHTML.slice(0, 120))"""


def looks() -> Iterator[tuple[str, str, int, str]]:
    """Yield theme, direction, width and scheme: all together for base, and of the other themes every pair."""
    yield from product((BASE,), DIRECTIONS, WIDTHS, SCHEMES)
    for theme, (column, direction), (row, width) in product(OTHERS, enumerate(DIRECTIONS), enumerate(WIDTHS)):
        yield theme, direction, width, SCHEMES[(column + row) % 2]


Shown = Callable[[str, str], list[str]]


@pytest.fixture(scope="session")
def shown(example_site: Path, tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> Shown:
    """Gives the URLs of one page of each type, in a theme and a direction."""
    known: dict[tuple[str, str], list[str]] = {}

    def pages(theme: str, direction: str) -> list[str]:
        if (theme, direction) not in known:
            folder = tmp_path_factory.mktemp(f"{theme}-{direction}")
            site = FinishedSite(in_theme(theme, direction, folder, example_site))
            home = serve(site.folder, site.base)
            known[theme, direction] = [
                home + site.url(path).removeprefix(site.home) for _, path in site.one_of_each_type()
            ]
        return known[theme, direction]

    return pages


def in_theme(theme: str, direction: str, folder: Path, example_site: Path) -> Path:
    """Build the example site, or the Arabic network, with all its hubs in a theme."""
    if direction == "rtl":
        settings = f"{arabic.NETWORK}theme: {theme}\n"
        return good(write(folder / "site", {**arabic.FILES, "hubkit.yaml": settings})).folder
    if theme == BASE:
        return example_site
    return example_in(theme, folder)


@pytest.mark.parametrize(("theme", "direction", "width", "scheme"), list(looks()))
def test_nothing_overflows_and_axe_finds_nothing(
    browser: Browser, shown: Shown, theme: str, direction: str, width: int, scheme: str
):
    found: list[str] = []
    # The site's policy forbids inline scripts, axe among them; the policy itself has its own test.
    with visiting(browser, width=width, scheme=scheme, bypass_csp=True) as visit:
        for url in shown(theme, direction):
            visit.page.goto(url)
            if visit.page.evaluate(TOO_WIDE_BY) > 0:
                found.append(f"{url}: too wide: {visit.page.evaluate(TOO_WIDE)}")
            found += violations(visit.page)
    assert found == []


@pytest.mark.parametrize(("theme", "direction"), [*product((BASE, *OTHERS), DIRECTIONS)])
def test_print_fits_on_paper(browser: Browser, shown: Shown, theme: str, direction: str):
    found: list[str] = []
    with visiting(browser, width=PAPER) as visit:
        visit.page.emulate_media(media="print")
        for url in shown(theme, direction):
            visit.page.goto(url)
            if visit.page.evaluate(TOO_WIDE_BY) > 0:
                found.append(f"{url}: {visit.page.evaluate(TOO_WIDE)}")
    assert found == []


@pytest.mark.parametrize(("direction", "width"), [("ltr", 320), ("rtl", 1280)])
def test_the_keyboard_reaches_everything(browser: Browser, shown: Shown, direction: str, width: int):
    found: list[str] = []
    with visiting(browser, width=width) as visit:
        for url in shown(BASE, direction):
            visit.page.goto(url)
            for _ in range(visit.page.locator(CAN_HAVE_FOCUS).count() + 1):
                visit.page.keyboard.press("Tab")
                if visit.page.evaluate(REACH):
                    break
            found += [f"{url}: {element}" for element in visit.page.evaluate(NOT_REACHED, CAN_HAVE_FOCUS)]
    assert found == []


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_all_is_said_without_javascript(browser: Browser, shown: Shown, direction: str):
    with visiting(browser, java_script_enabled=False) as visit:
        for url in shown(BASE, direction):
            visit.page.goto(url)
            assert visit.page.locator("h1").first.is_visible(), url
            assert len(visit.page.locator("body").inner_text()) > 20, url


def test_there_is_a_page_of_every_type_in_both_directions(shown: Shown, example_site: Path, tmp_path: Path):
    arabic_site = FinishedSite(in_theme(BASE, "rtl", tmp_path, example_site))
    types = [
        {name.rpartition(" ")[0] for name, _ in site.one_of_each_type()}
        for site in (FinishedSite(example_site), arabic_site)
    ]
    assert types[0] - types[1] == set()
