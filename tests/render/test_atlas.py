"""Small maps: the dot is on the right spot of the right land, and nothing is drawn that is not known."""

import re
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from hubkit.render import atlas
from hubkit.render.atlas import Atlas, Outline
from tests.sites import LISBON, NETWORK, good, write

INLAND = {
    "Madrid": ("ES", 40.42, -3.70),
    "Brasília": ("BR", -15.79, -47.88),
    "Berlin": ("DE", 52.52, 13.40),
    "Nairobi": ("KE", -1.29, 36.82),
    "Canberra": ("AU", -35.28, 149.13),
    "Novosibirsk": ("RU", 55.03, 82.92),
    "Denver": ("US", 39.74, -104.99),
    "Fairbanks, far from the rest": ("US", 64.84, -147.72),
    "Cilaos, counted to France": ("RE", -21.13, 55.47),
    "Nadarivatu, at the date line": ("FJ", -17.57, 177.97),
    "Punta Arenas, at the end of a long land": ("CL", -53.10, -71.10),
}


def drawn(svg: str) -> tuple[list[list[tuple[int, int]]], tuple[int, int]]:
    """Return the rings and the dot of a locator."""
    path, x, y = re.search(r'<path d="(.+?)"/><circle cx="(-?\d+)" cy="(-?\d+)"', svg).groups()  # pyright: ignore[reportOptionalMemberAccess]
    rings: list[list[tuple[int, int]]] = []
    for start, steps in re.findall(r"M([^l]+)l([^z]+)z", path):
        (at,) = [tuple(map(int, re.findall(r"-?\d+", start)))]
        ring = [(at[0], at[1])]
        numbers = list(map(int, re.findall(r"-?\d+", steps)))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            ring.append((ring[-1][0] + dx, ring[-1][1] + dy))
        rings.append(ring)
    return rings, (int(x), int(y))


def is_inside(point: tuple[int, int], ring: list[tuple[int, int]]) -> bool:
    x, y = point
    crossings = 0
    for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            crossings += 1
    return crossings % 2 == 1


@pytest.mark.parametrize("place", INLAND)
def test_the_dot_is_on_the_land(place: str) -> None:
    rings, dot = drawn(Atlas().locator(*INLAND[place]))
    assert any(is_inside(dot, ring) for ring in rings), place


def test_north_is_up_and_east_is_right() -> None:
    _, seville = drawn(Atlas().locator("ES", 37.39, -5.98))
    _, barcelona = drawn(Atlas().locator("ES", 41.39, 2.17))
    assert barcelona[0] > seville[0]
    assert barcelona[1] < seville[1]


def test_every_outline_is_small_and_in_its_frame() -> None:
    countries = msgspec.json.decode(
        (Path(atlas.__file__).parent / "outlines.json").read_bytes(), type=dict[str, list[Outline]]
    )
    assert len(countries) > 240
    for code, outlines in countries.items():
        for outline in outlines:
            svg = Atlas().locator(code, outline.centre[1], (outline.centre[0] + 180) % 360 - 180)
            assert len(svg.encode()) <= 2000, code
            rings, _ = drawn(svg)
            assert all(-1 <= x <= 181 and -1 <= y <= 181 for ring in rings for x, y in ring), code


@pytest.mark.parametrize(("country", "lat", "lon"), [("JP", 38.7, -9.1), ("ZZ", 0.0, 0.0), ("PT", -38.7, 170.9)])
def test_a_point_elsewhere_has_no_map(country: str, lat: float, lon: float) -> None:
    assert Atlas().locator(country, lat, lon) == ""


WHERE = "hubs/lisbon/hub.yaml"
WALK = "title: Walk\nstart: 2026-12-05 10:00\nduration: 2h\nvenue: hall\n"
HALL = "name: Hall\ncoordinates: {lat: 41.15, lon: -8.61}\n"


@pytest.mark.parametrize(
    ("hub", "venue", "event", "shown"),
    [
        ("country: PT\n", HALL, WALK, True),
        ("country: PT\ncoordinates: {lat: 38.72, lon: -9.14}\n", "name: Hall\n", WALK, True),
        ("country: PT\n", "name: Hall\n", WALK, False),
        ("", HALL, WALK, False),
        ("", HALL + "country: PT\n", WALK, True),
        ("country: PT\ncoordinates: {lat: 38.72, lon: -9.14}\n", "name: Hall\ncountry: ES\n", WALK, False),
        ("country: PT\n", HALL, WALK + "status: moved-online\nonline: {url: 'https://m.example/1'}\n", False),
    ],
)
def test_a_page_shows_what_is_known(tmp_path: Path, hub: str, venue: str, event: str, shown: bool) -> None:
    base = re.sub(r"^(country|coordinates):.*\n", "", LISBON, flags=re.MULTILINE)
    files: dict[str, str | bytes] = {
        "hubkit.yaml": NETWORK,
        WHERE: base + hub,
        "venues/hall.yaml": venue,
        "hubs/lisbon/events/2026-12-05-walk.yaml": event,
    }
    html = good(write(tmp_path, files)).text("lisbon/events/2026-12-05-walk/index.html")
    assert ('class="locator"' in html) is shown
