"""Where RSVPs are kept: in a file, or in the PostgreSQL database that DATABASE_URL names."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hubkit.problems import HubkitError

if TYPE_CHECKING:
    from hubkit.webhooks.catalog import Catalog
    from hubkit.webhooks.store import Receiver, Store

VARIABLE = "DATABASE_URL"
_MISSING = f'{VARIABLE} is set, and what hubkit needs to reach PostgreSQL is missing: pip install "hubkit[postgres]"'


def file_for(database: Path | None, catalog: "Callable[[], Catalog]") -> Path | None:
    """Return the file that keeps RSVPs: `database`, else None where DATABASE_URL is set, else that of the network.

    An address in place of a file, where others on the computer could read its password, is a HubkitError.
    """
    if database is not None and re.match(r"\w+:/", str(database)):
        raise HubkitError(f"--database takes a file. Give the address of a database in the environment, as {VARIABLE}")
    if database is None and os.environ.get(VARIABLE):
        return None
    return database or usual_file(catalog())


def store_in(file: Path | None, receivers: "frozenset[Receiver]" = frozenset()) -> "tuple[Store, str]":
    """Return the store in a file, which is made where there is none, or (None) in DATABASE_URL; and where that is.

    It puts down what `receivers` are to be told. One that cannot be used is a HubkitError, without a password.
    """
    from hubkit.webhooks.store import StoreError

    try:
        return _in_postgres(receivers) if file is None else (_in_file(file, receivers), str(file))
    except StoreError as fault:
        raise HubkitError(str(fault)) from None


def _in_postgres(receivers: "frozenset[Receiver]") -> "tuple[Store, str]":
    try:
        from hubkit.webhooks.postgres.store import PostgresStore
    except ImportError as fault:
        if fault.name is not None and fault.name.startswith("hubkit"):
            raise
        raise HubkitError(_MISSING) from fault
    store = PostgresStore.open(os.environ[VARIABLE], receivers)
    return store, f"PostgreSQL at {store.place}"


def _in_file(file: Path, receivers: "frozenset[Receiver]") -> "Store":
    from hubkit.webhooks.sqlite import SqliteStore

    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return SqliteStore.open(file, receivers)
    except OSError as fault:
        raise HubkitError(f"the folder of the database cannot be made: {fault.strerror}") from fault


def usual_file(catalog: "Catalog") -> Path:
    """Return where a network's RSVPs are kept unless said otherwise (XDG Base Directory Specification)."""
    home = Path(os.environ.get("XDG_DATA_HOME", ""))
    data = home if home.is_absolute() else Path.home() / ".local" / "share"
    parts = urlsplit(catalog.site.url)
    network = re.sub(r"[^a-z0-9.-]+", "-", f"{parts.netloc}{parts.path}".lower()).strip("-.")
    return data / "hubkit" / network / "rsvps.db"
