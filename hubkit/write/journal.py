"""The journal: the instant from which a change is decided, and how it is completed, also by a later command."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from hubkit.problems import HubkitError, printable
from hubkit.write.change import Change, parse_change, parts_of
from hubkit.write.folder import OutputFolder
from hubkit.write.lock import locked
from hubkit.write.manifest import Manifest, parse
from hubkit.write.tree import Tree, holds, make_names_durable, power_was_lost_since, remove_tree, write_new

PATIENCE = 60.0
"""Seconds to wait for another hubkit that is writing the same folder."""


class Staging(Struct, frozen=True):
    """The folder in which a change is prepared, beside the output folder and so on the same disk."""

    path: str

    @property
    def site(self) -> str:
        """The new files, at their paths."""
        return f"{self.path}/site"

    @property
    def manifest(self) -> str:
        """The manifest as it will be."""
        return f"{self.path}/manifest.json"

    @property
    def journal(self) -> str:
        """The journal before it counts."""
        return f"{self.path}/journal.json"

    def remove(self) -> None:
        """Remove the folder; what cannot be removed now is swept by the next publication."""
        remove_tree(self.path)


def commit(
    folder: OutputFolder, staging: Staging, manifest: Manifest, change: Change, *, whole: bool, durable: bool = True
) -> None:
    """Decide the staged change: it is made after this, by this process or by the next; an OSError leaves it undecided.

    `whole`: there is no output folder yet, and the staged one becomes it in one step. `durable`: that outlasts a power
    loss, too.
    """
    content = json.dumps({"staging": Path(staging.path).name, "whole": whole, **parts_of(change)})
    write_new(staging.manifest, manifest.content or manifest.to_bytes(), durable=durable)
    write_new(staging.journal, content.encode(), durable=durable)
    if durable:
        make_names_durable(staging.path)
    try:
        Path(staging.journal).replace(folder.journal)
        if durable:
            make_names_durable(folder.parent)
    except OSError:
        Path(folder.journal).unlink(missing_ok=True)
        raise


def complete(folder: OutputFolder, staging: Staging, change: Change, *, whole: bool) -> None:
    """Make the decided change, or what is left of it; doing it twice does no harm."""
    if whole:
        if Path(staging.site).is_dir():
            Path(staging.site).rename(folder.path)
    else:
        output = Tree(folder.path)
        for path in change.clear:
            output.remove(path)
        for path in change.replace:
            with suppress(FileNotFoundError):  # it was moved before the kill
                output.put(path, f"{staging.site}/{path}")
        for path in change.remove:
            output.remove(path)
    with suppress(FileNotFoundError):
        os.utime(staging.manifest)  # later than every file it lists: those need not be read next time
        Path(staging.manifest).replace(folder.manifest)
    Path(folder.journal).unlink()
    staging.remove()


def recover(output: Path, *, wait: float = PATIENCE) -> bool:
    """Complete the change that a killed build left in the middle of being applied to `output`; True if there was one.

    A change that is just being applied by a running build is waited for, up to `wait` seconds.
    """
    folder = OutputFolder.at(output)
    if not os.path.lexists(folder.journal):
        return False
    with locked(folder, wait):
        return complete_left(folder)


def complete_left(folder: OutputFolder) -> bool:
    """Complete the change that a dead build left, if any; the caller holds the lock."""
    try:
        with Path(folder.journal).open("rb") as file:
            content = file.read()
            power_lost = power_was_lost_since(os.fstat(file.fileno()).st_mtime_ns)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise HubkitError(f"Cannot read {printable(folder.journal)}: {error.strerror}.") from error
    staging, change, whole = _parse(folder, content)
    try:
        if not Path(staging.path).is_dir():  # only a commit that failed leaves this: nothing was changed
            Path(folder.journal).unlink()
            return False
        if power_lost:
            _mark_damaged(folder, staging, change, whole=whole)
        complete(folder, staging, change, whole=whole)
    except OSError as error:
        raise incomplete(folder, error) from error
    return True


def incomplete(folder: OutputFolder, error: OSError) -> HubkitError:
    """Return what to say when a decided change could not be made for now."""
    where = f" ({printable(str(error.filename))})" if error.filename else ""
    return HubkitError(
        f"The site in {folder.name} is half changed: {error.strerror}{where}. Every file is whole. "
        "Put that right, and run any hubkit command: it completes the change."
    )


def _parse(folder: OutputFolder, content: bytes) -> tuple[Staging, Change, bool]:
    try:
        data: Any = json.loads(content)
        name = str(data["staging"])
        change = parse_change(data)
        whole = bool(data["whole"])
    except (ValueError, KeyError, TypeError) as error:
        shown = printable(folder.journal)
        raise HubkitError(f"{shown} is damaged. Delete it and {folder.name}, and build again.") from error
    return Staging(f"{folder.parent}/{Path(name).name}"), change, whole


def _mark_damaged(folder: OutputFolder, staging: Staging, change: Change, *, whole: bool) -> None:
    """Take what the power loss spoiled out of the change; the new manifest notes that it is to be written again."""
    try:
        manifest = parse(Path(staging.manifest).read_bytes())
    except FileNotFoundError:
        return
    files = dict(manifest.files)
    final = staging.site if whole and Path(staging.site).is_dir() else folder.path
    for path in files if whole else change.replace:
        size, digest = files[path]
        staged = f"{staging.site}/{path}"
        if holds(staged, size, digest, 0):
            continue
        Path(staged).unlink(missing_ok=True)
        if not holds(f"{final}/{path}", size, digest, 0):
            files[path] = (size, "")
    write_new(f"{staging.manifest}.new", Manifest(manifest.options, files).to_bytes(), durable=True)
    Path(f"{staging.manifest}.new").replace(staging.manifest)
