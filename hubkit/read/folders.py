"""The walk through the site: sorted, never through a link, and every entry is a file, a folder or a problem."""

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from hubkit.problems import Place, Problem
from hubkit.read.documents import cannot_read


class Entry(Struct, frozen=True):
    """A file or folder at `path` below the site's folder."""

    name: str
    path: str
    is_folder: bool
    found: "os.DirEntry[str]"

    @property
    def size(self) -> int:
        """In bytes, asked of the system only here, as documents need no answer; 0 for what is gone meanwhile."""
        try:
            return self.found.stat(follow_symlinks=False).st_size
        except OSError:
            return 0

    @property
    def ending(self) -> str:
        """The ending in lower case with its dot, such as `.yaml`; empty where there is none."""
        return os.path.splitext(self.name)[1].lower()  # noqa: PTH122 - a Path per entry costs more than the walk

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return os.path.splitext(self.name)[0]  # noqa: PTH122

    def problem(self, message: str, hint: str = "") -> Problem:
        """Return a problem with this file or folder as a whole."""
        return Problem(Place(self.path), message, hint)


class Listing(Struct, frozen=True):
    """What a folder holds, by name."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


def list_folder(site: Path, path: str) -> Listing:
    """Return what the folder `path` holds (empty: the site's own); links, pipes and the like are problems."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    below = f"{path}/" if path else ""
    try:
        with os.scandir(f"{site}/{path}") as found:
            for entry in sorted(found, key=lambda one: one.name):
                _sort_in(entry, below, entries, problems)
    except OSError as error:
        problems.append(cannot_read(path or ".", error))
    return Listing(tuple(entries), tuple(problems))


def _sort_in(entry: "os.DirEntry[str]", below: str, entries: list[Entry], problems: list[Problem]) -> None:
    path = below + entry.name
    if entry.is_symlink():
        problems.append(link_problem(path, entry.path))
    elif entry.is_dir(follow_symlinks=False):
        entries.append(Entry(entry.name, path, is_folder=True, found=entry))
    elif entry.is_file(follow_symlinks=False):
        entries.append(Entry(entry.name, path, is_folder=False, found=entry))
    else:
        hint = "Delete it: a site is made of files and folders."
        problems.append(Problem(Place(path), "this is neither a file nor a folder", hint))


def link_problem(path: str, full_path: str) -> Problem:
    """Return the problem of a link at `path`, which names what it points to."""
    message = f'this is a link to "{os.readlink(full_path)}", and hubkit follows no links'  # noqa: PTH115
    return Problem(Place(path), message, "Put the file itself here.")


def walk(site: Path, path: str, problems: list[Problem]) -> Iterator[Entry]:
    """Yield every file at any depth below the folder `path`, sorted; what cannot be one goes to `problems`."""
    waiting = [path]
    while waiting:
        listing = list_folder(site, waiting.pop())
        problems.extend(listing.problems)
        waiting.extend(entry.path for entry in reversed(listing.entries) if entry.is_folder)
        yield from (entry for entry in listing.entries if not entry.is_folder)
