"""A site whose every text tries to break out of its place: nothing runs, nothing is lost, nothing is computed."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from icalendar import Calendar
from PIL import Image

from tests.command import hubkit
from tests.oracle import active_content_of_site, foreign_requests, parse
from tests.sites import write

POISON = "\"'><svg onload=alert(1)>{{7*7}}</script><!--]]>"
P = json.dumps(POISON)
LINKS = f"links: [{{label: {P}, url: https://a.example/}}]\n"
TEXTS = f"title: {P}\nsummary: {P}\ntags: [{P}]\n"
EVENT = (
    f"{TEXTS}description: {P}\nvenue: {{name: {P}, address: {P}}}\nspeakers: [{{name: {P}, bio: {P}}}, ada]\n"
    f"image: {{file: ../media/a.png, alt: {P}}}\nsponsors: [acme]\nhosts: [ada]\nonline: {{note: {P}}}\n"
    f"registration: {{mode: link, url: 'https://a.example/?q=%22%3E', "
    f"tickets: [{{id: a, name: {P}, price: 5, currency: EUR}}]}}\n"
)
CHARTER = (
    f"---\ntitle: {P}\nversion: {P}\nstewards: [{{member: ada, role: {P}}}]\n"
    f"governance: [{{tier: {P}, function: {P}, decides: {P}}}]\n"
    f"budget: [{{label: {P}, amount: 1, currency: EUR, kind: income}}]\n"
    f"amendments: [{{date: 2026-01-01, title: {P}}}]\n---\n# {POISON}\n\n{POISON}\n\n[{POISON}](https://a.example/)\n"
)
FILES: dict[str, str | bytes] = {
    "hubkit.yaml": f"name: {P}\nurl: https://x.org/hubs/\ntagline: {P}\ndescription: {P}\n{LINKS}"
    f"nav: [{{label: {P}, url: https://a.example/}}]\n",
    "charter.md": CHARTER.replace("stewards:", "#"),
    "code-of-conduct.md": f"---\ntitle: {P}\n---\n{POISON}\n",
    "pages/about.md": f"---\ntitle: {P}\nsummary: {P}\nnav: true\n---\n"
    f"## {POISON}\n\n`{POISON}`\n\n```{POISON}\n{POISON}\n```\n",
    "venues/hall.yaml": f"name: {P}\naddress: {P}\ncity: {P}\naccess: {P}\n",
    "sponsors/acme.yaml": f"name: {P}\ndescription: {P}\nurl: https://a.example/\n",
    "event-templates/walk.yaml": f"name: {P}\nabout: {P}\nsummary: {P}\n",
    "hubs/lisbon/hub.yaml": f"name: {P}\ncity: {P}\nregion: {P}\ncountry: PT\ntimezone: Europe/Lisbon\ntagline: {P}\n"
    f"description: {P}\ntopics: [{P}]\n{LINKS}contact: {{phone: {P}, email: a@x.org}}\norganizers: [ada]\n"
    f"roles: [{{id: a, title: {P}, description: {P}, members: [ada]}}]\n"
    f"rituals: [{{id: a, title: {P}, every: {P}, description: {P}}}]\n"
    f"offers: [{{id: a, title: {P}, description: {P}, benefits: [{P}], price: 1, currency: EUR}}]\n"
    f"picture: {{file: media/a.png, alt: {P}}}\nsponsors: [acme]\n",
    "hubs/lisbon/charter.md": CHARTER,
    "hubs/lisbon/pages/more.md": f"---\ntitle: {P}\nsummary: {P}\nnav: true\n---\n"
    f"{POISON}\n\n| {POISON} |\n|---|\n| a |\n",
    "hubs/lisbon/members/ada.md": f"---\nname: {P}\nrole: {P}\npronouns: {P}\nquote: {P}\ntags: [{P}]\n{LINKS}"
    f"photo: {{file: ../media/a.png, alt: {P}}}\nconsent: 2026-01-01\n---\n{POISON}\n",
    "hubs/lisbon/events/2026-12-05-walk.yaml": f"start: 2026-12-05 18:30\nduration: 2h\ntemplate: walk\n{EVENT}",
    "hubs/lisbon/events/2026-12-06-hall.yaml": f"title: {P}\nstart: 2026-12-06\nvenue: hall\nstatus: cancelled\n",
    "hubs/lisbon/events/night.yaml": f"start: 19:00\nduration: 2h\n{EVENT}repeat:\n  every: 2nd tuesday\n"
    f"  from: 2026-10-01\n  changes: {{2026-12-08: {{title: {P}, summary: {P}, description: {P}}}}}\n",
    "hubs/porto/hub.yaml": f"name: {P}\ncountry: PT\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("poison")
    write(folder / "source", FILES)
    (folder / "source/hubs/lisbon/media").mkdir()
    Image.new("RGB", (40, 30)).save(folder / "source/hubs/lisbon/media/a.png")
    run = hubkit("build", folder / "source", "--output", folder / "out", "--now", "2026-11-21T12:00:00Z")
    assert run.returncode == 0, run.stderr
    return folder / "out"


def test_nothing_on_any_page_or_in_any_feed_acts(site: Path) -> None:
    assert active_content_of_site(site, "https://x.org") == []


def test_no_page_calls_another_site(site: Path) -> None:
    found = {path.name: foreign_requests(path.read_text("utf-8"), "https://x.org") for path in site.rglob("*.html")}
    assert not any(found.values()), found


def test_data_is_never_a_template(site: Path) -> None:
    pages = [path for path in site.rglob("*.html") if path.name != "404.html"]
    assert all("{{7*7}}" in path.read_text("utf-8") for path in pages)
    assert not any(">49<" in path.read_text("utf-8") or "&gt;49" in path.read_text("utf-8") for path in pages)


def test_feeds_and_sitemaps_are_well_formed_and_say_what_was_written(site: Path) -> None:
    feeds = [ElementTree.parse(path) for path in sorted(site.rglob("*.xml"))]
    titles = [title.text or "" for feed in feeds for title in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles
    assert all(POISON in title for title in titles)


def test_json_says_what_was_written(site: Path) -> None:
    found = [json.loads(path.read_text("utf-8")) for path in sorted(site.rglob("*.json"))]
    titles = {event["title"] for data in found for event in data.get("events", ())}
    assert titles == {POISON}


def test_calendars_give_back_what_was_written(site: Path) -> None:
    calendars = [Calendar.from_ical(path.read_bytes()) for path in sorted(site.rglob("*.ics"))]
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    assert events
    assert all(POISON in str(event["SUMMARY"]) for event in events)
    assert not any("ATTENDEE" in event or event.subcomponents for event in events)


def test_structured_data_says_what_was_written(site: Path) -> None:
    page = parse((site / "lisbon/events/2026-12-05-walk/index.html").read_text("utf-8"))
    assert POISON in [json.loads(text).get("name") for script, text in page.scripts if script.get("type")]
