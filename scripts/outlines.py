"""Writes hubkit/render/outlines.json, the outlines of countries that locators show.

They come from Natural Earth (public domain), as the npm package `world-atlas` has it:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/outlines.py package/countries-10m.json
"""

import json
import sys
from collections.abc import Mapping
from itertools import pairwise
from math import cos, hypot, radians, sin, sqrt
from pathlib import Path
from typing import Any, TypeAlias

from babel.core import get_global

TARGET = Path(__file__).parent.parent / "hubkit" / "render" / "outlines.json"
SIDE = 180
"""The longer side of an outline, in its own units."""
LONGEST = 1350
"""The characters that an outline may have: with its dot and its attributes, a locator stays below 2 kB."""
TOGETHER = 0.1
"""Land belongs to a part that is no further from it than this, in its longer side or that of the largest piece."""
NEAR = 1.0
"""In degrees: islands that lie so near each other belong together, small as they may be."""
SMALLEST = 4
"""In square units: smaller islands are left out, where the part has larger ones."""
WITHIN = {"FR": ("GF", "GP", "MQ", "RE", "YT"), "NO": ("BV", "SJ"), "NL": ("BQ",)}
"""Codes of their own in ISO 3166 whose land Natural Earth counts to a country."""

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = list[Point]


def rings(topology: dict[str, Any]) -> dict[str, list[Ring]]:
    """Return the outer rings of each country's land, in degrees, by its code."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)

    def ring(numbers: list[int]) -> Ring:
        joined: Ring = []
        for number in numbers:
            joined.extend(arcs[number] if number >= 0 else arcs[~number][::-1])
        return joined

    # CLDR gives the letters for the numbers of ISO 3166.
    codes: Mapping[str, list[str]] = get_global("territory_aliases")
    found: dict[str, list[Ring]] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        named = codes.get(country.get("id", ""), [])
        polygons: list[list[list[int]]] = [country["arcs"]] if country["type"] == "Polygon" else country.get("arcs", [])
        if len(named) == 1:
            found.setdefault(named[0], []).extend(ring(polygon[0]) for polygon in polygons)
    return found


def project(point: Point, centre: Point) -> Point:
    """Return a point on the azimuthal equal-area map about `centre`, x to the east and y to the south."""
    lon, lat, lat_0 = radians(point[0] - centre[0]), radians(point[1]), radians(centre[1])
    k = sqrt(2 / (1 + sin(lat_0) * sin(lat) + cos(lat_0) * cos(lat) * cos(lon)))
    return k * cos(lat) * sin(lon), -k * (cos(lat_0) * sin(lat) - sin(lat_0) * cos(lat) * cos(lon))


def area(ring: Ring) -> float:
    """Return what a closed ring holds."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def box(points: Ring) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def side(land: list[Ring]) -> float:
    """Return the longer side of what lies about all rings."""
    left, top, right, bottom = box([point for ring in land for point in ring])
    return max(right - left, bottom - top)


def parts(land: list[Ring]) -> list[list[Ring]]:
    """Return the rings in groups that lie near each other, the group with the largest first."""
    waiting = sorted(land, key=area, reverse=True)
    found: list[list[Ring]] = []
    largest = side(waiting[:1])
    while waiting:
        group: list[Ring] = []
        joining = waiting[:1]
        while joining:
            group += joining
            waiting = [ring for ring in waiting if ring not in joining]
            near = max(NEAR, TOGETHER * max(largest, side(group)))
            joining = [ring for ring in waiting if any(touches(ring, other, near) for other in group)]
        found.append(group)
    return found


