"""A server of finished sites for the tests: folder indexes, 404.html, a base path and the rules of _headers."""

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".ics": "text/calendar; charset=utf-8",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True)
class HeaderRule:
    """One block of `_headers`: a path pattern and the headers that it gives."""

    pattern: str
    headers: tuple[tuple[str, str], ...]

    def matches(self, path: str) -> bool:
        """Whether the rule speaks of this path: `*` stands for anything, `:name` for one part of the path."""
        literal = re.escape(urlsplit(self.pattern).path).replace(r"\*", ".*")
        return re.fullmatch(re.sub(r":[a-z]+", "[^/]+", literal), path) is not None


def header_rules(text: str) -> tuple[HeaderRule, ...]:
    """Return the rules of a `_headers` file, in their order."""
    rules: list[HeaderRule] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            rules.append(HeaderRule(line.strip(), ()))
            continue
        if line.lstrip().startswith("!"):  # Cloudflare's: let go of what an earlier rule gave
            continue
        name, _, value = line.partition(":")
        rules[-1] = HeaderRule(rules[-1].pattern, (*rules[-1].headers, (name.strip(), value.strip())))
    return tuple(rules)


class SiteHandler(SimpleHTTPRequestHandler):
    """Answers as Netlify does: only whole files of the folder, and 404.html for the rest."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args, folder: Path, base: str, rules: tuple[HeaderRule, ...], **kwargs):
        self.folder, self.base, self.rules = folder, base, rules
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if path + "/" == self.base:
            self.redirect(self.base)
            return
        inside = path.removeprefix(self.base) if path.startswith(self.base) else None
        file = None if inside is None or ".." in inside.split("/") else self.folder / inside
        if file is not None and file.is_dir():
            if not path.endswith("/"):
                self.redirect(path + "/")
                return
            file = file / "index.html"
        if file is None or not file.is_file():
            self.answer(HTTPStatus.NOT_FOUND, self.folder / "404.html", path)
        else:
            self.answer(HTTPStatus.OK, file, path)

    do_HEAD = do_GET  # noqa: N815 (the name is the library's)

    def redirect(self, target: str) -> None:
        """Send the reader on to the folder's own address."""
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer(self, status: HTTPStatus, file: Path, path: str) -> None:
        """Send a file with the headers that the site asks for."""
        body = file.read_bytes() if file.is_file() else b"not found"
        self.send_response(status)
        given = {"content-type": TYPES.get(file.suffix, self.guess_type(file.name))}
        # A rule may be written for the host's root or for the site's own root.
        names = {path, "/" + path.removeprefix(self.base)}
        for rule in self.rules:
            if any(rule.matches(name) for name in names):
                given |= {name.lower(): value for name, value in rule.headers}
        # On 127.0.0.1 there is no TLS to insist on.
        given.pop("strict-transport-security", None)
        for name, value in given.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
        """Say nothing: what matters is asserted by the tests."""


class SiteServer(ThreadingHTTPServer):
    """Serves many requests at once; a browser that leaves in the middle of an answer is no event."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(folder: Path, base: str = "/") -> Iterator[str]:
    """Serve a finished site on a free port of 127.0.0.1; gives the URL of its home page, ending with a slash."""
    headers = folder / "_headers"
    rules = header_rules(headers.read_text("utf-8")) if headers.is_file() else ()
    handler = partial(SiteHandler, folder=folder, base=base, rules=rules)
    server = SiteServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{base}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
