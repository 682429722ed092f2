"""`hubkit check`: every mistake in the source, and nothing written."""

from datetime import UTC, datetime
from pathlib import Path

import click

from hubkit.cli.building import run, source_options


@click.command("check")
@source_options
@click.option("--record", "records", is_flag=True, help="Write the addresses of what is right into urls.yaml.")
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
    records: bool,
) -> None:
    """Find every mistake in the folder SITE, as `hubkit build` would, and write nothing.

    With --record, write down in hubs/<hub>/urls.yaml which pages each hub without mistakes has. From then on it is a
    mistake when one of these addresses gets lost.

    \b
    Examples:
      hubkit check
      hubkit check my-network --hub lisbon
      hubkit check --format github
      hubkit check --record
    """
    from hubkit.values import Options

    if records and drafts:
        raise click.UsageError("--record writes down what is published: not with --drafts")
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
            records=records,
        ),
        form,
    )
