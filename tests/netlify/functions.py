"""The functions in JavaScript, as a build leaves them, in a server of Node.js; and what is asked of it."""

import asyncio
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

import hubkit
from hubkit.webhooks.catalog import Catalog
from hubkit.webhooks.limits import Limits, Rate
from hubkit.webhooks.postgres.store import PostgresStore
from hubkit.webhooks.tokens import Signer
from tests import postgres, tools
from tests.answers import Got
from tests.webhooks.answering import CATALOG, NOW, PATIENCE, SECRET, UNLIMITED, Answering, Home

FUNCTIONS = Path(hubkit.__file__).parent / "netlify" / "functions"
SERVE = Path(__file__).parent / "serve.mjs"


def left_in(folder: Path, catalog: Catalog) -> Path:
    """Leave the functions and a catalogue in a folder, and the packages where Node.js looks for them."""
    shutil.copytree(FUNCTIONS, folder, dirs_exist_ok=True)
    (folder / "catalog.json").write_bytes(msgspec.json.encode(catalog))
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(tools.NODE_PACKAGES)
    return folder


@dataclass
class NodeAnswering(Answering):
    """A server of the functions that runs, and its database."""

    said: Path = field(default_factory=Path)
    """What it wrote on standard output and error."""

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Got:
        return super().ask(method, path, body, X_Test_Now=str(int(self.now.timestamp() * 1000)), **headers)


@contextmanager
def running(folder: Path, environment: Mapping[str, str], options: Mapping[str, Any]) -> Iterator[int]:
    """Run the server of the functions in a folder until the end of the block; gives its port."""
    said = {"HUBKIT_SECRET": SECRET, **environment, "TEST_OPTIONS": json.dumps(options), "PATH": os.environ["PATH"]}
    with (folder / "said.txt").open("ab") as errors:
        process = subprocess.Popen(
            ["node", SERVE, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=said
        )
        try:
            assert process.stdout
            line = process.stdout.readline()
            assert line.strip().isdigit(), (folder / "said.txt").read_text("utf-8")
            yield int(line)
        finally:
            process.communicate(timeout=PATIENCE)


@contextmanager
def its_own_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Run an event loop in a thread until the end of the block."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()


def rates_of(limits: Limits | None) -> dict[str, Any]:
    """Limits as the functions have them."""

    def of(rate: Rate) -> dict[str, float]:
        return {"atOnce": rate.at_once, "seconds": rate.seconds}

    rates = limits or Limits()
    return {"requests": of(rates.requests), "posts": of(rates.posts), "barePosts": of(rates.bare_posts)}


@contextmanager
def node_home(server: postgres.Server, address: str = "") -> Iterator[Home]:
    """Give what runs servers of the functions in Node.js, each place with a database, until the end of the block."""
    places: dict[Path, str] = {}

    def address_of(place: Path) -> str:
        return places.get(place) or places.setdefault(place, address or server.fresh())

    yield partial(node_answering, address_of)
    for address in places.values():
        server.drop(address)


@contextmanager
def node_answering(
    address_of: Callable[[Path], str],
    database: Path,
    limits: Limits | None = UNLIMITED,
    catalog: Catalog = CATALOG,
    now: datetime = NOW,
    environment: Mapping[str, str] | None = None,
    **options: Any,
) -> Iterator[NodeAnswering]:
    """As `answering`, with the functions in Node.js: the same path of a `database` is the same database."""
    folder = left_in(database.parent / "functions", catalog)
    where = address_of(database)
    said = {
        "now": int(now.timestamp() * 1000),
        "limits": rates_of(limits),
        "trustProxy": options.pop("trust_proxy", False),
    }
    assert not options, options
    with ExitStack() as stack:
        port = stack.enter_context(running(folder, {"DATABASE_URL": where, **(environment or {})}, said))
        loop = stack.enter_context(its_own_loop())
        run = NodeAnswering(port, None, Signer(SECRET), loop, said=folder / "said.txt")
        run.now = now
        assert run.get("/api/health").status == 200, (folder / "said.txt").read_text("utf-8")
        run.seen.clear()
        run.store = PostgresStore.open(where)
        stack.callback(run.store.close)
        yield run