def touches(ring: Ring, other: Ring, near: float) -> bool:
    """Return whether two rings come about as close to each other as `near`."""
    (l1, t1, r1, b1), (l2, t2, r2, b2) = box(ring), box(other)
    if l1 - near > r2 or l2 - near > r1 or t1 - near > b2 or t2 - near > b1:
        return False
    step, other_step = max(1, len(ring) // 60), max(1, len(other) // 300)
    return any(hypot(a[0] - b[0], a[1] - b[1]) <= near for a in ring[::step] for b in other[::other_step])


def simplified(ring: Ring, tolerance: float) -> Ring:
    """Return the ring without the points that lie within `tolerance` of it without them (Douglas and Peucker)."""
    if len(ring) < 4:
        return ring
    far = max(range(len(ring)), key=lambda at: hypot(ring[at][0] - ring[0][0], ring[at][1] - ring[0][1]))
    return _line(ring[: far + 1], tolerance)[:-1] + _line(ring[far:], tolerance)


def _line(points: Ring, tolerance: float) -> Ring:
    keep, spans = {0, len(points) - 1}, [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        length = hypot(bx - ax, by - ay)
        furthest, distance = first, tolerance
        for at in range(first + 1, last):
            x, y = points[at]
            off = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length if length else hypot(x - ax, y - ay)
            if off > distance:
                furthest, distance = at, off
        if furthest != first:
            keep.add(furthest)
            spans += [(first, furthest), (furthest, last)]
    return [points[at] for at in sorted(keep)]


def path(land: list[Ring], tolerance: float, smallest: float) -> str:
    """Return an SVG path of whole numbers, each relative to the one before."""
    written: list[str] = []
    for number, ring in enumerate(sorted(land, key=area, reverse=True)):
        if number and area(ring) < smallest:
            continue
        points = [(round(x), round(y)) for x, y in simplified(ring, tolerance)]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points) if a != b]
        if len(steps) < 3:
            continue
        moves = " ".join(f"{x} {y}" for x, y in steps[:-1]).replace(" -", "-")
        written.append(f"M{points[0][0]} {points[0][1]}l{moves}z")
    return "".join(written)


def outline(land: list[Ring]) -> dict[str, Any] | None:
    """Return a part of a country: the centre of its map, how that is scaled and moved, its size, and its path."""
    left, top, right, bottom = box([point for ring in land for point in ring])
    centre = (round((left + right) / 2, 4), round((top + bottom) / 2, 4))
    flat = [[project(point, centre) for point in ring] for ring in land]
    left, top, right, bottom = box([point for ring in flat for point in ring])
    scale = SIDE / max(right - left, bottom - top)
    drawn = [[((x - left) * scale, (y - top) * scale) for x, y in ring] for ring in flat]
    tolerance, smallest = 0.6, float(SMALLEST)
    while len(found := path(drawn, tolerance, smallest)) > LONGEST:
        tolerance, smallest = tolerance * 1.15, smallest * 1.3
    if not found:
        return None
    width, height = (right - left) * scale, (bottom - top) * scale
    return {
        "centre": (*centre,),
        "scale": round(scale, 3),
        "corner": (round(left * scale, 2), round(top * scale, 2)),
        "size": (round(width), round(height)),
        "path": found,
    }


def over_date_line(land: list[Ring]) -> list[Ring]:
    """Return land on both sides of the date line as if degrees went on beyond it."""
    left, _, right, _ = box([point for ring in land for point in ring])
    return [[(x + 360 if x < 0 else x, y) for x, y in ring] for ring in land] if right - left > 180 else land


def main() -> None:
    """Write the outlines."""
    found: dict[str, list[dict[str, Any]]] = {}
    for code, land in rings(json.loads(Path(sys.argv[1]).read_text("utf-8"))).items():
        if code == "AQ":  # about the pole, and nobody's home
            continue
        outlines = [drawn for part in parts(over_date_line(land)) if (drawn := outline(part))]
        for name in (code, *WITHIN.get(code, ())):
            found[name] = outlines
    lines = (f"{json.dumps(code)}:{json.dumps(found[code], separators=(',', ':'))}" for code in sorted(found))
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    print(f"{len(found)} countries, {sum(map(len, found.values()))} parts, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
