"""A build with several processes that is killed: nothing of it lives on, and the next build has the site whole."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hubkit.build import build
from hubkit.values import Options
from tests.command import REPOSITORY
from tests.sites import LISBON, NOW, WALK, tree, write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

HUBS = {
    f"hubs/city-{number}/{path}": content
    for number in range(40)
    for path, content in (("hub.yaml", LISBON), ("events/2026-12-05-walk.yaml", WALK))
}
SITE: dict[str, str | bytes] = {"hubkit.yaml": "name: Open Cities\nurl: https://x.org/\n", **HUBS}


def processes_of(site: Path) -> set[int]:
    """Return the processes that work on a site: its folder stands in how they were started."""
    found: set[int] = set()
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and str(site).encode() in (entry / "cmdline").read_bytes():
                found.add(int(entry.name))
        except OSError:
            continue
    return found - {os.getpid()}


def wait_until(done: "subprocess.Popen[bytes]", site: Path, moment: int) -> None:
    """Wait until a build has staged that many folders, or has ended."""
    while done.poll() is None:
        staged = [each for folder in site.glob("_site.staging-*/site") for each in folder.iterdir()]
        if len(staged) >= moment:
            return


@pytest.mark.long
@pytest.mark.parametrize("moment", [1, 10, 20, 35, 41])
def test_workers_end_with_the_build_that_is_killed(tmp_path: Path, moment: int) -> None:
    site = write(tmp_path / "site", SITE)
    command = [sys.executable, "-m", "hubkit", "build", str(site), "--jobs", "3", "--now", NOW.isoformat()]
    started = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_until(started, site, moment)
    started.send_signal(signal.SIGKILL)
    started.wait()
    end = time.monotonic() + 30
    while processes_of(site) and time.monotonic() < end:
        os.sched_yield()
    assert not processes_of(site)
    report = build(Options(site, NOW, jobs=1))
    assert report.published
    clean = build(Options(site, NOW, output=tmp_path / "clean", jobs=1, from_zero=True))
    assert clean.published
    assert tree(site / "_site") == tree(tmp_path / "clean")
    assert not list(site.glob("_site.staging-*"))
