"""Calendars as other programs read them: the same instants, the same texts, nothing smuggled in."""

import json
import subprocess
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from msgspec.structs import replace

from hubkit.kinds.event.calendar import (
    EntryTexts,
    ZoneYears,
    calendar,
    series_vevents,
    sorted_zones,
    vevent,
    zone_years,
)
from hubkit.kinds.event.model import EventStatus
from hubkit.kinds.event.value import Event, History, Series
from tests.kinds.samples import changed, event, series
from tests.tools import NODE_PACKAGES

URL = "https://example.org/berlin/"
HOSTILE = "Party\r\nATTENDEE:mailto:x@evil.example\rEND:VEVENT\nBEGIN:VALARM"


def texts(value: Event, **other: str) -> EntryTexts:
    said = {"uid": f"{value.global_id}@example.org", "url": URL + value.path, "title": "Photo walk"} | other
    return EntryTexts(**said, tags=tuple(tag.by_language[""] for tag in value.fields.tags))


def joined(vevents: Iterable[str], *items: Event | Series) -> bytes:
    zones = sorted_zones(years for item in items for years in zone_years(item))
    return calendar("Berlin", URL, vevents, zones, source=f"{URL}events.ics", description="Walks; talks")


def read(content: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(content).events


def one(value: Event, **other: str) -> icalendar.Event:
    found = read(joined([vevent(value, texts(value, **other))], value))
    assert len(found) == 1
    return found[0]


def lines(content: bytes) -> list[bytes]:
    return content.replace(b"\r\n ", b"").split(b"\r\n")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_an_event_says_all_that_readers_need() -> None:
    place = {"name": "Library", "coordinates": {"lat": 52.52, "lon": 0.00001}}
    value = event(local("2026-12-05 18:30"), tags=["photo, film", "walk"], venue=place)
    content = joined([vevent(value, texts(value, description="Two\n\nparts", location="Library; door 2"))], value)
    assert {
        b"UID:berlin.2026-12-05-photo-walk@example.org",
        b"DTSTAMP:20260304T050607Z",
        b"LAST-MODIFIED:20260304T050607Z",
        b"SEQUENCE:7",
        b"DTSTART;TZID=Europe/Berlin:20261205T183000",
        b"DTEND;TZID=Europe/Berlin:20261205T203000",
        b"SUMMARY:Photo walk",
        b"STATUS:CONFIRMED",
        b"LOCATION:Library\\; door 2",
        b"GEO:52.52;0.0",
        b"DESCRIPTION:Two\\n\\nparts",
        b"CATEGORIES:photo\\, film,walk",
        b"URL:https://example.org/berlin/events/2026-12-05-photo-walk/",
    } <= set(lines(content))


def test_a_calendar_says_what_it_is_and_how_often_to_ask() -> None:
    content = joined([])
    assert lines(content) == [
        b"BEGIN:VCALENDAR",
        b"PRODID:-//hubkit//hubkit//EN",
        b"VERSION:2.0",
        b"CALSCALE:GREGORIAN",
        b"NAME:Berlin",
        b"X-WR-CALNAME:Berlin",
        b"DESCRIPTION:Walks\\; talks",
        b"X-WR-CALDESC:Walks\\; talks",
        b"URL:https://example.org/berlin/",
        b"SOURCE;VALUE=URI:https://example.org/berlin/events.ics",
        b"REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        b"X-PUBLISHED-TTL:PT12H",
        b"END:VCALENDAR",
        b"",
    ]


def test_an_event_of_unknown_age_has_a_fixed_stamp_and_no_change() -> None:
    value = replace(event(local("2026-12-05 18:30")), history=History())
    content = joined([vevent(value, texts(value))])
    assert b"DTSTAMP:20200101T000000Z" in lines(content)
    assert b"SEQUENCE:0" in lines(content)
    assert b"LAST-MODIFIED" not in content


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("scheduled", b"STATUS:CONFIRMED"),
        ("moved-online", b"STATUS:CONFIRMED"),
        ("tentative", b"STATUS:TENTATIVE"),
        ("postponed", b"STATUS:TENTATIVE"),
        ("cancelled", b"STATUS:CANCELLED"),
    ],
)
def test_every_status_has_its_own_in_calendars(status: EventStatus, shown: bytes) -> None:
    value = event(local("2026-12-05 18:30"), status=status)
    assert shown in lines(joined([vevent(value, texts(value))]))


def test_a_whole_day_is_a_date_and_its_end_is_the_day_after() -> None:
    value = event(date(2026, 12, 5), timedelta(days=2))
    content = joined([vevent(value, texts(value))], value)
    assert {b"DTSTART;VALUE=DATE:20261205", b"DTEND;VALUE=DATE:20261207", b"TRANSP:TRANSPARENT"} <= set(lines(content))
    assert b"TZID" not in content


def test_utc_is_written_as_such() -> None:
    value = event(local("2026-12-05 18:30"), zone="UTC")
    content = joined([vevent(value, texts(value))], value)
    assert {b"DTSTART:20261205T183000Z", b"DTEND:20261205T203000Z"} <= set(lines(content))
    assert b"TZID" not in content


