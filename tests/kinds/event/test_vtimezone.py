"""VTIMEZONEs give every reader the offsets of the tz database."""

import zoneinfo
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import icalendar
import pytest

from hubkit.kinds.event.vtimezone import vtimezone

UNUSUAL = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/El_Aaiun",
    "Africa/Windhoek",
    "America/Adak",
    "America/Asuncion",
    "America/Caracas",
    "America/Godthab",
    "America/Havana",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Amman",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Pyongyang",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/Lisbon",
    "Europe/Moscow",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Kwajalein",
    "Pacific/Norfolk",
]
OTHERS = sorted(name for name in zoneinfo.available_timezones() if "/" in name and name not in UNUSUAL)[::17]


def moments(zone: str, first_year: int, last_year: int) -> list[datetime]:
    """Every half hour of the days on which clocks change, and a noon each month, as instants."""
    here = ZoneInfo(zone)
    days = [
        datetime(first_year, 1, 2, tzinfo=UTC) + timedelta(days=n)
        for n in range((last_year - first_year + 1) * 365 - 2)
    ]
    found = [day + timedelta(hours=12) for day in days if day.day == 10]
    for before, after in pairwise(days):
        if before.astimezone(here).utcoffset() != after.astimezone(here).utcoffset():
            found += [before + timedelta(minutes=30 * n) for n in range(-2, 50)]
    return found


@pytest.mark.parametrize("zone", [*UNUSUAL, *OTHERS])
@pytest.mark.parametrize("years", [(2010, 2012), (2025, 2027)])
def test_icalendar_reads_the_same_offsets(zone: str, years: tuple[int, int]) -> None:
    here = ZoneInfo(zone)
    read = icalendar.Timezone.from_ical(vtimezone(zone, *years)).to_tz(lookup_tzid=False)
    for moment in moments(zone, *years):
        shown = moment.astimezone(here)
        if shown.replace(fold=0).utcoffset() == shown.replace(fold=1).utcoffset():
            assert shown.replace(tzinfo=read).utcoffset() == shown.utcoffset(), shown


def test_the_onset_is_told_by_the_clock_before_it() -> None:
    text = vtimezone("Europe/Berlin", 2026, 2026)
    spring = "BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nTZNAME:CEST\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    assert spring in text
    assert "DTSTART:20261025T030000\r\n" in text
    assert text.count("DTSTART:20260101T000000\r\n") == 1


def test_a_zone_without_changes_is_one_component() -> None:
    assert vtimezone("Asia/Tokyo", 2000, 2040).count("BEGIN:STANDARD") == 1


def test_two_changes_within_a_fortnight_are_both_there() -> None:
    assert vtimezone("America/Recife", 2000, 2000).count("DTSTART:200010") == 2
