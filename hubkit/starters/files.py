"""New files in a site: whole or not at all, and never in the place of another."""

import os
import tempfile
from pathlib import Path, PurePosixPath

from hubkit.problems import HubkitError


def write_new_file(site: Path, path: str, text: str) -> None:
    """Write a new file at `path` below `site` in UTF-8, complete in one step; raises `HubkitError` where one is."""
    _refuse_links(site, path)
    target = site / path
    made = _missing_folders(site, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".new-", suffix="~", dir=target.parent)
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode())
        written.chmod(0o666 & ~_umask())
        _put(written, target)
    except FileExistsError:
        raise HubkitError(f"{path} is there already, and stays as it is. Choose another id.") from None
    finally:
        written.unlink(missing_ok=True)
        for folder in made:
            if not any(folder.iterdir()):
                folder.rmdir()


def _put(written: Path, target: Path) -> None:
    try:
        target.hardlink_to(written)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        with target.open("xb") as stream:
            stream.write(written.read_bytes())


def _refuse_links(site: Path, path: str) -> None:
    below = site
    for part in PurePosixPath(path).parts:
        below /= part
        if below.is_symlink():
            raise HubkitError(f"{below} is a link, and hubkit follows no links. Put the folder itself there.")


def _missing_folders(site: Path, path: str) -> list[Path]:
    """Return the folders that are still to be made, the innermost first."""
    folders = [site / folder for folder in PurePosixPath(path).parents if folder.name]
    return [folder for folder in folders if not folder.exists()]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
