"""`hubkit serve` in a browser: what is saved appears, mistakes lie over the page, and both go away by themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages import visiting
from tests.serve.running import PATIENCE, Running, running
from tests.sites import BASIC, NETWORK, WALK, write

pytestmark = [pytest.mark.long, pytest.mark.browser]

EVENT = "hubs/lisbon/events/2026-12-05-photo-walk.yaml"
PAGE = "hubs/lisbon/events/2026-12-05-photo-walk/"
LONG = WALK + "description: |\n" + "".join(f"  Paragraph {number}.\n\n" for number in range(100))
# Where the mistakes are, and what is seen of them.
BOX = "hubkit-mistakes dialog"


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Wait longer than Playwright's five seconds before a test fails: other tests may keep the machine busy."""
    expect.set_options(timeout=PATIENCE * 1000)
    yield
    expect.set_options(timeout=5000)


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[tuple[Path, Running, str]]:
    site = write(tmp_path / "network", {**BASIC, EVENT: LONG})
    with running(site) as run:
        yield site, run, f"http://127.0.0.1:{run.port}/"


def test_what_is_saved_appears_where_one_was_reading(browser: Browser, shown: tuple[Path, Running, str]) -> None:
    site, _, home = shown
    with visiting(browser) as visit:
        visit.page.goto(home + PAGE)
        visit.page.get_by_text("Paragraph 90.").scroll_into_view_if_needed()
        before = visit.page.evaluate("scrollY")
        assert before > 500
        write(site, {EVENT: LONG.replace("Paragraph 90.", "Paragraph ninety.")})
        expect(visit.page.get_by_text("Paragraph ninety.")).to_be_visible()
        visit.page.wait_for_function("before => Math.abs(scrollY - before) < 5", arg=before)
        assert visit.complaints == []


def test_a_mistake_lies_over_the_page_until_it_is_mended(browser: Browser, shown: tuple[Path, Running, str]) -> None:
    site, _, home = shown
    with visiting(browser) as visit:
        visit.page.goto(home + PAGE)
        write(site, {EVENT: LONG + "venu: <b>here</b>\n"})
        box = visit.page.locator(BOX)
        expect(box).to_be_visible()
        expect(box.locator("code").first).to_contain_text(f"{EVENT}:")
        expect(box.locator("mark").first).to_have_text("venu")
        expect(box).to_contain_text("Did you mean venue?")
        expect(box).to_contain_text("<b>here</b>")
        # Its style is there, although the site's policy allows none in the page.
        visit.page.wait_for_function(
            "box => getComputedStyle(document.querySelector('hubkit-mistakes').shadowRoot.querySelector('dialog'))"
            ".borderTopColor === 'rgb(198, 40, 40)'"
        )
        write(site, {EVENT: LONG.replace("Photo walk", "Walk at dawn")})
        expect(visit.page.locator("main h1")).to_contain_text("Walk at dawn")
        expect(visit.page.locator(BOX)).to_have_count(0)
        assert visit.complaints == []


def test_the_last_good_page_is_one_key_away(browser: Browser, shown: tuple[Path, Running, str]) -> None:
    site, run, home = shown
    with visiting(browser) as visit:
        visit.page.goto(home + PAGE)
        write(site, {EVENT: "title: [\n"})
        expect(visit.page.locator(BOX)).to_be_visible()
        visit.page.keyboard.press("Escape")
        expect(visit.page.locator(BOX)).to_be_hidden()
        visit.page.get_by_role("link", name="Lisbon Lights").first.click()
        expect(visit.page.locator(BOX)).to_be_visible()
        visit.page.get_by_role("button", name="Show the last good page").click()
        expect(visit.page.locator(BOX)).to_be_hidden()
        expect(visit.page.locator("main h1")).to_contain_text("Lisbon")
        write(site, {EVENT: LONG})
        expect(visit.page.locator("hubkit-mistakes")).to_have_count(0)
        assert not run.outcomes[-1].mistakes()


