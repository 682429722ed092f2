"""A canvas with gradients, glows, mist and grain, the same to the pixel on every run."""
# ruff: noqa: S311 - the same picture on every run is the point

import math
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from random import Random
from typing import TypeAlias

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point: TypeAlias = tuple[float, float]
Colour: TypeAlias = tuple[int, int, int]
Stroke: TypeAlias = Callable[[ImageDraw.ImageDraw, Callable[[Sequence[Point]], list[Point]]], None]
Stops: TypeAlias = Sequence[tuple[float, str]]

WIDE = (1400, 788)
"""What the wide pictures are drawn on; they are kept as FINISHED."""
FINISHED = (1280, 720)
SQUARE = (480, 480)
SCALE = 2
"""Everything is drawn twice as large and then made smaller, for smooth edges."""


def rgb(text: str) -> Colour:
    """Return the colour in `#rrggbb`."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mix(one: str, other: str, share: float) -> str:
    """Return the colour that lies `share` (0 to 1) of the way from `one` to `other`."""
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(rgb(one), rgb(other), strict=True))


def gradient(size: tuple[int, int], stops: Stops) -> Image.Image:
    """Return a picture that runs from top to bottom through `stops`: (share of the height, colour)."""
    column = Image.new("RGB", (1, 256))
    for row in range(256):
        share = row / 255
        below = max((stop for stop in stops if stop[0] <= share), key=lambda stop: stop[0], default=stops[0])
        above = min((stop for stop in stops if stop[0] >= share), key=lambda stop: stop[0], default=stops[-1])
        width = above[0] - below[0]
        column.putpixel((0, row), rgb(mix(below[1], above[1], (share - below[0]) / width if width else 0)))
    return column.resize(size, Image.Resampling.BICUBIC)


class Canvas:
    """A picture being drawn, from the back to the front; coordinates are pixels of the drawing."""

    def __init__(self, size: tuple[int, int], stops: Stops) -> None:
        self.width, self.height = size
        self._full = (size[0] * SCALE, size[1] * SCALE)
        self.image = gradient(self._full, stops)

    def shape(self, points: Sequence[Point], colour: str, opacity: float = 1.0, to: str = "") -> None:
        """Fill a polygon with `colour`, or with a gradient down to the colour `to`."""
        self._paint(lambda draw, place: draw.polygon(place(points), fill=255), points, colour, opacity, to)

    def blob(self, points: Sequence[Point], colour: str, opacity: float = 1.0, to: str = "") -> None:
        """Fill a polygon whose corners are rounded off."""
        for _ in range(3):
            pairs = list(zip(points, [*points[1:], points[0]], strict=True))
            points = [
                (a * part + c * (1 - part), b * part + d * (1 - part))
                for (a, b), (c, d) in pairs
                for part in (0.75, 0.25)
            ]
        self.shape(points, colour, opacity, to)

    def box(
        self, x: float, y: float, width: float, height: float, colour: str, opacity: float = 1.0, to: str = ""
    ) -> None:
        """Fill a rectangle."""
        self.shape([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour, opacity, to)

    def oval(
        self, x: float, y: float, across: float, down: float, colour: str, opacity: float = 1.0, to: str = ""
    ) -> None:
        """Fill an ellipse around (x, y)."""
        corners = [(x - across / 2, y - down / 2), (x + across / 2, y + down / 2)]
        self._paint(lambda draw, place: draw.ellipse(place(corners), fill=255), corners, colour, opacity, to)

    def line(self, points: Sequence[Point], colour: str, width: float = 1.0, opacity: float = 1.0) -> None:
        """Draw a line of `width` through `points`."""
        reach = [(x + side * width, y + side * width) for x, y in points for side in (-1, 1)]
        pen = max(1, round(width * SCALE))
        self._paint(lambda draw, place: draw.line(place(points), 255, pen, "curve"), reach, colour, opacity, "")

    def _paint(self, stroke: Stroke, reach: Sequence[Point], colour: str, opacity: float, to: str) -> None:
        left = max(0, math.floor(min(x for x, _ in reach)) * SCALE - 2)
        top = max(0, math.floor(min(y for _, y in reach)) * SCALE - 2)
        right = min(self._full[0], math.ceil(max(x for x, _ in reach)) * SCALE + 2)
        bottom = min(self._full[1], math.ceil(max(y for _, y in reach)) * SCALE + 2)
        if right <= left or bottom <= top:
            return
        mask = Image.new("L", (right - left, bottom - top), 0)
        stroke(ImageDraw.Draw(mask), lambda points: [(x * SCALE - left, y * SCALE - top) for x, y in points])
        if opacity < 1:
            mask = mask.point([round(level * opacity) for level in range(256)])
        size = (right - left, bottom - top)
        paint = gradient(size, [(0, colour), (1, to)]) if to else Image.new("RGB", size, rgb(colour))
        self.image.paste(paint, (left, top), mask)

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 1.0) -> None:
        """Add light of `colour` that fades to nothing at `radius`."""
        side = max(4, round(radius * SCALE * 2))
        fall = Image.radial_gradient("L").point(
            [round(max(0.0, 1 - level / 181) ** 2 * 255 * strength) for level in range(256)]
        )
        light = Image.merge("RGB", [fall.point([level * part // 255 for level in range(256)]) for part in rgb(colour)])
        left, top = round((x - radius) * SCALE), round((y - radius) * SCALE)
        place = (left, top, left + side, top + side)
        self.image.paste(
            ImageChops.screen(self.image.crop(place), light.resize((side, side), Image.Resampling.BICUBIC)), place
        )

    def mist(self, top: float, bottom: float, colour: str, opacity: float) -> None:
        """Lay mist between two heights, densest at the bottom."""
        height = round((bottom - top) * SCALE)
        mask = Image.linear_gradient("L").resize((self._full[0], height))
        mask = mask.point([round(level * opacity) for level in range(256)])
        self.image.paste(Image.new("RGB", mask.size, rgb(colour)), (0, round(top * SCALE)), mask)

    def soften(self, radius: float, top: float = 0, bottom: float | None = None) -> None:
        """Blur what has been drawn so far between two heights, as if it were far away."""
        place = (0, round(top * SCALE), self._full[0], round((self.height if bottom is None else bottom) * SCALE))
        self.image.paste(self.image.crop(place).filter(ImageFilter.GaussianBlur(radius * SCALE)), place)

    def mirror(self, line: float, bottom: float, share: float, tint: str) -> None:
        """Mirror what stands above `line` down to `bottom`, squeezed to `share` of its height, tinted and rippled."""
        depth = round((bottom - line) * SCALE)
        taken = min(round(depth / share), round(line * SCALE))
        above = self.image.crop((0, round(line * SCALE) - taken, self._full[0], round(line * SCALE)))
        below = (
            above.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
            .resize((self._full[0], depth))
            .filter(ImageFilter.GaussianBlur(3))
        )
        below = Image.blend(below, Image.new("RGB", below.size, rgb(tint)), 0.35)
        for row in range(depth):
            shift = round(math.sin(row * row / 900 + row / 5) * (1 + row / depth * 9))
            strip = below.crop((0, row, self._full[0], row + 1))
            self.image.paste(ImageChops.offset(strip, shift, 0), (0, round(line * SCALE) + row))

    def ridge(
        self, points: Sequence[Point], colour: str, rough: float, seed: int, to: str = ""
    ) -> Callable[[float], float]:
        """Draw a hill down to the lower edge through `points`; return its height at each x."""
        random = Random(seed)
        waves = [(random.uniform(0.006, 0.06), random.uniform(0, 7), random.uniform(0.2, 1)) for _ in range(7)]

        def height(x: float) -> float:
            left = max((point for point in points if point[0] <= x), default=points[0])
            right = min((point for point in points if point[0] >= x), default=points[-1])
            share = (x - left[0]) / (right[0] - left[0]) if right[0] > left[0] else 0
            curve = (1 - math.cos(share * math.pi)) / 2
            wave = sum(math.sin(x * speed + phase) * size * 0.012 / (speed + 0.01) for speed, phase, size in waves)
            return left[1] + (right[1] - left[1]) * curve + wave * rough

        outline = [(x, height(x)) for x in range(-4, self.width + 5, 4)]
        self.shape([*outline, (self.width + 4, self.height + 4), (-4, self.height + 4)], colour, to=to)
        return height

    def finish(self, seed: int, size: tuple[int, int], *, grain: float = 4, vignette: float = 0.28) -> Image.Image:
        """Return the finished picture in `size`, with a darker rim and the grain of film."""
        image = self.image.resize(size, Image.Resampling.LANCZOS)
        rim = Image.radial_gradient("L").point(
            [255 - round(max(0, level - 110) / 145 * 255 * vignette) for level in range(256)]
        )
        rim = rim.resize(image.size, Image.Resampling.BICUBIC)
        image = ImageChops.multiply(image, Image.merge("RGB", [rim, rim, rim]))
        noise = Image.frombytes("L", image.size, Random(seed).randbytes(image.width * image.height))
        noise = noise.filter(ImageFilter.GaussianBlur(0.7)).point(
            [round(128 + (level - 128) * grain / 40) for level in range(256)]
        )
        return ImageChops.add(image, Image.merge("RGB", [noise, noise, noise]), 1, -128)


def save(image: Image.Image, path: Path, limit: int) -> None:
    """Write `image` as the best JPEG or WebP of at most `limit` bytes; as a PNG where the name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".png":
        image.save(path, optimize=True)
        return
    for quality in range(84, 40, -2):
        buffer = BytesIO()
        if path.suffix == ".webp":
            image.save(buffer, "WEBP", quality=quality, method=6)
        else:
            image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
        if buffer.tell() <= limit:
            path.write_bytes(buffer.getvalue())
            return
    message = f"{path.name} does not fit into {limit} bytes"
    raise ValueError(message)
