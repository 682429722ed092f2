"""`hubkit schema`: what may stand in a file, for editors and other programs."""

import json

import click

KINDS = ("network", "hub", "event", "series", "template", "venue", "sponsor", "member", "charter", "page", "urls")


@click.command("schema")
@click.argument("kind", type=click.Choice(KINDS))
def command(kind: str) -> None:
    """Print the JSON Schema of a KIND of file: what may stand in it, with a description of every field.

    The schema of an event holds for a series, too. `hubkit new network` sets up VS Code with these schemas.
    The schemas of member, charter and page describe what stands between the two lines of dashes.

    \b
    Examples:
      hubkit schema event
      hubkit schema hub > hub.schema.json
    """
    from hubkit.starters.schema import schema_of

    click.echo(json.dumps(schema_of(kind), ensure_ascii=False, indent=2))
