"""Every theme of hubkit's that extends base, in colours that are hard to read: no violation, nothing too wide."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from hubkit.render.theme import theme_names
from tests.browser.conftest import ServedSite
from tests.browser.pages import visiting
from tests.browser.test_accessibility import violations
from tests.command import NOW, copied_example, hubkit
from tests.finished import FinishedSite

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.node]

THEMES = sorted({*theme_names(Path("nowhere"))} - {"base"})
ACCENTS = {"hubkit.yaml": "#8fd3ff", "hubs/kyoto/hub.yaml": "#ffe600", "hubs/valparaiso/hub.yaml": "#101010"}


@pytest.fixture(scope="module", params=THEMES)
def worn(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]
) -> ServedSite:
    """The example site in a theme, with accents that have to be moved."""
    folder = tmp_path_factory.mktemp(request.param)
    site = copied_example(folder / "source")
    for path, accent in ACCENTS.items():
        lines = (site / path).read_text("utf-8").replace("theme: base\n", f"theme: {request.param}\n").splitlines()
        kept = (line for line in lines if not line.startswith("  accent_dark:"))
        text = "\n".join(f'  accent: "{accent}"' if line.startswith("  accent:") else line for line in kept)
        (site / path).write_text(text + "\n", "utf-8")
    run = hubkit("build", site, "--output", folder / "site", "--now", NOW)
    assert run.returncode == 0, run.stderr
    assert run.stderr.count("cannot be read on light pages") == 2
    finished = FinishedSite(folder / "site")
    return ServedSite(finished, serve(finished.folder, finished.base))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing_and_nothing_overflows(browser: Browser, worn: ServedSite, scheme: str, width: int):
    found: list[str] = []
    with visiting(browser, width=width, scheme=scheme, bypass_csp=True) as visit:
        for url in worn.pages:
            visit.page.goto(url)
            found += violations(visit.page)
            room = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found += [f"{url}: {room} px too wide"] if room > 0 else []
    assert found == []


def test_no_page_overflows_when_text_is_right_to_left(browser: Browser, worn: ServedSite):
    with visiting(browser, width=320) as visit:
        for url in worn.pages[::3]:
            visit.page.goto(url)
            visit.page.evaluate("document.documentElement.dir = 'rtl'")
            assert visit.page.evaluate(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            ), url
