"""Reads calendars twice: with icalendar and dateutil here, with ical.js in Node.js; and judges their bytes."""

import json
import subprocess
from datetime import UTC, date, datetime, time
from pathlib import Path

from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar, Event

from tests.tools import VALIDATORS

HORIZON = datetime(2028, 1, 1, tzinfo=UTC)
LONGEST_LINE = 75
# UID -> its occurrences before the horizon: start, end, status.
Occurrences = dict[str, list[tuple[str, str, str]]]


def instant(moment: date) -> str:
    """Return a time as UTC text, a whole day as its date, and a time without a zone as such."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if moment.tzinfo is None:
        return f"floating {moment.isoformat()}"
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_datetime(moment: date) -> datetime:
    """Return a whole day as its first instant, so that rules can count with it."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())


def before_horizon(moment: datetime) -> bool:
    """Whether a start counts: both readers stop at the same instant."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC) < HORIZON


def rule_starts(event: Event) -> list[datetime]:
    """Return the starts that the rule gives, without the dates that were never announced."""
    assert "RDATE" not in event, "this reader knows no RDATE"
    rules = rruleset()
    rules.rrule(rrulestr(event["RRULE"].to_ical().decode(), dtstart=as_datetime(event.DTSTART)))
    for excepted in event.exdates:
        rules.exdate(as_datetime(excepted))
    starts: list[datetime] = []
    for start in rules:
        if not before_horizon(start):
            break
        starts.append(start)
    return starts


def occurrences(event: Event, changes: dict[str, Event]) -> list[tuple[str, str, str]]:
    """Return the occurrences of one event; `changes` are its exceptions by the instant that they replace."""
    if "RRULE" not in event:
        return [(instant(event.start), instant(event.end), str(event.get("STATUS", "")))]
    found: list[tuple[str, str, str]] = []
    whole_day = not isinstance(event.start, datetime)
    length = as_datetime(event.end).astimezone(UTC) - as_datetime(event.start).astimezone(UTC)
    if "DURATION" in event:
        length = event["DURATION"].dt
    for start in rule_starts(event):
        original: date = start.date() if whole_day else start
        shown = changes.get(instant(original))
        if shown is None:
            found.append((instant(original), instant(original + length), str(event.get("STATUS", ""))))
        else:
            found.append((instant(shown.start), instant(shown.end), str(shown.get("STATUS", ""))))
    return found


def read_in_python(file: Path) -> Occurrences:
    """Return what icalendar and dateutil make of a calendar, with the machine's own time zones."""
    events = Calendar.from_ical(file.read_bytes()).events
    changes: dict[str, dict[str, Event]] = {}
    for event in events:
        if "RECURRENCE-ID" in event:
            changes.setdefault(event["UID"], {})[instant(event["RECURRENCE-ID"].dt)] = event
    masters = [event for event in events if "RECURRENCE-ID" not in event]
    return {str(event["UID"]): sorted(occurrences(event, changes.get(event["UID"], {}))) for event in masters}


def read_in_node(files: list[Path]) -> dict[Path, Occurrences]:
    """Return what ical.js makes of each calendar, with the time zones that the calendar carries."""
    run = subprocess.run(
        ["node", str(VALIDATORS / "occurrences.mjs"), HORIZON.strftime("%Y-%m-%dT%H:%M:%SZ")],
        input="\n".join(map(str, files)),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr
    read = json.loads(run.stdout).items()
    return {Path(file): {uid: [tuple(each) for each in found] for uid, found in uids.items()} for file, uids in read}


def byte_faults(content: bytes) -> list[str]:
    """Return where a calendar's bytes break RFC 5545 3.1: CRLF ends, 75 octets a line, whole characters."""
    faults: list[str] = []
    lines = content.split(b"\r\n")
    if lines.pop() != b"":
        faults.append("the last line has no CRLF")
    for number, line in enumerate(lines, 1):
        if b"\n" in line or b"\r" in line:
            faults.append(f"line {number}: a line end that is not CRLF")
        if len(line) > LONGEST_LINE:
            faults.append(f"line {number}: {len(line)} octets")
        if not line.strip():
            faults.append(f"line {number}: empty")
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            faults.append(f"line {number}: a character is cut in two")
    return faults


def event_faults(calendar: Calendar) -> list[str]:
    """Return what its events lack of what DESIGN promises and RFC 5545 asks."""
    faults = [f"calendar without {name}" for name in ("PRODID", "VERSION") if name not in calendar]
    zones = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
    seen: set[tuple[str, str]] = set()
    for event in calendar.events:
        uid = str(event.get("UID", "?"))
        wanted = ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "STATUS", "SEQUENCE", "LAST-MODIFIED")
        faults += [f"{uid}: no {name}" for name in wanted if name not in event]
        replaced = event.get("RECURRENCE-ID")
        key = (uid, instant(replaced.dt) if replaced else "")
        if key in seen:
            faults.append(f"{uid}: stands twice")
        seen.add(key)
        times = [event[name] for name in ("DTSTART", "DTEND", "RECURRENCE-ID") if name in event]
        used = {zone for each in times if (zone := each.params.get("TZID"))}
        faults += [f"{uid}: no VTIMEZONE {zone}" for zone in used - zones]
    return faults
