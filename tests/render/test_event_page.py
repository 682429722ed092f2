"""What an event's page leads to: the place, the people, the other hosts, the events before and after, what is next."""

import re

import pytest

from tests.oracle import parse
from tests.sites import ADA, BERLIN, LISBON, NETWORK, Built, good, write

FILES: dict[str, str | bytes] = {
    "hubkit.yaml": NETWORK,
    "hubs/lisbon/hub.yaml": LISBON,
    "hubs/lisbon/members/ada-lopes.md": ADA,
    "hubs/berlin/hub.yaml": BERLIN,
    "venues/casa.yaml": "name: Casa & Co (rear)\ncoordinates: {lat: 38.71, lon: -0.00001}\n"
    "access: Two steps; a ramp at the back.\n",
    "hubs/lisbon/events/a.yaml": "title: First\nstart: 2026-10-01 18:30\nduration: 2h\nvenue: {name: Park}\n",
    "hubs/lisbon/events/b.yaml": "title: Middle\nstart: 2026-12-05 18:30\nduration: 2h\nvenue: casa\n"
    "cohosts: [berlin]\n"
    "speakers: [ada-lopes, {name: Bo Lind, bio: Walks at night., url: 'https://bo.example'}]\n",
    "hubs/lisbon/events/c.yaml": "title: Last\nstart: 2026-12-12 18:30\nduration: 2h\nvenue: casa\nattendance: online\n"
    "online: {url: https://meet.example/x}\n",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return good(write(tmp_path_factory.mktemp("page"), FILES))


def hrefs(made: Built, event: str) -> list[str]:
    links = parse(made.text(f"lisbon/events/{event}/index.html")).all("a")
    return [element.get("href") or "" for element in links]


def turn(made: Built, event: str) -> dict[str, str]:
    links = parse(made.text(f"lisbon/events/{event}/index.html")).all("a")
    return {element.get("rel") or "": element.get("href") or "" for element in links if element.get("rel")}


def test_a_place_is_shown_on_a_map_in_an_app_and_says_how_to_get_in(made: Built) -> None:
    links = hrefs(made, "b")
    point = "38.710000,-0.000010"
    assert f"geo:{point}?q={point}(Casa%20%26%20Co%20%28rear%29)" in links, "degrees without an exponent (RFC 5870)"
    assert any(link.startswith("https://www.openstreetmap.org/?mlat=38.71&") for link in links)
    assert "a ramp at the back" in made.text("lisbon/events/b/index.html")


def test_without_coordinates_or_without_a_meeting_no_app_is_asked(made: Built) -> None:
    for event in ("a", "c"):
        assert not [link for link in hrefs(made, event) if link.startswith("geo:")], event


def test_people_and_the_other_hosts_are_named_with_their_pages(made: Built) -> None:
    links = hrefs(made, "b")
    assert {"/hubs/lisbon/members/ada-lopes/", "https://bo.example", "/hubs/berlin/"} <= set(links)
    assert "Walks at night." in made.text("lisbon/events/b/index.html")


def test_the_events_before_and_after_are_one_step_away(made: Built) -> None:
    assert "prev" not in turn(made, "a")
    assert turn(made, "a")["next"] == "/hubs/lisbon/events/b/"
    assert (turn(made, "b")["prev"], turn(made, "b")["next"]) == ("/hubs/lisbon/events/a/", "/hubs/lisbon/events/c/")
    assert "next" not in turn(made, "c")


def test_what_is_over_leads_to_what_the_hub_plans_next(made: Built) -> None:
    banner = re.search(r'<p class="notice is-info">(.*?)</p>', made.text("lisbon/events/a/index.html"))
    assert banner is not None
    assert 'This event is over. <a href="/hubs/lisbon/#next">' in banner[1]
    assert 'id="next"' in made.text("lisbon/index.html")
    assert "This event is over" not in made.text("lisbon/events/b/index.html")


def test_everyone_can_subscribe_to_the_hub(made: Built) -> None:
    for event in ("a", "b", "c"):
        assert "webcal://x.org/hubs/lisbon/events.ics" in hrefs(made, event)
