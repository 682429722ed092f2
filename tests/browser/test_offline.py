"""A hub on a telephone that has lost its network: what was kept is shown and says so, and can be taken away again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser.pages import visiting
from tests.serve.running import PATIENCE
from tests.server import serving
from tests.sites import ADA, BERLIN, NETWORK, WALK, Built, good, make, write

pytestmark = [pytest.mark.long, pytest.mark.browser]

FILES = {
    "hubkit.yaml": NETWORK + "offline: true\n",
    "hubs/berlin/hub.yaml": BERLIN,
    "hubs/lisbon/members/ada.md": ADA,
}
EVENT = "lisbon/events/2026-12-05-photo-walk/"
IS_KEPT = "(await navigator.serviceWorker.ready).active.state === 'activated'"
IS_RENEWED = """(await (await caches.match(location.pathname))?.text())?.includes('Night walk')
    && (await caches.keys()).length === 1"""
IS_GONE = "!(await navigator.serviceWorker.getRegistrations()).length && !(await caches.keys()).length"
KEPT = """async () => {
  const requests = (await caches.keys()).map(async name => (await caches.open(name)).keys());
  return (await Promise.all(requests)).flat().map(each => new URL(each.url).pathname);
}"""
UPDATE = "async () => { await (await navigator.serviceWorker.getRegistration())?.update(); }"


def wait_until(page: Page, condition: str) -> None:
    """Wait for something that only a promise tells, which `wait_for_function` takes for granted."""
    page.evaluate(
        "async patience => { const end = performance.now() + patience; while (performance.now() < end) {"
        f" if ({condition}) return; await new Promise(requestAnimationFrame); }}"
        " throw new Error('it did not come to pass'); }",
        PATIENCE * 1000,
    )


@pytest.fixture
def made(tmp_path: Path) -> Built:
    return make(tmp_path, FILES)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with visiting(browser, width=360) as visit:
        yield visit.page


def visit_once(page: Page, home: str) -> None:
    """Open a hub's home for the first time, and wait until its worker has kept what it keeps."""
    page.goto(f"{home}lisbon/")
    wait_until(page, IS_KEPT)


def test_what_was_kept_is_read_without_a_network(page: Page, made: Built) -> None:
    with serving(made.folder, "/hubs/") as home:
        visit_once(page, home)
        expect(page.locator(".offline")).to_be_hidden()
        kept = page.evaluate(KEPT)
        assert len(kept) > 5
        assert not [path for path in kept if not path.startswith(("/hubs/lisbon/", "/hubs/assets/"))]
        page.context.set_offline(True)
        page.goto(home + EVENT + "?utm_source=mail")
        expect(page.get_by_role("heading", level=1)).to_have_text("Photo walk")
        expect(page.locator(".offline")).to_be_visible()
        assert page.evaluate("[...document.styleSheets].length") >= 2
        assert page.evaluate("getComputedStyle(document.querySelector('.offline')).textAlign") == "center"
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        page.goto(f"{home}lisbon/members/ada/")
        assert page.url == f"{home}lisbon/", "what was not kept leads home"
        with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
            page.goto(f"{home}berlin/")


def test_with_a_network_pages_are_the_newest(page: Page, made: Built) -> None:
    with serving(made.folder, "/hubs/") as home:
        visit_once(page, home)
        write(made.site, {f"hubs/{EVENT[:-1]}.yaml": WALK.replace("Photo walk", "Night walk")})
        good(made.site)
        page.goto(home + EVENT)
        expect(page.get_by_role("heading", level=1)).to_have_text("Night walk")
        expect(page.locator(".offline")).to_be_hidden()
        page.evaluate(UPDATE)
        wait_until(page, IS_RENEWED)
        page.context.set_offline(True)
        page.goto(home + EVENT)
        expect(page.locator(".offline")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_text("Night walk")


def test_switched_off_nothing_stays_on_the_device(page: Page, made: Built) -> None:
    with serving(made.folder, "/hubs/") as home:
        visit_once(page, home)
        write(made.site, {"hubkit.yaml": NETWORK + "offline: false\n"})
        good(made.site)
        page.goto(f"{home}lisbon/")
        page.evaluate(UPDATE)
        wait_until(page, IS_GONE)
