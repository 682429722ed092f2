"""Atom feeds of events (RFC 4287): one entry an event, with the global id as its lasting id."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from markupsafe import Markup

from hubkit.kinds.words import Phrase

ATOM = "http://www.w3.org/2005/Atom"
UNKNOWN_CHANGE = datetime(2020, 1, 1, tzinfo=UTC)
"""When something changed that git does not know of: a fixed instant, never the clock."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as a feed shows it."""

    global_id: str
    title: Phrase
    url: str
    summary: str
    """HTML where it is `Markup`: text in more than one language."""
    author: str
    start: datetime
    changed: datetime | None


def atom(*, of: str, title: str, home: str, self_url: str, host: str, language: str, entries: Iterable[Entry]) -> bytes:
    """Return an Atom feed, what changed last first.

    `home` is the page that it belongs to. Ids are made of the network's `host` (RFC 4151) and, for the feed, of whose
    it is: a hub's id, or "network". They stay where addresses change.
    """
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": language})
    shown = sorted(
        entries, key=lambda entry: (UNKNOWN_CHANGE - (entry.changed or UNKNOWN_CHANGE), entry.start, entry.global_id)
    )
    newest = max((entry.changed or UNKNOWN_CHANGE for entry in shown), default=UNKNOWN_CHANGE)
    _add(feed, "title", title)
    _add(feed, "id", f"tag:{host},2020:{of}")
    _add(feed, "updated", _stamp(newest))
    _add(feed, "link", None, href=self_url, rel="self", type="application/atom+xml")
    _add(feed, "link", None, href=home, rel="alternate", type="text/html")
    _add(_add(feed, "author", None), "name", title)
    _add(feed, "generator", "hubkit")
    for entry in shown:
        element = _add(feed, "entry", None)
        _add(element, "id", f"tag:{host},2020:{entry.global_id}")
        title_element = _add(element, "title", str(entry.title))
        if entry.title.marked:
            title_element.set("xml:lang", entry.title.marked)
        _add(element, "link", None, href=entry.url, rel="alternate", type="text/html")
        _add(element, "updated", _stamp(entry.changed or UNKNOWN_CHANGE))
        _add(_add(element, "author", None), "name", entry.author)
        summary = _add(element, "summary", str(entry.summary))
        if isinstance(entry.summary, Markup):
            summary.set("type", "html")
    ET.indent(feed)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="utf-8") + b"\n"


def _add(parent: ET.Element, name: str, text: str | None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text
    return element


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
