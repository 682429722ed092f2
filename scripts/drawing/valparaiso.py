"""Valparaíso: hills of coloured houses with a funicular above the bay, and the cranes of the port at dusk."""
# ruff: noqa: S311 - the same picture on every run is the point

import math
from collections.abc import Callable
from random import Random

from PIL import Image

from drawing.canvas import FINISHED, WIDE, Canvas, mix

WALLS = ["#d9523f", "#f0a93b", "#2f9c95", "#3b74b3", "#e8d9b5", "#e27d93", "#7aa95c", "#f3efe2", "#b8584a", "#5fb4c9"]


def hills() -> Image.Image:
    """Return houses in many colours on steep hills above a bay, and a funicular between them."""
    canvas = Canvas(WIDE, [(0, "#3f86b5"), (0.2, "#7fb6cf"), (0.38, "#f6dcc0"), (0.46, "#ffd0a6"), (1, "#f0b48a")])
    canvas.glow(360, 270, 520, "#ffdca8", 0.8)
    _clouds(canvas)
    canvas.ridge([(0, 312), (240, 296), (520, 330), (1400, 334)], "#9fb0bd", 0.5, 3, "#d5c6bd")
    canvas.box(0, 328, 1400, 300, "#bcd4d8", to="#2a7f98")
    _bay(canvas)
    far = canvas.ridge(
        [(0, 640), (420, 540), (640, 400), (900, 262), (1180, 204), (1400, 236)], "#86938c", 0.8, 11, "#8f7f72"
    )
    _houses(canvas, far, 1, 21, (0, 1, 2, 4, 5, 7, 8, 10, 11), 0.5)
    canvas.mist(230, 640, "#ffd9b4", 0.42)
    middle = canvas.ridge(
        [(0, 452), (150, 424), (380, 540), (700, 606), (960, 486), (1200, 392), (1400, 352)],
        "#566d55",
        0.8,
        17,
        "#4d5648",
    )
    _houses(canvas, middle, 2, 36, (0, 1, 2.6, 3.6, 5.4), 0.22)
    canvas.mist(420, 720, "#f2b78f", 0.22)
    _funicular(canvas)
    near = canvas.ridge(
        [(0, 604), (220, 650), (480, 722), (760, 738), (1060, 676), (1400, 566)], "#3e4f42", 0.8, 23, "#2f3434"
    )
    _houses(canvas, near, 3, 66, (0, 1.25, 2.4), 0.0)
    _lamps(canvas)
    return canvas.finish(31, FINISHED, grain=2)


def _clouds(canvas: Canvas) -> None:
    random = Random(7)
    for _ in range(60):
        x, y = random.choice([(300, 110), (860, 70), (1180, 140)])
        canvas.oval(
            x + random.gauss(0, 110),
            y + random.gauss(0, 12),
            random.uniform(60, 190),
            random.uniform(8, 26),
            "#fff1e2",
            0.2,
        )
    canvas.soften(3, 0, 210)


def _bay(canvas: Canvas) -> None:
    random = Random(9)
    for _ in range(330):
        y = 332 + random.random() ** 1.4 * 260
        x = random.gauss(360, 90 + (y - 330) * 1.1)
        canvas.line(
            [(x, y), (x + random.uniform(6, 18 + (y - 330) * 0.24), y)], "#fff2da", 1.2, random.uniform(0.2, 0.7)
        )
    for x, y, size, colour in ((210, 372, 1.0, "#34495c"), (540, 350, 0.55, "#6d8090")):
        canvas.shape(
            [
                (x - 78 * size, y - 12 * size),
                (x + 86 * size, y - 12 * size),
                (x + 74 * size, y + 5 * size),
                (x - 70 * size, y + 5 * size),
            ],
            colour,
            to="#7b4440",
        )
        canvas.box(x - 62 * size, y - 38 * size, 24 * size, 27 * size, "#f3ece0")
        for stack in range(6):
            canvas.box(
                x + (-30 + stack * 17) * size,
                y - (25 + (stack * 7) % 12) * size,
                15 * size,
                (14 + (stack * 7) % 12) * size,
                WALLS[stack],
                0.9,
            )


def _houses(
    canvas: Canvas, height: Callable[[float], float], seed: int, size: float, rows: tuple[float, ...], fade: float
) -> None:
    random = Random(seed)
    for row in rows:
        x = random.uniform(-size, 0)
        while x < 1420:
            wide, tall = size * random.uniform(0.7, 1.5), size * random.uniform(0.8, 1.7)
            ground = height(min(max(x + wide / 2, 0), 1400)) + row * size * 0.82 + random.uniform(0, size * 0.35)
            gap = random.random()
            if gap < 0.16:
                _tree(canvas, random, x + wide / 2, ground, size, fade)
            elif ground < 830:
                _house(canvas, random, (x, ground, wide, tall), size, fade)
            x += wide * random.uniform(0.95, 1.25)


