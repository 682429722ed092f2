"""Posters in Chromium: one sheet on A4 and on Letter, with a code that a camera reads."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.conftest import ServedSite
from tests.browser.pages import visiting

pytestmark = [pytest.mark.long, pytest.mark.browser]

POSTERS = [
    "lisbon/events/2026-12-05-photo-walk/poster/",
    "kyoto/events/2026-12-19-year-end-show/poster/",
    "valparaiso/events/2027-03-13-rooftop-screening/poster/",
]


@pytest.mark.parametrize("poster", POSTERS)
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_poster_is_one_sheet(browser: Browser, served: ServedSite, poster: str, paper: str):
    with visiting(browser) as visit:
        visit.page.goto(served.home + poster)
        pdf = visit.page.pdf(format=paper, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
        visit.page.emulate_media(media="print")
        width, height = (794, 1123) if paper == "A4" else (816, 1056)
        visit.page.set_viewport_size({"width": width, "height": height})
        sheet = visit.page.locator(".poster").bounding_box()
        assert sheet is not None
        assert (round(sheet["width"]), round(sheet["height"])) == (width, height)
        below = visit.page.locator(".below").bounding_box()
        assert below is not None
        assert below["y"] + below["height"] <= height + 1
        assert visit.complaints == []


@pytest.mark.parametrize("poster", POSTERS)
def test_its_code_leads_to_the_event(browser: Browser, served: ServedSite, poster: str, tmp_path: Path):
    import zxingcpp

    with visiting(browser) as visit:
        visit.page.goto(served.home + poster)
        shown = Image.open(BytesIO(visit.page.locator(".poster").screenshot())).convert("L")
        address = visit.page.locator(".leads").inner_text()
    [code] = zxingcpp.read_barcodes(shown)
    assert code.text == f"https://{address}"
    assert address.endswith(poster.removesuffix("poster/"))
