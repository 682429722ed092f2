"""`hubkit mv`: another id for a hub, event, member or page, and a redirect from the old address."""

from pathlib import Path

import click

from hubkit.problems import printable


@click.command("mv")
@click.argument("old")
@click.argument("new")
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    metavar="SITE",
    help="The network's folder. Default: this folder.",
)
def command(old: str, new: str, site: Path) -> None:
    """Rename a hub, an event, a member or a page of a hub from OLD to NEW.

    Its file or folder gets the new name, and so does what refers to it: ids in other files, and links. The old address
    leads to the new one, calendars and feeds know it by its first id, and both addresses are recorded in urls.yaml.
    If anything stands against it, nothing is changed.

    \b
    Examples:
      hubkit mv lisbon porto
      hubkit mv lisbon.2026-12-05-walk lisbon.2026-12-06-walk
      hubkit mv lisbon/members/ana lisbon/members/ana-silva
      hubkit mv hubs/lisbon/pages/start.md hubs/lisbon/pages/first-walk.md
    """
    from hubkit.cli.new.adding import check_command
    from hubkit.moving.move import move

    moved = move(site, old, new)
    for before, after in moved.renamed:
        click.echo(f"Renamed {before} to {after}.")
    click.echo(f"From the next build on, {moved.old.address} leads to {moved.new.address}")
    for path in moved.changed:
        click.echo(f"Changed {printable(path)}")
    for path in moved.unsure:
        click.echo(f'Look at {printable(path)} yourself: it may name "{moved.old.id}", and was left as it is.')
    click.echo(f"Next: {check_command(site)}")
    if _is_in_git(site):
        present = tuple(after for _, after in moved.renamed)
        others = (path for path in moved.changed if not path.startswith(present))
        paths = " ".join((*(path for pair in moved.renamed for path in pair), *others))
        click.echo(f"Then commit all of it at once: git add -A {paths}")


def _is_in_git(site: Path) -> bool:
    from hubkit.read.git import find_repository

    return find_repository(site) is not None
