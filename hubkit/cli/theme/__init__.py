"""`hubkit theme`: which themes there are, a new one, and what an upgrade changed under one's own."""

import click

from hubkit.cli.theme import doctor, listing, new


@click.group("theme")
def command() -> None:
    """List themes, start one, and see what an upgrade changed under yours.

    \b
    Examples:
      hubkit theme list
      hubkit theme new ours --extends poster
      hubkit theme doctor
    """


for each in (listing.command, new.command, doctor.command):
    command.add_command(each)