@pytest.mark.parametrize("fold", [0, 1])
def test_a_time_that_clocks_show_twice_is_written_as_an_instant(fold: int) -> None:
    start = local("2026-10-25 02:30").replace(tzinfo=ZoneInfo("Europe/Berlin"), fold=fold)
    value = replace(event(local("2026-10-25 02:30")), start=start, end=start + timedelta(hours=3))
    content = joined([vevent(value, texts(value))], value)
    assert f"DTSTART:20261025T0{fold}3000Z".encode() in lines(content)


def test_nothing_in_a_text_becomes_a_line_of_its_own() -> None:
    value = event(local("2026-12-05 18:30"))
    url = "https://x.example/\rATTENDEE:mailto:y@evil.example"
    content = joined(
        [vevent(value, texts(value, title=HOSTILE, location=HOSTILE, description=HOSTILE, url=url, uid=HOSTILE))]
    )
    assert content.count(b"BEGIN:VEVENT") == 1
    assert not [line for line in lines(content) if line.startswith((b"ATTENDEE", b"BEGIN:VALARM"))]
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert len(read(content)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "a;b,c\\d: \"e\" 'f'",
        "C:\\New\\network, \\N \\n",
        "ünï " * 60,
        "写真散歩" * 40,
        "👩‍👩‍👧‍👦" * 30,
        "line\nline\n\nline",
        "x" * 74,
        "x" * 400,
        "\\" * 200,
    ],
)
def test_a_text_comes_back_as_it_was(text: str) -> None:
    value = event(local("2026-12-05 18:30"))
    assert one(value, title=text, description=text)["SUMMARY"] == text


def test_controls_are_dropped() -> None:
    value = event(local("2026-12-05 18:30"))
    assert one(value, title="a\x00b\x0bc\x85d\u2028e\u2029f\x7fg\x1bh")["SUMMARY"] == "abcdefgh"


@pytest.mark.parametrize("text", ["ü" * 300, "a" * 70 + "写" * 100, "👩‍👩‍👧‍👦" * 50])
def test_lines_fold_at_75_octets_and_between_characters(text: str) -> None:
    value = event(local("2026-12-05 18:30"))
    for line in joined([vevent(value, texts(value, title=text))], value).split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_the_text_of_an_event_is_the_same_in_every_calendar() -> None:
    first, second = event(local("2026-12-05 18:30")), event(local("2026-12-06 18:30"))
    text = vevent(first, texts(first))
    for content in (joined([text], first), joined([vevent(second, texts(second)), text], first, second)):
        assert text.encode() in content


def test_a_series_is_a_rule_with_its_exceptions_and_changes() -> None:
    first = event(local("2026-10-11 19:00"))
    whole = series(first, "FREQ=WEEKLY;BYDAY=SU;UNTIL=20261108", date(2027, 1, 1), except_days=(date(2026, 10, 18),))
    whole = changed(whole, "2026-10-25", status="cancelled")
    moved = whole.occurrences[-2].start + timedelta(days=1, hours=1)
    whole = changed(whole, "2026-11-01", start=moved, end=moved + timedelta(hours=3))
    content = joined([series_vevents(whole, texts(whole.first), lambda each: texts(each, title="Changed"))], whole)
    master, cancelled, later = read(content)
    assert {str(part["UID"]) for part in (master, cancelled, later)} == {"berlin.photo-walk@example.org"}
    assert {
        b"RRULE:FREQ=WEEKLY;BYDAY=SU;UNTIL=20261108T225959Z",
        b"EXDATE;TZID=Europe/Berlin:20261018T190000",
        b"RECURRENCE-ID;TZID=Europe/Berlin:20261025T190000",
        b"STATUS:CANCELLED",
        b"RECURRENCE-ID;TZID=Europe/Berlin:20261101T190000",
        b"DTSTART;TZID=Europe/Berlin:20261102T200000",
        b"DTEND;TZID=Europe/Berlin:20261102T230000",
    } <= set(lines(content))
    assert str(master["SUMMARY"]) == "Photo walk"
    assert "RRULE" not in cancelled
    assert str(later["URL"]) == "https://example.org/berlin/events/photo-walk/2026-11-01/"


def test_a_series_of_whole_days_has_dates_throughout() -> None:
    first = event(date(2026, 10, 11), timedelta(days=1))
    whole = series(first, "FREQ=WEEKLY;UNTIL=20261101", date(2027, 1, 1), except_days=(date(2026, 10, 18),))
    whole = changed(whole, "2026-10-25", status="cancelled")
    content = joined([series_vevents(whole, texts(whole.first), texts)], whole)
    assert {
        b"RRULE:FREQ=WEEKLY;UNTIL=20261101",
        b"EXDATE;VALUE=DATE:20261018",
        b"RECURRENCE-ID;VALUE=DATE:20261025",
    } <= set(lines(content))
    assert b"TZID" not in content


def test_one_occurrence_alone_is_an_event_of_its_own() -> None:
    whole = series(event(local("2026-10-11 19:00")), "FREQ=WEEKLY", date(2026, 11, 1))
    content = joined([vevent(whole.occurrences[1], texts(whole.occurrences[1]))], whole.occurrences[1])
    assert b"UID:berlin.photo-walk.2026-10-18@example.org" in lines(content)
    assert b"RECURRENCE-ID" not in content
    assert b"RRULE" not in content


