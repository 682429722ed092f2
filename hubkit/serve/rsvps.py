"""RSVPs in the preview: the functions themselves, with the catalogue of the last build and a database of its own."""

import re
import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from msgspec.structs import replace
from starlette.applications import Starlette

from hubkit.webhooks.app import api_app
from hubkit.webhooks.catalog import ByLanguage, Catalog, Event, Hub, Site
from hubkit.webhooks.housekeeping import settled
from hubkit.webhooks.renewal import Renewal
from hubkit.webhooks.sqlite import SqliteStore
from hubkit.webhooks.tokens import Signer
from hubkit.write import CatalogFile

HomeT = TypeVar("HomeT", Hub, Site)
_FORM = re.compile(rb'(<form\b[^>]*\baction=")https?://[^"]*(/api/(?:rsvp|checkout)")')


class PreviewRsvps:
    """What answers below `/api/` for the site in a folder, as its last build left the catalogue.

    All calls come from one event loop. RSVPs are kept in `database`, from the first time that somebody asks.
    """

    def __init__(self, folder: Path, database: Path, now: Callable[[], datetime], *, alone: bool = False) -> None:
        self._file = CatalogFile(folder)
        self._database = database
        self._now = now
        self._alone = alone
        self._signer = Signer(secrets.token_urlsafe(32))
        self._renewal = Renewal(self._file.path, self._made)
        self._store: SqliteStore | None = None

    @property
    def is_on(self) -> bool:
        """Whether the last build left a catalogue."""
        return bool(self._file.signature())

    async def app(self) -> Starlette | None:
        """Return what answers, None where the functions are off; after a build it knows the new catalogue."""
        return await self._renewal.app()

    async def _made(self, left: Catalog) -> Starlette:
        catalog = shown_here(left, alone=self._alone)
        self._store = self._store or SqliteStore.open(self._database)
        await settled(catalog, self._store, self._now())
        return api_app(catalog, self._store, self._signer, now=self._now)

    def close(self) -> None:
        """Let go of the database; nobody may ask any more."""
        if self._store is not None:
            self._store.close()


def running_from(present: datetime) -> Callable[[], datetime]:
    """Return a clock that shows `present` now and goes on from there."""
    started = time.monotonic()
    return lambda: present + timedelta(seconds=time.monotonic() - started)


def shown_here(catalog: Catalog, *, alone: bool) -> Catalog:
    """Return a catalogue whose pages are those of the preview, under whichever name it is reached.

    `alone` is the preview of one hub, at the top. No page of another site may send a form, the published one neither.
    """
    base = urlsplit(catalog.site.url).path
    homes = {name: next(iter(hub.url.values())) for name, hub in catalog.hubs.items()}

    def here(url: str, hub: str) -> str:
        if hub and url.startswith(homes[hub]):
            return ("/" if alone else f"{base}{hub}/") + url.removeprefix(homes[hub])
        return base + url.removeprefix(catalog.site.url) if url.startswith(catalog.site.url) else url

    def each_here(urls: ByLanguage, hub: str) -> ByLanguage:
        return {language: here(url, hub) for language, url in urls.items()}

    def looking_here(home: HomeT, hub: str) -> HomeT:
        return replace(home, styles=tuple(here(style, hub) for style in home.styles), icon=here(home.icon, hub))

    def event_here(event: Event) -> Event:
        return replace(event, url=each_here(event.url, event.hub))

    return replace(
        catalog,
        site=looking_here(replace(catalog.site, url=base, origins=()), ""),
        hubs={
            name: looking_here(replace(hub, url=each_here(hub.url, name)), name) for name, hub in catalog.hubs.items()
        },
        events={name: event_here(event) for name, event in catalog.events.items()},
    )


def with_own_form(page: bytes) -> bytes:
    """Return a page whose RSVPs are sent to this preview, wherever the published one sends them (`api_url`)."""
    return _FORM.sub(rb"\1\2", page)
