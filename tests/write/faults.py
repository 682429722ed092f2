"""A build in a child process that dies, or whose disk fails, at the n-th system call that changes files."""

import errno
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

from hubkit.problems import HubkitError
from tests.write.site import build

CHANGING = ("replace", "rename", "mkdir", "unlink", "rmdir", "write", "fsync", "ftruncate", "utime")
DONE, SURVIVED, REFUSED, BUG = 0, 2, 3, 4

Fault = Callable[[Callable[..., object], tuple[object, ...]], None]


def die(_call: Callable[..., object], _arguments: tuple[object, ...]) -> None:
    """Die at once, before the call."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_half_way(call: Callable[..., object], arguments: tuple[object, ...]) -> None:
    """Write the first half of the bytes where bytes are written, and die."""
    if isinstance(arguments[-1], bytes):
        call(*arguments[:-1], arguments[-1][: len(arguments[-1]) // 2])
    os.kill(os.getpid(), signal.SIGKILL)


def disk_full(_call: Callable[..., object], _arguments: tuple[object, ...]) -> None:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def disk_broken(_call: Callable[..., object], _arguments: tuple[object, ...]) -> None:
    """Fail as a broken disk does."""
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def build_with_fault(site: Path, files: Mapping[str, bytes], number: int, fault: Fault, *, stays: bool = False) -> int:
    """Build in a child with `fault` at changing call `number` (and at all after it: `stays`); give its exit code.

    Killed: `-SIGKILL`; the call was never reached: `DONE`; it was, and the build went on: `SURVIVED`.
    """
    child = os.fork()
    if child == 0:
        try:
            reached = _arm(number, fault, stays=stays)
            build(site, files)
            os._exit(SURVIVED if reached() >= number else DONE)
        except HubkitError:
            os._exit(REFUSED)
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(BUG)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _arm(number: int, fault: Fault, *, stays: bool) -> Callable[[], int]:
    reached = 0

    def counted(call: Callable[..., object]) -> Callable[..., object]:
        def counting(*arguments: object, **named: object) -> object:
            nonlocal reached
            reached += 1
            if reached == number or (stays and reached > number):
                fault(call, arguments)
            return call(*arguments, **named)

        return counting

    for name in CHANGING:
        setattr(os, name, counted(getattr(os, name)))
    open_file = os.open
    counted_open = counted(open_file)

    def opening(path: str, flags: int, *rest: int, **named: int) -> object:
        return (counted_open if flags & os.O_CREAT else open_file)(path, flags, *rest, **named)

    setattr(os, "open", opening)  # noqa: B010 - the types of the two differ
    return lambda: reached
