"""YAML as people mean it: every scalar stays the text as typed, every key and value keeps its place."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NoReturn, TypeAlias

import yaml
from yaml.events import (
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from hubkit.frozen import frozen
from hubkit.problems import Problem
from hubkit.read.characters import MOST_BAD, bad_characters, without
from hubkit.read.events import DEEPEST, EventReader, parser
from hubkit.values import Data, DataPath, Span

_LONGEST = 16_384
"""A text of so many characters reaches neither the limit of nodes nor that of a scalar."""


@frozen
class YamlData:
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
    plain = None if bad else _plain(text)
    if plain is not None:
        data, start = plain
        again = _Again(text, first_line)
        keys = _LatePlaces(again, of_keys=True)
        spans = _LatePlaces(again, Span(first_line + start.line, start.column, 1))
        return YamlData(data, keys, spans, [], complete=True)
    reader = EventReader(path, without(text, bad) if bad else text, first_line, has_escapes="\\" in text)
    if bad:
        reader.refuse_characters(text, bad)
    if len(bad) < MOST_BAD:
        reader.read()
    complete = reader.complete and len(bad) < MOST_BAD
    return YamlData(reader.data, reader.keys, reader.spans, reader.problems, complete)


@dataclass(frozen=True)
class _Again:
    """A text without mistakes, and how to read it once more, with the places of all keys and values."""

    text: str
    first_line: int

    @cached_property
    def reader(self) -> EventReader:
        """All that the text holds."""
        reader = EventReader("", self.text, self.first_line)
        reader.read()
        return reader


class _LatePlaces(Mapping[DataPath, Span]):
    """Where values (or keys) stand, found when the first is asked for: few files have a problem that needs a place."""

    __slots__ = ("_again", "_of_keys", "_start")

    def __init__(self, again: _Again, start: Span | None = None, *, of_keys: bool = False) -> None:
        self._again = again
        self._start = start
        self._of_keys = of_keys

    def _all(self) -> dict[DataPath, Span]:
        return self._again.reader.keys if self._of_keys else self._again.reader.spans

    def __getitem__(self, path: DataPath) -> Span:
        return self._all()[path] if path or self._start is None else self._start

    def __iter__(self) -> Iterator[DataPath]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


class _UnusualError(Exception):
    """Something that only a closer look can judge."""


_Next: TypeAlias = Callable[[], Event | None]


def _plain(text: str) -> tuple[dict[str, Data], Span] | None:
    """Return the mapping that `text` holds, and where it begins, lines from 0; None where it needs a closer look.

    That is: mistakes of every sort, anchors, tags, a second document, escapes for what is refused, much text. Nearly
    every file is read this way, which costs little more than the parser's events themselves.
    """
    if len(text) > _LONGEST:
        return None
    following = parser(text).get_event
    try:
        _stream, _document, root = following(), following(), following()
        if type(root) is not MappingStartEvent or root.anchor or root.tag or root.start_mark is None:
            return None
        data = _mapping(following, 1)
        following()
        if type(following()) is not StreamEndEvent:
            return None
    except (yaml.YAMLError, _UnusualError):
        return None
    return data, Span(root.start_mark.line, root.start_mark.column + 1, 1)


def _mapping(following: _Next, depth: int) -> dict[str, Data]:
    found: dict[str, Data] = {}
    while type(event := following()) is ScalarEvent:
        key = event.value
        if key in found or _is_unusual(event) or (key in {"", "<<"} and not event.style):
            _refuse()
        found[key] = _value(following, following(), depth)
    if type(event) is not MappingEndEvent:
        _refuse()
    return found


def _sequence(following: _Next, depth: int) -> list[Data]:
    found: list[Data] = []
    while type(event := following()) is not SequenceEndEvent:
        found.append(_value(following, event, depth))
    return found


def _value(following: _Next, event: Event | None, depth: int) -> Data:
    if type(event) is ScalarEvent:
        if _is_unusual(event):
            _refuse()
        return event.value or (event.value if event.style else None)
    if depth == DEEPEST or not isinstance(event, MappingStartEvent | SequenceStartEvent) or event.anchor or event.tag:
        _refuse()
    return (_mapping if type(event) is MappingStartEvent else _sequence)(following, depth + 1)


def _is_unusual(event: ScalarEvent) -> bool:
    return bool(event.anchor or event.tag or (event.style == '"' and bad_characters(event.value)))


def _refuse() -> NoReturn:
    raise _UnusualError
