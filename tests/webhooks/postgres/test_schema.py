"""The tables: made once however many begin, brought up to date, and never those of others."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from hubkit.webhooks.checkout.orders import Stock
from hubkit.webhooks.postgres.schema import STEPS
from hubkit.webhooks.postgres.store import PostgresStore
from hubkit.webhooks.store import StoreError
from tests import postgres
from tests.webhooks.checkout.buyers import UNTIL, wanted
from tests.webhooks.visitors import NOW, Desk

pytestmark = pytest.mark.postgres
NEXT = ("ALTER TABLE hubkit.events ADD COLUMN place text",)


def test_of_many_that_begin_together_one_makes_the_tables(postgres_server: postgres.Server) -> None:
    address = postgres_server.fresh()
    with ThreadPoolExecutor(8) as threads:
        for store in threads.map(lambda _: PostgresStore.open(address), range(8)):
            store.close()


def test_what_else_is_in_the_database_stays(postgres_server: postgres.Server) -> None:
    address = postgres_server.fresh()
    with psycopg.connect(address) as other:
        other.execute("CREATE TABLE events (title text)")
    with Desk(address) as desk:
        desk.came("ada")
    with psycopg.connect(address) as other:
        assert other.execute("SELECT * FROM events").fetchall() == []


def test_a_database_of_an_older_version_is_brought_up_to_date_and_keeps_its_people(
    postgres_server: postgres.Server,
) -> None:
    address = postgres_server.fresh()
    with Desk(address) as desk:
        rsvp = desk.came("ada")
        PostgresStore.open(address, steps=(*STEPS, NEXT)).close()
        assert desk.all() == [rsvp], "one that runs since before goes on"
        assert desk.came("ben").state == "confirmed"


def test_a_database_from_before_there_were_orders_keeps_them_too(postgres_server: postgres.Server) -> None:
    address = postgres_server.fresh()
    before = PostgresStore.open(address, steps=STEPS[:1])
    before.close()
    with Desk(address) as desk:
        rsvp = desk.came("ada", 2)
        orders = desk.store.orders()
        stock = Stock(desk.seats, None)
        assert desk.do(orders.hold(wanted(1), stock, NOW, UNTIL)) is not None
        assert desk.do(orders.hold(wanted(2), stock, NOW, UNTIL)) is None, "both count"
        assert desk.all() == [rsvp]


def test_a_step_that_fails_changes_nothing(postgres_server: postgres.Server) -> None:
    address = postgres_server.fresh()
    with Desk(address) as desk:
        rsvp = desk.came("ada")
        with pytest.raises(StoreError, match="UndefinedColumn"):
            PostgresStore.open(address, steps=(*STEPS, (*NEXT, "UPDATE hubkit.events SET nothing = 1")))
        desk.reopen()
        assert desk.all() == [rsvp]


def test_a_database_of_a_newer_version_is_left_alone(postgres_server: postgres.Server) -> None:
    address = postgres_server.fresh()
    PostgresStore.open(address, steps=(*STEPS, NEXT)).close()
    with pytest.raises(StoreError, match="newer hubkit"):
        PostgresStore.open(address)


def test_a_database_that_cannot_keep_every_name_is_refused(postgres_server: postgres.Server) -> None:
    postgres_server.do("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(StoreError, match="UTF-8"):
        PostgresStore.open(postgres_server.address("latin"))


def test_a_user_who_may_make_no_tables_is_told_so(postgres_server: postgres.Server) -> None:
    postgres_server.do("DROP ROLE IF EXISTS guest", "CREATE ROLE guest LOGIN")
    address = postgres_server.fresh().replace("postgres@", "guest@")
    with pytest.raises(StoreError, match="own the database"):
        PostgresStore.open(address)
