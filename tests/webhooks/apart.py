"""Event loops in threads of their own: a browser test that ran before may still have one in the main thread."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self, TypeVar

Result = TypeVar("Result")


def run(call: Coroutine[Any, Any, Result]) -> Result:
    """Return what a coroutine returns."""
    with Loop() as loop:
        return loop.run(call)


class Loop:
    """One event loop, for one coroutine after the other."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, call: Coroutine[Any, Any, Result]) -> Result:
        return self._thread.submit(self._runner.run, call).result()

    def close(self) -> None:
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()
