"""A few lines of JavaScript, run by Node.js."""

import json
import subprocess
from typing import Any

from tests.netlify.functions import FUNCTIONS


def said_by_node(script: str, given: Any) -> Any:
    """Return what lines of a module print as JSON; `given` is a value to them, and `at(path)` a module of ours."""
    before = (
        f"const given = {json.dumps(given)};\n"
        f"const at = (path) => import({json.dumps(FUNCTIONS.as_uri())} + '/hubkit/' + path);\n"
    )
    run = subprocess.run(
        ["node", "--input-type=module"], input=before + script, capture_output=True, text=True, encoding="utf-8"
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)
