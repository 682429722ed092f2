"""`hubkit theme list`: every theme, and what those of the site change."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hubkit.cli.theme.sites import site_argument
from hubkit.problems import HubkitError, printable

if TYPE_CHECKING:
    from hubkit.render.overrides import Overrides


@click.command("list")
@site_argument
def command(site: Path) -> None:
    """List hubkit's themes and those in SITE/themes, with what each of the latter changes.

    \b
    Examples:
      hubkit theme list
      hubkit theme list my-network
    """
    from hubkit.render.theme import theme_names

    for name in theme_names(site):
        for line in _about(site, name):
            click.echo(printable(line))


def _about(site: Path, name: str) -> Iterator[str]:
    from hubkit.render.overrides import overrides_of
    from hubkit.render.theme import find_theme

    try:
        folder = find_theme(site, name).chain[0]
    except HubkitError as fault:
        yield f"{name}: {fault}"
        return
    extends = f", extends {folder.extends}" if folder.extends else ""
    yield f"{name}{extends}"
    said = description(folder.path)
    if said:
        yield f"  {said}"
    if folder.site:
        yield from _changed(folder.path, overrides_of(site, name))


def description(folder: Path) -> str:
    """Return what a theme says of itself, if anything."""
    from hubkit.read.themes import read_theme

    document, _ = read_theme(folder.parent.parent, folder.name)
    said = document.data.get("description") if document else None
    return said if isinstance(said, str) else ""


def _changed(folder: Path, overrides: "Overrides") -> Iterator[str]:
    """Yield a line for each file of a theme that changes or adds something."""
    blocks: dict[str, list[str]] = {}
    whole: set[str] = set()
    for each in overrides.found:
        blocks.setdefault(each.file, []).extend([each.block] if each.block else [])
        if not each.block:
            whole.add(each.file)
    files = [
        file.relative_to(folder).as_posix()
        for kind in ("templates", "assets")
        for file in sorted((folder / kind).rglob("*"))
        if file.is_file()
    ]
    for file in files:
        if file in whole:
            yield f"  {file}: in the place of the whole file"
        elif blocks.get(file):
            yield f"  {file}: {', '.join(blocks[file])}"
        else:
            yield f"  {file}: new"
    for problem in overrides.problems:
        yield f"  {problem.place}: {problem.message}. {problem.hint}"
