"""Time is an input: what stands on pages changes exactly when the build before said it would."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.oracle import parse
from tests.sites import ADA, BERLIN, LISBON, NETWORK, Built, built, good, make, write

REGISTRATION = (
    "registration: {mode: link, url: 'https://example.org/', opens: 2026-12-01 10:00, closes: 2026-12-04 20:00}\n"
)
CHARTER = "---\nstewards:\n  - {member: ada, role: Treasurer, from: 2026-12-10, until: 2027-01-31}\n---\nText\n"
TIMED: dict[str, str | bytes] = {
    "hubkit.yaml": NETWORK,
    "hubs/lisbon/hub.yaml": LISBON,
    "hubs/lisbon/charter.md": CHARTER,
    "hubs/lisbon/members/ada.md": ADA,
    "hubs/lisbon/events/2026-12-05-walk.yaml": "title: Walk\nstart: 2026-12-05 18:30\nduration: 2h\n" + REGISTRATION,
    "hubs/lisbon/events/2026-08-30-old.yaml": "title: Old\nstart: 2026-08-30 18:30\nduration: 2h\n",
    "hubs/lisbon/events/2026-12-24-day.yaml": "title: Eve\nstart: 2026-12-24\n",
    "hubs/lisbon/events/2026-12-22-off.yaml": "title: Off\nstart: 2026-12-22 10:00\nduration: 1h\nstatus: cancelled\n",
    "hubs/berlin/hub.yaml": BERLIN,
    "hubs/berlin/events/lantern.yaml": "title: Lantern\nrepeat: {every: last friday, from: 2026-09-01}\n"
    "start: 19:00\nend: 21:00\n",
    "hubs/berlin/events/2026-12-12-canal.yaml": "title: Canal\nstart: 2026-12-12 15:00\nduration: 2h\n"
    "cohosts: [lisbon]\n",
}
EXPECTED = [
    "2026-11-27T20:00",  # the lantern of November is over
    "2026-11-28T20:30",  # the walk of 30 August leaves feeds and calendars, 90 days after its end
    "2026-11-30T23:00",  # the horizon of the series moves, at midnight in Berlin
    "2026-12-01T10:00",  # registration opens
    "2026-12-04T20:00",  # and closes
    "2026-12-05T20:30",  # the walk is over
    "2026-12-10T00:00",  # the steward's term begins, in Lisbon
    "2026-12-12T16:00",  # the canal is over
    "2026-12-22T11:00",  # what was cancelled would be over
    "2026-12-24T20:00",  # the lantern of September leaves, 90 days on
    "2026-12-25T00:00",  # the whole day is over
    "2026-12-25T20:00",  # the lantern of December
    "2026-12-31T23:00",  # the horizon
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("timed"), TIMED)


def told(made: Built) -> datetime:
    assert made.report.next_change is not None
    return made.report.next_change


def without_the_announcement(made: Built) -> dict[str, bytes]:
    """Return every file as it is now, but for those in which `next_change` itself stands."""
    return {
        path: content for path, content in made.tree().items() if path != "hubs.json" and not path.endswith("hub.json")
    }


def test_every_date_that_matters_is_announced_in_its_turn(site: Path) -> None:
    now, found = datetime(2026, 11, 21, 12, tzinfo=UTC), list[str]()
    made = good(site, now=now)
    for _ in EXPECTED:
        before, now = without_the_announcement(made), told(made)
        found.append(f"{now:%Y-%m-%dT%H:%M}")
        made = good(site, now=now)
        assert without_the_announcement(made) != before, now
        assert made.json("hubs.json")["next_change"] == f"{told(made):%Y-%m-%dT%H:%M:%SZ}"
    assert found == EXPECTED


def test_until_then_every_build_gives_the_same_bytes(site: Path) -> None:
    dice = random.Random(7)
    instant = datetime(2026, 11, 21, 12, tzinfo=UTC)
    for _ in range(4):
        first = good(site, now=instant)
        length = told(first) - instant
        ways = [timedelta(0), length - timedelta(microseconds=1), *(length * dice.random() for _ in range(2))]
        for way in ways[1:]:
            report = good(site, now=instant + way).report
            assert (report.written, report.removed) == (0, 0), instant + way
            assert report.next_change == first.report.next_change
        instant += length


def test_one_hub_alone_tells_when_it_changes_itself(site: Path) -> None:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    alone = good(site, now=now, hub="lisbon")
    assert f"{told(alone):%Y-%m-%dT%H:%M}" == "2026-11-28T20:30", "the lantern of Berlin is not on its pages"
    later = good(site, now=told(alone) - timedelta(seconds=1), hub="lisbon")
    assert (later.report.written, later.report.removed) == (0, 0)
    assert good(site, now=told(alone), hub="lisbon").report.written


def test_nothing_to_come_means_no_change(tmp_path: Path) -> None:
    made = good(write(tmp_path, {"hubkit.yaml": NETWORK, "hubs/lisbon/hub.yaml": LISBON}))
    assert made.report.next_change is None
    assert made.json("hubs.json")["next_change"] is None


def test_a_series_that_ends_has_no_horizon_to_move(tmp_path: Path) -> None:
    for rule in ("every: friday, from: 2026-01-02, until: 2026-02-28", "rrule: FREQ=WEEKLY;COUNT=3, from: 2026-01-02"):
        made = make(
            tmp_path, {"hubs/lisbon/events/lantern.yaml": f"title: L\nrepeat: {{{rule}}}\nstart: 19:00\nend: 20:00\n"}
        )
        assert f"{told(made):%Y-%m-%d}" == "2026-12-05", rule


def test_registration_shows_what_one_can_do_now(site: Path) -> None:
    path = "lisbon/events/2026-12-05-walk/index.html"

    def at(day: int, hour: int) -> str:
        return good(site, now=datetime(2026, 12, day, hour, tzinfo=UTC)).text(path)

    before, during, after = at(1, 9), at(1, 10), at(4, 20)
    assert "Opens on 1 December 2026, 10:00" in before
    assert 'href="https://example.org/"' not in before
    assert 'class="button" href="https://example.org/"' in during
    assert "Open until 4 December 2026, 20:00" in during
    assert "Registration is closed." in after
    assert 'href="https://example.org/"' not in after


def test_a_steward_is_coming_current_and_former(site: Path) -> None:
    def badge(*day: int) -> list[str]:
        text = good(site, now=datetime(*day, tzinfo=UTC)).text("lisbon/charter/index.html")
        return [name for name in ("is-coming", "is-current", "is-former") if name in text]

    assert badge(2026, 12, 9, 23, 59) == ["is-coming"]
    assert badge(2026, 12, 10) == badge(2027, 1, 31, 23, 59) == ["is-current"]
    assert badge(2027, 2, 1) == ["is-former"]


def test_an_event_is_upcoming_until_its_end(site: Path) -> None:
    def lists(*instant: int) -> tuple[bool, bool]:
        text = good(site, now=datetime(*instant, tzinfo=UTC)).text("lisbon/events/index.html")
        coming, _, past = text.partition('id="past"')
        return "2026-12-05-walk/" in coming, "2026-12-05-walk/" in past

    assert lists(2026, 12, 5, 20, 29) == (True, False)
    assert lists(2026, 12, 5, 20, 30) == (False, True)


def test_the_pages_of_a_series_reach_to_the_same_month_next_year(site: Path) -> None:
    made = good(site, now=datetime(2026, 11, 30, 22, 59, tzinfo=UTC))
    assert made.has("berlin/events/lantern/2027-11-26/index.html")
    assert not made.has("berlin/events/lantern/2027-12-31/index.html")
    assert good(site, now=datetime(2026, 11, 30, 23, tzinfo=UTC)).has("berlin/events/lantern/2027-12-31/index.html")
    past = parse(made.text("berlin/events/lantern/2026-09-25/index.html"))
    assert "/hubs/berlin/#next" in {element.get("href") for element in past.all("a")}


def test_more_than_five_hundred_dates_are_a_mistake(tmp_path: Path) -> None:
    files = {
        "hubs/lisbon/events/daily.yaml": "title: Daily\nrepeat: {rrule: FREQ=DAILY, from: 2026-01-01}\n"
        "start: 19:00\nend: 20:00\n"
    }
    made = built(write(tmp_path, {"hubkit.yaml": NETWORK, "hubs/lisbon/hub.yaml": LISBON, **files}))
    assert any("more than 500 dates" in each for each in made.errors())
