"""A hub, event, member or page gets another id: what that changes in which files, worked out before one is touched."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct

from hubkit.moving.change import Change, apply
from hubkit.moving.recording import recorded
from hubkit.moving.references import Moving
from hubkit.moving.sources import (
    Source,
    edited,
    readable_source,
    source_of,
    swapped,
    with_entries,
    with_field,
    without_field,
)
from hubkit.moving.things import Thing, check_new_name, path_of, thing
from hubkit.problems import HubkitError
from hubkit.read.documents import ENDINGS, LARGEST, read_bytes
from hubkit.read.names import translated_name
from hubkit.read.scan import SHARED, scan_site
from hubkit.values import Data

_OWN = ("aliases", "moved_from")
"""The fields that renaming writes."""


class Moved(Struct, frozen=True):
    """What was renamed, and what that changed."""

    old: Thing
    new: Thing
    renamed: tuple[tuple[str, str], ...]
    """The paths before and after."""
    changed: tuple[str, ...]
    """The files that say something else now, by their paths after."""
    unsure: tuple[str, ...]
    """Files that may name the old id, and that hubkit cannot or must not change."""


def move(site: Path, old_name: str, new_name: str) -> Moved:
    """Rename something, with all that refers to it, and leave a redirect.

    Raises `HubkitError`, and changes nothing, where that cannot be done.
    """
    if not (site / "hubkit.yaml").is_file():
        raise HubkitError(f"there is no hubkit.yaml in {site.resolve()}: name the network's folder with --site")
    old, new = thing(old_name), thing(new_name)
    before = path_of(site, old)
    check_new_name(site, old, new)
    after = f"{new.parent}/{new.id}{PurePosixPath(before).suffix}"
    main = before if old.folder else f"{before}/hub.yaml"
    moving = Moving(old, new, _home(site))
    contents, unsure = _changed_elsewhere(site, moving, main)
    contents[main] = _with_redirect(site, readable_source(site, main), moving)
    contents[f"hubs/{old.hub}/urls.yaml"] = _recorded(site, old, new)
    renamed = {before: after, **_translations(site, before, new)}
    apply(site, Change(contents, tuple(renamed.items())))
    changed = (_path_after(path, renamed) for path in contents)
    return Moved(old, new, tuple(renamed.items()), tuple(sorted(changed)), tuple(unsure))


def _translations(site: Path, main: str, new: Thing) -> dict[str, str]:
    """Return the files that say the same in other languages, `walk.pt.yaml`, and their paths after."""
    if not new.folder:
        return {}
    stem = PurePosixPath(main).stem
    files = (PurePosixPath(new.parent, each.name) for each in (site / new.parent).iterdir())
    return {
        str(file): f"{new.parent}/{new.id}.{language}{file.suffix}"
        for file in sorted(files)
        if file.suffix in ENDINGS and (language := translated_name(file.stem, (stem,)))
    }


def _path_after(path: str, renamed: dict[str, str]) -> str:
    before = next((old for old in renamed if path == old or path.startswith(f"{old}/")), None)
    return path if before is None else renamed[before] + path.removeprefix(before)


def _changed_elsewhere(site: Path, moving: Moving, main: str) -> tuple[dict[str, bytes], list[str]]:
    """Return what other files than `main` say then, and the files that somebody has to look at."""
    old, new = moving.old, moving.new
    contents: dict[str, bytes] = {}
    unsure: list[str] = []
    for path, content in _files_that_name(site, old.id, new.id):
        source = source_of(path, content) if path != main else None
        if source is None:
            unsure += [path] if path != main and old.id.encode() in content else []
            continue
        _refuse_clash(source, old, new)
        if moving.means_another(source):
            unsure.append(path)
        edits = moving.edits(source)
        if edits:
            said = source.document.data
            contents[path] = edited(source, edits, lambda data, said=said: _is_same(said, data, new.id))
    return contents, unsure


def _home(site: Path) -> str:
    url = readable_source(site, "hubkit.yaml").document.data.get("url")
    return f"{url.rstrip('/')}/" if isinstance(url, str) else ""


def _files_that_name(site: Path, *ids: str) -> Iterator[tuple[str, bytes]]:
    """Yield every document of the site in which one of `ids` may stand, but records of addresses."""
    searched = [each.encode() for each in ids]
    scan = scan_site(site)
    for group in scan.groups:
        for name, size, *_ in scan.signatures(group):
            if not name.endswith(ENDINGS) or not 0 <= size <= LARGEST:
                continue
            path = name if group == SHARED else f"hubs/{group}/{name}"
            try:
                content = read_bytes(site, path, LARGEST)
            except OSError as error:
                raise HubkitError(f"{path} cannot be read: {error.strerror}") from error
            if any(each in content for each in searched) and not path.endswith("/urls.yaml"):
                yield path, content


def _refuse_clash(source: Source, old: Thing, new: Thing) -> None:
    """Raise `HubkitError` where another thing had the new id before, so that its old address leads there."""
    of_shelf = source.path.startswith(f"{new.parent}/") and old.folder
    of_hubs = not old.folder and (source.path.endswith("/hub.yaml") or source.path.startswith("pages/"))
    earlier = {str(source.document.data.get("moved_from"))}
    if (of_shelf or of_hubs) and (new.id in source.list("aliases") or (of_hubs and new.id in earlier)):
        raise HubkitError(f'"{new.id}" is an earlier id of {source.path}, and its old address leads there')
    if old.folder == "events" and f"{new.hub}.{new.id}" in earlier:
        raise HubkitError(f'"{new.hub}.{new.id}" is an earlier id of {source.path}, and its old address leads there')
    if of_hubs and source.path == f"pages/{new.id}.md":
        raise HubkitError(f"{source.path} is a page with that address already")


def _with_redirect(site: Path, source: Source, moving: Moving) -> bytes:
    """Return the file of what is renamed: with the old id among its aliases, and its first id for calendars."""
    old, new = moving.old, moving.new
    data = source.document.data
    edits = moving.edits(source)
    aliases = source.list("aliases")
    if new.id in aliases:
        edits.append(swapped(source, ("aliases", aliases.index(new.id)), new.id, old.id))
    elif old.id not in aliases:
        edits += with_entries(source, "aliases", [old.id])
    first = _first_id(site, old)
    earlier = data.get("moved_from")
    if first and earlier is None and not data.get("uid"):
        edits.append(with_field(source, f"moved_from: {first}"))
    elif earlier is not None and earlier == (f"{new.hub}.{new.id}" if new.folder else new.id):
        edits.append(without_field(source, "moved_from"))
    wanted = {old.id, *map(str, aliases)} - {new.id}

    def is_right(after: dict[str, Data]) -> bool:
        found = after.get("aliases")
        return (
            isinstance(found, list) and set(map(str, found)) == wanted and _is_same(_rest(data), _rest(after), new.id)
        )

    return edited(source, edits, is_right)


def _rest(data: dict[str, Data]) -> dict[str, Data]:
    return {key: value for key, value in data.items() if key not in _OWN}


def _first_id(site: Path, old: Thing) -> str:
    """Return what calendars know something by; empty where they do not know it."""
    if not old.folder:
        return old.id
    if old.folder != "events":
        return ""
    of_hub = readable_source(site, f"hubs/{old.hub}/hub.yaml").document.data.get("moved_from")
    return f"{of_hub or old.hub}.{old.id}"


def _recorded(site: Path, old: Thing, new: Thing) -> bytes:
    if not old.folder:
        return recorded(site, old.hub, (old.id, new.id), ())
    return recorded(site, old.hub, (old.hub,), (old.page, new.page), (old.page, new.page))


def _is_same(before: Data, after: Data, new: str) -> bool:
    """Return whether two values are the same, but for texts in which the new id stands."""
    if isinstance(before, dict) and isinstance(after, dict):
        return list(before) == list(after) and all(_is_same(before[key], after[key], new) for key in before)
    if isinstance(before, list) and isinstance(after, list):
        pairs = zip(before, after, strict=False)
        return len(before) == len(after) and all(_is_same(was, now, new) for was, now in pairs)
    if isinstance(before, str) and isinstance(after, str):
        return before.rstrip() == after.rstrip() or new in after
    return before is after is None
