"""The events of a YAML text, one by one: every key and value with its place, and whatever is refused."""

from typing import Protocol

import yaml
from msgspec import Struct, field
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from hubkit.problems import Place, Problem
from hubkit.read.characters import bad_characters, character_problem, name_of, places
from hubkit.read.syntax import Mistake, explain, one_value_instead_of_keys
from hubkit.values import Data, DataPath, Span

MOST_PROBLEMS = 50
_DEEPEST = 20
_MOST_NODES = 20_000
_LONGEST_SCALAR = 65_536
_NOWHERE = -1
"""Stands in a path for a key that was refused: what lies below it is read over."""
_INHERIT = "Use an event template, or what hub and network pass on to every event, or write the value again."
_OR_QUOTES = "Where the sign is part of the text, put the text in quotes."


class _Parser(Protocol):
    """Gives the events of a text, one after the other, and None at its end."""

    def get_event(self) -> Event | None:
        """Return the next event."""
        ...


def _parser(text: str) -> _Parser:
    """Return the C parser at the beginning of `text`, or PyYAML's own where there is none."""
    return yaml.CSafeLoader(text) if yaml.__with_libyaml__ else yaml.SafeLoader(text)


class _Frame(Struct, frozen=True):
    """A mapping or list that is not finished, because one inside it is being read."""

    container: dict[str, Data] | list[Data]
    at: DataPath
    key: str | int | None


