"""The site's own fonts, in `fonts/`: only cards are drawn with them, and none is published."""

from pathlib import Path

from hubkit.cards.typefaces import ENDINGS, FONTS
from hubkit.problems import Problem
from hubkit.read.documents import cannot_read, open_file
from hubkit.read.folders import Entry, list_folder
from hubkit.read.names import is_ignored

_BEGINNINGS = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf")
_TEXTS = frozenset({".txt", ".md"})
"""A font's licence may lie beside it."""


def read_fonts(site: Path) -> list[Problem]:
    """Return a problem for each file in `fonts/` that is no font which cards can be drawn with."""
    listing = list_folder(site, FONTS)
    problems = list(listing.problems)
    for entry in listing.entries:
        if not (is_ignored(entry.name) or entry.ending in _TEXTS):
            problems.extend(_judged(site, entry))
    return problems


def _judged(site: Path, entry: Entry) -> list[Problem]:
    wanted = "Cards are drawn with files of .ttf, .otf or .ttc; take one of those, and unpack it."
    if entry.is_folder or entry.ending not in ENDINGS:
        return [entry.problem("this is no font that cards are drawn with", wanted)]
    try:
        with open_file(site, entry.path) as file:
            is_font = file.read(4) in _BEGINNINGS
    except OSError as error:
        return [cannot_read(entry.path, error)]
    return [] if is_font else [entry.problem("this file is named as a font, and is none", wanted)]
