"""`hubkit check`: every mistake in the source, and nothing written."""

from datetime import UTC, datetime
from pathlib import Path

import click

from hubkit.cli.building import run, source_options


@click.command("check")
@source_options
def command(
    site: Path,
    now: datetime | None,
    hub: str,
    base_url: str,
    jobs: int | None,
    form: str,
    *,
    drafts: bool,
    strict: bool,
) -> None:
    """Find every mistake in the folder SITE, as `hubkit build` would, and write nothing.

    \b
    Examples:
      hubkit check
      hubkit check my-network --hub lisbon
      hubkit check --format github
    """
    from hubkit.values import Options

    run(
        Options(
            site=site,
            now=now or datetime.now(UTC),
            hub=hub,
            base_url=base_url,
            drafts=drafts,
            strict=strict,
            jobs=jobs or 0,
            publishes=False,
        ),
        form,
    )
