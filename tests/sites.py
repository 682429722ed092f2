"""Small networks written into a folder, and built there: the ground of the tests of whole promises."""

import json
import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hubkit.build import build
from hubkit.values import BuildReport, Options

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NETWORK = "name: Open Cities\nurl: https://x.org/hubs/\ntimezone: Europe/Lisbon\n"
LISBON = "name: Lisbon Lights\ncity: Lisbon\ncountry: PT\ntimezone: Europe/Lisbon\n"
BERLIN = "name: Berlin Lights\ncity: Berlin\ncountry: DE\ntimezone: Europe/Berlin\n"
WALK = "title: Photo walk\nstart: 2026-12-05 18:30\nduration: 2h\n"
ADA = "---\nname: Ada Lopes\nrole: Route keeper\nconsent: 2026-01-01\n---\nA story.\n"
BASIC = {
    "hubkit.yaml": NETWORK,
    "hubs/lisbon/hub.yaml": LISBON,
    "hubs/lisbon/events/2026-12-05-photo-walk.yaml": WALK,
}


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write `files` below `folder`, and return it."""
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@dataclass(frozen=True)
class Built:
    """One build of a small network: where its source is, and what came of it."""

    site: Path
    folder: Path
    report: BuildReport

    def text(self, path: str) -> str:
        """Return a file of the finished site."""
        return (self.folder / path).read_bytes().decode()

    def lines(self, path: str) -> list[str]:
        """Return the unfolded lines of a calendar of the finished site."""
        return self.text(path).replace("\r\n ", "").split("\r\n")

    def json(self, path: str) -> Any:
        """Return what a JSON file of the finished site holds."""
        return json.loads(self.text(path))

    def has(self, path: str) -> bool:
        """Whether the finished site has this file."""
        return (self.folder / path).is_file()

    def paths(self) -> set[str]:
        """Return every file of the finished site."""
        return {file.relative_to(self.folder).as_posix() for file in self.folder.rglob("*") if file.is_file()}

    def tree(self) -> dict[str, bytes]:
        """Return every file of the finished site with its bytes."""
        return tree(self.folder)

    def errors(self) -> list[str]:
        """Return each problem that is more than a note, as place and message."""
        return [f"{each.place}: {each.message}" for each in self.report.problems if each.severity]


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below `folder` with its bytes."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def built(site: Path, *, now: datetime = NOW, **options: Any) -> Built:
    """Build the network in `site`."""
    chosen = Options(site, now, **options)
    return Built(site, chosen.folder, build(chosen))


def good(site: Path, **options: Any) -> Built:
    """Build the network in `site`, which must go well."""
    made = built(site, **options)
    assert made.report.published, made.errors()
    return made


def make(folder: Path, files: dict[str, str | bytes] | None = None, **options: Any) -> Built:
    """Write the basic network with `files` into `folder`, and build it; it must go well."""
    return good(write(folder, {**BASIC, **(files or {})}), **options)


def git(site: Path, *arguments: str, at: str = "2026-01-01T00:00:00Z") -> str:
    """Run git in `site` as someone who commits at the instant `at`."""
    identity = {
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
        "GIT_AUTHOR_DATE": at,
        "GIT_COMMITTER_DATE": at,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }
    run = subprocess.run(
        ["git", *arguments], cwd=site, env={**os.environ, **identity}, capture_output=True, text=True, check=True
    )
    return run.stdout


def commit(site: Path, at: str, files: dict[str, str | bytes] | None = None) -> None:
    """Write `files` and commit all there is at the instant `at`."""
    write(site, files or {})
    if not (site / ".git").exists():
        git(site, "init", "-q", "-b", "main")
    git(site, "add", "-A", "--", ".", ":(exclude)_site*", ":(exclude).hubkit")
    git(site, "commit", "-qm", "change", at=at)
