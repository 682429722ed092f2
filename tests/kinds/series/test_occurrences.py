"""What rules give: by the wall clock, bounded, and the first of them where people expect it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hubkit.kinds.series.occurrences import Expansion, expand
from hubkit.kinds.series.rule import check_rrule, parse_rule

BERLIN = ZoneInfo("Europe/Berlin")
HORIZON = datetime(2027, 12, 1, tzinfo=BERLIN)


def days(expansion: Expansion) -> list[str]:
    return [str(each.day) for each in expansion.occurrences]


def test_an_evening_stays_an_evening_across_daylight_saving() -> None:
    found = expand("FREQ=WEEKLY", date(2026, 10, 18), time(19), date(2026, 11, 8), BERLIN, HORIZON)
    assert [each.start.astimezone(UTC).hour for each in found.occurrences] == [17, 18, 18, 18]
    assert [each.start.hour for each in found.occurrences] == [19] * 4


def test_it_does_so_in_the_southern_hemisphere() -> None:
    santiago = ZoneInfo("America/Santiago")
    found = expand("FREQ=WEEKLY", date(2026, 3, 28), time(19), date(2026, 4, 11), santiago, HORIZON)
    assert [each.start.astimezone(UTC).hour for each in found.occurrences] == [22, 22, 23]


def test_a_time_that_no_clock_shows_moves_and_says_so() -> None:
    found = expand("FREQ=WEEKLY;BYDAY=SU", date(2027, 3, 21), time(2, 30), date(2027, 4, 4), BERLIN, HORIZON)
    assert [each.moved for each in found.occurrences] == [False, True, False]
    assert [str(each.start) for each in found.occurrences[1:]] == [
        "2027-03-28 03:30:00+02:00",
        "2027-04-04 02:30:00+02:00",
    ]


def test_a_time_that_clocks_show_twice_is_the_first() -> None:
    found = expand("FREQ=DAILY", date(2026, 10, 25), time(2, 30), date(2026, 10, 25), BERLIN, HORIZON)
    assert str(found.occurrences[0].start) == "2026-10-25 02:30:00+02:00"
    assert not found.occurrences[0].moved


def test_whole_days_begin_when_the_day_does() -> None:
    beirut = ZoneInfo("Asia/Beirut")
    found = expand("FREQ=WEEKLY", date(2026, 3, 22), None, date(2026, 3, 29), beirut, HORIZON)
    assert [str(each.start) for each in found.occurrences] == ["2026-03-22 00:00:00+02:00", "2026-03-29 01:00:00+03:00"]
    assert not any(each.moved for each in found.occurrences)
    apia = ZoneInfo("Pacific/Apia")
    skipped = expand("FREQ=DAILY", date(2011, 12, 29), None, date(2011, 12, 31), apia, HORIZON)
    assert [(str(each.day), each.moved) for each in skipped.occurrences] == [
        ("2011-12-29", False),
        ("2011-12-30", True),
        ("2011-12-31", False),
    ]


@pytest.mark.parametrize(
    ("words", "first_day", "expected"),
    [
        ("2nd tuesday", date(2026, 12, 9), ["2027-01-12", "2027-02-09"]),
        ("every other monday", date(2026, 12, 5), ["2026-12-07", "2026-12-21"]),
        ("every 2 weeks on friday", date(2026, 12, 5), ["2026-12-11", "2026-12-25"]),
        ("every 2 months on the first monday", date(2026, 12, 10), ["2027-01-04", "2027-03-01"]),
        ("last day of the month", date(2027, 2, 1), ["2027-02-28", "2027-03-31"]),
        ("every 3 days", date(2026, 12, 5), ["2026-12-05", "2026-12-08"]),
        ("15th of every month", date(2026, 12, 5), ["2026-12-15", "2027-01-15"]),
    ],
)
def test_the_first_is_the_nearest_day_that_fits(words: str, first_day: date, expected: list[str]) -> None:
    found = expand(parse_rule(words), first_day, time(19), None, BERLIN, HORIZON, limit=2)
    assert days(found) == expected


def test_the_last_is_on_the_last_day_or_before_the_horizon() -> None:
    assert days(expand("FREQ=DAILY;UNTIL=20261207", date(2026, 12, 6), time(23), None, BERLIN, HORIZON)) == [
        "2026-12-06",
        "2026-12-07",
    ]
    assert days(expand("FREQ=DAILY;COUNT=2", date(2026, 12, 6), time(23), None, BERLIN, HORIZON)) == [
        "2026-12-06",
        "2026-12-07",
    ]
    horizon = datetime(2026, 12, 7, tzinfo=BERLIN)
    assert days(expand("FREQ=DAILY", date(2026, 12, 6), None, None, BERLIN, horizon)) == ["2026-12-06"]


def test_more_than_the_limit_is_told() -> None:
    many = expand("FREQ=DAILY", date(2003, 1, 1), time(19), None, BERLIN, HORIZON)
    assert len(many.occurrences) == 500
    assert many.overflow
    just = expand("FREQ=DAILY;COUNT=500", date(2003, 1, 1), time(19), None, BERLIN, HORIZON)
    assert len(just.occurrences) == 500
    assert not just.overflow


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
    ],
)
def test_a_rule_that_never_fits_ends(rule: str) -> None:
    assert expand(check_rrule(rule), date(2026, 1, 1), time(19), None, BERLIN, HORIZON) == Expansion((), overflow=False)


def test_a_leap_day_comes_every_four_years() -> None:
    horizon = datetime(2101, 1, 1, tzinfo=BERLIN)
    found = expand("FREQ=YEARLY", date(2088, 2, 29), time(19), None, BERLIN, horizon)
    assert days(found) == ["2088-02-29", "2092-02-29", "2096-02-29"]


ZONES = [
    "Europe/Berlin",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Tokyo",
    "America/St_Johns",
]
RULES = ["friday", "2nd tuesday", "last saturday", "every 3 days", "1st and 15th", "every other sunday", "weekdays"]


@settings(max_examples=150, deadline=None)
@given(
    zone=some.sampled_from(ZONES),
    words=some.sampled_from(RULES),
    first_day=some.dates(date(2008, 1, 1), date(2030, 1, 1)),
    wall=some.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
)
def test_every_occurrence_keeps_its_wall_time(zone: str, words: str, first_day: date, wall: time) -> None:
    here = ZoneInfo(zone)
    horizon = datetime.combine(first_day + timedelta(days=400), time(), here)
    found = expand(parse_rule(words), first_day, wall, None, here, horizon).occurrences
    assert found
    assert [each.day for each in found] == sorted({each.day for each in found})
    for each in found:
        assert first_day <= each.day
        shown = datetime.combine(each.day, wall, here)
        assert each.start.astimezone(UTC) == shown.astimezone(UTC)
        assert each.moved == (each.start.time() != wall)
