"""The tables of orders: what makes them in a database that has those of RSVPs."""

OF_ORDERS: tuple[str, ...] = (
    """
    CREATE TABLE orders (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        event TEXT NOT NULL REFERENCES events,
        ticket TEXT NOT NULL,
        quantity INTEGER NOT NULL CHECK (quantity > 0),
        name TEXT NOT NULL,
        email TEXT NOT NULL,
        language TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (amount >= 0),
        currency TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN
            ('held', 'processing', 'paid', 'review', 'unseated', 'refunded', 'failed', 'expired')),
        made INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        held_until INTEGER CHECK ((held_until IS NULL) = (state != 'held')),
        session TEXT NOT NULL DEFAULT '',
        payment TEXT NOT NULL DEFAULT '',
        refunded INTEGER NOT NULL DEFAULT 0 CHECK (refunded >= 0),
        seats INTEGER NOT NULL CHECK (seats = CASE WHEN state IN ('held', 'processing', 'paid', 'review')
            THEN quantity ELSE 0 END)
    ) STRICT
    """,
    "CREATE INDEX orders_of_a_ticket ON orders (event, ticket, seats) WHERE seats > 0",
    "CREATE INDEX orders_held ON orders (held_until) WHERE state = 'held'",
    "CREATE INDEX orders_by_payment ON orders (payment) WHERE payment != ''",
    """
    CREATE TRIGGER order_counted AFTER INSERT ON orders BEGIN
        UPDATE events SET seats = seats + NEW.seats WHERE event = NEW.event;
    END
    """,
    """
    CREATE TRIGGER order_recounted AFTER UPDATE OF seats ON orders BEGIN
        UPDATE events SET seats = seats + NEW.seats - OLD.seats WHERE event = NEW.event;
    END
    """,
    """
    CREATE TRIGGER order_discounted AFTER DELETE ON orders BEGIN
        UPDATE events SET seats = seats - OLD.seats WHERE event = OLD.event;
    END
    """,
    """
    CREATE TABLE tickets (
        id TEXT PRIMARY KEY,
        bought TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
        place INTEGER NOT NULL CHECK (place > 0),
        UNIQUE (bought, place)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE deliveries (id TEXT PRIMARY KEY, came INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX deliveries_by_age ON deliveries (came)",
    """
    CREATE TABLE refunds (
        bought TEXT PRIMARY KEY REFERENCES orders (id) ON DELETE CASCADE,
        made INTEGER NOT NULL,
        due INTEGER,
        tries INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX refunds_due ON refunds (due) WHERE due IS NOT NULL",
)
OF_MAIL: tuple[str, ...] = (
    """
    CREATE TABLE order_outbox (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        receiver TEXT NOT NULL CHECK (receiver IN ('person', 'mail', 'hook')),
        kind TEXT NOT NULL,
        event TEXT NOT NULL REFERENCES events,
        bought TEXT REFERENCES orders (id) ON DELETE CASCADE CHECK ((bought IS NOT NULL) = (receiver = 'person')),
        people INTEGER NOT NULL,
        made INTEGER NOT NULL,
        due INTEGER,
        tries INTEGER NOT NULL DEFAULT 0,
        sent INTEGER
    ) STRICT
    """,
    "CREATE INDEX order_outbox_due ON order_outbox (due) WHERE due IS NOT NULL",
    "CREATE INDEX order_outbox_of_an_order ON order_outbox (bought) WHERE bought IS NOT NULL",
    "CREATE INDEX orders_of_an_event ON orders (event, number)",
)
"""A published step is never edited."""
