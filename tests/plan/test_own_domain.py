"""A hub on its own: what the design says of `--hub` and `domain:`, sentence by sentence."""

import re
from pathlib import Path

import pytest

from tests.oracle import parse
from tests.sites import ADA, BASIC, BERLIN, LISBON, Built, good, write

HOME = "https://x.org/hubs/"
THERE = "https://berlin.example/"
PAGE = "---\ntitle: First walk\n---\nSee [the walk](../events/2026-12-06-canal.yaml), [Ada](/berlin/members/ada/).\n"
SERIES = "title: Lantern\nrepeat: {every: 1st tuesday, from: 2026-10-01, until: 2026-12-31}\nstart: 19:00\nend: 21:00\n"
FILES: dict[str, str | bytes] = {
    **BASIC,
    "hubs/lisbon/hub.yaml": LISBON + "languages: [pt, en]\n",
    "hubs/lisbon/events/lantern.yaml": SERIES,
    "hubs/berlin/hub.yaml": BERLIN + "languages: [de, en]\ndomain: berlin.example\ntagline: Light\n",
    "hubs/berlin/charter.md": "---\nversion: '1'\n---\n# Who we are\n",
    "hubs/berlin/members/ada.md": ADA,
    "hubs/berlin/pages/first-walk.md": PAGE,
    "hubs/berlin/events/lantern.yaml": SERIES,
    "hubs/berlin/events/2026-12-06-canal.yaml": "title: Canal\nstart: 2026-12-06 15:00\n"
    "duration: 2h\ncohosts: [lisbon]\n",
    "hubs/berlin/events/2026-05-06-past.yaml": "title: Past\nstart: 2026-05-06 15:00\nduration: 2h\n",
}
OWN = {"lisbon": f"{HOME}lisbon/", "berlin": THERE}
QUIET = ("share/index.html", "poster/index.html", "widget/index.html")
OF_A_SITE = {"404.html", "_headers", "_redirects", "robots.txt", "sitemap.xml"}


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return good(write(tmp_path_factory.mktemp("domains"), FILES))


@pytest.fixture(scope="module")
def berlin(network: Built) -> Built:
    return good(network.site, hub="berlin")


@pytest.fixture(scope="module")
def lisbon(network: Built) -> Built:
    return good(network.site, hub="lisbon")


def below(made: Built, hub: str) -> dict[str, bytes]:
    return {
        path.removeprefix(f"{hub}/"): content for path, content in made.tree().items() if path.startswith(f"{hub}/")
    }


def pages(made: Built, prefix: str = "") -> list[str]:
    """Return the pages that have an address for search engines: not those to share or print, nor widgets."""
    found = [path for path in sorted(made.paths()) if path.startswith(prefix) and path.endswith("index.html")]
    return [path for path in found if not path.endswith(QUIET)]


def test_a_hub_alone_goes_into_a_folder_of_its_own(network: Built, berlin: Built) -> None:
    assert network.folder == network.site / "_site"
    assert berlin.folder == network.site / "_site-berlin"


@pytest.mark.parametrize("hub", ["lisbon", "berlin"])
def test_a_hub_alone_is_its_subtree_moved_to_the_top_and_nothing_else(
    network: Built, request: pytest.FixtureRequest, hub: str
) -> None:
    alone: Built = request.getfixturevalue(hub)
    subtree = below(network, hub)
    made = {path: content for path, content in alone.tree().items() if not path.startswith("assets/")}
    assert made.keys() - OF_A_SITE == subtree.keys()
    for path, content in subtree.items():
        moved = content
        if path.endswith(".html"):
            moved = moved.replace(f'="/hubs/{hub}/'.encode(), b'="/').replace(b'="/hubs/assets/', b'="/assets/')
            moved = moved.replace(b'="/hubs/', f'="{HOME}'.encode())
            # Pictures for previews have full addresses, and each site holds its own.
            moved = moved.replace(f'"{HOME}assets/'.encode(), f'"{OWN[hub]}assets/'.encode())
        assert made[path] == moved, path


def test_every_address_of_a_hub_with_a_domain_is_there(network: Built, berlin: Built) -> None:
    for made, prefix in ((network, "berlin/"), (berlin, "")):
        for path in pages(made, prefix):
            page, where = parse(made.text(path)), path.removeprefix(prefix).removesuffix("index.html")
            assert page.link("canonical") == THERE + where
            assert f'<meta property="og:url" content="{THERE}{where}">' in made.text(path)
            assert f"{HOME}berlin/" not in made.text(path), f"{path}: canonical, preview, hreflang or structured data"
        for path in (
            "hub.json",
            "events.ics",
            "feed.xml",
            "feed.json",
            "events/2026-12-06-canal/event.ics",
            "events/2026-12-06-canal/share/index.html",
            "events/lantern/event.ics",
        ):
            text = made.text(prefix + path).replace("\r\n ", "")
            assert f"{HOME}berlin/" not in text
            assert THERE in text
        assert 'href="webcal://berlin.example/events.ics"' in made.text(f"{prefix}index.html")
        assert f'<link href="{THERE}feed.xml" rel="self"' in made.text(f"{prefix}feed.xml")


