"""Looking for damage in a copy of the process gives what looking in it gives, also where the copy does not live."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hubkit.write import Damage, publish

_SCRIPT = """
import os, signal
from hubkit.write import Damage
here = os.getpid()

def look():
    {look}
    return {{"lisbon/é.html", "here" if os.getpid() == here else "beside"}}

print(sorted(Damage(look).paths), flush=True)
"""


def said(look: str) -> str:
    script = _SCRIPT.format(look=look)
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=True)
    assert run.stderr == ""
    return run.stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux")
@pytest.mark.parametrize(
    ("look", "where"),
    [
        ("pass", "beside"),
        ("os.getpid() == here or os.kill(os.getpid(), signal.SIGKILL)", "here"),
        ("assert os.getpid() == here", "here"),
    ],
)
def test_a_copy_looks_and_where_it_cannot_tell_the_process_itself(look: str, where: str) -> None:
    assert said(look) == str(sorted({"lisbon/é.html", where}))


@pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux")
def test_very_much_damage_is_told_whole_and_nothing_as_nothing() -> None:
    assert said("return set()") == "[]"
    many = "return {str(number) * 50 for number in range(9000)}"
    assert said(many) == str(sorted(str(number) * 50 for number in range(9000)))


def test_damage_is_what_is_missing_or_has_other_bytes(tmp_path: Path) -> None:
    output, options = tmp_path / "_site", {"hub": ""}
    with publish(output, options, tmp_path) as publication:
        for path in ("index.html", "lisbon/index.html", "oslo/index.html", "oslo/a.html"):
            publication.stage(path, path.encode())
        publication.apply()
    (output / "lisbon/index.html").unlink()
    (output / "oslo/a.html").write_bytes(b"another    ")
    with publish(output, options, tmp_path) as publication:
        damage = publication.damage()
        assert damage.paths == {"lisbon/index.html", "oslo/a.html"}
        assert damage.folders == {"lisbon", "oslo"}
    with publish(output, options, tmp_path) as publication:
        os.utime(output / "index.html")
        assert "index.html" not in publication.damage().paths
    assert Damage().paths == set()
