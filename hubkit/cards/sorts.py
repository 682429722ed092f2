"""The letters of cards, each rasterized once: lines are set from them, as type is."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from hubkit.cards.lines import MEASURED
from hubkit.cards.typefaces import Setting, Typeface, Typefaces

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST = 1000
"""How many letters of one size are kept: at most 10 MB of large ideographs."""
_SHADES = [round(value / 85) * 85 for value in range(256)]
"""The edge of a letter has two shades between paper and ink: more are not seen, and make files half as large again."""


class Sort(Struct, frozen=True):
    """One letter in one size, and where it stands beside the pen."""

    mask: "Image"
    left: int
    top: int


class Line(Struct, frozen=True):
    """A line of text, and where its base line begins."""

    setting: Setting
    text: str
    size: int
    ink: int
    x: float
    baseline: int


class Placed(Struct):
    """A line whose letters have their places, and the rows that it needs, the last of them not counted."""

    line: Line
    letters: list[tuple[Sort, int]]
    """With the column of the pen; none where a library sets the line."""
    top: int
    bottom: int

    @property
    def name(self) -> tuple[object, ...]:
        """What tells it from all other lines."""
        line, typeface = self.line, self.line.setting.typeface
        return line.text, line.size, line.ink, line.x, line.baseline, typeface.name, line.setting.wording.direction


class _Widths(dict[str, float]):
    """The widths of one or two letters of a font, at the size `MEASURED`, each measured once."""

    def __init__(self, measure: Callable[[str], float]) -> None:
        super().__init__()
        self._measure = measure

    def __missing__(self, letters: str) -> float:
        self[letters] = width = self._measure(letters)
        return width


class Sorts:
    """Sets lines letter by letter; those whose letters join or change places, as the library for them does it."""

    def __init__(self, typefaces: Typefaces) -> None:
        self._typefaces = typefaces
        self._widths: dict[str, _Widths] = {}
        self._cases: dict[tuple[str, int], dict[str, Sort | None]] = {}
        """By font and size."""

    def length(self, setting: Setting, text: str) -> float:
        """Return how wide a text is at the size `MEASURED`, where some pairs stand closer than others."""
        if setting.is_ordered:
            return self._typefaces.font(setting.typeface, MEASURED).getlength(text)
        widths = self._widths_of(setting.typeface)
        if len(text) < 2:
            return widths[text]
        return sum([widths[a + b] for a, b in pairwise(text)]) - sum([widths[a] for a in text[1:-1]])

    def placed(self, line: Line) -> Placed:
        """Return a line with its letters."""
        if line.setting.is_ordered:
            font = self._typefaces.font(line.setting.typeface, line.size)
            box = font.getbbox(line.text, anchor="ls", direction=line.setting.wording.direction)
            return Placed(line, [], line.baseline + int(box[1]) - 1, line.baseline + int(box[3]) + 1)
        letters = [*self._letters(line)]
        top = min([sort.top for sort, _ in letters], default=0)
        bottom = max([sort.top + sort.mask.height for sort, _ in letters], default=0)
        return Placed(line, letters, line.baseline + top, line.baseline + bottom)

    def put(self, image: "Image", placed: Placed, top: int) -> None:
        """Set a line on an image whose first row is `top`."""
        line, baseline = placed.line, placed.line.baseline - top
        if line.setting.is_ordered:
            from PIL import ImageDraw

            font, direction = self._typefaces.font(line.setting.typeface, line.size), line.setting.wording.direction
            ImageDraw.Draw(image).text((line.x, baseline), line.text, line.ink, font, "ls", direction=direction)
            return
        for sort, x in placed.letters:
            left, upper = x + sort.left, baseline + sort.top
            image.paste(line.ink, (left, upper, left + sort.mask.width, upper + sort.mask.height), sort.mask)

    def _letters(self, line: Line) -> Iterator[tuple[Sort, int]]:
        typeface, size, x = line.setting.typeface, line.size, line.x
        widths, case = self._widths_of(typeface), self._cases.setdefault((typeface.name, size), {})
        if len(case) >= _MOST:
            case.clear()
        for letter, following in zip(line.text, [*line.text[1:], ""], strict=True):
            if letter not in case:
                case[letter] = self._cast(typeface, size, letter)
            sort = case[letter]
            if sort is not None:
                yield sort, round(x)
            x += (widths[letter + following] - widths[following]) * size / MEASURED

    def _widths_of(self, typeface: Typeface) -> _Widths:
        if typeface.name not in self._widths:
            self._widths[typeface.name] = _Widths(self._typefaces.font(typeface, MEASURED).getlength)
        return self._widths[typeface.name]

    def _cast(self, typeface: Typeface, size: int, letter: str) -> Sort | None:
        from PIL import Image, ImageDraw

        font = self._typefaces.font(typeface, size)
        left, top, right, bottom = (round(edge) for edge in font.getbbox(letter, anchor="ls"))
        if right <= left or bottom <= top:
            return None
        mask: Any = Image.new("L", (right - left, bottom - top))  # Pillow types `point` in part only
        ImageDraw.Draw(mask).text((-left, -top), letter, fill=255, font=font, anchor="ls")
        return Sort(mask.point(_SHADES), left, top)
