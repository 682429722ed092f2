"""Events in calendars, JSON and feeds of a built site: they say what the page says."""

from pathlib import Path

import pytest

from tests.sites import WALK, make

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
