"""`hubkit serve`: look at the site while you write it."""

import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hubkit.cli.building import Instant
from hubkit.cli.problems import as_text, counted, tally
from hubkit.problems import HubkitError, Problem, Severity, printable
from hubkit.values import Options

if TYPE_CHECKING:
    from hubkit.serve.preview import Outcome


@click.command("serve")
@click.argument("site", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any that is free.")
@click.option("--hub", default="", metavar="ID", help="One hub alone, at the top of the site.")
@click.option("--now", type=Instant(), help="The instant that counts as the present. Default: the clock.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Another address lets other computers look, too.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="A further name by which this computer is reached.")
def command(site: Path, port: int, hub: str, now: datetime | None, host: str, allow_host: tuple[str, ...]) -> None:
    """Show the folder SITE as a site, and keep the browser up to date while you edit.

    Drafts are shown, and marked. A mistake is shown in the browser and here, and goes away when it is mended.
    Nothing is published: your _site stays as it is. Ctrl-C ends the preview.

    \b
    Examples:
      hubkit serve
      hubkit serve my-network --port 8080
      hubkit serve --hub lisbon
    """
    if not site.is_dir():
        raise HubkitError(f"there is no folder {site}")
    from hubkit.listening import is_this_machine_alone, listen, run_until_interrupted
    from hubkit.serve.builder import WarmBuilder
    from hubkit.serve.preview import Preview
    from hubkit.serve.rsvps import PreviewRsvps, running_from
    from hubkit.serve.server import Service

    listener = listen(host, port)
    if not is_this_machine_alone(host):
        click.echo(f"Everyone who reaches {printable(host)} can look at this preview, drafts included.", err=True)
    with tempfile.TemporaryDirectory(prefix="hubkit-serve-") as folder:
        options = Options(site.resolve(), now or datetime.now(UTC), Path(folder) / "site", hub, drafts=True)
        preview = Preview(WarmBuilder(options, has_fixed_present=now is not None), _Told().tell)
        clock = running_from(now) if now else lambda: datetime.now(UTC)
        rsvps = PreviewRsvps(options.folder, Path(folder) / "rsvps.db", clock, alone=bool(hub))
        click.echo(f"The preview is at {listener.url} (Ctrl-C ends it). Building the site …")
        service = Service(options.site, preview, rsvps, listener, allow_host)
        run_until_interrupted(service.run, service.end)


class _Told:
    """What was said last, so that the same warnings are not said at every save."""

    def __init__(self) -> None:
        self._warnings: frozenset[Problem] = frozenset()

    def tell(self, outcome: "Outcome") -> None:
        """Print how a build ended, its mistakes, and the warnings that are new."""
        if isinstance(outcome.fault, HubkitError):
            click.echo(f"hubkit: {printable(str(outcome.fault))}", err=True)
        elif outcome.fault is not None:
            click.echo("".join(traceback.format_exception(outcome.fault)), err=True)
        elif outcome.built is not None:
            self._tell_report(outcome)

    def _tell_report(self, outcome: "Outcome") -> None:
        report = outcome.built.report if outcome.built else None
        if report is None:
            return
        errors = [problem for problem in report.problems if problem.severity is Severity.error]
        warnings = [problem for problem in report.problems if problem.severity is Severity.warning]
        for problem in (*errors, *(each for each in warnings if each not in self._warnings)):
            click.echo(as_text(problem) + "\n", err=True)
        self._warnings = frozenset(warnings)
        when = f"{datetime.now().astimezone():%H:%M:%S}"
        if errors:
            click.echo(f"{when}  {tally([*errors, *warnings])} The preview shows the last good pages.", err=True)
            return
        more = f" {tally(warnings)}" if warnings else ""
        changed = counted(report.written + report.removed, "file")
        click.echo(f"{when}  Built in {outcome.seconds:.2f} seconds, {changed} new or changed.{more}")
