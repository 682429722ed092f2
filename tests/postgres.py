"""A PostgreSQL server for tests: made of Debian's programs, in a temporary folder, reached by a socket there alone."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

from tests import tools

# Nothing here outlasts the tests, so nothing is waited for; where that is what a test is about, it says `durable`.
QUICK = ("fsync=off", "full_page_writes=off", "autovacuum=off")
SETTINGS = ("listen_addresses=", "max_connections=200", "shared_buffers=64MB")


class Server:
    """A server that runs, and databases in it."""

    def __init__(self, folder: Path, user: str | None, settings: tuple[str, ...]) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._user = user
        self._settings = settings
        self._numbers = count(1)

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's programs, as a user other than root, which it refuses."""
        found = tools.postgres()
        assert found is not None
        who = {} if self._user is None else {"user": self._user, "group": pwd.getpwnam(self._user).pw_gid}
        subprocess.run(
            [found / program, *arguments],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
            **({**who, "extra_groups": []} if who else {}),
        )

    def start(self) -> None:
        given = " ".join(f"-c {setting}" for setting in (*SETTINGS, *self._settings))
        options = f"-c unix_socket_directories={self.folder} {given}"
        self.run("pg_ctl", "start", "-w", "-D", self.data, "-l", self.folder / "log", "-o", options)

    def stop(self, mode: str = "fast") -> None:
        """End it; `immediate` is as if it were killed."""
        self.run("pg_ctl", "stop", "-w", "-m", mode, "-D", self.data)

    def address(self, database: str = "postgres", user: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def do(self, *statements: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run statements as the owner of everything, and return the rows of the last."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            for statement in statements:
                found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []

    def fresh(self) -> str:
        """Return the address of a new database."""
        name = f"rsvps_{next(self._numbers)}"
        self.do(f"CREATE DATABASE {name}")
        return self.address(name)

    def drop(self, address: str) -> None:
        self.do(f"DROP DATABASE {address.split('/')[3].split('?', maxsplit=1)[0]} WITH (FORCE)")

    def files(self) -> bytes:
        """Return what stands in the files of all tables, journal and log left out."""
        self.do("CHECKPOINT")
        return b"".join(file.read_bytes() for file in (self.data / "base").rglob("*") if file.is_file())


@contextmanager
def serving(*, durable: bool = False) -> Iterator[Server]:
    """Run a new server until the end of the block."""
    # Not in pytest's folder: only root may enter that, and the name of a socket must be short.
    folder = Path(tempfile.mkdtemp(prefix="hubkit-pg-"))
    user = tools.another_user() if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
    server = Server(folder, user, () if durable else QUICK)
    try:
        server.run(
            "initdb", "-D", server.data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
            "--no-sync", "--no-instructions",
        )  # fmt: skip
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder)
