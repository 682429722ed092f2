"""`hubkit rsvps list`: who is coming, as tables on the terminal."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hubkit.cli.functions import the_catalog, the_database
from hubkit.cli.problems import counted
from hubkit.cli.rsvps.kept import kept
from hubkit.problems import printable

if TYPE_CHECKING:
    from hubkit.webhooks.store import Rsvp


@click.command("list")
@click.argument("event", required=False)
@click.option("--emails", is_flag=True, help="Show e-mail addresses, too.")
@the_catalog
@the_database
def command(event: str | None, catalog: Path, database: Path | None, *, emails: bool) -> None:
    """Show who is coming to EVENT, or to every event: state, number, how many come, and name.

    EVENT is the event's id in the network, such as lisbon.2026-12-05-photo-walk. The number is the order in which
    people came.
    """
    with kept(catalog, database) as those:
        found = those.of_event(event) if event else those.rsvps()
    if not found:
        click.echo("No RSVPs.")
    by_event = groupby(sorted(found, key=lambda rsvp: (rsvp.event, rsvp.number)), key=lambda rsvp: rsvp.event)
    tables = [table(name, list(rsvps), emails=emails) for name, rsvps in by_event]
    for lines in tables:
        click.echo("\n".join(lines))
    if len(tables) > 1:
        click.echo(f"{counted(len(found), 'RSVP')} for {counted(len(tables), 'event')}.")


def table(event: str, rsvps: "Sequence[Rsvp]", *, emails: bool) -> list[str]:
    """Return the lines of the table of one event, with an empty one at its end; safe on any terminal."""
    head = ("STATE", "NUMBER", "PEOPLE", "NAME", *(("E-MAIL",) if emails else ()))
    cells = [
        (rsvp.state, str(rsvp.number), str(rsvp.party_size), rsvp.name, *((rsvp.email,) if emails else ()))
        for rsvp in rsvps
    ]
    rows = [head, *(tuple(map(printable, row)) for row in cells)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [
        "  ".join(
            [row[0].ljust(widths[0]), *(row[each].rjust(widths[each]) for each in (1, 2)), *_last(row[3:], widths[3])]
        )
        for row in rows
    ]
    return [printable(event), *(f"  {line}" for line in lines), f"  {_counts(rsvps)}", ""]


def _last(texts: Sequence[str], width: int) -> Sequence[str]:
    return [texts[0].ljust(width), *texts[1:]] if len(texts) > 1 else texts


def _counts(rsvps: "Sequence[Rsvp]") -> str:
    """Return how many people are in each state that there is."""
    people: dict[str, int] = dict.fromkeys(("confirmed", "pending", "waiting", "cancelled"), 0)
    for rsvp in rsvps:
        people[rsvp.state] += rsvp.party_size
    shown = ", ".join(f"{number:,} {state}" for state, number in people.items() if number)
    return f"{counted(len(rsvps), 'RSVP')}; people: {shown}"
