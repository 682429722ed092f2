"""The generators: how each writes its network, builds, forgets, and says its version."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import network
from bench.writers import WRITERS, Writer

BENCH = Path(__file__).parent
TOOLS = BENCH / ".tools"
REPOSITORY = BENCH.parent


@dataclass(frozen=True)
class Tool:
    """A site generator. Commands run in the folder of the site; `{port}` in `serve` is where it shall answer."""

    name: str
    write: Writer
    build: tuple[str, ...]
    version: Callable[[], str]
    output: str
    forget: tuple[str, ...]
    """What a cold build starts without: patterns of paths in the site's folder."""
    source: str
    """The file of a page, `{page}` being `city-0000/events/2026-03-18-meetup`."""
    serve: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    note: str = ""

    def source_of(self, site: Path, page: str) -> Path:
        """Return the file that a page is written in."""
        hub, _, rest = page.partition("/")
        return site / self.source.format(page=page, hub=hub, rest=rest)

    def page_of(self, site: Path, page: str) -> Path:
        """Return the file that a page is built to."""
        return site / self.output / page / "index.html"

    def surroundings(self) -> dict[str, str]:
        """Return the environment that the tool runs in."""
        return {**os.environ, **dict(self.environment)}


def all_tools() -> tuple[Tool, ...]:
    """Return every generator, hubkit first, whether it is installed or not."""
    hugo = str(_hugo())
    return (
        Tool(
            "hubkit",
            WRITERS["hubkit"],
            (sys.executable, "-m", "hubkit", "build", ".", "--now", f"{network.NOW:%Y-%m-%dT%H:%M:%SZ}"),
            _hubkit_version,
            "_site",
            ("_site*", ".hubkit"),
            "hubs/{hub}/{rest}.md",
            environment=(("PYTHONPATH", str(REPOSITORY)),),
            note="also checks every file, and writes calendars, JSON, lists by year and country, sitemap and JSON-LD",
        ),
        Tool(
            "Hugo",
            WRITERS["hugo"],
            (hugo, "--quiet"),
            lambda: _said(hugo, "version").split()[1].split("-")[0].lstrip("v"),
            "public",
            ("public", "resources", ".hugo_build.lock"),
            "content/{page}.md",
            serve=(hugo, "server", "--bind", "127.0.0.1", "--port", "{port}"),
        ),
    )


def installed(tool: Tool) -> str:
    """Return the tool's version; empty when it is not there."""
    try:
        return tool.version()
    except (OSError, subprocess.CalledProcessError, StopIteration, json.JSONDecodeError):
        return ""


def _hugo() -> Path:
    """Return the program that the package carries: itself, not the Python script around it."""
    found = sorted((TOOLS / "venv").glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    return found[0] if found else Path("hugo")


def _hubkit_version() -> str:
    """Return hubkit's version, with the commit where it is known."""
    git = ["git", "-C", str(REPOSITORY), "rev-parse", "--short", "HEAD"]
    done = subprocess.run(git, capture_output=True, text=True, check=False)
    from hubkit import __version__

    return f"{__version__} ({done.stdout.strip()})" if done.returncode == 0 else __version__


def _said(*command: str) -> str:
    """Return what a command that must succeed prints."""
    return subprocess.run(list(command), capture_output=True, text=True, check=True).stdout


def chosen(names: Sequence[str]) -> list[Tool]:
    """Return the tools with these names, whatever the case; all of them for none."""
    wanted = {name.casefold() for name in names}
    return [tool for tool in all_tools() if not wanted or tool.name.casefold() in wanted]
