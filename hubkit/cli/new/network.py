"""`hubkit new network`: a folder with a network in it."""

from pathlib import Path

import click

from hubkit.cli.new.asking import Asker, as_field
from hubkit.problems import HubkitError, printable

_URL = "https://example.org/"


@click.command("network")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", help="The network's name.")
@click.option("--url", help=f"Where the site will be found. Default: {_URL}, until you know.")
@click.option("--language", help="The language of the network's own pages. Default: en.")
@click.option("--timezone", help="The time zone of hubs that name none. Default: UTC.")
@click.option("--example", is_flag=True, help="Copy the example network, to look around in, instead.")
def command(
    folder: Path, name: str | None, url: str | None, language: str | None, timezone: str | None, *, example: bool
) -> None:
    """Make a network in the folder DIR, which must not exist yet or be empty.

    With it come an event template, a README for organizers, and what VS Code needs to help you write.

    \b
    Examples:
      hubkit new network my-network
      hubkit new network my-network --name "Open Cities" --url https://open-cities.example/
      hubkit new network look-around --example
    """
    from hubkit.importers.folder import refuse_used_folder, write_folder
    from hubkit.starters.network import example_network, new_network

    refuse_used_folder(folder)
    if example:
        if any((name, url, language, timezone)):
            raise HubkitError("--example copies a network as it is; leave the other options out")
        files = example_network()
    else:
        files = new_network(*_answers(name, url, language, timezone))
    write_folder(folder, files)
    shown = printable(str(folder))
    click.echo(f"Wrote {shown}: {len(files)} files")
    if example:
        click.echo(f"Next: read its README.md, and see what it makes: hubkit build {shown}")
    else:
        for path in sorted(path for path in files if not path.startswith((".vscode/hubkit/", "hubs/"))):
            click.echo(f"  {printable(path)}")
        into = "" if folder == Path() else f" --into {shown}"
        click.echo(f"Next: look through hubkit.yaml. Then make the first hub: hubkit new hub{into}")


def _answers(
    name: str | None, url: str | None, language: str | None, timezone: str | None
) -> tuple[str, str, str, str]:
    from hubkit.kinds.network.model import NetworkModel

    asker = Asker()
    answers = (
        asker.ask("--name", name, "The network's name", as_field(NetworkModel, "name")),
        asker.ask("--url", url, "Where the site will be found", as_field(NetworkModel, "url"), _URL),
        asker.ask(
            "--language", language, "The language of its own pages", as_field(NetworkModel, "default_language"), "en"
        ),
        asker.ask("--timezone", timezone, "The time zone of most hubs", as_field(NetworkModel, "timezone"), "UTC"),
    )
    asker.finish()
    return answers
