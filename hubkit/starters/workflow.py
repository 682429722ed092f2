"""The files with which GitHub or Netlify checks and publishes a network by itself."""

import importlib.metadata
import json
import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from hubkit import __version__
from hubkit.problems import HubkitError
from hubkit.read.documents import document_of
from hubkit.read.git import GitError, find_repository, git

_TEXTS = Path(__file__).parent / "workflows"
GITHUB = {
    ".github/workflows/hubkit-check.yml": "hubkit-check.yml",
    ".github/workflows/hubkit-publish.yml": "hubkit-publish.yml",
    ".github/workflows/hubkit-due.yml": "hubkit-due.yml",
}
NETLIFY = {"netlify.toml": "netlify.toml", "netlify/functions/hubkit-due.mjs": "hubkit-due.mjs"}
# These stand in YAML, in TOML and in a shell's line; so nothing that means more than itself in any of them.
_PLAIN_PATH = re.compile(r"[\w.][\w. +-]*(/[\w.][\w. +-]*)*")
_PLAIN_URL_PATH = re.compile(r"[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*|")
_PLAIN_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 @+:/._~=<>!,#\[\]-]*")
_PASSWORD = re.compile(r"://[^/@]*:[^/@]*@")


class Checkout(Struct, frozen=True):
    """Where a network lies in its repository."""

    top: Path
    """The top of the repository; of a network that is in none, its own folder."""
    folder: str
    """The network's folder below the top; empty: it is the top."""
    in_git: bool


def checkout_of(site: Path) -> Checkout:
    """Return where the network in `site` lies; raises `HubkitError` where the folder's name would need quoting."""
    folder = site.resolve()
    top = find_repository(folder)
    below = folder.relative_to(top or folder).as_posix().removeprefix(".") if top != folder else ""
    if below and not _PLAIN_PATH.fullmatch(below):
        raise HubkitError(f'the folder "{below}" has signs in its name that GitHub and Netlify read in other ways')
    return Checkout(top or folder, below, top is not None)


def main_branch(top: Path) -> str:
    """Return the branch from which the repository at `top` is published: its origin's own, or the one that is out."""
    for reference in ("refs/remotes/origin/HEAD", "HEAD"):
        with suppress(GitError), git(top, "symbolic-ref", "--quiet", "--short", reference) as stream:
            return stream.read().decode("utf-8", "replace").strip().removeprefix("origin/")
    return "main"


def requirement_of_this() -> str:
    """Return what pip installs to have this hubkit: the commit it came from, or its version and what mends it.

    Empty where it came from a folder, which no other machine has.
    """
    try:
        written = importlib.metadata.distribution("hubkit").read_text("direct_url.json")
    except importlib.metadata.PackageNotFoundError:
        return ""
    if not written:
        return requirement_of_version()
    origin = json.loads(written)
    commit = origin.get("vcs_info", {})
    return f"hubkit @ {commit['vcs']}+{origin['url']}@{commit['commit_id']}" if commit else ""


def requirement_of_version() -> str:
    """Return what pip installs to have this version, or a later one that only mends it."""
    return f"hubkit ~= {__version__}"


def url_of(settings: Path) -> str:
    """Return the `url` of a network by its `hubkit.yaml`; raises `HubkitError` where it has none."""
    document, _ = document_of(settings.name, "hubkit", settings.read_bytes())
    url = document.data.get("url")
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        raise HubkitError(f"{settings} does not say where the site is found. Write url: https://example.org/ in it.")
    return url


def workflow_files(
    files: dict[str, str], checkout: Checkout, url: str, requirement: str, branch: str
) -> dict[str, str]:
    """Return the texts of `GITHUB` or `NETLIFY` for one network, by their paths below the top of the repository."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    path = urlsplit(url).path.strip("/")
    _refuse_unless(_PLAIN_PATH.fullmatch(branch), f'the branch "{branch}" has signs in its name that need quoting')
    _refuse_unless(_PLAIN_URL_PATH.fullmatch(path), f'the path "{path}" in url has more in it than letters and digits')
    _refuse_unless(_PLAIN_REQUIREMENT.fullmatch(requirement), f'"{requirement}" is nothing that pip installs')
    _refuse_unless(not _PASSWORD.search(requirement), "a password must not stand in a file that is kept in git")
    environment = Environment(
        loader=FileSystemLoader(_TEXTS),
        undefined=StrictUndefined,
        autoescape=select_autoescape(),
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    values = {
        "branch": branch,
        "requirement": requirement,
        "folder": checkout.folder,
        "below": f"{checkout.folder}/" if checkout.folder else "",
        "site": f'"{checkout.folder}"' if checkout.folder else ".",
        "path": path,
        "home": f"{path}/" if path else "",
    }
    return {target: environment.get_template(name).render(values) for target, name in files.items()}


def _refuse_unless(is_plain: object, why: str) -> None:
    if not is_plain:
        raise HubkitError(why)
