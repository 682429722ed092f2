"""RSVPs in PostgreSQL: for several processes or machines that take them at once."""
