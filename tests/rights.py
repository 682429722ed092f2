"""The rights of an ordinary user, for tests of what may not be read or written: root may do everything."""

import ctypes
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager

import pytest

_VERSION = 0x20080522
"""Of the structures below (capget(2))."""
_PASSES_OVER_MODES = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH (capabilities(7))."""

has_modes = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no modes of files")


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("thread", ctypes.c_int))


class _Rights(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def of_anyone() -> Generator[None]:
    """Let modes of files bind this thread, and processes it forks, though root may have started the tests."""
    if os.geteuid() != 0:
        yield
        return
    if sys.platform != "linux":
        pytest.skip("root may do everything here")
    libc = ctypes.CDLL(None, use_errno=True)
    header, rights = _Header(_VERSION, 0), (_Rights * 2)()
    _call(libc.capget(ctypes.byref(header), rights))
    before = rights[0].effective
    rights[0].effective = before & ~_PASSES_OVER_MODES
    _call(libc.capset(ctypes.byref(header), rights))
    try:
        yield
    finally:
        rights[0].effective = before
        _call(libc.capset(ctypes.byref(header), rights))


def _call(result: int) -> None:
    if result:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
