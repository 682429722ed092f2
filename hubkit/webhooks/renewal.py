"""The application for the catalogue of the last build, also of one that comes while it runs."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from hubkit.webhooks.catalog import Catalog, CatalogError, read_catalog, signature_of
from hubkit.webhooks.store import StoreError


class Renewal:
    """Makes the application anew when the file of the catalogue has changed. All calls come from one event loop."""

    def __init__(
        self,
        path: Path,
        make: Callable[[Catalog], Awaitable[Starlette]],
        tell: Callable[[CatalogError], None] | None = None,
    ) -> None:
        self._path = path
        self._make = make
        self._tell = tell
        self._renewing = asyncio.Lock()
        self._signature: tuple[int, ...] = ()
        self._app: Starlette | None = None
        self._life: AsyncExitStack | None = None

    async def app(self) -> Starlette | None:
        """Return the application for the catalogue as it is now; None where there is none yet.

        For one that cannot be used `tell` is called, once, and the one before goes on; without `tell` nothing does.
        """
        async with self._renewing:
            signature = signature_of(self._path)
            if signature != self._signature and await self._is_renewed():
                self._signature = signature
            return self._app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the application as it is now, of which there must be one; each lives until the next begins."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        app = await self.app()
        if app is None:
            raise RuntimeError(scope["type"])
        await app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._life = AsyncExitStack()
        await self.app()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._life.aclose()
        await send({"type": "lifespan.shutdown.complete"})

    async def _begin(self, app: Starlette) -> None:
        """Let the application before end what it does beside answering, and this one begin."""
        if self._life is not None:
            await self._life.aclose()
            await self._life.enter_async_context(app.router.lifespan_context(app))
        self._app = app

    async def _is_renewed(self) -> bool:
        """Take over the new catalogue; False where that has to be tried again."""
        try:
            await self._begin(await self._make(read_catalog(self._path)))
        except CatalogError as fault:
            if self._tell is None:
                self._app = None
            else:
                self._tell(fault)
        except StoreError:
            if self._app is None:
                raise
            return False
        return True
