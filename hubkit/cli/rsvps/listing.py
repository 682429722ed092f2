"""`hubkit rsvps list`: who is coming, as tables on the terminal."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from hubkit.cli.functions import the_catalog, the_database
from hubkit.cli.problems import counted
from hubkit.cli.rsvps.kept import kept
from hubkit.problems import printable

if TYPE_CHECKING:
    from hubkit.webhooks.checkout.orders import Order
    from hubkit.webhooks.store import Rsvp

_STATES = ("paid", "processing", "held", "review", "unseated", "refunded", "failed", "expired")
_STATES_OF_RSVPS = ("confirmed", "pending", "waiting", "cancelled")
_NUMBERS = (1, 2)
"""Columns that are read from their right end."""


class Entry(NamedTuple):
    """An RSVP or order, as far as it is shown."""

    event: str
    state: str
    number: int
    size: int
    names: tuple[str, ...]
    """Whose it is; of an order, which ticket, too."""
    email: str


@click.command("list")
@click.argument("event", required=False)
@click.option("--emails", is_flag=True, help="Show e-mail addresses, too.")
@the_catalog
@the_database
def command(event: str | None, catalog: Path, database: Path | None, *, emails: bool) -> None:
    """Show who is coming to EVENT, or to every event: state, number, how many come, and name.

    Who bought tickets stands in tables of their own, with the id of the ticket. EVENT is the event's id in the network,
    such as lisbon.2026-12-05-photo-walk. The number is the order in which people came.
    """
    with kept(catalog, database) as those:
        rsvps, orders = those.of_either(event) if event else (those.rsvps(), those.orders())
    if not rsvps and not orders:
        click.echo("No RSVPs.")
    tables = [*tables_of_rsvps(rsvps, emails=emails), *tables_of_orders(orders, emails=emails)]
    for lines in tables:
        click.echo("\n".join(lines))
    if len(tables) > 1:
        said = [counted(len(found), what) for found, what in ((rsvps, "RSVP"), (orders, "order")) if found]
        events = {each.event for each in (*rsvps, *orders)}
        click.echo(f"{' and '.join(said)} for {counted(len(events), 'event')}.")


def tables_of_rsvps(rsvps: "Sequence[Rsvp]", *, emails: bool) -> list[list[str]]:
    """Return a table for each event, as lines."""
    entries = [Entry(each.event, each.state, each.number, each.party_size, (each.name,), each.email) for each in rsvps]
    head = ("STATE", "NUMBER", "PEOPLE", "NAME")
    return [
        [*table(event, head, found, emails=emails), f"  {_counts(found, 'RSVP', 'people', _STATES_OF_RSVPS)}", ""]
        for event, found in _by_event(entries)
    ]


def tables_of_orders(orders: "Sequence[Order]", *, emails: bool) -> list[list[str]]:
    """Return a table for each event, as lines."""
    entries = [
        Entry(each.event, each.state, each.number, each.quantity, (each.name, each.ticket), each.email)
        for each in orders
    ]
    head = ("STATE", "NUMBER", "TICKETS", "NAME", "TICKET")
    return [
        [*table(event, head, found, emails=emails), f"  {_counts(found, 'order', 'tickets', _STATES)}", ""]
        for event, found in _by_event(entries)
    ]


def _by_event(entries: Iterable[Entry]) -> Iterable[tuple[str, list[Entry]]]:
    in_order = sorted(entries, key=lambda entry: (entry.event, entry.number))
    return ((event, list(found)) for event, found in groupby(in_order, key=lambda entry: entry.event))


def table(event: str, head: tuple[str, ...], entries: Sequence[Entry], *, emails: bool) -> list[str]:
    """Return the lines of the table of one event; safe on any terminal."""
    cells = [(each.state, str(each.number), str(each.size), *each.names, *((each.email,) * emails)) for each in entries]
    rows = [(*head, *(("E-MAIL",) * emails)), *(tuple(map(printable, row)) for row in cells)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    widths[-1] = 0
    lines = [
        "  ".join(
            cell.rjust(width) if column in _NUMBERS else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return [printable(event), *(f"  {line}" for line in lines)]


def _counts(entries: Sequence[Entry], what: str, of_what: str, states: tuple[str, ...]) -> str:
    """Return how many there are, and how many people or tickets in each state that there is."""
    numbers = dict.fromkeys(states, 0)
    for each in entries:
        numbers[each.state] += each.size
    shown = ", ".join(f"{number:,} {state}" for state, number in numbers.items() if number)
    return f"{counted(len(entries), what)}; {of_what}: {shown}"
