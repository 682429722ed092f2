"""Lisbon: a tram between tiled houses with the river behind."""
# ruff: noqa: S311 - the same picture on every run is the point

from collections.abc import Callable
from random import Random

from PIL import Image

from drawing.canvas import FINISHED, WIDE, Canvas, Point, mix

Face = Callable[[float, float], Point]
"""Turns (share along the street, share up the wall) into a point of the picture."""


def tram() -> Image.Image:
    """Return a tram that climbs a street of tiled houses, with the river in evening light behind."""
    canvas = Canvas(WIDE, [(0, "#6f9fc4"), (0.2, "#a9c2cf"), (0.36, "#fbd9b0"), (0.46, "#ffc98c"), (1, "#f0a872")])
    canvas.glow(700, 300, 520, "#ffcf8a", 0.85)
    canvas.oval(762, 286, 66, 66, "#fff6de")
    canvas.glow(762, 286, 150, "#fff1cc", 0.9)
    _clouds(canvas)
    canvas.ridge([(0, 330), (500, 322), (760, 316), (1000, 328), (1400, 318)], "#c9a49b", 0.5, 7, "#e6bd9c")
    _bridge(canvas)
    canvas.box(0, 346, 1400, 110, "#f7cf9e", to="#7fa0ae")
    _water(canvas)
    _town(canvas)
    left = _face((-6, -190, 900), (520, 246, 500))
    right = _face((1406, -150, 900), (880, 262, 500))
    _street(canvas)
    _facade(canvas, left, ["#dfe7ee", "#e7b56b", "#d8e3e6", "#dd8f74"], 3, 0.0)
    _facade(canvas, right, ["#c46a55", "#ecd9a8", "#7fa7b5", "#e9e2d2"], 8, 0.34)
    _laundry(canvas)
    _wires(canvas)
    _car(canvas, 690, 654, 1.0)
    canvas.glow(700, 330, 640, "#ffb765", 0.22)
    return canvas.finish(21, FINISHED, grain=1.5)


def _clouds(canvas: Canvas) -> None:
    random = Random(2)
    for _ in range(26):
        x, y = random.uniform(380, 1020), random.uniform(60, 230)
        canvas.oval(x, y, random.uniform(90, 260), random.uniform(3, 9), "#fff0dc", 0.35)
    canvas.soften(1.6, 0, 250)


def _bridge(canvas: Canvas) -> None:
    red = "#b4614f"
    canvas.line([(420, 330), (980, 326)], red, 3)
    for tower in (566, 842):
        canvas.line([(tower - 4, 344), (tower - 3, 248)], red, 3)
        canvas.line([(tower + 4, 344), (tower + 3, 248)], red, 3)
    for start, end, fall, sag in ((566, 842, 0, 288), (566, 420, 74, 40), (842, 980, 74, 40)):
        shares = [step / 24 for step in range(25)]
        points = [(start + (end - start) * share, 250 + fall * share + sag * share * (1 - share)) for share in shares]
        canvas.line(points, red, 1.5)
        for x, y in points:
            canvas.line([(x, y), (x, 328)], red, 0.6, 0.7)


def _water(canvas: Canvas) -> None:
    random = Random(5)
    for _ in range(240):
        y = 348 + random.random() ** 1.3 * 100
        x = random.gauss(762, 40 + (y - 346) * 1.4)
        canvas.line([(x, y), (x + random.uniform(6, 40), y)], "#fff4d8", 1.3, random.uniform(0.3, 0.9))
    for x, y in ((610, 372), (905, 384)):
        canvas.shape([(x - 16, y), (x + 16, y), (x + 11, y + 6), (x - 11, y + 6)], "#6a5a5e")
        canvas.shape([(x, y - 32), (x, y - 2), (x + 15, y - 4)], "#fffaf0")


