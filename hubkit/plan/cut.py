"""What of the shared files a hub sees: what its own files mention, and what that mentions in turn; nothing else."""

import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from msgspec import Struct, field
from msgspec.structs import replace

from hubkit.kinds.hub.value import Shared

NONE: frozenset[str] = frozenset()


class SharedKeys(Struct, frozen=True):
    """A digest of each shared thing, and the names by which hubs and other shared things mention it."""

    settings: bytes
    """Of what every page of every hub may show: the settings, the title of the code of conduct."""
    charter: bytes = b""
    """Of the network's charter, which hubs without one inherit."""
    records: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    """Of venues, sponsors, templates and pictures, by the path of the file."""
    themes: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    mentions: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """The names that each shared file mentions, by its path."""
    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """The files that a name may mean."""
    always: frozenset[str] = NONE
    """Files whose names cannot be told from other words."""

    def reached(self, names: frozenset[str], *, own_charter: bool) -> frozenset[str]:
        """Return the files that somebody who mentions `names` may lead to."""
        found = set(self.always)
        todo = [names, self.mentions.get("hubkit.yaml", NONE)]
        if not own_charter:
            todo.append(self.mentions.get("charter.md", NONE))
        while todo:
            for name in todo.pop():
                for path in self.by_name.get(name, ()):
                    if path not in found:
                        found.add(path)
                        todo.append(self.mentions.get(path, NONE))
        return frozenset(found)

    def seen(self, names: frozenset[str], theme: str, history: bytes, *, own_charter: bool) -> bytes:
        """Return a digest of all that a hub sees of the shared files, and of what git knows of its own."""
        made = blake2b(self.settings, digest_size=16)
        made.update(b"" if own_charter else self.charter)
        made.update(self.themes.get(theme, b""))
        made.update(history)
        for path in sorted(self.reached(names, own_charter=own_charter)):
            made.update(path.encode("utf-8", "surrogateescape") + b"\0" + self.records.get(path, b""))
        return made.digest()


def names_of_files(
    paths: Iterable[str], picture: "re.Pattern[str]"
) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Return the files that each name may mean, and those of which a text cannot be searched for the name."""
    found: dict[str, tuple[str, ...]] = {}
    always: set[str] = set()
    for path in paths:
        name = path.rpartition("/")[2]
        if path.endswith(".yaml"):
            name = name.removesuffix(".yaml")
        elif not picture.fullmatch(name):
            always.add(path)
        found[name] = (*found.get(name, ()), path)
    return found, frozenset(always)


def cut_shared(shared: Shared, paths: frozenset[str], *, own_charter: bool) -> Shared:
    """Return what a hub may lean on: the settings, and of the rest only the files `paths`."""
    conduct = shared.code_of_conduct
    return Shared(
        network=shared.network,
        charter=None if own_charter else shared.charter,
        code_of_conduct=conduct and replace(conduct, body=None, changed=None),
        venues={name: each for name, each in shared.venues.items() if each.source in paths},
        sponsors={name: each for name, each in shared.sponsors.items() if each.source in paths},
        templates={name: each for name, each in shared.templates.items() if each.source in paths},
        documents={
            path: each for path, each in shared.documents.items() if path in paths or path == shared.network.source
        },
        pictures={path: each for path, each in shared.pictures.items() if path in paths},
    )
