"""What a path below the output folder may look like, on every platform."""

import re
import unicodedata
from collections.abc import Collection

LONGEST_PATH = 200
"""In characters: Windows stops at 260, and hosts put a folder of their own in front."""

_LONGEST_NAME = 255
"""In bytes: what Linux and macOS allow for one file or folder."""

_DEVICES = re.compile(r"(?i:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])")
# In each case, letter by letter: `re` is twice as fast as with (?i:...).
_PLAIN_DEVICE = r"(?:[cC][oO][nN]|[pP][rR][nN]|[aA][uU][xX]|[nN][uU][lL]|(?:[cC][oO][mM]|[lL][pP][tT])[0-9])(?:[./]|\Z)"
_PLAIN_NAME = rf"(?!{_PLAIN_DEVICE})[A-Za-z0-9_.-]*[A-Za-z0-9_-]"
_PLAIN = re.compile(rf"{_PLAIN_NAME}(?:/{_PLAIN_NAME})*")
_ALL_PLAIN = re.compile(rf"{_PLAIN_NAME}(?:[/\n]{_PLAIN_NAME})*")
_FOR_WINDOWS = frozenset('<>:"|?*\\')
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def are_plain(paths: Collection[str]) -> bool:
    """Return whether all `paths` are of the usual kind, which is quickly seen, and free of faults."""
    return max(map(len, paths), default=0) <= LONGEST_PATH and _ALL_PLAIN.fullmatch("\n".join(paths)) is not None


def path_fault(path: str) -> str:
    """Return why no file may stand at `path` below the output folder, or an empty string where one may."""
    if len(path) > LONGEST_PATH:
        return f"it has {len(path)} characters, and more than {LONGEST_PATH} do not work everywhere"
    if _PLAIN.fullmatch(path):
        return ""
    if any(unicodedata.category(character) in _INVISIBLE for character in path):
        return "it holds an invisible character"
    if not unicodedata.is_normalized("NFC", path):
        return "its accents are separate characters (it is not in Unicode's NFC form)"
    if path.startswith("/"):
        return "it starts with a slash"
    for name in path.split("/"):
        if fault := _name_fault(name):
            return fault
    return ""


def _name_fault(name: str) -> str:
    if not name:
        return "it holds an empty name (two slashes in a row, or one at the end)"
    if name in {".", ".."}:
        return f'it holds "{name}", which leads to another folder'
    for character in name:
        if character in _FOR_WINDOWS:
            return f"it holds {character}, which Windows does not allow in a name"
    if name[-1] in ". ":
        return f'"{name}" ends with a dot or a blank, which Windows drops'
    if _DEVICES.fullmatch(name.split(".", 1)[0].rstrip(" ")):
        return f'"{name}" is a name that Windows keeps for a device'
    if len(name.encode()) > _LONGEST_NAME:
        return f"one of its names is longer than {_LONGEST_NAME} bytes"
    return ""


def folded(path: str) -> str:
    """Return the key under which `path` is one file on every platform: NFC, and capitals do not count."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def folders_of(path: str) -> list[str]:
    """Return the folders above `path` from the innermost to the outermost: `a/b/c` gives `a/b`, `a`."""
    folders: list[str] = []
    folder = path.rpartition("/")[0]
    while folder:
        folders.append(folder)
        folder = folder.rpartition("/")[0]
    return folders
