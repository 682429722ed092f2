"""The YAML that nearly every file is: lines of `key: value`, read without a parser where nothing can be doubted."""

import functools
import re

from hubkit.values import Data

_DEEPEST = 8
"""More levels than files of a hub have, and fewer than are refused."""
_IN_ENTRIES = -1
"""The column of no mapping."""
_KEY = "[A-Za-z0-9_][A-Za-z0-9_-]{0,63}+"
_QUOTED = r'"[^"\\\n]*+"|' + r"'[^'\n]*+'"
_PLAIN = r"""(?:-(?=[0-9])|[^\n \-?:,\[\]{}#&*!|>'"%@`])[^\n:#]*+(?:(?::(?=[^ \n])|(?<! )#)[^\n:#]*+)*+"""
"""What begins with no sign of YAML's, up to a colon before a blank or a # after one."""
_WORD = r"(?:-(?=[0-9])|[A-Za-z0-9_/]|[^\x00-\x7f])[^\n,\[\]{}:#?]*+(?::(?=[A-Za-z0-9/])[^\n,\[\]{}:#?]*+)*+"
"""The same between brackets, where more signs have a meaning."""
_IN_LIST = rf"(?:{_WORD}|(?:{_QUOTED}) *+)"
_IN_MAPPING = rf"{_KEY}: ++{_IN_LIST}"
_LIST = rf"\[ *+(?:{_IN_LIST}(?:, *+{_IN_LIST})*+)?\]"
_MAPPING = rf"\{{ *+(?:{_IN_MAPPING}(?:, *+{_IN_MAPPING})*+)?\}}"


@functools.cache
def _line() -> re.Pattern[str]:
    """Return what matches every line: its indent, dash, key, value (all lines of `|`); else it has the last group."""
    several = r"(?P<bar>\|-? *+\n(?P<deep> ++)[^\n]++\n(?:(?P=deep)[^\n]*+\n|\n)*+(?!(?P=deep)| +(?:\n|\Z)))"
    start, key = r"^( *+)(- ++)?", rf"(?:({_KEY}):(?: ++|$))?"
    value = rf"(?:({_PLAIN}|{_QUOTED}|{_LIST}|{_MAPPING})? *+(?:(?:^|(?<= ))#[^\n]*+)?$|{several})"
    return re.compile(rf"{start}{key}{value}|^(.++)$", re.MULTILINE)


@functools.cache
def _in_list() -> re.Pattern[str]:
    return re.compile(_IN_LIST)


@functools.cache
def _in_mapping() -> re.Pattern[str]:
    return re.compile(f"({_KEY}): ++({_IN_LIST})")


class _DoubtError(Exception):
    """Only a parser can tell."""


def read_simple(text: str) -> dict[str, Data] | None:
    """Return the mapping that `text` holds, or None where only a parser can tell.

    That is where a line is something else than a key, an entry of a list, both with at most a value on the same line,
    a text after `|`, blank, or a comment; and where a level lines up with nothing or a key stands twice: wherever there
    may be a mistake. `text` holds no character that is refused.
    """
    levels = _Levels()
    here, at, waiting = levels.root, 0, ""
    try:
        for indent, dash, key, value, bar, deep, other in _line().findall(text.replace("\r\n", "\n")):
            if key:
                if dash or waiting or at != len(indent):
                    here, at = levels.mapping(len(indent), dash, waiting)
                if key in here:
                    return None
                waiting = "" if value or bar else key
                here[key] = _value(value) if value else _several(bar, deep, at) if bar else None
            elif dash:
                levels.entries(len(indent), waiting).append(_value(value))
                at, waiting = _IN_ENTRIES, ""
            elif value or bar or other:
                return None
    except _DoubtError:
        return None
    return levels.root or None


class _Levels:
    """The mappings and lists that are open, the innermost last, and the column at which each begins."""

    def __init__(self) -> None:
        self.root: dict[str, Data] = {}
        self._open: list[dict[str, Data] | list[Data]] = [self.root]
        self._columns = [0]

    def mapping(self, column: int, dash: str, waiting: str) -> tuple[dict[str, Data], int]:
        """Return the mapping that a key in a line at `column` adds to, and its column; a dash begins one in a list.

        `waiting` is the key in the innermost mapping that has no value yet.
        """
        if dash:
            entry: dict[str, Data] = {}
            self.entries(column, waiting).append(entry)
            column += len(dash)
            self._enter(entry, column)
        elif waiting and column > self._columns[-1]:
            self._fill(waiting, {}, column)
        else:
            self._leave(column)
            if isinstance(self._open[-1], list) and self._columns[-1] == column:
                self._end()
        here = self._open[-1]
        if self._columns[-1] != column or isinstance(here, list):
            raise _DoubtError
        return here, column

    def entries(self, column: int, waiting: str) -> list[Data]:
        """Return the list that a dash at `column` adds to."""
        if waiting and column >= self._columns[-1]:
            self._fill(waiting, [], column)
        else:
            self._leave(column)
        here = self._open[-1]
        if self._columns[-1] != column or isinstance(here, dict):
            raise _DoubtError
        return here

    def _fill(self, key: str, inner: dict[str, Data] | list[Data], column: int) -> None:
        here = self._open[-1]
        if isinstance(here, dict):
            here[key] = inner
        self._enter(inner, column)

    def _leave(self, column: int) -> None:
        while self._columns[-1] > column:
            self._end()

    def _end(self) -> None:
        self._columns.pop()
        self._open.pop()

    def _enter(self, inner: dict[str, Data] | list[Data], column: int) -> None:
        if len(self._open) == _DEEPEST:
            raise _DoubtError
        self._open.append(inner)
        self._columns.append(column)


def _value(text: str) -> Data:
    """Return what stands on one line after a colon or a dash."""
    first = text[:1]
    if first in {'"', "'"}:
        return text.rstrip(" ")[1:-1]
    if first == "[":
        return [_value(each) for each in _in_list().findall(text)]
    if first == "{":
        pairs = _in_mapping().findall(text)
        found: dict[str, Data] = {key: _value(each) for key, each in pairs}
        if len(found) == len(pairs):
            return found
    elif first:
        return text.rstrip(" ")
    raise _DoubtError


def _several(bar: str, deep: str, at: int) -> str:
    """Return the text of the lines below `|`, or `|-`, that begin with the blanks `deep`, at least."""
    head, _, lines = bar.partition("\n")
    if len(deep) <= at:
        raise _DoubtError
    text = f"\n{lines}".replace(f"\n{deep}", "\n")[1:].rstrip("\n")
    return text if "-" in head else f"{text}\n"
