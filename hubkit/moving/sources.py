"""A file of the author's, changed in a few places: all else stays as it was typed, comments too."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from hubkit.problems import HubkitError
from hubkit.read.documents import LARGEST, document_of, read_bytes
from hubkit.values import Data, DataPath, Document

_BOM = "\ufeff"
_DASH = re.compile(r"[ \t]*-[ \t]+")
_NOTHING = re.compile(r":([ \t]*\[[ \t]*\])?")


class Edit(NamedTuple):
    """What stands from `start` to `end` in a text becomes `text`."""

    start: int
    end: int
    text: str


class Source(Struct, frozen=True):
    """A file as it is on disk, and what it says."""

    path: str
    content: bytes
    text: str
    """Without a byte order mark."""
    document: Document

    @property
    def newline(self) -> str:
        """How its lines end."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def list(self, key: str) -> list[Data]:
        """Return the list in the field `key`, empty where there is none."""
        found = self.document.data.get(key)
        return found if isinstance(found, list) else []

    def range(self, path: DataPath, *, of_key: bool = False) -> tuple[int, int]:
        """Return from where to where the value (or the key) at `path` stands in the text."""
        span = (self.document.keys if of_key else self.document.spans)[path]
        start = 0
        for _ in range(span.line - 1):
            start = self.text.index("\n", start) + 1
        start += span.column - 1
        return start, start + span.length


def source_of(path: str, content: bytes) -> Source | None:
    """Return a file as a source, None where its YAML cannot be read to the end."""
    try:
        text = content.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError:
        return None
    if len(content) > LARGEST:
        return None
    document, _problems = document_of(path, path.rpartition("/")[2], content)
    return Source(path, content, text, document) if document.complete else None


def readable_source(site: Path, path: str) -> Source:
    """Return the source at `path`; raises `HubkitError` where it cannot be read."""
    try:
        found = source_of(path, read_bytes(site, path, LARGEST + 1))
    except OSError as error:
        raise HubkitError(f"{path} cannot be read: {error.strerror}") from error
    if found is None:
        raise HubkitError(f"{path} has mistakes that keep hubkit from reading it. Mend them first: hubkit check")
    return found


def edited(source: Source, edits: Iterable[Edit], is_right: Callable[[dict[str, Data]], bool]) -> bytes:
    """Return the file with `edits`; raises `HubkitError` where what it says then is not what was meant."""
    made: list[str] = []
    done = 0
    for edit in sorted(dict.fromkeys(edits), key=lambda each: (each.start, each.end)):
        made += [source.text[done : edit.start], edit.text]
        done = edit.end
    made.append(source.text[done:])
    mark = _BOM if source.content.startswith(_BOM.encode()) else ""
    content = (mark + "".join(made)).encode()
    after = source_of(source.path, content)
    if after is None or not is_right(after.document.data):
        raise HubkitError(f"{source.path} is written in a way that hubkit cannot change safely: change it by hand")
    return content


def swapped(source: Source, path: DataPath, old: str, new: str) -> Edit:
    """Return the edit that puts `new` for `old` in the value at `path`."""
    start, end = source.range(path)
    at = source.text.find(old, start, end)
    return Edit(at, at + len(old), new) if at >= 0 else Edit(start, end, new)


def with_field(source: Source, lines: str) -> Edit:
    """Return the edit that adds a field, one line or several, below the others."""
    text, newline = source.text, source.newline
    if source.path.endswith(".md"):
        end = 0
        for _ in range(source.document.body_line - 2):
            end = text.index("\n", end) + 1
    else:
        end = len(text)
    lines = lines.replace("\n", newline)
    return Edit(end, end, lines + newline if end == 0 or text[end - 1] == "\n" else newline + lines)


def without_field(source: Source, key: str) -> Edit:
    """Return the edit that takes out a field that stands on one line."""
    start, _ = source.range((key,), of_key=True)
    end = source.text.find("\n", start) + 1
    return Edit(start, end or len(source.text), "")


def with_entries(source: Source, key: str, values: Iterable[str]) -> list[Edit]:
    """Return the edits that add entries to the list `key` of a file, each where it stands in order."""
    new = sorted(values)
    there = [each for each in source.list(key) if isinstance(each, str)]
    if not new:
        return []
    if not there:
        return [_first_entries(source, key, new)]
    edits: list[Edit] = []
    ordered = all(before < after for before, after in pairwise(there))
    for value in new:
        place = bisect_left(there, value) if ordered else len(there)
        edits.append(_entry(source, key, value, place, len(there)))
    return _joined(edits)


def _first_entries(source: Source, key: str, values: list[str]) -> Edit:
    """Return the edit that begins a list: a short one on one line."""
    entries = f" [{values[0]}]" if len(values) == 1 else "".join(f"\n  - {value}" for value in values)
    if key not in source.document.data:
        return with_field(source, f"{key}:{entries}")
    _, end = source.range((key,), of_key=True)
    nothing = _NOTHING.match(source.text, end)
    stop = nothing.end() if nothing else end
    return Edit(end, stop, ":" + entries.replace("\n", source.newline))


def _entry(source: Source, key: str, value: str, place: int, count: int) -> Edit:
    """Return the edit that adds one entry before that at `place`, or behind the last."""
    text, neighbour = source.text, min(place, count - 1)
    start, end = source.range((key, neighbour))
    line = text.rfind("\n", 0, start) + 1
    dash = _DASH.fullmatch(text, line, start)
    if dash is None:
        return Edit(start, start, f"{value}, ") if place < count else Edit(end, end, f", {value}")
    if place < count:
        return Edit(line, line, f"{dash[0]}{value}{source.newline}")
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop - (text[stop - 1] == "\r")
    return Edit(stop, stop, f"{source.newline}{dash[0]}{value}")


def _joined(edits: list[Edit]) -> list[Edit]:
    """Return insertions with those at one place made into one, in their order."""
    joined: dict[int, Edit] = {}
    for edit in edits:
        before = joined.get(edit.start)
        joined[edit.start] = Edit(edit.start, edit.end, before.text + edit.text) if before else edit
    return list(joined.values())
