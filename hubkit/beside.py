"""An answer that a copy of this process looks for, beside whatever else there is to do."""

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

Ask = Callable[[], bytes]
_END = b"\0/whole"
"""Comes last: an answer without it is of a copy that was ended from outside."""


def beside(ask: Ask) -> Ask:
    """Return what waits for the answer of `ask`; a copy of this process begins with it now, where one can be made."""
    return _Copy(ask).answer if _can_copy() else ask


@contextmanager
def beginning(ask: Ask) -> Generator[Ask]:
    """Give the same; nothing of the copy is left at the end, though nobody waited for it."""
    if not _can_copy():
        yield ask
        return
    copy = _Copy(ask)
    try:
        yield copy.answer
    finally:
        copy.end()


def _can_copy() -> bool:
    import threading

    return sys.platform == "linux" and threading.active_count() == 1


class _Copy:
    """A copy of this process."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        reading, writing = os.pipe()
        self._number = os.fork()
        if self._number == 0:
            os.close(reading)
            _tell(ask, writing)
        os.close(writing)
        self._reading = reading

    def answer(self) -> bytes:
        """Return the answer, once; where the copy cannot give it, this process does."""
        told = bytearray()
        while part := os.read(self._reading, 1 << 20):
            told += part
        self.end()
        return bytes(told[: -len(_END)]) if told.endswith(_END) else self._ask()

    def end(self) -> None:
        """Let go of the copy, which ends when nobody reads what it says."""
        if self._number:
            os.close(self._reading)
            os.waitpid(self._number, 0)
            self._number = 0


def _tell(ask: Ask, writing: int) -> None:
    """Write the answer, and end this copy at once: nothing else in it is its own to end."""
    try:
        with open(writing, "wb") as pipe:
            pipe.write(ask() + _END)
    finally:
        os._exit(0)
