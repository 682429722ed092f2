"""Judges one Atom feed: the schema of RFC 4287, and the rules that a schema cannot say."""

from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"


@cache
def schema() -> etree.RelaxNG:
    """Return the schema of RFC 4287."""
    return etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))


def feed_faults(text: bytes, address: str) -> list[str]:
    """Return all that is wrong with a feed that is published at this URL; raises where it is not even XML."""
    feed = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
    relax = schema()
    relax.validate(feed)
    faults = [f"line {error.line}: {error.message}" for error in relax.error_log]
    entries = feed.findall(f"{ATOM}entry")
    # RFC 4287 4.1.1: an author for the feed, or one for every entry.
    if feed.find(f"{ATOM}author") is None and any(entry.find(f"{ATOM}author") is None for entry in entries):
        faults.append("no author")
    faults += [f"id {name!r} stands {times} times" for name, times in duplicate_ids(feed, entries) if times > 1]
    if address not in links(feed, "self"):
        faults.append(f"link rel=self is {links(feed, 'self')}, not {address}")
    if not links(feed, "alternate"):
        faults.append("no link to the page that the feed is of")
    for entry in entries:
        faults += entry_faults(entry)
    for element in feed.iter(f"{ATOM}link", f"{ATOM}id"):
        url = element.get("href") or element.text or ""
        if not absolute(url):
            faults.append(f"line {element.sourceline}: {url!r} is not an absolute URL")
    return faults


def entry_faults(entry: etree._Element) -> list[str]:
    """Return what is wrong with one entry beyond the schema."""
    faults: list[str] = []
    where = f"line {entry.sourceline}"
    # RFC 4287 4.1.2: content, or a link to it; only one alternate of a type and language.
    if entry.find(f"{ATOM}content") is None and not links(entry, "alternate"):
        faults.append(f"{where}: neither content nor a link to it")
    kinds = Counter((link.get("type"), link.get("hreflang")) for link in alternates(entry))
    faults += [f"{where}: {times} alternate links of {kind}" for kind, times in kinds.items() if times > 1]
    if not "".join(entry.find(f"{ATOM}title").itertext()).strip():
        faults.append(f"{where}: an empty title")
    return faults


def duplicate_ids(feed: etree._Element, entries: list[etree._Element]) -> list[tuple[str, int]]:
    """Return every id of the feed and its entries with the number of times that it stands."""
    return list(Counter(element.findtext(f"{ATOM}id", "") for element in (feed, *entries)).items())


def alternates(element: etree._Element) -> list[etree._Element]:
    """Return the links to the page that a feed or entry is of."""
    return [link for link in element.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]


def links(element: etree._Element, relation: str) -> list[str]:
    """Return the URLs of the links of one relation."""
    found = element.findall(f"{ATOM}link")
    return [link.get("href", "") for link in found if link.get("rel", "alternate") == relation]


def absolute(url: str) -> bool:
    """Whether an IRI stands alone: `https:` with a host, or another scheme such as `tag:` and `urn:`."""
    parts = urlsplit(url)
    return bool(parts.scheme) and (parts.scheme not in {"http", "https"} or bool(parts.netloc))
