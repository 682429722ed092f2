"""The preview itself: builds when something was saved, knows what to show, and tells every open page what is new."""

import asyncio
import contextlib
import json
import re
import time
from collections.abc import AsyncIterator, Callable, Iterable
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import blake2b

from msgspec import Struct

from hubkit.problems import HubkitError
from hubkit.serve.builder import Builder, Built
from hubkit.serve.host import Answer, HostedSite, hosted
from hubkit.serve.mistakes import as_html, as_page, fault_as_html

SETTLES = 0.1
"""Seconds without another save after which mistakes are shown: a file that is half saved is usually whole by then."""

_STYLE = re.compile(rb"(assets/[\w-]+\.)([0-9a-f]+)(\.css)")
_CARD = re.compile(rb'https?://[^"]+/assets/card-[\w-]+\.[0-9a-f]+\.png')
"""The picture for those who share a page: in its colours, and not shown on it."""


class Outcome(Struct, frozen=True):
    """How one try at building ended: with a site and a report, or with an exception."""

    seconds: float
    built: Built | None = None
    fault: Exception | None = None

    def mistakes(self) -> str:
        """Return what the browser shows of it, as HTML; empty where all is well."""
        if isinstance(self.fault, HubkitError):
            return fault_as_html("This cannot be built", str(self.fault))
        if self.fault is not None:
            return fault_as_html(
                "hubkit failed", "That is hubkit's fault, not yours. The terminal shows what happened."
            )
        return as_html(self.built.report.problems) if self.built else ""


class _Ended(Exception):  # noqa: N818 - no error: it ends a build that nobody waits for
    """The preview ends while it builds."""


class Preview:
    """What is shown at each address, kept up to date while `work` runs; everything else is called from its loop."""

    def __init__(self, builder: Builder, tell: Callable[[Outcome], None], settles: float = SETTLES) -> None:
        self._builder = builder
        self._tell = tell
        self._settles = settles
        self._site: HostedSite | None = None
        self._mistakes = ""
        self._changed: set[str] = set()
        self._anything_changed = False
        self._due: datetime | None = None
        """When to build though nothing was saved."""
        self._saved = asyncio.Event()
        self._turn = asyncio.Event()
        """Set, and replaced by another, when what is shown changes."""
        self._ended = False
        self.is_ready = asyncio.Event()
        """Set once the first build has ended."""

    def changed(self, paths: Iterable[str] | None) -> None:
        """Note that these source files changed, or (None) that any may have."""
        if paths is None:
            self._anything_changed = True
        else:
            self._changed.update(paths)
        self._saved.set()

    def end(self) -> None:
        """End `work` and all streams of news."""
        self._ended = True
        self.is_ready.set()
        self._saved.set()
        self._next_turn()

    async def work(self) -> None:
        """Build whenever something changed or is due, until the end; a misuse at the first build is raised."""
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, "build") as thread:
            while not await self._has_ended():
                self._saved.clear()
                changed = None if self._anything_changed else frozenset(self._changed)
                self._anything_changed = False
                self._changed.clear()
                outcome = await loop.run_in_executor(thread, self._try, changed)
                if isinstance(outcome.fault, HubkitError) and not self.is_ready.is_set():
                    raise outcome.fault
                self._anything_changed = self._anything_changed or outcome.fault is not None
                self._due = outcome.built.due if outcome.built else None
                mistakes = outcome.mistakes()
                if not (mistakes and await self._is_saved_again()):
                    self._show(outcome, mistakes)

    async def _has_ended(self) -> bool:
        """Wait until there is something to build, or the end; return whether it is the end."""
        seconds = (self._due - datetime.now(UTC)).total_seconds() if self._due else None
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._saved.wait(), seconds)
        return self._ended

    def _try(self, changed: AbstractSet[str] | None) -> Outcome:
        started = time.perf_counter()
        try:
            built = self._builder.build(changed, self._go_on)
        except Exception as fault:  # the preview outlives a bug; its traceback is shown
            return Outcome(time.perf_counter() - started, fault=fault)
        return Outcome(time.perf_counter() - started, built)

    def _go_on(self) -> None:
        if self._ended:
            raise _Ended

    async def _is_saved_again(self) -> bool:
        try:
            await asyncio.wait_for(self._saved.wait(), self._settles)
        except TimeoutError:
            return False
        return True

    def _show(self, outcome: Outcome, mistakes: str) -> None:
        if self._ended:
            return
        if outcome.built and outcome.built.files:
            self._site = hosted(self._builder.folder, outcome.built.files)
        self._mistakes = mistakes
        self.is_ready.set()
        self._next_turn()
        self._tell(outcome)

    def _next_turn(self) -> None:
        self._turn.set()
        self._turn = asyncio.Event()

    def answer(self, address: str) -> Answer:
        """Return what is shown at `address` now: of the last good site; where there is none yet, what is wrong."""
        if self._site is not None:
            return self._site.answer(address)
        policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'"
        headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": policy}
        return Answer(500, headers, as_page(self._mistakes).encode())

    async def news(self, address: str, state: str) -> AsyncIterator[str]:
        """Yield what a browser must know that shows `address`, as it was when its `state_of` was `state`.

        The events (WHATWG HTML, 9.2): `reload`, after which nothing follows; `style`, with the new state and pairs of
        old and new style sheets, where nothing else differs; `mistakes`, at first and when it changes, with what is
        wrong, empty where nothing is.
        """
        yield "retry: 300\n\n"
        shown = self.answer(address).content
        told: str | None = None
        if state_of(shown) != state and not self._ended:
            yield _event("reload", None)
            return
        while not self._ended:
            turn = self._turn
            content = self.answer(address).content
            if content != shown:
                sheets = _restyled(shown, content)
                if not sheets:
                    yield _event("reload", None)
                    return
                yield _event("style", [state_of(content), sheets])
                shown = content
            mistakes = self._mistakes if self._site else ""
            if mistakes != told:
                yield _event("mistakes", mistakes)
                told = mistakes
            await turn.wait()


def state_of(content: bytes) -> str:
    """Return a short hash by which a browser says which version of a page it shows."""
    return blake2b(content, digest_size=12).hexdigest()


def _restyled(before: bytes, after: bytes) -> list[tuple[str, str]]:
    """Return the style sheets to exchange, where the two pages differ in nothing else."""
    if _unstyled(before) != _unstyled(after):
        return []
    sheets = zip(_STYLE.finditer(before), _STYLE.finditer(after), strict=True)
    return [(old[0].decode(), new[0].decode()) for old, new in sheets if old[0] != new[0]]


def _unstyled(page: bytes) -> bytes:
    return _CARD.sub(b"", _STYLE.sub(rb"\1\3", page))


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
