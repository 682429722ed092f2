"""Calendars: two readers by others see the same instants, across changes of the clock."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.finished import FinishedSite
from tests.validators.calendars import byte_faults, event_faults, instant, read_in_node, read_in_python

LISBON = """BEGIN:VTIMEZONE
TZID:Europe/Lisbon
BEGIN:STANDARD
DTSTART:19961027T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19970330T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
"""
SERIES = """BEGIN:VEVENT
UID:lisbon.walk@example.org
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Lisbon:20270306T183000
DTEND;TZID=Europe/Lisbon:20270306T203000
RRULE:FREQ=WEEKLY;UNTIL=20270410T173000Z
EXDATE;TZID=Europe/Lisbon:20270313T183000
SUMMARY:Walk
STATUS:CONFIRMED
END:VEVENT
BEGIN:VEVENT
UID:lisbon.walk@example.org
DTSTAMP:20260101T000000Z
RECURRENCE-ID;TZID=Europe/Lisbon:20270320T183000
DTSTART;TZID=Europe/Lisbon:20270321T100000
DTEND;TZID=Europe/Lisbon:20270321T120000
SUMMARY:Walk, moved
STATUS:CONFIRMED
END:VEVENT
BEGIN:VEVENT
UID:lisbon.walk@example.org
DTSTAMP:20260101T000000Z
RECURRENCE-ID;TZID=Europe/Lisbon:20270403T183000
DTSTART;TZID=Europe/Lisbon:20270403T183000
DTEND;TZID=Europe/Lisbon:20270403T203000
SUMMARY:Walk
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:lisbon.fair@example.org
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20270501
DTEND;VALUE=DATE:20270503
SUMMARY:Fair
STATUS:TENTATIVE
END:VEVENT
"""
EXPECTED = {
    "lisbon.fair@example.org": [("2027-05-01", "2027-05-03", "TENTATIVE")],
    "lisbon.walk@example.org": [
        ("2027-03-06T18:30:00Z", "2027-03-06T20:30:00Z", "CONFIRMED"),
        ("2027-03-21T10:00:00Z", "2027-03-21T12:00:00Z", "CONFIRMED"),
        ("2027-03-27T18:30:00Z", "2027-03-27T20:30:00Z", "CONFIRMED"),
        ("2027-04-03T17:30:00Z", "2027-04-03T19:30:00Z", "CANCELLED"),
        ("2027-04-10T17:30:00Z", "2027-04-10T19:30:00Z", "CONFIRMED"),
    ],
}


def written(folder: Path, zone: str) -> Path:
    """Write a small calendar by hand."""
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//test//EN\n{zone}{SERIES}END:VCALENDAR\n"
    file = folder / "events.ics"
    file.write_bytes(text.replace("\n", "\r\n").encode())
    return file


def test_python_reader_knows_series(tmp_path: Path):
    assert read_in_python(written(tmp_path, LISBON)) == EXPECTED


@pytest.mark.node
def test_node_reader_knows_series(tmp_path: Path):
    file = written(tmp_path, LISBON)
    assert read_in_node([file]) == {file: EXPECTED}


@pytest.mark.node
def test_a_wrong_time_zone_in_the_file_shows(tmp_path: Path):
    file = written(tmp_path, LISBON.replace("BYMONTH=3", "BYMONTH=5"))
    assert read_in_node([file])[file] != read_in_python(file)


def test_broken_bytes_show():
    assert byte_faults(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n") == []
    assert byte_faults(b"A:1\nB:2\r\n")
    assert byte_faults(b"A:1")
    assert byte_faults(b"A:" + b"x" * 74 + b"\r\n")
    assert byte_faults("A:é".encode()[:-1] + b"\r\n ")


@pytest.fixture(scope="module")
def site(example_site: Path) -> FinishedSite:
    """The finished example site."""
    return FinishedSite(example_site)


def calendars(site: FinishedSite) -> list[Path]:
    """Return the calendar files of the site."""
    return sorted(site.folder.rglob("*.ics"))


def test_every_event_page_has_its_calendar(site: FinishedSite):
    named = {path.relative_to(site.folder) for path in calendars(site)}
    hubs = {file.parent.relative_to(site.folder) for file in site.folder.rglob("hub.json")}
    assert len(hubs) >= 3
    assert {Path("events.ics"), *(hub / "events.ics" for hub in hubs)} <= named


def test_bytes_of_every_calendar(site: FinishedSite):
    found = [
        f"{file.relative_to(site.folder)}: {fault}"
        for file in calendars(site)
        for fault in byte_faults(file.read_bytes())
    ]
    assert found == []


def test_events_of_every_calendar(site: FinishedSite):
    found = [
        f"{file.relative_to(site.folder)}: {fault}"
        for file in calendars(site)
        for fault in event_faults(Calendar.from_ical(file.read_bytes()))
    ]
    assert found == []


@pytest.mark.node
def test_both_readers_see_the_same_instants(site: FinishedSite):
    files = calendars(site)
    in_node = read_in_node(files)
    assert [file for file in files if in_node[file] != read_in_python(file)] == []


def test_series_cross_a_change_of_the_clock(site: FinishedSite):
    """The promise above is tested only if some series has two different offsets."""
    offsets: set[object] = set()
    for file in calendars(site):
        for event in Calendar.from_ical(file.read_bytes()).events:
            if "RRULE" in event and isinstance(event.start, datetime):
                days = [event.start.replace(month=month, day=1) for month in (1, 7)]
                offsets.add(tuple(day.utcoffset() for day in days))
    assert any(winter != summer for winter, summer in offsets)


def test_calendar_and_json_tell_the_same_times(site: FinishedSite):
    seen = {uid.rpartition("@")[0]: found for uid, found in read_in_python(site.folder / "events.ics").items()}
    events = json.loads((site.folder / "events.json").read_text("utf-8"))["events"]
    single = [event for event in events if event["id"] in seen and len(seen[event["id"]]) == 1]
    assert single
    for event in single:
        start = event["start"]
        given = instant(datetime.fromisoformat(start)) if "T" in start else start
        assert given == seen[event["id"]][0][0], event["id"]
