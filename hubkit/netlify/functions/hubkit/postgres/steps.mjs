/** What makes the tables. Made by `make functions` of `STEPS`. */

export const LOCK = 1752523378;
export const OLDEST = 13;
export const STEPS = [
  [
    "CREATE TABLE hubkit.events (\n    event text COLLATE \"C\" PRIMARY KEY,\n    capacity bigint,\n    waitlist boolean NOT NULL,\n    ends timestamptz NOT NULL,\n    seats bigint NOT NULL DEFAULT 0 CHECK (seats >= 0),\n    people bigint NOT NULL DEFAULT 0 CHECK (people >= 0),\n    turned_away bigint NOT NULL DEFAULT 0\n)",
    "CREATE TABLE hubkit.rsvps (\n    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n    id text COLLATE \"C\" NOT NULL UNIQUE,\n    event text COLLATE \"C\" NOT NULL REFERENCES hubkit.events,\n    name text NOT NULL,\n    email text NOT NULL,\n    party_size bigint NOT NULL CHECK (party_size > 0),\n    language text NOT NULL,\n    state text NOT NULL CHECK (state IN ('pending', 'confirmed', 'waiting', 'cancelled')),\n    made timestamptz NOT NULL,\n    changed timestamptz NOT NULL,\n    held_until timestamptz CHECK ((held_until IS NULL) = (state <> 'pending')),\n    person text COLLATE \"C\" NOT NULL,\n    seats bigint NOT NULL CHECK (CASE state WHEN 'confirmed' THEN seats = party_size\n        WHEN 'pending' THEN seats IN (0, party_size) ELSE seats = 0 END),\n    people bigint GENERATED ALWAYS AS (CASE state WHEN 'waiting' THEN party_size ELSE 0 END) STORED\n)",
    "CREATE UNIQUE INDEX one_of_a_person ON hubkit.rsvps (event, person) WHERE state <> 'cancelled'",
    "CREATE INDEX of_an_event ON hubkit.rsvps (event, number)",
    "CREATE INDEX held ON hubkit.rsvps (event, held_until, seats) WHERE state = 'pending' AND seats > 0",
    "CREATE INDEX in_line ON hubkit.rsvps (event, number, party_size) WHERE state = 'waiting'",
    "CREATE FUNCTION hubkit.recount() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n    IF TG_OP <> 'INSERT' THEN\n        UPDATE hubkit.events SET seats = seats - OLD.seats, people = people - OLD.people\n        WHERE event = OLD.event AND (OLD.seats > 0 OR OLD.people > 0);\n    END IF;\n    IF TG_OP <> 'DELETE' THEN\n        UPDATE hubkit.events SET seats = seats + NEW.seats, people = people + NEW.people\n        WHERE event = NEW.event AND (NEW.seats > 0 OR NEW.people > 0);\n    END IF;\n    RETURN NULL;\nEND $$",
    "CREATE TRIGGER counted AFTER INSERT OR DELETE OR UPDATE OF state, party_size, seats ON hubkit.rsvps\nFOR EACH ROW EXECUTE FUNCTION hubkit.recount()",
    "CREATE TABLE hubkit.outbox (\n    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n    receiver text NOT NULL CHECK (receiver IN ('person', 'mail', 'hook')),\n    kind text NOT NULL,\n    event text COLLATE \"C\" NOT NULL REFERENCES hubkit.events,\n    rsvp text COLLATE \"C\" REFERENCES hubkit.rsvps (id) ON DELETE CASCADE\n        CHECK ((rsvp IS NOT NULL) = (receiver = 'person')),\n    people bigint NOT NULL,\n    made timestamptz NOT NULL,\n    due timestamptz,\n    tries integer NOT NULL DEFAULT 0,\n    asked bigint NOT NULL DEFAULT 1,\n    sent timestamptz\n)",
    "CREATE INDEX due_next ON hubkit.outbox (due, number) WHERE due IS NOT NULL",
    "CREATE INDEX of_an_rsvp ON hubkit.outbox (rsvp) WHERE rsvp IS NOT NULL",
    "ALTER TABLE hubkit.rsvps ALTER COLUMN id SET STATISTICS 0",
    "ALTER TABLE hubkit.rsvps ALTER COLUMN name SET STATISTICS 0",
    "ALTER TABLE hubkit.rsvps ALTER COLUMN email SET STATISTICS 0",
    "ALTER TABLE hubkit.rsvps ALTER COLUMN person SET STATISTICS 0",
    "ALTER TABLE hubkit.outbox ALTER COLUMN rsvp SET STATISTICS 0",
    "CREATE TABLE hubkit.erasing (is_left boolean NOT NULL)",
    "INSERT INTO hubkit.erasing VALUES (false)"
  ],
  [
    "CREATE TABLE hubkit.orders (\n    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n    id text COLLATE \"C\" NOT NULL UNIQUE,\n    event text COLLATE \"C\" NOT NULL REFERENCES hubkit.events,\n    ticket text COLLATE \"C\" NOT NULL,\n    quantity bigint NOT NULL CHECK (quantity > 0),\n    name text NOT NULL,\n    email text NOT NULL,\n    language text NOT NULL,\n    amount bigint NOT NULL CHECK (amount >= 0),\n    currency text NOT NULL,\n    state text NOT NULL CHECK (state IN\n        ('held', 'processing', 'paid', 'review', 'unseated', 'refunded', 'failed', 'expired')),\n    made timestamptz NOT NULL,\n    changed timestamptz NOT NULL,\n    held_until timestamptz CHECK ((held_until IS NULL) = (state <> 'held')),\n    session text COLLATE \"C\" NOT NULL DEFAULT '',\n    payment text COLLATE \"C\" NOT NULL DEFAULT '',\n    refunded bigint NOT NULL DEFAULT 0 CHECK (refunded >= 0),\n    seats bigint NOT NULL CHECK (seats = CASE WHEN state IN ('held', 'processing', 'paid', 'review')\n        THEN quantity ELSE 0 END)\n)",
    "CREATE INDEX orders_of_an_event ON hubkit.orders (event, number)",
    "CREATE INDEX orders_of_a_ticket ON hubkit.orders (event, ticket, seats) WHERE seats > 0",
    "CREATE INDEX orders_held ON hubkit.orders (event, held_until) WHERE state = 'held'",
    "CREATE INDEX orders_by_payment ON hubkit.orders (payment) WHERE payment <> ''",
    "CREATE FUNCTION hubkit.recount_orders() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n    IF TG_OP <> 'INSERT' THEN\n        UPDATE hubkit.events SET seats = seats - OLD.seats WHERE event = OLD.event AND OLD.seats > 0;\n    END IF;\n    IF TG_OP <> 'DELETE' THEN\n        UPDATE hubkit.events SET seats = seats + NEW.seats WHERE event = NEW.event AND NEW.seats > 0;\n    END IF;\n    RETURN NULL;\nEND $$",
    "CREATE TRIGGER orders_counted AFTER INSERT OR DELETE OR UPDATE OF seats ON hubkit.orders\nFOR EACH ROW EXECUTE FUNCTION hubkit.recount_orders()",
    "CREATE TABLE hubkit.tickets (\n    id text COLLATE \"C\" PRIMARY KEY,\n    bought text COLLATE \"C\" NOT NULL REFERENCES hubkit.orders (id) ON DELETE CASCADE,\n    place bigint NOT NULL CHECK (place > 0),\n    UNIQUE (bought, place)\n)",
    "CREATE TABLE hubkit.deliveries (id text COLLATE \"C\" PRIMARY KEY, came timestamptz NOT NULL)",
    "CREATE INDEX deliveries_by_age ON hubkit.deliveries (came)",
    "CREATE TABLE hubkit.refunds (\n    bought text COLLATE \"C\" PRIMARY KEY REFERENCES hubkit.orders (id) ON DELETE CASCADE,\n    made timestamptz NOT NULL,\n    due timestamptz,\n    tries integer NOT NULL DEFAULT 0\n)",
    "CREATE INDEX refunds_due ON hubkit.refunds (due) WHERE due IS NOT NULL",
    "CREATE TABLE hubkit.order_outbox (\n    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n    receiver text NOT NULL CHECK (receiver IN ('person', 'mail', 'hook')),\n    kind text NOT NULL,\n    event text COLLATE \"C\" NOT NULL REFERENCES hubkit.events,\n    bought text COLLATE \"C\" REFERENCES hubkit.orders (id) ON DELETE CASCADE\n        CHECK ((bought IS NOT NULL) = (receiver = 'person')),\n    people bigint NOT NULL,\n    made timestamptz NOT NULL,\n    due timestamptz,\n    tries integer NOT NULL DEFAULT 0,\n    sent timestamptz\n)",
    "CREATE INDEX order_outbox_due ON hubkit.order_outbox (due, number) WHERE due IS NOT NULL",
    "CREATE INDEX order_outbox_of_an_order ON hubkit.order_outbox (bought) WHERE bought IS NOT NULL",
    "ALTER TABLE hubkit.orders ALTER COLUMN id SET STATISTICS 0",
    "ALTER TABLE hubkit.orders ALTER COLUMN name SET STATISTICS 0",
    "ALTER TABLE hubkit.orders ALTER COLUMN email SET STATISTICS 0",
    "ALTER TABLE hubkit.orders ALTER COLUMN session SET STATISTICS 0",
    "ALTER TABLE hubkit.orders ALTER COLUMN payment SET STATISTICS 0",
    "ALTER TABLE hubkit.tickets ALTER COLUMN id SET STATISTICS 0",
    "ALTER TABLE hubkit.tickets ALTER COLUMN bought SET STATISTICS 0",
    "ALTER TABLE hubkit.refunds ALTER COLUMN bought SET STATISTICS 0",
    "ALTER TABLE hubkit.order_outbox ALTER COLUMN bought SET STATISTICS 0"
  ]
];
