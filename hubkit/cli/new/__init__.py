"""`hubkit new`: the first file of a network, hub, event, member, charter or page, and what publishes them."""

import click

from hubkit.cli.new import event, hub, network, texts, workflow


@click.group("new")
def command() -> None:
    """Start a network, hub, event, member, charter or page; have a host publish them.

    On a terminal, what you do not say is asked for. What is written passes `hubkit check`, and no file is ever changed.

    \b
    Examples:
      hubkit new network my-network
      hubkit new hub --name Lisbon --country PT --timezone Europe/Lisbon
      hubkit new event --hub lisbon --template meetup
      hubkit new workflow github
    """


for each in (network.command, hub.command, event.command, texts.member, texts.charter, texts.page, workflow.command):
    command.add_command(each)
