"""Published files that somebody changed: looked for in a copy of this process, beside whatever else there is to do."""

from collections.abc import Callable
from functools import cached_property

from hubkit.beside import beside

Look = Callable[[], set[str]]


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
    """Return what gives the result of `look`, which is begun now."""
    answer = beside(lambda: "".join(f"{path}\0" for path in look()).encode("utf-8", "surrogateescape"))
    return lambda: set(answer().decode("utf-8", "surrogateescape").split("\0")[:-1])
