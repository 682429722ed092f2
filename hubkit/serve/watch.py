"""Which source files were changed, as soon as they are; what hubkit and editors write beside them is passed over."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

from watchfiles import Change, awatch  # pyright: ignore[reportUnknownVariableType] - trio's, which is not there

from hubkit.problems import HubkitError
from hubkit.read.names import is_ignored
from hubkit.write.folder import SOURCE_FOLDERS

_FOLDERS = tuple(sorted(name for name in SOURCE_FOLDERS if not name.startswith(".")))
_STEP = 5
"""Milliseconds without another change after which what was saved is told."""

_LONGEST = 50
"""Milliseconds after which it is told although more comes."""

Tell = Callable[[Iterable[str] | None], None]
"""Takes the changed files, relative to the site; None: any may have changed."""


async def watch(site: Path, tell: Tell) -> None:
    """Call `tell` with None once all is watched, then whenever source files in `site` change, until cancelled.

    The folder itself and the folders of sources are watched apart, so that finished sites, git's files and whatever
    else lies beside them cost nothing. A system that cannot watch is a HubkitError.
    """
    root = os.path.realpath(site)
    others = asyncio.Event()
    await asyncio.gather(_watch_top(root, tell, others), _watch_folders(root, tell, others))


async def _watch_top(root: str, tell: Tell, others: asyncio.Event) -> None:
    """Tell of the files at the top; set `others` where there are other folders of sources than before."""
    async for changes in _changes(root, [root], recursive=False):
        if any(name in _FOLDERS and change is not Change.modified for change, name in changes):
            others.set()
        names = {
            name for _, name in changes if name not in _FOLDERS and not name.startswith((".", "_site", "_functions"))
        }
        if names:
            tell(names)


async def _watch_folders(root: str, tell: Tell, others: asyncio.Event) -> None:
    """Tell of all files below the folders of sources; look for these folders again when `others` is set."""
    while True:
        others.clear()
        folders = [f"{root}{os.sep}{name}" for name in _FOLDERS]
        asyncio.get_running_loop().call_soon(tell, None)  # runs when this waits for changes: no change is missed
        async for changes in _changes(root, [each for each in folders if Path(each).is_dir()], until=others):
            tell({name for _, name in changes})
        await others.wait()


async def _changes(
    root: str, places: list[str], *, recursive: bool = True, until: asyncio.Event | None = None
) -> AsyncIterator[set[tuple[Change, str]]]:
    """Yield what changes at `places`, by its name below `root`, until the event `until`."""
    watched = awatch(
        *places, watch_filter=None, debounce=_LONGEST, step=_STEP, stop_event=until, recursive=recursive,
        ignore_permission_denied=True,
    )  # fmt: skip
    try:
        async for changes in watched:
            named = {(change, path.removeprefix(root + os.sep).replace(os.sep, "/")) for change, path in changes}
            kept = {(change, name) for change, name in named if not is_ignored(name.rpartition("/")[2])}
            if kept:
                yield kept
    except OSError as error:
        raise HubkitError(
            f"Cannot watch the folder for changes: {error}. On Linux, one user may watch only so many folders; "
            "allow more with: sudo sysctl fs.inotify.max_user_watches=1048576"
        ) from error
