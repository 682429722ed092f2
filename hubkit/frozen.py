"""Frozen values: all that `dataclass(frozen=True, slots=True)` gives, at a small part of its price at start-up.

`dataclass` compiles six methods of every class before anybody asks for one: a millisecond each, for more than a hundred
classes in every process. Here one method is compiled, of those classes alone of which there comes to be a value.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, field, make_dataclass
from functools import cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Class = TypeVar("_Class")
_Value = TypeVar("_Value", bound="DataclassInstance")
_OWN = frozenset({"__dict__", "__weakref__"})


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(of: type[_Class]) -> type[_Class]:
    """Return the class as one of frozen values with slots: its annotations are its fields, as for `dataclass`."""
    names = tuple(of.__annotations__)
    given = {name: of.__dict__[name] for name in names if name in of.__dict__}
    kept = {name: each for name, each in of.__dict__.items() if name not in given and name not in _OWN}
    slots = {"__slots__": names, "__match_args__": names, "__dataclass_fields__": _FieldsOfDataclass()}
    made = type(of)(of.__name__, of.__bases__, {**_METHODS, **_methods(names, given), **slots, **kept})
    made.__qualname__ = of.__qualname__

    def write_init(self: object, *values: Any, **named: Any) -> None:
        init = _init(made, names, given)
        type.__setattr__(made, "__init__", init)
        init(self, *values, **named)

    type.__setattr__(made, "__init__", write_init)
    return made


def replace(value: _Value, /, **changes: Any) -> _Value:
    """Return a frozen value with some fields changed."""
    of: Any = type(value)
    return of(**{name: getattr(value, name) for name in of.__slots__} | changes)


def rebuilt(of: type[object], *values: Any) -> Any:
    """Return the value of a frozen class with these values of its fields, in order."""
    made = object.__new__(of)
    for put, value in zip(_setters(of), values, strict=True):
        put(made, value)
    return made


def is_frozen(of: type[object]) -> bool:
    """Return whether a class is one of frozen values."""
    return of.__dict__.get("__setattr__") is _refuse


def _methods(names: tuple[str, ...], given: dict[str, Any]) -> dict[str, Any]:
    special: dict[str, Any] = {name: each for name, each in given.items() if isinstance(each, Field)}
    compared = [name for name in names if name not in special or special[name].compare]
    shown = [name for name in names if name not in special or special[name].repr]
    look: Callable[[object], Any] = attrgetter(*compared) if compared else type

    def is_equal(self: object, other: object) -> bool:
        return look(self) == look(other) if other.__class__ is self.__class__ else NotImplemented

    def hash_of(self: object) -> int:
        return hash(look(self))

    def described(self: object) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({values})"

    return {"__eq__": is_equal, "__hash__": hash_of, "__repr__": described}


def _refuse(self: object, name: str, *_value: object) -> NoReturn:
    raise FrozenInstanceError(f"{name} of {type(self).__name__} does not change")


def _reduce(self: Any) -> tuple[Any, ...]:
    return rebuilt, (type(self), *map(partial(getattr, self), self.__slots__))


_METHODS = {"__setattr__": _refuse, "__delattr__": _refuse, "__reduce__": _reduce}


def _init(of: type[object], names: tuple[str, ...], given: dict[str, Any]) -> Callable[..., None]:
    """Return `__init__`, with the setters of the slots and the defaults as its globals."""
    surroundings: dict[str, Any] = {}
    parameters = ["self"]
    lines: list[str] = []
    for name, put in zip(names, _setters(of), strict=True):
        default: Any = given.get(name, MISSING)
        value = name
        if isinstance(default, Field):
            make: Any = given[name].default_factory
            default = given[name].default
            if make is not MISSING:
                default = surroundings["_missing"] = _MISSING
                surroundings[f"_make_{name}"] = make
                value = f"_make_{name}() if {name} is _missing else {name}"
        surroundings[f"_put_{name}"], surroundings[f"_default_{name}"] = put, default
        parameters.append(name if default is MISSING else f"{name}=_default_{name}")
        lines.append(f"\n    _put_{name}(self, {value})")
    source = f"def __init__({', '.join(parameters)}):{''.join(lines) or ' pass'}"
    exec(source, surroundings)  # noqa: S102 - as `dataclass` does: names of fields are all that goes in
    return surroundings["__init__"]


_MISSING = object()


@cache
def _setters(of: type[object]) -> tuple[Callable[[object, Any], None], ...]:
    slots: Any = of
    return tuple(of.__dict__[name].__set__ for name in slots.__slots__)


class _FieldsOfDataclass:
    """Lets `dataclasses.fields` and those who ask for it know the fields, found when first asked for."""

    def __get__(self, instance: object, owner: type[object]) -> dict[str, Any]:
        found: Any = make_dataclass(owner.__name__, owner.__annotations__.items())
        fields: dict[str, Any] = found.__dataclass_fields__
        type.__setattr__(owner, "__dataclass_fields__", fields)
        return fields
