"""The themes that come with hubkit, and the example site in each."""

import re
from pathlib import Path

from tests.command import NOW, REPOSITORY, copied_example, hubkit

BASE = "base"
OTHERS = sorted(folder.name for folder in (REPOSITORY / "themes").iterdir() if folder.is_dir() and folder.name != BASE)


def example_in(theme: str, folder: Path) -> Path:
    """Build the example site below `folder` with all its hubs in one theme; return the finished site."""
    site, output = copied_example(folder / "source"), folder / "output"
    for file in (site / "hubkit.yaml", *site.glob("hubs/*/hub.yaml")):
        text = re.sub(r"^theme:.*\n", "", file.read_text("utf-8"), flags=re.MULTILINE)
        file.write_text(f"{text.rstrip()}\ntheme: {theme}\n", "utf-8")
    run = hubkit("build", site, "--output", output, "--now", NOW)
    if run.returncode != 0:
        raise AssertionError(run.stdout + run.stderr)
    return output
