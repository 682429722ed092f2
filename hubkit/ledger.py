"""What the last build of one output folder knew, in one small database in `.hubkit/`; deleting it is always safe."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from msgspec import Struct
from msgspec.structs import replace

from hubkit.packed import pack, unpack
from hubkit.problems import Problem
from hubkit.values import BuildReport

if TYPE_CHECKING:
    import sqlite3

NETWORK = ""
"""The name under which the network's own pages are kept, as hubs are under their ids."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS builds (build BLOB PRIMARY KEY, output TEXT);
CREATE TABLE IF NOT EXISTS ledger (build BLOB, name TEXT, value BLOB, PRIMARY KEY (build, name));
"""
HISTORY = "/history"
"""The name of what git knows of the files of each hub."""
_INDEX = "/index"
_PROBLEMS = "/problems"
_FILE = "ledger.sqlite3"


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
    entries: bytes = b""
    """Of what the functions must know of it; empty where that is nothing."""

    def holds_at(self, now: datetime) -> bool:
        """Return whether what was made is what would be made at `now`, as far as time matters."""
        return self.since <= now and (self.until is None or now < self.until)


class Seal(NamedTuple):
    """The catalogue of the functions as it was written, and from what."""

    made_from: bytes
    content: bytes
    """Of its bytes."""
    signature: tuple[int, ...]
    """What the disk says of the file: while that is the same, nobody need read it."""


class Index(Struct, frozen=True):
    """One published build, in short."""

    edition: str
    head: str | None
    """What git had checked out; None where it had something to complain of, and is to be asked again."""
    signatures: Mapping[str, bytes]
    """A digest of the signatures of each group of `Scan.groups`."""
    unsure: frozenset[str]
    """The groups that were changed so late that only their bytes can tell whether they are the same."""
    manifest: bytes
    """A digest of the list of files that the build published."""
    lines: Mapping[str, Line]
    """Of every hub that is as its source says, and of the network's own pages."""
    problems: Mapping[str, tuple[Problem, ...]]
    """What was found in each hub, and made of it."""
    report: BuildReport
    catalog: Seal | None = None
    """None where the functions are off."""


class _Found(Struct, frozen=True):
    """What was found in a build: kept beside its index, as the most of it that seldom changes."""

    of_hubs: Mapping[str, tuple[Problem, ...]]
    told: tuple[Problem, ...]


class Ledger(Protocol):
    """What is known of one kind of build of a site, from one build to the next."""

    def index(self) -> Index | None:
        """Return the last build in short; None where it is not known, or damaged."""
        ...

    def details(self, name: str) -> Any:
        """Return what was kept under `name`, None where that is not known, or damaged."""
        ...

    def keep(self, index: Index, details: Mapping[str, bytes], gone: Iterable[str], *, anew: bool) -> None:
        """Keep a build: its index, what is new of its details (already packed), without those `gone`.

        `anew`: nothing that was known before counts.
        """
        ...


class NoLedger:
    """Knows nothing, and keeps nothing."""

    def index(self) -> Index | None:
        """Return None."""

    def details(self, name: str) -> Any:
        """Return None."""

    def keep(self, index: Index, details: Mapping[str, bytes], gone: Iterable[str], *, anew: bool) -> None:
        """Forget it all."""


class LedgerInMemory:
    """Lives as long as the process that builds again and again."""

    def __init__(self) -> None:
        self._index: Index | None = None
        self._details: dict[str, bytes] = {}

    def index(self) -> Index | None:
        """Return the last build in short; None before the first."""
        return self._index

    def details(self, name: str) -> Any:
        """Return what was kept under `name`, else None."""
        return unpack(self._details[name]) if name in self._details else None

    def keep(self, index: Index, details: Mapping[str, bytes], gone: Iterable[str], *, anew: bool) -> None:
        """Keep a build, as `Ledger.keep` says."""
        kept = {} if anew else {name: each for name, each in self._details.items() if name not in set(gone)}
        self._index, self._details = index, {**kept, **details}


class LedgerFile:
    """The index and the details of the builds of one site; each output folder and set of options has its own."""

    def __init__(self, folder: Path, output: Path, kind: Mapping[str, str]) -> None:
        """Open nothing yet."""
        self._folder = folder
        self._output = str(output.resolve())
        build = f"{self._output} {sorted(kind.items())}"
        self._build = blake2b(build.encode("utf-8", "surrogateescape"), digest_size=16).digest()
        self._opened: sqlite3.Connection | None = None
        self._found: Any = None
        """What is kept of problems, as it was read."""

    def index(self) -> Index | None:
        """Return the last build in short; None where it is not known, or damaged."""
        index, found = self._read(_INDEX), self._read(_PROBLEMS)
        if not isinstance(index, Index) or not isinstance(found, _Found):
            return None
        self._found = found
        return replace(index, problems=found.of_hubs, report=replace(index.report, problems=found.told))

    def details(self, name: str) -> Any:
        """Return what was kept under `name`, None where that is not known, or damaged."""
        return self._read(name)

    def keep(self, index: Index, details: Mapping[str, bytes], gone: Iterable[str], *, anew: bool) -> None:
        """Keep a build, as `Ledger.keep` says; what cannot be written is only made again next time."""
        import sqlite3

        found = _Found(index.problems, index.report.problems)
        short = replace(index, problems={}, report=replace(index.report, problems=()))
        rows = [(self._build, name, value) for name, value in (*details.items(), (_INDEX, pack(short)))]
        if anew or found != self._found:
            rows.append((self._build, _PROBLEMS, pack(found)))
        for _ in range(2):  # a damaged file is put aside, and begun anew
            connection = self._connection(create=True)
            if connection is None:
                return
            try:
                with connection:
                    if anew:
                        self._begin_anew(connection)
                    dead = [(self._build, name) for name in gone]
                    connection.executemany("DELETE FROM ledger WHERE build = ? AND name = ?", dead)
                    connection.executemany("INSERT OR REPLACE INTO ledger VALUES (?, ?, ?)", rows)
            except sqlite3.OperationalError:
                return
            except sqlite3.DatabaseError:
                self.close()
                with suppress(OSError):
                    os.unlink(self._folder / _FILE)  # noqa: PTH108
            else:
                return

    def close(self) -> None:
        """Let go of the database."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _begin_anew(self, connection: "sqlite3.Connection") -> None:
        """Forget this build, and those whose output folder is no longer there."""
        there = connection.execute("SELECT build, output FROM builds").fetchall()
        gone = [build for build, output in there if not os.path.isdir(output)]  # noqa: PTH112
        for build in (self._build, *gone):
            connection.execute("DELETE FROM ledger WHERE build = ?", (build,))
            connection.execute("DELETE FROM builds WHERE build = ?", (build,))
        connection.execute("INSERT INTO builds VALUES (?, ?)", (self._build, self._output))

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
        if self._opened is None:
            self._opened = _open(self._folder, create=create)
        return self._opened


def _open(folder: Path, *, create: bool) -> "sqlite3.Connection | None":
    import sqlite3

    file = folder / _FILE
    if not create and not file.is_file():
        return None
    for _ in range(2):  # a file that is no database is put aside, and begun anew
        try:
            folder.mkdir(exist_ok=True)
            if create:
                (folder / ".gitignore").write_text("*\n", encoding="utf-8")
            connection = sqlite3.connect(file, timeout=5)
            connection.execute("PRAGMA synchronous=OFF")  # every value carries a digest, and can be made again
            connection.executescript(_SCHEMA)
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
