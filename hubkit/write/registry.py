"""One registry of output paths for a whole run: who wants which path, and every clash."""

from collections.abc import Callable, Iterable, Iterator

from hubkit.problems import Place, Problem, printable
from hubkit.write.paths import folded, path_fault

Claims = Callable[[], Iterable[tuple[str, tuple[str, ...]]]]
"""Tells the paths below a folder, each with the files it is made from."""
_GENERATED = "a file that hubkit makes itself"
_SHARED_FOLDER = "assets/"


class Registry:
    """The paths claimed so far, hub by hub; paths that differ only in capitals or in the form of accents are one."""

    def __init__(self) -> None:
        self._claims: dict[str, tuple[str, ...]] = {}
        self._spellings: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self._hashes: dict[str, str] = {}
        self._closed: dict[str, dict[str, Claims]] = {}

    def add_folder(self, name: str, claims: Claims) -> None:
        """Note that the folder `name`, with a home page, has one owner; `claims` tells its files, when one is in doubt.

        They were found to be without a clash among themselves.
        """
        self._closed.setdefault(folded(name), {})[name] = claims

    def add_shared(self, hashes: dict[str, str]) -> None:
        """Note files below `assets/` with the hashes of what they hold, as an earlier `claim` found them good."""
        names = "\n".join(hashes)
        if names.isascii() and names == names.lower() and names.count("/") == len(hashes) and hashes:
            # As nearly always: thousands of plain names in one folder, which are their own keys.
            self._claims = dict.fromkeys(hashes, ()) | self._claims
            self._hashes = hashes | self._hashes
            self._folders.setdefault(_SHARED_FOLDER.rstrip("/"), next(iter(hashes)))
            return
        for path, content_hash in hashes.items():
            key = folded(path)
            if key not in self._claims:
                self._accept(key, path, (), content_hash)

    def _open(self, folder: str) -> None:
        for claims in self._closed.pop(folder, {}).values():
            for path, sources in claims():
                self._accept(folded(path), path, sources, None)

    def claim(self, path: str, sources: tuple[str, ...], content_hash: str | None = None) -> Problem | None:
        """Note that `sources`, the file to edit first, want `path`; return what is wrong with that, if anything.

        Equal `content_hash` below `assets/` is one file, wanted twice, and no clash. A clash names the first source
        of everyone who wants the path so far, and stands at the one who came last.
        """
        if fault := path_fault(path):
            message = f"no file of the site can be called {printable(path)}: {printable(fault)}"
            return Problem(_place(sources), message, "Give the file, or its folder, a shorter or plainer name.")
        key = folded(path)
        if self._closed:
            self._open(key.partition("/")[0])
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
        """Every path accepted."""
        for folder in list(self._closed):
            self._open(folder)
        return (self._spelling(key) for key in self._claims)

    def __contains__(self, path: str) -> bool:
        """Return whether the site has a file at `path`, spelled like this."""
        key = folded(path)
        folder, _, below = key.partition("/")
        if below == "index.html" and folder in self._closed:
            return path.removesuffix("/index.html") in self._closed[folder]
        self._open(folder)
        return key in self._claims and self._spelling(key) == path

    def __len__(self) -> int:
        return sum(1 for _ in self.paths)

    def _spelling(self, key: str) -> str:
        return self._spellings.get(key, key)

    def _holder(self, key: str) -> str | None:
        """Return the key of the claim that stands in the way of `key`: the same, a file below it, or one above it."""
        if key in self._claims:
            return key
        if key in self._folders:
            return self._folders[key]
        folder = key.rpartition("/")[0]
        while folder and folder not in self._folders:  # nobody's file stands where somebody's folder does
            if folder in self._claims:
                return folder
            folder = folder.rpartition("/")[0]
        return None

    def _accept(self, key: str, path: str, sources: tuple[str, ...], content_hash: str | None) -> None:
        self._claims[key] = sources[:1]
        if key != path:
            self._spellings[key] = path
        if content_hash and key.startswith(_SHARED_FOLDER):
            self._hashes[key] = content_hash
        folder = key.rpartition("/")[0]
        while folder and folder not in self._folders:
            self._folders[folder] = key
            folder = folder.rpartition("/")[0]


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
