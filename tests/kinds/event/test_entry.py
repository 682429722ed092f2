"""Events in calendars, JSON and feeds of a built site: they say what the page says."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.sites import BASIC, BERLIN, LISBON, WALK, Built, commit, good, make

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
FAIR = "title: Fair\nstart: 2026-12-06 10:00\nduration: 2h\n"
EVENT = "hubs/lisbon/events/2026-12-05-photo-walk"
HALL = "venue:\n  name: City Hall\n  address: Praça 1\n  coordinates: {lat: 38.7, lon: -9.1}\n"
JOIN = "online: {url: https://meet.example/walk}\n"


@pytest.mark.parametrize("how", ["status: moved-online\n", "attendance: online\n"])
def test_what_happens_online_alone_is_at_no_place(how: str, tmp_path: Path) -> None:
    made = make(tmp_path, {f"{EVENT}.yaml": WALK + HALL + JOIN + how})
    for path in (f"{EVENT[5:]}/event.ics", "lisbon/events.ics", "events.ics"):
        lines = made.lines(path)
        assert "LOCATION:https://meet.example/walk" in lines
        assert not [line for line in lines if line.startswith("GEO") or "City Hall" in line]
    assert [event["venue"] for event in made.json("events.json")["events"]] == [None]
    assert [event["venue"] for event in made.json("lisbon/hub.json")["events"]] == [None]
    assert "City Hall" not in made.text("feed.xml") + made.text("lisbon/feed.xml")


def test_what_happens_online_at_no_address_has_no_location(tmp_path: Path) -> None:
    made = make(tmp_path, {f"{EVENT}.yaml": WALK + HALL + "status: moved-online\n"})
    assert not [line for line in made.lines("events.ics") if line.startswith(("GEO", "LOCATION"))]


def test_what_happens_at_a_place_too_names_it(tmp_path: Path) -> None:
    made = make(tmp_path, {f"{EVENT}.yaml": WALK + HALL + JOIN})
    assert {"LOCATION:City Hall\\, Praça 1", "GEO:38.7;-9.1"} <= set(made.lines("events.ics"))
    assert made.json("events.json")["events"][0]["venue"] == "City Hall"


def entries(made: Built, path: str) -> list[dict[str, ET.Element]]:
    """Return the elements of each entry of a feed, by name."""
    feed = ET.fromstring(made.text(path))
    return [{child.tag.removeprefix(ATOM): child for child in entry} for entry in feed.findall(f"{ATOM}entry")]


@pytest.mark.parametrize(
    ("status", "title"),
    [
        ("scheduled", "Photo walk"),
        ("tentative", "Not yet certain: Photo walk"),
        ("postponed", "Postponed: Photo walk"),
        ("moved-online", "Moved online: Photo walk"),
        ("cancelled", "Cancelled: Photo walk"),
    ],
)
def test_a_feed_says_first_what_became_of_an_event(status: str, title: str, tmp_path: Path) -> None:
    made = make(tmp_path, {f"{EVENT}.yaml": WALK + f"status: {status}\n"})
    for path in ("feed.xml", "lisbon/feed.xml"):
        assert [entry["title"].text for entry in entries(made, path)] == [title]


def test_the_network_feed_says_in_which_zone_a_time_is(tmp_path: Path) -> None:
    made = make(tmp_path, {"hubs/berlin/hub.yaml": BERLIN, "hubs/berlin/events/2026-12-06-fair.yaml": FAIR})
    said = {entry["title"].text: entry["summary"].text for entry in entries(made, "feed.xml")}
    assert said == {
        "Photo walk": "Saturday, 5 December 2026, 18:30 – 20:30 UTC+00",
        "Fair": "Sunday, 6 December 2026, 10:00 – 12:00 UTC+01",
    }
    (own,) = entries(made, "berlin/feed.xml")
    assert own["summary"].text == "Sunday, 6 December 2026, 10:00 – 12:00"


def test_a_feed_says_in_which_language_each_text_is(tmp_path: Path) -> None:
    hub = LISBON + "languages: [en, pt]\n"
    text = "title: {pt: Passeio}\nsummary: {pt: Traz um casaco & luvas.}\nstart: 2026-12-05 18:30\nduration: 2h\n"
    (entry,) = entries(make(tmp_path, {"hubs/lisbon/hub.yaml": hub, f"{EVENT}.yaml": text}), "lisbon/feed.xml")
    assert entry["title"].get(LANGUAGE) == "pt"
    assert entry["summary"].get("type") == "html"
    assert entry["summary"].text == (
        'Saturday, 5 December 2026, 18:30 – 20:30. <span lang="pt" dir="ltr">Traz um casaco &amp; luvas.</span>'
    )


def test_what_changed_last_stands_first_in_a_feed(tmp_path: Path) -> None:
    other = "title: Talk\nstart: 2026-12-20 18:30\nduration: 2h\n"
    commit(tmp_path, "2026-10-01T00:00:00Z", dict(BASIC))
    commit(tmp_path, "2026-11-01T00:00:00Z", {"hubs/lisbon/events/2026-12-20-talk.yaml": other})
    made = good(tmp_path)
    for path in ("feed.xml", "lisbon/feed.xml"):
        assert [entry["title"].text for entry in entries(made, path)] == ["Talk", "Photo walk"]


def test_a_feed_keeps_its_id_wherever_it_is_published(tmp_path: Path) -> None:
    domain = {"hubs/lisbon/hub.yaml": LISBON + "domain: lisbon.example\n"}
    first = make(tmp_path / "first")
    second = make(tmp_path / "second", dict(domain), base_url="https://preview.example/")
    for made in (first, second):
        assert ET.fromstring(made.text("feed.xml")).findtext(f"{ATOM}id") == "tag:x.org,2020:hubs"
        assert ET.fromstring(made.text("lisbon/feed.xml")).findtext(f"{ATOM}id") == "tag:x.org,2020:lisbon"
