"""Pictures in Chromium: the size and format that a window takes, nothing that moves, a colour until they are there."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import ServedSite
from tests.browser.pages import visiting
from tests.finished import FinishedSite
from tests.looks import OTHERS, example_in

pytestmark = [pytest.mark.long, pytest.mark.browser]

CHOSEN = "() => [...document.querySelectorAll('picture img')].map(image => image.currentSrc)"
LOADED = """async () => {
  const images = [...document.querySelectorAll("picture img")];
  images.forEach(image => { image.loading = "eager" });
  await Promise.all(images.map(image => image.decode().catch(() => null)));
  return images.map(image => ({
    src: image.currentSrc, natural: image.naturalWidth, shown: image.getBoundingClientRect().width,
    tone: getComputedStyle(image).backgroundColor, loading: image.getAttribute("loading"),
  }));
}"""
SHIFTED = """() => new Promise(resolve => {
  new PerformanceObserver(list => resolve(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(0), 300);
})"""


@pytest.mark.parametrize(
    ("width", "density", "hero"), [(360, 1, 480), (360, 2, 720), (360, 3, 1088), (1280, 1, 480), (1280, 2, 1088)]
)
def test_a_window_loads_the_size_that_it_shows_in_the_best_format(
    browser: Browser, served: ServedSite, width: int, density: int, hero: int
):
    home = next(url for url in served.pages if url.endswith("/lisbon/"))
    with visiting(browser, width=width, device_scale_factor=density) as visit:
        visit.page.goto(home)
        first = visit.page.evaluate(LOADED)[0]
        assert re.search(rf"/lisbon-tram-{hero}\.\w+\.avif$", first["src"]), first
        fetched = [url for url in visit.requests if "/lisbon-tram-" in url]
        assert fetched == [first["src"]], "and nothing beside it"


def is_sharp(image: dict[str, Any]) -> bool:
    """Return whether a picture has nearly a pixel of its own for each of the screen, or is no larger itself."""
    width = re.search(r"-(\d+)(x\d+)?\.\w+\.\w+$", image["src"])
    assert width, image
    return image["shown"] * 0.9 <= int(width[1]) or int(width[1]) not in {480, 720, 1088, 1440, 1920}


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_every_picture_is_sharp_enough_and_has_its_place_and_colour(browser: Browser, served: ServedSite, width: int):
    seen = 0
    with visiting(browser, width=width) as visit:
        for url in served.pages:
            visit.page.goto(url)
            images = visit.page.evaluate(LOADED)
            seen += len(images)
            for image in images:
                assert image["natural"] > 0, (url, image)
                assert is_sharp(image), (url, image)
                assert image["tone"] != "rgba(0, 0, 0, 0)" or ".png" in image["src"] or ".webp" in image["src"]
            assert not images or visit.page.evaluate(SHIFTED) == 0, url
        assert not visit.complaints
    assert seen > 10


@pytest.mark.parametrize("theme", OTHERS)
def test_other_themes_say_how_wide_they_show_a_hub(
    browser: Browser, tmp_path: Path, serve: Callable[..., str], theme: str
):
    site = FinishedSite(example_in(theme, tmp_path))
    home = serve(site.folder, site.base)
    for width in (360, 768, 1280):
        with visiting(browser, width=width) as visit:
            visit.page.goto(f"{home}lisbon/")
            hero = visit.page.evaluate(LOADED)[0]
            assert "/lisbon-tram-" in hero["src"]
            assert is_sharp(hero), (width, hero)
            assert visit.page.evaluate(SHIFTED) == 0
