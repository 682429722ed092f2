"""Every page by the Nu HTML checker: no error, no warning."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.tools import VNU

# Nothing is filtered. A message to be ignored would stand here, with its reason.
IGNORED: dict[str, str] = {}


def nu_messages(folder: Path) -> list[str]:
    """Return what the Nu checker says of all HTML and SVG below a folder, in one run of Java."""
    command = [
        "java",
        "-Xmx1g",
        "-jar",
        str(VNU),
        "--format",
        "json",
        "--also-check-svg",
        "--skip-non-html",
        str(folder),
    ]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    messages = json.loads(run.stderr)["messages"]
    return [
        f"{message.get('url', '').removeprefix(f'file:{folder}/')}:{message.get('lastLine')}: {message['message']}"
        for message in messages
        if message["message"] not in IGNORED
    ]


@pytest.mark.long
@pytest.mark.java
def test_example_site_is_valid_html(example_site: Path):
    assert nu_messages(example_site) == []


@pytest.mark.long
@pytest.mark.java
def test_the_checker_speaks_of_faults(tmp_path: Path):
    (tmp_path / "index.html").write_text(
        "<!doctype html><html lang=en><title>A</title><h1>A</h1><p><div id=a id=b></p>"
    )
    (tmp_path / "right.html").write_text("<!doctype html><html lang=en><title>A</title><h1>A</h1><p>B")
    messages = nu_messages(tmp_path)
    assert messages
    assert all(message.startswith("index.html:1: ") for message in messages)