def _tree(canvas: Canvas, random: Random, x: float, ground: float, size: float, fade: float) -> None:
    for _ in range(4):
        green = mix(random.choice(["#4c7350", "#5f8a57", "#39614e"]), "#f2c7a0", fade)
        canvas.oval(
            x + random.gauss(0, size * 0.25), ground - size * random.uniform(0.2, 0.8), size * 0.7, size * 0.8, green
        )


def _house(canvas: Canvas, random: Random, area: tuple[float, float, float, float], size: float, fade: float) -> None:
    x, ground, wide, tall = area
    wall = mix(random.choice(WALLS), "#f7cfa9", fade)
    top = ground - tall
    canvas.box(x, top, wide, tall + size, wall, to=mix(wall, "#4a3a4c", 0.55))
    side = wide * random.uniform(0.2, 0.34)
    canvas.box(x + wide - side, top, side, tall + size, "#2b2540", 0.2)
    roof = mix(random.choice(["#8b8f96", "#a8503c", "#6c7580", "#b9b3a8"]), "#f7cfa9", fade)
    if random.random() < 0.55:
        canvas.shape(
            [(x - 2, top + 1), (x + wide / 2, top - size * 0.32), (x + wide + 2, top + 1)],
            roof,
            to=mix(roof, "#3b3040", 0.4),
        )
    else:
        canvas.box(x - 2, top - size * 0.09, wide + 4, size * 0.12, roof)
    pane = size * 0.17
    for floor in range(max(1, int(tall / (size * 0.55)))):
        for column in range(max(1, int(wide / (size * 0.42)))):
            lit = random.random() < 0.22
            glass = "#ffe29a" if lit else mix("#34445a", "#f7cfa9", fade)
            left, up = x + size * (0.14 + column * 0.4), top + size * (0.2 + floor * 0.5)
            if left + pane < x + wide - 2:
                canvas.box(
                    left - size * 0.03, up - size * 0.03, pane + size * 0.06, pane * 1.4 + size * 0.06, "#f6ecd9", 0.8
                )
                canvas.box(left, up, pane, pane * 1.4, glass)


def _funicular(canvas: Canvas) -> None:
    low, high = (610, 706), (938, 330)
    slope = (high[1] - low[1]) / (high[0] - low[0])
    for step in range(18):
        x = low[0] + (high[0] - low[0]) * step / 17
        y = low[1] + slope * (x - low[0])
        canvas.line([(x, y + 8), (x, y + 70)], "#4a3640", 3.2)
        canvas.line([(x, y + 66), (x + 19, y - 14)], "#4a3640", 1.6, 0.8)
    for side in (0, 13, 30, 43):
        canvas.line([(low[0] + side, low[1] + side * 0.25), (high[0] + side, high[1] + side * 0.25)], "#2f2733", 3)
        canvas.line(
            [(low[0] + side, low[1] + side * 0.25 - 1), (high[0] + side, high[1] + side * 0.25 - 1)], "#ffd9a8", 1, 0.8
        )
    _station(canvas, 905, 300)
    _cabin(canvas, 690, 706 + slope * 80, "#d5402f")
    _cabin(canvas, 868, 714 + slope * 258, "#e8b32f")


def _station(canvas: Canvas, x: float, y: float) -> None:
    canvas.box(x, y - 6, 108, 76, "#f2ead8", to="#a99083")
    canvas.shape([(x - 12, y - 4), (x + 54, y - 44), (x + 120, y - 4)], "#a8402f", to="#6f2f2c")
    for pane in range(4):
        canvas.box(x + 9 + pane * 24, y + 8, 17, 30, "#ffdf9a" if pane % 2 else "#41566b")
    canvas.line([(x + 54, y - 44), (x + 54, y - 76)], "#3b3040", 2)
    canvas.shape([(x + 55, y - 76), (x + 82, y - 70), (x + 55, y - 62)], "#d5402f")


def _cabin(canvas: Canvas, x: float, y: float, colour: str) -> None:
    canvas.shape([(x - 32, y + 30), (x + 34, y + 6), (x + 34, y + 16), (x - 32, y + 46)], "#2c2430")
    canvas.box(x - 34, y - 44, 70, 76, colour, to=mix(colour, "#5a2530", 0.5))
    canvas.box(x - 40, y - 52, 82, 10, "#f4ead6", to="#c4b29c")
    canvas.box(x - 34, y - 6, 70, 5, "#f6e8c8", 0.9)
    for pane in range(3):
        canvas.box(x - 29 + pane * 21, y - 36, 18, 26, "#fff0c4", to="#f3b774")
        canvas.oval(x - 20 + pane * 21, y - 15, 8, 10, "#3a2c38", 0.75 if pane != 1 else 0)
    canvas.glow(x, y - 24, 66, "#ffd890", 0.4)


def _lamps(canvas: Canvas) -> None:
    for x, y in ((96, 640), (330, 700), (1010, 690), (1210, 640), (1345, 590)):
        canvas.line([(x, y + 90), (x, y - 26)], "#241d2a", 3)
        canvas.oval(x, y - 30, 13, 13, "#fff2c9")
        canvas.glow(x, y - 30, 74, "#ffce7d", 0.75)


