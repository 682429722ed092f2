"""One publication: outputs are staged as they come, then applied all at once, or not at all."""

import os
import re
import shutil
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hubkit.problems import HubkitError, printable
from hubkit.write.change import Change, change_between, refuse_foreign
from hubkit.write.folder import OutputFolder, refuse_place
from hubkit.write.journal import PATIENCE, Staging, commit, complete, complete_left, incomplete
from hubkit.write.lock import locked
from hubkit.write.manifest import Entry, Manifest, last_manifest
from hubkit.write.tree import Tree, digest_of, holds


@dataclass(frozen=True, slots=True)
class Written:
    """How many files a publication wrote, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


class Publication:
    """The files of the site to come; made by `publish`, which holds the lock."""

    def __init__(self, folder: OutputFolder, last: Manifest) -> None:
        self._folder = folder
        self._last = last
        self._staging = Staging(folder.staging)
        self._staged = Tree(self._staging.site)
        self._is_staging = False
        self._whole = folder.is_new()
        self._kept: dict[str, Entry] = {}
        self._files: dict[str, Entry] = {}
        self._changed: list[str] = []

    def stage(self, path: str, content: bytes) -> None:
        """Take one file of the site; only bytes that differ from those in the output folder reach the disk.

        A path that breaks the rules, or comes twice with different bytes, is a ValueError; a full or broken disk a
        HubkitError, with the old site as it was.
        """
        entry = (len(content), digest_of(content))
        known = self._files.get(path)
        if known is not None:
            if known != entry:
                message = f"{path!r} was staged before, with other bytes"
                raise ValueError(message)
            return
        target = self._staged.full(path)
        self._files[path] = entry
        if self._last.files.get(path) == entry and self._is_intact(path, entry):
            return
        try:
            self._start_staging()
            self._staged.create(path, content)
        except OSError as error:
            raise self._not_written(target, error) from error
        self._changed.append(path)

    def published(self, prefix: str) -> Sequence[str]:
        """Return the paths under `prefix` (such as `lisbon/`) that the last publication wrote, sorted."""
        return self._last.under(prefix)

    def keep(self, prefix: str) -> tuple[str, ...]:
        """Keep the files of the last publication under `prefix`; return those that someone removed or changed since.

        A file that is also staged is taken from there.
        """
        kept = {path: self._last.files[path] for path in self._last.under(prefix)}
        self._kept.update(kept)
        return tuple(path for path, entry in kept.items() if not self._is_intact(path, entry))

    def apply(self) -> Written:
        """Make the output folder hold what was staged and kept, and nothing else that hubkit wrote; return the counts.

        Something in the way that hubkit did not write, or a disk that fails before the change is decided, is a
        HubkitError, with the old site as it was; one that fails after, a HubkitError that says how to go on.
        """
        files = {**self._kept, **self._files}
        try:
            if files == self._last.files and not self._changed and Path(self._folder.manifest).exists():
                os.utime(self._folder.manifest)
                return Written(0, len(files), 0)
            change = change_between(self._last.files, files, self._changed)
            self._decide(files, change)
        except OSError as error:
            raise self._not_written(self._folder.path, error) from error
        try:
            complete(self._folder, self._staging, change, whole=self._whole)
        except OSError as error:
            raise incomplete(self._folder, error) from error
        written = len(change.replace)
        return Written(written, len(files) - written, len(change.clear) + len(change.remove))

    def abandon(self) -> None:
        """Remove what was staged, unless it is decided and must be completed."""
        if self._is_staging and not os.path.lexists(self._folder.journal):
            self._staging.remove()

    def _decide(self, files: Mapping[str, Entry], change: Change) -> None:
        self._start_staging()
        if self._whole:
            change = Change((), (), ())  # the folder as a whole is the change
        else:
            refuse_foreign(self._folder, change, self._last.files)
        commit(self._folder, self._staging, Manifest(self._last.options, files), change, whole=self._whole)

    def _start_staging(self) -> None:
        if not self._is_staging:
            self._is_staging = True
            Path(self._staging.site).mkdir(parents=True)

    def _is_intact(self, path: str, entry: Entry) -> bool:
        return holds(f"{self._folder.path}/{path}", *entry, self._last.trusted_before)

    def _not_written(self, target: str, error: OSError) -> HubkitError:
        where = printable(str(error.filename or target))
        return HubkitError(f"Cannot write {where}: {error.strerror}. The site in {self._folder.name} is unchanged.")


@contextmanager
def publish(output: Path, options: Mapping[str, str], site: Path, *, wait: float = PATIENCE) -> Generator[Publication]:
    """Hold the output folder for one publication; leaving without `apply` leaves the old site as it was.

    A change that a killed build left is completed first. HubkitError: the folder is not hubkit's to write, was made
    with other `options` (`hub`, `base_url`, `drafts`), or is being written by another hubkit for `wait` seconds.
    """
    folder = OutputFolder.at(output)
    refuse_place(folder, site)
    with locked(folder, wait):
        complete_left(folder)
        try:
            _sweep(folder)
            last = last_manifest(folder, dict(options))
        except OSError as error:
            raise HubkitError(f"Cannot read {printable(folder.path)}: {error.strerror}.") from error
        publication = Publication(folder, last)
        try:
            yield publication
        finally:
            publication.abandon()


def _sweep(folder: OutputFolder) -> None:
    """Remove what dead builds staged; the caller holds the lock, so no living one is at work."""
    pattern = re.compile(re.escape(Path(folder.path).name) + r"\.staging-[0-9]+")
    for beside in Path(folder.parent).iterdir():
        if pattern.fullmatch(beside.name):
            shutil.rmtree(beside, ignore_errors=True)
