"""The one way by which files get below a folder and leave it: checked paths, real folders, whole files."""

# A Path costs more than the write it is for:
# ruff: noqa: PTH102, PTH105, PTH106, PTH108, PTH123
import errno
import hashlib
import os
import stat
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from itertools import takewhile

from hubkit.write.paths import folders_of, path_fault

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)

_FOLDER_STAYS = frozenset(
    {errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.ENOTDIR, errno.EBUSY, errno.EACCES, errno.EPERM}
)
"""It holds something else, or is in use: no reason to stop."""


class Tree:
    """A folder of the finished or the staged site; a path that breaks the rules of `path_fault` is a ValueError."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._real = {""}

    def full(self, path: str) -> str:
        """Return where `path` stands on the disk."""
        return full_path(self.root, path)

    def create(self, path: str, content: bytes) -> None:
        """Write a file that is not there yet."""
        target = self.full(path)
        self._make_folder(path.rpartition("/")[0])
        write_new(target, content)

    def put(self, path: str, source: str) -> None:
        """Move the whole file `source` to `path`, in one step, over what may stand there."""
        target = self.full(path)
        self._make_folder(path.rpartition("/")[0])
        os.replace(source, target)

    def remove(self, path: str) -> None:
        """Remove the file at `path`, and the folders that this leaves empty; what is no plain file stays."""
        target = self.full(path)
        folders = folders_of(path)
        real = list(takewhile(self._is_folder, reversed(folders)))
        if len(real) == len(folders):
            with suppress(FileNotFoundError):
                if stat.S_ISREG(os.lstat(target).st_mode):
                    os.unlink(target)
        for folder in reversed(real):
            try:
                os.rmdir(f"{self.root}/{folder}")
            except OSError as error:
                if error.errno not in _FOLDER_STAYS:
                    raise
                break
            self._real.discard(folder)

    def _is_folder(self, folder: str) -> bool:
        if folder in self._real:
            return True
        try:
            real = stat.S_ISDIR(os.lstat(f"{self.root}/{folder}").st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False
        if real:
            self._real.add(folder)
        return real

    def _make_folder(self, folder: str) -> None:
        if folder in self._real:
            return
        self._make_folder(folder.rpartition("/")[0])
        target = f"{self.root}/{folder}"
        try:
            os.mkdir(target)
        except FileExistsError:
            if not stat.S_ISDIR(os.lstat(target).st_mode):
                raise
        self._real.add(folder)


def full_path(root: str, path: str) -> str:
    """Return where `path` stands below `root`; a path that breaks the rules of `path_fault` is a ValueError."""
    if fault := path_fault(path):
        message = f"{path!r} is no path for a file of the site: {fault}"
        raise ValueError(message)
    return f"{root}/{path}"


def write_new(target: str, content: bytes, *, durable: bool = False) -> None:
    """Create the file `target`; `durable`: its bytes survive a power loss from then on."""
    descriptor = os.open(target, _NEW_FILE, 0o644)
    try:
        written = os.write(descriptor, content)
        while written < len(content):
            written += os.write(descriptor, content[written:])
        if durable:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_names_durable(folder: str) -> None:
    """Let the names in `folder` survive a power loss, where the platform can open a folder."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_tree(folder: str) -> None:
    """Remove a folder with all that is in it; what cannot be removed stays."""
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def digest_of(content: bytes) -> str:
    """Return the hash by which files are compared: BLAKE2b, 16 bytes, as hexadecimal digits."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def holds(target: str, size: int, digest: str, trusted_before: int) -> bool:
    """Return True when `target` is a plain file of this size and hash; an empty hash fits no file.

    A file last changed before `trusted_before` (in nanoseconds) costs one stat: its bytes are not read.
    """
    try:
        status = os.lstat(target)
        if not digest or not stat.S_ISREG(status.st_mode) or status.st_size != size:
            return False
        if max(status.st_mtime_ns, status.st_ctime_ns) < trusted_before:
            return True
        with open(target, "rb") as file:
            return digest_of(file.read()) == digest
    except OSError:
        return False


def damaged_below(root: str, files: Mapping[str, tuple[int, str]], trusted_before: int) -> set[str]:
    """Return the paths at which `holds` says no: the same question for very many files, at one stat each."""
    found: set[str] = set()
    for path, (size, digest) in files.items():
        try:
            status = os.lstat(f"{root}/{path}")
        except OSError:
            found.add(path)
            continue
        if not (
            status.st_size == size
            and digest
            and status.st_mtime_ns < trusted_before
            and status.st_ctime_ns < trusted_before
            and stat.S_ISREG(status.st_mode)
        ) and not holds(f"{root}/{path}", size, digest, trusted_before):
            found.add(path)
    return found


def power_was_lost_since(moment: int) -> bool:
    """Return True when this machine started after `moment` (in nanoseconds): bytes written then may be lost."""
    return moment < time.time_ns() - time.monotonic_ns()
