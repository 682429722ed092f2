"""Every mistake that people make, word for word: `mistakes/*.txt` hold what is written and what hubkit says to it.

The lines up to the first `=== path` say what the mistake is. Each `=== path` begins a file of the network, over the
good one below (`\\xNN` stands for that byte); `=== said` begins what `hubkit check` says. To write what it says now
into the files: `UPDATE_MISTAKES=1 pytest tests/check/test_mistakes.py`; then read the difference as a volunteer would.
"""

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from hubkit.cli import main
from tests.sites import ADA, BASIC, BERLIN, write

CASES = sorted((Path(__file__).parent / "mistakes").glob("*.txt"))
GOOD = {
    **BASIC,
    "hubs/berlin/hub.yaml": BERLIN,
    "hubs/lisbon/members/ada.md": ADA,
    "venues/library.yaml": "name: City Library\n",
    "event-templates/photo-walk.yaml": "summary: Bring any camera.\n",
}


def parts(text: str) -> dict[str, str]:
    """Return the files of a case, and what is said, by name; what stands before them is under the empty name."""
    _, *rest = re.split(r"^=== (.+)\n", f"=== about\n{text}", flags=re.MULTILINE)
    return dict(zip(rest[::2], rest[1::2], strict=True))


def as_bytes(text: str) -> bytes:
    return re.sub(rb"\\x([0-9a-f]{2})", lambda match: bytes([int(match[1], 16)]), text.encode())


def said_to(folder: Path, case: dict[str, str]) -> tuple[int, str]:
    files = {path: as_bytes(text) for path, text in case.items() if path not in {"about", "said"}}
    site = write(folder, {**GOOD, **files})
    run = CliRunner().invoke(main, ["check", str(site), "--now", "2026-11-21T12:00:00Z"], catch_exceptions=True)
    assert run.exception is None or isinstance(run.exception, SystemExit), run.exc_info
    return run.exit_code, run.output.replace(str(site), "SITE")


def test_the_good_network_is_good(tmp_path: Path) -> None:
    assert said_to(tmp_path, {}) == (0, "Nothing is wrong in 2 hubs and 16 pages.\n")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_mistake_is_said_so_that_it_can_be_mended(path: Path, tmp_path: Path) -> None:
    case = parts(path.read_text("utf-8"))
    code, said = said_to(tmp_path, case)
    if os.environ.get("UPDATE_MISTAKES"):
        path.write_text(path.read_text("utf-8").partition("=== said\n")[0] + f"=== said\n{said}", "utf-8")
        return
    assert said == case["said"]
    assert code == (1 if re.search(r"^\d+ problems?\b", said, re.MULTILINE) else 0)
