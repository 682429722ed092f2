"""Where the files of a site to come are staged, by any process: only bytes that are new reach the disk."""

import os
from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from hubkit.problems import HubkitError, printable
from hubkit.write.manifest import Entry
from hubkit.write.tree import Tree, digest_of, holds

_SHARED = "assets/"
"""Files named by their content: several processes may stage the same one."""


class Stage(Struct, frozen=True):
    """The staging folder at `root`, for the output folder at `output`; made by `Publication.stage_for`."""

    root: str
    output: str
    name: str
    """The output folder's own name, fit to print."""
    last: Mapping[str, Entry]
    """What the last publication wrote of the files that are staged here."""
    trusted_before: int
    _open: list[Tree] = field(default_factory=list[Tree])
    """The tree below `root`, once there is one."""
    _shared: dict[str, tuple[Entry, bool]] = field(default_factory=dict[str, tuple[Entry, bool]])

    def put(self, path: str, content: bytes) -> tuple[Entry, bool]:
        """Stage one file; return its entry, and whether its bytes are new to the output folder.

        A path that breaks the rules is a ValueError; a full or broken disk a HubkitError.
        """
        if path in self._shared:
            return self._shared[path]
        entry = (len(content), digest_of(content))
        is_new = not (self.last.get(path) == entry and self.is_intact(path, entry))
        if is_new:
            try:
                self._create(path, content)
            except OSError as error:
                raise not_written(self.name, f"{self.root}/{path}", error) from error
        if path.startswith(_SHARED):
            self._shared[path] = (entry, is_new)
        return entry, is_new

    def known(self, path: str) -> tuple[Entry, bool] | None:
        """Return what `put` would for a file that is staged already, or there as it was published; None for others."""
        if path in self._shared:
            return self._shared[path]
        entry = self.last.get(path)
        return (entry, False) if entry is not None and self.is_intact(path, entry) else None

    def for_files(self, last: Mapping[str, Entry]) -> "Stage":
        """Return this stage for other files, of which `last` is what was published."""
        return replace(self, last=last)

    def is_intact(self, path: str, entry: Entry) -> bool:
        """Return whether the output folder still holds a file as it was published."""
        return holds(f"{self.output}/{path}", *entry, self.trusted_before)

    def _create(self, path: str, content: bytes) -> None:
        if not self._open:
            os.makedirs(self.root, exist_ok=True)  # noqa: PTH103 - the paths here are text
            self._open.append(Tree(self.root))
        try:
            self._open[0].create(path, content)
        except FileExistsError:
            if not path.startswith(_SHARED):
                raise


def not_written(name: str, target: str, error: OSError) -> HubkitError:
    """Return what to say when staging fails: the site in the output folder `name` stays as it was."""
    where = printable(str(error.filename or target))
    return HubkitError(f"Cannot write {where}: {error.strerror}. The site in {name} is unchanged.")
