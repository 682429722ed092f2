"""Lists of the people who come: they do not belong in a repository, so they are refused, masked and dropped."""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from hubkit.problems import Place, Problem
from hubkit.read.characters import holds_one
from hubkit.values import Data, DataPath, Document, Span

_KEYS = frozenset({"attendees", "attendee", "guests", "guest_list", "rsvps", "participants", "registrations"})
_STEMS = ("attendee", "guest", "rsvps", "participants", "registrations")
"""One of these stands in every key."""
_ESCAPE = re.compile(r"\\[xuU\r\n]")
_HINT = "Delete the list here and from the history of the repository; keep it in a private place."


class _Stretch(Struct, frozen=True):
    """The place of one list in a file: the key, and where what it holds begins and ends (end left out)."""

    path: DataPath
    key: Span
    start: int
    end: int


def without_people(document: Document, problems: list[Problem], end: int) -> tuple[Document, list[Problem]]:
    """Return `document` and its `problems` without any list of people, and with a problem for each such list.

    A list counts at the top level, and deeper where it is a list or mapping. Its letters and digits are `*` in the
    text. `end` is where in the text the YAML ends.
    """
    stretches = list(_stretches(document, end)) if _may_name_people(document.text[:end]) else []
    if not stretches:
        return document, problems
    starts = _line_starts(document.text)
    kept = [problem for problem in problems if not any(_is_in(problem.place, s, starts) for s in stretches)]
    paths = {stretch.path for stretch in stretches}
    for stretch in stretches:
        span = stretch.key
        place = Place(document.path, span.line, span.column, span.length)
        message = f'"{stretch.path[-1]}": people who come do not belong in git, where all can read it'
        kept.append(Problem(place, message, _HINT))
        _drop(document.data, stretch.path)
    cleaned = replace(
        document,
        text=_masked(document.text, stretches),
        keys={path: span for path, span in document.keys.items() if not _is_below(path, paths)},
        spans={path: span for path, span in document.spans.items() if not _is_below(path, paths)},
    )
    return cleaned, kept


def _may_name_people(text: str) -> bool:
    """Return False where no key of `text` can be one of `_KEYS`: none stands in it, nor an escape for a letter."""
    return holds_one(_STEMS, text.casefold()) or ("\\" in text and _ESCAPE.search(text) is not None)


def _masked(text: str, stretches: list[_Stretch]) -> str:
    parts: list[str] = []
    done = 0
    for stretch in stretches:
        parts += [text[done : stretch.start], re.sub(r"\w", "*", text[stretch.start : stretch.end])]
        done = max(done, stretch.end)
    return "".join([*parts, text[done:]])


def _stretches(document: Document, end: int) -> Iterator[_Stretch]:
    keys = list(document.keys.items())
    suspects = [number for number, (path, _) in enumerate(keys) if str(path[-1]).casefold() in _KEYS]
    if not suspects:
        return
    starts = _line_starts(document.text)
    done: DataPath | None = None
    for number in suspects:
        path, span = keys[number]
        nested = len(path) > 1 and not isinstance(_value(document.data, path), list | dict)
        if nested or (done is not None and path[: len(done)] == done):
            continue
        done = path
        following = number + 1
        while following < len(keys) and _belongs(keys[following][0], path):
            following += 1
        start = starts[span.line - 1] + span.column - 1 + span.length
        after = keys[following][1] if following < len(keys) else None
        yield _Stretch(path, span, start, starts[after.line - 1] + after.column - 1 if after else end)


def _belongs(below: DataPath, path: DataPath) -> bool:
    return below[: len(path)] == path or -1 in below  # what was refused, a second such list perhaps, has no path


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _is_in(place: Place, stretch: _Stretch, starts: list[int]) -> bool:
    return stretch.start <= starts[min(place.line, len(starts)) - 1] + place.column - 1 < stretch.end


def _is_below(path: DataPath, parents: set[DataPath]) -> bool:
    return any(path[:length] in parents for length in range(1, len(path) + 1))


def _value(data: Data, path: DataPath) -> Data:
    for step in path:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
            data = data[step]
        else:
            return None
    return data


def _drop(data: dict[str, Data], path: DataPath) -> None:
    parent = _value(data, path[:-1])
    if isinstance(parent, dict):
        parent.pop(str(path[-1]), None)
