"""Which hubs are near: found in a k-d tree, so that the cost grows with the hubs and not with their pairs."""

from bisect import insort
from collections.abc import Iterable, Mapping
from math import cos, radians, sin
from typing import TypeAlias

from msgspec import Struct

from hubkit.kinds.hub.summary import HubSummary

MOST = 5
FARTHEST = 0.1
"""The farthest that a neighbour can be, in radii of the earth: about 640 km."""
_AXES = (0, 1, 2)
_FEW = 6
"""So few places are looked through one by one."""

_Point: TypeAlias = tuple[float, float, float]


class _Place(Struct, frozen=True):
    """A point with hubs, by id; of many in one place, those that a hub can have as neighbours."""

    point: _Point
    hubs: tuple[str, ...]


class _Half(Struct, frozen=True):
    """Places, cut in two across an axis: no place in `low` is beyond the cut, none in `high` before it."""

    axis: int
    cut: float
    low: "_Tree"
    high: "_Tree"


_Tree: TypeAlias = "_Half | tuple[_Place, ...]"


def nearest(hubs: Iterable[HubSummary]) -> Mapping[str, tuple[str, ...]]:
    """Return for each hub with coordinates the ids of at most five others within about 640 km, the nearest first."""
    by_point: dict[_Point, list[str]] = {}
    for hub in hubs:
        if hub.coordinates:
            by_point.setdefault(_point(hub.coordinates.lat, hub.coordinates.lon), []).append(hub.id)
    tree = _tree([_Place(point, tuple(sorted(names)[: MOST + 1])) for point, names in by_point.items()])
    found: dict[str, tuple[str, ...]] = {}
    for point, names in by_point.items():
        near: list[tuple[float, str]] = []
        _search(tree, point, near)
        for name in names:
            found[name] = tuple(other for _, other in near if other != name)[:MOST]
    return found


def _tree(places: list[_Place]) -> _Tree:
    if len(places) <= _FEW:
        return tuple(places)
    axis = max(_AXES, key=lambda axis: _extent([place.point[axis] for place in places]))
    ordered = sorted(places, key=lambda place: place.point[axis])
    middle = len(ordered) // 2
    return _Half(axis, ordered[middle].point[axis], _tree(ordered[:middle]), _tree(ordered[middle:]))


def _extent(values: list[float]) -> float:
    return max(values) - min(values)


def _search(tree: _Tree, point: _Point, near: list[tuple[float, str]]) -> None:
    """Add the hubs of a tree to `near`: squared distances and ids, the nearest first, one more than are shown."""
    if isinstance(tree, _Half):
        beyond = point[tree.axis] - tree.cut
        first, second = (tree.low, tree.high) if beyond < 0 else (tree.high, tree.low)
        _search(first, point, near)
        if beyond * beyond <= _reach(near):
            _search(second, point, near)
        return
    x, y, z = point
    for place in tree:
        a, b, c = place.point
        distance = (a - x) * (a - x) + (b - y) * (b - y) + (c - z) * (c - z)
        if distance <= _reach(near):
            for name in place.hubs:
                insort(near, (distance, name))
            del near[MOST + 1 :]


def _reach(near: list[tuple[float, str]]) -> float:
    """Return how far, squared, a hub may be to stand among the nearest."""
    return near[MOST][0] if len(near) > MOST else FARTHEST * FARTHEST


def _point(lat: float, lon: float) -> _Point:
    """Return a place on the unit sphere, where straight distances are the same everywhere."""
    phi, theta = radians(lat), radians(lon)
    return (cos(phi) * cos(theta), cos(phi) * sin(theta), sin(phi))
