"""Atom feeds: valid by RFC 4287, and telling of pages that exist."""

from pathlib import Path

import pytest
from lxml import etree

from tests.finished import FinishedSite
from tests.validators.feeds import ATOM, feed_faults, links

HERE = "https://example.org/feed.xml"
ENTRY = """<entry><title>Walk</title><id>tag:example.org,2026:walk</id><updated>2026-11-20T18:00:00+01:00</updated>
<link href="https://example.org/walk/"/><summary type="html">&lt;p&gt;Come&lt;/p&gt;</summary></entry>"""
FEED = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Events</title><id>https://example.org/</id>
<updated>2026-11-20T18:00:00Z</updated><author><name>Lisbon</name></author><link rel="self" href="{HERE}"/>
<link href="https://example.org/"/>{ENTRY}</feed>"""


def test_a_right_feed_has_no_faults():
    assert feed_faults(FEED.encode(), HERE) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<title>Events</title>", ""),
        ("<id>https://example.org/</id>", ""),
        ("<updated>2026-11-20T18:00:00Z</updated>", ""),
        ("2026-11-20T18:00:00Z", "2026-11-20 18:00"),
        ("2026-11-20T18:00:00Z", "2026-11-20T18:00:00"),
        ("2026-11-20T18:00:00Z", "2026-11-31T18:00:00Z"),
        ("<author><name>Lisbon</name></author>", ""),
        ("<name>Lisbon</name>", ""),
        ('rel="self"', 'rel="other"'),
        ('href="https://example.org/walk/"', 'href="/walk/"'),
        ('<link href="https://example.org/walk/"/>', ""),
        ('type="html"', 'type="markdown"'),
        ("<title>Walk</title>", "<title></title>"),
        ("<title>Walk</title>", "<title>Walk</title><title>Walk</title>"),
        (ENTRY, ENTRY + ENTRY),
        (ENTRY, ENTRY + "<item/>"),
    ],
)
def test_a_wrong_feed_is_seen(old: str, new: str):
    assert old in FEED
    assert feed_faults(FEED.replace(old, new).encode(), HERE)


@pytest.fixture(scope="module")
def site(example_site: Path) -> FinishedSite:
    """The finished example site."""
    return FinishedSite(example_site)


def feeds(site: FinishedSite) -> list[Path]:
    """Return the paths of all feeds: the network's and one a hub."""
    return sorted(file.relative_to(site.folder) for file in site.folder.rglob("feed.xml"))


def canonical_address(site: FinishedSite, path: Path) -> str:
    """Return a feed's URL, which is on the hub's own domain where it has one."""
    for home, hub in site.domains.items():
        if path.is_relative_to(hub):
            return home + path.relative_to(hub).as_posix()
    return site.url(path)


def test_feeds_of_the_example_site_are_valid(site: FinishedSite):
    assert len(feeds(site)) >= 4
    found = [
        f"{path}: {fault}"
        for path in feeds(site)
        for fault in feed_faults((site.folder / path).read_bytes(), canonical_address(site, path))
    ]
    assert found == []


def test_links_of_feeds_are_alive(site: FinishedSite):
    found: list[str] = []
    for path in feeds(site):
        tree = etree.parse(site.folder / path).getroot()
        urls = [url for element in (tree, *tree.findall(f"{ATOM}entry")) for url in links(element, "alternate")]
        found += [f"{path}: {url}: {reason}" for url in urls if (reason := site.dead(url))]
    assert found == []


def test_the_network_feed_has_entries(site: FinishedSite):
    assert etree.parse(site.folder / "feed.xml").findall(f"{ATOM}entry")


def test_pages_name_their_feed_and_calendar(site: FinishedSite):
    homes = [
        Path("index.html"),
        *(file.parent.relative_to(site.folder) / "index.html" for file in site.folder.rglob("hub.json")),
    ]
    found: list[str] = []
    for home in homes:
        alternates = [link for link in site.pages[home].all("link") if link.get("rel") == "alternate"]
        types = {link.get("type") for link in alternates}
        found += [
            f"{home}: no link of type {kind}" for kind in ("application/atom+xml", "text/calendar") if kind not in types
        ]
    assert found == []
