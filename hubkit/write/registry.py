"""One registry of output paths for a whole run: who wants which path, and every clash."""

from collections.abc import Iterator

from hubkit.problems import Place, Problem, printable
from hubkit.write.paths import folded, folders_of, path_fault

_GENERATED = "a file that hubkit makes itself"
_SHARED_FOLDER = "assets/"


class Registry:
    """The paths claimed so far, hub by hub; paths that differ only in capitals or in the form of accents are one."""

    def __init__(self) -> None:
        self._claims: dict[str, tuple[str, ...]] = {}
        self._spellings: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self._hashes: dict[str, str] = {}

    def claim(self, path: str, sources: tuple[str, ...], content_hash: str | None = None) -> Problem | None:
        """Note that `sources`, the file to edit first, want `path`; return what is wrong with that, if anything.

        Equal `content_hash` below `assets/` is one file, wanted twice, and no clash. A clash names the first source
        of everyone who wants the path so far, and stands at the one who came last.
        """
        if fault := path_fault(path):
            message = f"no file of the site can be called {printable(path)}: {printable(fault)}"
            return Problem(_place(sources), message, "Give the file, or its folder, a shorter or plainer name.")
        key = folded(path)
        holder = self._holder(key)
        if holder is None:
            self._accept(key, path, sources, content_hash)
            return None
        if key == holder and key.startswith(_SHARED_FOLDER) and content_hash and self._hashes.get(key) == content_hash:
            return None
        earlier = self._claims[holder]
        self._claims[holder] = (*earlier, *sources[:1])
        return _clash(self._spelling(holder), path, earlier, sources)

    @property
    def paths(self) -> Iterator[str]:
        """Every path accepted, in the order of the claims."""
        return (self._spelling(key) for key in self._claims)

    def __contains__(self, path: str) -> bool:
        """Return whether the site has a file at `path`, spelled like this."""
        key = folded(path)
        return key in self._claims and self._spelling(key) == path

    def __len__(self) -> int:
        return len(self._claims)

    def _spelling(self, key: str) -> str:
        return self._spellings.get(key, key)

    def _holder(self, key: str) -> str | None:
        """Return the key of the claim that stands in the way of `key`: the same, a file below it, or one above it."""
        if key in self._claims:
            return key
        if key in self._folders:
            return self._folders[key]
        if key.rpartition("/")[0] in self._folders:  # nobody's file stands where somebody's folder does
            return None
        return next((folder for folder in folders_of(key) if folder in self._claims), None)

    def _accept(self, key: str, path: str, sources: tuple[str, ...], content_hash: str | None) -> None:
        self._claims[key] = sources[:1]
        if key != path:
            self._spellings[key] = path
        if content_hash and key.startswith(_SHARED_FOLDER):
            self._hashes[key] = content_hash
        for folder in folders_of(key):
            if folder in self._folders:
                break
            self._folders[folder] = key


def _place(sources: tuple[str, ...]) -> Place:
    return Place(sources[0] if sources else "hubkit.yaml")


def _address(path: str) -> str:
    return f"/{path.removesuffix('index.html')}" if f"/{path}".endswith("/index.html") else f"/{path}"


def _clash(held: str, wanted: str, earlier: tuple[str, ...], sources: tuple[str, ...]) -> Problem:
    names = list(dict.fromkeys((*(earlier or (_GENERATED,)), *(sources[:1] or (_GENERATED,)))))
    who = printable(names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}")
    here, there = printable(_address(wanted)), printable(_address(held))
    if folded(held) != folded(wanted):
        above, below = sorted((printable(held), printable(wanted)), key=len)
        message = f"/{above} cannot be a file and the folder of /{below}: {who}"
    elif held != wanted:
        message = f"{there} and {here} are one path where capitals do not count: {who}"
    elif len(names) == 1:
        message = f"{who} wants {here} twice"
    else:
        count = {2: "two", 3: "three"}.get(len(names), str(len(names)))
        message = f"{count} {'pages' if here.endswith('/') else 'files'} want {here}: {who}"
    return Problem(_place(sources or earlier), message, "Rename one of them, or remove it.")
