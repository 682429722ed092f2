"""Dates, times and lengths of time as people write them: local, without an offset."""

import re
from datetime import date, time, timedelta
from typing import Any

from hubkit.kinds.texts import as_text, refuse
from hubkit.times import When

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WHEN = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[ ]+|[Tt])(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")
_OFFSET = re.compile(r"(?<=\d)\s*(Z|z|[+-]\d{1,2}:?\d{0,2}|[A-Z]{2,5})$")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_WHEN_HINT = "Write the local date and time: 2026-12-05 18:30. For a whole day, the date alone."


FIRST_YEAR, LAST_YEAR = 1800, 2200


def _day(year: str, month: str, day: str) -> date:
    years, months, days = int(year), int(month), int(day)
    if not 1 <= months <= 12:
        refuse(f"there is no month {months}", "Write year-month-day: 2026-12-05.")
    if not FIRST_YEAR <= years <= LAST_YEAR:
        refuse(f"the year {year} is not from {FIRST_YEAR} to {LAST_YEAR}", "Write year-month-day: 2026-12-05.")
    try:
        return date(years, months, days)
    except ValueError:
        return refuse(f"{days} {_MONTHS[months - 1]} {year} does not exist", "Write the day that is meant: 2026-12-05.")


def _wall(hour: str, minute: str) -> time:
    hours, minutes = int(hour), int(minute)
    if hours > 23 or minutes > 59:
        refuse(f"there is no time {hour}:{minute}", "Write hours from 0 to 23: 18:30.")
    return time(hours, minutes)


def parse_date(value: Any) -> date:
    """Return the date in `2026-12-05`."""
    text = as_text(value).strip()
    match = _DATE.fullmatch(text)
    if not match:
        return refuse(f'"{text}" is not a date', "Write year-month-day: 2026-12-05.")
    return _day(*match.groups())


def parse_when(value: Any) -> When:
    """Return the date, or date and local time, in `2026-12-05` or `2026-12-05 18:30`; offsets are refused."""
    text = as_text(value).strip()
    match = _WHEN.fullmatch(text)
    if match is None:
        offset = _OFFSET.search(text)
        if offset and _WHEN.fullmatch(text[: offset.start()].strip()):
            refuse(
                f'"{text}" carries an offset or a zone, "{offset[1]}"',
                f"Write the local time alone, {text[: offset.start()].strip().replace('T', ' ')[:16]}; the zone is the "
                "field timezone (a name such as Europe/Berlin).",
            )
        return refuse(f'"{text}" is not a date or a time', _WHEN_HINT)
    year, month, day, hour, minute, _second = match.groups()
    return When(_day(year, month, day), _wall(hour, minute) if hour else None)


def parse_start(value: Any) -> When | time:
    """Return a date and time as `parse_when` does, or the time of day alone, as a series may have."""
    text = as_text(value).strip()
    match = _TIME.fullmatch(text)
    return _wall(*match.groups()) if match else parse_when(value)


_DURATION = re.compile(r"(?:(\d+)\s*d)?\s*(?:(\d+)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?", re.IGNORECASE)
_ISO_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


def parse_duration(value: Any) -> timedelta:
    """Return the length in `2h`, `90m`, `1h 30m` or `PT2H`: more than nothing and at most 31 days."""
    text = as_text(value).strip()
    match = _DURATION.fullmatch(text) or _ISO_DURATION.fullmatch(text)
    parts = [int(part or 0) for part in match.groups()] if match else [0, 0, 0]
    length = timedelta(days=min(parts[0], 99), hours=min(parts[1], 999), minutes=min(parts[2], 99999))
    if not timedelta() < length <= timedelta(days=31):
        refuse(f'"{text}" is not a length of time', "Write 2h, 90m or 1h 30m.")
    return length
