"""One publication: outputs are staged as they come, then applied all at once, or not at all."""

import os
import re
from collections.abc import Container, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from hubkit.problems import HubkitError, printable
from hubkit.write.change import Change, change_between, refuse_foreign
from hubkit.write.damage import Damage
from hubkit.write.folder import OutputFolder, refuse_place
from hubkit.write.journal import PATIENCE, Staging, commit, complete, complete_left, incomplete
from hubkit.write.lock import locked
from hubkit.write.manifest import Entry, Manifest, last_manifest
from hubkit.write.stage import Stage, not_written
from hubkit.write.tree import damaged_below, digest_of, remove_tree


class Written(Struct, frozen=True):
    """How many files a publication wrote, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


class Publication:
    """The files of the site to come; made by `publish`, which holds the lock."""

    def __init__(self, folder: OutputFolder, last: Manifest, *, durable: bool) -> None:
        self._folder = folder
        self._last = last
        self._durable = durable
        self._staging = Staging(folder.staging)
        self._whole = folder.is_new()
        self._kept: dict[str, Entry] = {}
        self._files: dict[str, Entry] = {}
        self._changed: list[str] = []
        self._stage = self.stage_for(last.files)
        self._has_strays = False
        self.published_now = last
        """The list of published files: the last, and after `apply` the new one."""

    @property
    def last(self) -> Manifest:
        """What the last publication wrote."""
        return self._last

    def stage_for(self, last: Mapping[str, Entry]) -> Stage:
        """Return where files are staged, here or in another process; `last` is what was published of them."""
        return Stage(self._staging.site, self._folder.path, self._folder.name, last, self._last.trusted_before)

    def stage(self, path: str, content: bytes) -> None:
        """Take one file of the site; only bytes that differ from those in the output folder reach the disk.

        A path that breaks the rules, or comes twice with different bytes, is a ValueError; a full or broken disk a
        HubkitError, with the old site as it was.
        """
        known = self._files.get(path)
        if known is not None:
            if known != (len(content), digest_of(content)):
                message = f"{path!r} was staged before, with other bytes"
                raise ValueError(message)
            return
        self._files[path], is_new = self._stage.put(path, content)
        if is_new:
            self._changed.append(path)

    def take(self, files: Mapping[str, Entry], changed: Iterable[str]) -> None:
        """Take files that were staged by a stage of `stage_for`; the paths in `changed` were written there."""
        self._changed.extend(path for path in changed if path not in self._files)
        self._files.update(files)

    def keep_files(self, paths: Iterable[str]) -> None:
        """Keep files of the last publication, which are known to be as they were written."""
        kept = tuple(paths)
        self._files.update(zip(kept, map(self._last.files.__getitem__, kept), strict=True))

    def keep_folders(self, names: Container[str], but: Iterable[str]) -> None:
        """Keep the files of the last publication in these folders at the top, which are as they were written."""
        kept = dict(self._last.files)
        for path in (*self._last.outside(names), *but):
            kept.pop(path, None)
        self._files = {**kept, **self._files}

    def discard(self, paths: Iterable[str]) -> None:
        """Forget files that were staged and not taken; shared assets may be another's and stay until the end."""
        self._has_strays = True
        for path in paths:
            if not path.startswith("assets/"):
                with suppress(FileNotFoundError):
                    os.unlink(f"{self._staging.site}/{path}")  # noqa: PTH108 - the paths here are text

    def begin_again(self) -> None:
        """Forget everything that was staged and taken so far."""
        self.abandon()
        self._kept, self._files, self._changed = {}, {}, []
        self._stage = self.stage_for(self._last.files)

    def published(self, prefix: str) -> Sequence[str]:
        """Return the paths under `prefix` (such as `lisbon/`) that the last publication wrote, sorted."""
        return self._last.under(prefix)

    def damage(self) -> Damage:
        """Begin to look for files of the last publication that someone removed or changed since."""
        last = self._last
        look = partial(damaged_below, self._folder.path, last.files, last.trusted_before)
        return Damage(look, last.options.get("hub", ""))

    def keep(self, prefix: str) -> tuple[str, ...]:
        """Keep the files of the last publication under `prefix`; return those that someone removed or changed since.

        A file that is also staged is taken from there.
        """
        kept = {path: self._last.files[path] for path in self._last.under(prefix)}
        self._kept.update(kept)
        return tuple(path for path, entry in kept.items() if not self._stage.is_intact(path, entry))

    def apply(self) -> Written:
        """Make the output folder hold what was staged and kept, and nothing else that hubkit wrote; return the counts.

        Something in the way that hubkit did not write, or a disk that fails before the change is decided, is a
        HubkitError, with the old site as it was; one that fails after, a HubkitError that says how to go on.
        """
        files = {**self._kept, **self._files}
        try:
            if not self._changed and files == self._last.files and Path(self._folder.manifest).exists():
                os.utime(self._folder.manifest)
                return Written(0, len(files), 0)
            change = change_between(self._last.files.keys(), files.keys(), self._changed)
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
        if os.path.lexists(self._staging.path) and not os.path.lexists(self._folder.journal):
            self._staging.remove()

    def _decide(self, files: Mapping[str, Entry], change: Change) -> None:
        Path(self._staging.site).mkdir(parents=True, exist_ok=True)
        if self._whole:
            if self._has_strays:
                self._sweep_staged(files)
            change = Change((), (), ())  # the folder as a whole is the change
        else:
            refuse_foreign(self._folder, change, self._last.files)
        manifest = Manifest(self._last.options, files)
        manifest = replace(manifest, content=manifest.to_bytes())
        self.published_now = manifest
        commit(self._folder, self._staging, manifest, change, whole=self._whole, durable=self._durable)

    def _sweep_staged(self, files: Mapping[str, Entry]) -> None:
        root = self._staging.site
        for folder, _, names in os.walk(root, topdown=False):
            for name in names:
                if f"{folder}/{name}"[len(root) + 1 :] not in files:
                    os.unlink(f"{folder}/{name}")  # noqa: PTH108
            with suppress(OSError):
                os.rmdir(folder)  # noqa: PTH106

    def _not_written(self, target: str, error: OSError) -> HubkitError:
        return not_written(self._folder.name, target, error)


@contextmanager
def publish(
    output: Path,
    options: Mapping[str, str],
    site: Path,
    *,
    wait: float = PATIENCE,
    last: Manifest | None = None,
    durable: bool = True,
) -> Generator[Publication]:
    """Hold the output folder for one publication; leaving without `apply` leaves the old site as it was.

    `last` is the list of the files there, for a process that published them and is the only one that does. What is
    published outlasts a power loss unless it need not be `durable`.

    A change that a killed build left is completed first. HubkitError: the folder is not hubkit's to write, was made
    with other `options` (`hub`, `base_url`, `drafts`), or is being written by another hubkit for `wait` seconds.
    """
    folder = OutputFolder.at(output)
    refuse_place(folder, site)
    with locked(folder, wait):
        complete_left(folder)
        try:
            _sweep(folder)
            last = last or last_manifest(folder, dict(options))
        except OSError as error:
            raise HubkitError(f"Cannot read {printable(folder.path)}: {error.strerror}.") from error
        publication = Publication(folder, last, durable=durable)
        try:
            yield publication
        finally:
            publication.abandon()


def _sweep(folder: OutputFolder) -> None:
    """Remove what dead builds staged; the caller holds the lock, so no living one is at work."""
    pattern = re.compile(re.escape(Path(folder.path).name) + r"\.staging-[0-9]+")
    for beside in Path(folder.parent).iterdir():
        if pattern.fullmatch(beside.name):
            remove_tree(str(beside))
