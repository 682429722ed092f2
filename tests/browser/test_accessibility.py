"""Pages by axe in Chromium: no violation of WCAG 2.2 A and AA nor of good practice."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import ServedSite
from tests.browser.pages import visiting
from tests.tools import AXE

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.node]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"


def violations(page: Page) -> list[str]:
    """Return what axe objects to on the page that is open."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text("utf-8"))
    return [
        f"{page.url}: {violation['id']}: {node['html'][:160]} {json.dumps(node['any'][:1])[:300]}"
        for violation in page.evaluate(RUN, TAGS)["violations"]
        for node in violation["nodes"][:3]
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_axe_finds_nothing_on_any_kind_of_element(browser: Browser, served: ServedSite, scheme: str, width: int):
    """Every look of every type of page is in test_matrix.py."""
    found: list[str] = []
    # The site's policy forbids inline scripts, axe among them; the policy itself has its own test.
    with visiting(browser, width=width, scheme=scheme, bypass_csp=True) as visit:
        for url in served.pages:
            visit.page.goto(url)
            found += violations(visit.page)
    assert found == []


def test_axe_speaks_of_faults(browser: Browser, serve, tmp_path: Path):
    (tmp_path / "index.html").write_text("<!doctype html><title>A</title><body><img src=x><p style='color:#ccc'>pale")
    with visiting(browser) as visit:
        visit.page.goto(serve(tmp_path))
        rules = {line.split(": ")[1] for line in violations(visit.page)}
    assert {"html-has-lang", "image-alt", "color-contrast"} <= rules
