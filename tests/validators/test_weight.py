"""Pages stay light: what a phone must fetch before it can show a page fits into the first round trip."""

import gzip
from functools import cache
from pathlib import Path

import pytest

from tests.finished import FinishedSite
from tests.oracle import Page

PAGE = 14_000
SCRIPTS = 3_000


@cache
def compressed(file: Path) -> int:
    """Return the size of a file as hosts send it."""
    return len(gzip.compress(file.read_bytes(), 6))


def weight(site: FinishedSite, path: Path, links: list[str]) -> int:
    """Return the compressed size of all files that a page names by these links."""
    files = [site.file_at(site.absolute(path, link)) for link in links]
    return sum(compressed(site.folder / file) for file in files if file)


def style_sheets(page: Page) -> list[str]:
    return [link.get("href") or "" for link in page.all("link") if link.get("rel") == "stylesheet"]


def scripts(page: Page) -> list[str]:
    return [source for script in page.all("script") if (source := script.get("src"))]


@pytest.fixture(scope="module")
def site(example_site: Path) -> FinishedSite:
    return FinishedSite(example_site)


def test_every_page_and_its_style_fit_into_14_kilobytes(site: FinishedSite):
    heavy: list[str] = []
    for path, page in site.pages.items():
        assert style_sheets(page), path
        size = compressed(site.folder / path) + weight(site, path, style_sheets(page))
        if size > PAGE:
            heavy.append(f"{path}: {size} bytes")
    assert heavy == []


def test_scripts_are_a_trifle_on_every_page(site: FinishedSite):
    found = {path: weight(site, path, scripts(page)) for path, page in site.pages.items()}
    assert {path: size for path, size in found.items() if size > SCRIPTS} == {}
