"""`frozen` keeps the promises of `dataclass(frozen=True, slots=True)`: the same comes of both."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, dataclass, field
from typing import Any, Generic, TypeVar

import pytest

from hubkit.frozen import frozen, is_frozen, replace

_Of = TypeVar("_Of")


class _Shape:
    name: str
    size: int = 3
    tags: list[str] = field(default_factory=list[str])
    seen: int = field(default=0, repr=False, compare=False)

    @property
    def loud(self) -> str:
        return self.name.upper()


def _of(**more: Any) -> type[Any]:
    kept = {name: each for name, each in vars(_Shape).items() if name not in {"__dict__", "__weakref__"}}
    return type("Shape", (), kept | more)


Shape = frozen(_of(__module__=__name__))
_Judge = dataclass(frozen=True, slots=True)(_of())


@frozen
class _Box(Generic[_Of]):
    content: _Of


@frozen
class _Nothing:
    """A value without fields."""


@pytest.mark.parametrize(
    ("given", "named"),
    [(("a",), {}), (("a", 4), {}), (("a",), {"tags": ["x"]}), ((), {"name": "b", "seen": 9}), (("a", 1, ["y"], 2), {})],
)
def test_it_is_made_as_a_dataclass_is(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    ours, judge = Shape(*given, **named), _Judge(*given, **named)
    assert repr(ours) == repr(judge)
    assert [getattr(ours, name) for name in ours.__slots__] == [getattr(judge, name) for name in judge.__slots__]
    assert ours.loud == judge.loud
    assert dataclasses.asdict(ours) == dataclasses.asdict(judge)


@pytest.mark.parametrize("given", [(), ("a", 1, [], 2, 3)])
def test_values_that_do_not_fit_are_refused(given: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        Shape(*given)
    with pytest.raises(TypeError):
        Shape("a", other=1)


def test_each_value_has_a_default_of_its_own() -> None:
    assert Shape("a").tags is not Shape("a").tags


def test_values_are_equal_by_their_fields_and_class() -> None:
    assert Shape("a", seen=1) == Shape("a", seen=2)
    assert Shape("a") != Shape("b")
    assert Shape("a") != _Judge("a")
    assert _Box(1) == _Box(1) != _Box(2)
    assert _Nothing() == _Nothing() != _Box(1)
    assert len({_Box("x"), _Box("x"), _Box("y")}) == 2
    with pytest.raises(TypeError):
        hash(Shape("a"))


def test_nothing_changes() -> None:
    value = Shape("a")
    for change in (
        lambda: setattr(value, "name", "b"),
        lambda: setattr(value, "new", 1),
        lambda: delattr(value, "name"),
    ):
        with pytest.raises(FrozenInstanceError):
            change()
    assert not hasattr(value, "__dict__")


def test_a_changed_copy_is_a_new_value() -> None:
    value = Shape("a", 1, ["t"], 5)
    for changed in (replace(value, size=2), dataclasses.replace(value, size=2)):
        assert (changed.name, changed.size, changed.tags, changed.seen) == ("a", 2, ["t"], 5)
    assert value.size == 1
    with pytest.raises(TypeError):
        replace(value, other=1)


@pytest.mark.parametrize("value", [Shape("a", 1, ["t"], 5), _Box(None), _Box(""), _Nothing()])
def test_it_can_be_pickled_and_copied(value: Any) -> None:
    for again in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
        assert again == value
        assert type(again) is type(value)


def test_it_matches_by_position() -> None:
    match _Box(4):
        case _Box(content):
            assert content == 4


def test_it_is_told_from_other_classes() -> None:
    assert is_frozen(_Box)
    assert not is_frozen(_Judge)
    assert not is_frozen(int)
