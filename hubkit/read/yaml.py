"""YAML as people mean it: every scalar stays the text as typed, every key and value keeps its place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from hubkit.problems import Problem
from hubkit.read.characters import MOST_BAD, bad_characters, without
from hubkit.read.simple import read_simple
from hubkit.values import Data, DataPath, Span

if TYPE_CHECKING:
    from hubkit.read.events import EventReader

_FIRST_KEY = re.compile("^[^ #\r\n]", re.MULTILINE)
_LONGEST = 16_384
"""A text of so many characters reaches neither the limit of nodes nor that of a scalar."""


class YamlData(Struct, frozen=True):
    """What a YAML text says, and what is wrong with it."""

    data: dict[str, Data]
    keys: Mapping[DataPath, Span]
    spans: Mapping[DataPath, Span]
    problems: list[Problem]
    """In no order, without excerpts, at most 50."""
    complete: bool
    """False when the text was not read to its end: what seems missing may be there."""


def parse_yaml(path: str, text: str, first_line: int = 1) -> YamlData:
    """Return the mapping that `text` holds, with every problem in it; it never raises.

    `first_line` is the line of the file `path` on which `text` begins. An empty plain scalar is None. Refused are
    tabs and characters that hide or lie, duplicate keys, anchors, aliases, merge keys, tags, second documents, keys
    that are no text, and what is deeper than 20 levels, has more than 20,000 nodes or a text above 64 kB.
    """
    bad = bad_characters(text)
    data = None if bad or len(text) > _LONGEST else read_simple(text)
    if data is not None:
        again = _Again(text, first_line)
        return YamlData(data, _LatePlaces(again, of_keys=True), _LatePlaces(again), [], complete=True)
    from hubkit.read.events import EventReader

    reader = EventReader(path, without(text, bad) if bad else text, first_line, has_escapes="\\" in text)
    if bad:
        reader.refuse_characters(text, bad)
    if len(bad) < MOST_BAD:
        reader.read()
    complete = reader.complete and len(bad) < MOST_BAD
    return YamlData(reader.data, reader.keys, reader.spans, reader.problems, complete)


@dataclass(frozen=True)
class _Again:
    """A simple text, and how to read it once more, with the places of all keys and values."""

    text: str
    first_line: int

    @cached_property
    def reader(self) -> "EventReader":
        """All that the text holds."""
        from hubkit.read.events import EventReader

        reader = EventReader("", self.text, self.first_line)
        reader.read()
        return reader

    @property
    def start(self) -> Span:
        """Where its mapping begins."""
        first = _FIRST_KEY.search(self.text)
        return Span(self.first_line + self.text.count("\n", 0, first.start() if first else 0), 1, 1)


class _LatePlaces(Mapping[DataPath, Span]):
    """Where values (or keys) stand, found when the first is asked for: few files have a problem that needs a place."""

    __slots__ = ("_again", "_of_keys")

    def __init__(self, again: _Again, *, of_keys: bool = False) -> None:
        self._again = again
        self._of_keys = of_keys

    def _all(self) -> dict[DataPath, Span]:
        return self._again.reader.keys if self._of_keys else self._again.reader.spans

    def __getitem__(self, path: DataPath) -> Span:
        return self._all()[path] if path or self._of_keys else self._again.start

    def __iter__(self) -> Iterator[DataPath]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())