def port() -> Image.Image:
    """Return harbour cranes and a ship, dark against the sky at dusk, their lamps in the water."""
    canvas = Canvas(
        WIDE,
        [(0, "#22335f"), (0.22, "#5a4c86"), (0.42, "#c9607f"), (0.55, "#f98f66"), (0.66, "#ffc27a"), (1, "#ffd08a")],
    )
    canvas.glow(520, 520, 620, "#ffb05c", 0.8)
    canvas.oval(520, 505, 92, 92, "#fff0c4")
    _streaks(canvas)
    canvas.ridge([(0, 470), (360, 512), (900, 520), (1140, 470), (1400, 412)], "#8a5478", 0.8, 13, "#d97f70")
    canvas.box(0, 522, 1400, 12, "#2a2038")
    for x, size in ((1160, 0.82), (960, 0.9), (700, 1.0), (250, 1.12)):
        _crane(canvas, x, 526, size)
    _ship(canvas)
    canvas.mirror(534, 788, 0.62, "#3b3a63")
    canvas.mist(640, 788, "#1d2146", 0.6)
    _shine(canvas)
    return canvas.finish(32, FINISHED, grain=3)


def _streaks(canvas: Canvas) -> None:
    random = Random(15)
    for _ in range(70):
        y = random.uniform(90, 430)
        canvas.oval(
            random.uniform(0, 1400),
            y,
            random.uniform(120, 420),
            random.uniform(3, 12),
            mix("#f3a08c", "#ffd9a0", y / 430),
            0.22,
        )
    canvas.soften(2.5, 60, 460)
    for number in range(9):
        x, y = 880 + number * 34 + 12 * math.sin(number * 2), 190 + abs(number - 4) * 14
        canvas.line([(x - 11, y - 5), (x, y), (x + 11, y - 5)], "#2a2140", 2)


def _crane(canvas: Canvas, x: float, ground: float, size: float) -> None:
    dark = "#2b1f3a"

    def beam(x0: float, y0: float, x1: float, y1: float, width: float) -> None:
        canvas.line([(x + x0 * size, ground + y0 * size), (x + x1 * size, ground + y1 * size)], dark, width * size)

    for x0, x1 in ((-52, -40), (52, 40)):
        beam(x0, 0, x1, -230, 9)
    beam(-48, -90, 48, -90, 7)
    beam(-44, -170, 44, -90, 4)
    beam(-150, -226, 250, -226, 10)
    beam(-150, -212, 250, -212, 4)
    for step in range(20):
        beam(-150 + step * 20, -226, -140 + step * 20, -212, 2)
    beam(-40, -230, -6, -330, 7)
    beam(40, -230, -6, -330, 6)
    beam(-6, -328, 236, -228, 3)
    beam(-6, -328, 130, -228, 2.4)
    beam(-6, -328, -140, -228, 3)
    canvas.box(x - 132 * size, ground - 262 * size, 62 * size, 36 * size, dark)
    beam(150, -212, 150, -150, 2)
    canvas.box(x + 122 * size, ground - 150 * size, 58 * size, 24 * size, "#b5453a")
    for lamp_x, lamp_y in ((246, -222), (-6, -332), (-46, -96), (46, -96)):
        canvas.glow(x + lamp_x * size, ground + lamp_y * size, 44, "#ffd98f", 0.9)
        canvas.oval(x + lamp_x * size, ground + lamp_y * size, 6, 6, "#fff4d0")


def _ship(canvas: Canvas) -> None:
    random = Random(21)
    canvas.shape([(360, 470), (930, 470), (968, 448), (938, 536), (392, 536)], "#231a33", to="#5a2c3c")
    for column in range(15):
        for level in range(random.randint(2, 5)):
            colour = mix(random.choice(["#b5453a", "#2f6f86", "#c98a3a", "#3f5a86", "#8a4a66"]), "#3a2440", 0.4)
            canvas.box(478 + column * 29, 450 - level * 20, 27, 18, colour, to=mix(colour, "#1d1530", 0.4))
    canvas.box(392, 372, 66, 98, "#d9b9ac", to="#6a4a60")
    canvas.box(382, 366, 86, 12, "#e8cdbb")
    for row in range(4):
        for pane in range(5):
            canvas.box(399 + pane * 11, 386 + row * 19, 7, 8, "#ffe3a0" if (row + pane) % 3 else "#4a3a56")
    canvas.line([(425, 366), (425, 322)], "#2b1f3a", 3)
    canvas.glow(425, 322, 40, "#ff8f7a", 0.9)


def _shine(canvas: Canvas) -> None:
    random = Random(27)
    for _ in range(300):
        depth = random.random() ** 1.3
        y = 540 + depth * 240
        x = random.gauss(520, 40 + depth * 130)
        canvas.line(
            [(x, y), (x + random.uniform(10, 50) * (0.4 + depth), y)],
            "#ffdf9f",
            0.9 + depth * 1.5,
            random.uniform(0.2, 0.7),
        )
