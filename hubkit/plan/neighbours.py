"""Which hubs are near: found in cells of space, so that the cost grows with the hubs and not with their pairs."""

from collections.abc import Iterable, Mapping
from math import cos, floor, radians, sin

from hubkit.kinds.hub.summary import HubSummary

MOST = 5
CELL = 0.1
"""The side of a cell, in radii of the earth: about 640 km, the farthest that a neighbour can be."""


def nearest(hubs: Iterable[HubSummary]) -> Mapping[str, tuple[str, ...]]:
    """Return for each hub with coordinates the ids of at most five others within about 640 km, the nearest first."""
    points = {hub.id: _point(hub.coordinates.lat, hub.coordinates.lon) for hub in hubs if hub.coordinates}
    cells: dict[tuple[int, int, int], list[str]] = {}
    for name, point in points.items():
        cells.setdefault(_cell(point), []).append(name)
    return {name: _around(name, point, points, cells) for name, point in points.items()}


def _around(
    name: str,
    point: tuple[float, float, float],
    points: Mapping[str, tuple[float, float, float]],
    cells: Mapping[tuple[int, int, int], list[str]],
) -> tuple[str, ...]:
    x, y, z = _cell(point)
    found: list[tuple[float, str]] = []
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            for dz in (-1, 0, 1):
                for other in cells.get((x + dx, y + dy, z + dz), ()):
                    distance = sum((a - b) ** 2 for a, b in zip(point, points[other], strict=True))
                    if other != name and distance <= CELL * CELL:
                        found.append((distance, other))
    return tuple(other for _, other in sorted(found)[:MOST])


def _point(lat: float, lon: float) -> tuple[float, float, float]:
    """Return a place on the unit sphere, where straight distances are the same everywhere."""
    phi, theta = radians(lat), radians(lon)
    return (cos(phi) * cos(theta), cos(phi) * sin(theta), sin(phi))


def _cell(point: tuple[float, float, float]) -> tuple[int, int, int]:
    x, y, z = (floor(value / CELL) for value in point)
    return (x, y, z)
