"""Content lines are, octet for octet, those that icalendar writes."""

import zoneinfo
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar.parser import Contentline, Parameters
from icalendar.prop import vDate, vDatetime, vText, vUri

from hubkit.kinds.event import lines
from hubkit.kinds.event.vtimezone import vtimezone

MARKS = st.text(st.sampled_from("a ü写👩\\;,:^N\n\r\"'"))
TEXTS = st.one_of(
    MARKS, st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])), st.text("\\^;a", min_size=70)
)
MOMENTS = st.datetimes(datetime(1800, 1, 1), datetime(2200, 1, 1))  # noqa: DTZ001 - a zone is added
ZONES = sorted(zoneinfo.available_timezones())


def written(name: str, value: vUri | vDate | vDatetime | bytes, **parameters: str) -> str:
    """Return the line that icalendar writes."""
    shown = (value if isinstance(value, bytes) else value.to_ical()).decode()
    both = f"{name};{Parameters(parameters).to_ical().decode()}" if parameters else name
    return Contentline(f"{both}:{shown}").to_ical().decode() + "\r\n"


def encoded(text: str) -> bytes:
    """Return a TEXT value; icalendar takes a backslash before N for a line break, so those go in by halves."""
    return (vText("\\").to_ical() + b"N").join(vText(piece).to_ical() for piece in text.split("\\N"))


@settings(deadline=None)
@given(TEXTS)
@example("a" * 66 + "\\b")
@example("ü" * 33 + "\n" + "ü" * 40)
@example("x" * 65 + "^^" + "\\" * 80)
def test_texts_are_escaped_and_folded(text: str) -> None:
    assert lines.text_line("SUMMARY", text) == written("SUMMARY", encoded(text))


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1))
def test_tags_are_escaped_each(tags: list[str]) -> None:
    value = b",".join(encoded(tag) for tag in tags)
    assert lines.categories_line(tuple(tags)) == written("CATEGORIES", value)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"])))
def test_addresses_are_folded_and_nothing_else(url: str) -> None:
    assert lines.url_line("URL", url) == written("URL", vUri(url))
    assert lines.url_line("SOURCE;VALUE=URI", url) == written("SOURCE", vUri(url), VALUE="URI")


@settings(deadline=None)
@given(MOMENTS, st.sampled_from(ZONES))
def test_instants_and_times_in_zones(wall: datetime, zone: str) -> None:
    moment = wall.replace(tzinfo=ZoneInfo(zone))
    assert lines.stamp_line("DTSTAMP", moment) == written("DTSTAMP", vDatetime(moment.astimezone(UTC)))
    if zone != "UTC":
        assert lines.local_line("DTSTART", moment, zone) == written("DTSTART", vDatetime(wall), TZID=zone)


@settings(deadline=None)
@given(st.dates(date(1800, 1, 1), date(2200, 1, 1)))
def test_days(day: date) -> None:
    assert lines.day_line("DTSTART", day) == written("DTSTART", vDate(day), VALUE="DATE")


@pytest.mark.parametrize("years", [(1890, 1892), (1996, 1998), (2025, 2027)])
def test_components_of_zones(years: tuple[int, int]) -> None:
    for zone in ZONES[::7]:
        text = vtimezone(zone, *years)
        assert icalendar.Timezone.from_ical(text).to_ical().decode() == text
