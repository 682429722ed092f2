"""The command line, run as a person would run it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
# The instant at which the tests look at the example site: its coming events are still to come.
NOW = "2026-11-21T12:00:00Z"


def hubkit(
    *arguments: str | Path, cwd: Path = REPOSITORY, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `hubkit` in a process of its own, not on a terminal; gives its exit code and all that it said."""
    return subprocess.run(
        [sys.executable, "-m", "hubkit", *map(str, arguments)],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **(environment or {})},
    )


def copied_example(folder: Path) -> Path:
    """Copy the example site as it stands, with the history of its files, so that no other build is in the way."""
    if (REPOSITORY / ".git").exists():
        git = ("git", "-c", "safe.directory=*", "-c", "advice.detachedHead=false")
        subprocess.run([*git, "clone", "-q", "--shared", "--no-checkout", str(REPOSITORY), str(folder)], check=True)
        subprocess.run([*git, "-C", str(folder), "read-tree", "HEAD"], check=True)
    site = folder / "example-site"
    shutil.copytree(REPOSITORY / "example-site", site, ignore=shutil.ignore_patterns("_site*", ".hubkit"))
    return site
