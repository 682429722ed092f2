"""What one publication changes in the output folder, checked against what really stands there."""

import os
import stat
from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from typing import Any

from msgspec import Struct

from hubkit.problems import HubkitError, printable
from hubkit.write.folder import OutputFolder
from hubkit.write.paths import folded, folders_of, path_fault


class Change(Struct, frozen=True):
    """Paths below the output folder, in the order in which they change."""

    clear: tuple[str, ...]
    """Files to remove first, because they stand where a folder or a file with another spelling is to be."""
    replace: tuple[str, ...]
    remove: tuple[str, ...]


def parts_of(change: Change) -> dict[str, tuple[str, ...]]:
    """Return a change as a journal describes it."""
    return {"clear": change.clear, "replace": change.replace, "remove": change.remove}


def parse_change(data: Any) -> Change:
    """Return the change that a journal describes; paths that hubkit would not write are a ValueError."""
    clear, replace, remove = (tuple(map(str, data[part])) for part in ("clear", "replace", "remove"))
    if any(map(path_fault, (*clear, *replace, *remove))):
        message = "it names files that hubkit would not write"
        raise ValueError(message)
    return Change(clear, replace, remove)


def change_between(before: AbstractSet[str], after: AbstractSet[str], changed: Iterable[str]) -> Change:
    """Return the change from the files `before` to the files `after`, of which `changed` hold new bytes.

    Shared assets come before the pages that need them. A path that is both a file and a folder is a ValueError.
    """
    is_same = after == before
    if not is_same and (clashes := _folders(after).intersection(after)):
        message = f"a file and a folder at once: {', '.join(sorted(clashes))}"
        raise ValueError(message)
    in_order = sorted(changed)
    replace = [path for path in in_order if path.startswith("assets/")]
    replace += [path for path in in_order if not path.startswith("assets/")]
    removed = [] if is_same else sorted(before - after)
    new_files = {folded(path) for path in replace if path not in before} if removed else set[str]()
    new_folders = {folder for path in new_files for folder in folders_of(path)}
    clear = {path for path in removed if _in_the_way(folded(path), new_files, new_folders)}
    return Change(tuple(sorted(clear)), tuple(replace), tuple(path for path in removed if path not in clear))


def _folders(paths: Collection[str]) -> set[str]:
    innermost = {path.rpartition("/")[0] for path in paths}
    return innermost.union(*map(folders_of, innermost)) - {""}


def _in_the_way(key: str, new_files: set[str], new_folders: set[str]) -> bool:
    return key in new_folders or key in new_files or any(folder in new_files for folder in folders_of(key))


def refuse_foreign(folder: OutputFolder, change: Change, before: Collection[str]) -> None:
    """Raise HubkitError, naming it, when something that hubkit did not write stands where `change` puts a file."""
    seen: set[str] = set()
    cleared = set(change.clear)
    cleared_keys = {folded(path) for path in cleared}
    for path in change.replace:
        for above in reversed(folders_of(path)):
            if above in seen:
                continue
            mode = _mode(f"{folder.path}/{above}")
            if mode == 0 or (stat.S_ISREG(mode) and folded(above) in cleared_keys):
                break
            if not stat.S_ISDIR(mode):
                raise _foreign(folder, above, path)
            seen.add(above)
        else:
            _refuse_at(folder, path, before, cleared, cleared_keys)


def _refuse_at(
    folder: OutputFolder, path: str, before: Collection[str], cleared: set[str], cleared_keys: set[str]
) -> None:
    mode = _mode(f"{folder.path}/{path}")
    if mode == 0:
        return
    if stat.S_ISDIR(mode):
        if found := _foreign_below(folder, path, cleared):
            raise _foreign(folder, found, path)
    elif not stat.S_ISREG(mode) or (path not in before and folded(path) not in cleared_keys):
        raise _foreign(folder, path, path)


def _foreign_below(folder: OutputFolder, path: str, cleared: set[str]) -> str:
    """Return something below the folder `path` that stays when the files of `cleared` go, or an empty string."""
    emptied = {above for gone in cleared for above in folders_of(gone)}
    for where, folders, files in os.walk(f"{folder.path}/{path}"):
        inside = where[len(folder.path) + 1 :].replace(os.sep, "/")
        if inside not in emptied:
            return inside
        for name in (*files, *folders):
            below = f"{inside}/{name}"
            if below not in cleared and below not in emptied:
                return below
    return ""


def _mode(target: str) -> int:
    """Return what stands at `target`, 0 for nothing."""
    try:
        return os.lstat(target).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _foreign(folder: OutputFolder, found: str, wanted: str) -> HubkitError:
    there = f"{folder.name}/{printable(found)}"
    return HubkitError(
        f"{there} was not written by hubkit, and stands where hubkit wants to write {folder.name}/{printable(wanted)}. "
        f"Move it away, or choose another folder with --output. The site in {folder.name} is unchanged."
    )
