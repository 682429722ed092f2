"""Small maps: the outline of a country, and a dot where in it a place is."""

from functools import cached_property
from math import cos, radians, sin, sqrt
from pathlib import Path

import msgspec
from markupsafe import Markup
from msgspec import Raw, Struct

_OUTLINES = Path(__file__).parent / "outlines.json"
_STRAY = 20
"""How far beside its country a place may be drawn, a ninth of the longer side: further away, one of them is wrong."""
_ROOM = 9
"""About the land, so that a dot at its edge is whole."""


class Outline(Struct, frozen=True):
    """A country, or a part of it that lies far from the rest, on an azimuthal equal-area map about its centre."""

    centre: tuple[float, float]
    """Degrees east and north."""
    scale: float
    corner: tuple[float, float]
    """Where on that map, scaled, the upper left corner of the land is."""
    size: tuple[int, int]
    path: str
    """SVG, in whole numbers."""

    def at(self, lat: float, lon: float) -> tuple[int, int]:
        """Return where on the drawing a point is."""
        east, north, middle = radians(lon - self.centre[0]), radians(lat), radians(self.centre[1])
        across = sin(middle) * sin(north) + cos(middle) * cos(north) * cos(east)
        factor = self.scale * sqrt(2 / max(1 + across, 1e-9))
        x = factor * cos(north) * sin(east) - self.corner[0]
        y = -factor * (cos(middle) * sin(north) - sin(middle) * cos(north) * cos(east)) - self.corner[1]
        return round(x), round(y)

    def astray(self, x: int, y: int) -> int:
        """Return how far beside the drawing a point is; 0 on it."""
        return max(-x, x - self.size[0], -y, y - self.size[1], 0)


class Atlas:
    """The outlines of countries (`scripts/outlines.py` writes them), read when the first is needed."""

    @cached_property
    def _countries(self) -> dict[str, Raw]:
        return msgspec.json.decode(_OUTLINES.read_bytes(), type=dict[str, Raw])

    def locator(self, country: str, lat: float, lon: float) -> Markup:
        """Return an SVG of at most 2 kB, for the eyes alone; empty where no outline is known or the point is off."""
        if country not in self._countries:
            return Markup()
        outlines = msgspec.json.decode(self._countries[country], type=tuple[Outline, ...])
        found = [(outline.astray(*outline.at(lat, lon)), number) for number, outline in enumerate(outlines)]
        stray, number = min(found, default=(_STRAY + 1, 0))
        return _drawn(outlines[number], *outlines[number].at(lat, lon)) if stray <= _STRAY else Markup()


def _drawn(outline: Outline, x: int, y: int) -> Markup:
    width, height = outline.size[0] + 2 * _ROOM, outline.size[1] + 2 * _ROOM
    head = f'class="locator" viewBox="{-_ROOM} {-_ROOM} {width} {height}" width="{width // 2}" height="{height // 2}"'
    land, dot = f'<path d="{outline.path}"/>', f'<circle cx="{x}" cy="{y}" r="8"/>'
    return Markup(f'<svg {head} aria-hidden="true" focusable="false">{land}{dot}</svg>')  # noqa: S704 - hubkit's own path
