"""What hosts and crawlers read: sitemap, robots, headers, the page for addresses that lead nowhere."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from hubkit.addresses import addresses
from hubkit.kinds.fields import Coordinates
from hubkit.kinds.hub.summary import HubSummary
from hubkit.kinds.hub.value import Shared
from hubkit.kinds.network.model import NetworkModel
from hubkit.kinds.network.routes import current_events, hubs_json
from hubkit.kinds.record import Record
from hubkit.kinds.route import Network, NetworkScope
from hubkit.kinds.texts import Text
from hubkit.kinds.words import Words
from hubkit.plan.site_files import SitemapEntry, listed_below, sitemap
from hubkit.times import Clock
from tests.kinds import samples
from tests.sites import BASIC, NETWORK, Built, good, write

X = addresses("https://x.org/hubs/", "", "", None)
CHANGED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    network = NETWORK + "api_url: https://api.example/v1/\nallow_hosts: [pictures.example]\n"
    return good(write(tmp_path_factory.mktemp("files"), {**BASIC, "hubkit.yaml": network}))


def test_past_fifty_thousand_addresses_the_sitemap_is_an_index() -> None:
    entries = [
        SitemapEntry(f"https://x.org/hubs/{number:06}/", CHANGED if number else None) for number in range(50_001)
    ]
    index, first, second = sitemap(entries, X, "hubkit.yaml")
    assert [file.path for file in (index, first, second)] == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    locations = [each.text for each in ElementTree.fromstring(index.content).iter() if each.tag.endswith("}loc")]
    assert locations == ["https://x.org/hubs/sitemap-1.xml", "https://x.org/hubs/sitemap-2.xml"]
    assert len(listed_below("https://x.org/hubs/", first.content)) == 50_000
    assert listed_below("https://x.org/hubs/", second.content) == [entries[-1]]
    [alone] = sitemap(entries[:-1], X, "hubkit.yaml")
    assert alone.path == "sitemap.xml"
    assert alone.content.count(b"<lastmod>2026-01-02T03:04:05Z</lastmod>") == 49_999


def test_the_sitemap_lists_every_page_that_may_be_indexed(made: Built) -> None:
    event = "lisbon/events/2026-12-05-photo-walk"
    quiet = {"lisbon/widget/index.html", f"{event}/share/index.html", f"{event}/poster/index.html"}
    assert all('<meta name="robots" content="noindex">' in made.text(path) for path in quiet)
    listed = {entry.url for entry in listed_below("https://x.org/", made.text("sitemap.xml").encode())}
    pages = {
        f"https://x.org/hubs/{path.removesuffix('index.html')}"
        for path in made.paths() - quiet
        if path.endswith("index.html")
    }
    assert listed == pages


def test_robots_let_everyone_in_and_name_the_sitemap(made: Built) -> None:
    assert made.text("robots.txt") == "User-agent: *\nAllow: /\n\nSitemap: https://x.org/hubs/sitemap.xml\n"


def test_the_page_for_lost_visitors_is_not_indexed(made: Built) -> None:
    text = made.text("404.html")
    assert '<meta name="robots" content="noindex">' in text
    assert "canonical" not in text
    assert "og:url" not in text
    assert 'href="/hubs/hubs/"' in text


def test_headers_allow_nothing_but_the_site_itself(made: Built) -> None:
    rules: dict[str, dict[str, str]] = {}
    for line in made.text("_headers").splitlines():
        if line.startswith("/"):
            here = rules.setdefault(line, {})
        else:
            name, _, value = line.strip().partition(": ")
            here[name] = value
    everywhere = rules["/hubs/*"]
    policy = dict(part.split(" ", 1) for part in everywhere["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["img-src"] == "'self' https://pictures.example"
    assert policy["form-action"] == "'self' https://api.example"
    assert "unsafe" not in everywhere["Content-Security-Policy"]
    assert everywhere["X-Content-Type-Options"] == "nosniff"
    assert everywhere["Strict-Transport-Security"] == "max-age=63072000", "neither subdomains nor preload"
    assert everywhere["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "geolocation=()" in everywhere["Permissions-Policy"]
    assert rules["/hubs/assets/*"]["Cache-Control"] == "public, max-age=31536000, immutable"
    assert rules["/hubs/*.ics"]["Content-Type"] == "text/calendar; charset=utf-8"


def test_only_widgets_may_stand_in_frames(tmp_path: Path) -> None:
    hubs = {"hubs/porto/hub.yaml": "name: Porto\nlanguages: [pt, en]\n", "hubs/graz/hub.yaml": "name: Graz\n"}
    site = write(tmp_path, {**BASIC, **hubs})
    rules = re.split(r"\n(?=/)", good(site).text("_headers"))
    framed = [rule.strip("\n").split("\n") for rule in rules if "frame-ancestors *" in rule]
    assert [rule[0] for rule in framed] == ["/hubs/:hub/widget/", "/hubs/:hub/en/widget/"]
    assert all("frame-ancestors *" in rule for rule in rules[-2:]), "the later rule counts"
    for _, let_go, policy in framed:
        assert let_go == "  ! Content-Security-Policy", "Cloudflare would join both"
        everywhere = re.search("Content-Security-Policy: .*", rules[0])
        assert everywhere
        assert policy.strip() == everywhere[0].replace("frame-ancestors 'none'", "frame-ancestors *")
    assert "X-Frame-Options" not in "".join(rules), "nobody could take it back"
    alone = good(site, hub="porto", output=tmp_path / "alone").text("_headers")
    assert re.findall(r"^/.*widget/", alone, re.MULTILINE) == ["/widget/", "/en/widget/"]


def test_no_page_holds_a_script_or_style_of_its_own(made: Built) -> None:
    for path in made.paths():
        if path.endswith(".html"):
            text = made.text(path)
            assert " style=" not in text
            assert "<style" not in text
            data, assets = text.count('<script type="application/ld+json"'), text.count('<script src="/hubs/assets/')
            assert text.count("<script") == data + assets


def scope(hubs: tuple[HubSummary, ...], now: datetime = CHANGED) -> NetworkScope:
    fields = NetworkModel.model_validate({"name": "X", "url": "https://x.org/hubs/"})
    network = Network(Shared(Record("hubkit", fields, "hubkit.yaml")), hubs)
    return NetworkScope(network, Words("en", "en", "en_150"), X, Clock(now))


def hub(name: str, country: str | None, current: tuple[object, ...] = ()) -> HubSummary:
    return HubSummary(
        id=name,
        name=Text({"": name}),
        city=None,
        region=None,
        country=country,
        coordinates=Coordinates(lat=1, lon=2),
        status="active",
        tagline=None,
        founded=None,
        languages=("en",),
        domain=None,
        aliases=(),
        event_count=0,
        member_count=0,
        first_event=None,
        next_event=None,
        current=current,
        cohosted=(),
    )


def test_past_five_thousand_hubs_the_list_is_in_parts_by_country() -> None:
    hubs = tuple(hub(f"h{number:05}", ("PT", "DE", None)[number % 3]) for number in range(5_001))
    [whole] = hubs_json(scope(hubs[:5_000]), None)
    assert whole.path == "hubs.json"
    assert whole.content.count(b'"id"') == 5_000
    files = {file.path: file.content for file in hubs_json(scope(hubs), CHANGED)}
    assert sorted(files) == ["hubs.json", "hubs/de/hubs.json", "hubs/none/hubs.json", "hubs/pt/hubs.json"]
    assert files["hubs.json"].decode() == (
        '{"version":1,"next_change":"2026-01-02T03:04:05Z","parts":["https://x.org/hubs/hubs/de/hubs.json",'
        '"https://x.org/hubs/hubs/none/hubs.json","https://x.org/hubs/hubs/pt/hubs.json"]}\n'
    )
    assert sum(content.count(b'"id"') for content in files.values()) == 5_001


@pytest.mark.parametrize(
    ("past", "upcoming", "kept"), [(10, 1990, (10, 1990)), (500, 1800, (200, 1800)), (5, 2500, (0, 2000))]
)
def test_of_many_events_the_coming_ones_and_the_latest_are_listed(
    past: int, upcoming: int, kept: tuple[int, int]
) -> None:
    from hubkit.kinds.event.summary import summarize

    first = samples.event(datetime(2026, 6, 1, 10))  # noqa: DTZ001 - a local time
    days = [*range(-past, 0), *range(1, upcoming + 1)]
    hours = [
        summarize(
            samples.event(first.start.replace(tzinfo=None) + timedelta(hours=3 * number)),
            Text({"": "B"}),
            None,
            None,
            "Europe/Berlin",
            ("en",),
        )
        for number in days
    ]
    here = scope((hub("berlin", "DE", tuple(hours)),), first.start)
    found = current_events(here)
    coming = [event for event in found if event.end > first.start]
    assert (len(found) - len(coming), len(coming)) == kept
    assert list(found) == sorted(found, key=lambda event: event.start)
    if kept[0]:
        assert found[kept[0] - 1].start == hours[past - 1].start, "of the past, the latest"


def test_a_hub_feed_holds_what_is_to_come_also_where_much_is_past(tmp_path: Path) -> None:
    series = (
        "title: Daily\nrepeat: {rrule: FREQ=DAILY, from: 2026-09-01, until: 2026-12-31}\nstart: 19:00\nend: 20:00\n"
    )
    again = series.replace("Daily", "Again").replace("19:00", "9:00").replace("20:00", "10:00")
    files = {"hubs/lisbon/events/daily.yaml": series, "hubs/lisbon/events/again.yaml": again}
    feed = good(write(tmp_path, {**BASIC, **files})).text("lisbon/feed.xml")
    assert "lisbon.2026-12-05-photo-walk</id>" in feed
    assert feed.count("<entry>") == 200
