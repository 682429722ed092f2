"""Which lines of a file say when and where an event is: told apart without YAML, as old versions may be broken."""

import hashlib
import re
from itertools import pairwise
from typing import TypeAlias

Topic: TypeAlias = frozenset[bytes]
"""The top-level keys of a file whose change moves an event (and raises the SEQUENCE of its calendar entry)."""

_KEY = re.compile(rb"^([\"']?)([A-Za-z_]\w*)\1[ \t]*:(?=\s|\Z)", re.MULTILINE)
_FENCE = re.compile(rb"^---[ \t]*\r?$", re.MULTILINE)
_EVENT = frozenset(b"template start end duration timezone fold status attendance venue online repeat".split())
_VENUE = frozenset(b"name address city country coordinates".split())
_INHERITED = frozenset({b"timezone", b"defaults"})


def topic_of(path: bytes) -> Topic | None:
    """Return what moves an event in the file at `path` (relative to the site), or None where nothing in it does."""
    match path.split(b"/"):
        case [b"hubs", _, b"events", name] if name.endswith((b".yaml", b".md")):
            return _EVENT
        case [b"event-templates", name] if name.endswith(b".yaml"):
            return _EVENT
        case [b"venues", name] if name.endswith(b".yaml"):
            return _VENUE
        case [b"hubkit.yaml"] | [b"hubs", _, b"hub.yaml"]:
            return _INHERITED
        case _:
            return None


def fingerprint(text: bytes, topic: Topic) -> bytes:
    """Return a digest of the lines of `text` that belong to keys of `topic`, whatever their order and line ends.

    Blank lines and lines of comment do not count. Of a text without top-level keys every byte counts.
    """
    data = _front_matter(text)
    keys = list(_KEY.finditer(data))
    if not keys:
        return hashlib.sha256(text).digest()
    ends = [following.start() for _, following in pairwise(keys)] + [len(data)]
    blocks = [_content(data[key.start() : end]) for key, end in zip(keys, ends, strict=True) if key[2] in topic]
    return hashlib.sha256(b"\0".join(sorted(blocks))).digest()


def _front_matter(text: bytes) -> bytes:
    text = text.removeprefix(b"\xef\xbb\xbf")
    opening = _FENCE.match(text)
    if opening is None:
        return text
    closing = _FENCE.search(text, opening.end())
    return text[opening.end() : closing.start() if closing else len(text)]


def _content(block: bytes) -> bytes:
    lines = (line.rstrip() for line in block.splitlines())
    return b"\n".join(line for line in lines if line and not line.lstrip().startswith(b"#"))
