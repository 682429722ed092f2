"""A server of RSVPs on a free port, in a thread of its own, and what browsers, programs and others ask of it."""

import asyncio
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any, TypeAlias
from urllib.parse import urlencode

from hubkit.listening import Listener, listen
from hubkit.webhooks.app import api_app
from hubkit.webhooks.catalog import VERSION, Catalog, Event, Hub, Site
from hubkit.webhooks.channels import Channels
from hubkit.webhooks.limits import Limits, Rate
from hubkit.webhooks.server import api_server
from hubkit.webhooks.store import Rsvp
from hubkit.webhooks.tokens import Signer
from tests.answers import Got
from tests.webhooks.visitors import Place, opened

PATIENCE = 60
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SECRET = "a secret of at least thirty-two characters"
SITE = "https://x.org"
MEETUP = "lisbon.2026-12-05-meetup"
UNLIMITED = Limits(Rate(100_000, 0.001), Rate(100_000, 0.001), Rate(100_000, 0.001))


def event(name: str, **changes: Any) -> dict[str, Event]:
    """An event of Lisbon on 5 December, by its global id."""
    values: dict[str, Any] = {
        "hub": "lisbon",
        "title": {"en": f"The {name}"},
        "url": {"en": f"{SITE}/lisbon/events/2026-12-05-{name}/"},
        "when": {"en": "Saturday, 5 December 2026, 10:00"},
        "where": {"en": "Casa do Largo"},
        "start": datetime(2026, 12, 5, 10, tzinfo=UTC),
        "end": datetime(2026, 12, 5, 12, tzinfo=UTC),
        "timezone": "Europe/Lisbon",
        "mode": "rsvp",
        "status": "scheduled",
        "capacity": 5_000,
        "uid": f"lisbon.2026-12-05-{name}@x.org",
    }
    return {f"lisbon.2026-12-05-{name}": Event(**values | changes)}


CATALOG = Catalog(
    version=VERSION,
    site=Site({"en": "Open Cities"}, f"{SITE}/", (SITE, "https://lisbon.example"), api="https://api.x.org"),
    hubs={
        "lisbon": Hub(
            {"en": "Lisbon", "pt": "Lisboa", "ar": "لشبونة"},
            dict.fromkeys(("en", "pt", "ar"), f"{SITE}/lisbon/"),
            "Europe/Lisbon",
            "lisbon@x.org",
            (f"{SITE}/assets/base.0123456789abcdef.css",),
        )
    },
    events={
        **event("meetup", title={"en": "The meetup", "pt": "O encontro"}),
        **event("small", capacity=3),
        **event("waiting", capacity=1, waitlist=True),
        **event("club", capacity=3, waitlist=True),
        **event("open-end", capacity=None),
        **event("later", opens=NOW + timedelta(days=1)),
        **event("closed", closes=NOW - timedelta(days=1)),
        **event("cancelled", status="cancelled"),
        **event("past", start=NOW - timedelta(days=2), end=NOW - timedelta(days=1)),
        **event("paid", mode="checkout"),
    },
    texts={"pt": {"thanks-title": "Obrigado", "form-name": "O seu nome", "full": "%(lost)s"}},
)


@dataclass
class Answering:
    """A server that runs."""

    port: int
    store: Any
    signer: Signer
    loop: asyncio.AbstractEventLoop
    desk: Any = None
    now: datetime = NOW
    people: int = 0
    seen: list[Got] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Got:
        """Send a request; `_` stands for `-` in the names of headers."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request(method, path, body, named)
            response = connection.getresponse()
            got = Got(response.status, {name.lower(): text for name, text in response.getheaders()}, response.read())
        self.seen.append(got)
        return got

    def raw(self, request: bytes) -> bytes:
        """Send bytes, and return all that comes until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def get(self, path: str, **headers: str) -> Got:
        return self.ask("GET", path, **headers)

    def post(self, content: Any, path: str = "/api/rsvp", **headers: str) -> Got:
        """Send JSON, as a script of the site does; bytes are sent as they are."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.ask("POST", path, body, **{"Content_Type": "application/json", "Origin": SITE} | headers)

    def form(self, fields: Mapping[str, object], path: str = "/api/rsvp", **headers: str) -> Got:
        """Send a form, as a browser without scripts does."""
        sent = {"Content_Type": "application/x-www-form-urlencoded", "Origin": SITE, "Accept": "text/html,*/*;q=0.8"}
        return self.ask("POST", path, urlencode(fields).encode(), **sent | headers)

    def wish(self, **changes: object) -> dict[str, object]:
        """A good RSVP of somebody new."""
        self.people += 1
        good = {"event": MEETUP, "name": "Ada", "email": f"ada{self.people}@x.example", "party_size": 1}
        return {**good, **changes}

    def form_token(self, event: str = MEETUP, seconds_ago: float = 10) -> str:
        made = self.now - timedelta(seconds=seconds_ago)
        return self.signer.sign("form", event, made, made + timedelta(hours=24))

    def rows(self, event: str | None = None) -> list[Rsvp]:
        """All that is stored."""

        async def read() -> list[Rsvp]:
            return [rsvp async for rsvp in self.store.all(event)]

        return self.run(read())

    def run(self, work: Any) -> Any:
        """Do something in the event loop of the server, whose store is for that alone."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)

    def tell(self) -> None:
        """Have what is due sent now, as when some minutes have passed."""
        self.loop.call_soon_threadsafe(self.desk.tell)

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so that the server does by itself."""
        until = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < until
            self.run(asyncio.sleep(0.01))


@contextmanager
def answering(
    place: Place,
    limits: Limits | None = UNLIMITED,
    catalog: Catalog = CATALOG,
    store: Any = None,
    now: datetime = NOW,
    listener: Listener | None = None,
    **options: Any,
) -> Iterator[Answering]:
    """Run a server until the end of the block; the time that it sees is `now` of what this gives."""
    channels = options.get("channels", Channels())
    kept = store or opened(place, channels.receivers)
    signer, listener, loop = Signer(SECRET), listener or listen("127.0.0.1", 0), asyncio.new_event_loop()
    running = Answering(listener.port, kept, signer, loop)
    running.now = now
    app = api_app(catalog, kept, signer, limits=limits, now=lambda: running.now, **options)
    running.desk = app.state.desk
    server = api_server(app)
    started = threading.Event()

    async def serve() -> None:
        task = asyncio.create_task(server.serve([listener.socket]))
        while not server.started and not task.done():
            await asyncio.sleep(0.01)
        started.set()
        await task

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    try:
        assert started.wait(PATIENCE)
        yield running
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive()
        loop.close()
        kept.close()


Home: TypeAlias = Callable[..., AbstractContextManager[Answering]]
"""What runs a server as `answering` does, wherever the functions are."""


def link_on(page: str) -> str:
    """The signed link on a page of thanks."""
    found = re.search(r'href="(/api/rsvp/[^"/]+)"', page)
    assert found, page
    return found[1]
