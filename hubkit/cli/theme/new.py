"""`hubkit theme new`: a small theme to begin with."""

from pathlib import Path

import click

from hubkit.cli.new.adding import into_option
from hubkit.problems import HubkitError, printable


@click.command("new")
@click.argument("name")
@click.option("--extends", default="base", show_default=True, help="The theme that it changes.")
@into_option
def command(name: str, extends: str, into: Path) -> None:
    """Write the theme NAME into SITE/themes: it extends another, changes one block, and adds a few lines of style.

    No file that is there is changed. What the block was upstream is kept beside it, for `hubkit theme doctor`.

    \b
    Examples:
      hubkit theme new ours
      hubkit theme new ours --extends poster --into my-network
    """
    from hubkit.ids import id_mistake
    from hubkit.render.overrides import overrides_of, record
    from hubkit.render.theme import find_theme, theme_names
    from hubkit.starters.files import write_new_file
    from hubkit.starters.theme import theme_files

    if not (into / "hubkit.yaml").is_file():
        raise HubkitError(f"there is no hubkit.yaml in {into}: say --into and the network's folder")
    mistake = id_mistake(name, "theme")
    if mistake:
        raise HubkitError(f"{mistake[0]}. Say another name.")
    if name in theme_names(into):
        raise HubkitError(f'there is a theme "{name}" already. Choose another name.')
    find_theme(into, extends)
    for path, text in theme_files(name, extends).items():
        write_new_file(into, path, text)
        click.echo(f"Wrote {printable(str(into / path))}")
    record(into / "themes" / name, overrides_of(into, name))
    click.echo(f"Next: write theme: {name} into hubkit.yaml, or into one hub.yaml, and look at it with: hubkit serve")
