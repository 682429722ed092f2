"""One writer at a time: a lock beside the output folder, freed by the death of its holder."""

import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from hubkit.problems import HubkitError, printable
from hubkit.write.folder import OutputFolder

_PAUSE = 0.05
"""Seconds between two tries."""

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # locked bytes cannot be read, and others read the holder's number
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def locked(folder: OutputFolder, wait: float) -> Generator[None]:
    """Hold the lock of `folder`; raise HubkitError that names the holder when it is not free within `wait` seconds."""
    try:
        Path(folder.parent).mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder.lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    except OSError as error:
        raise HubkitError(f"Cannot write {printable(folder.lock)}: {error.strerror}.") from error
    try:
        _acquire(descriptor, folder, wait)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, folder: OutputFolder, wait: float) -> None:
    end = time.monotonic() + wait
    try:
        while not _try_lock(descriptor):
            if time.monotonic() >= end:
                raise HubkitError(_held(descriptor, folder, wait))
            time.sleep(_PAUSE)
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, f"{os.getpid()}\n".encode())
    except OSError as error:
        raise HubkitError(f"Cannot lock {printable(folder.lock)}: {error.strerror}.") from error


def _held(descriptor: int, folder: OutputFolder, wait: float) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    holder = os.read(descriptor, 32).decode("ascii", "replace").strip()
    who = f"Another hubkit (process {printable(holder)})" if holder else "Another hubkit"
    return (
        f"{who} is writing {folder.name}, and was not done after {wait:.0f} seconds. Try again when it is, or end it."
    )
