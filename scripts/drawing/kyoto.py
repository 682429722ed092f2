"""Kyoto: a pagoda at dusk above a lane of lanterns, and the river at dawn."""
# ruff: noqa: S311 - the same picture on every run is the point

import math
from random import Random

from PIL import Image

from drawing.canvas import FINISHED, WIDE, Canvas, mix


def dusk() -> Image.Image:
    """Return a five-storeyed pagoda before layers of hills, with a lane of lanterns below."""
    canvas = Canvas(
        WIDE,
        [(0, "#1c2148"), (0.28, "#4a3a72"), (0.48, "#b3557a"), (0.6, "#f0906a"), (0.72, "#ffd196"), (1, "#ffd9a8")],
    )
    canvas.glow(930, 500, 560, "#ff9d5c", 0.75)
    _stars(canvas)
    canvas.oval(330, 150, 74, 74, "#fff3d6", 0.95)
    canvas.glow(330, 150, 230, "#ffe2b0", 0.45)
    for number, (level, colour) in enumerate([(455, "#b4647f"), (490, "#8c4a72"), (530, "#653a66")]):
        shift = (0, 190, -120)[number]
        peaks = [(0, 70), (230, -10), (520, 74), (800, -24), (1130, 46), (1400, 96)]
        outline = [(x + (shift if 0 < x < 1400 else 0), level - rise * (1 - number * 0.25)) for x, rise in peaks]
        canvas.ridge(outline, colour, 1.3, 31 + number, mix(colour, "#ffb184", 0.35))
        canvas.mist(level + 10, level + 90, "#ffb58c", 0.34)
    canvas.ridge([(0, 590), (420, 560), (760, 520), (1010, 512), (1400, 580)], "#47305c", 0.9, 77, "#33244c")
    _trees(canvas)
    _pagoda(canvas, 905, 540)
    canvas.mist(520, 660, "#e88470", 0.28)
    _roofs(canvas, 628, "#3a284f", "#2b1f40", 5, 0.8)
    _roofs(canvas, 694, "#2a1d3c", "#1d1530", 9, 1.0)
    _lane(canvas)
    _branch(canvas)
    return canvas.finish(41, FINISHED, grain=3.5)


def _stars(canvas: Canvas) -> None:
    random = Random(4)
    for _ in range(70):
        x, y, size = random.uniform(0, 1400), random.uniform(0, 230), random.choice([1.4, 2.0, 2.6])
        canvas.oval(x, y, size, size, "#fff2dd", random.uniform(0.2, 0.8))


def _trees(canvas: Canvas) -> None:
    random = Random(12)
    for _ in range(210):
        x = random.uniform(-10, 1410)
        if 800 < x < 1010:
            continue
        size = random.uniform(16, 46)
        canvas.oval(
            x,
            575 - abs(x - 900) * -0.05 - random.uniform(0, 34),
            size * 1.2,
            size,
            mix("#47305c", "#2c2145", random.random()),
        )


def _pagoda(canvas: Canvas, x: float, ground: float) -> None:
    dark, edge = "#241737", "#5a3556"
    level = ground
    for storey in range(5):
        width, high = 150 - storey * 15, 54 - storey * 3
        canvas.box(x - width * 0.27, level - high, width * 0.54, high, "#3a2244", to=dark)
        canvas.box(
            x - width * 0.2, level - high * 0.62, width * 0.4, high * 0.42, "#ffb765", 0.5 if storey % 2 == 0 else 0.28
        )
        for post in (-0.2, -0.07, 0.07, 0.2):
            canvas.box(x + width * post - 1.5, level - high, 3, high, dark)
        top = level - high
        curve = [
            (x + side * width * (0.3 + 0.34 * share), top - 15 + 21 * share - 11 * share**3)
            for side in (1,)
            for share in (0, 0.3, 0.6, 0.8, 1)
        ]
        mirrored = [(2 * x - px, py) for px, py in reversed(curve)]
        under = [(x + width * 0.58, top + 6), (x - width * 0.58, top + 6)]
        canvas.shape([*mirrored, *curve, *under], dark)
        canvas.line([*mirrored, *curve], edge, 1.6, 0.9)
        level = top - 12
    canvas.box(x - 2.2, level - 92, 4.4, 96, dark)
    for ring in range(8):
        canvas.oval(x, level - 18 - ring * 8, 20 - ring * 1.5, 3.4, dark)
    canvas.oval(x, level - 94, 9, 12, dark)


