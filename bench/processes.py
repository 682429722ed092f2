"""Runs one command and says what it cost: wall, processor time and memory of the command and all that it started."""

import ctypes
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.trees import memory_of

_PR_SET_CHILD_SUBREAPER = 36
_SECONDS_BETWEEN_LOOKS = 0.02
_SECONDS_TO_END = 5.0


@dataclass(frozen=True)
class Cost:
    """Seconds, and MB (a million bytes) where memory was looked at."""

    wall: float
    cpu: float
    memory: float | None = None


class CommandError(Exception):
    """A command failed, with the end of what it said."""


class TimeLimitError(Exception):
    """A command took longer than it may."""


def adopt_orphans() -> None:
    """From now on, processes whose parents end become ours, so that their processor time is counted (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def start(command: Sequence[str], folder: Path, log: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own; what it says goes to `log`."""
    with log.open("wb") as said:
        return subprocess.Popen(
            list(command),
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a command and all that it started and left: by a request first, by force after five seconds."""
    for demand in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, demand)
        except ProcessLookupError:
            return
        if _ended(process):
            return


def run(
    command: Sequence[str], folder: Path, log: Path, *, environment: dict[str, str], limit: float, memory: bool = False
) -> Cost:
    """Run a command to its end and say what it cost; memory is looked at only if asked, as looking costs time.

    Raises CommandError when it fails and TimeLimitError when `limit` seconds are over.
    """
    before = _seconds_of_children()
    began = time.perf_counter()
    process = start(command, folder, log, environment)
    watcher = _MemoryWatcher(process.pid) if memory else None
    alarm = threading.Timer(limit, stop, [process])
    alarm.daemon = True
    alarm.start()
    try:
        code = process.wait()  # without a limit of its own: with one, it would look only every 50 ms
        wall = time.perf_counter() - began
    finally:
        alarm.cancel()
        most = watcher.finish() if watcher else None
        stop(process)
    if wall >= limit:
        raise TimeLimitError(f"more than {limit:g} s")
    if code:
        said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise CommandError(f"{' '.join(command)}: exit code {code}\n{said}")
    return Cost(wall, _seconds_of_children() - before, most)


class _MemoryWatcher:
    """Looks at a process and its descendants again and again, and remembers the most they held at once."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._most = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._done.wait(_SECONDS_BETWEEN_LOOKS):
            self._most = max(self._most, memory_of(self._root))

    def finish(self) -> float:
        """Stop looking; return the most in MB."""
        self._done.set()
        self._thread.join()
        return self._most / 1_000_000


def _seconds_of_children() -> float:
    """Return the processor time, user and system, of all finished and reaped descendants so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _ended(process: subprocess.Popen[bytes]) -> bool:
    """Take leave of a command and of all in its group that we adopted: then their time counts. False if some stay."""
    end = time.monotonic() + _SECONDS_TO_END
    while time.monotonic() < end:
        try:
            if process.poll() is not None and os.waitpid(-process.pid, os.WNOHANG)[0]:
                continue
        except ChildProcessError:
            return True
        time.sleep(0.005)
    return False
