"""The tables of orders: what makes them in a database that has those of RSVPs."""

from typing import LiteralString

OF_ORDERS: tuple[LiteralString, ...] = (
    """
    CREATE TABLE hubkit.orders (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id text COLLATE "C" NOT NULL UNIQUE,
        event text COLLATE "C" NOT NULL REFERENCES hubkit.events,
        ticket text COLLATE "C" NOT NULL,
        quantity bigint NOT NULL CHECK (quantity > 0),
        name text NOT NULL,
        email text NOT NULL,
        language text NOT NULL,
        amount bigint NOT NULL CHECK (amount >= 0),
        currency text NOT NULL,
        state text NOT NULL CHECK (state IN
            ('held', 'processing', 'paid', 'review', 'unseated', 'refunded', 'failed', 'expired')),
        made timestamptz NOT NULL,
        changed timestamptz NOT NULL,
        held_until timestamptz CHECK ((held_until IS NULL) = (state <> 'held')),
        session text COLLATE "C" NOT NULL DEFAULT '',
        payment text COLLATE "C" NOT NULL DEFAULT '',
        refunded bigint NOT NULL DEFAULT 0 CHECK (refunded >= 0),
        seats bigint NOT NULL CHECK (seats = CASE WHEN state IN ('held', 'processing', 'paid', 'review')
            THEN quantity ELSE 0 END)
    )
    """,
    "CREATE INDEX orders_of_an_event ON hubkit.orders (event, number)",
    "CREATE INDEX orders_of_a_ticket ON hubkit.orders (event, ticket, seats) WHERE seats > 0",
    "CREATE INDEX orders_held ON hubkit.orders (event, held_until) WHERE state = 'held'",
    "CREATE INDEX orders_by_payment ON hubkit.orders (payment) WHERE payment <> ''",
    """
    CREATE FUNCTION hubkit.recount_orders() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP <> 'INSERT' THEN
            UPDATE hubkit.events SET seats = seats - OLD.seats WHERE event = OLD.event AND OLD.seats > 0;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            UPDATE hubkit.events SET seats = seats + NEW.seats WHERE event = NEW.event AND NEW.seats > 0;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER orders_counted AFTER INSERT OR DELETE OR UPDATE OF seats ON hubkit.orders
    FOR EACH ROW EXECUTE FUNCTION hubkit.recount_orders()
    """,
    """
    CREATE TABLE hubkit.tickets (
        id text COLLATE "C" PRIMARY KEY,
        bought text COLLATE "C" NOT NULL REFERENCES hubkit.orders (id) ON DELETE CASCADE,
        place bigint NOT NULL CHECK (place > 0),
        UNIQUE (bought, place)
    )
    """,
    'CREATE TABLE hubkit.deliveries (id text COLLATE "C" PRIMARY KEY, came timestamptz NOT NULL)',
    "CREATE INDEX deliveries_by_age ON hubkit.deliveries (came)",
    """
    CREATE TABLE hubkit.refunds (
        bought text COLLATE "C" PRIMARY KEY REFERENCES hubkit.orders (id) ON DELETE CASCADE,
        made timestamptz NOT NULL,
        due timestamptz,
        tries integer NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX refunds_due ON hubkit.refunds (due) WHERE due IS NOT NULL",
    """
    CREATE TABLE hubkit.order_outbox (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        receiver text NOT NULL CHECK (receiver IN ('person', 'mail', 'hook')),
        kind text NOT NULL,
        event text COLLATE "C" NOT NULL REFERENCES hubkit.events,
        bought text COLLATE "C" REFERENCES hubkit.orders (id) ON DELETE CASCADE
            CHECK ((bought IS NOT NULL) = (receiver = 'person')),
        people bigint NOT NULL,
        made timestamptz NOT NULL,
        due timestamptz,
        tries integer NOT NULL DEFAULT 0,
        sent timestamptz
    )
    """,
    "CREATE INDEX order_outbox_due ON hubkit.order_outbox (due, number) WHERE due IS NOT NULL",
    "CREATE INDEX order_outbox_of_an_order ON hubkit.order_outbox (bought) WHERE bought IS NOT NULL",
    # As of RSVPs: samples of people would outlast the rows.
    "ALTER TABLE hubkit.orders ALTER COLUMN id SET STATISTICS 0",
    "ALTER TABLE hubkit.orders ALTER COLUMN name SET STATISTICS 0",
    "ALTER TABLE hubkit.orders ALTER COLUMN email SET STATISTICS 0",
    "ALTER TABLE hubkit.orders ALTER COLUMN session SET STATISTICS 0",
    "ALTER TABLE hubkit.orders ALTER COLUMN payment SET STATISTICS 0",
    "ALTER TABLE hubkit.tickets ALTER COLUMN id SET STATISTICS 0",
    "ALTER TABLE hubkit.tickets ALTER COLUMN bought SET STATISTICS 0",
    "ALTER TABLE hubkit.refunds ALTER COLUMN bought SET STATISTICS 0",
    "ALTER TABLE hubkit.order_outbox ALTER COLUMN bought SET STATISTICS 0",
)
"""A published step is never edited."""
