"""The finished example site, read page by page: every link leads somewhere, every page is whole."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.finished import DATE, FinishedSite, ids, strings, structured_data
from tests.oracle import Page, active_content_of_site, foreign_requests, sources

LINK_ATTRIBUTES = ("href", "src", "action", "formaction", "poster", "data", "cite")
IRIS = "https://schema.org"


@pytest.fixture(scope="module")
def site(example_site: Path) -> FinishedSite:
    """The finished example site."""
    return FinishedSite(example_site)


def links(page: Page) -> list[tuple[int, str]]:
    """Return every link of a page with its line."""
    found: list[tuple[int, str]] = []
    for element in page.elements:
        found += [(element.line, url) for name in LINK_ATTRIBUTES if (url := element.get(name)) is not None]
        found += [(element.line, url) for url in sources(element.get("srcset") or "")]
        if element.tag == "meta" and element.get("property") in {"og:url", "og:image"}:
            found.append((element.line, element.get("content") or ""))
    return found


def dead_links(site: FinishedSite) -> list[str]:
    """Return every dead link of all pages, with its page and line."""
    return [
        f"{path}:{line}: {url!r}: {reason}"
        for path, page in site.pages.items()
        for line, url in links(page)
        if (reason := site.dead(site.absolute(path, url)))
    ]


def test_no_dead_links_on_pages(site: FinishedSite):
    assert len(site.pages) > 20
    assert dead_links(site) == []


def test_no_dead_links_in_structured_data(site: FinishedSite):
    found = [
        f"{path}: {text!r}: {reason}"
        for path, page in site.pages.items()
        for text in strings(structured_data(page))
        if re.match(r"https?://", text) and not text.startswith(IRIS) and (reason := site.dead(text))
    ]
    assert found == []


def test_no_dead_links_in_json(site: FinishedSite):
    files = [*site.folder.rglob("*.json")]
    assert {"hubs.json", "events.json", "hub.json"} <= {file.name for file in files}
    found = [
        f"{file.relative_to(site.folder)}: {text!r}: {reason}"
        for file in files
        for text in strings(json.loads(file.read_text("utf-8")))
        if re.match(r"(https?|webcal)://", text) and (reason := site.dead(text))
    ]
    assert found == []


def test_no_dead_links_in_style_sheets(site: FinishedSite):
    found = [
        f"{file.relative_to(site.folder)}: {url!r}: {reason}"
        for file in site.folder.rglob("*.css")
        for url in re.findall(r"url\(\s*['\"]?([^'\")]+)", file.read_text("utf-8"))
        if (reason := site.dead(site.absolute(file.relative_to(site.folder), url)))
    ]
    assert found == []


def test_sitemap_lists_the_pages_that_are_there(site: FinishedSite):
    tree = ElementTree.parse(site.folder / "sitemap.xml")
    listed = [element.text or "" for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert [url for url in listed if site.file_at(url) is None] == []
    assert [url for url, times in Counter(listed).items() if times > 1] == []
    canonical = {page.link("canonical") for path, page in site.pages.items() if path.name != "404.html"}
    assert set(listed) == {url for url in canonical if url and url.startswith(site.home)}


def test_ids_are_unique_on_each_page(site: FinishedSite):
    found = [
        f"{path}: id {name!r} stands {times} times"
        for path, page in site.pages.items()
        for name, times in Counter(ids(page)).items()
        if times > 1 or not name
    ]
    assert found == []


def test_every_picture_has_an_alternative_text(site: FinishedSite):
    found = [
        f"{path}:{picture.line}: <img src={picture.get('src')!r}>"
        for path, page in site.pages.items()
        for picture in page.all("img")
        if picture.get("alt") is None
    ]
    assert found == []


def test_every_page_has_language_title_and_one_heading(site: FinishedSite):
    found: list[str] = []
    for path, page in site.pages.items():
        if not all(element.get("lang") for element in page.all("html")) or not page.all("html"):
            found.append(f"{path}: <html> without lang")
        if not page.texts.get("title", "").strip():
            found.append(f"{path}: no title")
        if len(page.all("h1")) != 1:
            found.append(f"{path}: {len(page.all('h1'))} h1")
        if not any(meta.get("name") == "viewport" for meta in page.all("meta")):
            found.append(f"{path}: no viewport")
    assert found == []


def listed(site: FinishedSite) -> Iterator[tuple[Path, Page]]:
    """Return the pages that do not ask search engines to leave them out."""
    for path, page in site.pages.items():
        if not any(meta.get("name") == "robots" and meta.get("content") == "noindex" for meta in page.all("meta")):
            yield path, page


def test_titles_differ(site: FinishedSite):
    """Of pages that search engines may list; only the dates of one series may share theirs."""
    folders: dict[str, set[Path]] = {}
    for path, page in listed(site):
        is_date = DATE.fullmatch(path.parent.name)
        folders.setdefault(page.texts["title"], set()).add(path.parent.parent if is_date else path.parent)
    assert {title: found for title, found in folders.items() if len(found) > 1} == {}


def test_every_page_names_itself_as_canonical(site: FinishedSite):
    found: list[str] = []
    for path, page in listed(site):
        canonical = page.link("canonical")
        if canonical is None or site.file_at(canonical) != path:
            found.append(f"{path}: canonical {canonical!r}")
    assert found == []


def test_languages_point_at_each_other(site: FinishedSite):
    found: list[str] = []
    for path, page in site.pages.items():
        for url in translations(page):
            target = site.file_at(url)
            if target is None or page.link("canonical") not in translations(site.pages[target]):
                found.append(f"{path}: {url} does not point back")
    assert found == []


def translations(page: Page) -> list[str]:
    """Return the URLs that a page names as itself in each language."""
    return [link.get("href") or "" for link in page.all("link") if link.get("hreflang")]


def test_nothing_on_the_site_can_act(site: FinishedSite):
    assert active_content_of_site(site.folder, site.origin) == []


def test_nothing_is_fetched_from_elsewhere(site: FinishedSite):
    found = [
        f"{path}: {request}"
        for path in site.pages
        for request in foreign_requests((site.folder / path).read_text("utf-8"), site.origin)
    ]
    assert found == []