def _roofs(canvas: Canvas, level: float, colour: str, shade: str, seed: int, size: float) -> None:
    random = Random(seed)
    x = -60.0
    while x < 1420:
        width = random.uniform(120, 220) * size
        if not 560 < x + width / 2 < 800:
            top = level + random.uniform(-16, 20)
            canvas.box(x + 8, top + 34 * size, width - 16, 300, mix(colour, "#000000", 0.25))
            if random.random() < 0.75:
                for pane in range(3):
                    canvas.box(
                        x + 24 + pane * 22 * size,
                        top + 50 * size,
                        17 * size,
                        24 * size,
                        "#ffbf70",
                        random.uniform(0.35, 0.95),
                    )
                canvas.glow(x + 24 + 33 * size, top + 62 * size, 70 * size, "#ff9a4a", 0.35)
            canvas.shape(
                [(x - 14, top + 38 * size), (x + 22, top), (x + width - 22, top), (x + width + 14, top + 38 * size)],
                mix(colour, "#a0628a", 0.5),
                to=shade,
            )
            for tile in range(int(width / 9)):
                share = (tile + 0.5) / (width / 9)
                canvas.line(
                    [(x + 22 + (width - 44) * share, top + 2), (x - 14 + (width + 28) * share, top + 37 * size)],
                    "#120c20",
                    1,
                    0.35,
                )
        x += width * 0.86


def _lane(canvas: Canvas) -> None:
    canvas.shape([(672, 628), (706, 628), (900, 792), (470, 792)], "#c9805f", to="#3b2742")
    canvas.glow(690, 650, 190, "#ff9b52", 0.5)
    for step in range(13):
        depth = (step / 12) ** 1.7
        y = 634 + depth * 158
        canvas.line([(672 - depth * 202, y), (706 + depth * 194, y)], "#2a1b34", 0.8 + depth * 2.4, 0.5)
    for side, start, end in ((-1, 664, 420), (1, 714, 960)):
        for lantern in range(7):
            depth = (lantern / 6) ** 1.5
            _lantern(canvas, start + (end - start) * depth, 612 + depth * 70, 7 + depth * 30, side)
    for x, tall in ((655, 46), (676, 40)):
        canvas.oval(x + 24, 700 - tall, 9, 10, "#1a1226")
        canvas.shape([(x + 18, 700 - tall + 6), (x + 30, 700 - tall + 6), (x + 34, 702), (x + 14, 702)], "#1a1226")


def _lantern(canvas: Canvas, x: float, y: float, size: float, side: int) -> None:
    canvas.line([(x + side * size, y - size * 1.7), (x + side * size, y + size * 3.2)], "#1c1426", 0.8 + size * 0.07)
    canvas.line(
        [(x + side * size * 1.3, y - size * 1.45), (x - side * size * 0.3, y - size * 1.45)],
        "#1c1426",
        0.8 + size * 0.06,
    )
    canvas.line([(x, y - size * 1.45), (x, y)], "#1c1426", 1.2)
    canvas.glow(x, y, size * 4.2, "#ff8a3c", 0.62)
    canvas.oval(x, y, size * 1.3, size * 1.75, "#ffe7ae", to="#ff8f45")
    for rib in range(-3, 4):
        across = size * 1.3 * math.sqrt(max(0.05, 1 - (rib / 3.6) ** 2))
        canvas.line(
            [(x - across / 2, y + rib * size * 0.23), (x + across / 2, y + rib * size * 0.23)], "#c65f2c", 0.9, 0.5
        )
    canvas.box(x - size * 0.32, y - size * 0.96, size * 0.64, size * 0.18, "#1d1220")
    canvas.box(x - size * 0.32, y + size * 0.8, size * 0.64, size * 0.18, "#1d1220")


def _branch(canvas: Canvas) -> None:
    random = Random(8)
    canvas.line([(1410, 96), (1290, 120), (1210, 178), (1120, 196)], "#170f22", 9)
    canvas.line([(1290, 120), (1235, 104), (1160, 116)], "#170f22", 5)
    canvas.line([(1330, 112), (1290, 180), (1240, 236)], "#170f22", 5)
    for x, y in (
        (1120, 194),
        (1180, 182),
        (1160, 116),
        (1220, 106),
        (1250, 225),
        (1290, 176),
        (1330, 90),
        (1385, 108),
        (1385, 180),
        (1245, 150),
    ):
        for _ in range(26):
            angle, far = random.uniform(math.pi, 2 * math.pi), random.uniform(12, 52)
            canvas.line(
                [(x, y), (x + math.cos(angle) * far, y + math.sin(angle) * far * 0.5)],
                mix("#1b1430", "#2f2347", random.random()),
                1.6,
            )
        for puff in range(5):
            canvas.oval(
                x + (puff - 2) * 17, y - 8 - (2 - abs(puff - 2)) * 4, 40, 17, mix("#1c1430", "#33284c", puff / 5)
            )


