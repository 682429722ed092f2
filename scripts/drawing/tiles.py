"""Lisbon: a wall of blue and white tiles."""
# ruff: noqa: S311 - the same picture on every run is the point

import math
from random import Random

from PIL import Image

from drawing.canvas import FINISHED, WIDE, Canvas, Point, mix


def wall() -> Image.Image:
    """Return a wall of blue and white tiles with flowers and stars, in low light from the left."""
    canvas = Canvas(WIDE, [(0, "#b9ab99"), (1, "#a39585")])
    random = Random(28)
    side = 280
    for row in range(-1, 3):
        for column in range(5):
            x, y = column * side + side / 2, row * side + side / 2 + 114
            _tile(canvas, x, y, side - 7, (row * 2 + column) % 4, random)
    for number in range(46):
        reach = 1400 - number * 26
        canvas.shape([(reach, -10), (1410, -10), (1410, 800), (reach + 320, 800)], "#1d2a4d", 0.016)
    canvas.glow(120, 60, 900, "#ffdba0", 0.32)
    canvas.shape([(250, -10), (470, -10), (170, 800), (-50, 800)], "#fff3d6", 0.1)
    canvas.shape([(540, -10), (640, -10), (340, 800), (240, 800)], "#fff3d6", 0.07)
    return canvas.finish(22, FINISHED, grain=1.5, vignette=0.3)


def _tile(canvas: Canvas, x: float, y: float, side: float, kind: int, random: Random) -> None:
    half = side / 2
    glaze = mix("#f5f1e6", "#e3e6e6", random.random())
    canvas.box(x - half + 4, y - half + 5, side, side, "#6f6459", 0.8)
    canvas.box(x - half, y - half, side, side, glaze, to=mix(glaze, "#c9d2da", 0.5))
    blue, pale = mix("#1f4f9c", "#2a62b0", random.random()), "#7fa5d2"
    for corner in range(4):
        angle = corner * math.pi / 2
        _petals(
            canvas,
            _turn(x, y, half, half, angle),
            3,
            math.pi + math.pi / 4 + angle,
            (side * 0.24, side * 0.1),
            blue,
            math.pi / 4,
        )
        canvas.oval(*_turn(x, y, half * 0.94, 0, angle), side * 0.06, side * 0.06, "#d9a441")
        start, end = _turn(x, y, half * 0.96, half * 0.36, angle), _turn(x, y, half * 0.36, half * 0.96, angle)
        canvas.line([start, _turn(x, y, half * 0.6, half * 0.6, angle), end], blue, 3.4, 0.9)
    if kind == 0:
        _petals(canvas, (x, y), 8, 0, (side * 0.34, side * 0.12), blue)
        _petals(canvas, (x, y), 8, math.pi / 8, (side * 0.2, side * 0.08), pale)
    elif kind == 1:
        _petals(canvas, (x, y), 4, math.pi / 4, (side * 0.36, side * 0.2), pale)
        _petals(canvas, (x, y), 4, math.pi / 4, (side * 0.3, side * 0.11), blue)
        _petals(canvas, (x, y), 4, 0, (side * 0.36, side * 0.06), blue)
    elif kind == 2:
        points = [_turn(x, y, side * (0.34 if step % 2 == 0 else 0.16), 0, step * math.pi / 8) for step in range(16)]
        canvas.shape(points, blue)
        canvas.oval(x, y, side * 0.26, side * 0.26, glaze)
        _petals(canvas, (x, y), 8, 0, (side * 0.12, side * 0.05), pale)
    else:
        _petals(canvas, (x, y), 6, math.pi / 6, (side * 0.36, side * 0.17), blue)
        _petals(canvas, (x, y), 6, math.pi / 6, (side * 0.3, side * 0.1), glaze)
        _petals(canvas, (x, y), 6, math.pi / 6, (side * 0.26, side * 0.04), pale)
    canvas.oval(x, y, side * 0.1, side * 0.1, "#d9a441")
    canvas.oval(x, y, side * 0.05, side * 0.05, "#8f5f1e")
    canvas.line([(x - half, y + half - 1), (x - half, y - half), (x + half, y - half)], "#ffffff", 2, 0.8)
    for _ in range(3):
        spot = (x + random.uniform(-half, half) * 0.9, y + random.uniform(-half, half) * 0.9)
        canvas.line([spot, (spot[0] + random.uniform(-26, 26), spot[1] + random.uniform(8, 30))], "#8d8f95", 0.8, 0.45)


def _turn(x: float, y: float, right: float, down: float, angle: float) -> Point:
    return x + right * math.cos(angle) - down * math.sin(angle), y + right * math.sin(angle) + down * math.cos(angle)


def _petals(
    canvas: Canvas, centre: Point, count: int, first: float, size: tuple[float, float], colour: str, step: float = 0.0
) -> None:
    length, width = size
    for number in range(count):
        angle = first + (number - 1) * step if step else first + number * 2 * math.pi / count
        outline = [
            _turn(*centre, length * (0.12 + 0.88 * share), turn * width * math.sin(share * math.pi) ** 0.8 / 2, angle)
            for turn, shares in ((1, range(11)), (-1, range(10, -1, -1)))
            for share in (value / 10 for value in shares)
        ]
        canvas.shape(outline, colour, 0.92)
