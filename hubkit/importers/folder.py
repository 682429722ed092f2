"""Writes a new folder whole or not at all."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hubkit.problems import HubkitError


def refuse_used_folder(folder: Path) -> None:
    """Raise `HubkitError` unless `folder` is missing or an empty folder."""
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists() or folder.is_symlink():
        raise HubkitError(f"{folder} is not empty. Name a folder that does not exist yet; nothing was written.")


def write_folder(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Make `folder` with `files` (path to bytes or text) in it: all of them, or it stays as it was."""
    target = folder.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        staged = beside / "network"
        for path, content in sorted(files.items()):
            file = staged / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        refuse_used_folder(target)
        if target.exists():
            _fill(target, staged)
        else:
            staged.rename(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _fill(target: Path, staged: Path) -> None:
    """Move all of `staged`, `hubkit.yaml` last, into a folder that is there (somebody may stand in it); or nothing."""
    names = sorted((entry.name for entry in staged.iterdir()), key=lambda name: (name == "hubkit.yaml", name))
    try:
        for name in names:
            (staged / name).rename(target / name)
    except OSError:
        for name in names:
            if (target / name).exists() and not (staged / name).exists():
                (target / name).rename(staged / name)
        raise
