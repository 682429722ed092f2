"""What keeps a hub readable without a network: its service worker, and the manifest by which it can be installed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path

from hubkit.kinds.route import File, HubScope

NEXT = 6
"""How many of the next events are kept: those that the home page shows."""
WORKER = "worker.js"
MANIFEST = "manifest.webmanifest"


def offline_files(
    scope: HubScope, assets: Iterable[str], icon: str, paper: str, files: Mapping[str, tuple[int, str]]
) -> Iterator[File]:
    """Return the worker and the manifest of a hub in one language; the worker alone where it only removes itself.

    `assets` are the links to what the pages need, `icon` to the theme's icon, `paper` is the colour of its pages.
    `files` have the digest of each output file, so that the worker differs whenever a page does that it keeps: that
    makes browsers fetch them all again.
    """
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
