"""`hubkit rsvps`: who is coming, on the terminal and as files; and erasing it."""

import click

from hubkit.cli.rsvps import export, intake, key, listing, purge


@click.group("rsvps")
def command() -> None:
    """List, export, import and erase RSVPs and orders of tickets, also while `hubkit api` runs; make keys for tickets.

    \b
    Examples:
      hubkit rsvps list
      hubkit rsvps export lisbon.2026-12-05-photo-walk --output ~/walk.csv
      hubkit rsvps import ~/walk.csv
      hubkit rsvps purge --before 2026-12-01
    """


for each in (listing.command, export.command, intake.command, purge.command, key.command):
    command.add_command(each)
