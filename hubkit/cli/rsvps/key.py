"""`hubkit rsvps key`: a pair of keys for tickets."""

import click

from hubkit.cli.tickets import with_cryptography


@click.command("key")
def command() -> None:
    """Make a pair of keys for tickets at the door, and say where each goes. Nothing is kept.

    \b
    Example:
      hubkit rsvps key
    """
    with with_cryptography():
        from hubkit.webhooks.ticket_keys import new_private_key, ticket_maker
    from hubkit.webhooks.tickets import VARIABLE

    private = new_private_key()
    click.echo("For the environment of `hubkit api`; nobody else may see it, and it is never written into the site:")
    click.echo(f"\n{VARIABLE}={private}\n")
    click.echo("For hubkit.yaml; everybody may see it:")
    click.echo(f"\ndoor: {{key: {ticket_maker(private).public}}}\n")
    click.echo("Keep the pair: with another, tickets that people have are refused at the door.")
