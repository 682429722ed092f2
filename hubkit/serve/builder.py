"""What builds for the preview: the whole network at first, then what changed."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from hubkit.build import build
from hubkit.values import BuildReport, Options
from hubkit.write.folder import OutputFolder
from hubkit.write.manifest import load


@dataclass(frozen=True, slots=True)
class Built:
    """How a build ended, and every file that the output folder holds after it."""

    report: BuildReport
    files: AbstractSet[str]
    """Paths below the output folder; after a build that failed, those of the last good one."""


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


@dataclass(frozen=True, slots=True)
class WholeBuilder:
    """Builds everything each time; a fixed present is that of `options`, else it is the clock's."""

    options: Options
    has_fixed_present: bool

    @property
    def folder(self) -> Path:
        """The folder of the finished site."""
        return self.options.folder

    def build(self, changed: AbstractSet[str] | None, go_on: Callable[[], None]) -> Built:
        """Bring the folder up to date, and return what it holds."""
        del changed
        now = self.options.now if self.has_fixed_present else datetime.now(UTC)
        report = build(replace(self.options, now=now), lambda _stage, _done, _of: go_on())
        manifest = load(OutputFolder.at(self.folder))
        return Built(report, manifest.files.keys() if manifest else frozenset())
