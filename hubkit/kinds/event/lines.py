"""Content lines of iCalendar (RFC 5545 section 3.1): escaped, folded, each with its CRLF."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Protocol

# RFC 5545 section 3.1 forbids controls; NEL, LS and PS end lines for some readers.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_NOT_IN_URLS = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029]")
_FITS = 74
"""Octets that stand on a line without folding."""


class _Encoded(Protocol):
    def to_ical(self) -> bytes | str: ...


def stamp_line(name: str, moment: datetime) -> str:
    """Return a line with an instant in UTC."""
    from icalendar import vDatetime

    return line(name, vDatetime(moment.astimezone(UTC)))


def day_line(name: str, day: date) -> str:
    """Return a line with a date."""
    from icalendar import vDate

    return line(name, vDate(day), VALUE="DATE")


def text_line(name: str, text: str) -> str:
    """Return a line with a text, its controls left out and its marks escaped."""
    return line(name, _escaped(text))


def categories_line(tags: tuple[str, ...]) -> str:
    """Return the line of tags."""
    return line("CATEGORIES", ",".join(_escaped(tag) for tag in tags))


def url_line(name: str, url: str, **parameters: str) -> str:
    """Return a line with an address, without what no address may hold."""
    from icalendar import vUri

    return line(name, vUri(_NOT_IN_URLS.sub("", url)), **parameters)


def _escaped(text: str) -> str:
    """Return a TEXT value; icalendar (7.3.0) takes a backslash before N for a line break, so those go in by halves."""
    from icalendar import vText

    pieces = _CONTROLS.sub("", text).split("\\N")
    return (decoded(vText("\\")) + "N").join(decoded(vText(piece)) for piece in pieces)


def decoded(value: _Encoded) -> str:
    """Return a value of icalendar as it is written."""
    encoded = value.to_ical()
    return encoded if isinstance(encoded, str) else encoded.decode()


def line(name: str, value: _Encoded | str, **parameters: str) -> str:
    """Return one content line, folded where it is too long."""
    shown = value if isinstance(value, str) else decoded(value)
    whole = f"{name}{_parameters(**parameters) if parameters else ''}:{shown}"
    if len(whole) > _FITS or (not whole.isascii() and len(whole.encode()) > _FITS):
        from icalendar.parser import Contentline

        whole = Contentline(whole).to_ical().decode()
    return whole + "\r\n"


@lru_cache(maxsize=1024)
def _parameters(**parameters: str) -> str:
    from icalendar import Parameters

    return f";{Parameters(parameters).to_ical().decode()}"
