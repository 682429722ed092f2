"""The output folder, what stands beside it, and which folders hubkit refuses to write to."""

import os
import stat
from pathlib import Path

from msgspec import Struct

from hubkit.problems import HubkitError, printable

SOURCE_FOLDERS = frozenset(
    {"hubs", "pages", "static", "media", "themes", "fonts", "venues", "sponsors", "event-templates", ".git", ".hubkit"}
)
_ANOTHER = "Choose another folder with --output"


class OutputFolder(Struct, frozen=True):
    """An output folder by its absolute path, and the names of hubkit's own files beside it."""

    path: str

    @classmethod
    def at(cls, output: Path) -> "OutputFolder":
        """Return the output folder at `output`; links above it are followed, `output` itself is not."""
        place = Path(os.path.normpath(output.absolute()))
        return cls(str(place.parent.resolve() / place.name))

    @property
    def parent(self) -> str:
        """The folder in which the output folder stands."""
        return str(Path(self.path).parent)

    @property
    def name(self) -> str:
        """The output folder's own name, fit to print."""
        return printable(Path(self.path).name)

    @property
    def manifest(self) -> str:
        """The list of the files that hubkit wrote."""
        return f"{self.path}.manifest.json"

    @property
    def lock(self) -> str:
        """The file that one build at a time holds locked."""
        return f"{self.path}.lock"

    @property
    def journal(self) -> str:
        """The change that is being applied; there only while it is not complete."""
        return f"{self.path}.journal"

    @property
    def staging(self) -> str:
        """The folder in which this process prepares its change."""
        return f"{self.path}.staging-{os.getpid()}"

    @property
    def functions(self) -> str:
        """The folder of what the optional functions are given: beside `_site` it is `_functions`."""
        beside = Path(self.path)
        return str(beside.with_name("_functions" if beside.name == "_site" else f"{beside.name}.functions"))

    def is_new(self) -> bool:
        """Return True when nothing stands at the output folder's path."""
        return not os.path.lexists(self.path)

    def is_empty(self) -> bool:
        """Return True when the folder is missing, or holds nothing."""
        return self.is_new() or not any(Path(self.path).iterdir())


def refuse_place(folder: OutputFolder, site: Path) -> None:
    """Raise HubkitError where writing to `folder` could harm the site at `site`, or anything else of the owner's."""
    site_path = os.path.realpath(site)
    shown = printable(folder.path)
    if folder.parent == folder.path:
        raise HubkitError(f"hubkit does not write to {shown}, the root of the disk. {_ANOTHER}.")
    if folder.path == os.path.realpath(Path.home()):
        raise HubkitError(f"hubkit does not write to {shown}, your home folder. {_ANOTHER}.")
    if _lies_in(site_path, folder.path):
        relation = "is the site itself" if folder.path == site_path else "holds the site"
        raise HubkitError(f"The output folder {shown} {relation}. {_ANOTHER}, such as {printable(site_path)}/_site.")
    if _lies_in(folder.path, site_path):
        first = Path(folder.path).relative_to(site_path).parts[0]
        if first.casefold() in SOURCE_FOLDERS:
            raise HubkitError(
                f"The output folder {shown} lies in {printable(first)}/, a folder of sources. {_ANOTHER}."
            )
    if Path(folder.path).name == "_functions" or folder.path.endswith(".functions"):
        raise HubkitError(f"{shown} is for the optional functions, not for a site. {_ANOTHER}.")
    _refuse_kind(folder, shown)


def _refuse_kind(folder: OutputFolder, shown: str) -> None:
    try:
        mode = os.lstat(folder.path).st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise HubkitError(f"Cannot look at the output folder {shown}: {error.strerror}. {_ANOTHER}.") from error
    if stat.S_ISLNK(mode):
        raise HubkitError(f"The output folder {shown} is a link. Name the folder that it leads to, or remove the link.")
    if not stat.S_ISDIR(mode):
        raise HubkitError(f"The output folder {shown} is a file. {_ANOTHER}, or delete that file.")
    if os.path.ismount(folder.path):
        raise HubkitError(f"{shown} is a disk of its own. Choose a folder on it: --output {shown}/site.")


def _lies_in(inner: str, outer: str) -> bool:
    """Return True when `inner` is `outer` or below it."""
    return inner == outer or inner.startswith(outer.rstrip(os.sep) + os.sep)
