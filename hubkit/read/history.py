"""When each file last changed, as git knows it: one pass over the commits, and old versions only where they count."""

import os
import shlex
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct, field

from hubkit.problems import Place, Problem, Severity
from hubkit.read.git import GitError, fields, find_repository, git
from hubkit.read.rescheduling import Topic, fingerprint, topic_of
from hubkit.values import FileHistory

_LAST_SECOND = 253_402_300_799
"""The end of the year 9999, as far as `datetime` goes."""
_START_OF_2020 = 1_577_836_800
_LARGEST_SEQUENCE = 2**31 - 1
_LOG = (
    "log", "--raw", "--no-abbrev", "-z", "-c", "--root", "-O/dev/null", "--full-history", "--no-renames",
    "--no-relative", "--no-ext-diff", "--no-textconv", "--no-show-signature", "--no-notes", "--no-decorate",
    "--no-color", "--format=@%ct",
)  # fmt: skip


class SiteHistory(Struct, frozen=True):
    """What git knows of a site: a pure function of `head` (where the clone is whole), so it may be remembered by it."""

    files: FileHistory = field(default_factory=FileHistory)
    problems: tuple[Problem, ...] = ()
    """Warnings and notes; never an error."""
    head: str = ""
    """The commit that is checked out; empty without one."""


NO_HISTORY = SiteHistory()


class _Repository(Struct, frozen=True):
    """A site's place in its repository: the commit looked at, and the site's folder below the top (`b"site/"`)."""

    site: Path
    head: str
    prefix: bytes
    shallow: bool


class _Edit(Struct, frozen=True):
    """One commit's change of the content of one file: its new blob, and the blob of each parent (none: it is new)."""

    path: bytes
    second: int
    new: bytes
    olds: tuple[bytes, ...]


def read_history(site: Path) -> SiteHistory:
    """Return the history of the files that the checked-out commit holds below `site`; paths are relative to `site`.

    - `changed`: the newest commit time (not author time) of the commits that changed the file's content. Of a merge
      only files that differ from every parent count: what someone resolved, or git wove together, at that commit.
    - `rescheduled`: for events, event templates, venues and the two files that set a zone, minutes from 2020 to the
      newest commit that changed when or where; creating the file is such a commit.

    Uncommitted edits and files do not count. Without a repository git is not run. Whatever goes wrong with git is a
    warning in `problems`, and the history is then empty.
    """
    top = find_repository(site)
    if top is None:
        return NO_HISTORY
    if shutil.which("git") is None:
        return SiteHistory(
            problems=(_warning("git is not installed, so nobody knows when files changed", "Install git."),)
        )
    try:
        repository = _open(site)
        return _read(repository) if repository.head else NO_HISTORY
    except GitError as error:
        return SiteHistory(problems=(_explained(str(error), top),))


def _open(site: Path) -> _Repository:
    command = ("rev-parse", "--is-shallow-repository", "--show-prefix", "--revs-only", "HEAD")
    with git(site, *command) as answer:
        shallow, prefix, head, *_ = (*answer.read().split(b"\n"), b"", b"")
    return _Repository(site, head.decode("ascii"), prefix, shallow == b"true")


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
    with git(repository.site, "ls-tree", "-r", "-z", "--name-only", repository.head) as listing:
        return {repository.prefix + path: topic_of(path) for path in fields(listing)}


def _edits(repository: _Repository) -> Iterator[_Edit]:
    """Yield every change of a file's content in all commits; a deletion or a change of mode alone is none."""
    second = 0
    folder = ("--", ".") if repository.prefix else ()
    with git(repository.site, *_LOG, repository.head, *folder) as stream:
        words = fields(stream)
        for word in map(bytes.strip, words):
            if word.startswith(b"@"):
                second = _second(word[1:])
            elif word.startswith(b":"):
                parents = len(word) - len(word.lstrip(b":"))
                *olds, new = word.split(b" ")[parents + 1 : 2 * parents + 2]
                path = next(words, b"")
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
            with git(repository.site, "cat-file", "--batch", "--buffer", names=names) as stream:
                for blob, topic in wanted:
                    size = stream.readline().rpartition(b" ")[2].strip()
                    if not size.isdigit():
                        return None
                    found[blob, topic] = fingerprint(stream.read(int(size)), topic)
                    stream.read(1)
        except GitError:
            return None
    return found


def _warning(message: str, hint: str, severity: Severity = Severity.warning) -> Problem:
    return Problem(Place("hubkit.yaml"), message, hint, severity)


def _explained(said: str, top: Path) -> Problem:
    if "dubious ownership" in said or "safe.directory" in said:
        return _warning(
            "git does not read this repository, because its folder belongs to another user: "
            "nobody knows when files changed",
            f"If you trust it, run: git config --global --add safe.directory {shlex.quote(str(top))}",
        )
    fatal = next((line for line in said.splitlines() if line.startswith("fatal:")), said)
    return _warning(
        f"git cannot read the history, so nobody knows when files changed: {fatal.removeprefix('fatal: ')}",
        "Run `git log` and `git fsck` in the site's folder to see more, or clone the repository again.",
    )


def _shallow() -> Problem:
    return _warning(
        "only the newest commits are here (a shallow clone): files seem to have changed later than they did",
        "Get the whole history. Here: git fetch --unshallow. GitHub Actions: `fetch-depth: 0` under `with:` of "
        "actions/checkout. Netlify: put `git fetch --unshallow && ` before the build command.",
    )


def _partial() -> Problem:
    return _warning(
        "old versions of files are not here (a partial clone): every edit of an event counts as a new time or place",
        "Calendars still work. For exact sequence numbers run: git fetch --refetch --no-filter",
        Severity.note,
    )


def history_by_hub(history: FileHistory) -> dict[str, FileHistory]:
    """Return the history of the files of each hub by its id, and of all other files under an empty name."""
    changed: dict[str, dict[str, datetime]] = {"": {}}
    rescheduled: dict[str, dict[str, int]] = {"": {}}
    for path, moment in history.changed.items():
        changed.setdefault(_hub_of(path), {})[path] = moment
    for path, minute in history.rescheduled.items():
        rescheduled.setdefault(_hub_of(path), {})[path] = minute
    return {hub: FileHistory(changed.get(hub, {}), rescheduled.get(hub, {})) for hub in {*changed, *rescheduled}}


def _hub_of(path: str) -> str:
    folder, _, below = path.partition("/")
    return below.partition("/")[0] if folder == "hubs" and "/" in below else ""
