"""`hubkit rsvps export`: the RSVPs of an event as a file for its organizers alone."""

import os
import secrets
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hubkit.cli.functions import known_from, the_catalog, the_database
from hubkit.cli.problems import counted
from hubkit.cli.rsvps.kept import Kept, kept
from hubkit.problems import HubkitError, did_you_mean, printable

if TYPE_CHECKING:
    from hubkit.webhooks.catalog import Catalog


@click.command("export")
@click.argument("event")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.option("--orders", "of_orders", is_flag=True, help="Who bought tickets, in place of the RSVPs.")
@click.option("--door", is_flag=True, help="The list for the page at the door: no e-mail addresses, and no --format.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file; without it, the terminal.")
@click.option("--force", is_flag=True, help="Write it even into the site's folder, or where git may keep it.")
@the_catalog
@the_database
def command(
    event: str,
    form: str,
    output: Path | None,
    catalog: Path,
    database: Path | None,
    *,
    of_orders: bool,
    door: bool,
    force: bool,
) -> None:
    """Write the RSVPs of EVENT, or its orders, with names and e-mail addresses, for a spreadsheet or a program.

    What could be a formula in a spreadsheet gets an apostrophe in front; `hubkit rsvps import` takes it away. The file
    is for your own eyes: only you can read it. Delete it when you have used it; `purge` does not know of it.

    \b
    Examples:
      hubkit rsvps export lisbon.2026-12-05-photo-walk --output ~/walk.csv
      hubkit rsvps export lisbon.2026-12-05-photo-walk --format json
      hubkit rsvps export lisbon.2026-12-12-gala --orders --output ~/gala.csv
      hubkit rsvps export lisbon.2026-12-05-photo-walk --door --output ~/door.json
    """
    if output is not None and not force:
        refuse_public_place(output)
    with kept(catalog, database) as those:
        if door:
            content, what = _for_the_door(those, event, known_from(catalog))
        else:
            content, what = (_orders if of_orders else _rsvps)(those, event, form)
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        write_private(output, content)
    except OSError as fault:
        raise HubkitError(f"{output} cannot be written: {fault.strerror}") from fault
    click.echo(f"{what} written to {printable(str(output))}", err=True)


def _rsvps(those: Kept, event: str, form: str) -> tuple[bytes, str]:
    from hubkit.webhooks.lists import csv_of, json_of

    found = those.of_event(event)
    return (csv_of if form == "csv" else json_of)(found), counted(len(found), "RSVP")


def _orders(those: Kept, event: str, form: str) -> tuple[bytes, str]:
    from hubkit.webhooks.checkout.lists import orders_csv, orders_json

    found = those.bought(event)
    return (orders_csv if form == "csv" else orders_json)(found), counted(len(found), "order")


def _for_the_door(those: Kept, name: str, catalog: "Catalog") -> tuple[bytes, str]:
    """Return the list for the door, and how many are on it."""
    from hubkit.webhooks.door import door_list

    event = catalog.events.get(name)
    if event is None:
        near = did_you_mean(name, set(catalog.events))
        hint = f"; did you mean {printable(near)}?" if near else "; it may be over, or the site not built since"
        raise HubkitError(f"the catalogue has no event {printable(name)}{hint}")
    people, content = door_list(name, event, those.rsvps(name), those.tickets(name), datetime.now(UTC))
    return content, counted(people, "line")


def refuse_public_place(file: Path) -> None:
    """Raise HubkitError where a file would stand in a site, its source or output, or in a git work tree."""
    from hubkit.read.git import find_repository
    from hubkit.write.folder import OutputFolder

    folder = file.parent.resolve()
    another = "It holds names and addresses of people: choose another folder, or add --force"
    for above in (folder, *folder.parents):
        if (above / "hubkit.yaml").exists() or Path(OutputFolder.at(above).manifest).exists():
            raise HubkitError(f"{file} would stand in a site, {above}. {another}")
    repository = find_repository(folder)
    if repository is not None:
        raise HubkitError(f"{file} would stand in a folder that git keeps, {repository}. {another}")


def write_private(file: Path, content: bytes) -> None:
    """Write a file of mode 0600, whole or not at all; another in its place is replaced. Raises `OSError`."""
    if os.path.lexists(file) and not stat.S_ISREG(os.lstat(file).st_mode):
        raise HubkitError(f"{file} is no plain file. Choose another name for the export")
    beside = file.with_name(f".{file.name}.new-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as new:
            new.write(content)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
