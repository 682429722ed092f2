"""Published files that somebody changed: looked for in a copy of this process, beside whatever else there is to do."""

import os
import sys
from collections.abc import Callable
from functools import cached_property

Look = Callable[[], set[str]]
_END = b"\0/"
"""No path of the site ends like this."""


class Damage:
    """The published files that somebody removed or changed since; asking for them waits until all are looked at."""

    def __init__(self, look: Look | None = None, alone: str = "") -> None:
        """Begin to look; without `look` there is none. In `alone`, the one hub that is built, lie all files."""
        self._wait = _beside(look) if look else set[str]
        self._alone = alone

    @cached_property
    def paths(self) -> set[str]:
        """The files themselves."""
        return self._wait()

    @cached_property
    def folders(self) -> frozenset[str]:
        """The folders at the top that they lie in; of a hub that is built alone, that hub's id."""
        return frozenset(self._alone or path.partition("/")[0] for path in self.paths)


def _beside(look: Look) -> Look:
    """Return what gives the result of `look`, which a copy of this process finds meanwhile, where one can be made."""
    import threading

    if sys.platform != "linux" or threading.active_count() > 1:
        return look
    reading, writing = os.pipe()
    copy = os.fork()
    if copy == 0:
        os.close(reading)
        _tell(look, writing)
    os.close(writing)

    def wait() -> set[str]:
        with open(reading, "rb") as pipe:  # noqa: PTH123 - no path
            told = pipe.read()
        os.waitpid(copy, 0)
        if not told.endswith(_END):  # it was ended from outside
            return look()
        return set(told.removesuffix(_END).decode("utf-8", "surrogateescape").split("\0")[1:])

    return wait


def _tell(look: Look, writing: int) -> None:
    """Write what was found, and end this copy at once: nothing else in it is its own to end."""
    try:
        with open(writing, "wb") as pipe:
            pipe.write("".join(f"\0{path}" for path in look()).encode("utf-8", "surrogateescape") + _END)
    finally:
        os._exit(0)
