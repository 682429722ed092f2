"""The YAML that nearly every file is: lines of `key: value`, read without a parser where nothing can be doubted."""

import functools
import re

from hubkit.values import Data

_DEEPEST = 8
"""More levels than files of a hub have, and fewer than are refused."""
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
    here: dict[str, Data] | list[Data] = levels.root
    at = 0
    try:
        for indent, dash, key, value, bar, deep, other in _line().findall(text.replace("\r\n", "\n")):
            if not (key or value or dash or other or bar):
                continue
            if dash or levels.waiting or at != len(indent) or isinstance(here, list):
                here, at = levels.level(len(indent), dash, key)
            if isinstance(here, list) and not key:
                here.append(_value(value))
            elif not key or isinstance(here, list) or key in here:
                return None
            elif bar:
                here[key] = _several(bar, deep, at)
            elif value:
                here[key] = _value(value)
            else:
                here[key] = None
                levels.waiting = key
    except _DoubtError:
        return None
    return levels.root or None


class _Levels:
    """The mappings and lists that are open, the innermost last, and the column at which each begins."""

    def __init__(self) -> None:
        self.root: dict[str, Data] = {}
        self.waiting = ""
        """The key in the innermost mapping that has no value on its line."""
        self._open: list[dict[str, Data] | list[Data]] = [self.root]
        self._columns = [0]

    def level(self, column: int, dash: str, key: str) -> tuple[dict[str, Data] | list[Data], int]:
        """Return the mapping or list that a line at `column` adds to, and where that begins."""
        columns, levels = self._columns, self._open
        here = levels[-1]
        if self.waiting and isinstance(here, dict) and column + bool(dash) > columns[-1]:
            inner: dict[str, Data] | list[Data] = [] if dash else {}
            here[self.waiting] = inner
            self._enter(inner, column)
        while columns[-1] > column or (columns[-1] == column and not dash and isinstance(levels[-1], list)):
            columns.pop()
            levels.pop()
        self.waiting = ""
        here = levels[-1]
        if columns[-1] != column or isinstance(here, list) != bool(dash):
            raise _DoubtError
        if isinstance(here, list) and key:
            entry: dict[str, Data] = {}
            here.append(entry)
            self._enter(entry, column + len(dash))
        return levels[-1], columns[-1]

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
