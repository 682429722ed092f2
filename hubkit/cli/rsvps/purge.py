"""`hubkit rsvps purge`: erases RSVPs and orders, so that nothing of the people is left in the database's files."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hubkit.cli.functions import the_catalog, the_database
from hubkit.cli.problems import counted
from hubkit.cli.rsvps.kept import Kept, kept
from hubkit.problems import HubkitError

if TYPE_CHECKING:
    from hubkit.webhooks.checkout.orders import Order
    from hubkit.webhooks.store import Rsvp


@click.command("purge")
@click.option("--before", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Of events that ended before (UTC).")
@click.option("--event", metavar="ID", help="Of this event.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@the_catalog
@the_database
@click.pass_context
def command(
    context: click.Context,
    before: datetime | None,
    event: str | None,
    catalog: Path,
    database: Path | None,
    *,
    yes: bool,
) -> None:
    """Erase the RSVPs and orders of events that ended before a day, or of one event. On a terminal it asks first.

    An order whose money is still to be paid back stays until it was. `hubkit api` erases by itself what is older than
    30 days.

    \b
    Examples:
      hubkit rsvps purge --before 2026-12-01
      hubkit rsvps purge --event lisbon.2026-12-05-photo-walk
    """
    if (before is None) == (event is None):
        raise HubkitError("say --before DATE or --event ID, one of them")
    with kept(catalog, database) as those:
        rsvps, orders = (those.rsvps(event), those.orders(event)) if event is not None else _of_ended(those, before)
        if (rsvps or orders) and not yes and not _agreed(rsvps, orders):
            click.echo("Nothing was erased.")
            context.exit(1)
        # Without any, too: what another program kept from being overwritten the last time is overwritten now.
        erased = those.do(those.store.orders().erase(tuple(order.id for order in orders)))
        people = those.do(those.store.erase(tuple(rsvp.id for rsvp in rsvps)))
        if event is not None and not rsvps and not orders:
            those.of_either(event)
    click.echo(f"{_counted(people, erased if orders else 0)} erased.")
    if erased < len(orders):
        click.echo(f"{counted(len(orders) - erased, 'order')} kept until the money is paid back.", err=True)


def _of_ended(those: Kept, before: datetime | None) -> "tuple[list[Rsvp], list[Order]]":
    if before is None:
        return [], []
    day = before.replace(tzinfo=UTC)
    rsvps = [rsvp for event in those.do(those.store.ended(day)) for rsvp in those.rsvps(event)]
    return rsvps, [order for event in those.do(those.store.orders().ended(day)) for order in those.orders(event)]


def _counted(rsvps: int, orders: int) -> str:
    there = [counted(rsvps, "RSVP")] if rsvps or not orders else []
    return " and ".join([*there, *([counted(orders, "order")] if orders else [])])


def _agreed(rsvps: "list[Rsvp]", orders: "list[Order]") -> bool:
    events = len({each.event for each in (*rsvps, *orders)})
    what = f"{_counted(len(rsvps), len(orders))} of {counted(events, 'event')}"
    if not sys.stdin.isatty():
        raise HubkitError(f"{what} would be erased for ever. To do that, add --yes")
    return click.confirm(f"Erase {what} for ever?", err=True)
