"""What all of `hubkit new` does with a text: judge it, write it, and say what comes next."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hubkit.cli.problems import as_text
from hubkit.problems import Severity, printable

if TYPE_CHECKING:
    from hubkit.starters.site import Site

into_option = click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    metavar="SITE",
    help="The network's folder. Default: this folder.",
)


def the_site(folder: Path) -> "Site":
    """Return the network in `folder`; where its own files have mistakes, show them and end with 1."""
    from hubkit.starters.site import BrokenSiteError, open_site

    try:
        return open_site(folder)
    except BrokenSiteError as fault:
        for problem in fault.problems:
            if problem.severity is Severity.error:
                click.echo(as_text(problem) + "\n", err=True)
        click.echo("Nothing was written: mend the network's own files first.", err=True)
        sys.exit(1)


def add(site: "Site", path: str, text: str) -> None:
    """Write a new file and say so; where `hubkit check` would not like it, show why and end with 2."""
    from hubkit.starters.files import write_new_file
    from hubkit.starters.site import judge

    problems = judge(site, path, text)
    if problems:
        for problem in problems:
            click.echo(as_text(problem) + "\n", err=True)
        click.echo("Nothing was written. Say it with other options.", err=True)
        sys.exit(2)
    write_new_file(site.folder, path, text)
    click.echo(f"Wrote {printable(str(site.folder / path))}")
    click.echo(f"Next: look through it, and write more where it says so. Then run: {check_command(site.folder)}")


def check_command(folder: Path) -> str:
    """Return the command that checks the network in `folder`."""
    return "hubkit check" if folder == Path() else f"hubkit check {printable(str(folder))}"