def test_an_endless_series_has_its_zone_beyond_the_horizon() -> None:
    endless = series(event(local("2026-10-11 19:00")), "FREQ=WEEKLY", date(2027, 11, 1))
    ended = series(event(local("2026-10-11 19:00")), "FREQ=WEEKLY;UNTIL=20270301", date(2027, 11, 1))
    assert zone_years(endless) == (ZoneYears("Europe/Berlin", 2026, 2032),)
    assert zone_years(ended) == (ZoneYears("Europe/Berlin", 2026, 2027),)


def test_zones_are_merged_by_name() -> None:
    zones = [ZoneYears("B/b", 2026, 2027), ZoneYears("A/a", 2020, 2021), ZoneYears("B/b", 2024, 2026)]
    assert sorted_zones(zones) == (ZoneYears("A/a", 2020, 2021), ZoneYears("B/b", 2024, 2027))


READER = """
import { readFileSync } from "node:fs";
const { default: ICAL } = await import(process.argv[1]);
const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf-8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const found = {};
const parts = calendar.getAllSubcomponents("vevent");
for (const part of parts.filter((part) => !part.hasProperty("recurrence-id"))) {
  const exceptions = parts.filter((other) => other.hasProperty("recurrence-id")
    && other.getFirstPropertyValue("uid") === part.getFirstPropertyValue("uid"));
  const event = new ICAL.Event(part, { exceptions });
  const times = [];
  if (event.isRecurring()) {
    const steps = event.iterator();
    for (let next = steps.next(); next && times.length < 60; next = steps.next()) {
      const details = event.getOccurrenceDetails(next);
      times.push([details.startDate.toUnixTime(), details.endDate.toUnixTime()]);
    }
  } else times.push([event.startDate.toUnixTime(), event.endDate.toUnixTime()]);
  found[event.uid] = times;
}
console.log(JSON.stringify(found));
"""


def read_by_ical_js(content: bytes, folder: Path) -> dict[str, list[tuple[int, int]]]:
    file = folder / "events.ics"
    file.write_bytes(content)
    library = (NODE_PACKAGES / "ical.js" / "dist" / "ical.js").as_uri()
    command = ["node", "--input-type=module", "--eval", READER, library, str(file)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return {uid: [(start, end) for start, end in times] for uid, times in json.loads(run.stdout).items()}


def instants(value: Event) -> tuple[int, int]:
    return int(value.start.timestamp()), int(value.end.timestamp())


ZONES = [
    "Europe/Berlin",
    "Europe/Dublin",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Tehran",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Antarctica/Troll",
]


def events_around_changes(zone: str, years: Iterable[int]) -> list[Event]:
    """An event a few hours before and after each change of clocks, and some in between."""
    here = ZoneInfo(zone)
    found: list[Event] = []
    for year in years:
        noons = [datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(days=number) for number in range(364)]
        for before, after in pairwise(noons):
            if before.astimezone(here).utcoffset() == after.astimezone(here).utcoffset() and before.day != 15:
                continue
            for start in (before, before + timedelta(hours=8), after - timedelta(hours=8), after):
                shown = start.astimezone(here)
                found.append(event(shown.replace(tzinfo=None), timedelta(hours=3), zone))
    return found


@pytest.mark.node
def test_ical_js_reads_the_same_instants(tmp_path: Path) -> None:
    events = [each for zone in ZONES for each in events_around_changes(zone, (2011, 2026))]
    named = {f"{number}@example.org": each for number, each in enumerate(events)}
    content = joined((vevent(each, texts(each, uid=uid)) for uid, each in named.items()), *events)
    assert read_by_ical_js(content, tmp_path) == {uid: [instants(each)] for uid, each in named.items()}


@pytest.mark.node
def test_ical_js_reads_a_series_across_daylight_saving(tmp_path: Path) -> None:
    wholes: dict[str, Series] = {}
    for zone in ("Europe/Berlin", "America/Santiago", "UTC"):
        first = event(local("2026-03-01 19:00"), zone=zone)
        whole = series(first, "FREQ=WEEKLY;UNTIL=20261215", date(2027, 6, 1), except_days=(date(2026, 4, 5),))
        target = whole.occurrences[8]
        start = datetime.combine(target.first_day, time(20, 15), target.start.tzinfo)
        name = target.id.partition("/")[2]
        wholes[f"{zone}@example.org"] = changed(whole, name, start=start, end=start + timedelta(hours=1))
    content = joined(
        (series_vevents(whole, texts(whole.first, uid=uid), texts) for uid, whole in wholes.items()), *wholes.values()
    )
    assert read_by_ical_js(content, tmp_path) == {
        uid: [instants(each) for each in whole.occurrences] for uid, whole in wholes.items()
    }
    masters = [part for part in read(content) if "RRULE" in part]
    for master, whole in zip(masters, wholes.values(), strict=True):
        assert master["DTSTART"].dt == whole.first.start
