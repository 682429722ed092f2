"""Names of files and folders: whose content they are, how they are compared, what a slip was meant to be."""

import re
import unicodedata
from collections.abc import Container
from collections.abc import Set as AbstractSet

from hubkit.ids import LANGUAGE_PATTERN, is_device
from hubkit.read.characters import bad_characters, name_of

_LANGUAGE = re.compile(LANGUAGE_PATTERN)
_SHORTEST_SLIP = 4
_NOT_ON_WINDOWS = re.compile(r'[<>:"\\|?*]|[. ]$')

_IGNORED = frozenset({
    ".gitkeep", ".gitignore", ".gitattributes", ".DS_Store", "Thumbs.db", "desktop.ini",
    "README.md", "LICENSE", "OWNERS", "CODEOWNERS",
})  # fmt: skip
_BACKUP = re.compile(r".*~|.*\.swp|\.#.*")


def is_ignored(name: str) -> bool:
    """Return whether a file of this name is nobody's content: of git, of a file manager, an editor's backup."""
    return name in _IGNORED or _BACKUP.fullmatch(name) is not None


def folded(name: str) -> str:
    """Return `name` as a file system sees it that tells neither case nor normal form apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def translated_name(stem: str, ids: Container[str]) -> str:
    """Return the language of a file that says what another of the `ids` says: of `walk.pt`, `pt`; or nothing."""
    if "." not in stem:
        return ""
    of, _, language = stem.rpartition(".")
    return language if of in ids and _LANGUAGE.match(language) else ""


def name_mistake(name: str) -> str:
    """Return why a file with this name cannot be published as it is, or an empty string."""
    bad = bad_characters(name)
    if bad:
        return f"its name holds {name_of(name[bad[0]])}"
    if "\n" in name or "\r" in name:
        return "its name holds a line end"
    if is_device(name):
        return "on Windows its name is a device"
    wrong = _NOT_ON_WINDOWS.search(name)
    return f'its name holds "{wrong[0]}", which Windows cannot store' if wrong else ""


def near_miss(name: str, known: AbstractSet[str]) -> str:
    """Return the name of `known` that `name` is a slip of (`hubkit.yml`, `event_templates`, `Hubs`), or nothing."""
    plain = folded(name).replace("_", "-").replace(" ", "-")
    for wrong, right in ((".yml", ".yaml"), (".markdown", ".md"), (".yaml.txt", ".yaml"), (".md.txt", ".md")):
        if plain.endswith(wrong):
            plain = plain.removesuffix(wrong) + right
    for candidate in (plain, plain + "s", plain.removesuffix("s")):
        if candidate in known:
            return candidate
    return next((name for name in sorted(known) if _is_one_slip(plain, name)), "")


def _is_one_slip(one: str, other: str) -> bool:
    """Return whether one letter is wrong, missing or too many, or two are swapped."""
    if min(len(one), len(other)) < _SHORTEST_SLIP:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, wanted = one[start:], other[start:]
    swapped = rest[2:] == wanted[2:] and rest[:2] == wanted[1::-1]
    return swapped or rest[1:] in {wanted[1:], wanted} or rest == wanted[1:]
