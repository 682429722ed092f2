"""Frozen values to bytes and back, for files in `.hubkit/`: whatever such a file holds, reading it runs no code."""

import datetime
import pickle
from collections.abc import Callable
from enum import Enum
from functools import cache
from hashlib import blake2b
from importlib import import_module
from io import BytesIO
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct, json

from hubkit.times import zone

_SIZE = 16
_DATES = frozenset({"date", "datetime", "time", "timedelta", "timezone"})
_NAME = attrgetter("__qualname__")


class _Reductions(dict[type, Callable[[Any], Any]]):
    """How each class of values is taken apart."""

    def __missing__(self, of: type[object]) -> Callable[[Any], Any]:
        if issubclass(of, type):
            self[of] = _NAME  # a class goes by its name
        elif issubclass(of, Struct):
            self[of] = of.__reduce__
        elif hasattr(of, "model_fields"):
            self[of] = _model_reduction
        elif issubclass(of, tuple):
            self[of] = lambda value: (of, tuple(value))
        else:
            self[of] = _usual
        return self[of]


def _usual(value: Any) -> Any:
    return value.__reduce_ex__(5)


def _model_reduction(value: Any) -> Any:
    # In order: a set of names has another one in each process.
    return remodelled, (type(value), value.__dict__, tuple(sorted(value.model_fields_set)))


def remodelled(of: Any, values: dict[str, Any], names: tuple[str, ...]) -> Any:
    """Return a frozen Pydantic model with these values, of which those under `names` were given."""
    return of.model_construct(set(names), **values)


class _Packer(pickle.Pickler):
    dispatch_table = _Reductions({ZoneInfo: lambda each: (zone, (each.key,))})


class _Unpacker(pickle.Unpickler):
    """Knows hubkit's own values, and dates: a pickle that names anything else is refused.

    `.hubkit/` may come with a folder that somebody else packed (Python's documentation, "Restricting Globals").
    """

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        known = _known(module_name, global_name)
        if known is None:
            message = f"{module_name}.{global_name} is no value of hubkit's"
            raise pickle.UnpicklingError(message)
        return known


@cache
def _known(module_name: str, global_name: str) -> Any:
    """Return a class of values, or a function that makes one; None for anything else, and nothing is run."""
    if module_name == "datetime" and global_name in _DATES:
        return getattr(datetime, global_name)
    if not module_name.startswith("hubkit.") or "." in global_name:
        return None
    found = getattr(import_module(module_name), global_name, None)
    if found in (zone, remodelled):
        return found
    return found if isinstance(found, type) and _is_value(found) else None  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def _is_value(found: type[object]) -> bool:
    return issubclass(found, (Struct, Enum, tuple)) or hasattr(found, "model_fields")


def pack(value: Any) -> bytes:
    """Return a value as bytes that `unpack` can tell from damaged ones."""
    buffer = BytesIO()
    _Packer(buffer, protocol=5).dump(value)
    content = buffer.getvalue()
    return blake2b(content, digest_size=_SIZE).digest() + content


def unpack(content: bytes) -> Any:
    """Return the value that `pack` made bytes of; a ValueError for any other bytes."""
    body = memoryview(content)[_SIZE:]
    if blake2b(body, digest_size=_SIZE).digest() != content[:_SIZE]:
        message = "these bytes are damaged"
        raise ValueError(message)
    try:
        return _Unpacker(BytesIO(body)).load()
    except Exception as fault:  # a class that changed, or a file that was forged: it is as good as not there
        message = "these bytes are of another hubkit"
        raise ValueError(message) from fault


def digest(value: Any) -> bytes:
    """Return 16 bytes that are the same for equal values, however their parts are shared in memory."""
    try:
        content = _plain.encode(value)
    except UnicodeEncodeError:  # a name on the disk that is no text
        content = repr(value).encode()
    return blake2b(content, digest_size=_SIZE).digest()


def _model_parts(value: Any) -> Any:
    return type(value).__name__, value.__dict__, sorted(value.model_fields_set)


_plain = json.Encoder(enc_hook=_model_parts)
