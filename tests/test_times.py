"""Wall times against their zone, and the clock through which every decision about the present goes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hubkit.times import (
    Clock,
    Gap,
    Overlap,
    at,
    end_of_month_next_year,
    shifted,
    start_of,
    within_horizon_from,
)

BERLIN = ZoneInfo("Europe/Berlin")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_a_time_is_by_the_clocks_of_its_zone() -> None:
    assert at(date(2026, 12, 5), time(18, 30), BERLIN) == utc(2026, 12, 5, 17, 30)
    assert at(date(2026, 7, 5), time(18, 30), BERLIN) == utc(2026, 7, 5, 16, 30)


def test_a_time_that_no_clock_shows_is_a_gap_and_says_what_clocks_show() -> None:
    found = at(date(2026, 3, 29), time(2, 30), BERLIN)
    assert isinstance(found, Gap)
    assert (found.shown.hour, found.shown.minute, found.whole_day) == (3, 30, False)
    assert shifted(date(2026, 3, 29), time(2, 30), BERLIN) == utc(2026, 3, 29, 1, 30)
    samoa = at(date(2011, 12, 30), time(12), ZoneInfo("Pacific/Apia"))
    assert isinstance(samoa, Gap)
    assert samoa.whole_day


def test_a_time_that_clocks_show_twice_needs_a_choice() -> None:
    found = at(date(2026, 10, 25), time(2, 30), BERLIN)
    assert isinstance(found, Overlap)
    both = [each.astimezone(UTC) for each in (found.first, found.second)]
    assert both == [utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 30)]
    assert at(date(2026, 10, 25), time(2, 30), BERLIN, 0) == found.first
    assert at(date(2026, 10, 25), time(2, 30), BERLIN, 1) == found.second


def test_a_day_begins_when_clocks_first_show_it() -> None:
    assert start_of(date(2026, 9, 6), ZoneInfo("America/Santiago")) == utc(2026, 9, 6, 4), "midnight was skipped"
    assert start_of(date(2026, 12, 5), BERLIN) == utc(2026, 12, 4, 23)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        (utc(2026, 11, 21), (2027, 11, 30, 23)),
        (utc(2026, 11, 30, 22, 59), (2027, 11, 30, 23)),
        (utc(2026, 11, 30, 23), (2027, 12, 31, 23)),
    ],
)
def test_the_horizon_is_the_end_of_this_month_next_year(now: datetime, end: tuple[int, ...]) -> None:
    assert end_of_month_next_year(now, BERLIN) == utc(*end)


def test_a_moment_comes_within_the_horizon_when_its_month_of_the_year_before_begins() -> None:
    moment = datetime(2027, 12, 31, 19, tzinfo=BERLIN)
    begins = within_horizon_from(moment)
    assert begins == utc(2026, 11, 30, 23)
    assert end_of_month_next_year(begins, BERLIN) > moment
    assert end_of_month_next_year(begins - timedelta(seconds=1), BERLIN) <= moment


def test_the_clock_remembers_the_nearest_change_still_to_come() -> None:
    clock = Clock(utc(2026, 1, 1))
    assert clock.has_come(utc(2026, 1, 1))
    assert clock.has_come(utc(2025, 1, 1))
    assert clock.next_change is None
    assert not clock.has_come(utc(2026, 3, 1))
    assert not clock.has_come(utc(2026, 2, 1))
    assert not clock.has_come(utc(2026, 4, 1))
    assert clock.next_change == utc(2026, 2, 1)
    clock.will_change(utc(2025, 6, 1))
    clock.will_change(None)
    assert clock.next_change == utc(2026, 2, 1)
