"""What a command costs: with all that it starts, and no longer than it may take."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.processes import CommandError, TimeLimitError, run
from tests.command import REPOSITORY

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, as Linux has it")
# Uses a quarter of a second of the processor, and holds 40 MB until all of it is used.
WORK = """
import time
held = bytearray(40_000_000)
held[::4096] = b"1" * len(held[::4096])
while time.process_time() < 0.25:
    pass
"""


def cost(program: str, folder: Path, *, limit: float = 60, memory: bool = False):
    command = [sys.executable, "-c", program]
    return run(command, folder, folder / "log", environment=dict(os.environ), limit=limit, memory=memory)


def test_processor_time_is_counted(tmp_path: Path):
    assert 0.25 <= cost(WORK, tmp_path).cpu < 5


def test_children_count_as_well(tmp_path: Path):
    twice = f"import subprocess, sys\nfor _ in range(2): subprocess.run([sys.executable, '-c', {WORK!r}])"
    assert cost(twice, tmp_path).cpu >= 0.5


def test_children_that_outlive_their_parent_count_as_well(tmp_path: Path):
    (tmp_path / "work.py").write_text(WORK + "open('done', 'w').close()", encoding="utf-8")
    parent = "import subprocess, sys; subprocess.Popen([sys.executable, 'work.py'])"
    grandparent = (
        f"import os, subprocess, sys, time; subprocess.run([sys.executable, '-c', {parent!r}])\n"
        "while not os.path.exists('done'): time.sleep(0.01)"
    )
    # In a process of its own, for adopting is for life.
    adopting = (
        "import os, sys; from pathlib import Path; from bench.processes import adopt_orphans, run; adopt_orphans()\n"
        f"command = [sys.executable, '-c', {grandparent!r}]\n"
        "print(run(command, Path.cwd(), Path('log'), environment=dict(os.environ), limit=60).cpu)"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", adopting]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert float(done.stdout) >= 0.25


def test_memory_is_that_of_all_together(tmp_path: Path):
    both = (
        "import subprocess, sys\n"
        f"running = [subprocess.Popen([sys.executable, '-c', {WORK!r}]) for _ in range(2)]\n"
        "for process in running: process.wait()"
    )
    memory = cost(both, tmp_path, memory=True).memory
    assert memory is not None
    assert 80 < memory < 200


def test_a_failure_says_what_the_command_said(tmp_path: Path):
    with pytest.raises(CommandError, match="exit code 3\nno good"):
        cost("print('no good'); raise SystemExit(3)", tmp_path)


def test_a_command_that_takes_too_long_is_ended(tmp_path: Path):
    with pytest.raises(TimeLimitError, match=r"more than 0\.2 s"):
        cost("import time; time.sleep(600)", tmp_path, limit=0.2)
