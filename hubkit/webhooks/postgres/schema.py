"""The tables in a PostgreSQL database: made, recognised, and brought up to date."""

from typing import LiteralString, TypeAlias

from hubkit.webhooks.postgres.rows import Connection
from hubkit.webhooks.postgres.tables import OF_ORDERS
from hubkit.webhooks.store import StoreError

LOCK = 0x68756272
"""Held while tables are made, so that of several processes that start together one makes them."""
OLDEST = 13
"""The oldest version of PostgreSQL that is taken."""
Steps: TypeAlias = tuple[tuple[LiteralString, ...], ...]
STEPS: Steps = (
    (
        """
        CREATE TABLE hubkit.events (
            event text COLLATE "C" PRIMARY KEY,
            capacity bigint,
            waitlist boolean NOT NULL,
            ends timestamptz NOT NULL,
            seats bigint NOT NULL DEFAULT 0 CHECK (seats >= 0),
            people bigint NOT NULL DEFAULT 0 CHECK (people >= 0),
            turned_away bigint NOT NULL DEFAULT 0
        )
        """,
        """
        CREATE TABLE hubkit.rsvps (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id text COLLATE "C" NOT NULL UNIQUE,
            event text COLLATE "C" NOT NULL REFERENCES hubkit.events,
            name text NOT NULL,
            email text NOT NULL,
            party_size bigint NOT NULL CHECK (party_size > 0),
            language text NOT NULL,
            state text NOT NULL CHECK (state IN ('pending', 'confirmed', 'waiting', 'cancelled')),
            made timestamptz NOT NULL,
            changed timestamptz NOT NULL,
            held_until timestamptz CHECK ((held_until IS NULL) = (state <> 'pending')),
            person text COLLATE "C" NOT NULL,
            seats bigint NOT NULL CHECK (CASE state WHEN 'confirmed' THEN seats = party_size
                WHEN 'pending' THEN seats IN (0, party_size) ELSE seats = 0 END),
            people bigint GENERATED ALWAYS AS (CASE state WHEN 'waiting' THEN party_size ELSE 0 END) STORED
        )
        """,
        "CREATE UNIQUE INDEX one_of_a_person ON hubkit.rsvps (event, person) WHERE state <> 'cancelled'",
        "CREATE INDEX of_an_event ON hubkit.rsvps (event, number)",
        "CREATE INDEX held ON hubkit.rsvps (event, held_until, seats) WHERE state = 'pending' AND seats > 0",
        "CREATE INDEX in_line ON hubkit.rsvps (event, number, party_size) WHERE state = 'waiting'",
        """
        CREATE FUNCTION hubkit.recount() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP <> 'INSERT' THEN
                UPDATE hubkit.events SET seats = seats - OLD.seats, people = people - OLD.people
                WHERE event = OLD.event AND (OLD.seats > 0 OR OLD.people > 0);
            END IF;
            IF TG_OP <> 'DELETE' THEN
                UPDATE hubkit.events SET seats = seats + NEW.seats, people = people + NEW.people
                WHERE event = NEW.event AND (NEW.seats > 0 OR NEW.people > 0);
            END IF;
            RETURN NULL;
        END $$
        """,
        """
        CREATE TRIGGER counted AFTER INSERT OR DELETE OR UPDATE OF state, party_size, seats ON hubkit.rsvps
        FOR EACH ROW EXECUTE FUNCTION hubkit.recount()
        """,
        """
        CREATE TABLE hubkit.outbox (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            receiver text NOT NULL CHECK (receiver IN ('person', 'mail', 'hook')),
            kind text NOT NULL,
            event text COLLATE "C" NOT NULL REFERENCES hubkit.events,
            rsvp text COLLATE "C" REFERENCES hubkit.rsvps (id) ON DELETE CASCADE
                CHECK ((rsvp IS NOT NULL) = (receiver = 'person')),
            people bigint NOT NULL,
            made timestamptz NOT NULL,
            due timestamptz,
            tries integer NOT NULL DEFAULT 0,
            asked bigint NOT NULL DEFAULT 1,
            sent timestamptz
        )
        """,
        "CREATE INDEX due_next ON hubkit.outbox (due, number) WHERE due IS NOT NULL",
        "CREATE INDEX of_an_rsvp ON hubkit.outbox (rsvp) WHERE rsvp IS NOT NULL",
        # What the planner would learn of these columns are samples of people, which outlast the rows.
        "ALTER TABLE hubkit.rsvps ALTER COLUMN id SET STATISTICS 0",
        "ALTER TABLE hubkit.rsvps ALTER COLUMN name SET STATISTICS 0",
        "ALTER TABLE hubkit.rsvps ALTER COLUMN email SET STATISTICS 0",
        "ALTER TABLE hubkit.rsvps ALTER COLUMN person SET STATISTICS 0",
        "ALTER TABLE hubkit.outbox ALTER COLUMN rsvp SET STATISTICS 0",
        "CREATE TABLE hubkit.erasing (is_left boolean NOT NULL)",
        "INSERT INTO hubkit.erasing VALUES (false)",
    ),
    OF_ORDERS,
)
"""What makes a database of each version out of the one before; a published step is never edited."""


def bring_up(connection: Connection, steps: Steps = STEPS) -> None:
    """Within a transaction, make the tables where there are none, and take every step that they have not taken.

    They have a schema of their own, `hubkit`, so that the database may hold other things. Raises `StoreError` where the
    server is too old or the tables are of a newer hubkit.
    """
    inspect(connection)
    if version(connection) == len(steps):
        return
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
    taken = version(connection)
    if taken is None:
        connection.execute("CREATE SCHEMA hubkit")
        connection.execute("CREATE TABLE hubkit.version (steps integer NOT NULL)")
        connection.execute("INSERT INTO hubkit.version VALUES (0)")
    elif taken > len(steps):
        raise StoreError("the database was written by a newer hubkit; update hubkit to use it")
    for step in steps[taken or 0 :]:
        for statement in step:
            connection.execute(statement)
    connection.execute("UPDATE hubkit.version SET steps = %s", (len(steps),))


def version(connection: Connection) -> int | None:
    """Return how many steps the tables have taken; None where there are none."""
    # Not by to_regclass: that may not see yet what another process has made.
    there = "SELECT count(*) FROM pg_tables WHERE schemaname = 'hubkit' AND tablename = 'version'"
    if connection.execute(there).fetchone() == (0,):
        return None
    row = connection.execute("SELECT steps FROM hubkit.version").fetchone()
    if row is None:
        raise StoreError("the database has tables of hubkit without a version; put a backup in its place")
    return row[0]


def inspect(connection: Connection) -> None:
    """Raise `StoreError` unless the server can keep what people write, for good."""
    if connection.info.server_version < OLDEST * 10_000:
        raise StoreError(f"the database is a PostgreSQL older than {OLDEST}; use a newer one")
    encoding = connection.execute("SHOW server_encoding").fetchone()
    if encoding != ("UTF8",):
        raise StoreError("the database cannot keep every name; make one with UTF-8: createdb --encoding UTF8 NAME")
