"""What tells others of events, in Chromium: texts are selected and copied; the widget alone stands in frames."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import ServedSite
from tests.browser.pages import visiting

pytestmark = [pytest.mark.long, pytest.mark.browser]

SHARE = "lisbon/events/2026-12-05-photo-walk/share/"


def test_a_click_selects_a_text_and_a_button_copies_it(browser: Browser, served: ServedSite):
    with visiting(browser, permissions=["clipboard-read", "clipboard-write"]) as visit:
        visit.page.goto(served.home + SHARE)
        text = visit.page.locator("#short .passage")
        text.click()
        assert visit.page.evaluate("getSelection().toString().trim()") == text.inner_text().strip()
        button = visit.page.locator("#short button")
        button.focus()
        visit.page.keyboard.press("Enter")
        visit.page.locator("#short [role=status]", has_text="Copied").wait_for()
        assert visit.page.evaluate("navigator.clipboard.readText()") == text.inner_text().strip()
        assert visit.complaints == []


def test_without_javascript_there_is_no_button(browser: Browser, served: ServedSite):
    with visiting(browser, java_script_enabled=False) as visit:
        visit.page.goto(served.home + SHARE)
        assert visit.page.locator(".passage").count() == 6
        assert visit.page.locator("button").count() == 0


def test_the_widget_alone_shows_in_a_frame_of_another_site(browser: Browser, served: ServedSite, serve, tmp_path: Path):
    frames = [f'<iframe src="{served.home}lisbon/{path}"></iframe>' for path in ("widget/", "")]
    (tmp_path / "index.html").write_text(f"<!doctype html><title>Elsewhere</title>{''.join(frames)}")
    with visiting(browser) as visit:
        visit.page.goto(serve(tmp_path))
        widget = visit.page.frame_locator("iframe >> nth=0")
        assert widget.locator("h1").inner_text() == "Lisbon"
        assert any("frame-ancestors 'none'" in complaint for complaint in visit.complaints)
        assert not any("frame-ancestors *" in complaint for complaint in visit.complaints)
        widget.locator("h3 a").first.click()
        visit.page.wait_for_url(f"{served.home}lisbon/events/**")
