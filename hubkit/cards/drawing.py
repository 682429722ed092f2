"""Draws a card: the title on the brand's colour, when and where on a strip of paper at its foot."""

import io
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from hubkit.cards.card import Card, Colours, Shape
from hubkit.cards.lines import LEADING, MEASURED, Fitted, fitted
from hubkit.cards.typefaces import Setting, Typefaces

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

VERSION = "1"
_STEP = 16
"""Cards are drawn in grey, half of it for each ground, and then have 16 colours: 8 from each ground to its ink."""
_GROUND, _MARK, _SOFT, _INK = 0, 16, 96, 112
_PAPER, _PAPER_SOFT, _PAPER_INK = 128, 208, 240
_FACT = 0.8
"""The size of the second line at the foot, in that of the first."""
_SMALLEST = 0.6
_ASCENT = 0.86
"""Where a line stands, below its top, in the size of its letters."""


class _Canvas(Struct):
    """What a card is drawn on."""

    draw: "ImageDraw"
    card: Card
    shape: Shape
    typefaces: Typefaces

    @property
    def room(self) -> int:
        """The longest line."""
        return self.shape.width - 2 * self.shape.margin

    def line(self, setting: Setting, text: str, size: int, baseline: float, ink: int) -> None:
        """Draw one line from the side where the page begins."""
        is_left = self.card.direction == "ltr"
        x = self.shape.margin if is_left else self.shape.width - self.shape.margin
        font = self.typefaces.font(setting.typeface, size)
        # Without FriBidi Pillow takes no direction, and such texts need none.
        direction = setting.wording.direction if setting.is_ordered else None
        anchor = "ls" if is_left else "rs"
        self.draw.text((x, round(baseline)), text, fill=ink, font=font, anchor=anchor, direction=direction)

    def fit(self, setting: Setting, height: int, sizes: Sequence[int]) -> Fitted:
        """Return a text in lines as wide as the card."""
        font = self.typefaces.font(setting.typeface, MEASURED)
        return fitted(setting.text, font.getlength, self.room, height, sizes)

    def one_line(self, setting: Setting, size: int, baseline: float, ink: int) -> None:
        """Draw a text on one line, smaller or cut where it is long."""
        if self.typefaces.font(setting.typeface, size).getlength(setting.text) <= self.room:
            self.line(setting, setting.text, size, baseline, ink)
            return
        fit = self.fit(setting, 1, range(size - 2, int(size * _SMALLEST), -2))
        self.line(setting, fit.lines[0], fit.size, baseline, ink)


def drawn(card: Card, colours: Colours, shape: Shape, typefaces: Typefaces) -> bytes:
    """Return a card as a PNG of 16 colours; raises `Undrawable` where a text could only be drawn wrongly.

    The same words, colours, fonts and Pillow make the same bytes.
    """
    from PIL import Image, ImageDraw

    over = typefaces.setting(card.over) if card.over else None
    title = typefaces.setting(card.title)
    facts = [typefaces.setting(each) for each in card.facts]
    grey = Image.new("L", (shape.width, shape.height), _GROUND)
    canvas = _Canvas(ImageDraw.Draw(grey), card, shape, typefaces)
    _mark(canvas)
    foot = shape.height - shape.foot if facts else shape.height
    canvas.draw.rectangle((0, foot, shape.width, shape.height), fill=_PAPER)
    top = shape.margin
    if over:
        canvas.one_line(over, shape.small, top + shape.small * _ASCENT, _SOFT)
        top += round(shape.small * 1.9)
    _title(canvas, title, top, foot - shape.margin // 2)
    _facts(canvas, facts, foot)
    return _encoded(grey, colours)


def _mark(canvas: _Canvas) -> None:
    """Draw rings about a point in the corner where no line begins: a hub."""
    shape = canvas.shape
    x = shape.width if canvas.card.direction == "ltr" else 0
    for part in (0.39, 0.26, 0.13):
        radius = shape.width * part
        box = (x - radius, -radius, x + radius, radius)
        canvas.draw.ellipse(box, outline=_MARK, width=round(shape.width * 0.04))


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


def _encoded(grey: Any, colours: Colours) -> bytes:
    levels = grey.point([min(value + _STEP // 2, 255) // _STEP for value in range(256)])
    levels.putpalette([*_ramp(colours.ground, colours.ink), *_ramp(colours.paper, colours.paper_ink)])
    target = io.BytesIO()
    # Of all ways to pack, this one is the quickest here, and makes the smallest file.
    levels.save(target, "PNG", bits=4, compress_level=1, compress_type=zlib.Z_RLE)
    return target.getvalue()


def _ramp(ground: str, ink: str) -> list[int]:
    """Return eight colours from a ground to its ink, as red, green and blue."""
    first, last = bytes.fromhex(ground[1:]), bytes.fromhex(ink[1:])
    return [round(a + (b - a) * step / 7) for step in range(8) for a, b in zip(first, last, strict=True)]
