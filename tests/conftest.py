"""What all tests share: skips with their reason, the built example site, a server for it, and a browser."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tests import postgres, tools
from tests.command import NOW, copied_example, hubkit
from tests.server import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TOOL_MARKERS = ("browser", "node", "java", "lighthouse", "postgres")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose program is missing, and name the program."""
    for marker in TOOL_MARKERS:
        if item.get_closest_marker(marker) and (lack := tools.missing(marker)):
            pytest.skip(lack)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """With HUBKIT_REQUIRE_TOOLS set, a test that was skipped for want of a program has failed."""
    report = yield
    if report.skipped and os.environ.get("HUBKIT_REQUIRE_TOOLS") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if any(map(item.get_closest_marker, TOOL_MARKERS)) or "needs " in reason:
            report.outcome = "failed"
            report.longrepr = f"HUBKIT_REQUIRE_TOOLS is set, and this test was skipped: {reason}"
    return report


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Return the temporary folder that all xdist workers of this run share."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished example site, built once for all tests and workers; tests only read it."""
    shared = shared_folder(tmp_path_factory)
    output, said = shared / "built" / "example-site", shared / "build-of-example-site.txt"
    # Not beside the output: hubkit keeps a lock of its own there.
    with FileLock(shared / "build-of-example-site.lock"):
        if not said.exists():
            site = copied_example(tmp_path_factory.mktemp("source"))
            run = hubkit("build", site, "--output", output, "--now", NOW)
            said.write_text(f"hubkit build ended with {run.returncode}\n{run.stdout}\n{run.stderr}", "utf-8")
    if not (output / "index.html").exists():
        pytest.fail(said.read_text("utf-8"), pytrace=False)
    return output


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Serve a finished site until the tests end: `serve(folder, base="/")` gives the URL of its home page."""
    with ExitStack() as stack:

        def start(folder: Path, base: str = "/") -> str:
            return stack.enter_context(serving(folder, base))

        yield start


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server. Only for tests marked `postgres`."""
    with postgres.serving() as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """The machine's own Chromium, without a window. Only for tests marked `browser`."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=tools.chromium(), args=tools.CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()
