"""Atom feeds of events (RFC 4287): one entry an event, with an id that stays when the event is renamed."""

from collections.abc import Iterable
from datetime import UTC, datetime

from markupsafe import Markup
from msgspec import Struct

from hubkit.kinds.phrase import Phrase
from hubkit.kinds.xml import attribute, document, element
from hubkit.times import stamp

ATOM = "http://www.w3.org/2005/Atom"
UNKNOWN_CHANGE = datetime(2020, 1, 1, tzinfo=UTC)
"""When something changed that git does not know of: a fixed instant, never the clock."""


class Entry(Struct, frozen=True):
    """One event as a feed shows it."""

    lasting_id: str
    title: Phrase
    url: str
    summary: str
    """HTML where it is `Markup`: text in more than one language."""
    author: str
    start: datetime
    changed: datetime | None


def atom(
    *, of: str, tongue: str, title: str, home: str, self_url: str, host: str, language: str, entries: Iterable[Entry]
) -> bytes:
    """Return an Atom feed, what changed last first.

    `home` is the page that it belongs to. Ids are made of the network's `host` (RFC 4151) and, for the feed, of whose
    it is: a hub's (first) id, or "hubs". They stay where addresses change. A `tongue`, a language beside the first, has
    a feed and entries of its own.
    """
    mark = f"/{tongue}" if tongue else ""
    shown = sorted(
        entries, key=lambda entry: (UNKNOWN_CHANGE - (entry.changed or UNKNOWN_CHANGE), entry.start, entry.lasting_id)
    )
    newest = max((entry.changed or UNKNOWN_CHANGE for entry in shown), default=UNKNOWN_CHANGE)
    lines = [
        f"<feed{attribute('xmlns', ATOM)}{attribute('xml:lang', language)}>",
        f"  {element('title', title)}",
        f"  {element('id', f'tag:{host},2020:{of}{mark}')}",
        f"  {element('updated', stamp(newest))}",
        f'  <link{attribute("href", self_url)} rel="self" type="application/atom+xml" />',
        f'  <link{attribute("href", home)} rel="alternate" type="text/html" />',
        f"  <author>\n    {element('name', title)}\n  </author>",
        "  <generator>hubkit</generator>",
        *(_entry(entry, host, mark) for entry in shown),
        "</feed>",
    ]
    return document(lines)


def _entry(entry: Entry, host: str, mark: str) -> str:
    marked = attribute("xml:lang", entry.title.marked) if entry.title.marked else ""
    markup = attribute("type", "html") if isinstance(entry.summary, Markup) else ""
    lines = (
        "  <entry>",
        f"    {element('id', f'tag:{host},2020:{entry.lasting_id}{mark}')}",
        f"    {element('title', str(entry.title), marked)}",
        f'    <link{attribute("href", entry.url)} rel="alternate" type="text/html" />',
        f"    {element('updated', stamp(entry.changed or UNKNOWN_CHANGE))}",
        f"    <author>\n      {element('name', entry.author)}\n    </author>",
        f"    {element('summary', str(entry.summary), markup)}",
        "  </entry>",
    )
    return "\n".join(lines)
