"""`hubkit api` and `hubkit rsvps` with a PostgreSQL database, and with addresses that lead to none."""

import signal
import subprocess
from pathlib import Path

import pytest

from hubkit.webhooks.store import Rsvp
from tests import postgres
from tests.cli.test_functions import AN_EVENT, catalog, ended, running, sent
from tests.command import REPOSITORY, hubkit
from tests.webhooks.answering import SECRET
from tests.webhooks.apart import run
from tests.webhooks.visitors import everyone, opened

__all__ = ["catalog"]
PASSWORD = "canary-word"


def kept(address: str) -> list[Rsvp]:
    store = opened(address)
    found = run(everyone(store, None))
    store.close()
    return found


def rsvps(catalog: Path, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return hubkit("rsvps", *arguments, "--catalog", catalog, environment=environment)


@pytest.mark.postgres
def test_rsvps_are_kept_in_the_database_that_the_environment_names(
    catalog: Path, tmp_path: Path, postgres_server: postgres.Server
) -> None:
    address = postgres_server.fresh()
    environment = {"HUBKIT_SECRET": SECRET, "DATABASE_URL": address, "XDG_DATA_HOME": str(tmp_path / "data")}
    with (
        running("--catalog", catalog, **environment) as (first, process),
        running("--catalog", catalog, **environment) as (second, _),
    ):
        made = sent(f"{first}api/rsvp", {"event": AN_EVENT, "name": "Ada", "email": "secret@mail.example"})
        assert sent(second.rstrip("/") + made["link"])["state"] == "confirmed", "two servers, one list"
        process.send_signal(signal.SIGINT)
        out, err = ended(process)
    assert process.returncode == 0, err
    assert f"They are kept in PostgreSQL at {postgres_server.folder}, database rsvps_" in out
    assert "secret" not in (out + err)
    assert not (tmp_path / "data").exists()
    assert [rsvp.name for rsvp in kept(address)] == ["Ada"]


@pytest.mark.postgres
def test_the_commands_for_rsvps_read_and_change_that_database(
    catalog: Path, tmp_path: Path, postgres_server: postgres.Server
) -> None:
    address = postgres_server.fresh()
    environment = {"DATABASE_URL": address, "XDG_DATA_HOME": str(tmp_path / "data")}
    listed = tmp_path / "list.csv"
    listed.write_text(f"event,name,email\n{AN_EVENT},Ada,ada@x.example\n{AN_EVENT},Ben,ben@x.example\n")
    imported = rsvps(catalog, "import", listed, **environment)
    assert (imported.returncode, imported.stdout) == (0, "2 RSVPs imported: 2 confirmed.\n"), imported.stderr
    assert "Ben" in rsvps(catalog, "list", **environment).stdout
    assert '"ada@x.example"' in rsvps(catalog, "export", AN_EVENT, "--format", "json", **environment).stdout
    assert rsvps(catalog, "purge", "--event", AN_EVENT, "--yes", **environment).stdout == "2 RSVPs erased.\n"
    assert kept(address) == []


@pytest.mark.postgres
def test_a_file_that_is_named_comes_first(catalog: Path, tmp_path: Path, postgres_server: postgres.Server) -> None:
    file = tmp_path / "rsvps.db"
    listed = tmp_path / "list.csv"
    listed.write_text(f"event,name,email\n{AN_EVENT},Ada,ada@x.example\n")
    done = rsvps(catalog, "import", listed, "--database", file, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert (done.returncode, file.exists()) == (0, True), done.stderr


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"mysql://ada:{PASSWORD}@127.0.0.1/rsvps", "not the address of a PostgreSQL database"),
        (f"postgresql://ada:{PASSWORD}%zz@127.0.0.1/rsvps", "not the address of a PostgreSQL database"),
        (f"postgresql://ada:{PASSWORD}@127.0.0.1:{PASSWORD}/rsvps", "DATABASE_URL"),
        (f"postgresql://ada:x@{PASSWORD}@127.0.0.1/rsvps", "DATABASE_URL"),
        (f"postgresql://ada:x/{PASSWORD}@127.0.0.1/rsvps", "DATABASE_URL"),
        (f"postgresql://ada:{PASSWORD}@127.0.0.1:1/rsvps", "no PostgreSQL answers there"),
        (f"postgres://ada:{PASSWORD}@no-such-host.invalid/rsvps", "there is no such host"),
        (f"postgresql:///rsvps?password={PASSWORD}&host=/nowhere", "no PostgreSQL answers there"),
        (f"postgresql://ada:{PASSWORD}@127.0.0.1/rsvps?nonsense=1", "not the address of a PostgreSQL database"),
    ],
)
def test_a_database_that_cannot_be_had_is_said_without_its_password(catalog: Path, address: str, said: str) -> None:
    with_api = hubkit("api", "--catalog", catalog, "--port", "0", environment={"DATABASE_URL": address})
    for done in (with_api, rsvps(catalog, "list", DATABASE_URL=address)):
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert "Traceback" not in done.stderr
        assert "canary" not in done.stderr


@pytest.mark.postgres
def test_a_wrong_password_or_database_is_said(catalog: Path) -> None:
    with postgres.serving() as server:
        server.do("CREATE ROLE ada LOGIN PASSWORD 'right'")
        (server.data / "pg_hba.conf").write_text("local all postgres trust\nlocal all ada scram-sha-256\n")
        server.do("SELECT pg_reload_conf()")
        for address, said in (
            (server.address("postgres", f"ada:{PASSWORD}"), "the user or the password is wrong"),
            (server.address("nowhere"), "there is no such database"),
        ):
            done = rsvps(catalog, "list", DATABASE_URL=address)
            assert (done.returncode, said in done.stderr, PASSWORD in done.stderr) == (2, True, False), done.stderr


def test_an_address_in_place_of_a_file_is_refused(catalog: Path) -> None:
    done = rsvps(catalog, "list", "--database", f"postgresql://ada:{PASSWORD}@127.0.0.1/rsvps")
    assert (done.returncode, PASSWORD in done.stderr, "DATABASE_URL" in done.stderr) == (2, False, True)


def test_without_psycopg_the_way_to_install_it_is_said(catalog: Path, tmp_path: Path) -> None:
    # A module of that name that cannot be imported, as where nothing is installed.
    (tmp_path / "psycopg.py").write_text("raise ModuleNotFoundError('psycopg', name='psycopg')\n")
    done = rsvps(catalog, "list", DATABASE_URL="postgresql://x/y", PYTHONPATH=f"{tmp_path}:{REPOSITORY}")
    assert (done.returncode, 'pip install "hubkit[postgres]"' in done.stderr) == (2, True), done.stderr
