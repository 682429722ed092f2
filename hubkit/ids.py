"""Ids, which are names of files and folders: which may be one, which are reserved, and what a wrong one should be."""

import re
import unicodedata
from collections.abc import Set as AbstractSet

LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"
"""Of the codes of languages (BCP 47) that a site may have: en, pt-BR, zh-Hant."""
_LONGEST_ID = 64
_ID = re.compile(r"[a-z0-9](-?[a-z0-9])*")
_LANGUAGE = re.compile(r"[a-z]{2}(-[a-z]{2})?")
_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9\u00b9\u00b2\u00b3])( *\..*)?", re.IGNORECASE)

RESERVED_FOR_HUBS = frozenset({"hubs", "events", "assets", "api", "charter", "code-of-conduct"})
RESERVED_FOR_HUB_PAGES = frozenset({"events", "members", "charter", "widget", "door"})
"""The paths that every hub has; `RESERVED_FOR_HUBS` holds for a page of the network, too."""


def is_device(name: str) -> bool:
    """Return whether Windows takes a file of this name for a device, with any ending."""
    return _DEVICE.fullmatch(name) is not None


def id_mistake(name: str, what: str, reserved: AbstractSet[str] | None = None) -> tuple[str, str] | None:
    """Return message and hint where `name` cannot be the id of a `what` (such as `hub`), None where it can.

    `reserved` are names that hubkit needs itself; with it, language codes are reserved, too.
    """
    reason = _reason_against(name, reserved)
    if not reason:
        return None
    hint = f"Rename it to {suggested_id(name, what, reserved)}."
    return f'"{name}" cannot be the name of {"an" if what[0] in "aeiou" else "a"} {what}: {reason}', hint


def _reason_against(name: str, reserved: AbstractSet[str] | None) -> str:
    if is_device(name):
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
    if is_device(words) or (reserved is not None and _is_reserved(words, reserved)):
        return f"{words}-{what}"
    return words


def _is_reserved(name: str, reserved: AbstractSet[str]) -> bool:
    return name in reserved or _LANGUAGE.fullmatch(name) is not None
