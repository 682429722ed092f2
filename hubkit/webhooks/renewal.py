"""The application for the catalogue of the last build, also of one that comes while it runs."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from hubkit.webhooks.catalog import Catalog, CatalogError, read_catalog, signature_of
from hubkit.webhooks.store import StoreError


class Renewal:
    """Makes the application anew when the file of the catalogue has changed. All calls come from one event loop."""

    def __init__(
        self,
        path: Path,
        make: Callable[[Catalog], Awaitable[ASGIApp]],
        tell: Callable[[CatalogError], None] | None = None,
    ) -> None:
        self._path = path
        self._make = make
        self._tell = tell
        self._renewing = asyncio.Lock()
        self._signature: tuple[int, ...] = ()
        self._app: ASGIApp | None = None

    async def app(self) -> ASGIApp | None:
        """Return the application for the catalogue as it is now; None where there is none yet.

        For one that cannot be used `tell` is called, once, and the one before goes on; without `tell` nothing does.
        """
        async with self._renewing:
            signature = signature_of(self._path)
            if signature != self._signature and await self._is_renewed():
                self._signature = signature
            return self._app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the application as it is now, of which there must be one."""
        app = await self.app()
        if app is None:
            raise RuntimeError(scope["type"])
        await app(scope, receive, send)

    async def _is_renewed(self) -> bool:
        """Take over the new catalogue; False where that has to be tried again."""
        try:
            self._app = await self._make(read_catalog(self._path))
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
