"""Characters that hide, lie or steer a terminal: found by code point, with their place and their name."""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator

from hubkit.problems import Place, Problem, Severity

_SPECIAL_NAMES = {
    0x00: "NULL",
    0x07: "BELL",
    0x08: "BACKSPACE",
    0x0B: "LINE TABULATION",
    0x0C: "FORM FEED",
    0x0D: "CARRIAGE RETURN",
    0x1B: "ESCAPE",
    0x7F: "DELETE",
    0x85: "NEXT LINE",
}
_LONGEST_FLAG = 16
"""A flag of a region is a black flag, at most six tag characters and a cancel tag; more hides text."""
MOST_BAD = 1_000
"""A text with so many refused characters is not looked at any further."""
_TAGS = "".join(map(chr, range(0xE0020, 0xE007F)))
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in b"\t\n\r"}
REPLACEMENT = "\ufffd"
_USUAL = b"\n" + bytes(range(0x20, 0x7F))


_ALWAYS = (
    "\x00-\x08\t\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls
    "\u115f\u1160\u3164\uffa0\u180e\u200b\u2028\u2029\u202a-\u202e"  # fillers, invisible, line ends, bidi
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"
)
_DIRECTION_MARKS = "\u200e\u200f\u061c"


@functools.cache
def _maybe() -> re.Pattern[str]:
    return re.compile(f"[{_ALWAYS}{_DIRECTION_MARKS}\u200c\u200d\r\U0001fffe\U0001ffff\U0002fffe-\U0010ffff]")


@functools.cache
def _suspect() -> re.Pattern[str]:
    noncharacters = "".join(chr(plane + low) for plane in range(0x10000, 0x110000, 0x10000) for low in (0xFFFE, 0xFFFF))
    lone_joiner = f"(?<![^\x00-\x7f\u200c\u200d{_DIRECTION_MARKS}])[\u200c\u200d]"
    return re.compile(f"[{_ALWAYS}{_DIRECTION_MARKS}\U000e0000-\U000e007f{noncharacters}]|{lone_joiner}|\r(?!\n)")


def holds_one(words: Iterable[str], text: str) -> bool:
    """Return whether one of `words` stands in `text`."""
    for word in words:  # noqa: SIM110 - all documents come here, and `any` takes twice as long
        if word in text:
            return True
    return False


def bad_characters(text: str) -> list[int]:
    """Return the indices in `text` of the characters that are refused, tabs among them, at most `MOST_BAD`.

    Joiners pass after a character outside ASCII, direction marks on a line with right-to-left letters, tag
    characters in the flag of a region. A clean text costs one search.
    """
    plain = text.replace("\r\n", "\n") if "\r" in text else text
    if (plain.isascii() and not plain.encode().translate(None, _USUAL)) or _maybe().search(plain) is None:
        return []
    lines = _RightToLeftLines(text)
    found = (match.start() for match in _suspect().finditer(text))
    return list(itertools.islice((index for index in found if not _is_meant(text, index, lines)), MOST_BAD))


class _RightToLeftLines:
    """Knows of each line of a text whether it holds right-to-left letters; asked in order, it looks once at each."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = -1
        self._answer = False

    def holds(self, index: int) -> bool:
        """Return whether the line around `index` holds a right-to-left letter."""
        if index > self._end:
            start = self._text.rfind("\n", 0, index) + 1
            end = self._text.find("\n", index)
            self._end = len(self._text) if end < 0 else end
            line = self._text[start : self._end]
            self._answer = any(unicodedata.bidirectional(c) in {"R", "AL"} and c.isalpha() for c in line)
        return self._answer


def _is_meant(text: str, index: int, lines: _RightToLeftLines) -> bool:
    character = text[index]
    if character in "\u200e\u200f\u061c":
        return lines.holds(index)
    if "\U000e0020" <= character <= "\U000e007f":
        before = text[max(0, index - _LONGEST_FLAG) : index].rstrip(_TAGS)
        return before.endswith("\U0001f3f4")
    return False


def name_of(character: str) -> str:
    """Return code point and Unicode name, such as `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        name = "half of a surrogate pair"
    else:
        name = unicodedata.name(character, "") or _SPECIAL_NAMES.get(code, "")
    if not name:
        name = "control character" if unicodedata.category(character) == "Cc" else "noncharacter"
    return f"U+{code:04X} {name}"


def places(text: str, indices: Iterable[int], path: str, first_line: int = 1) -> Iterator[Place]:
    """Yield the place of each of the ascending `indices` in `text`, which begins on `first_line` of `path`."""
    line, line_start, counted = first_line, 0, 0
    for index in indices:
        line += text.count("\n", counted, index)
        line_start = max(line_start, text.rfind("\n", counted, index) + 1)
        counted = index
        yield Place(path, line, index - line_start + 1)


def without_controls(text: str) -> str:
    """Return `text` without C0 and C1 controls, but for line ends and tabs."""
    return text.translate(_CONTROLS)


def is_control(character: str) -> bool:
    """Return whether `character` is a C0 or C1 control, DELETE among them, and no line end or tab."""
    return ord(character) in _CONTROLS


def without(text: str, indices: Iterable[int]) -> str:
    """Return `text` with a blank for each tab and U+FFFD for each other character at `indices`: places stay true."""
    characters = list(text)
    for index in indices:
        characters[index] = " " if characters[index] == "\t" else REPLACEMENT
    return "".join(characters)


def character_problem(place: Place, character: str, *, in_body: bool = False) -> Problem:
    """Return the problem of a refused `character` at `place`; of a control in a Markdown body it is a warning."""
    if character == "\t":
        return Problem(place, "a tab: YAML is indented with blanks only", "Replace each tab by blanks (two a level).")
    if character == "\r":
        return Problem(
            place, "a lone carriage return (U+000D), an old way to end a line", "Save the file with normal line ends."
        )
    name = name_of(character)
    if in_body and is_control(character):
        return Problem(place, f"{name} was left out of the text", "Delete it.", Severity.warning)
    return Problem(place, f"{name} is not allowed here: {_reason(character)}", _hint(character))


def _reason(character: str) -> str:
    if character in "\x85\u2028\u2029":
        return "it ends a line without showing it"
    if is_control(character):
        return "it steers a terminal and is no text"
    if character in "\u200e\u200f\u061c" or unicodedata.bidirectional(character) in {
        "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
    }:  # fmt: skip
        return "it changes the direction of text unseen"
    if unicodedata.category(character) in {"Cs", "Cn"}:
        return "it stands for no character"
    return "it cannot be seen"


def _hint(character: str) -> str:
    if character in "\x85\u2028\u2029":
        return "Delete it and press Enter where a new line is meant."
    if character in "\u200c\u200d":
        return "Delete it; it joins letters of scripts such as Persian or Hindi, and emoji, and nothing else."
    if character in "\u200e\u200f\u061c":
        return "Delete it; this line holds no right-to-left text."
    return "Delete it; where it came by copy and paste, type the words around it anew."
