"""Content lines of iCalendar (RFC 5545 section 3.1): escaped, folded, each with its CRLF.

A test holds every function here against `icalendar`, which is too slow for each line of each event.
"""

import re
from datetime import UTC, date, datetime

# RFC 5545 section 3.1 forbids controls; NEL, LS and PS end lines for some readers.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_NOT_IN_URLS = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029]")
_FITS = 74
"""Octets that stand on a line without folding; RFC 5545 allows 75."""


def stamp_line(name: str, moment: datetime) -> str:
    """Return a line with an instant in UTC."""
    return f"{name}:{wall_text(moment.astimezone(UTC))}Z\r\n"


def local_line(name: str, wall: datetime, zone_name: str) -> str:
    """Return a line with what the clocks of a zone show."""
    return line(f"{name};TZID={zone_name}", wall_text(wall))


def day_line(name: str, day: date) -> str:
    """Return a line with a date."""
    return f"{name};VALUE=DATE:{day_text(day)}\r\n"


def text_line(name: str, text: str) -> str:
    """Return a line with a text, its controls left out and its marks escaped."""
    whole = f"{name}:{escaped(text)}"
    return f"{whole}\r\n" if len(whole) <= _FITS and whole.isascii() else _folded(whole.encode())


def categories_line(tags: tuple[str, ...]) -> str:
    """Return the line of tags."""
    return line("CATEGORIES", ",".join(escaped(tag) for tag in tags))


def url_line(name: str, url: str) -> str:
    """Return a line with an address, without what no address may hold."""
    return line(name, url if url.isprintable() and " " not in url else _NOT_IN_URLS.sub("", url))


def escaped(text: str) -> str:
    """Return a TEXT value (RFC 5545 section 3.3.11), without controls."""
    shown = text.replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,")
    if shown.isprintable():
        return shown
    shown = _CONTROLS.sub("", shown)
    return shown.replace("\r\n", r"\n").replace("\n", r"\n").replace("\r", r"\n")


def day_text(day: date) -> str:
    """Return a DATE value: 20261205."""
    return f"{day.year:04}{day.month:02}{day.day:02}"


def wall_text(wall: datetime) -> str:
    """Return a DATE-TIME value as clocks show it, without a zone: 20261205T183000."""
    return f"{wall.year:04}{wall.month:02}{wall.day:02}T{wall.hour:02}{wall.minute:02}{wall.second:02}"


def line(name: str, value: str) -> str:
    """Return one content line, folded where it is too long; `name` may have parameters."""
    whole = f"{name}:{value}"
    return f"{whole}\r\n" if len(whole) <= _FITS and whole.isascii() else _folded(whole.encode())


def _folded(whole: bytes) -> str:
    """Return a line in pieces, cut between characters and never behind the backslash of an escaped one."""
    pieces: list[bytes] = []
    start = 0
    while len(whole) - start > _FITS:
        end = start + _FITS
        while whole[end] & 0xC0 == 0x80:  # within a character of UTF-8
            end -= 1
        if whole[end - 1] in b"\\^":
            end -= 1
        pieces.append(whole[start:end])
        start = end
    return b"\r\n ".join([*pieces, whole[start:] + b"\r\n"]).decode()
