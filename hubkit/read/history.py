"""When each file last changed, as git knows it: one pass over the commits, and old versions only where they count."""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from hubkit.problems import Place, Problem, Severity
from hubkit.read.rescheduling import Topic, fingerprint, topic_of
from hubkit.values import FileHistory

_CHUNK = 1 << 20
_LAST_SECOND = 253_402_300_799
"""The end of the year 9999, as far as `datetime` goes."""
_START_OF_2020 = 1_577_836_800
_LARGEST_SEQUENCE = 2**31 - 1
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
_OPTIONS = ("--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit")
_LOG = (
    "log", "--raw", "--no-abbrev", "-z", "-c", "--full-history", "--no-renames", "--no-relative", "--no-ext-diff",
    "--no-textconv", "--no-show-signature", "--no-notes", "--no-decorate", "--no-color", "--format=%ct",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SiteHistory:
    """What git knows of a site: a pure function of `head` (where the clone is whole), so it may be remembered by it."""

    files: FileHistory = FileHistory()
    problems: tuple[Problem, ...] = ()
    """Warnings and notes; never an error."""
    head: str = ""
    """The commit that is checked out; empty without one."""


NO_HISTORY = SiteHistory()


@dataclass(frozen=True, slots=True)
class _Repository:
    """A site's place in its repository: the commit looked at, and the site's folder below the top (`b"site/"`)."""

    site: str
    head: str
    prefix: bytes
    shallow: bool


@dataclass(frozen=True, slots=True)
class _Edit:
    """One commit's change of the content of one file: its new blob, and the blob of each parent (none: it is new)."""

    path: bytes
    second: int
    new: bytes
    olds: tuple[bytes, ...]


class _GitError(Exception):
    """Git ended with an error; the text is what it said."""


def read_history(site: Path) -> SiteHistory:
    """Return the history of the files that the checked-out commit holds below `site`; paths are relative to `site`.

    - `changed`: the newest commit time (not author time) of the commits that changed the file's content. Of a merge
      only files that differ from every parent count: what someone resolved, or git wove together, at that commit.
    - `rescheduled`: for events, event templates, venues and the two files that set a zone, minutes from 2020 to the
      newest commit that changed when or where; creating the file is such a commit.

    Uncommitted edits and files do not count. Without a repository git is not run. Whatever goes wrong with git is a
    warning in `problems`, and the history is then empty.
    """
    top = _find_repository(site)
    if top is None:
        return NO_HISTORY
    if shutil.which("git") is None:
        return SiteHistory(problems=(_warning("git is not installed, so nobody knows when files changed", "Install git."),))
    try:
        repository = _open(site)
        return _read(repository) if repository.head else NO_HISTORY
    except _GitError as error:
        return SiteHistory(problems=(_explained(str(error), top),))


def _find_repository(site: Path) -> Path | None:
    folder = site.resolve()
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)


def _open(site: Path) -> _Repository:
    command = ("rev-parse", "--is-shallow-repository", "--show-prefix", "--revs-only", "HEAD")
    with _git(str(site), *command) as answer:
        shallow, prefix, head, *_ = (*answer.read().split(b"\n"), b"", b"")
    return _Repository(str(site), head.decode("ascii"), prefix, shallow == b"true")


def _read(repository: _Repository) -> SiteHistory:
    present = _present_files(repository)
    changed: dict[bytes, int] = {}
    edits: list[_Edit] = []
    for edit in _edits(repository):
        if edit.path in present:
            changed[edit.path] = max(edit.second, changed.get(edit.path, 0))
            if present[edit.path] is not None:
                edits.append(edit)
    blobs = _fingerprints(repository, _wanted(edits, present))
    problems = (_shallow(),) if repository.shallow and present else ()
    if blobs is None:
        problems = (*problems, _partial())
    rescheduled = _rescheduled(edits, present, blobs or {})
    size = len(repository.prefix)
    files = FileHistory(
        {os.fsdecode(path[size:]): datetime.fromtimestamp(second, UTC) for path, second in changed.items()},
        {os.fsdecode(path[size:]): _sequence(second) for path, second in rescheduled.items()},
    )
    return SiteHistory(files, problems, repository.head)


def _present_files(repository: _Repository) -> dict[bytes, Topic | None]:
    """Return every file of the commit below the site, by its path from the top, with what makes it move an event."""
    with _git(repository.site, "ls-tree", "-r", "-z", "--name-only", repository.head) as listing:
        return {repository.prefix + path: topic_of(path) for path in _fields(listing)}


def _edits(repository: _Repository) -> Iterator[_Edit]:
    """Yield every change of a file's content in all commits; a deletion or a change of mode alone is none."""
    second = 0
    with _git(repository.site, *_LOG, repository.head, "--", ".") as stream:
        fields = _fields(stream)
        for field in fields:
            field = field.strip()
            if not field.startswith(b":"):
                second = _second(field) if field else second
                continue
            parents = len(field) - len(field.lstrip(b":"))
            *olds, new = field.split(b" ")[parents + 1 : 2 * parents + 2]
            path = next(fields, b"")
            if new not in olds and _exists(new):
                yield _Edit(path, second, new, tuple(filter(_exists, olds)))


def _exists(blob: bytes) -> bool:
    return bool(blob.strip(b"0"))


def _second(text: bytes) -> int:
    return min(int(text), _LAST_SECOND) if text.isdigit() else 0


def _sequence(second: int) -> int:
    return min(max(0, second - _START_OF_2020) // 60, _LARGEST_SEQUENCE)


def _wanted(edits: Iterable[_Edit], topics: Mapping[bytes, Topic | None]) -> list[tuple[bytes, Topic]]:
    """Return, each once and in order, the versions to read: those on both sides of an edit of an existing file."""
    pairs = ((blob, topics[edit.path]) for edit in edits if edit.olds for blob in (*edit.olds, edit.new))
    return list(dict.fromkeys((blob, topic) for blob, topic in pairs if topic is not None))


def _rescheduled(
    edits: Iterable[_Edit], topics: Mapping[bytes, Topic | None], blobs: Mapping[tuple[bytes, Topic | None], bytes]
) -> dict[bytes, int]:
    """Return for each file the second of the newest edit that matters; without fingerprints each edit does."""
    newest: dict[bytes, int] = {}
    for edit in edits:
        topic = topics[edit.path]
        before = {blobs.get((old, topic), old) for old in edit.olds}
        if blobs.get((edit.new, topic), edit.new) not in before:
            newest[edit.path] = max(edit.second, newest.get(edit.path, 0))
    return newest


def _fingerprints(
    repository: _Repository, wanted: list[tuple[bytes, Topic]]
) -> dict[tuple[bytes, Topic | None], bytes] | None:
    """Return what matters of each wanted version, through one process; None where the clone lacks some of them."""
    if not wanted:
        return {}
    found: dict[tuple[bytes, Topic | None], bytes] = {}
    with tempfile.TemporaryFile() as names:
        names.write(b"".join(blob + b"\n" for blob, _ in wanted))
        names.seek(0)
        try:
            with _git(repository.site, "cat-file", "--batch", "--buffer", names=names) as stream:
                for blob, topic in wanted:
                    size = stream.readline().rpartition(b" ")[2].strip()
                    if not size.isdigit():
                        return None
                    found[blob, topic] = fingerprint(stream.read(int(size)), topic)
                    stream.read(1)
        except _GitError:
            return None
    return found