def test_a_site_that_was_never_good_shows_why_and_then_itself(browser: Browser, tmp_path: Path) -> None:
    site = write(tmp_path / "network", {**BASIC, EVENT: WALK + "status: canceled\n"})
    with running(site) as run, visiting(browser) as visit:
        response = visit.page.goto(f"http://127.0.0.1:{run.port}/{PAGE}")
        assert response is not None
        assert response.status == 500
        expect(visit.page.locator("main")).to_contain_text("Did you mean cancelled?")
        write(site, {EVENT: WALK})
        expect(visit.page.locator("main h1")).to_contain_text("Photo walk")
        assert visit.page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") == 200


def test_a_new_colour_comes_without_loading_the_page_again(browser: Browser, shown: tuple[Path, Running, str]) -> None:
    site, _, home = shown
    accent = "() => getComputedStyle(document.documentElement).getPropertyValue('--accent')"
    with visiting(browser) as visit:
        visit.page.goto(home + PAGE)
        before = visit.page.evaluate(accent)
        visit.page.evaluate("window.stays = true")
        write(site, {"hubkit.yaml": BASIC["hubkit.yaml"] + "brand: {accent: '#00695c'}\n"})
        visit.page.wait_for_function(f"before => ({accent})() && ({accent})() !== before", arg=before)
        assert visit.page.evaluate("window.stays") is True
        write(site, {EVENT: LONG.replace("Photo walk", "Walk at dawn")})
        expect(visit.page.locator("main h1")).to_contain_text("Walk at dawn")
        assert visit.complaints == []


def test_without_scripts_the_preview_is_a_site(browser: Browser, shown: tuple[Path, Running, str]) -> None:
    site, run, home = shown
    with visiting(browser, java_script_enabled=False) as visit:
        visit.page.goto(home)
        visit.page.get_by_role("link", name="Photo walk").first.click()
        assert "Photo walk" in visit.page.locator("main h1").inner_text()
        number = len(run.outcomes)
        write(site, {EVENT: LONG.replace("Photo walk", "Walk at dawn")})
        run.wait_for(number + 1)
        visit.page.reload()
        assert "Walk at dawn" in visit.page.locator("main h1").inner_text()


def test_many_open_pages_do_not_use_up_the_connections(browser: Browser, shown: tuple[Path, Running, str]) -> None:
    """A browser opens six connections to a server at most; a hidden page must not hold one."""
    site, _, home = shown
    with visiting(browser) as visit:
        visit.page.goto(home + PAGE)
        visit.page.evaluate(
            "() => { Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
            " document.dispatchEvent(new Event('visibilitychange')); window.stays = true; }"
        )
        write(site, {EVENT: LONG.replace("Photo walk", "Walk at dawn")})
        with visiting(browser) as other:
            other.page.goto(home + PAGE)
            expect(other.page.locator("main h1")).to_contain_text("Walk at dawn")
        assert visit.page.evaluate("window.stays") is True
        visit.page.evaluate(
            "() => { Object.defineProperty(document, 'hidden', {value: false});"
            " document.dispatchEvent(new Event('visibilitychange')); }"
        )
        expect(visit.page.locator("main h1")).to_contain_text("Walk at dawn")


def test_an_rsvp_is_made_seen_and_cancelled(browser: Browser, shown: tuple[Path, Running, str]) -> None:
    """With what a browser sends by itself, also from pages that tell no referrer."""
    site, _, home = shown
    settings = "webhooks: true\napi_url: https://api.example.org/\n"
    write(site, {"hubkit.yaml": NETWORK + settings, EVENT: WALK + "registration: {mode: rsvp, capacity: 3}\n"})
    with visiting(browser) as visit:
        page = visit.page
        page.goto(home + PAGE)
        page.locator("[name=name]").fill("Ada")
        page.locator("[name=email]").fill("ada@x.example")
        page.locator("form[action='/api/rsvp'] button").click()
        expect(page.locator("main")).to_contain_text("You have a place at Photo walk.")
        assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px", "the look of the hub is missing"
        page.get_by_role("link", name="Open my RSVP").click()
        page.get_by_role("button", name="Cancel my RSVP").click()
        expect(page.locator("main")).to_contain_text("Cancelled. Thank you for telling us.")
        page.get_by_role("link", name="Back to the event").click()
        expect(page.locator("main h1")).to_contain_text("Photo walk")
        # The functions' pages name no icon, so that Chromium looks for one at /favicon.ico.
        assert [each for each in visit.complaints if "404 (Not Found)" not in each] == []
        assert visit.elsewhere() == []
