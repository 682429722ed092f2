"""What belongs to no city: a magic lantern in a dark room, and the logo of a sponsor."""
# ruff: noqa: S311 - the same picture on every run is the point

import math
from random import Random

from PIL import Image

from drawing.canvas import FINISHED, WIDE, Canvas, mix


def magic_lantern() -> Image.Image:
    """Return a brass lantern that throws a row of roofs on a wall, and the heads of those who look."""
    canvas = Canvas(WIDE, [(0, "#1b1626"), (0.6, "#2a2030"), (1, "#130f1a")])
    canvas.shape([(760, -10), (1410, -10), (1410, 640), (760, 560)], "#3a2b38", to="#2a1f2c")
    canvas.shape([(-10, 690), (760, 556), (1410, 636), (1410, 800), (-10, 800)], "#2a1c22", to="#120c14")
    for number in range(26):
        share = number / 25
        canvas.shape([(398, 404 - 4), (1070, 40 + share * 120), (1070, 560 - share * 120), (398, 412)], "#ffb35e", 0.02)
    _picture(canvas, 1080, 300)
    canvas.glow(1080, 300, 430, "#ffb765", 0.4)
    _dust(canvas)
    _table(canvas)
    _lantern(canvas, 250, 420)
    _heads(canvas)
    return canvas.finish(51, FINISHED, grain=3, vignette=0.25)


def _picture(canvas: Canvas, x: float, y: float) -> None:
    canvas.glow(x, y, 360, "#ffcf8f", 0.55)
    canvas.oval(x, y, 520, 520, "#ffe9bd", to="#ffc074")
    canvas.oval(x + 96, y - 96, 96, 96, "#fff6d2")
    canvas.glow(x + 96, y - 96, 120, "#ffe9b0", 0.5)
    random = Random(18)
    for row, (level, colour) in enumerate(((40, "#e2a468"), (90, "#b56f4c"), (150, "#6b3c38"))):
        left = -252.0
        while left < 250:
            wide, tall = random.uniform(22, 50), random.uniform(20, 96 - row * 8)
            reach = 254
            top, floor = y + level - tall, y + 262
            shape = [(x + left, floor), (x + left, top)]
            if random.random() < 0.6:
                shape.append((x + left + wide / 2, top - wide * 0.45))
            shape += [(x + left + wide, top), (x + left + wide, floor)]
            inside = [(px, min(py, y + max(0.0, reach**2 - (px - x) ** 2) ** 0.5)) for px, py in shape]
            canvas.shape(inside, colour, to=mix(colour, "#3a2028", 0.3))
            left += wide
    for width, colour in ((10, "#2a1f2c"), (3, "#ffdca0")):
        ring = [(x + 264 * cos, y + 264 * sin) for cos, sin in _circle()]
        canvas.line(ring, colour, width, 0.8 if width == 3 else 1)


def _circle() -> list[tuple[float, float]]:
    return [(math.cos(step * math.pi / 90), math.sin(step * math.pi / 90)) for step in range(182)]


def _dust(canvas: Canvas) -> None:
    random = Random(33)
    for _ in range(130):
        share = random.random()
        x, y = 410 + share * 640, 404 - share * 100 + random.uniform(-1, 1) * share * 230
        size = random.uniform(1.2, 3.4)
        canvas.oval(x, y, size, size, "#ffeac2", random.uniform(0.15, 0.6))


def _table(canvas: Canvas) -> None:
    canvas.shape([(40, 566), (470, 566), (520, 606), (0, 606)], "#7a4a30", to="#4f2d22")
    canvas.box(0, 606, 520, 16, "#3a2019")
    for x in (36, 452):
        canvas.box(x, 622, 26, 190, "#351d18", to="#1a0f10")
    for book, (y, colour) in enumerate(((548, "#7f3b36"), (530, "#3f5f63"))):
        canvas.box(62 + book * 8, y, 92 - book * 10, 18, colour, to=mix(colour, "#000000", 0.4))


def _lantern(canvas: Canvas, x: float, y: float) -> None:
    brass, dark = "#e0a74c", "#7a4c1e"
    canvas.shape([(x - 84, y + 146), (x + 92, y + 146), (x + 76, y + 118), (x - 68, y + 118)], brass, to=dark)
    canvas.box(x - 70, y - 70, 140, 190, "#b9462f", to="#5c1f1d")
    canvas.box(x - 76, y - 78, 152, 14, brass, to=dark)
    canvas.box(x - 76, y + 108, 152, 14, brass, to=dark)
    canvas.shape([(x - 56, y - 78), (x - 34, y - 116), (x + 34, y - 116), (x + 56, y - 78)], brass, to=dark)
    canvas.box(x - 28, y - 178, 56, 64, brass, to=dark)
    canvas.shape([(x - 46, y - 176), (x - 24, y - 208), (x + 24, y - 208), (x + 46, y - 176)], "#f0c06a", to=dark)
    canvas.box(x + 70, y - 52, 34, 74, brass, to=dark)
    canvas.box(x + 104, y - 40, 30, 50, "#f0c06a", to=dark)
    canvas.box(x + 134, y - 46, 14, 62, brass, to=dark)
    canvas.oval(x + 148, y - 15, 18, 58, "#fff6da")
    canvas.glow(x + 150, y - 15, 150, "#ffd894", 0.95)
    canvas.oval(x - 4, y + 16, 66, 66, brass, to=dark)
    canvas.oval(x - 4, y + 16, 50, 50, "#ffb35a", to="#ff7f3a")
    canvas.glow(x - 4, y + 16, 90, "#ffa04a", 0.7)
    for level in range(3):
        canvas.box(x - 50 + level * 34, y - 50, 22, 5, "#ffd894", 0.8)
    canvas.box(x - 66, y - 64, 8, 172, "#ffd9a0", 0.18)


def _heads(canvas: Canvas) -> None:
    for x, y, size in (
        (560, 700, 1.0),
        (700, 726, 1.16),
        (850, 706, 1.04),
        (1010, 730, 1.2),
        (1170, 704, 1.0),
        (1310, 730, 1.18),
    ):
        dark = "#120d18"
        canvas.oval(x, y - 40 * size, 74 * size, 88 * size, "#d98f4f", 0.5)
        canvas.oval(x - 3, y - 37 * size, 73 * size, 86 * size, dark)
        canvas.oval(x, y + 84 * size, 196 * size, 180 * size, "#a86a40", 0.45)
        canvas.oval(x - 3, y + 88 * size, 196 * size, 180 * size, dark)
    canvas.oval(703, 634, 44, 44, "#d98f4f", 0.5)
    canvas.oval(701, 636, 43, 43, "#120d18")


def paper_logo() -> Image.Image:
    """Return the logo of Tagus Paper Co.: three folded waves below a sun, on white."""
    canvas = Canvas((480, 240), [(0, "#ffffff"), (1, "#ffffff")])
    canvas.oval(240, 74, 84, 84, "#f2a33a")
    for number, (colour, shade) in enumerate((("#9fc9d6", "#7fb3c4"), ("#4f9bb3", "#3a8299"), ("#1f6580", "#154d63"))):
        y = 92 + number * 34
        for fold in range(8):
            x = 40 + fold * 50
            up = fold % 2 == 0
            one, other = (y + 26, y) if up else (y, y + 26)
            canvas.shape([(x, one), (x + 50, other), (x + 50, other + 30), (x, one + 30)], colour if up else shade)
    return canvas.finish(0, (480, 240), grain=0, vignette=0).quantize(32).convert("P")
