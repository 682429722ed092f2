"""What the last build of one output folder knew, in one small database in `.hubkit/`; deleting it is always safe."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hubkit.packed import pack, unpack
from hubkit.problems import Problem
from hubkit.values import BuildReport

if TYPE_CHECKING:
    import sqlite3

NETWORK = ""
"""The name under which the network's own pages are kept, as hubs are under their ids."""
_SCHEMA = "CREATE TABLE IF NOT EXISTS ledger (build BLOB, name TEXT, value BLOB, PRIMARY KEY (build, name))"
HISTORY = "/history"
"""The name of what git knows of the files of each hub."""
_INDEX = "/index"


class Line(NamedTuple):
    """One hub, or the network's own pages, as they were made: from what, by digests, and while that holds.

    A hub whose line would be the same is not even read.
    """

    source: bytes
    """Of the names and bytes of its own files."""
    seen: bytes
    """Of the shared files that it sees, its theme, and what git knows of its files."""
    around: bytes
    """Of what its pages see of other hubs; of the network, of all hubs' outlines."""
    look: bytes
    """Of what other hubs' pages may show of it."""
    outline: bytes
    """Of what the network's own pages and files hold of it."""
    since: datetime
    until: datetime | None
    """The first instant at which its pages would differ without any edit."""
    pages: int = 0
    assets: tuple[tuple[str, str], ...] = ()
    """Its files that it may share with others, pictures and style sheets, each with the hash of its bytes."""
    has_names: bool = False
    """It names other hubs, or claims what only one can have."""

    def holds_at(self, now: datetime) -> bool:
        """Return whether what was made is what would be made at `now`, as far as time matters."""
        return self.since <= now and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class Index:
    """One published build, in short."""

    edition: str
    head: str
    groups: Mapping[str, tuple[Any, ...]]
    """The signatures of the sources, as `Scan.groups`."""
    unsure: frozenset[str]
    """The groups that were changed so late that only their bytes can tell whether they are the same."""
    manifest: bytes
    """A digest of the list of files that the build published."""
    lines: Mapping[str, Line]
    """Of every hub that is as its source says, and of the network's own pages."""
    problems: Mapping[str, tuple[Problem, ...]]
    """What was found in each hub, and made of it."""
    report: BuildReport


class Ledger:
    """The index and the details of the builds of one site; each output folder and set of options has its own."""

    def __init__(self, folder: Path | None, build: str) -> None:
        """Open nothing yet; without a folder nothing is known and nothing kept."""
        self._folder = folder
        self._build = blake2b(build.encode("utf-8", "surrogateescape"), digest_size=16).digest()
        self._opened: sqlite3.Connection | None = None

    def index(self) -> Index | None:
        """Return the last build in short; None where it is not known, or damaged."""
        found = self._read(_INDEX)
        return found if isinstance(found, Index) else None

    def details(self, name: str) -> Any:
        """Return what was kept under `name`, None where that is not known, or damaged."""
        return self._read(name)

    def keep(self, index: Index, details: Mapping[str, bytes], gone: Iterable[str], *, anew: bool) -> None:
        """Keep a build: its index, what is new of its details (already packed), without those `gone`.

        `anew`: nothing that was known before counts. What cannot be written is only made again next time.
        """
        import sqlite3

        connection = self._connection(create=True)
        if connection is None:
            return
        with suppress(sqlite3.DatabaseError), connection:
            if anew:
                connection.execute("DELETE FROM ledger WHERE build = ?", (self._build,))
            connection.executemany("DELETE FROM ledger WHERE build = ? AND name = ?", [(self._build, n) for n in gone])
            rows = [*details.items(), (_INDEX, pack(index))]
            connection.executemany(
                "INSERT OR REPLACE INTO ledger VALUES (?, ?, ?)", [(self._build, name, value) for name, value in rows]
            )

    def close(self) -> None:
        """Let go of the database."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _read(self, name: str) -> Any:
        import sqlite3

        connection = self._connection()
        if connection is None:
            return None
        try:
            row = connection.execute(
                "SELECT value FROM ledger WHERE build = ? AND name = ?", (self._build, name)
            ).fetchone()
            return unpack(row[0]) if row else None
        except (sqlite3.DatabaseError, ValueError, TypeError):
            return None

    def _connection(self, *, create: bool = False) -> "sqlite3.Connection | None":
        if self._opened is None and self._folder is not None:
            self._opened = _open(self._folder, create=create)
        return self._opened


def _open(folder: Path, *, create: bool) -> "sqlite3.Connection | None":
    import sqlite3

    file = folder / "ledger.sqlite3"
    if not create and not file.is_file():
        return None
    for _ in range(2):  # a file that is no database is put aside, and begun anew
        try:
            folder.mkdir(exist_ok=True)
            if create:
                (folder / ".gitignore").write_text("*\n", encoding="utf-8")
            connection = sqlite3.connect(file, timeout=5)
            connection.execute("PRAGMA synchronous=OFF")  # every value carries a digest, and can be made again
            connection.execute(_SCHEMA)
        except sqlite3.OperationalError:
            return None
        except sqlite3.DatabaseError:
            with suppress(OSError):
                os.unlink(file)  # noqa: PTH108
        except OSError:
            return None
        else:
            return connection
    return None
