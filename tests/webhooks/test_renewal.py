"""The application of the last build: taken over once, kept where the next is broken, tried again where that helps."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from starlette.applications import Starlette

from hubkit.webhooks.catalog import Catalog, CatalogError
from hubkit.webhooks.renewal import Renewal
from hubkit.webhooks.store import Busy
from tests.webhooks.answering import CATALOG
from tests.webhooks.apart import Loop


class Maker:
    """Makes applications that are nothing but the name of a catalogue's network, and fails as often as it is told."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.made: list[str] = []
        self.lives: list[str] = []
        self.failures = 0

    def leave(self, name: str) -> None:
        new = self.path.with_suffix(".new")
        new.write_bytes(msgspec.json.encode(replace(CATALOG, site=replace(CATALOG.site, name={"en": name}))))
        new.replace(self.path)

    async def __call__(self, catalog: Catalog) -> Starlette:
        if self.failures:
            self.failures -= 1
            raise Busy("later")
        name = catalog.site.name["en"]
        self.made.append(name)

        @asynccontextmanager
        async def life(app: Starlette) -> AsyncIterator[None]:
            self.lives.append(f"{name} begins")
            yield
            self.lives.append(f"{name} ends")

        return Starlette(lifespan=life)


@pytest.fixture
def maker(tmp_path: Path) -> Maker:
    return Maker(tmp_path / "catalog.json")


def test_each_build_is_taken_over_once(maker: Maker) -> None:
    renewal = Renewal(maker.path, maker)
    with Loop() as loop:
        assert loop.run(renewal.app()) is None
        for name in ("one", "two"):
            maker.leave(name)
            assert loop.run(renewal.app()) is loop.run(renewal.app()) is not None
    assert maker.made == ["one", "two"]


def test_without_a_word_a_broken_one_ends_it_and_with_one_the_last_goes_on(maker: Maker) -> None:
    told: list[CatalogError] = []
    maker.leave("one")
    silent, telling = Renewal(maker.path, maker), Renewal(maker.path, maker, told.append)
    with Loop() as loop:
        before = loop.run(telling.app())
        assert None not in (loop.run(silent.app()), before)
        maker.path.write_bytes(b"{")
        assert loop.run(silent.app()) is None
        assert loop.run(telling.app()) is loop.run(telling.app()) is before
        assert len(told) == 1
        maker.leave("two")
        assert loop.run(telling.app()) not in (None, before)
    assert len(told) == 1


def test_where_the_store_is_busy_the_last_goes_on_and_it_is_tried_again(maker: Maker) -> None:
    renewal = Renewal(maker.path, maker)
    maker.leave("one")
    with Loop() as loop:
        before = loop.run(renewal.app())
        maker.leave("two")
        maker.failures = 2
        assert [loop.run(renewal.app()) is before for _ in range(3)] == [True, True, False]
    assert maker.made == ["one", "two"]


def test_each_lives_until_the_next_begins(maker: Maker) -> None:
    renewal = Renewal(maker.path, maker)
    maker.leave("one")

    async def serve() -> None:
        asked: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        told: asyncio.Queue[object] = asyncio.Queue()
        living = asyncio.create_task(renewal({"type": "lifespan"}, asked.get, told.put))
        await asked.put({"type": "lifespan.startup"})
        assert await told.get() == {"type": "lifespan.startup.complete"}
        maker.leave("two")
        await renewal.app()
        await asked.put({"type": "lifespan.shutdown"})
        await living
        assert await told.get() == {"type": "lifespan.shutdown.complete"}

    with Loop() as loop:
        loop.run(serve())
    assert maker.lives == ["one begins", "one ends", "two begins", "two ends"]
