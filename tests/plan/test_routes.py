"""Every address that a build promises: at the root, below a path, on a hub's own domain, and for one hub alone."""

from pathlib import Path

import pytest

from tests.oracle import Page, parse
from tests.sites import ADA, BASIC, BERLIN, LISBON, NETWORK, Built, built, good, make, write

CHARTER = "---\nversion: '1'\n---\n# Who we are\n"
PAGE = "---\ntitle: First walk\n---\nBring a coat.\n"
SERIES = "title: Lantern\nrepeat: {every: 1st tuesday, from: 2026-10-01, until: 2026-12-31}\nstart: 19:00\nend: 21:00\n"
RICH: dict[str, str | bytes] = {
    **BASIC,
    "charter.md": CHARTER,
    "code-of-conduct.md": "Be kind.\n",
    "pages/about.md": "---\ntitle: About\n---\nHello.\n",
    "hubs/lisbon/charter.md": CHARTER,
    "hubs/lisbon/pages/first-walk.md": PAGE,
    "hubs/lisbon/members/ada.md": ADA,
    "hubs/lisbon/events/lantern.yaml": SERIES,
    "hubs/berlin/hub.yaml": BERLIN + "domain: berlin.example\naliases: [old-berlin]\n",
    "hubs/berlin/pages/first-walk.md": PAGE,
    "hubs/berlin/events/2026-12-06-canal.yaml": "title: Canal\nstart: 2026-12-06 15:00\nduration: 2h\n"
    "cohosts: [lisbon]\n",
}


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return good(write(tmp_path_factory.mktemp("rich"), RICH))


@pytest.fixture(scope="module")
def lisbon(rich: Built) -> Built:
    return good(rich.site, hub="lisbon")


@pytest.fixture(scope="module")
def berlin(rich: Built) -> Built:
    return good(rich.site, hub="berlin")


def page(made: Built, path: str) -> Page:
    return parse(made.text(path))


def hrefs(made: Built, path: str) -> set[str]:
    return {value for element in page(made, path).all("a") if (value := element.get("href"))}


NETWORK_FILES = [
    "index.html",
    "hubs/index.html",
    "hubs/pt/index.html",
    "hubs/de/index.html",
    "hubs.json",
    "events.json",
    "events.ics",
    "feed.xml",
    "sitemap.xml",
    "charter/index.html",
    "code-of-conduct/index.html",
    "about/index.html",
    "404.html",
    "robots.txt",
    "_headers",
    "_redirects",
]
HUB_FILES = [
    "index.html",
    "hub.json",
    "events.ics",
    "feed.xml",
    "feed.json",
    "widget/index.html",
    "charter/index.html",
    "first-walk/index.html",
    "events/index.html",
    "events/2026-12-05-photo-walk/index.html",
    "events/2026-12-05-photo-walk/event.ics",
    "events/2026-12-05-photo-walk/share/index.html",
    "events/2026-12-05-photo-walk/poster/index.html",
    "events/lantern/index.html",
    "events/lantern/event.ics",
    "events/lantern/2026-10-06/index.html",
    "events/lantern/2026-10-06/event.ics",
    "events/lantern/2026-11-03/index.html",
    "events/lantern/2026-12-01/event.ics",
    "members/index.html",
    "members/ada/index.html",
]


def test_every_route_of_the_design_has_its_file(rich: Built) -> None:
    wanted = {*NETWORK_FILES, *(f"lisbon/{path}" for path in HUB_FILES)}
    assert wanted <= rich.paths()
    rest = {path for path in rich.paths() - wanted if not path.startswith(("berlin/", "lisbon/events/lantern/2026-"))}
    assert all(path.startswith("assets/") for path in rest), rest
    assert not rich.has("berlin/members/index.html"), "a hub without members has no list of them"
    assert rich.has("berlin/charter/index.html"), "a hub without a charter inherits the network's"