class EventReader(Struct):
    """Takes event after event; a stack of frames stands for recursion, so that no depth can hurt."""

    path: str
    text: str
    first_line: int
    data: dict[str, Data] = field(default_factory=dict[str, Data])
    keys: dict[DataPath, Span] = field(default_factory=dict[DataPath, Span])
    spans: dict[DataPath, Span] = field(default_factory=dict[DataPath, Span])
    problems: list[Problem] = field(default_factory=list[Problem])
    complete: bool = True
    has_tabs: bool = False
    mended_lines: set[int] = field(default_factory=set[int])
    """Lines whose characters were refused and replaced: a mistake of syntax there may come from that."""
    has_escapes: bool = False
    nodes: int = 0
    documents: int = 0
    container: dict[str, Data] | list[Data] | None = None
    """The mapping or list that is open; None before the document's own mapping, and after it."""
    at: DataPath = ()
    key: str | int | None = None
    """In a mapping, the key whose value comes next."""
    stack: list[_Frame] = field(default_factory=list[_Frame])
    lines: list[str] = field(default_factory=list[str])

    def read(self) -> None:
        """Take every event, until the text ends or goes too far."""
        try:
            events = _parser(self.text)
            while self.complete and (event := events.get_event()) is not None:
                if isinstance(event, ScalarEvent):
                    self.take_scalar(event)
                else:
                    self.take(event)
        except yaml.YAMLError as error:
            self.complete = False
            mistake = explain(error, self.text)
            if not self.has_tabs and mistake.line + self.first_line not in self.mended_lines:
                self.refuse_mistake(mistake)

    def take(self, event: Event) -> None:
        """Take an event that is no scalar."""
        if isinstance(event, CollectionStartEvent):
            self.open(event)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self.close()
        elif isinstance(event, AliasEvent):
            self.count()
            self.refuse(
                self.span(event),
                f'"*{event.anchor}" repeats another value; hubkit does not do that',
                f"{_INHERIT} {_OR_QUOTES}",
            )
            self.add(None, self.span(event))
        elif isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.complete = False
                hint = "Put what follows in a file of its own, or delete this line."
                self.refuse(self.span(event), "a second document begins here; a file holds one", hint)

    def take_scalar(self, event: ScalarEvent) -> None:
        """Take a key or a value."""
        self.count()
        if event.tag is not None or event.anchor is not None:
            self.refuse_properties(event)
        span = self.span(event)
        value = event.value
        if len(value) > _LONGEST_SCALAR:
            self.refuse(span, "this text is longer than 64 kB", "Shorten it, or make it the body of a Markdown file.")
            value = ""
        if event.style == '"' and self.has_escapes:
            self.refuse_escapes(value, span)
        if self.key is None and isinstance(self.container, dict):
            self.take_key(event, value, span)
        elif self.container is None:
            if value or event.style:
                self.refuse_root(span, value)
        else:
            self.add(None if not value and not event.style else value, span)

    def take_key(self, event: ScalarEvent, key: str, span: Span) -> None:
        """Take a key, unless the mapping has it already."""
        path = (*self.at, key)
        self.key = _NOWHERE
        if key == "<<" and not event.style:
            self.refuse(span, 'the merge key "<<" takes over other values; hubkit does not do that', _INHERIT)
        elif not key and not event.style:
            self.refuse(span, "there is no key before this colon", "Write a name before it, or delete the line.")
        elif path in self.keys:
            first = self.keys[path].line
            self.refuse(span, f'"{key}" stands here a second time; the first is in line {first}', "Delete one of both.")
        else:
            self.keys[path] = span
            self.key = key

    def add(self, value: Data, span: Span) -> None:
        """Put a value in its place."""
        container = self.container
        if isinstance(container, list):
            self.spans[(*self.at, len(container))] = span
            container.append(value)
        elif container is not None and self.key is None:
            self.refuse(span, "this key is no text", 'A key is one word, such as "title:".')
            self.key = _NOWHERE
        elif container is not None and self.key is not None:
            self.spans[(*self.at, self.key)] = span
            if isinstance(self.key, str):
                container[self.key] = value
            self.key = None

    def open(self, event: CollectionStartEvent) -> None:
        """Begin a mapping or a list."""
        self.count()
        if event.tag is not None or event.anchor is not None:
            self.refuse_properties(event)
        span = self.span(event)
        if len(self.stack) + 2 > _DEEPEST:  # the document's own mapping is not on the stack
            self.complete = False
            self.refuse(span, f"nested deeper than {_DEEPEST} levels", "Take the lists and mappings apart.")
            return
        if self.container is None:
            if not isinstance(event, MappingStartEvent):
                self.refuse_root(span, "")
                return
            self.spans[()] = span
            self.container = self.data
            return
        inner: dict[str, Data] | list[Data] = {} if isinstance(event, MappingStartEvent) else []
        parent, at, key = self.container, self.at, self.key
        is_key = key is None and isinstance(parent, dict)
        self.add(inner, span)
        inside = len(parent) - 1 if isinstance(parent, list) else _NOWHERE if key is None else key
        self.stack.append(_Frame(parent, at, _NOWHERE if is_key else None))
        self.container, self.at, self.key = inner, (*at, inside), None

    def close(self) -> None:
        """End the mapping or list that is open."""
        if self.stack:
            frame = self.stack.pop()
            self.container, self.at, self.key = frame.container, frame.at, frame.key
        else:
            self.container = None

    def count(self) -> None:
        """Count one node, and stop at too many."""
        self.nodes += 1
        if self.nodes > _MOST_NODES and self.complete:
            self.complete = False
            span = Span(self.first_line, 1, 1)
            self.refuse(span, f"more than {_MOST_NODES:,} values in one file", "Split it into several files.")

    def span(self, event: Event) -> Span:
        """Return where `event` stands, at most to the end of its first line."""
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Span(self.first_line, 1, 1)
        if end.line == start.line:
            length = end.column - start.column or 1
        elif isinstance(event, ScalarEvent) and event.style not in {"|", ">"}:
            self.lines = self.lines or self.text.split("\n")
            line: int = start.line
            length = len(self.lines[line].rstrip()) - start.column
        else:
            length = 1
        return Span(start.line + self.first_line, start.column + 1, length)

    def refuse(self, span: Span, message: str, hint: str) -> None:
        """Keep a problem, up to the most that one file may have."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(Place(self.path, span.line, span.column, span.length), message, hint))

    def refuse_mistake(self, mistake: Mistake) -> None:
        """Keep a mistake of syntax."""
        span = Span(mistake.line + self.first_line, mistake.column + 1, mistake.length)
        self.refuse(span, mistake.message, mistake.hint)

    def refuse_root(self, span: Span, value: str) -> None:
        """Refuse a document that is one value or a list, and stop."""
        self.complete = False
        mistake = one_value_instead_of_keys(value)
        self.refuse(span, mistake.message, mistake.hint)

    def refuse_properties(self, event: ScalarEvent | CollectionStartEvent) -> None:
        """Refuse an anchor or a tag before a value."""
        span = self.span(event)
        if event.anchor is not None:
            message = f'"&{event.anchor}" marks a value to be repeated; hubkit does not do that'
            self.refuse(span, message, f"{_INHERIT} {_OR_QUOTES}")
        if event.tag is not None:
            message = "a tag (a word with ! in front of the value) is not allowed"
            self.refuse(span, message, f"Delete it: hubkit knows what each value is. {_OR_QUOTES}")

    def refuse_characters(self, text: str, bad: list[int]) -> None:
        """Refuse the characters of `text` at the indices `bad`, of tabs only the first of a line."""
        line_of_last_tab = 0
        for index, place in zip(bad, places(text, bad, self.path, self.first_line), strict=True):
            self.mended_lines.add(place.line)
            if text[index] == "\t":
                if place.line == line_of_last_tab:
                    continue
                line_of_last_tab = place.line
                self.has_tabs = True
            if len(self.problems) == MOST_PROBLEMS:
                return
            self.problems.append(character_problem(place, text[index]))

    def refuse_escapes(self, value: str, span: Span) -> None:
        """Refuse what an escape in double quotes stands for, where the character itself would be refused."""
        for character in dict.fromkeys(value[index] for index in bad_characters(value) if value[index] != "\t"):
            message = f"{name_of(character)} is not allowed, written as an escape neither"
            self.refuse(span, message, "Delete the escape (the backslash and what belongs to it).")
