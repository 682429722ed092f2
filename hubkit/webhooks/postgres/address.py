"""Where a PostgreSQL database is, connections to it, and what is said of them: never a password, or what may be one."""

from typing import NoReturn

import psycopg
from psycopg.conninfo import conninfo_to_dict

from hubkit.webhooks.postgres.rows import Connection
from hubkit.webhooks.store import Busy, StoreError

SCHEMES = ("postgres://", "postgresql://")
_PATIENCE = 5
"""Seconds in which a server has to answer a new connection."""
_SILENCE = 15
"""Seconds after which a server that fell silent is given up."""
_FORM = "postgresql://USER:PASSWORD@HOST/DATABASE"
_REASONS = (
    ("password authentication failed", "the user or the password is wrong"),
    ("no password supplied", "it wants a password"),
    ("no pg_hba.conf entry", "the server does not let this user in from here"),
    ("resolve host", "there is no such host"),
    ("translate host name", "there is no such host"),
    ("connection refused", "no PostgreSQL answers there; does it run?"),
    ("no such file or directory", "no PostgreSQL answers there; does it run?"),
    ("timeout expired", "it does not answer; is the address right, and does its firewall let you in?"),
    ("certificate", "its certificate is not as the address asks"),
    ("not support ssl", "it does not encrypt, as the address asks"),
    ('role "', "the user or the password is wrong"),
    ('database "', "there is no such database, or this user may not open it"),
)


class OutOfReachError(StoreError):
    """The database itself cannot be had, whatever is asked of it."""


def connected(address: str) -> Connection:
    """Return a connection that begins no transaction by itself.

    Raises `StoreError` where the address is none, or the server cannot be reached, and says no part of the address;
    `Busy` where it has no room for another connection.
    """
    try:
        if not address.startswith(SCHEMES):
            _refuse()
        conninfo_to_dict(address)
    except (psycopg.Error, ValueError):  # what they say may be a part of the password
        _refuse()
    try:
        return psycopg.connect(
            address,
            autocommit=True,
            prepare_threshold=None,  # a pool of connections in front of the server may not know prepared statements
            application_name="hubkit",
            client_encoding="UTF8",
            connect_timeout=_PATIENCE,
            tcp_user_timeout=1_000 * _SILENCE,
            keepalives_idle=_SILENCE,
        )
    except (psycopg.Error, UnicodeError, OSError) as fault:
        raise _unreachable(str(fault).lower()) from None


def _refuse() -> NoReturn:
    raise StoreError(
        f"DATABASE_URL is not the address of a PostgreSQL database: it is written {_FORM}, and in the password every"
        " character but letters and digits as % and two digits (%40 for @)"
    )


def _unreachable(said: str) -> StoreError:
    if "too many" in said or "remaining connection slots" in said or "starting up" in said:
        return Busy("the database of RSVPs has no room for another connection; try again in a few seconds")
    reason = next((reason for words, reason in _REASONS if words in said), "look at the address, and at its log")
    return OutOfReachError(f"the database in DATABASE_URL cannot be reached: {reason}")


def place_of(connection: Connection) -> str:
    """Return where a database is that was reached, for people to read: its host and name."""
    return f"{connection.info.host or 'this computer'}, database {connection.info.dbname}"
