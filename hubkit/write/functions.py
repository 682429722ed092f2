"""The file beside the output that the optional functions are given: whole at any moment, and nobody else's touched."""

from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Raw, Struct

from hubkit.problems import HubkitError, printable
from hubkit.webhooks.catalog import signature_of
from hubkit.write.folder import OutputFolder
from hubkit.write.tree import make_names_durable, write_new

_NAME = "catalog.json"


class _Outline(Struct, frozen=True):
    """By which any hubkit knows a catalogue, of whichever version it is."""

    version: int
    site: Raw
    hubs: Raw
    events: Raw
    texts: Raw


class CatalogFile:
    """The catalogue of the site in one output folder; who writes it holds the lock of that folder."""

    def __init__(self, output: Path) -> None:
        self._folder = OutputFolder.at(output).functions
        self.path = Path(self._folder) / _NAME
        self._new = Path(self._folder) / f"{_NAME}.new"

    def signature(self) -> tuple[int, ...]:
        """Return by what a change of it is known; nothing where there is no file."""
        return signature_of(self.path)

    def content(self) -> bytes:
        """Return its bytes, none where it cannot be read."""
        try:
            return b"" if self.path.is_symlink() else self.path.read_bytes()
        except OSError:
            return b""

    def put(self, content: bytes) -> None:
        """Make it hold `content`, unless it does; what reads it meanwhile sees the old or the new, whole.

        A folder that is a link or a file, or a disk that fails, is a HubkitError.
        """
        if self.content() == content:
            return
        try:
            if Path(self._folder).is_symlink():
                raise HubkitError(f"{printable(self._folder)} is a link. Remove it, and build again.")
            Path(self._folder).mkdir(exist_ok=True)
            self._new.unlink(missing_ok=True)  # of a build that was killed
            write_new(str(self._new), content, durable=True)
            self._new.replace(self.path)
            make_names_durable(self._folder)
        except OSError as error:
            message = f"The site is published, but {printable(str(self.path))} cannot be written: {error.strerror}."
            raise HubkitError(f"{message} Mend that, and build again.") from error

    def remove(self) -> None:
        """Remove it if it is a catalogue, and its folder if nothing else is in it."""
        if Path(self._folder).is_symlink() or not _is_catalog(self.content()):
            return
        with suppress(OSError):
            self._new.unlink(missing_ok=True)
            self.path.unlink()
            Path(self._folder).rmdir()


def _is_catalog(content: bytes) -> bool:
    try:
        msgspec.json.decode(content, type=_Outline)
    except msgspec.DecodeError:
        return False
    return True
