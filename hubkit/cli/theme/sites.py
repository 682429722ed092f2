"""The site that a command about themes is for, and its own themes."""

from pathlib import Path

import click

site_argument = click.argument("site", type=click.Path(path_type=Path, file_okay=False, exists=True), default=".")


def own_themes(site: Path) -> list[str]:
    """Return the names of the themes in SITE/themes."""
    themes = site / "themes"
    there = sorted(themes.iterdir()) if themes.is_dir() and not themes.is_symlink() else []
    return [theme.name for theme in there if theme.is_dir() and not theme.is_symlink()]
