"""The command line: one file a command, loaded when it is run."""

import gc
import importlib
import os
import sys
from contextlib import suppress

import click

from hubkit import __version__

COMMANDS = {
    "build": ("hubkit.cli.building", "Build the site."),
    "serve": ("hubkit.cli.serving", "Show the site in the browser while you write it."),
    "check": ("hubkit.cli.checking", "Find every mistake in the source; write nothing."),
    "due": ("hubkit.cli.due", "Say whether it is time to build the site again."),
    "new": ("hubkit.cli.new", "Start a network, hub, event, member, charter or page; have a host publish them."),
    "mv": ("hubkit.cli.moving", "Rename a hub, event, member or page; its old address leads to the new one."),
    "theme": ("hubkit.cli.theme", "List themes, start one, and see what an upgrade changed under yours."),
    "api": ("hubkit.cli.functions", "Take RSVPs on a computer of your own."),
    "rsvps": ("hubkit.cli.rsvps", "List, export, import and erase RSVPs."),
    "schema": ("hubkit.cli.schema", "Print what may stand in a file, as JSON Schema for editors."),
    "import": ("hubkit.cli.importing", "Make a network out of another platform's export."),
}


_PATIENT = (1_000_000, 20, 20)
"""When Python looks for garbage in circles, of which there is little: seldom, and memory grows by a few megabytes."""


class _Commands(click.Group):
    """Loads a command when it is run, so that `hubkit --help` stays quick."""

    def invoke(self, ctx: click.Context) -> object:
        from hubkit.problems import HubkitError, printable

        gc.set_threshold(*_PATIENT)
        # What else is installed has no say in what people may write, and need not be looked for at every start.
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        try:
            return super().invoke(ctx)
        except HubkitError as fault:
            click.echo(f"hubkit: {printable(str(fault))}", err=True)
            ctx.exit(2)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from hubkit.problems import did_you_mean, printable

        near = did_you_mean(args[0], COMMANDS)
        if args[0] not in COMMANDS and near:
            ctx.fail(f"there is no command {printable(args[0])}; did you mean {near}?")
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        return importlib.import_module(COMMANDS[cmd_name][0]).command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hubkit")
def main() -> None:
    """Turn a folder of YAML and Markdown into sites for a network of local communities."""


def start() -> None:
    """Run the command that was asked for, and end this process at once, without taking apart all that it holds."""
    try:
        main()
    except SystemExit as end:
        code = end.code or 0
        if isinstance(code, int):
            with suppress(OSError):
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        raise
