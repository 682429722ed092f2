"""Which hubkit this is: two that could make different pages of one source have different names."""

import os
import sys
import zoneinfo
from collections.abc import Iterator
from hashlib import blake2b

from hubkit.cards.system import machine

_PACKAGE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib costs more than the answer
_MADE_OF = (".py", ".html", ".css", ".svg", ".js", ".po", ".yaml", ".json", ".png", ".woff2", ".ttf")


def edition() -> str:
    """Return a name for this hubkit, its themes, its Python, its libraries, and the time zones and fonts of the system.

    It costs a stat of every file of hubkit's, so that an edit to one counts.
    """
    parts: list[str] = [sys.version, sys.platform]
    beside = f"{os.path.dirname(_PACKAGE)}/themes"  # noqa: PTH120
    for root in (_PACKAGE, beside):
        parts.extend(sorted(_files(root)))
    for folder in sys.path:
        parts.extend(sorted(_libraries(folder)))
    parts.extend(_zones())
    parts.extend(machine())
    return blake2b("\0".join(parts).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _files(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        yield from _files(entry.path)
                elif entry.name.endswith(_MADE_OF):
                    status = entry.stat()
                    yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
    except OSError:
        return


def _libraries(folder: str) -> Iterator[str]:
    """Yield the name and version of each library installed in a folder: what its metadata is called."""
    try:
        names = os.listdir(folder or ".")  # noqa: PTH208
    except OSError:
        return
    yield from (name for name in names if name.endswith((".dist-info", ".egg-info")))


def _zones() -> Iterator[str]:
    for folder in zoneinfo.TZPATH:
        for name in ("tzdata.zi", "Europe/Lisbon"):
            try:
                status = os.stat(f"{folder}/{name}")  # noqa: PTH116
            except OSError:
                continue
            yield f"{folder} {name} {status.st_size} {status.st_mtime_ns}"