def test_alternates_and_feeds_of_a_page_are_on_the_domain(network: Built) -> None:
    text = network.text("berlin/en/first-walk/index.html")
    alternates = dict(re.findall(r'hreflang="([a-z-]+)" href="([^"]+)"', text)) or {
        language: href for href, language in re.findall(r'href="([^"]+)" hreflang="([a-z-]+)"', text)
    }
    assert alternates["de"] == f"{THERE}first-walk/"
    assert alternates["en"] == f"{THERE}en/first-walk/"
    assert set(alternates) <= {"de", "en", "x-default"}


def test_the_sitemap_of_the_domain_has_its_pages_and_the_networks_has_none_of_them(
    network: Built, berlin: Built
) -> None:
    wanted = {THERE + path.removesuffix("index.html") for path in pages(berlin)}
    assert set(re.findall(r"<loc>([^<]+)</loc>", berlin.text("sitemap.xml"))) == wanted
    assert f"Sitemap: {THERE}sitemap.xml\n" in berlin.text("robots.txt")
    assert "berlin" not in network.text("sitemap.xml")
    assert f"<loc>{HOME}lisbon/</loc>" in network.text("sitemap.xml")


def test_the_network_keeps_the_pages_and_links_within_itself(network: Built) -> None:
    assert network.has("berlin/events/2026-12-06-canal/index.html")
    assert 'href="/hubs/berlin/en/"' in network.text("hubs/index.html")
    assert '"/hubs/berlin/en/events/2026-12-06-canal/"' in network.text("index.html")
    assert 'href="/hubs/berlin/events/2026-12-06-canal/"' in network.text("berlin/first-walk/index.html")


def test_what_the_network_tells_others_names_the_domain(network: Built) -> None:
    hubs = {hub["id"]: hub["url"] for hub in network.json("hubs.json")["hubs"]}
    assert hubs == {"berlin": THERE, "lisbon": f"{HOME}lisbon/"}
    events = {event["id"]: event["url"] for event in network.json("events.json")["events"]}
    assert events["berlin.2026-12-06-canal"] == f"{THERE}events/2026-12-06-canal/"
    assert f'href="{THERE}en/events/2026-12-06-canal/"' in network.text("feed.xml")
    assert f"URL:{THERE}en/events/2026-12-06-canal/" in network.lines("events.ics")


def test_uids_and_the_ids_of_feeds_stay_whatever_the_domain(network: Built, berlin: Built, tmp_path: Path) -> None:
    plain = str(FILES["hubs/berlin/hub.yaml"]).replace("domain: berlin.example\n", "")
    without = good(write(tmp_path, {**FILES, "hubs/berlin/hub.yaml": plain}))

    def ids(made: Built, prefix: str) -> list[str]:
        uids = [line for line in made.lines(f"{prefix}events.ics") if line.startswith("UID:")]
        return uids + re.findall(r"<id>[^<]+</id>", made.text(f"{prefix}feed.xml"))

    assert ids(network, "berlin/") == ids(berlin, "") == ids(without, "berlin/")
    assert "UID:berlin.2026-12-06-canal@x.org" in ids(berlin, "")
    assert f"{HOME}berlin/" in without.text("sitemap.xml")


def test_a_preview_elsewhere_moves_links_and_keeps_the_true_address(network: Built) -> None:
    made = good(network.site, hub="berlin", base_url="https://preview.example/b/", output=network.site / "_preview")
    text = made.text("events/2026-12-06-canal/index.html")
    assert parse(text).link("canonical") == f"{THERE}events/2026-12-06-canal/"
    assert 'href="/b/events/"' in text
    assert 'href="/b/assets/' in text
    assert not re.search(r'(?:href|src)="/(?!b/)', text)


def test_a_hub_alone_without_a_domain_has_its_true_address_in_the_network(lisbon: Built) -> None:
    for path in pages(lisbon):
        assert parse(lisbon.text(path)).link("canonical") == f"{HOME}lisbon/{path.removesuffix('index.html')}"
    assert 'href="/events/2026-12-05-photo-walk/"' in lisbon.text("index.html")


def test_another_hub_and_the_network_are_reached_at_their_own_addresses(berlin: Built) -> None:
    text = berlin.text("events/2026-12-06-canal/index.html")
    assert f'href="{HOME}lisbon/"' in text, "the hub that co-hosts"
    assert f'href="{HOME}"' in text
    assert 'href="/members/ada/"' in berlin.text("first-walk/index.html"), "a link as it is in the network"


def test_an_old_id_of_the_hub_leads_to_it_in_the_network_alone(tmp_path: Path) -> None:
    text = str(FILES["hubs/berlin/hub.yaml"]) + "aliases: [spree]\n"
    site = write(tmp_path, {**FILES, "hubs/berlin/hub.yaml": text})
    assert "/hubs/spree/* /hubs/berlin/:splat 301\n" in good(site).text("_redirects")
    assert "spree" not in good(site, hub="berlin").text("_redirects")
