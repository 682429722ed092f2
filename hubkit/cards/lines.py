"""Where a text breaks into lines, and the largest letters in which it fits."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

LEADING = 1.22
"""The height of a line, in that of its letters."""
MEASURED = 100
"""The size at which texts are measured; widths of other sizes are in proportion."""
ELLIPSIS = "…"
_JOINERS = "\u200d\u094d"
_NO_START = "、。，．・：；？！ーゝゞ々」』）］｝〉》】〕’”…‥%!),.:;?]}ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_NO_END = "「『（［｛〈《【〔‘“([{"
_IDEOGRAPHS = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


class Piece(Struct, frozen=True):
    """What no line breaks: a word, or one character of a script without spaces."""

    text: str
    spaced: bool
    """A space stands before it, where it does not begin a line."""
    width: float


class Fitted(Struct, frozen=True):
    """A text in lines, and the size of its letters."""

    size: int
    lines: tuple[str, ...]


def fitted(text: str, measure: Callable[[str], float], width: int, height: int, sizes: Sequence[int]) -> Fitted:
    """Return `text` in the largest of `sizes` in which it fits, its lines about as long as each other.

    Where even the smallest is too large, it ends with an ellipsis. `measure` tells a width at the size `MEASURED`.
    """
    pieces = tuple(_pieces(text, measure))
    space, smallest = measure(" "), sizes[-1]
    for size in sizes[:-1]:
        room = width * MEASURED / size
        if any(piece.width > room for piece in pieces):
            continue
        lines = _filled(pieces, space, room)
        if len(lines) <= _most(height, size):
            return Fitted(size, _balanced(pieces, lines, space, room))
    room = width * MEASURED / smallest
    pieces = tuple(_broken(pieces, measure, room))
    lines = _filled(pieces, space, room)
    most = _most(height, smallest)
    fits = len(lines) <= most
    return Fitted(smallest, _balanced(pieces, lines, space, room) if fits else _cut(lines[:most], measure, room))


def _most(height: int, size: int) -> int:
    return max(1, int(height / (size * LEADING)))


def _pieces(text: str, measure: Callable[[str], float]) -> Iterator[Piece]:
    for word in text.split():
        for number, part in enumerate(_parts(word)):
            yield Piece(part, number == 0, measure(part))


def _parts(word: str) -> list[str]:
    """Return the parts of a word between which a line may end: each ideograph and kana, as signs allow."""
    if not _IDEOGRAPHS.search(word):
        return [word]
    parts = [""]
    for character in word:
        last = parts[-1][-1:]
        free = _IDEOGRAPHS.match(character) or _IDEOGRAPHS.match(last)
        if last and free and character not in _NO_START and last not in _NO_END:
            parts.append(character)
        else:
            parts[-1] += character
    return parts


def _broken(pieces: Sequence[Piece], measure: Callable[[str], float], room: float) -> Iterator[Piece]:
    """Yield the pieces, those that are wider than a line cut between characters."""
    for piece in pieces:
        if piece.width <= room:
            yield piece
            continue
        part, spaced = "", piece.spaced
        for cluster in _clusters(piece.text):
            if part and measure(part + cluster) > room:
                yield Piece(part, spaced, measure(part))
                part, spaced = "", False
            part += cluster
        yield Piece(part, spaced, measure(part))


def _clusters(text: str) -> list[str]:
    """Return the characters of a text, each with the marks that belong to it."""
    found: list[str] = []
    for character in text:
        if found and (unicodedata.category(character)[0] == "M" or found[-1][-1] in _JOINERS or character in _JOINERS):
            found[-1] += character
        else:
            found.append(character)
    return found


def _filled(pieces: Sequence[Piece], space: float, room: float) -> tuple[str, ...]:
    lines: list[str] = []
    left = -1.0
    for piece in pieces:
        gap = space if piece.spaced else 0
        if lines and piece.width + gap <= left:
            lines[-1] += " " * piece.spaced + piece.text
            left -= piece.width + gap
        else:
            lines.append(piece.text)
            left = room - piece.width
    return tuple(lines)


def _balanced(pieces: Sequence[Piece], lines: tuple[str, ...], space: float, room: float) -> tuple[str, ...]:
    """Return as many lines, as narrow as they can be, so that no short one is left at the end."""
    if len(lines) < 2:
        return lines
    narrow, wide = max(piece.width for piece in pieces), room
    for _ in range(7):
        middle = (narrow + wide) / 2
        tried = _filled(pieces, space, middle)
        if len(tried) == len(lines):
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def _cut(lines: tuple[str, ...], measure: Callable[[str], float], room: float) -> tuple[str, ...]:
    clusters = _clusters(lines[-1])
    while clusters and measure("".join(clusters).rstrip() + ELLIPSIS) > room:
        clusters.pop()
    return (*lines[:-1], "".join(clusters).rstrip(" ,.;:–-、。") + ELLIPSIS)
