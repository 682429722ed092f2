"""What works without a network: the workers of a hub and of its page for the door, and the manifest of a hub."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

from hubkit.kinds.door.routes import DOOR, SCRIPT, STYLE, has_door
from hubkit.kinds.route import File, HubScope

NEXT = 6
"""How many of the next events are kept: those that the home page shows."""
WORKER = "worker.js"
MANIFEST = "manifest.webmanifest"
ICON = "favicon.svg"
Files: TypeAlias = Mapping[str, tuple[int, str]]
"""The size and digest of each output file."""


def offline_files(
    scope: HubScope, assets: Mapping[str, str], styles: Iterable[str], paper: str, files: Files
) -> Iterator[File]:
    """Return the worker and the manifest of a hub in one language, where they are asked for, and the door's worker.

    `assets` are the links to what pages may need, by name, and `styles` to the style sheets of all; `paper` is the
    colour of the pages. By the digests of `files` a worker differs whenever a page does that it keeps: that makes
    browsers fetch them all again.
    """
    if scope.shared.network.fields.offline is not None:
        common = (link for name, link in assets.items() if name not in {SCRIPT, STYLE})
        yield from _of_hub(scope, (*common, *styles), assets[ICON], paper, files)
    if has_door(scope):
        needs = (*(assets[name] for name in (SCRIPT, STYLE, ICON)), *styles)
        yield _of_page(scope, DOOR, needs, files)


def _of_hub(scope: HubScope, assets: Iterable[str], icon: str, paper: str, files: Files) -> Iterator[File]:
    """Return the worker and the manifest; the worker alone where it only removes itself."""
    hub, addresses, prefix = scope.hub, scope.addresses, scope.prefix
    home = addresses.href(hub.id, prefix)
    sources = (scope.shared.network.source,)
    if not scope.shared.network.fields.offline:
        yield File(hub.id, prefix + WORKER, _script("ending.js", {"scope": home}), sources)
        return
    events = (event.path for event in scope.upcoming[:NEXT] if event.hub == hub.id)
    outputs = {path: addresses.output(hub.id, prefix + path) for path in ("", "events/", *events)}
    pages = {home + path: files[output][1] for path, output in outputs.items() if output in files}
    needs = sorted(set(assets))
    version = blake2b(json.dumps([pages, needs]).encode(), digest_size=8).hexdigest()
    kept = {"scope": home, "version": version, "pages": list(pages), "assets": needs}
    yield File(hub.id, prefix + WORKER, _script("worker.js", kept), sources)
    yield File(hub.id, prefix + MANIFEST, _manifest(scope, home, icon, paper), sources)


def _of_page(scope: HubScope, path: str, assets: Iterable[str], files: Files) -> File:
    """Return the worker that keeps the page at `path`; it stands below it, and reaches no other."""
    hub, addresses = scope.hub, scope.addresses
    below = scope.prefix + path
    home, output = addresses.href(hub.id, below), addresses.output(hub.id, below)
    needs = sorted(set(assets))
    digest = files[output][1] if output in files else ""
    version = blake2b(json.dumps([digest, needs]).encode(), digest_size=8).hexdigest()
    kept = {"scope": home, "version": version, "pages": [home], "assets": needs}
    return File(hub.id, below + WORKER, _script("worker.js", kept), (scope.shared.network.source,))


def _manifest(scope: HubScope, home: str, icon: str, paper: str) -> bytes:
    """Return the Web App Manifest (W3C) of a hub in one language."""
    words, fields = scope.words, scope.hub.fields
    manifest = {
        "id": home,
        "name": words.plain(fields.name),
        "short_name": words.plain(fields.city) or words.plain(fields.name),
        "description": words.plain(fields.tagline),
        "lang": words.language,
        "dir": words.direction,
        "start_url": home,
        "scope": home,
        "display": "minimal-ui",
        "background_color": paper,
        "theme_color": paper,
        "icons": [{"src": icon, "type": "image/svg+xml", "sizes": "any"}],
    }
    return _json({name: value for name, value in manifest.items() if value})


def _script(name: str, kept: Mapping[str, object]) -> bytes:
    return b"const KEPT = " + _json(kept).rstrip() + b";\n" + _source(name)


def _json(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@cache
def _source(name: str) -> bytes:
    return (Path(__file__).parent / name).read_bytes()