def dawn() -> Image.Image:
    """Return the river at dawn: stepping stones in the mist, a red gate, and the sun."""
    canvas = Canvas(WIDE, [(0, "#8fb0c9"), (0.2, "#c5c9d2"), (0.36, "#f3d3c0"), (0.5, "#ffe2b8"), (1, "#e9d9c8")])
    canvas.glow(985, 300, 560, "#ffc382", 0.8)
    canvas.oval(985, 300, 104, 104, "#fff6e0")
    canvas.glow(985, 300, 180, "#fff0cf", 0.8)
    for number, (level, colour) in enumerate([(300, "#b9b6c4"), (335, "#9aa3b6"), (368, "#7c8ea3")]):
        canvas.ridge(
            [(0, level - 50), (300, level - 8 - number * 20), (640, level + 22), (960, level + 30), (1400, level - 66)],
            colour,
            0.8,
            51 + number,
            mix(colour, "#ffe8cf", 0.7),
        )
        canvas.mist(level - 10, level + 70, "#fbe6d2", 0.6)
    _bank(canvas)
    canvas.mist(360, 420, "#fff0dd", 0.75)
    canvas.mirror(420, 788, 0.9, "#a9bccb")
    canvas.mist(600, 788, "#46647c", 0.5)
    canvas.glow(985, 560, 300, "#ffd9a0", 0.55)
    _ripples(canvas)
    _stones(canvas)
    _egret(canvas, 300, 512, 1.0)
    return canvas.finish(43, FINISHED, grain=3, vignette=0.2)


def _bank(canvas: Canvas) -> None:
    random = Random(3)
    for number in range(150):
        x = random.uniform(-20, 1420)
        size = random.uniform(22, 60)
        if 560 < x < 770:
            continue
        canvas.oval(x, 418 - random.uniform(4, 30), size * 1.5, size, mix("#6d8593", "#a7a3a0", number / 150), 0.85)
    canvas.box(0, 412, 1400, 10, "#7d8a8f", 0.8)
    red = "#c8492f"
    for x in (606, 712):
        canvas.shape([(x - 7, 420), (x - 5, 284), (x + 5, 284), (x + 7, 420)], red, to="#d98a6c")
    canvas.box(590, 314, 138, 9, red)
    canvas.shape(
        [(566, 262), (610, 272), (708, 272), (752, 262), (748, 280), (706, 286), (612, 286), (570, 280)], "#8f2f24"
    )
    canvas.box(652, 286, 14, 30, red)


def _ripples(canvas: Canvas) -> None:
    random = Random(6)
    for _ in range(260):
        depth = random.random() ** 1.4
        y = 430 + depth * 350
        x, width = random.uniform(-50, 1400), (20 + random.random() * 90) * (0.3 + depth)
        near = abs(x + width / 2 - 985) < 90 + depth * 150
        canvas.line(
            [(x, y), (x + width, y)], "#fff1d6" if near else "#e8edf0", 0.7 + depth * 1.6, 0.75 if near else 0.28
        )


def _stones(canvas: Canvas) -> None:
    for number in range(11):
        depth = (number / 10) ** 1.6
        x, y, size = 700 - depth * 330 + math.sin(number * 1.9) * 16 * depth, 446 + depth * 300, 26 + depth * 150
        canvas.oval(x + size * 0.03, y + size * 0.2, size * 1.16, size * 0.36, "#2d4152", 0.55)
        canvas.oval(x, y + size * 0.1, size, size * 0.4, "#39434c")
        canvas.oval(x, y, size, size * 0.34, mix("#b3aaa2", "#7d7c7c", depth), to=mix("#8b8580", "#4b5056", depth))
        for share in (0.62, 0.46, 0.3):
            canvas.oval(x + size * 0.16, y - size * 0.04, size * share, size * share * 0.24, "#ffe6c4", 0.13)
        canvas.line(
            [(x - size * 0.55, y + size * 0.27), (x + size * 0.55, y + size * 0.27)], "#ecf1f2", 1 + depth * 2, 0.4
        )


def _egret(canvas: Canvas, x: float, y: float, size: float) -> None:
    white = "#fbfaf5"
    canvas.oval(x + 2, y + 46 * size, 60 * size, 9 * size, "#e9eef0", 0.45)
    canvas.oval(x + 2, y + 46 * size, 36 * size, 5 * size, "#6f8496", 0.5)
    canvas.oval(x, y + 88 * size, 44 * size, 40 * size, "#eef1f1", 0.16)
    canvas.line([(x - 4 * size, y), (x - 4 * size, y + 44 * size)], "#3c3f45", 2.2)
    canvas.line([(x + 6 * size, y), (x + 8 * size, y + 44 * size)], "#3c3f45", 2.2)
    canvas.oval(x, y - 8 * size, 56 * size, 30 * size, white, to="#c9d0d6")
    canvas.shape(
        [(x - 24 * size, y - 10 * size), (x - 46 * size, y + 8 * size), (x - 10 * size, y + 4 * size)], "#dfe4e6"
    )
    canvas.line(
        [
            (x + 20 * size, y - 14 * size),
            (x + 34 * size, y - 36 * size),
            (x + 24 * size, y - 58 * size),
            (x + 34 * size, y - 72 * size),
        ],
        white,
        7 * size,
    )
    canvas.oval(x + 36 * size, y - 73 * size, 15 * size, 11 * size, white)
    canvas.shape(
        [(x + 41 * size, y - 76 * size), (x + 66 * size, y - 70 * size), (x + 41 * size, y - 70 * size)], "#d79b2f"
    )
