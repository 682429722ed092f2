"""The manifest beside the output: the files that hubkit wrote, and the options it was given."""

import hashlib
import os
from bisect import bisect_left
from collections.abc import Container, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct, field

from hubkit.problems import HubkitError, printable
from hubkit.write.folder import OutputFolder
from hubkit.write.paths import are_plain, path_fault
from hubkit.write.tree import power_was_lost_since

_VERSION = 1

Entry = tuple[int, str]
"""The size of a file, and its hash (`digest_of`); an empty hash: lost with the power, to be written again."""


class Manifest(Struct, frozen=True):
    """What the last publication wrote, with which options, and before when its files are known to be as written."""

    options: Mapping[str, str]
    files: Mapping[str, Entry]
    trusted_before: int = 0
    """In nanoseconds, as the times of files; 0: read every file to know."""
    content: bytes = b""
    """The manifest as it lies on the disk; empty for one that does not."""
    _sorted: list[str] = field(default_factory=list[str])

    def under(self, prefix: str) -> Sequence[str]:
        """Return the paths that begin with `prefix`, sorted."""
        paths = self._in_order()
        return paths[bisect_left(paths, prefix) : bisect_left(paths, f"{prefix}\U0010ffff")]

    def outside(self, folders: Container[str]) -> list[str]:
        """Return the paths that lie in none of these folders at the top, sorted: one step a folder, not one a file."""
        paths, found, start = self._in_order(), list[str](), 0
        while start < len(paths):
            folder, slash, _ = paths[start].partition("/")
            end = bisect_left(paths, f"{folder}/\U0010ffff", start) if slash else start + 1
            if not slash or folder not in folders:
                found += paths[start:end]
            start = end
        return found

    def _in_order(self) -> list[str]:
        if not self._sorted:
            self._sorted.extend(sorted(self.files))
        return self._sorted

    def digest(self) -> bytes:
        """Return 16 bytes that tell this list of files from any other."""
        return hashlib.blake2b(self.content or self.to_bytes(), digest_size=16).digest()

    def to_bytes(self) -> bytes:
        """Return the manifest as JSON, the same bytes for the same files and options."""
        # Sorted here: msgspec's own `order="sorted"` takes seconds for a hundred thousand names in some orders.
        paths = self._in_order()
        files = dict(zip(paths, map(self.files.__getitem__, paths), strict=True))
        content = _Content(files, dict(sorted(self.options.items())), _VERSION)
        return msgspec.json.encode(content) + b"\n"


class _Content(Struct, frozen=True):
    """What is written of a manifest."""

    files: Mapping[str, Entry]
    options: Mapping[str, str]
    version: int


def parse(content: bytes, trusted_before: int = 0) -> Manifest:
    """Return the manifest that `content` holds; anything else is a ValueError."""
    try:
        data = msgspec.json.decode(content, type=_Content)
    except msgspec.ValidationError as error:
        raise ValueError("it is not a list of files that hubkit wrote") from error
    if data.version != _VERSION:
        message = f"it is of version {data.version}, and this hubkit reads version {_VERSION}"
        raise ValueError(message)
    if not are_plain(data.files) and any(map(path_fault, data.files)):
        message = "it names files that hubkit would not write"
        raise ValueError(message)
    return Manifest(data.options, data.files, trusted_before, content)


def load(folder: OutputFolder) -> Manifest | None:
    """Return the manifest of the last publication to `folder`, or None where there is none."""
    try:
        with Path(folder.manifest).open("rb") as file:
            content = file.read()
            written = os.fstat(file.fileno()).st_mtime_ns
        return parse(content, 0 if power_was_lost_since(written) else written)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        shown = printable(folder.manifest)
        reason = printable(str(error))
        raise HubkitError(f"Cannot read {shown}: {reason}. Delete it and {folder.name}, and build again.") from error


def last_manifest(folder: OutputFolder, options: Mapping[str, str]) -> Manifest:
    """Return what the last publication wrote, empty for a first one.

    A folder that was made with other options than `options`, or that hubkit did not make, is a HubkitError.
    """
    if folder.is_empty():
        return Manifest(options, {})
    manifest = load(folder)
    if manifest is None:
        raise HubkitError(
            f"{folder.name} is not empty, and hubkit did not make it. "
            "Choose another folder with --output, or delete this one if nothing in it is needed."
        )
    if manifest.options != options:
        raise HubkitError(
            f"{folder.name} was built {_described(manifest.options)}; this build is {_described(options)}. "
            f"Choose another folder with --output, or delete {folder.name} to build it anew."
        )
    return manifest


def _described(options: Mapping[str, str]) -> str:
    given = [f"--{name.replace('_', '-')} {value}" for name, value in sorted(options.items()) if value]
    return f"with {printable(' '.join(given))}" if given else "with no --hub, --base-url or --drafts"


def last_published(output: Path) -> datetime | None:
    """Return when the site in `output` was last published (in UTC), or None where hubkit has published none."""
    folder = OutputFolder.at(output)
    try:
        return None if folder.is_new() else datetime.fromtimestamp(Path(folder.manifest).stat().st_mtime, UTC)
    except OSError:
        return None


def published_paths(output: Path) -> frozenset[str]:
    """Return the files that the last publication to `output` wrote; none where there was none."""
    manifest = load(OutputFolder.at(output))
    return frozenset(manifest.files if manifest else ())
