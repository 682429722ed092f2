"""`hubkit theme doctor`: what changed under a site's own themes since they were made."""

import sys
from pathlib import Path

import click

from hubkit.cli.problems import as_text, counted
from hubkit.cli.theme.sites import own_themes, site_argument
from hubkit.problems import HubkitError, did_you_mean, printable


@click.command("doctor")
@site_argument
@click.option("--theme", "only", help="One theme alone. Default: all in SITE/themes.")
@click.option("--accept", is_flag=True, help="You have looked: from now on, what is there today is the ground.")
def command(site: Path, only: str | None, *, accept: bool) -> None:
    """Say what an upgrade changed under the themes in SITE/themes: every block, template and asset that they override.

    A theme keeps what it was made against in its folder upstream/. Where hubkit, or another theme, has something else
    by now, the difference is shown, and the command ends with 1. Bring over what you want, then say --accept.

    \b
    Examples:
      hubkit theme doctor
      hubkit theme doctor my-network --theme ours --accept
    """
    names = own_themes(site)
    if only is not None and only not in names:
        near = did_you_mean(only, names)
        raise HubkitError(f'there is no theme "{only}" in themes/.' + (f" Did you mean {near}?" if near else ""))
    found = [_examine(site, name, accept=accept) for name in names if only in (None, name)]
    if not found:
        click.echo("This network has no theme of its own.")
    sys.exit(0 if all(found) else 1)


def _examine(site: Path, name: str, *, accept: bool) -> bool:
    """Say how one theme is; whether all is well."""
    from hubkit.render.overrides import UPSTREAM, changes_since, overrides_of, record

    folder = site / "themes" / name
    overrides = overrides_of(site, name)
    number = counted(len(overrides.found), "override")
    for problem in overrides.problems:
        click.echo(as_text(problem) + "\n")
    if accept:
        if (folder / UPSTREAM).is_symlink():
            raise HubkitError(f"{folder / UPSTREAM} is a link, and hubkit follows none. Put the folder itself there.")
        record(folder, overrides)
        click.echo(f"{name}: the ground of {number} is kept in themes/{name}/{UPSTREAM}/.")
        return not overrides.problems
    changes = list(changes_since(folder, overrides))
    for change in changes:
        each = change.override
        what = f"block {each.block} of {each.source}" if each.block else each.source
        place = f"themes/{name}/{each.file}:{each.line}"
        if change.difference:
            click.echo(f"{place}: {what} has changed since yours was made")
            click.echo("".join(f"  {printable(line)}\n" for line in change.difference.splitlines()))
        else:
            click.echo(f"{place}: nobody kept what {what} was when yours was made\n")
    if changes:
        click.echo(f"{name}: look at these, bring over what is good, then: hubkit theme doctor --accept")
    elif not overrides.problems:
        click.echo(f"{name}: nothing has changed under its {number}.")
    return not changes and not overrides.problems
