"""Series around changes of clocks: the page, the JSON and both readers of calendars tell the same instants."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.sites import Built, make
from tests.validators.calendars import read_in_node, read_in_python

OSLO = "name: Oslo\ncountry: NO\ntimezone: Europe/Oslo\n"
UID = "oslo.night@x.org"


def oslo(folder: Path, times: str, repeat: str = "every: sunday, from: 2026-10-18, until: 2027-04-05") -> Built:
    night = f"title: Night\n{times}repeat: {{{repeat}}}\n"
    return make(
        folder,
        {"hubs/oslo/hub.yaml": OSLO, "hubs/oslo/events/night.yaml": night},
        now=datetime(2026, 10, 1, tzinfo=UTC),
    )


def instants(made: Built) -> list[tuple[str, str]]:
    """Return the start and end of each occurrence, as `hub.json` gives them, in UTC."""

    def utc(text: str) -> str:
        return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    events: list[dict[str, Any]] = made.json("oslo/hub.json")["events"]
    return [(utc(event["start"]), utc(event["end"])) for event in events]


def local(made: Built, day: str) -> tuple[str, str]:
    (found,) = [each for each in made.json("oslo/hub.json")["events"] if each["id"] == f"oslo.night.{day}"]
    return found["start"], found["end"]


@pytest.mark.parametrize(
    ("times", "spring", "autumn"),
    [
        (
            "start: 02:30\nduration: 1h\n",
            ("2027-03-28T03:30:00+02:00", "2027-03-28T04:30:00+02:00"),
            ("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"),
        ),
        (
            "start: 02:30\nend: 03:30\n",
            ("2027-03-28T03:30:00+02:00", "2027-03-28T04:30:00+02:00"),
            ("2026-10-25T02:30:00+02:00", "2026-10-25T03:30:00+01:00"),
        ),
        (
            "start: 00:30\nduration: 3h\n",
            ("2027-03-28T00:30:00+01:00", "2027-03-28T04:30:00+02:00"),
            ("2026-10-25T00:30:00+02:00", "2026-10-25T02:30:00+01:00"),
        ),
        (
            "start: 00:30\nend: 04:00\n",
            ("2027-03-28T00:30:00+01:00", "2027-03-28T04:00:00+02:00"),
            ("2026-10-25T00:30:00+02:00", "2026-10-25T04:00:00+01:00"),
        ),
    ],
)
def test_a_length_counts_hours_that_pass_and_an_end_is_the_time_on_the_clock(
    times: str, spring: tuple[str, str], autumn: tuple[str, str], tmp_path: Path
) -> None:
    made = oslo(tmp_path, times)
    assert local(made, "2027-03-28") == spring
    assert local(made, "2026-10-25") == autumn


@pytest.mark.node
@pytest.mark.parametrize("ends", ["duration: 1h", "duration: 3h", "end: 03:30", "end: 01:00"])
@pytest.mark.parametrize("begins", ["00:30", "02:30", "19:00"])
@pytest.mark.parametrize("first", ["2026-10-18", "2026-10-25", "2027-03-28"])
def test_calendars_tell_the_same_instants_as_the_page(begins: str, ends: str, first: str, tmp_path: Path) -> None:
    repeat = f"every: sunday, from: {first}, until: 2027-04-11, except: [2027-04-04]"
    made = oslo(tmp_path, f"start: {begins}\n{ends}\n", repeat)
    file = made.folder / "oslo/events.ics"
    for read in (read_in_python(file), read_in_node([file])[file]):
        assert [(start, end) for start, end, _ in read[UID]] == instants(made)


def test_an_excepted_date_that_clocks_skip_is_no_date_of_the_calendar(tmp_path: Path) -> None:
    repeat = "every: sunday, from: 2027-03-21, until: 2027-04-11, except: [2027-03-28]"
    made = oslo(tmp_path, "start: 02:30\nduration: 1h\n", repeat)
    found = read_in_python(made.folder / "oslo/events.ics")[UID]
    assert [(start, end) for start, end, _ in found] == instants(made)
    assert len(found) == 3


def test_a_moved_occurrence_lasts_as_long_as_the_others(tmp_path: Path) -> None:
    repeat = "every: sunday, from: 2026-10-18, until: 2026-11-05, changes: {2026-10-25: {start: 2026-10-27 19:00}}"
    made = oslo(tmp_path, "start: 00:30\nduration: 3h\n", repeat)
    assert local(made, "2026-10-25") == ("2026-10-27T19:00:00+01:00", "2026-10-27T22:00:00+01:00")


def test_a_calendar_says_of_a_usual_day_nothing_but_the_rule(tmp_path: Path) -> None:
    made = oslo(tmp_path, "start: 19:00\nend: 21:00\n")
    assert not [line for line in made.lines("oslo/events.ics") if line.startswith("RECURRENCE-ID")]
