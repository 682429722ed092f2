"""Git, run so that neither a repository's settings nor its files can start a program or reach the network."""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_CHUNK = 1 << 20
_PASSED_ON = (
    "PATH", "HOME", "XDG_CONFIG_HOME", "SUDO_UID", "TMPDIR", "LD_LIBRARY_PATH",
    "SYSTEMROOT", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "PROGRAMDATA", "TEMP",
)  # fmt: skip
"""All of the environment that git sees: no `GIT_DIR` of a hook, no secret of a build server."""
_SETTINGS = {
    "LC_ALL": "C",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    # A partial clone would fetch what it lacks, with a program that its own settings name.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
_OPTIONS = (
    "--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit",
    "-c", "log.follow=false",
)  # fmt: skip


class GitError(Exception):
    """Git ended with an error; the text is what it said."""


def find_repository(site: Path) -> Path | None:
    """Return the nearest folder at or above `site` that holds `.git` (a folder, or a file), without running git."""
    folder = site.resolve()
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)


@contextmanager
def git(site: Path, *arguments: str, names: IO[bytes] | None = None) -> Generator[IO[bytes]]:
    """Run git in the folder `site`, reading `names`, and give what it writes; raises `GitError` once it has failed."""
    import subprocess
    import tempfile

    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | _SETTINGS
    command = ["git", *_OPTIONS, "-C", str(site), *arguments]
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                command, stdin=names or subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, env=environment
            )
        except OSError as error:
            raise GitError(str(error)) from error
        with process:
            if process.stdout is not None:
                yield process.stdout
        if process.returncode:
            said.seek(0)
            raise GitError(said.read(_CHUNK).decode("utf-8", "replace").strip() or f"exit code {process.returncode}")


def fields(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the NUL-terminated fields of `stream`, holding no more than a chunk of it at once."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest:
        yield rest


def is_tracked(site: Path, folder: str) -> bool:
    """Return whether git's index lists a file in `folder` of the site; without a repository it lists none.

    The index is read as it lies: where its paths are written in full (versions 2 and 3), one search tells enough.
    """
    top = find_repository(site)
    if top is None:
        return False
    try:
        index = (_git_folder(top) / "index").read_bytes()
    except OSError:
        return False
    if index[4:8] != b"\0\0\0\4":
        return f"{folder}/".encode() in index
    try:
        with git(site, "ls-files", "-z", "--", folder) as listing:
            return bool(listing.read(1))
    except GitError:
        return True


def head_of(site: Path) -> str:
    """Return what tells apart all that git's history of `site` may say, without running git; empty outside git."""
    top = find_repository(site)
    if top is None:
        return ""
    folder = _git_folder(top)
    common = folder / _text(folder / "commondir").strip() if (folder / "commondir").is_file() else folder
    head = _text(folder / "HEAD").strip()
    parts = [str(top), head]
    if head.startswith("ref: "):
        parts.append(_text(common / head.removeprefix("ref: ")).strip())
    for name in ("packed-refs", "shallow", "config", "reftable/tables.list"):
        try:
            status = (common / name).stat()
        except OSError:
            continue
        parts.append(f"{name} {status.st_size} {status.st_mtime_ns} {status.st_ino}")
    return "\n".join(parts)


def _git_folder(top: Path) -> Path:
    """Return the folder of a repository's data, which the file `.git` of a work tree or a submodule names."""
    place = top / ".git"
    if place.is_dir():
        return place
    return top / _text(place).partition("gitdir:")[2].strip()


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
