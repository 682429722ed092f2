"""One status drives page, lists, JSON, calendar and structured data; and the shapes of the JSON."""

import json
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.oracle import parse
from tests.sites import BASIC, BERLIN, LISBON, NETWORK, Built, built, good, make, write

STATUSES = {
    "scheduled": ("CONFIRMED", "EventScheduled", ""),
    "moved-online": ("CONFIRMED", "EventMovedOnline", "Moved online"),
    "tentative": ("TENTATIVE", "EventScheduled", "Not yet certain"),
    "postponed": ("TENTATIVE", "EventPostponed", "Postponed"),
    "cancelled": ("CANCELLED", "EventCancelled", "Cancelled"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    events = {
        f"hubs/lisbon/events/2026-12-0{day}-walk.yaml": f"title: Walk\nstart: 2026-12-0{day} 10:00\n"
        f"duration: 1h\nstatus: {status}\n"
        f"venue: {{name: Hall}}\n{'online: {url: https://meet.example/x}' if status == 'moved-online' else ''}\n"
        for day, status in enumerate(STATUSES, start=1)
    }
    hub = LISBON + "coordinates: {lat: 38.72, lon: -9.14}\nfounded: 2020-05-01\nstatus: forming\n"
    return good(
        write(tmp_path_factory.mktemp("statuses"), {"hubkit.yaml": NETWORK, "hubs/lisbon/hub.yaml": hub, **events})
    )


def event_data(made: Built, path: str) -> dict[str, Any]:
    blocks = [
        json.loads(text)
        for element, text in parse(made.text(path)).scripts
        if element.get("type") == "application/ld+json"
    ]
    return next(block for block in blocks if block["@type"] == "Event")


@pytest.mark.parametrize(("day", "status"), list(enumerate(STATUSES, start=1)))
def test_a_status_is_the_same_everywhere(made: Built, day: int, status: str) -> None:
    calendar, schema, words = STATUSES[status]
    path = f"lisbon/events/2026-12-0{day}-walk"
    assert f"STATUS:{calendar}" in made.lines(f"{path}/event.ics")
    assert event_data(made, f"{path}/index.html")["eventStatus"] == f"https://schema.org/{schema}"
    page = made.text(f"{path}/index.html")
    assert (f"<strong>{words}.</strong>" in page) if words else ('class="notice' not in page)
    listed = made.text("lisbon/events/index.html")
    row = listed[listed.index(f"2026-12-0{day}-walk/") :].partition("</li>")[0]
    assert (f'<span class="badge is-{status}">{words}</span>' in row) if words else ("badge" not in row)
    entries = {event["id"]: event for event in made.json("events.json")["events"]}
    assert entries[f"lisbon.2026-12-0{day}-walk"]["status"] == status


def test_a_cancelled_event_keeps_its_page_and_entry_and_is_not_the_next(made: Built) -> None:
    assert made.json("hubs.json")["hubs"][0]["next_event"] == "2026-12-01T10:00:00+00:00"
    assert "lisbon.2026-12-05-walk@x.org" in made.text("lisbon/events.ics").replace("\r\n ", "")
    later = (
        good(made.site, now=made.report.next_change.replace(month=12, day=4, hour=12))
        if made.report.next_change
        else made
    )
    assert later.json("hubs.json")["hubs"][0]["next_event"] is None
    assert later.has("lisbon/events/2026-12-05-walk/index.html")
    good(made.site)


def test_what_moved_online_is_online_for_programs_too(made: Built) -> None:
    path = "lisbon/events/2026-12-02-walk/index.html"
    assert event_data(made, path)["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert event_data(made, path)["location"]["@type"] == "VirtualLocation"
    assert made.json("events.json")["events"][1]["attendance"] == "online"
    assert "https://meet.example/x" in made.text(path)


def test_a_retired_hub_keeps_its_history_and_is_nobodys_neighbour(tmp_path: Path) -> None:
    near = "coordinates: {lat: 38.72, lon: -9.14}\n"
    past = "title: Old\nstart: 2020-01-05 10:00\nduration: 1h\n"
    made = make(
        tmp_path,
        {
            "hubs/lisbon/hub.yaml": LISBON + near,
            "hubs/sintra/hub.yaml": "name: Sintra\ncountry: PT\nstatus: retired\n" + near,
            "hubs/sintra/events/2020-01-05-old.yaml": past,
        },
    )
    assert made.has("sintra/events/2020-01-05-old/index.html")
    assert "This hub is retired." in made.text("sintra/index.html")
    assert "sintra" not in made.text("lisbon/index.html")
    assert "Sintra" in made.text("hubs/index.html")
    assert made.json("hubs.json")["hubs"][1]["status"] == "retired"


PLANS = ("What is planned", "Subscribe", "finds you", "coming up", "Coming up", "See you there", "it could be you")


@pytest.mark.parametrize("theme", ["base", "dusk"])
def test_a_retired_hub_promises_nothing(tmp_path: Path, theme: str) -> None:
    hub = f"name: Sintra\ncountry: PT\nstatus: retired\ntheme: {theme}\nroles: [{{id: host, title: Host}}]\n"
    past = "title: Old\nstart: 2020-01-05 10:00\nduration: 1h\n"
    made = make(tmp_path, {"hubs/sintra/hub.yaml": hub, "hubs/sintra/events/2020-01-05-old.yaml": past})
    for path in ("index.html", "events/index.html", "events/2020-01-05-old/index.html"):
        body = made.text(f"sintra/{path}").partition("<body")[2]
        assert not [plan for plan in PLANS if plan.replace("Subscribe", ">Subscribe") in body], path
    assert "webcal:" not in made.text("sintra/index.html")


def test_a_hub_that_begins_or_rests_says_what_to_expect(tmp_path: Path) -> None:
    hub = "name: Sintra\ncountry: PT\nstatus: "
    made = make(tmp_path, {"hubs/a/hub.yaml": hub + "forming\n", "hubs/b/hub.yaml": hub + "paused\n"})
    forming, paused = made.text("a/index.html"), made.text("b/index.html")
    assert "Nothing is planned yet. Subscribe to the calendar, and the first event finds you." in forming
    assert "Nothing is planned during the pause." in paused
    assert "What is planned" not in forming + paused
    assert "webcal:" in forming
    assert "webcal:" in paused


def test_the_json_has_exactly_the_shapes_of_version_1(made: Built) -> None:
    hub = {
        "id": "lisbon",
        "name": "Lisbon Lights",
        "city": "Lisbon",
        "country": "PT",
        "coordinates": {"lat": 38.72, "lon": -9.14},
        "status": "forming",
        "founded": "2020-05-01",
        "url": "https://x.org/hubs/lisbon/",
        "languages": ["en"],
        "first_event": "2026-12-01T10:00:00+00:00",
        "next_event": "2026-12-01T10:00:00+00:00",
    }
    event = {
        "id": "lisbon.2026-12-01-walk",
        "hub": "lisbon",
        "title": "Walk",
        "start": "2026-12-01T10:00:00+00:00",
        "end": "2026-12-01T11:00:00+00:00",
        "timezone": "Europe/Lisbon",
        "status": "scheduled",
        "attendance": "in-person",
        "venue": "Hall",
        "url": "https://x.org/hubs/lisbon/events/2026-12-01-walk/",
    }
    assert made.json("hubs.json") == {"version": 1, "next_change": "2026-12-01T11:00:00Z", "hubs": [hub]}
    events = made.json("events.json")
    assert list(events) == ["version", "events"]
    assert events["events"][0] == event
    one = made.json("lisbon/hub.json")
    assert {key: one[key] for key in hub} == hub
    assert one["events"] == events["events"]
    assert list(one) == [*hub, "events"]


def test_network_events_reach_ninety_days_back_and_a_hub_has_all(tmp_path: Path) -> None:
    days = {"2020-01-05": False, "2026-08-20": False, "2026-08-25": True, "2026-11-20": True, "2028-01-01": True}
    events = {f"hubs/lisbon/events/{day}-walk.yaml": f"title: W\nstart: {day}\n" for day in days}
    made = good(write(tmp_path, {"hubkit.yaml": NETWORK, "hubs/lisbon/hub.yaml": LISBON, **events}))
    wanted = [f"lisbon.{day}-walk" for day, shown in days.items() if shown]
    assert [event["id"] for event in made.json("events.json")["events"]] == wanted
    assert made.json("events.json")["events"][0]["start"] == "2026-08-25"
    assert [line for line in made.lines("events.ics") if line.startswith("UID:")] == [
        f"UID:{name}@x.org" for name in wanted
    ]
    assert made.text("feed.xml").count("<entry>") == 3
    assert len(made.json("lisbon/hub.json")["events"]) == 5
    assert made.text("lisbon/events.ics").count("BEGIN:VEVENT") == 5


class TestInherit:
    """Network, hub, event template, event: the nearest wins, and a mistake stands where it was written."""

    FILES: ClassVar[dict[str, str | bytes]] = {
        "hubkit.yaml": NETWORK + "defaults: {summary: Of the network, duration: 1h, tags: [network]}\n",
        "hubs/lisbon/hub.yaml": LISBON + "defaults: {summary: Of the hub, duration: 2h}\n",
        "event-templates/walk.yaml": "title: A walk\nsummary: Of the template\n",
        "hubs/lisbon/events/2026-12-05-a.yaml": "template: walk\nsummary: Its own\n"
        "start: 2026-12-05 10:00\nduration: 3h\n",
        "hubs/lisbon/events/2026-12-06-b.yaml": "template: walk\nstart: 2026-12-06 10:00\n",
        "hubs/lisbon/events/2026-12-07-c.yaml": "title: Plain\nstart: 2026-12-07 10:00\n",
        "hubs/berlin/hub.yaml": BERLIN,
        "hubs/berlin/events/2026-12-08-d.yaml": "title: Plain\nstart: 2026-12-08 10:00\n",
    }

    def test_the_nearest_wins(self, tmp_path: Path) -> None:
        made = good(write(tmp_path, self.FILES))
        ends = {event["id"]: (event["title"], event["end"][11:16]) for event in made.json("events.json")["events"]}
        assert ends == {
            "lisbon.2026-12-05-a": ("A walk", "13:00"),
            "lisbon.2026-12-06-b": ("A walk", "12:00"),
            "lisbon.2026-12-07-c": ("Plain", "12:00"),
            "berlin.2026-12-08-d": ("Plain", "11:00"),
        }
        said = {"2026-12-05-a": "Its own", "2026-12-06-b": "Of the template", "2026-12-07-c": "Of the hub"}
        for name, summary in said.items():
            text = made.text(f"lisbon/events/{name}/index.html")
            assert f'<p class="lead p-summary">{summary}</p>' in text
            assert '<li class="p-category">network</li>' in text

    @pytest.mark.parametrize(
        ("path", "text", "place"),
        [
            ("hubkit.yaml", NETWORK + "defaults:\n  attendance: onlin\n  duration: 1h\n", "hubkit.yaml:5:15"),
            ("hubs/lisbon/hub.yaml", LISBON + "defaults:\n  venue: nowhere\n", "hubs/lisbon/hub.yaml:6:10"),
            ("event-templates/walk.yaml", "title: A walk\nvenue: nowhere\n", "event-templates/walk.yaml:2:8"),
            ("event-templates/walk.yaml", "title: A walk\nsponsors: [acme]\n", "event-templates/walk.yaml:2:12"),
            ("hubs/lisbon/hub.yaml", LISBON + "defaults:\n  hosts: [ada]\n", "hubs/lisbon/hub.yaml:6:11"),
            (
                "event-templates/walk.yaml",
                "title: A walk\nimage: {file: x.jpg, alt: X}\n",
                "event-templates/walk.yaml:2:15",
            ),
        ],
    )
    def test_a_mistake_stands_where_it_was_written(self, tmp_path: Path, path: str, text: str, place: str) -> None:
        found = built(write(tmp_path, {**BASIC, **self.FILES, path: text}), publishes=False).errors()
        assert found
        assert {each.partition(": ")[0] for each in found} == {place}, found
