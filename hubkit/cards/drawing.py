"""Draws a card: the title on the brand's colour, when and where on a strip of paper at its foot."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from hubkit.cards.card import Card, Colours, Shape
from hubkit.cards.lines import LEADING, MEASURED, Fitted, fitted
from hubkit.cards.png import UNFILTERED, Band, band, png
from hubkit.cards.sorts import Line, Placed, Sorts
from hubkit.cards.typefaces import Setting, Typefaces

if TYPE_CHECKING:
    from PIL.Image import Image

_GROUND, _MARK, _SOFT, _INK = 0, 1, 6, 7
_PAPER, _PAPER_SOFT, _PAPER_INK = 8, 13, 15
"""Points are numbers of colours: 8 from each ground to its ink, so that an edge is a number between."""
_FACT = 0.8
"""The size of the second line at the foot, in that of the first."""
_SMALLEST = 0.6
_ASCENT = 0.86
"""Where a line stands, below its top, in the size of its letters."""
_MOST = 2000
"""How many bands are kept: about 8 MB."""


class Drawer:
    """Draws the cards of a site; letters, grounds and what cards have in common are made once."""

    def __init__(self, typefaces: Typefaces) -> None:
        self.typefaces = typefaces
        self._sorts = Sorts(typefaces)
        self._grounds: dict[tuple[str, str, bool], Image] = {}
        self._bands: dict[tuple[object, ...], Band] = {}

    def drawn(self, card: Card, colours: Colours, shape: Shape) -> bytes:
        """Return a card as a PNG of 16 colours; raises `Undrawable` where a text could only be drawn wrongly.

        The same words, colours, fonts, Pillow and zlib make the same bytes.
        """
        layout = _Layout(card, shape, self._sorts)
        over = self.typefaces.setting(card.over) if card.over else None
        title = self.typefaces.setting(card.title)
        lines = [*layout.lines(over, title, [self.typefaces.setting(each) for each in card.facts])]
        palette = _ramp(colours.ground, colours.ink) + _ramp(colours.paper, colours.paper_ink)
        return png(shape.width, shape.height, palette, [*self._stacked(card, shape, lines)])

    def _stacked(self, card: Card, shape: Shape, lines: Sequence[Line]) -> Iterator[Band]:
        """Yield the bands of a card: those of lines that share rows, and what is between them."""
        end = 0
        for group in _grouped([self._sorts.placed(line) for line in lines]):
            top, bottom = min(each.top for each in group), max(each.bottom for each in group)
            yield from self._band(card, shape, end, top, [])
            yield from self._band(card, shape, top, bottom, group)
            end = bottom
        yield from self._band(card, shape, end, shape.height, [])

    def _band(self, card: Card, shape: Shape, top: int, bottom: int, lines: Sequence[Placed]) -> Iterator[Band]:
        if bottom <= top:
            return
        kind = (shape.name, card.direction, bool(card.facts))
        key = (*kind, top, bottom, *(each.name for each in lines))
        if key not in self._bands:
            if len(self._bands) >= _MOST:
                self._bands.clear()
            if kind not in self._grounds:
                self._grounds[kind] = _ground(card, shape)
            image = self._grounds[kind].crop((0, top, UNFILTERED + shape.width, bottom))
            for each in lines:
                self._sorts.put(image, each, top)
            self._bands[key] = band(image.tobytes("raw", "P;4"))
        yield self._bands[key]


def _grouped(lines: Sequence[Placed]) -> list[list[Placed]]:
    """Return lines in groups: those that share rows together."""
    found: list[list[Placed]] = []
    for line in lines:
        group = [line]
        while found and min(each.top for each in group) < max(each.bottom for each in found[-1]):
            group = found.pop() + group
        found.append(group)
    return found


class _Layout(Struct):
    """Where the lines of a card stand."""

    card: Card
    shape: Shape
    sorts: Sorts

    def lines(self, over: Setting | None, title: Setting, facts: Sequence[Setting]) -> Iterator[Line]:
        """Yield all lines, from top to bottom."""
        shape = self.shape
        foot = shape.height - shape.foot if facts else shape.height
        top = shape.margin
        if over:
            yield self._one(over, shape.small, top + shape.small * _ASCENT, _SOFT)
            top += round(shape.small * 1.9)
        yield from self._title(title, top, foot - shape.margin // 2)
        yield from self._facts(facts, foot)

    def _title(self, title: Setting, top: int, bottom: int) -> Iterator[Line]:
        fit = self._fit(title, bottom - top, self.shape.titles)
        height = fit.size * LEADING
        start = top + (bottom - top - height * len(fit.lines)) / 2
        for number, text in enumerate(fit.lines):
            yield self._line(title, text, fit.size, start + number * height + fit.size * _ASCENT, _INK)

    def _facts(self, facts: Sequence[Setting], top: int) -> Iterator[Line]:
        shape = self.shape
        sizes = [shape.small, *(round(shape.small * _FACT) for _ in facts[1:])]
        heights = [size * 1.5 for size in sizes]
        start = top + (shape.foot - sum(heights[: len(facts)])) / 2
        for number, fact in enumerate(facts):
            baseline = start + sum(heights[:number]) + heights[number] * 0.68
            yield self._one(fact, sizes[number], baseline, _PAPER_SOFT if number else _PAPER_INK)

    def _one(self, setting: Setting, size: int, baseline: float, ink: int) -> Line:
        """Return a text on one line, smaller or cut where it is long."""
        if self.sorts.length(setting, setting.text) * size <= self._room * MEASURED:
            return self._line(setting, setting.text, size, baseline, ink)
        fit = self._fit(setting, 1, range(size - 2, int(size * _SMALLEST), -2))
        return self._line(setting, fit.lines[0], fit.size, baseline, ink)

    def _line(self, setting: Setting, text: str, size: int, baseline: float, ink: int) -> Line:
        """Return a line that begins at the side where the page does."""
        start = float(UNFILTERED + self.shape.margin)
        if self.card.direction == "rtl":
            start += self._room - self.sorts.length(setting, text) * size / MEASURED
        return Line(setting, text, size, ink, start, round(baseline))

    def _fit(self, setting: Setting, height: int, sizes: Sequence[int]) -> Fitted:
        return fitted(setting.text, lambda text: self.sorts.length(setting, text), self._room, height, sizes)

    @property
    def _room(self) -> int:
        """The longest line."""
        return self.shape.width - 2 * self.shape.margin


def _ground(card: Card, shape: Shape) -> "Image":
    """Return a card without words: rings about a point in the corner where no line begins, a hub; and the strip."""
    from PIL import Image, ImageDraw

    image = Image.new("P", (UNFILTERED + shape.width, shape.height), _GROUND)
    draw = ImageDraw.Draw(image)
    x = UNFILTERED + (shape.width if card.direction == "ltr" else 0)
    for part in (0.39, 0.26, 0.13):
        radius = shape.width * part
        box = (x - radius, -radius, x + radius, radius)
        draw.ellipse(box, outline=_MARK, width=round(shape.width * 0.04))
    if card.facts:
        draw.rectangle((0, shape.height - shape.foot, *image.size), fill=_PAPER)
    draw.rectangle((0, 0, UNFILTERED - 1, shape.height), fill=0)
    return image


def _ramp(ground: str, ink: str) -> bytes:
    """Return eight colours from a ground to its ink, as red, green and blue."""
    first, last = bytes.fromhex(ground[1:]), bytes.fromhex(ink[1:])
    return bytes(round(a + (b - a) * step / 7) for step in range(8) for a, b in zip(first, last, strict=True))
