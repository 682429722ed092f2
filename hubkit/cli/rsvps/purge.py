"""`hubkit rsvps purge`: erases RSVPs, so that nothing of the people is left in the database's files."""

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
    """Erase the RSVPs of events that ended before a day, or of one event. On a terminal it asks first.

    `hubkit api` erases by itself what is older than 30 days.

    \b
    Examples:
      hubkit rsvps purge --before 2026-12-01
      hubkit rsvps purge --event lisbon.2026-12-05-photo-walk
    """
    if (before is None) == (event is None):
        raise HubkitError("say --before DATE or --event ID, one of them")
    with kept(catalog, database) as those:
        found = those.rsvps(event) if event is not None else _of_ended(those, before)
        if found and not yes and not _agreed(found):
            click.echo("Nothing was erased.")
            context.exit(1)
        # Without any, too: what another program kept from being overwritten the last time is overwritten now.
        erased = those.do(those.store.erase(tuple(rsvp.id for rsvp in found)))
        if event is not None and not found:
            those.of_event(event)
    click.echo(f"{counted(erased, 'RSVP')} erased.")


def _of_ended(those: Kept, before: datetime | None) -> "list[Rsvp]":
    ended = those.do(those.store.ended(before.replace(tzinfo=UTC))) if before else ()
    return [rsvp for event in ended for rsvp in those.rsvps(event)]


def _agreed(found: "list[Rsvp]") -> bool:
    events = len({rsvp.event for rsvp in found})
    what = f"{counted(len(found), 'RSVP')} of {counted(events, 'event')}"
    if not sys.stdin.isatty():
        raise HubkitError(f"{what} would be erased for ever. To do that, add --yes")
    return click.confirm(f"Erase {what} for ever?", err=True)
