"""A change to several files of a site: all of it, or nothing."""

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct

from hubkit.problems import HubkitError


class Change(Struct, frozen=True):
    """New contents of files, by their paths before anything is renamed; then files or folders get another path."""

    contents: Mapping[str, bytes]
    renamed: tuple[tuple[str, str], ...] = ()


def apply(site: Path, change: Change) -> None:
    """Make the change; where it fails or is interrupted, all is put back, and an `OSError` becomes a `HubkitError`."""
    with ExitStack() as leftovers, ExitStack() as undone:
        try:
            staged = {path: _staged(site / path, content, leftovers) for path, content in change.contents.items()}
            for path, new in staged.items():
                _replace(site / path, new, undone)
            for old, new in change.renamed:
                _rename(site / old, site / new)
                undone.callback(os.rename, site / new, site / old)
        except OSError as error:
            raise HubkitError(f"nothing was changed: {error.filename}: {error.strerror}") from error
        undone.pop_all()


def _staged(file: Path, content: bytes, leftovers: ExitStack) -> Path:
    """Return a file with `content` beside `file`, which may not be there yet."""
    handle, name = tempfile.mkstemp(prefix=".new-", suffix="~", dir=file.parent)
    staged = Path(name)
    leftovers.callback(staged.unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    if file.exists():
        shutil.copymode(file, staged)
    else:
        staged.chmod(0o644)
    return staged


def _replace(file: Path, staged: Path, undone: ExitStack) -> None:
    if file.exists():
        undone.callback(_put_back, file, file.read_bytes(), file.stat())
    else:
        undone.callback(file.unlink, missing_ok=True)
    staged.replace(file)


def _put_back(file: Path, content: bytes, status: os.stat_result) -> None:
    file.write_bytes(content)
    file.chmod(status.st_mode)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def _rename(old: Path, new: Path) -> None:
    """Give a file or folder another path, where nothing may be."""
    if new.exists():
        raise FileExistsError(errno.EEXIST, "is there already", str(new))
    old.rename(new)
