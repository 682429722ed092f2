"""The functions themselves, for hosts that run JavaScript: the same for every site, beside the catalogue."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from hubkit.problems import HubkitError, printable
from hubkit.write.folder import OutputFolder
from hubkit.write.tree import remove_tree, write_new

_SOURCE = Path(__file__).parent.parent / "netlify" / "functions"
_FOLDER = "hubkit"
"""What stands in the folder of this name is ours alone."""
_MARK = "home.mjs"
"""By which that folder is known."""
_ONCE = "package.json"
"""Written where there is none: somebody may want other versions, or packages for functions of their own."""


def _sources() -> Iterator[tuple[str, Path]]:
    for path in sorted(_SOURCE.rglob("*")):
        if path.suffix in {".mjs", ".json"}:
            yield path.relative_to(_SOURCE).as_posix(), path


def function_files() -> Mapping[str, bytes]:
    """Return the files, by their paths below the folder of the functions."""
    return {name: path.read_bytes() for name, path in _sources()}


class FunctionFiles:
    """The functions for the site in one output folder; who writes them holds the lock of that folder."""

    def __init__(self, output: Path) -> None:
        self.folder = Path(OutputFolder.at(output).functions)

    def are_there(self) -> bool:
        """Return whether each is there, by names and sizes alone, as for a build that has nothing else to do."""
        try:
            return all(
                name == _ONCE or (self.folder / name).lstat().st_size == path.stat().st_size
                for name, path in _sources()
            )
        except OSError:
            return False

    def put(self) -> None:
        """Have each be as this hubkit has it; what is there already is not written again.

        A folder that is a link or a file, or a disk that fails, is a HubkitError.
        """
        files = function_files()
        try:
            for folder in sorted({(self.folder / name).parent for name in files}):
                if folder.is_symlink():
                    raise HubkitError(f"{printable(str(folder))} is a link. Remove it, and build again.")
                folder.mkdir(exist_ok=True)
            for name, content in files.items():
                self._put(self.folder / name, content, once=name == _ONCE)
            self._remove_what_was_ours(files)
        except OSError as error:
            message = f"The site is published, but {printable(str(self.folder))} cannot be written: {error.strerror}."
            raise HubkitError(f"{message} Mend that, and build again.") from error

    def _put(self, path: Path, content: bytes, *, once: bool) -> None:
        if _bytes_of(path) == content or (once and path.exists()):
            return
        new = path.with_name(f"{path.name}.new")
        new.unlink(missing_ok=True)  # of a build that was killed
        write_new(str(new), content)
        new.replace(path)

    def _remove_what_was_ours(self, files: Mapping[str, bytes]) -> None:
        """Remove what another version of hubkit left."""
        for path in (self.folder / _FOLDER).rglob("*.mjs"):
            if path.relative_to(self.folder).as_posix() not in files:
                path.unlink()

    def remove(self) -> None:
        """Remove them, and their folder if nothing else is in it."""
        if self.folder.is_symlink() or not (self.folder / _FOLDER / _MARK).is_file():
            return
        with suppress(OSError):
            for name, content in function_files().items():
                path = self.folder / name
                if path.parent == self.folder and (name != _ONCE or _bytes_of(path) == content):
                    path.unlink(missing_ok=True)
            remove_tree(str(self.folder / _FOLDER))
            self.folder.rmdir()


def _bytes_of(path: Path) -> bytes | None:
    try:
        return None if path.is_symlink() else path.read_bytes()
    except OSError:
        return None
