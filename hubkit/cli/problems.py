"""How problems are shown: as text for people, as JSON for programs, as annotations for GitHub."""

import json
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from hubkit.problems import Problem, Severity, printable

FORMATS = ("text", "json", "github")
_WIDEST = 160
_COMMANDS = {Severity.error: "error", Severity.warning: "warning", Severity.note: "notice"}


def as_text(problem: Problem) -> str:
    """Return a problem as people read it: where, what, the line with a caret, and what to write instead."""
    label = "" if problem.severity is Severity.error else f"{problem.severity.name}: "
    lines = [f"{problem.place}: {label}{printable(problem.message)}"]
    if problem.excerpt.strip():
        lines.extend(_with_caret(problem))
    if problem.hint:
        lines.append(f"  {printable(problem.hint)}")
    return "\n".join(lines)


def _with_caret(problem: Problem) -> list[str]:
    place, text = problem.place, problem.excerpt
    start = 0 if place.column <= _WIDEST - 40 else place.column - 60
    shown = text[start : start + _WIDEST]
    before = printable(shown[: place.column - 1 - start])
    marked = printable(shown[place.column - 1 - start : place.column - 1 - start + place.length])
    gutter = f"{place.line:>3} | "
    pad = "".join("\t" if c == "\t" else " " * _columns(c) for c in before)
    carets = "^" * max(1, sum(map(_columns, marked)))
    return [f"{gutter}{printable(shown)}", f"{' ' * (len(gutter) - 2)}| {pad}{carets}"]


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def as_github(problem: Problem, folder: str = "") -> str:
    """Return a problem as a workflow command, with everything escaped that GitHub would take for another.

    GitHub counts paths from the top of the repository; `folder` is the site's path from there, with a slash at its end.
    """
    place = problem.place
    message = "\n".join(part for part in (printable(problem.message), printable(problem.hint)) if part)
    columns = f"col={place.column},endColumn={place.column + place.length}"
    where = f"file={_property(folder + place.file)},line={place.line},{columns}"
    return f"::{_COMMANDS[problem.severity]} {where}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")


def as_json(problem: Problem) -> dict[str, object]:
    """Return a problem as data."""
    place = problem.place
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "length": place.length,
        "severity": problem.severity.name,
        "message": problem.message,
        "hint": problem.hint,
        "excerpt": problem.excerpt,
    }


def encoded(data: object) -> str:
    """Return `data` as JSON that is safe on any terminal."""
    return json.dumps(data, ensure_ascii=True, indent=2)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 page, 2 pages."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def tally(problems: Iterable[Problem]) -> str:
    """Return how many problems there are of each severity, and in how many files."""
    found = list(problems)
    parts = [
        counted(number, {"error": "problem"}.get(severity.name, severity.name))
        for severity in (Severity.error, Severity.warning, Severity.note)
        if (number := sum(problem.severity is severity for problem in found))
    ]
    files = len({problem.place.file for problem in found})
    return f"{', '.join(parts)} in {counted(files, 'file')}."


def when(moment: datetime) -> str:
    """Return an instant as messages write it: 20 November, 18:02."""
    local = moment.astimezone()
    return f"{local.day} {local:%B, %H:%M}"
