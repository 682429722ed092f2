"""An event like another: the other's file, line by line and with its comments, at another time."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from msgspec import Struct

from hubkit.importers.yaml import as_yaml
from hubkit.kinds.dates import parse_start
from hubkit.problems import HubkitError, Problem
from hubkit.read.documents import document_of
from hubkit.times import When
from hubkit.values import Data, DataPath, Document

_OF_THE_OTHER_ALONE = ("uid", "aliases", "moved_from", "updated", "fold", "repeat")
_FREE = frozenset({"hosts", "cohosts", "speakers", "sponsors", "image"})


class Original(Struct, frozen=True):
    """The event that is copied, with the lines of each of its fields."""

    document: Document
    blocks: Mapping[str, range]
    """By the name of a field, its lines, counted from 0."""


def original(document: Document) -> Original:
    """Return what is copied from `document`; raises `HubkitError` for a file that cannot be taken apart by lines."""
    clean, _problems = document_of(document.path, document.id, document.text.replace("\r\n", "\n").encode())
    keys = [(span.line, path) for path, span in clean.keys.items() if len(path) == 1]
    rows = [row for row, _ in keys]
    if not rows or len(set(rows)) < len(rows) or any(clean.keys[path].column != 1 for _, path in keys):
        raise HubkitError(f"{document.path} has no field on a line of its own. Copy it by hand.")
    lines = clean.text.split("\n")
    end = clean.body_line - 2 if document.path.endswith(".md") else len(lines)
    blocks: dict[str, range] = {}
    for (row, path), following in zip(keys, [*(row - 1 for row in rows[1:]), end], strict=True):
        last = following
        while last > row and (not lines[last - 1].strip() or lines[last - 1].startswith(("#", "..."))):
            last -= 1
        blocks[str(path[0])] = range(row - 1, last)
    return Original(clean, blocks)


def copied(source: Original, start: When, changes: Mapping[str, Data], dropped: frozenset[str] = frozenset()) -> str:
    """Return the text of the copy: it starts at `start`, says `changes` instead, and lacks the fields `dropped`.

    The end and the times of registration move with the start. What belongs to the other event alone (its calendar UID,
    its earlier ids, a status such as cancelled) is left out.
    """
    data = source.document.data
    gone = {*_OF_THE_OTHER_ALONE, *dropped}
    if data.get("status") not in (None, "scheduled"):
        gone.add("status")
    if "end" in changes or "duration" in changes:
        gone |= {"end", "duration"}
    moved = _moved(data, start, gone)
    fresh = {
        **{str(path[0]): text for path, text in moved.items() if len(path) == 1},
        **changes,
        "start": _written(start),
    }
    lines = source.document.text.split("\n")
    nested = [path for path in moved if len(path) > 1]
    for path in sorted(nested, key=lambda path: source.document.spans[path].column, reverse=True):
        _put(lines, source.document, path, moved[path])
    return "\n".join(_assembled(lines, source, {key: value for key, value in fresh.items() if value}, gone))


def kept_start(source: Original, start: When) -> When:
    """Return `start`; where it is a day alone and the original has a time of day, with that."""
    before = _start(source.document.data.get("start"))
    if start.wall is not None or before is None:
        return start
    return When(start.day, before if isinstance(before, time) else before.wall)


def loose_ends(source: Original, text: str, problems: list[Problem]) -> frozenset[str]:
    """Return the fields with problems that a copy can do without: people and pictures that its hub does not have."""
    copy, _ = document_of(source.document.path, source.document.id, text.encode())
    blocks = original(copy).blocks
    return frozenset(
        key for problem in problems for key, rows in blocks.items() if problem.place.line - 1 in rows and key in _FREE
    )


def _assembled(lines: list[str], source: Original, fresh: Mapping[str, Data], gone: set[str]) -> list[str]:
    starts = {rows.start: key for key, rows in source.blocks.items()}
    new = {key: value for key, value in fresh.items() if key not in source.blocks or key in gone}
    made: list[str] = []
    row = 0
    while row < len(lines):
        key = starts.get(row)
        if key is None:
            made.append(lines[row])
            row += 1
            continue
        rows = source.blocks[key]
        if key in fresh and key not in new:
            made += _replaced(lines, source, key, fresh[key])
        elif key not in gone:
            made += lines[rows.start : rows.stop]
        if key == "start":
            made += as_yaml(new).splitlines()
        row = rows.stop
    return made


def _replaced(lines: list[str], source: Original, key: str, value: Data) -> list[str]:
    rows = source.blocks[key]
    before = source.document.data.get(key)
    if len(rows) == 1 and isinstance(before, str) and isinstance(value, str):
        _put(lines, source.document, (key,), value)
        return [lines[rows.start]]
    return as_yaml({key: value}).splitlines()


def _put(lines: list[str], document: Document, path: DataPath, text: str) -> None:
    span = document.spans[path]
    line = lines[span.line - 1]
    scalar = as_yaml({"x": text}).removeprefix("x: ").rstrip("\n")
    lines[span.line - 1] = line[: span.column - 1] + scalar + line[span.column - 1 + span.length :]


def _moved(data: Mapping[str, Data], start: When, gone: set[str]) -> dict[DataPath, str]:
    """Return the times that move with the start, by their place; an end that cannot be known is added to `gone`."""
    before = _start(data.get("start"))
    moved: dict[DataPath, str] = {}
    if data.get("end") is not None and "end" not in gone:
        end = _moved_end(before, _start(data["end"]), start)
        if end is None:
            gone.add("end")
        else:
            moved["end",] = _written(end)
    registration = data.get("registration")
    if isinstance(before, When) and isinstance(registration, dict):
        for name in ("opens", "closes"):
            when = _start(registration.get(name))
            if isinstance(when, When):
                moved["registration", name] = _written(When(when.day + (start.day - before.day), when.wall))
    return moved


def _moved_end(before: When | time | None, end: When | time | None, start: When) -> When | None:
    if isinstance(end, time):
        if start.wall is None:
            return None
        return When(start.day + timedelta(days=end <= start.wall), end)
    if not isinstance(end, When) or not isinstance(before, When):
        return None
    if end.wall and before.wall and start.wall:
        length = datetime.combine(end.day, end.wall) - datetime.combine(before.day, before.wall)
        over = datetime.combine(start.day, start.wall) + length
        return When(over.date(), over.time())
    if end.wall or before.wall or start.wall:
        return None
    return When(start.day + (end.day - before.day))


def _start(value: Data) -> When | time | None:
    try:
        return parse_start(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _written(when: When) -> str:
    return f"{when.day} {when.wall:%H:%M}" if when.wall else f"{when.day}"