def test_every_link_and_canonical_address_honours_the_path_of_url(rich: Built) -> None:
    path = "lisbon/events/2026-12-05-photo-walk/index.html"
    seen = page(rich, path)
    assert seen.link("canonical") == "https://x.org/hubs/lisbon/events/2026-12-05-photo-walk/"
    assert '<meta property="og:url" content="https://x.org/hubs/lisbon/events/2026-12-05-photo-walk/">' in rich.text(
        path
    )
    links = {href for href in hrefs(rich, path) if href.startswith("/")}
    assert links
    assert all(href.startswith("/hubs/") for href in links), links
    assert 'href="/hubs/assets/' in rich.text(path)
    assert rich.json("hubs.json")["hubs"][1]["url"] == "https://x.org/hubs/lisbon/"
    assert "Sitemap: https://x.org/hubs/sitemap.xml\n" in rich.text("robots.txt")
    assert rich.text("_headers").startswith("/hubs/*\n")


def test_another_base_url_moves_every_address_but_no_uid(rich: Built) -> None:
    moved = good(rich.site, base_url="https://preview.example/", output=rich.site.parent / f"{rich.site.name}-preview")
    home = moved.text("index.html")
    assert '<link rel="canonical" href="https://preview.example/">' in home
    assert 'href="/hubs/' in home, "the list of hubs is at the root"
    assert "https://x.org/" not in home
    assert moved.json("hubs.json")["hubs"][1]["url"] == "https://preview.example/lisbon/"
    assert uids(moved.text("events.ics")) == uids(rich.text("events.ics"))


def uids(calendar: str) -> list[str]:
    return [line for line in calendar.replace("\r\n ", "").split("\r\n") if line.startswith("UID:")]


def test_uids_come_from_the_lasting_id_and_the_host_of_the_network(rich: Built) -> None:
    assert "UID:lisbon.2026-12-05-photo-walk@x.org" in uids(rich.text("lisbon/events.ics"))
    assert "UID:lisbon.lantern@x.org" in uids(rich.text("lisbon/events/lantern/event.ics"))
    occurrence = rich.text("lisbon/events/lantern/2026-11-03/event.ics")
    assert uids(occurrence) == ["UID:lisbon.lantern.2026-11-03@x.org"]
    assert occurrence.count("BEGIN:VEVENT") == 1
    assert "RRULE" not in occurrence


def test_one_hub_alone_is_its_subtree_moved_to_the_top(rich: Built, lisbon: Built) -> None:
    below = {path.removeprefix("lisbon/") for path in rich.paths() if path.startswith("lisbon/")}
    above = {path for path in lisbon.paths() if not path.startswith("assets/")}
    assert above == below | {"404.html", "_headers", "_redirects", "robots.txt", "sitemap.xml"}
    links = hrefs(lisbon, "index.html")
    assert "/events/" in links
    assert "https://x.org/hubs/" in links, "links to the network are absolute"
    assert not any(link.startswith("/lisbon/") for link in links)
    assert uids(lisbon.text("events.ics")) == uids(rich.text("lisbon/events.ics"))
    assert page(lisbon, "index.html").link("canonical") == "https://x.org/hubs/lisbon/"


def test_one_hub_alone_on_its_domain_is_canonical_there(rich: Built, berlin: Built) -> None:
    path = "events/2026-12-06-canal/index.html"
    assert page(berlin, path).link("canonical") == "https://berlin.example/events/2026-12-06-canal/"
    assert "<loc>https://berlin.example/events/2026-12-06-canal/</loc>" in berlin.text("sitemap.xml")
    assert uids(berlin.text("events.ics")) == ["UID:berlin.2026-12-06-canal@x.org"]
    assert "https://x.org/hubs/lisbon/" in hrefs(berlin, path), "the hub that co-hosts is on the network"


def test_the_network_keeps_the_pages_of_a_hub_with_a_domain_and_points_there(rich: Built) -> None:
    path = "berlin/events/2026-12-06-canal/index.html"
    there = "https://berlin.example/events/2026-12-06-canal/"
    assert page(rich, path).link("canonical") == there
    assert f'<meta property="og:url" content="{there}">' in rich.text(path)
    assert 'href="https://berlin.example/feed.xml" rel="self"' in rich.text("berlin/feed.xml")
    assert rich.json("berlin/hub.json")["url"] == "https://berlin.example/"
    assert rich.json("events.json")["events"][-1]["url"] == there
    sitemap = rich.text("sitemap.xml")
    assert "berlin" not in sitemap
    assert "<loc>https://x.org/hubs/lisbon/events/2026-12-05-photo-walk/</loc>" in sitemap
    assert f"URL:{there}" in rich.text("events.ics").replace("\r\n ", "")


