"""Names of files and folders: which may be an id, which are reserved, and what a wrong one should be."""

import re
import unicodedata
from collections.abc import Set as AbstractSet

from hubkit.read.characters import bad_characters, name_of

_LONGEST_ID = 64
_SHORTEST_SLIP = 4
_ID = re.compile(r"[a-z0-9](-?[a-z0-9])*")
_LANGUAGE = re.compile(r"[a-z]{2}(-[a-z]{2})?")
_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9\u00b9\u00b2\u00b3])( *\..*)?", re.IGNORECASE)
_NOT_ON_WINDOWS = re.compile(r'[<>:"\\|?*]|[. ]$')

RESERVED_FOR_HUBS = frozenset({"hubs", "events", "assets", "api", "charter", "code-of-conduct"})
RESERVED_FOR_HUB_PAGES = frozenset({"events", "members", "charter", "widget"})
"""The paths that every hub has; `RESERVED_FOR_HUBS` holds for a page of the network, too."""

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


def id_mistake(name: str, what: str, reserved: AbstractSet[str] | None = None) -> tuple[str, str] | None:
    """Return message and hint where `name` cannot be the id of a `what` (such as `hub`), None where it can.

    `reserved` are names that hubkit needs itself; with it, language codes are reserved, too.
    """
    reason = _reason_against(name, reserved)
    if not reason:
        return None
    hint = f"Rename it to {suggested_id(name, what, reserved)}."
    return f'"{name}" cannot be the name of a {what}: {reason}', hint


def _reason_against(name: str, reserved: AbstractSet[str] | None) -> str:
    if _DEVICE.fullmatch(name):
        return "on Windows it is a device"
    if len(name) > _LONGEST_ID:
        return f"it has {len(name)} characters, and {_LONGEST_ID} are the most"
    if not _ID.fullmatch(name):
        return "only a-z, 0-9 and single hyphens between them are allowed"
    if reserved is None or not _is_reserved(name, reserved):
        return ""
    return "hubkit has a page there" if name in reserved else "it is the code of a language"


def suggested_id(name: str, what: str, reserved: AbstractSet[str] | None = None) -> str:
    """Return the valid id nearest to `name`."""
    ascii_name = unicodedata.normalize("NFKD", name.replace("ß", "ss")).encode("ascii", "ignore").decode("ascii")
    words = re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")
    words = words[: _LONGEST_ID - len(what) - 1].strip("-") if len(words) > _LONGEST_ID else words
    if not words:
        return f"my-{what}"
    if _DEVICE.fullmatch(words) or (reserved is not None and _is_reserved(words, reserved)):
        return f"{words}-{what}"
    return words


def _is_reserved(name: str, reserved: AbstractSet[str]) -> bool:
    return name in reserved or _LANGUAGE.fullmatch(name) is not None


def name_mistake(name: str) -> str:
    """Return why a file with this name cannot be published as it is, or an empty string."""
    bad = bad_characters(name)
    if bad:
        return f"its name holds {name_of(name[bad[0]])}"
    if "\n" in name or "\r" in name:
        return "its name holds a line end"
    if _DEVICE.fullmatch(name):
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
