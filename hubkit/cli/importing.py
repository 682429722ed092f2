"""`hubkit import`: makes a network out of what another service exports."""

from pathlib import Path

import click

from hubkit.importers.meetup.network import DEFAULT_URL, Imported, import_meetup
from hubkit.problems import Problem, printable

_EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_RECORDS_A_LINE = 8


@click.group("import")
def command() -> None:
    """Make a network out of what another service exports."""


@command.command()
@click.argument("chapters", type=_EXISTING_FILE)
@click.argument("events", nargs=-1, required=True, type=_EXISTING_FILE)
@click.option(
    "--into", required=True, type=click.Path(path_type=Path), help="A folder that does not exist yet, or is empty."
)
@click.option("--name", default="", help="The network's name. Without it: the words that the groups' names share.")
@click.option("--url", default=DEFAULT_URL, show_default=True, help="Where the site will be found.")
@click.option("--verbose", is_flag=True, help="Name the records behind each number.")
@click.pass_context
def meetup(
    context: click.Context, chapters: Path, events: tuple[Path, ...], into: Path, name: str, url: str, *, verbose: bool
) -> None:
    """Make a network of Meetup's groups (CHAPTERS, one JSON file) and their EVENTS (one or more).

    \b
    Example:
      hubkit import meetup chapters.json events_2025.json events_2026.json --into my-network
      hubkit build my-network
    """
    imported = import_meetup(chapters, events, into, name=name, url=url)
    for problem in imported.problems:
        click.echo(_problem_line(problem), err=True)
    if not imported.written:
        click.echo("Nothing was written.", err=True)
        context.exit(1)
    click.echo("\n".join(_report(imported, into, verbose=verbose)))


def _problem_line(problem: Problem) -> str:
    hint = f"\n  {printable(problem.hint)}" if problem.hint else ""
    return f"{problem.place}: {printable(problem.message)}{hint}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _report(imported: Imported, into: Path, *, verbose: bool) -> list[str]:
    counted = f"{_counted(imported.hubs, 'hub')} and {_counted(imported.events, 'event')}"
    lines = [f"{counted} written to {printable(str(into))}."]
    left_out = len({problem.message.partition(" was left out")[0] for problem in imported.problems})
    if left_out:
        lines.append(
            f"{left_out} {'record was' if left_out == 1 else 'records were'} left out; the reasons stand above."
        )
    if imported.fixes:
        lines += ["", "Mended on the way, in so many records:"]
    for fix, records in imported.fixes.items():
        lines.append(f"{len(records):>6}  {fix.value}")
        if verbose:
            lines += [
                f"          {printable(', '.join(records[start : start + _RECORDS_A_LINE]))}"
                for start in range(0, len(records), _RECORDS_A_LINE)
            ]
    if imported.fixes and not verbose:
        lines += ["", "With --verbose, the groups and events are named too."]
    return [*lines, "", f"Next: hubkit build {printable(str(into))}"]
