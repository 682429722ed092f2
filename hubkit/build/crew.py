"""Who fills the orders: this process alone, or several beside it; the same results in the same order."""

import gc
import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING

from hubkit.packed import pack, unpack
from hubkit.problems import HubkitError
from hubkit.work import Order, Result, Site, Workshop, fill_elsewhere

if TYPE_CHECKING:
    from concurrent.futures import Executor

FEW = 24
"""Hubs that one process makes sooner than others could be started."""
_BATCH = 16
"""Hubs that are sent at once, so that sending costs little."""
_LAST = 4
"""As many of the last, so that nobody waits long for another to end."""


class Crew:
    """Fills the orders of one build; processes are started when there is work for them, and stay for more."""

    def __init__(self, site: Site, jobs: int) -> None:
        self._site = site
        self._jobs = jobs or processors()
        self._alone: Workshop | None = None
        self._executor: Executor | None = None

    def fill(self, orders: Sequence[Order]) -> Iterator[tuple[Result, bytes]]:
        """Yield what came of each order, in their order, with the same as bytes."""
        if self._jobs > 1 and len(orders) >= FEW:
            self._executor = self._executor or _processes(self._jobs)
            yield from fill_with(self._executor, self._site, orders)
            return
        self._alone = self._alone or Workshop(self._site)
        for order in orders:
            result = self._alone.fill(order)
            yield result, pack(result)

    def dismiss(self) -> None:
        """End the processes; what they have not begun is not done."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None


def fill_with(executor: "Executor", site: Site, orders: Sequence[Order]) -> Iterator[tuple[Result, bytes]]:
    """Yield what came of each order when any executor has it done: one of processes, here or in a cluster.

    A worker needs no more than the bytes it is sent, and the folders of the site.
    """
    from concurrent.futures.process import BrokenProcessPool

    try:
        for filled in executor.map(fill_elsewhere, repeat(pickle.dumps(site)), _batches(orders)):
            for content in filled:
                yield unpack(content), content
    except BrokenProcessPool as fault:
        message = "a process that made pages was ended from outside, perhaps for want of memory; try --jobs 1"
        raise HubkitError(message) from fault


def _batches(orders: Sequence[Order]) -> Iterator[tuple[Order, ...]]:
    start = 0
    while start < len(orders):
        size = _BATCH if len(orders) - start > _BATCH * _LAST else _LAST
        yield tuple(orders[start : start + size])
        start += size


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processes(jobs: int) -> "Executor":
    """Return worker processes; on Linux copies of this one, which has its modules loaded, where no thread forbids."""
    import multiprocessing
    import threading
    from concurrent.futures import ProcessPoolExecutor

    can_copy = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if can_copy else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)


_GARBAGE = (500_000, 20, 20)
"""When a worker looks for garbage in circles in the middle of a hub: only of one that has thousands of pages."""


def _begin() -> None:
    """Let a worker leave interrupts to the process that started it, and end with it."""
    import signal
    import threading

    gc.set_threshold(*_GARBAGE)
    gc.freeze()  # what it was started with stays, and is not looked through again and again
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
