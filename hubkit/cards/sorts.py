"""The letters of cards, each rasterized once: a card is set from them, as type is."""

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from hubkit.cards.lines import MEASURED
from hubkit.cards.typefaces import Setting, Typeface, Typefaces

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST = 4000
"""How many letters are kept: about 30 MB of large ideographs."""
_SHADES = [round(value / 85) * 85 for value in range(256)]
"""The edge of a letter has two shades between paper and ink: more are not seen, and make files half as large again."""


class Sort(Struct, frozen=True):
    """One letter in one size, and where it stands beside the pen."""

    mask: "Image"
    left: int
    top: int


class _Widths(dict[str, float]):
    """The widths of one or two letters of a font, at the size `MEASURED`, each measured once."""

    def __init__(self, measure: Callable[[str], float]) -> None:
        super().__init__()
        self._measure = measure

    def __missing__(self, letters: str) -> float:
        self[letters] = width = self._measure(letters)
        return width


class Sorts:
    """Sets texts whose letters stand beside each other as they are; those that join or change places need a library."""

    def __init__(self, typefaces: Typefaces) -> None:
        self._typefaces = typefaces
        self._widths: dict[tuple[object, int], _Widths] = {}
        self._sorts: dict[tuple[object, int, int, str], Sort | None] = {}

    def length(self, typeface: Typeface, text: str) -> float:
        """Return how wide a text is at the size `MEASURED`, where some pairs stand closer than others."""
        widths = self._widths_of(typeface)
        if len(text) < 2:
            return widths[text]
        return sum([widths[a + b] for a, b in pairwise(text)]) - sum([widths[a] for a in text[1:-1]])

    def put(self, image: "Image", setting: Setting, text: str, size: int, pen: tuple[float, int], ink: int) -> None:
        """Set a line from `pen`, the left end of its base line."""
        widths = self._widths_of(setting.typeface)
        x, baseline = pen
        for letter, following in zip(text, [*text[1:], ""], strict=True):
            sort = self._sort(setting.typeface, size, letter)
            if sort is not None:
                left, top = round(x) + sort.left, baseline + sort.top
                image.paste(ink, (left, top, left + sort.mask.width, top + sort.mask.height), sort.mask)
            x += (widths[letter + following] - widths[following]) * size / MEASURED

    def _widths_of(self, typeface: Typeface) -> _Widths:
        key = (typeface.file, typeface.index)
        if key not in self._widths:
            self._widths[key] = _Widths(self._typefaces.font(typeface, MEASURED).getlength)
        return self._widths[key]

    def _sort(self, typeface: Typeface, size: int, letter: str) -> Sort | None:
        key = (typeface.file, typeface.index, size, letter)
        if key not in self._sorts:
            if len(self._sorts) >= _MOST:
                self._sorts.clear()
            self._sorts[key] = self._cast(typeface, size, letter)
        return self._sorts[key]

    def _cast(self, typeface: Typeface, size: int, letter: str) -> Sort | None:
        from PIL import Image, ImageDraw

        font = self._typefaces.font(typeface, size)
        left, top, right, bottom = (round(edge) for edge in font.getbbox(letter, anchor="ls"))
        if right <= left or bottom <= top:
            return None
        mask: Any = Image.new("L", (right - left, bottom - top))  # Pillow types `point` in part only
        ImageDraw.Draw(mask).text((-left, -top), letter, fill=255, font=font, anchor="ls")
        return Sort(mask.point(_SHADES), left, top)
