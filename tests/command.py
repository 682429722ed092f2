"""The command line, run as a person would run it."""

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
# The instant at which the tests look at the example site: its coming events are still to come.
NOW = "2026-11-21T12:00:00Z"


def hubkit(*arguments: str | Path, cwd: Path = REPOSITORY) -> subprocess.CompletedProcess[str]:
    """Run `hubkit` in a process of its own, not on a terminal; gives its exit code and all that it said."""
    return subprocess.run(
        [sys.executable, "-m", "hubkit", *map(str, arguments)],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
