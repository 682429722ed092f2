"""When events are: in lists, at the top of a page, past midnight, over days, and in another zone."""

import re

import pytest

from tests.sites import BERLIN, LISBON, NETWORK, Built, good, write

EVENTS = {
    "2026-12-01-evening": "start: 2026-12-31 19:00\nend: 2027-01-01 00:30\n",
    "2026-12-02-camp": "start: 2027-03-12 18:00\nend: 2027-03-14 15:00\n",
    "2026-12-03-day": "start: 2027-04-01 00:00\nend: 2027-04-02 00:00\n",
    "2026-12-04-festival": "start: 2027-05-01\nend: 2027-05-03\n",
    "2026-12-05-midnight": "start: 2027-06-01 19:00\nend: 2027-06-02 00:00\n",
    "2026-12-06-nights": "start: 2027-07-01 19:00\nend: 2027-07-03 00:00\n",
}
FILES: dict[str, str | bytes] = {
    "hubkit.yaml": NETWORK,
    "hubs/lisbon/hub.yaml": LISBON,
    "hubs/berlin/hub.yaml": BERLIN,
    **{f"hubs/lisbon/events/{name}.yaml": f"title: X\n{times}" for name, times in EVENTS.items()},
    "hubs/berlin/events/talk.yaml": "title: Talk\nstart: 2026-12-05 18:30\nduration: 2h\ncohosts: [lisbon]\n"
    "online: {url: https://meet.example/x}\nattendance: online\n",
    "hubs/berlin/events/walk.yaml": "title: Walk\nstart: 2026-12-06 18:30\nduration: 2h\ncohosts: [lisbon]\n",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return good(write(tmp_path_factory.mktemp("times"), FILES))


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


def shown(made: Built, page: str, event: str) -> str:
    """The line below the title of an event, in a list or at the top."""
    text = made.text(page)
    return plain(text[text.index(f"{event}/") :].partition('<p class="meta">')[2].partition("</p>")[0])


@pytest.mark.parametrize(
    ("event", "hours"),
    [
        ("evening", "19:00–00:30"),
        ("camp", "from 18:00 until Sun, 14 Mar"),
        ("day", "All day"),
        ("festival", "until Mon, 3 May"),
        ("midnight", "19:00–00:00"),
        ("nights", "from 19:00 until Fri, 2 Jul"),
    ],
)
def test_a_list_says_from_when_until_when(made: Built, event: str, hours: str) -> None:
    assert shown(made, "lisbon/events/index.html", event).partition(" · ")[0] == hours


def test_a_page_says_the_midnight_at_which_it_ends_as_clocks_do(made: Built) -> None:
    assert "1 July 2027, 19:00 – 3 July 2027, 00:00" in made.text("lisbon/events/2026-12-06-nights/index.html")
    assert ">Thursday, 1 April 2027</time>" in made.text("lisbon/events/2026-12-03-day/index.html")


def test_times_of_another_zone_say_so(made: Built) -> None:
    assert "18:30 – 20:30 UTC+01 · Online" in shown(made, "lisbon/index.html", "talk"), "the next event"
    assert "18:30–20:30 UTC+01" in shown(made, "lisbon/index.html", "walk")
    assert "UTC" not in shown(made, "berlin/index.html", "walk")


def test_the_network_says_the_zone_of_what_people_join_from_anywhere(made: Built) -> None:
    assert "18:30–20:30 UTC+01 · Online" in shown(made, "index.html", "talk")
    assert "UTC" not in shown(made, "index.html", "walk")
