from datetime import UTC, datetime, timedelta, timezone

import pytest

from hubkit.kinds.fields import Coordinates
from hubkit.kinds.texts import Text
from hubkit.packed import digest, pack, unpack
from hubkit.problems import Place, Problem, Severity

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
PROBLEM = Problem(Place("hubs/lisbon/hub.yaml", 3), "this is wrong", "Mend it.", Severity.note)


@pytest.mark.parametrize(
    "value",
    [
        PROBLEM,
        (PROBLEM, PROBLEM),
        {"text": Text({"": "words"}), "point": Coordinates.model_validate({"lat": 41.5, "lon": -7.0})},
        (NOON, None, 1.5, b"bytes", frozenset({"one"})),
        (Severity.error, Text),
    ],
)
def test_what_is_packed_comes_back(value: object) -> None:
    assert unpack(pack(value)) == value


def test_equal_values_have_one_digest_whatever_they_share() -> None:
    text = Text({"": "words"})
    assert digest((text, text)) == digest((Text({"": "words"}), Text({"": "words"})))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Text({"": "words"}), Text({"en": "words"})),
        (Coordinates.model_validate({"lat": 1, "lon": 2}), Coordinates.model_validate({"lat": 2, "lon": 1})),
        (NOON, NOON.astimezone(timezone(timedelta(hours=1)))),
        (("name\udc80", 1), ("name\udc81", 1)),
        (("name", None), ("name", "")),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
)
def test_values_that_differ_have_different_digests(one: object, other: object) -> None:
    assert digest(one) != digest(other)
