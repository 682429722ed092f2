"""Atom feeds of events (RFC 4287): one entry an event, with the global id as its lasting id."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"
UNKNOWN_CHANGE = datetime(2020, 1, 1, tzinfo=UTC)
"""When something changed that git does not know of: a fixed instant, never the clock."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as a feed shows it."""

    global_id: str
    title: str
    url: str
    summary: str
    author: str
    language: str
    changed: datetime | None


def atom(*, title: str, home: str, self_url: str, host: str, language: str, entries: Iterable[Entry]) -> bytes:
    """Return an Atom feed; `home` is the page that it belongs to, `host` the network's, for ids (RFC 4151)."""
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": language})
    shown = list(entries)
    newest = max((entry.changed or UNKNOWN_CHANGE for entry in shown), default=UNKNOWN_CHANGE)
    _add(feed, "title", title)
    _add(feed, "id", self_url)
    _add(feed, "updated", _stamp(newest))
    _add(feed, "link", None, href=self_url, rel="self", type="application/atom+xml")
    _add(feed, "link", None, href=home, rel="alternate", type="text/html")
    _add(_add(feed, "author", None), "name", title)
    _add(feed, "generator", "hubkit")
    for entry in shown:
        element = _add(feed, "entry", None)
        if entry.language != language:
            element.set("xml:lang", entry.language)
        _add(element, "id", f"tag:{host},2020:{entry.global_id}")
        _add(element, "title", entry.title)
        _add(element, "link", None, href=entry.url, rel="alternate", type="text/html")
        _add(element, "updated", _stamp(entry.changed or UNKNOWN_CHANGE))
        _add(_add(element, "author", None), "name", entry.author)
        _add(element, "summary", entry.summary)
    ET.indent(feed)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="utf-8") + b"\n"


def _add(parent: ET.Element, name: str, text: str | None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text
    return element


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
