"""Remember slow pure functions between builds, in `.hubkit/`; deleting it is always safe."""

import os
import sqlite3
import stat
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

_SCHEMA = "CREATE TABLE IF NOT EXISTS memo (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
_DIGEST = 16


class Memo:
    """Results of pure functions by a hash of their input; forgets nothing, and works without a file too."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._opened: sqlite3.Connection | None = None
        self._fresh: dict[bytes, bytes] = {}

    def remember(self, name: str, content: bytes, make: Callable[[], bytes]) -> bytes:
        """Return what `make` made of `content` before, or makes now; `name` tells the function and its version."""
        key = blake2b(name.encode() + b"\0" + content, digest_size=20).digest()
        known = self._fresh.get(key) or self._stored(key)
        if known is None:
            known = self._fresh[key] = make()
        return known

    def keep(self, name: str, content: bytes, make: Callable[[], bytes]) -> bytes:
        """As `remember`, for results too big to hold many of: each has a file of its own, and leaves memory at once."""
        key = blake2b(name.encode() + b"\0" + content, digest_size=20).hexdigest()
        file = self._folder and self._folder / "big" / key[:2] / key[2:]
        known = _whole(file) if file else None
        if known is None:
            known = make()
            if file:
                _write_whole(file, known)
        return known

    @property
    def _connection(self) -> sqlite3.Connection | None:
        if self._opened is None and self._folder is not None:
            self._opened = _open(self._folder)
        return self._opened

    def _stored(self, key: bytes) -> bytes | None:
        connection = self._connection
        if connection is None:
            return None
        try:
            row = connection.execute("SELECT value FROM memo WHERE key = ?", (key,)).fetchone()
        except sqlite3.DatabaseError:
            return None
        return row[0] if row else None

    def save(self) -> None:
        """Write what is new to the file; what cannot be written is only made again next time."""
        connection = self._connection if self._fresh else None
        if connection is not None:
            try:
                with connection:
                    connection.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?)", self._fresh.items())
            except sqlite3.DatabaseError:
                return
        self._fresh.clear()


def _whole(file: Path) -> bytes | None:
    """Return what a file holds below its digest; None where it is not there, or was cut off."""
    try:
        kept = file.read_bytes()
    except OSError:
        return None
    content = kept[_DIGEST:]
    return content if blake2b(content, digest_size=_DIGEST).digest() == kept[:_DIGEST] else None


def _write_whole(file: Path, content: bytes) -> None:
    """Write a file with its digest, in one step for whoever reads it; one that cannot be written is left out."""
    part = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        _make(file.parents[2])
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(blake2b(content, digest_size=_DIGEST).digest() + content)
        part.replace(file)
    except OSError:
        return


def _make(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")


def _open(folder: Path) -> sqlite3.Connection | None:
    try:
        _make(folder)
        connection = sqlite3.connect(folder / "memo.sqlite3", timeout=5)
        connection.execute(_SCHEMA)
    except (OSError, sqlite3.DatabaseError):
        return None
    return connection


def user_folder() -> Path | None:
    """Return the folder of what is remembered for this user, whatever the site; None where it would not be theirs.

    A site's own `.hubkit/` may come from somebody else, so nothing in it is ever run as code; what may be is kept here.
    """
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")  # noqa: PTH111
    folder = Path(home) / "hubkit"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return None
    is_ours = not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    return folder if is_ours and stat.S_ISDIR(status.st_mode) else None
