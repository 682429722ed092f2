"""`hubkit build`: the site, or every reason why not."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from hubkit.cli.problems import FORMATS, as_github, as_json, as_text, counted, encoded, tally, when
from hubkit.problems import Severity, printable
from hubkit.values import BuildReport


class Instant(click.ParamType[datetime]):
    """An instant in ISO 8601, with its offset; without one, UTC."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the instant that was written."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f'"{value}" is not an instant; write 2026-12-05T18:30:00Z', param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def source_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add what `build` and `check` have in common."""
    options = [
        click.argument("site", type=click.Path(path_type=Path, file_okay=False), default="."),
        click.option("--now", type=Instant(), help="The instant that counts as the present. Default: the clock."),
        click.option("--hub", default="", metavar="ID", help="One hub alone, at the top of the site."),
        click.option("--base-url", default="", metavar="URL", help="Where this build will be found, if not at url."),
        click.option("--drafts", is_flag=True, help="With events and pages that are drafts."),
        click.option("--strict", is_flag=True, help="Warnings are errors."),
        click.option(
            "--jobs", type=click.IntRange(min=1), help="How many processes work at once. Default: the processors."
        ),
        click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How problems are shown."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


@click.command("build")
@source_options
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), help="The folder to write. Default: SITE/_site."
)
@click.option("--without-broken", is_flag=True, help="Publish; of hubs with mistakes, keep the last good pages.")
@click.option("--verify", "verifies", is_flag=True, help="Build it from zero as well, and compare every byte.")
def command(
    site: Path,
    now: datetime | None,
    hub: str,
    base_url: str,
    jobs: int | None,
    form: str,
    output: Path | None,
    *,
    drafts: bool,
    strict: bool,
    without_broken: bool,
    verifies: bool,
) -> None:
    """Build the site in the folder SITE.

    Mistakes in the source are shown all at once, and leave the site that was built last as it is.

    \b
    Examples:
      hubkit build
      hubkit build my-network --output public
      hubkit build --hub lisbon --base-url https://lisbon.example.org/
      hubkit build --verify
    """
    from hubkit.values import Options

    if verifies and without_broken:
        raise click.UsageError(
            "--verify builds from zero, where there are no last good pages: not with --without-broken"
        )
    run(
        Options(
            site=site,
            now=now or datetime.now(UTC),
            output=output,
            hub=hub,
            base_url=base_url,
            drafts=drafts,
            strict=strict,
            without_broken=without_broken,
            jobs=jobs or 0,
        ),
        form,
        verifies=verifies,
    )


def run(options: Any, form: str, *, verifies: bool = False) -> None:
    """Build or check, show what was found, and end the process with 0, or 1 where the source is wrong."""
    from hubkit.build import build

    options = replace(options, site=options.site.resolve())
    with progress_bar(form) as progress:
        report = build(options, progress)
    show(report, options, form)
    if options.records:
        _record(report, options, form)
    if verifies and report.published:
        from hubkit.build.verify import verify

        same = verify(options, report)
        click.echo(f"Built from zero, all of it is the same: {counted(same, 'file')}.", err=form != "text")
    failed = report.has_errors or (options.strict and any(p.severity is Severity.warning for p in report.problems))
    sys.exit(1 if failed else 0)


def _record(report: BuildReport, options: Any, form: str) -> None:
    from hubkit.moving.recording import record

    for hub, pages in report.unrecorded.items():
        record(options.site, hub, pages)
    count = counted(sum(map(len, report.unrecorded.values())), "page")
    files = counted(len(report.unrecorded), "file")
    said = (
        f"Recorded {count} in {files} hubs/*/urls.yaml: commit them." if report.unrecorded else "Nothing new to record."
    )
    click.echo(said, err=form != "text")


class progress_bar:  # noqa: N801 - used like a function, in a with statement
    """A bar on a terminal; nothing elsewhere."""

    def __init__(self, form: str) -> None:
        self._shows = form == "text" and sys.stderr.isatty()
        self._bar: Any = None
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> Callable[[str, int, int], None] | None:
        if not self._shows:
            return None
        from rich.console import Console
        from rich.progress import Progress

        # Without a thread of its own: worker processes are copies of this one.
        self._bar = Progress(console=Console(stderr=True), transient=True, auto_refresh=False)
        self._bar.start()
        return self._tell

    def _tell(self, stage: str, done: int, of: int) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(f"{stage} hubs", total=of)
        self._bar.update(self._tasks[stage], completed=done, refresh=done == of or done % 8 == 0)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def show(report: BuildReport, options: Any, form: str) -> None:
    """Print the problems and how the build ended."""
    if form == "json":
        click.echo(encoded(_data(report)))
        return
    shown = [p for p in report.problems if p.severity is not Severity.note or not options.publishes]
    folder = _below_repository(options.site) if form == "github" else ""
    for problem in shown:
        if form == "github":
            click.echo(as_github(problem, folder))
        else:
            click.echo(as_text(problem) + "\n", err=True)
    if report.problems:
        more = " `hubkit check` shows the notes." if len(shown) < len(report.problems) else ""
        click.echo(tally(report.problems) + more, err=True)
    if report.published:
        click.echo(_summary(report), err=form == "github")
    elif not options.publishes and not report.has_errors:
        click.echo(f"Nothing is wrong in {counted(report.hubs, 'hub')} and {counted(report.pages, 'page')}.")
    elif options.publishes:
        click.echo(_nothing_written(report), err=True)
    if report.kept:
        names = ", ".join(report.kept)
        click.echo(f"Kept as they were, because their source has mistakes: {names}.", err=True)
    if report.left_out:
        names = ", ".join(report.left_out)
        click.echo(f"Left out, because their source has mistakes and they were never published: {names}.", err=True)


def _below_repository(site: Path) -> str:
    from hubkit.read.git import find_repository

    folder = site.resolve()
    top = find_repository(folder)
    return f"{folder.relative_to(top).as_posix()}/" if top and top != folder else ""


def _data(report: BuildReport) -> dict[str, object]:
    from hubkit.kinds.hub.json import instant_text

    return {
        "problems": [as_json(problem) for problem in report.problems],
        "published": report.published,
        "output": report.output,
        "hubs": report.hubs,
        "pages": report.pages,
        "written": report.written,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "seconds": round(report.seconds, 3),
        "made": list(report.made),
        "next_change": instant_text(report.next_change),
        "kept": list(report.kept),
        "left_out": list(report.left_out),
    }


def _summary(report: BuildReport) -> str:
    anew = f" ({len(report.made)} made anew)" if len(report.made) < report.hubs else ""
    made = f"{counted(report.hubs, 'hub')}{anew}, {counted(report.pages, 'page')}"
    files = f"{report.written:,} written, {report.unchanged:,} unchanged, {report.removed:,} removed"
    lines = [f"{made}: {files}, in {report.seconds:.2f} seconds.", f"The site is in {printable(report.output)}."]
    if report.next_change:
        lines.append(f"It changes by itself next at {report.next_change:%Y-%m-%d %H:%M} UTC: build it again then.")
    return "\n".join(lines)


def _nothing_written(report: BuildReport) -> str:
    from hubkit.write import last_published

    folder = Path(report.output)
    last = last_published(folder)
    still = f"; the site in {printable(folder.name)} is still the one of {when(last)}" if last else ""
    return f"Nothing was written{still}."
