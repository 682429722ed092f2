"""Where files name something that gets another id: in fields that hold ids, and in links."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from hubkit.kinds.references import host_of, scheme_of
from hubkit.moving.sources import Edit, Source, swapped
from hubkit.moving.things import Thing
from hubkit.values import Data, DataPath

OF_MEMBERS = (("organizers",), ("roles", "members"), ("hosts",), ("speakers",), ("stewards", "member"))
OF_HUBS = (("cohosts",),)
"""The fields with ids, by the ends of their ways."""
_LINK = re.compile(
    r"""\]\(\s*<?(?P<inline>[^\s<>()]+)|^\s*\[[^\]\n]+\]:\s*<?(?P<below>[^\s<>]+)|(?P<full>https?://[^\s<>"'()\[\]]+)""",
    re.MULTILINE,
)
_LANGUAGE = re.compile(r"[a-z]{2}(-[a-z]{2})?", re.IGNORECASE)
_ENDING = re.compile(r"(\.[a-z-]+)?\.(yaml|md)$", re.IGNORECASE)


class Moving(Struct, frozen=True):
    """Something that gets another id, in the network whose home is at `home`."""

    old: Thing
    new: Thing
    home: str

    def edits(self, source: Source) -> list[Edit]:
        """Return what must change in a file that it may be named in, so that it names the new id."""
        return [*self._ids(source), *self._links(source)]

    def means_another(self, source: Source) -> bool:
        """Return whether a file that all hubs share names a member: each hub may mean another person by it."""
        return self.old.folder == "members" and not source.path.startswith("hubs/") and bool(self._named_in(source))

    def _named_in(self, source: Source) -> list[DataPath]:
        """Return where a file holds the old id in a field for such ids."""
        ends = OF_MEMBERS if self.old.folder == "members" else () if self.old.folder else OF_HUBS
        return [
            path
            for path in source.document.spans
            if value_at(source.document.data, path) == self.old.id and _ends_in(path, ends)
        ]

    def _ids(self, source: Source) -> Iterator[Edit]:
        if self.old.folder != "members" or source.path.startswith(f"hubs/{self.old.hub}/"):
            for path in self._named_in(source):
                yield swapped(source, path, self.old.id, self.new.id)

    def _links(self, source: Source) -> Iterator[Edit]:
        found = [
            (match.start(match.lastgroup or 0), match[match.lastgroup or 0]) for match in _LINK.finditer(source.text)
        ]
        for path in source.document.spans:
            value = value_at(source.document.data, path)
            if isinstance(value, str) and "/" in value and not re.search(r"\s", value):
                start, end = source.range(path)
                at = source.text.find(value, start, end)
                found += [(at, value)] if at >= 0 else []
        for start, target in found:
            at = self._in_target(source.path, target)
            if at >= 0:
                yield Edit(start + at, start + at + len(self.old.id), self.new.id)

    def _in_target(self, owner: str, target: str) -> int:
        """Return where the old id stands in a link that leads to what has it, or below; -1 for any other link."""
        at = 0
        if self.home and target.startswith(self.home):
            at = len(self.home) - 1
        elif scheme_of(target) or host_of(target):
            return -1
        path = re.split(r"[?#]", target[at:], maxsplit=1)[0]
        is_address = path.startswith("/")
        way = [] if is_address else list(PurePosixPath(owner).parent.parts)
        parents = [self._parent_of_page()] if is_address else [self.old.parent.split("/"), self._parent_of_link()]
        for part in path.split("/"):
            if way in parents and _ENDING.sub("", part) == self.old.id:
                return at
            if part == "..":
                del way[-1:]
            elif part not in {"", "."} and not (is_address and len(way) == 1 and _LANGUAGE.fullmatch(part)):
                way.append(part)
            at += len(part) + 1
        return -1

    def _parent_of_page(self) -> list[str]:
        return self.old.address.strip("/").split("/")[:-1]

    def _parent_of_link(self) -> list[str]:
        """Return the folder of a link that is written like the address, from a file of the hub."""
        return ["hubs", *self._parent_of_page()]


def value_at(data: Data, path: DataPath) -> Data:
    """Return the value at `path`, None where there is none."""
    for part in path:
        if isinstance(data, dict) and isinstance(part, str):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def _ends_in(path: DataPath, ends: tuple[tuple[str, ...], ...]) -> bool:
    names = tuple(part for part in path if isinstance(part, str))
    return any(names[-len(end) :] == end for end in ends)
