"""What stands in the site's folder, by names and times alone: enough to tell which hubs may have changed."""

import marshal
import os
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b, file_digest
from operator import attrgetter
from pathlib import Path
from stat import S_IFMT, S_ISREG

from msgspec import Struct
from msgspec.structs import astuple, replace

from hubkit.beside import beginning
from hubkit.read.documents import ENDINGS, LARGEST, open_file, read_bytes
from hubkit.read.git import head_of
from hubkit.read.names import near_miss

SHARED = ""
"""The group of everything outside the hubs."""
_FOLDERS = frozenset({"event-templates", "venues", "sponsors", "pages", "media", "static", "themes", "fonts"})
_NAMES = _FOLDERS | {"hubkit.yaml", "charter.md", "code-of-conduct.md"}
_UNSURE = 2_000_000_000
"""In nanoseconds: a file changed so shortly before it was looked at may change again within one tick of its clock."""
_NAME = attrgetter("name")

Signature = tuple[str, int, int, int, int]
"""The path of a file or folder below its group, its size, times of change of content and of status (ns), and inode.

The size of what is no plain file is a number below 0 that tells what it is, or why nobody can tell.
"""


class Scan(Struct, frozen=True):
    """The signatures of each group, the shared files and every hub, at one moment."""

    head: str
    """What git has checked out, as `head_of` tells."""
    groups: Mapping[str, bytes]
    """Packed, as few are ever looked at; equal signatures are equal bytes."""
    unsure: frozenset[str]
    """The groups of which a file was changed so late that only its bytes can tell."""

    def signatures(self, group: str) -> tuple[Signature, ...]:
        """Return the signatures of a group, none of one that is not there."""
        return marshal.loads(self.groups[group]) if group in self.groups else ()  # noqa: S302 - its own words

    def digest(self, group: str) -> bytes:
        """Return 16 bytes that tell the signatures of a group from any others."""
        return blake2b(self.groups[group], digest_size=16).digest()

    def again(self, site: Path, hubs: Iterable[str]) -> "Scan":
        """Return this scan, with `hubs` looked at now."""
        moment = time.time_ns()
        new = {hub: _gathered(f"{site}/hubs/{hub}") for hub in hubs}
        unsure = (self.unsure - new.keys()) | _unsure(moment, new)
        return replace(self, groups={**self.groups, **_packed(new)}, unsure=unsure)


@contextmanager
def scanning(site: Path) -> Generator[Callable[[], Scan]]:
    """Begin to scan, beside this process where that can be, and give what waits for the scan."""
    with beginning(partial(_told, site)) as answer:
        yield lambda: Scan(*marshal.loads(answer()))  # noqa: S302 - its own words


def _told(site: Path) -> bytes:
    return marshal.dumps(astuple(scan_site(site)))


def scan_site(site: Path) -> Scan:
    """Return the signatures of all files that a build reads; costs one stat a file, and reads none."""
    moment = time.time_ns()
    root = str(site)
    shared: list[Signature] = []
    groups: dict[str, list[Signature]] = {}
    for entry in _entries(root):
        if entry.name in _FOLDERS and entry.is_dir(follow_symlinks=False):
            _gather(entry.path, f"{entry.name}/", shared)
        elif entry.name in _NAMES:
            shared.append(_signature(entry, entry.name))
        elif near_miss(entry.name, _NAMES):
            shared.append((entry.name, 0, 0, 0, 0))
    for entry in _entries(f"{root}/hubs"):
        if entry.is_dir(follow_symlinks=False):
            groups[entry.name] = _gathered(entry.path)
        else:
            shared.append(_signature(entry, f"hubs/{entry.name}"))
    groups[SHARED] = shared
    return Scan(head_of(site), _packed(groups), _unsure(moment, groups))


def _packed(groups: Mapping[str, list[Signature]]) -> dict[str, bytes]:
    # In the second version of the format, as later ones depend on what is shared in memory.
    return {name: marshal.dumps(tuple(signatures), 2) for name, signatures in groups.items()}


def _unsure(moment: int, groups: Mapping[str, list[Signature]]) -> frozenset[str]:
    limit = moment - _UNSURE
    return frozenset(
        name
        for name, signatures in groups.items()
        if any(changed >= limit or status >= limit for _, _, changed, status, _ in signatures)
    )


def _gathered(folder: str) -> list[Signature]:
    found: list[Signature] = []
    _gather(folder, "", found)
    return found


def _entries(folder: str) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=_NAME)
    except OSError:
        return []


def _gather(folder: str, prefix: str, into: list[Signature]) -> None:
    """Add the signatures of all that stands below a folder: one stat a file, and little else, for there are many."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=_NAME)
    except OSError as error:
        into.append((prefix, -(error.errno or 1), 0, 0, 0))
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            below = f"{prefix}{entry.name}/"
            into.append((below, 0, 0, 0, 0))
            _gather(entry.path, below, into)
        else:
            into.append(_signature(entry, prefix + entry.name))


def _signature(entry: "os.DirEntry[str]", path: str) -> Signature:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        return (path, -(error.errno or 1), 0, 0, 0)
    size = status.st_size if S_ISREG(status.st_mode) else -S_IFMT(status.st_mode)
    return (path, size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


class Content(Struct, frozen=True):
    """What the files of one group hold."""

    digest: bytes
    """Of their names and bytes: what decides where times do not."""
    documents: Mapping[str, bytes]
    """The bytes of those that may be documents, by their path in the site; what could not be read is not here."""


def read_content(site: Path, group: str, signatures: Iterable[Signature]) -> Content:
    """Return what the files of one group hold; each is read once, and those that are large or no texts not kept."""
    below = f"hubs/{group}/" if group != SHARED else ""
    made = blake2b(digest_size=16)
    documents: dict[str, bytes] = {}
    for name, size, *_ in signatures:
        made.update(f"{name}\0{size}\0".encode("utf-8", "surrogateescape"))
        if size < 0 or name.endswith("/"):  # a link, a pipe, a folder: not to be opened
            continue
        path = below + name
        try:
            content = read_bytes(site, path, LARGEST + 1) if size <= LARGEST and name.endswith(ENDINGS) else None
            if content is not None and len(content) <= LARGEST:
                documents[path] = content
                made.update(blake2b(content).digest())
                continue
            with open_file(site, path) as file:
                made.update(file_digest(file, blake2b).digest())
        except OSError as error:
            made.update(f"cannot be read: {error.errno}".encode())
    return Content(made.digest(), documents)