def _town(canvas: Canvas) -> None:
    random = Random(14)
    walls = ["#f4dfc2", "#e8bd96", "#f2e6d6", "#dfa185", "#cfd6d4"]
    for row, (level, size) in enumerate(((408, 22), (432, 30), (462, 40), (500, 54))):
        x = 470.0
        while x < 930:
            width, high = size * random.uniform(0.9, 1.6), size * random.uniform(0.8, 1.5)
            top = level - high + abs(x - 700) * -0.06 + 8
            wall = mix(random.choice(walls), "#f0b98e", 0.45 - row * 0.1)
            canvas.box(x, top, width, 160, wall, to=mix(wall, "#8f6a6a", 0.4))
            canvas.shape(
                [
                    (x - 2, top + 1),
                    (x + width * 0.25, top - size * 0.3),
                    (x + width * 0.8, top - size * 0.3),
                    (x + width + 2, top + 1),
                ],
                mix("#c9623f", "#f0b98e", 0.35 - row * 0.08),
                to="#a64c34",
            )
            for pane in range(int(width // (size * 0.4))):
                canvas.box(x + size * (0.16 + pane * 0.4), top + size * 0.24, size * 0.16, size * 0.26, "#6f6a78", 0.75)
            x += width
    canvas.mist(380, 520, "#ffca92", 0.28)


def _face(near: tuple[float, float, float], far: tuple[float, float, float]) -> Face:
    """Return a wall in perspective between its near and far edge, each as (x, top, bottom)."""
    ratio = (near[2] - near[1]) / (far[2] - far[1])

    def point(along: float, up: float) -> Point:
        depth = 1 + along * (ratio - 1)
        share = (1 - 1 / depth) / (1 - 1 / ratio)
        x = near[0] + (far[0] - near[0]) * share
        top, bottom = near[1] + (far[1] - near[1]) * share, near[2] + (far[2] - near[2]) * share
        return x, bottom + (top - bottom) * up

    return point


def _facade(canvas: Canvas, face: Face, colours: list[str], seed: int, shade: float) -> None:
    edges = [index / len(colours) for index in range(len(colours) + 1)]
    for index, colour in enumerate(colours):
        start, end = edges[index], edges[index + 1]
        wall = mix(mix(colour, "#3a3550", shade), "#ffc78d", index * 0.1)
        _patch(canvas, face, (start, end, 0, 1), wall, mix(wall, "#5a4a5c", 0.45))
        if (index + seed) % 2:
            _tiled(canvas, face, start, end, mix("#2e6fae", "#3a3550", shade * 0.7))
        _patch(canvas, face, (start, end, 0, 0.07), mix("#8e8078", "#3a3550", shade))
        _patch(canvas, face, (start, end, 0.955, 0.975), mix("#f5ead6", "#3a3550", shade))
        _windows(canvas, face, start, end, seed + index, shade)
        _patch(canvas, face, (end - 0.004, end, 0, 1), "#4b3d48", opacity=0.6)


def _patch(
    canvas: Canvas, face: Face, area: tuple[float, float, float, float], colour: str, to: str = "", opacity: float = 1.0
) -> None:
    start, end, low, high = area
    canvas.shape([face(start, low), face(start, high), face(end, high), face(end, low)], colour, opacity, to)


def _tiled(canvas: Canvas, face: Face, start: float, end: float, blue: str) -> None:
    columns, rows = 16, 60
    for column in range(columns):
        for row in range(5, rows - 3):
            x0, x1 = start + (end - start) * column / columns, start + (end - start) * (column + 1) / columns
            y0, y1 = row / rows, (row + 1) / rows
            middle, high = (x0 + x1) / 2, (y0 + y1) / 2
            canvas.shape(
                [face(middle, y0), face(x0, high), face(middle, y1), face(x1, high)],
                blue,
                0.62 if (row + column) % 2 else 0.3,
            )


def _windows(canvas: Canvas, face: Face, start: float, end: float, seed: int, shade: float) -> None:
    random = Random(seed)
    width = end - start
    for floor, (low, high) in enumerate(((0.08, 0.25), (0.34, 0.52), (0.6, 0.76), (0.82, 0.93))):
        for column in (0.14, 0.56):
            x0, x1 = start + width * column, start + width * (column + 0.26)
            _patch(
                canvas,
                face,
                (x0 - width * 0.03, x1 + width * 0.03, low, high + 0.014),
                mix("#f7efdf", "#3a3550", shade),
            )
            lit = random.random() < 0.4 and floor > 0
            glass = "#ffd27d" if lit else random.choice(["#4f6675", "#5d7380", "#3f5463"])
            if floor == 0:
                glass = random.choice(["#2f5a4a", "#7a3b32", "#2b4a6b"])
            _patch(canvas, face, (x0, x1, low, high), glass, mix(glass, "#20222e", 0.35))
            _patch(
                canvas,
                face,
                ((x0 + x1) / 2 - width * 0.008, (x0 + x1) / 2 + width * 0.008, low, high),
                "#f3e8d4",
                opacity=0.85,
            )
            if floor in (1, 2):
                _patch(canvas, face, (x0 - width * 0.06, x1 + width * 0.06, low - 0.012, low), "#d8cbb8")
                for bar in range(9):
                    spot = x0 - width * 0.05 + (x1 - x0 + width * 0.1) * bar / 8
                    canvas.line([face(spot, low), face(spot, low + 0.06)], "#2b2a33", 1.4)
                canvas.line([face(x0 - width * 0.06, low + 0.06), face(x1 + width * 0.06, low + 0.06)], "#2b2a33", 2.2)
                if random.random() < 0.6:
                    x, y = face((x0 + x1) / 2, low + 0.03)
                    for _ in range(12):
                        canvas.oval(
                            x + random.gauss(0, 12),
                            y + random.gauss(0, 5),
                            9,
                            9,
                            random.choice(["#3f7a4a", "#5a9150", "#d5486a"]),
                        )


def _street(canvas: Canvas) -> None:
    canvas.shape([(520, 500), (880, 500), (1420, 910), (-20, 910)], "#c49a80", to="#5d5160")
    random = Random(19)
    for row in range(34):
        depth = (row / 33) ** 1.8
        y = 502 + depth * 300
        half = 180 + depth * 520
        for _ in range(26):
            x = 700 + random.uniform(-half, half)
            canvas.line(
                [(x, y), (x + 4 + depth * 22, y)],
                random.choice(["#e9c09a", "#4b4150", "#8a7680"]),
                0.8 + depth * 2.4,
                0.3,
            )
    for side in (-1, 1):
        canvas.shape(
            [(700 + side * 180, 500), (700 + side * 150, 500), (700 + side * 460, 800), (700 + side * 620, 800)],
            "#e2c3a2",
            to="#8d7c80",
            opacity=0.9,
        )
        for rail in (24, 34):
            canvas.line([(690 + side * rail * 0.75, 500), (690 + side * rail * 4.6, 800)], "#3b3440", 3)
            canvas.line([(691 + side * rail * 0.75, 500), (692 + side * rail * 4.6, 800)], "#ffe2b4", 1.2, 0.8)


def _laundry(canvas: Canvas) -> None:
    random = Random(9)
    for x0, y0, x1, y1, sag in ((392, 200, 1010, 176, 34), (462, 300, 934, 310, 18)):
        spots = [
            (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share + 4 * sag * share * (1 - share))
            for share in (step / 30 for step in range(31))
        ]
        canvas.line(spots, "#4a3f4a", 1.3)
        for step in range(2, 28, 2):
            if random.random() < 0.24:
                continue
            x, y = spots[step]
            size = random.uniform(0.75, 1.2) * (1 if sag > 20 else 0.62)
            colour = random.choice(["#fdf6ea", "#d9604f", "#7fb0c4", "#f0c25c", "#e9d3c4", "#5e8f86"])
            canvas.shape(
                [(x - 11 * size, y), (x + 11 * size, y), (x + 9 * size, y + 34 * size), (x - 12 * size, y + 31 * size)],
                colour,
                to=mix(colour, "#b06a50", 0.35),
            )


def _wires(canvas: Canvas) -> None:
    canvas.line([(694, 470), (690, 380), (684, -4)], "#3d3540", 1.4)
    for y, reach in ((60, 560), (250, 300)):
        canvas.line([(690 - reach, y - 30), (687, y), (690 + reach, y - 22)], "#3d3540", 1.1)


def _car(canvas: Canvas, x: float, ground: float, size: float) -> None:
    yellow, dark = "#f4b81f", "#c98a12"

    def box(
        left: float, top: float, width: float, height: float, colour: str, to: str = "", opacity: float = 1.0
    ) -> None:
        canvas.box(x + left * size, ground + top * size, width * size, height * size, colour, opacity, to)

    canvas.oval(x, ground + 8, 250, 34, "#2b2430", 0.55)
    canvas.line([(x - 4, ground - 268), (x + 2, ground - 300)], "#2f2a33", 3)
    canvas.shape(
        [(x - 78, ground - 236), (x - 52, ground - 268), (x + 52, ground - 268), (x + 78, ground - 236)],
        "#efe6d2",
        to="#cbbda6",
    )
    box(-96, -238, 192, 10, "#6f6358")
    canvas.shape(
        [(x - 92, ground - 230), (x + 92, ground - 230), (x + 100, ground - 14), (x - 100, ground - 14)],
        "#fff3d8",
        to="#f5e2b8",
    )
    canvas.shape(
        [(x - 96, ground - 124), (x + 96, ground - 124), (x + 102, ground - 16), (x - 102, ground - 16)],
        yellow,
        to=dark,
    )
    for left, width in ((-84, 48), (-30, 60), (36, 48)):
        box(left, -214, width, 78, "#4b3c34")
        box(left + 3, -211, width - 6, 72, "#35505f", "#d99a5b")
        canvas.shape(
            [
                (x + left + 6, ground - 160),
                (x + left + width * 0.5, ground - 210),
                (x + left + width * 0.72, ground - 210),
                (x + left + 6, ground - 140),
            ],
            "#ffeccb",
            0.28,
        )
    box(-34, -234, 68, 17, "#28313a")
    for mark in range(5):
        box(-25 + mark * 11, -230, 6, 9, "#ffd776")
    canvas.oval(x + 2, ground - 166, 22, 26, "#2a2226")
    canvas.shape(
        [(x - 18, ground - 139), (x - 8, ground - 154), (x + 12, ground - 154), (x + 22, ground - 139)], "#2a2226"
    )
    box(-96, -128, 192, 6, "#fff3d8")
    box(-100, -60, 200, 4, "#9c6a10", opacity=0.7)
    canvas.oval(x, ground - 84, 44, 44, "#6a5230")
    canvas.oval(x, ground - 84, 36, 36, "#fffbe8")
    canvas.glow(x, ground - 84, 170, "#ffe6a6", 0.75)
    for side in (-1, 1):
        canvas.oval(x + side * 74, ground - 40, 17, 17, "#a8342a", to="#d9523f")
        canvas.line([(x + side * 97, ground - 210), (x + side * 99, ground - 130)], "#d8c9a8", 3)
    canvas.shape([(x - 92, ground - 16), (x + 92, ground - 16), (x + 80, ground + 8), (x - 80, ground + 8)], "#3a3238")
    box(-60, -20, 120, 8, "#2b252b")
