"""The nearest hubs, against all pairs."""

from math import acos, cos, radians, sin

from hypothesis import given, settings
from hypothesis import strategies as st

from hubkit.kinds.fields import Coordinates
from hubkit.kinds.hub.summary import HubSummary
from hubkit.kinds.texts import Text
from hubkit.plan.neighbours import FARTHEST, nearest

LATITUDES = st.floats(-90, 90) | st.floats(50, 53) | st.just(90.0)
LONGITUDES = st.floats(-180, 180) | st.floats(10, 14) | st.sampled_from([179.9, -179.9])


def hub(name: str, place: tuple[float, float] | None) -> HubSummary:
    return HubSummary(
        id=name,
        name=Text({"": name}),
        city=None,
        region=None,
        country=None,
        coordinates=Coordinates(lat=place[0], lon=place[1]) if place else None,
        status="active",
        tagline=None,
        founded=None,
        languages=("en",),
        domain=None,
        aliases=(),
        event_count=0,
        member_count=0,
        first_event=None,
        next_event=None,
        current=(),
        cohosted=(),
    )


def chord(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the straight distance through the earth, in its radii."""
    (a, b), (c, d) = [(radians(lat), radians(lon)) for lat, lon in (one, other)]
    angle = acos(max(-1.0, min(1.0, sin(a) * sin(c) + cos(a) * cos(c) * cos(b - d))))
    return 2 * sin(angle / 2)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(LATITUDES, LONGITUDES), max_size=40))
def test_they_are_those_that_all_pairs_give(places: list[tuple[float, float]]) -> None:
    hubs = {f"h{number:02}": place for number, place in enumerate(places)}
    found = nearest([hub(name, place) for name, place in hubs.items()])
    assert found.keys() == hubs.keys()
    for name, near in found.items():
        distances = {other: chord(hubs[name], place) for other, place in hubs.items() if other != name}
        assert len(near) == min(5, len(near))
        assert name not in near
        far = max((distances[other] for other in near), default=0.0)
        assert far <= FARTHEST + 1e-6
        nearer = [
            other
            for other, distance in distances.items()
            if distance < far - 1e-6 or (len(near) < 5 and distance < FARTHEST - 1e-6)
        ]
        assert set(nearer) <= set(near)


def test_a_hub_without_a_place_has_and_is_no_neighbour() -> None:
    assert nearest([hub("a", (52.5, 13.4)), hub("b", (52.4, 13.1)), hub("c", None)]) == {"a": ("b",), "b": ("a",)}


def test_of_many_hubs_in_one_place_the_first_by_id_are_the_nearest() -> None:
    here = {f"h{number:02}": (52.5, 13.4) for number in range(30)}
    found = nearest([hub(name, place) for name, place in [*here.items(), ("near", (52.6, 13.4))]])
    assert found["h00"] == ("h01", "h02", "h03", "h04", "h05")
    assert found["h29"] == found["near"] == ("h00", "h01", "h02", "h03", "h04")
