"""A preview of a small network, running in a thread of its own, and what a browser or someone worse asks of it."""

import asyncio
import json
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from hubkit.listening import listen
from hubkit.serve.builder import Builder, WarmBuilder
from hubkit.serve.preview import SETTLES, Outcome, Preview
from hubkit.serve.rsvps import PreviewRsvps
from hubkit.serve.server import Service
from hubkit.values import Options
from tests.answers import Got
from tests.sites import NOW

PATIENCE = 60
"""Seconds after which a test that waits for something has failed."""


def save(site: Path, files: dict[str, str]) -> None:
    """Save files of a site as careful editors do: each whole at once."""
    for path, text in files.items():
        new = site.parent / "new"
        new.write_text(text, "utf-8")
        new.replace(site / path)


class News:
    """A stream of news, as a browser that shows a page opens it."""

    def __init__(self, port: int, page: str, state: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._connection.request("GET", f"/_hubkit/news?page={page}&state={state}")
        self._response = self._connection.getresponse()
        assert self._response.headers["content-type"].startswith("text/event-stream")

    def next(self) -> tuple[str, Any]:
        """Wait for the next event; an empty name is the end of the stream."""
        name = ""
        while line := self._response.readline().decode():
            if line.startswith("event: "):
                name = line.removeprefix("event: ").strip()
            elif line.startswith("data: "):
                return name, json.loads(line.removeprefix("data: "))
        return "", None

    def close(self) -> None:
        self._response.close()
        self._connection.close()


@dataclass
class Running:
    """A preview that runs."""

    port: int
    folder: Path
    outcomes: list[Outcome] = field(default_factory=list)
    told: threading.Condition = field(default_factory=threading.Condition)

    def tell(self, outcome: Outcome) -> None:
        with self.told:
            self.outcomes.append(outcome)
            self.told.notify_all()

    def wait_for(self, number: int) -> Outcome:
        """Wait until this many builds have been shown; give the last of them."""
        with self.told:
            assert self.told.wait_for(lambda: len(self.outcomes) >= number, PATIENCE)
            return self.outcomes[number - 1]

    def wait_until_shown(self, page: str, text: str) -> None:
        """Wait until a page holds a text, opening it again each time that a browser would."""
        while True:
            with self.news(page) as news:
                if text in self.get(page).text:
                    return
                while news.next()[0] != "reload":
                    pass

    def get(self, path: str, method: str = "GET", **headers: str) -> Got:
        return self.request(path, method, None, headers)

    def request(self, path: str, method: str, body: bytes | None, headers: Mapping[str, str]) -> Got:
        """Ask; `_` stands for `-` in the names of headers."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            answered = {name.lower(): value for name, value in response.getheaders()}
            return Got(response.status, answered, response.read())

    def send(self, path: str, fields: Mapping[str, object], **headers: str) -> Got:
        """Send a form, as a browser does from a page of the preview."""
        own = {"Origin": f"http://127.0.0.1:{self.port}", "Sec_Fetch_Site": "same-origin", "Accept": "text/html"}
        form = {"Content_Type": "application/x-www-form-urlencoded"}
        return self.request(path, "POST", urlencode(fields).encode(), own | form | headers)

    def ask(self, request: bytes) -> bytes:
        """Send bytes, and return all that comes until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def target(self, target: bytes) -> tuple[int, bytes, bytes]:
        """Ask for a request target that no client would send; give status, head and body."""
        host = b"127.0.0.1:%d" % self.port
        answer = self.ask(b"GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" % (target, host))
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split(b" ", 2)[1]), head, body

    @contextmanager
    def news(self, page: str) -> Iterator[News]:
        """Open `page`, and listen to what its script would hear; whether anything is wrong now is heard first."""
        found = re.search(r'data-page="([^"]*)" data-state="([^"]*)"', self.get(page).text)
        assert found, page
        with closing(News(self.port, found[1], found[2])) as news:
            yield news


@contextmanager
def running(site: Path, made: Builder | None = None, settles: float = SETTLES, **options: Any) -> Iterator[Running]:
    """Run a preview of the network in `site` on a free port; at the end it must end by itself."""
    folder = site.parent / f"{site.name}-preview" / "site"
    builder = made or WarmBuilder(Options(site, NOW, folder, drafts=True, **options), has_fixed_present=True)
    listener = listen("127.0.0.1", 0)
    run = Running(listener.port, builder.folder)
    rsvps = PreviewRsvps(
        builder.folder, builder.folder.parent / "rsvps.db", lambda: NOW, alone=bool(options.get("hub"))
    )
    service = Service(site, Preview(builder, run.tell, settles), rsvps, listener)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(service.run()), daemon=True)
    thread.start()
    try:
        yield run
    finally:
        loop.call_soon_threadsafe(service.end)
        thread.join(PATIENCE)
        assert not thread.is_alive()
        loop.close()
