"""Draws a card: the title on the brand's colour, when and where on a strip of paper at its foot."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from hubkit.cards.card import Card, Colours, Shape
from hubkit.cards.lines import LEADING, MEASURED, Fitted, fitted
from hubkit.cards.png import png
from hubkit.cards.sorts import Sorts
from hubkit.cards.typefaces import Setting, Typefaces

if TYPE_CHECKING:
    from PIL.Image import Image

VERSION = "2"
_GROUND, _MARK, _SOFT, _INK = 0, 1, 6, 7
_PAPER, _PAPER_SOFT, _PAPER_INK = 8, 13, 15
"""Points are numbers of colours: 8 from each ground to its ink, so that an edge is a number between."""
_FACT = 0.8
"""The size of the second line at the foot, in that of the first."""
_SMALLEST = 0.6
_ASCENT = 0.86
"""Where a line stands, below its top, in the size of its letters."""


class Drawer:
    """Draws the cards of a site; letters and grounds are made once."""

    def __init__(self, typefaces: Typefaces) -> None:
        self.typefaces = typefaces
        self._sorts = Sorts(typefaces)
        self._grounds: dict[tuple[str, str, bool], Image] = {}

    def drawn(self, card: Card, colours: Colours, shape: Shape) -> bytes:
        """Return a card as a PNG of 16 colours; raises `Undrawable` where a text could only be drawn wrongly.

        The same words, colours, fonts, Pillow and zlib make the same bytes.
        """
        over = self.typefaces.setting(card.over) if card.over else None
        title = self.typefaces.setting(card.title)
        facts = [self.typefaces.setting(each) for each in card.facts]
        canvas = _Canvas(self._ground(card, shape), card, shape, self.typefaces, self._sorts)
        foot = shape.height - shape.foot if facts else shape.height
        top = shape.margin
        if over:
            canvas.one_line(over, shape.small, top + shape.small * _ASCENT, _SOFT)
            top += round(shape.small * 1.9)
        _title(canvas, title, top, foot - shape.margin // 2)
        _facts(canvas, facts, foot)
        palette = _ramp(colours.ground, colours.ink) + _ramp(colours.paper, colours.paper_ink)
        canvas.image.putpalette(palette)
        return png(shape.width, shape.height, palette, canvas.image.tobytes("raw", "P;4"))

    def _ground(self, card: Card, shape: Shape) -> "Image":
        key = (shape.name, card.direction, bool(card.facts))
        if key not in self._grounds:
            self._grounds[key] = _ground(card, shape)
        return self._grounds[key].copy()


class _Canvas(Struct):
    """What a card is drawn on."""

    image: "Image"
    card: Card
    shape: Shape
    typefaces: Typefaces
    sorts: Sorts

    @property
    def room(self) -> int:
        """The longest line."""
        return self.shape.width - 2 * self.shape.margin

    def length(self, setting: Setting, text: str) -> float:
        """Return how wide a text is at the size `MEASURED`."""
        if setting.is_ordered:
            return self.typefaces.font(setting.typeface, MEASURED).getlength(text)
        return self.sorts.length(setting.typeface, text)

    def line(self, setting: Setting, text: str, size: int, baseline: float, ink: int) -> None:
        """Draw one line from the side where the page begins."""
        from PIL import ImageDraw

        is_left = self.card.direction == "ltr"
        edge, y = self.shape.margin if is_left else self.shape.width - self.shape.margin, round(baseline)
        if not setting.is_ordered:
            start = edge if is_left else edge - self.length(setting, text) * size / MEASURED
            self.sorts.put(self.image, setting, text, size, (start, y), ink)
            return
        font = self.typefaces.font(setting.typeface, size)
        draw, anchor = ImageDraw.Draw(self.image), "ls" if is_left else "rs"
        draw.text((edge, y), text, fill=ink, font=font, anchor=anchor, direction=setting.wording.direction)

    def fit(self, setting: Setting, height: int, sizes: Sequence[int]) -> Fitted:
        """Return a text in lines as wide as the card."""
        return fitted(setting.text, lambda text: self.length(setting, text), self.room, height, sizes)

    def one_line(self, setting: Setting, size: int, baseline: float, ink: int) -> None:
        """Draw a text on one line, smaller or cut where it is long."""
        if self.length(setting, setting.text) * size <= self.room * MEASURED:
            self.line(setting, setting.text, size, baseline, ink)
            return
        fit = self.fit(setting, 1, range(size - 2, int(size * _SMALLEST), -2))
        self.line(setting, fit.lines[0], fit.size, baseline, ink)


def _ground(card: Card, shape: Shape) -> "Image":
    """Return a card without words: rings about a point in the corner where no line begins, a hub; and the strip."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (shape.width, shape.height), _GROUND)
    draw = ImageDraw.Draw(image)
    x = shape.width if card.direction == "ltr" else 0
    for part in (0.39, 0.26, 0.13):
        radius = shape.width * part
        box = (x - radius, -radius, x + radius, radius)
        draw.ellipse(box, outline=_MARK, width=round(shape.width * 0.04))
    if card.facts:
        draw.rectangle((0, shape.height - shape.foot, shape.width, shape.height), fill=_PAPER)
    return image


def _title(canvas: _Canvas, title: Setting, top: int, bottom: int) -> None:
    fit = canvas.fit(title, bottom - top, canvas.shape.titles)
    height = fit.size * LEADING
    start = top + (bottom - top - height * len(fit.lines)) / 2
    for number, text in enumerate(fit.lines):
        canvas.line(title, text, fit.size, start + number * height + fit.size * _ASCENT, _INK)


def _facts(canvas: _Canvas, facts: Sequence[Setting], top: int) -> None:
    shape = canvas.shape
    sizes = [shape.small, *(round(shape.small * _FACT) for _ in facts[1:])]
    heights = [size * 1.5 for size in sizes]
    start = top + (shape.foot - sum(heights[: len(facts)])) / 2
    for number, fact in enumerate(facts):
        baseline = start + sum(heights[:number]) + heights[number] * 0.68
        canvas.one_line(fact, sizes[number], baseline, _PAPER_SOFT if number else _PAPER_INK)


def _ramp(ground: str, ink: str) -> bytes:
    """Return eight colours from a ground to its ink, as red, green and blue."""
    first, last = bytes.fromhex(ground[1:]), bytes.fromhex(ink[1:])
    return bytes(round(a + (b - a) * step / 7) for step in range(8) for a, b in zip(first, last, strict=True))
