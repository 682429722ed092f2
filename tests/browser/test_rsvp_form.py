"""The form for an RSVP in Chromium: axe, keyboard, widths, and what is sent when no script runs."""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, Page, Request, Route

from tests.browser.pages import visiting
from tests.browser.test_accessibility import violations
from tests.browser.test_pages import TOO_WIDE
from tests.sites import BASIC, LISBON, NETWORK, WALK, good, write

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.node]

THEMES = ("base", "dusk", "poster")
PAGES = ("lisbon/", "lisbon/ar/")
EVENT = "events/2026-12-05-photo-walk/"


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> dict[str, str]:
    """The home of a small site with functions, in each theme."""
    return {theme: serve(_site(tmp_path_factory.mktemp(theme), theme), "/hubs/") for theme in THEMES}


def _site(folder: Path, theme: str) -> Path:
    files: dict[str, str | bytes] = {
        **BASIC,
        "hubkit.yaml": f"{NETWORK}webhooks: true\ntheme: {theme}\n",
        "hubs/lisbon/hub.yaml": f"{LISBON}languages: [en, ar]\ncontact: {{email: a@lisbon.example}}\n",
        f"hubs/lisbon/{EVENT.rstrip('/')}.yaml": f"{WALK}description: Bring a coat.\n"
        "registration: {mode: rsvp, capacity: 20, waitlist: true}\n",
    }
    return good(write(folder, files)).folder


def _tabbed(page: Page) -> list[str]:
    """Return the names of the fields that the keyboard reaches from the link to the form on."""
    page.locator('a[href="#rsvp"]').press("Enter")
    names: list[str] = []
    for _ in range(4):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
    return names


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_and_nothing_is_too_wide(browser: Browser, homes: dict[str, str], theme: str) -> None:
    found: list[str] = []
    for scheme, width in product(("light", "dark"), (320, 360, 1280)):
        with visiting(browser, width=width, scheme=scheme, bypass_csp=True) as visit:
            for home in PAGES:
                visit.page.goto(f"{homes[theme]}{home}{EVENT}")
                assert visit.page.locator("form").count() == 1
                found += violations(visit.page)
                found += visit.page.evaluate(TOO_WIDE)
            found += visit.complaints
    assert found == []


def test_fields_can_be_seen_and_hit(browser: Browser, homes: dict[str, str]) -> None:
    with visiting(browser, width=360) as visit:
        visit.page.goto(f"{homes['base']}{PAGES[0]}{EVENT}")
        for name in ("name", "email", "party_size"):
            box = visit.page.locator(f"[name={name}]").bounding_box()
            assert box is not None
            assert box["height"] >= 44


def test_the_keyboard_goes_from_field_to_field_and_never_to_the_trap(browser: Browser, homes: dict[str, str]) -> None:
    standing = {"state": "open", "seats_left": 20, "waiting": 0, "form_token": "x"}
    with visiting(browser) as visit:
        visit.page.route("**/availability", lambda route: route.fulfill(json=standing))
        visit.page.goto(f"{homes['base']}{PAGES[0]}{EVENT}")
        assert _tabbed(visit.page) == ["name", "email", "party_size", "BUTTON"]
        tree = visit.page.locator("form").aria_snapshot()
        assert "Your e-mail address" in tree
        assert "Leave this field empty" not in tree


def test_without_scripts_the_form_is_sent_as_the_policy_allows(browser: Browser, homes: dict[str, str]) -> None:
    sent: list[Request] = []

    def answer(route: Route) -> None:
        sent.append(route.request)
        route.fulfill(body="thanks", content_type="text/plain")

    with visiting(browser, java_script_enabled=False) as visit:
        visit.page.route("**/api/rsvp", answer)
        visit.page.goto(f"{homes['base']}{PAGES[0]}{EVENT}")
        visit.page.get_by_role("button", name="Send").click()
        assert sent == [], "the browser asks for what is missing"
        visit.page.get_by_label("Your name").fill("Ada Lopes")
        visit.page.get_by_label("Your e-mail address").fill("ada@example.org")
        visit.page.get_by_label("How many people come, you included").fill("3")
        visit.page.get_by_role("button", name="Send").click()
        visit.page.wait_for_url("**/api/rsvp")
        assert visit.complaints == []
    [request] = sent
    assert request.method == "POST"
    assert parse_qsl(request.post_data or "", keep_blank_values=True) == [
        ("event", "lisbon.2026-12-05-photo-walk"),
        ("language", "en"),
        ("name", "Ada Lopes"),
        ("email", "ada@example.org"),
        ("party_size", "3"),
        ("website", ""),
    ]
