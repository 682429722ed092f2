"""The same answer for a request that is sent again with its `Idempotency-Key`."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from msgspec import Struct
from starlette.responses import Response

_SECONDS = 600
_MOST = 1_000
_PASSING = 429


class KeyReusedError(Exception):
    """The key was used with another body."""


class _Kept(Struct, frozen=True):
    digest: bytes
    answer: "asyncio.Future[Response]"
    until: float


class Replays:
    """Answers, kept in memory for ten minutes, and not more than a thousand of them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = _MOST) -> None:
        self._clock = clock
        self._most = most
        self._kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    async def answer(self, key: tuple[str, str], digest: bytes, make: Callable[[], Awaitable[Response]]) -> Response:
        """Return what `make` gives, once for each key, also to those who ask meanwhile; a failure is not kept.

        Raises `KeyReusedError` where the key came with another `digest` of a body before.
        """
        self._forget()
        kept = self._kept.get(key)
        if kept is not None:
            if kept.digest != digest:
                raise KeyReusedError
            return _copied(await asyncio.shield(kept.answer))
        answer = asyncio.ensure_future(make())
        self._kept[key] = _Kept(digest, answer, self._clock() + _SECONDS)
        answer.add_done_callback(lambda _: self._drop_failure(key, answer))
        return _copied(await asyncio.shield(answer))

    def _forget(self) -> None:
        now = self._clock()
        while self._kept and (len(self._kept) >= self._most or next(iter(self._kept.values())).until <= now):
            self._kept.popitem(last=False)

    def _drop_failure(self, key: tuple[str, str], answer: "asyncio.Future[Response]") -> None:
        is_failure = answer.cancelled() or answer.exception() is not None or answer.result().status_code >= _PASSING
        kept = self._kept.get(key)
        if is_failure and kept is not None and kept.answer is answer:
            del self._kept[key]


def _copied(answer: Response) -> Response:
    """Return an answer of its own, whose headers others do not share."""
    return Response(bytes(answer.body), answer.status_code, dict(answer.headers))
