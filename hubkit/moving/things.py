"""What can be renamed, and how people name it: a hub, and an event, member or page of one."""

import re
from collections.abc import Set as AbstractSet
from pathlib import Path

from msgspec import Struct

from hubkit.ids import RESERVED_FOR_HUBS, id_mistake
from hubkit.kinds.table import HUB_SHELVES
from hubkit.problems import HubkitError, did_you_mean
from hubkit.values import Shelf

FORMS = "Write lisbon, lisbon.2026-12-05-walk, lisbon/members/ana, or the path of the file."
_ENDING = re.compile(r"\.(yaml|md)$")
_SHELVES = {shelf.folder: shelf for shelf in HUB_SHELVES}


class Thing(Struct, frozen=True):
    """A hub, where `folder` is empty, or one document of a hub."""

    hub: str
    folder: str = ""
    name: str = ""

    @property
    def id(self) -> str:
        """Its id: the name of its folder or file."""
        return self.name or self.hub

    @property
    def shelf(self) -> Shelf | None:
        """The shelf that holds it; None for a hub."""
        return _SHELVES.get(self.folder)

    @property
    def what(self) -> str:
        """What it is called: `hub`, `event`."""
        return self.shelf.what if self.shelf else "hub"

    @property
    def parent(self) -> str:
        """The folder that it lies in."""
        return f"hubs/{self.hub}/{self.folder}" if self.folder else "hubs"

    @property
    def page(self) -> str:
        """Its page below the hub's home."""
        if self.shelf is None:
            return ""
        return f"{self.name}/" if self.shelf.at_top else f"{self.folder}/{self.name}/"

    @property
    def address(self) -> str:
        """Its page below the network's home."""
        return f"/{self.hub}/{self.page}"


def thing(text: str) -> Thing:
    """Return what `text` names; raises `HubkitError` where that is nothing that can be renamed."""
    path = text.replace("\\", "/").removeprefix("./").removeprefix("hubs/").strip("/")
    parts = path.removesuffix("/hub.yaml").split("/")
    if len(parts) == 1 and "." in path:
        hub, _, name = path.partition(".")
        if "." in name:
            series = name.partition(".")[0]
            raise HubkitError(f"{text} is one date of a series, which has no file of its own: it is in {hub}.{series}")
        parts = [hub, "events", name]
    elif len(parts) == 2:
        parts.insert(1, "events")
    if len(parts) > 3 or not all(parts):
        raise HubkitError(f'"{text}" names nothing that can be renamed. {FORMS}')
    if len(parts) == 1:
        return Thing(parts[0])
    if parts[1] not in _SHELVES:
        near = did_you_mean(parts[1], _SHELVES)
        raise HubkitError(f'a hub has no "{parts[1]}". ' + (f"Did you mean {near}?" if near else FORMS))
    return Thing(parts[0], parts[1], _ENDING.sub("", parts[2]))


def path_of(site: Path, named: Thing) -> str:
    """Return the path of the folder or file of something; raises `HubkitError` where it is not there."""
    hubs = _names(site / "hubs")
    if named.hub not in hubs or not (site / "hubs" / named.hub).is_dir():
        raise HubkitError(f'there is no hub "{named.hub}".' + _meant(named.hub, hubs))
    if named.shelf is None:
        return f"hubs/{named.hub}"
    names = {_ENDING.sub("", name): name for name in _names(site / named.parent) if name.endswith(named.shelf.endings)}
    if named.name not in names:
        raise HubkitError(f'there is no {named.what} "{named.name}" in {named.parent}/.' + _meant(named.name, names))
    return f"{named.parent}/{names[named.name]}"


def check_new_name(site: Path, old: Thing, new: Thing) -> None:
    """Raise `HubkitError` where `old` cannot be called `new`: another kind or place, no id, or there already."""
    if old.folder != new.folder or (old.folder and old.hub != new.hub):
        like = f"{old.hub}.{new.id}" if old.folder == "events" else f"{old.hub}/{old.folder}/{new.id}"
        stays = (
            f"the {old.what} stays in its hub: write {like}" if old.folder else "the new name of a hub is an id alone"
        )
        elsewhere = (
            " (To move an event to another hub, move its file by hand, and let its moved_from: name the old id.)"
        )
        raise HubkitError(stays + "." + elsewhere * (old.folder == "events" == new.folder))
    if old == new:
        raise HubkitError("that is the name it has")
    reserved: AbstractSet[str] | None = old.shelf.reserved if old.shelf else RESERVED_FOR_HUBS
    mistake = id_mistake(new.id, old.what, reserved)
    if mistake:
        raise HubkitError(f"{mistake[0]}. {mistake[1].replace('Rename it to', 'Write')}")
    taken = [name for name in _names(site / old.parent) if name.partition(".")[0].casefold() == new.id]
    if taken:
        raise HubkitError(f"{old.parent}/{taken[0]} is there already. Choose another id, or move that away first.")


def _meant(name: str, names: dict[str, str] | list[str]) -> str:
    near = did_you_mean(name, names)
    return f" Did you mean {near}?" if near else ""


def _names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
