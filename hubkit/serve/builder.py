"""What builds for the preview: the whole network at first, then what changed."""

import gc
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from hubkit.build.warm import Warm
from hubkit.values import BuildReport, Options


class Built(Struct, frozen=True):
    """How a build ended, and every file that the output folder holds after it."""

    report: BuildReport
    files: AbstractSet[str]
    """Paths below the output folder; after a build that failed, those of the last good one."""
    due: datetime | None = None
    """When they change though nobody saves anything, because an event begins or ends; None: never."""


class Builder(Protocol):
    """Builds again and again into one folder; all calls come from one thread, one at a time."""

    @property
    def folder(self) -> Path:
        """The folder of the finished site."""
        ...

    def build(self, changed: AbstractSet[str] | None, go_on: Callable[[], None]) -> Built:
        """Bring the folder up to date, and return what it holds.

        `changed` are the source files that changed since the last call, relative to the site; None: anything may have,
        as at first and after a call that raised. `go_on` is called now and then, and raises when the preview ends.
        """
        ...


class WarmBuilder:
    """Builds what changed; a fixed present is that of `options`, else it is the clock's."""

    def __init__(self, options: Options, *, has_fixed_present: bool) -> None:
        self._options = options
        self._has_fixed_present = has_fixed_present
        self._warm = Warm(options)

    @property
    def folder(self) -> Path:
        """The folder of the finished site."""
        return self._options.folder

    def build(self, changed: AbstractSet[str] | None, go_on: Callable[[], None]) -> Built:
        """Bring the folder up to date, and return what it holds."""
        now = self._options.now if self._has_fixed_present else datetime.now(UTC)
        report = self._warm.build(now, changed, lambda _stage, _done, _of: go_on())
        if changed is None:
            gc.freeze()  # what the whole network left stays, and is not looked through in the middle of an edit
        return Built(report, self._warm.files, None if self._has_fixed_present else report.next_change)
