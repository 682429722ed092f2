"""`hubkit rsvps import`: RSVPs from a file, all of them or none."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hubkit.cli.functions import known_from, the_catalog, the_database
from hubkit.cli.problems import counted
from hubkit.cli.rsvps.kept import kept
from hubkit.problems import HubkitError, printable

if TYPE_CHECKING:
    from hubkit.webhooks.lists import Mistake
    from hubkit.webhooks.store import Answer


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@the_catalog
@the_database
@click.pass_context
def command(context: click.Context, file: Path, catalog: Path, database: Path | None) -> None:
    """Take in the RSVPs of FILE, a CSV such as `export` writes: all of them, or none if anything is wrong.

    The columns event, name and email are needed; party_size, state, number and language are read if they are there.
    Who has an RSVP already keeps it as it is, so that the same file can be imported again. Nobody gets a seat that
    there is not. Cancelled RSVPs are left out.
    """
    from hubkit.webhooks.lists import read_list, refusals

    known = known_from(catalog)
    listed, mistakes = read_list(_content(file), known)
    if mistakes:
        _refuse(context, file, mistakes)
    taken = tuple(each for each in listed if not each.is_over)
    asked = tuple((each.wish, each.seats) for each in taken)
    with kept(catalog, database, makes=True) as those:
        answers = those.do(those.store.take_all(asked, datetime.now(UTC), lambda answers: not refusals(taken, answers)))
    refused = refusals(taken, answers)
    if refused:
        _refuse(context, file, refused)
    click.echo(_report(answers, left_out=len(listed) - len(taken)))


def _content(file: Path) -> bytes:
    """Return the bytes of a file, no more of them than show that it is too large."""
    from hubkit.webhooks.lists import MOST_BYTES

    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as fault:
        raise HubkitError(f"{file} cannot be read: {fault.strerror}") from fault


def _refuse(context: click.Context, file: Path, mistakes: "Sequence[Mistake]") -> None:
    for mistake in mistakes:
        click.echo(f"{printable(str(file))}:{mistake.line}: {printable(mistake.text)}", err=True)
    click.echo("Nothing was imported.", err=True)
    context.exit(1)


def _report(answers: "Sequence[Answer]", left_out: int) -> str:
    states = Counter(answer.rsvp.state for answer in answers if answer.outcome == "new" and answer.rsvp)
    there = sum(answer.outcome == "known" for answer in answers)
    shown = ", ".join(f"{number:,} {state}" for state, number in sorted(states.items()))
    lines = [f"{counted(states.total(), 'RSVP')} imported{f': {shown}' if shown else ''}."]
    if there:
        lines.append(f"{there:,} {'was' if there == 1 else 'were'} there already, and not changed.")
    if left_out:
        lines.append(f"{left_out:,} left out: cancelled, or never confirmed.")
    return "\n".join(lines)
