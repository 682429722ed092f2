"""Where the database ends, is away, or is kept by another: nothing stored is lost, and nobody's name is said."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from tests.netlify.functions import NodeAnswering, node_home
from tests.webhooks.answering import MEETUP
from tests.webhooks.behind import files

pytestmark = [pytest.mark.node, pytest.mark.postgres]


@pytest.fixture
def database() -> Iterator[postgres.Server]:
    """A server that a test may end."""
    with postgres.serving(durable=True) as server:
        yield server


def canary(server: NodeAnswering, number: int) -> dict[str, object]:
    return server.wish(name="Canary", email=f"canary{number}@x.example")


def test_a_connection_that_ended_is_made_anew(tmp_path: Path, postgres_server: postgres.Server) -> None:
    address = postgres_server.fresh()
    with node_home(postgres_server, address) as home, home(tmp_path / "rsvps.db") as server:
        for number in range(3):
            assert server.post(canary(server, number)).status == 201
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        assert server.get("/api/health").status == 200
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT count(*) FROM hubkit.rsvps").fetchone() == (3,)


def test_what_lost_its_connection_before_it_was_stored_is_done_again(
    tmp_path: Path, postgres_server: postgres.Server
) -> None:
    address = postgres_server.fresh()
    waiting = (
        "SELECT pid FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()"
    )
    with node_home(postgres_server, address) as home, home(tmp_path / "rsvps.db") as server:
        assert server.post(server.wish()).status == 201
        with psycopg.connect(address) as other, ThreadPoolExecutor(1) as pool:
            other.execute("SELECT FROM hubkit.events FOR UPDATE")
            asked = pool.submit(server.post, canary(server, 1))
            while (found := other.execute(waiting).fetchone()) is None:
                other.execute("SELECT pg_sleep(0.01), pg_stat_clear_snapshot()")
            other.execute("SELECT pg_terminate_backend(%s)", found)
            other.rollback()
            assert asked.result().status == 201
        assert [row.name for row in server.rows()] == ["Ada", "Canary"]


def test_erased_is_gone_from_the_files_of_the_tables_within_the_hour(
    tmp_path: Path, postgres_server: postgres.Server
) -> None:
    address = postgres_server.fresh()
    with node_home(postgres_server, address) as home, home(tmp_path / "rsvps.db") as server:
        link = server.post(canary(server, 1)).data["link"]
        server.post(server.wish(name="Stays"))
        assert b"canary1@x.example" in files(address)
        assert server.post({"action": "erase"}, link).data["state"] == "erased"
        server.get("/hourly")
        assert b"canary1@x.example" not in files(address)
        assert [row.name for row in server.rows()] == ["Stays"]


def test_a_database_that_is_away_is_told_and_found_again(tmp_path: Path, database: postgres.Server) -> None:
    address = database.fresh()
    with node_home(database, address) as home, home(tmp_path / "rsvps.db") as server:
        server.store.close()
        assert server.post(canary(server, 1)).status == 201
        database.stop("immediate")
        away = [server.post(canary(server, 2)), server.form(canary(server, 2)), server.get("/api/health")]
        database.start()
        assert server.post(canary(server, 3)).status == 201
        with psycopg.connect(address) as connection:
            found = connection.execute("SELECT email FROM hubkit.rsvps ORDER BY number").fetchall()
    assert found == [("canary1@x.example",), ("canary3@x.example",)]
    for got in away:
        assert got.status in {500, 503}
        assert b"anary" not in got.body
    said = server.said.read_text("utf-8")
    assert "the database in DATABASE_URL cannot be reached" in said
    assert not any(word in said for word in ("anary", "postgresql://", "Error: "))


def test_a_fault_of_the_database_says_nothing_of_a_person(tmp_path: Path, postgres_server: postgres.Server) -> None:
    address = postgres_server.fresh()
    with node_home(postgres_server, address) as home, home(tmp_path / "rsvps.db") as server:
        with psycopg.connect(address) as connection:
            connection.execute("ALTER TABLE hubkit.rsvps ADD CONSTRAINT canary CHECK (name <> 'Canary')")
        got = [server.post(canary(server, 1)), server.form(canary(server, 1))]
        assert server.post(server.wish()).status == 201
    assert [each.status for each in got] == [500, 500]
    said = server.said.read_text("utf-8")
    assert "the database of RSVPs failed (23514)" in said
    assert "anary" not in said + "".join(each.text for each in got)


@pytest.mark.long
def test_who_waits_too_long_for_an_event_may_ask_again(tmp_path: Path, postgres_server: postgres.Server) -> None:
    address = postgres_server.fresh()
    with node_home(postgres_server, address) as home, home(tmp_path / "rsvps.db") as server:
        wish = canary(server, 1)
        assert server.post(server.wish()).status == 201
        with psycopg.connect(address) as other:
            other.execute("SELECT FROM hubkit.events WHERE event = %s FOR UPDATE", (MEETUP,))
            busy = server.post(wish)
        assert (busy.status, busy.data["code"], busy.headers["retry-after"]) == (503, "busy", "5")
        assert server.post(wish).data["state"] == "confirmed"
        assert [row.state for row in server.rows()] == ["confirmed", "confirmed"]
