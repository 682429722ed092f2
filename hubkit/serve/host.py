"""What a host makes of a finished site: files by their addresses, with the headers and redirects that it asks for."""

import os
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from mimetypes import MimeTypes
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote_to_bytes

from msgspec import Struct

from hubkit.serve.rules import HeaderRule, Redirects, base_of, header_rules, redirect_rules

_FOR_THE_HOST = frozenset({"_headers", "_redirects"})
_TEXT = "text/plain; charset=utf-8"
_TYPES = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": _TEXT,
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_NOT_HERE = ("strict-transport-security", "access-control-")
"""Without TLS there is nothing to insist on; and what a preview shows, drafts too, is not for other sites to read."""


class Answer(Struct, frozen=True):
    """What is sent for an address."""

    status: int
    headers: Mapping[str, str]
    content: bytes = b""

    @property
    def is_page(self) -> bool:
        """True where a browser shows the content as a page."""
        return self.headers.get("content-type", "").startswith("text/html")


class HostedSite(Struct, frozen=True):
    """A finished site in a folder; of that folder, nothing but `files` is ever read."""

    folder: str
    """The absolute path, without links in it."""
    files: AbstractSet[str]
    rules: tuple[HeaderRule, ...]
    redirects: Redirects
    base: str
    """The path at which the site stands on its host, with a slash at both ends."""

    def answer(self, address: str) -> Answer:
        """Return what a browser gets that asks for `address`: a path as it stands in a request, nothing behind it."""
        path = _decoded(address)
        if path in {"/", self.base[:-1]} and self.base != "/":
            return _redirect(quote(self.base), 302)
        if path is None or not path.startswith(self.base):
            return self._missing(path or "/")
        name = path.removeprefix(self.base)
        file = f"{name}index.html" if not name or name.endswith("/") else name
        content = self._read(file)
        if content is not None:
            return Answer(200, self._headers(path, file), content)
        if f"{name}/index.html" in self.files:
            return _redirect(f"{quote(path)}/", 301)
        moved = self.redirects.find(path)
        return _redirect(*moved) if moved else self._missing(path)

    def _read(self, name: str) -> bytes | None:
        """Return the bytes of the site's file `name`, None where it has none."""
        return _bytes(self.folder, name) if name in self.files and name not in _FOR_THE_HOST else None

    def _missing(self, path: str) -> Answer:
        content = self._read("404.html")
        if content is None:
            return Answer(404, {"content-type": _TEXT}, b"There is no such page.\n")
        return Answer(404, self._headers(path, "404.html"), content)

    def _headers(self, path: str, name: str) -> dict[str, str]:
        headers = {"content-type": _type_of(name), "cache-control": "no-store"}
        for rule in self.rules:
            if rule.pattern.fullmatch(path):
                headers.update(rule.headers)
        return {name: value for name, value in headers.items() if not name.startswith(_NOT_HERE)}


def hosted(folder: Path, files: AbstractSet[str]) -> HostedSite:
    """Return the finished site in `folder`, which holds `files`, under the rules that it has now."""
    real = os.path.realpath(folder)
    headers, redirects = (
        (_bytes(real, name) or b"").decode("utf-8", "replace") if name in files else ""
        for name in ("_headers", "_redirects")
    )
    return HostedSite(real, files, header_rules(headers), redirect_rules(redirects), base_of(headers))


def _bytes(folder: str, name: str) -> bytes | None:
    """Return the bytes of a file below `folder`, None where it is gone, or a link is on the way to it."""
    file = f"{folder}{os.sep}{name.replace('/', os.sep)}"
    try:
        return Path(file).read_bytes() if os.path.realpath(file) == file else None
    except OSError:
        return None


def _decoded(address: str) -> str | None:
    """Return the path that `address` means, decoded once; None where that is no text."""
    try:
        return unquote_to_bytes(address).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _redirect(target: str, status: int) -> Answer:
    return Answer(status, {"location": target, "cache-control": "no-store"})


def _type_of(name: str) -> str:
    ending = PurePosixPath(name).suffix.lower()
    return _TYPES.get(ending) or MimeTypes().guess_type(f"file{ending}")[0] or "application/octet-stream"
