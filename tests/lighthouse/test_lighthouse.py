"""What Lighthouse says of four pages of the example site, on a slow telephone: the median of three looks at each."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import tools
from tests.finished import FinishedSite

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.lighthouse]

PAGES = ("", "lisbon/", "lisbon/events/", "lisbon/events/2026-12-05-photo-walk/")
LEAST = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 95}
LOOKS = 3


def judged(url: str, report: Path) -> dict:
    """Return what Lighthouse says of a page."""
    flags = " ".join(["--headless=new", *tools.CHROMIUM_ARGUMENTS])
    command = ["node", tools.LIGHTHOUSE_PROGRAM, url, "--quiet", "--output=json", f"--output-path={report}"]
    command += [f"--only-categories={','.join(LEAST)}", f"--chrome-flags={flags}"]
    environment = {**os.environ, "CHROME_PATH": tools.chromium() or ""}
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return json.loads(report.read_text("utf-8"))


def failed(result: dict, category: str) -> list[str]:
    """Return the audits that cost a category points."""
    audits = (each["id"] for each in result["categories"][category]["auditRefs"] if each["weight"])
    return [audit for audit in audits if (result["audits"][audit]["score"] or 0) < 1]


@pytest.mark.parametrize("page", PAGES)
def test_lighthouse_is_content(page: str, example_site: Path, serve: Callable[..., str], tmp_path: Path):
    url = serve(example_site, FinishedSite(example_site).base) + page
    results = [judged(url, tmp_path / f"{look}.json") for look in range(LOOKS)]
    scores = {
        category: round(statistics.median(100 * result["categories"][category]["score"] for result in results))
        for category in LEAST
    }
    shifts = [result["audits"]["cumulative-layout-shift"]["numericValue"] for result in results]
    sys.stdout.write(f"/{page}: {scores}, layout shift {max(shifts):g}\n")
    poor = {category: failed(results[-1], category) for category, least in LEAST.items() if scores[category] < least}
    assert poor == {}
    assert max(shifts) == 0
