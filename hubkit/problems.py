"""Mistakes people make: where (Place), what and what to write instead (Problem), all of them (ProblemLog)."""

import unicodedata
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple

from msgspec import Struct, field


class HubkitError(Exception):
    """A misuse of hubkit that no edit of the source can mend; the command line prints it and exits with 2."""


class Severity(IntEnum):
    """How much a problem matters: an error stops publishing, a warning does so with `--strict`, a note never."""

    note = 0
    warning = 1
    error = 2


class Place(NamedTuple):
    """A stretch of one line of a source file: `line` and `column` count characters from 1, `length` is at least 1."""

    file: str
    line: int = 1
    column: int = 1
    length: int = 1

    def __str__(self) -> str:
        return f"{printable(self.file)}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One mistake: the place, what was read, what to write instead, and the line itself (empty: none to show)."""

    place: Place
    message: str
    hint: str = ""
    severity: Severity = Severity.error
    excerpt: str = ""

    def sort_key(self) -> tuple[str, int, int, int, int, str]:
        """Orders problems by file, line and column, the worst first."""
        place = self.place
        return (place.file, place.line, place.column, place.length, -self.severity, self.message)


class ProblemLog(Struct):
    """Collects problems in one run; the same problem twice is kept once."""

    _problems: dict[Problem, None] = field(default_factory=dict[Problem, None])
    _sorted: tuple[Problem, ...] = ()
    has_errors: bool = False
    """Whether at least one problem is an error."""

    def add(self, problem: Problem) -> None:
        """Keep `problem`."""
        self._problems[problem] = None
        if problem.severity is Severity.error:
            self.has_errors = True

    def extend(self, problems: Iterable[Problem]) -> None:
        """Keep every problem of `problems`."""
        for problem in problems:
            self.add(problem)

    def __iter__(self) -> Iterator[Problem]:
        if len(self._sorted) != len(self._problems):
            self._sorted = tuple(sorted(self._problems, key=Problem.sort_key))
        return iter(self._sorted)

    def __len__(self) -> int:
        return len(self._problems)


def printable(text: str) -> str:
    """Return `text` safe to print on any terminal or log: controls, bidi and invisible characters become escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(character) for character in text)


def _escape(character: str) -> str:
    if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def did_you_mean(wrong: str, possible: Iterable[str]) -> str:
    """Return the name in `possible` that is nearest to `wrong`, or an empty string where none is near."""
    by_folded = {name.casefold(): name for name in possible}
    folded = wrong.casefold()
    if folded in by_folded:
        return by_folded[folded]
    import difflib

    near = difflib.get_close_matches(folded, by_folded, n=1, cutoff=0.6)
    return by_folded[near[0]] if near else ""