def test_a_cohosted_event_is_listed_by_the_cohost_and_stays_one_page(rich: Built) -> None:
    assert "/hubs/berlin/events/2026-12-06-canal/" in hrefs(rich, "lisbon/events/index.html")
    assert "/hubs/lisbon/" in hrefs(rich, "berlin/events/2026-12-06-canal/index.html")
    assert not rich.has("lisbon/events/2026-12-06-canal/index.html")
    assert [event["hub"] for event in rich.json("lisbon/hub.json")["events"]] == ["lisbon"] * 4


def test_the_last_twenty_past_events_are_listed_and_the_rest_by_year(tmp_path: Path) -> None:
    events = {
        f"hubs/lisbon/events/{year}-01-{day:02}-walk.yaml": f"title: Walk\n"
        f"start: {year}-01-{day:02} 10:00\nduration: 1h\n"
        for year in (2025, 2026)
        for day in range(1, 13)
    }
    made = make(tmp_path, events)
    listed = [href for href in hrefs(made, "lisbon/events/index.html") if href.endswith("-walk/")]
    assert len([href for href in listed if "photo" not in href]) == 20
    assert "/hubs/lisbon/events/2025-01-04-walk/" not in listed
    assert "/hubs/lisbon/events/2025-01-05-walk/" in listed
    archive = hrefs(made, "lisbon/events/2025/index.html")
    assert len([href for href in archive if href.endswith("-walk/")]) == 12
    assert {"/hubs/lisbon/events/2025/", "/hubs/lisbon/events/2026/"} <= hrefs(made, "lisbon/events/index.html")
    assert "2026-12-05-photo-walk" not in made.text("lisbon/events/2026/index.html"), "it is still to come"


def test_hubs_are_listed_by_the_hundred(tmp_path: Path) -> None:
    hubs: dict[str, str | bytes] = {
        f"hubs/h{number:03}/hub.yaml": f"name: Hub {number:03}\ncountry: PT\n" for number in range(101)
    }
    made = good(write(tmp_path, {"hubkit.yaml": NETWORK, **hubs}))
    assert made.text("hubs/index.html").count('class="card h-card') == 100
    assert "/hubs/h100/" in hrefs(made, "hubs/2/index.html")
    assert made.has("hubs/pt/2/index.html")
    assert not made.has("hubs/3/index.html")


def test_titles_in_any_script_leave_ids_alone(tmp_path: Path) -> None:
    title = "写真散歩 – «Прогулка» & <b>"
    made = make(
        tmp_path,
        {"hubs/lisbon/events/2026-12-05-photo-walk.yaml": f"title: '{title}'\nstart: 2026-12-05 18:30\nduration: 2h\n"},
    )
    text = made.text("lisbon/events/2026-12-05-photo-walk/index.html")
    assert "写真散歩 – «Прогулка» &amp; &lt;b&gt;</h1>" in text
    assert made.json("events.json")["events"][0]["title"] == title


def test_drafts_are_published_only_when_asked_for(tmp_path: Path) -> None:
    site = write(tmp_path, {**BASIC, "hubs/lisbon/pages/plan.md": "---\ntitle: Plan\ndraft: true\n---\nHush.\n"})
    assert not good(site).has("lisbon/plan/index.html")
    assert good(site, drafts=True, output=tmp_path / "_drafts").has("lisbon/plan/index.html")


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"pages/lisbon.md": PAGE}, ["hubs/lisbon/hub.yaml", "pages/lisbon.md"]),
        ({"static/lisbon/index.html": "<p>Mine</p>"}, ["hubs/lisbon/hub.yaml", "static/lisbon/index.html"]),
        ({"static/hubs.json": "{}"}, ["hubkit.yaml", "static/hubs.json"]),
    ],
)
def test_a_clash_names_every_source(tmp_path: Path, files: dict[str, str | bytes], named: list[str]) -> None:
    made = built(write(tmp_path, {**BASIC, **files}))
    assert not made.report.published
    clashes = [each for each in made.errors() if all(name in each for name in named)]
    assert clashes, made.errors()


@pytest.mark.parametrize("name", ["assets", "api", "events", "de"])
def test_ids_that_the_site_needs_are_refused(tmp_path: Path, name: str) -> None:
    made = built(write(tmp_path, {**BASIC, f"hubs/{name}/hub.yaml": LISBON}))
    assert any(f'"{name}" cannot be the name of a hub' in each for each in made.errors())
