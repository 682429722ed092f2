"""One build at a time: a second waits, says who is at work, and is let in by the death of the first."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hubkit.problems import HubkitError
from hubkit.write import publish
from tests.write.site import FIRST, OPTIONS, build, tree

HOLDER = f"""
import sys
from pathlib import Path
from hubkit.write import publish
site = Path(sys.argv[1])
with publish(site / "_site", {OPTIONS!r}, site) as publication:
    publication.stage("index.html", b"from the other process")
    print("holding", flush=True)
    sys.stdin.readline()
    publication.apply()
"""


@contextmanager
def other_build(site: Path) -> Iterator[subprocess.Popen[str]]:
    """Run another hubkit process that has staged its change and waits for a line before it applies it."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(site)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holding\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_build_gives_up_and_names_the_first(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    with (
        other_build(tmp_path) as process,
        pytest.raises(HubkitError, match=rf"process {process.pid}\) is writing _site"),
        publish(tmp_path / "_site", OPTIONS, tmp_path, wait=0),
    ):
        pass
    assert tree(tmp_path / "_site") == FIRST


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    with other_build(tmp_path) as process:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
        build(tmp_path, FIRST)
        assert process.wait() == 0
    assert tree(tmp_path / "_site") == FIRST


def test_the_death_of_the_first_lets_the_second_in_at_once(tmp_path: Path) -> None:
    with other_build(tmp_path) as process:
        process.kill()
        process.wait()
        with publish(tmp_path / "_site", OPTIONS, tmp_path, wait=0) as publication:
            assert not list(tmp_path.glob("_site.staging-*"))
            publication.apply()


def test_builds_of_two_outputs_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with other_build(tmp_path), publish(tmp_path / "_other", OPTIONS, tmp_path, wait=0) as publication:
        publication.stage("index.html", b"x")
        publication.apply()
    assert tree(tmp_path / "_other") == {"index.html": b"x"}
