"""Which font draws a text: one that has all its letters, from the site, from hubkit or from the system."""

import unicodedata
from collections.abc import Iterator
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from hubkit.cards.card import Undrawable, Wording
from hubkit.cards.coverage import letters_of
from hubkit.cards.system import CJK_FONTS, CJK_LANGUAGES, machine

if TYPE_CHECKING:
    from PIL.ImageFont import Axis, FreeTypeFont

FONTS = "fonts"
"""The folder of a site for fonts of its own."""
ENDINGS = (".ttf", ".otf", ".ttc")
_OWN = Path(__file__).parent / "fonts" / "HubkitSans-Bold.ttf"
_BOLD = 700
_ORDERED = ((0x0900, 0x10A0), (0x1780, 0x18B0), (0x1A00, 0x1C80), (0xA800, 0xABFF))
"""Blocks of scripts whose letters change places or shapes beside others."""
_NAMES = {"Cjk": "Chinese or Japanese", "Hiragana": "Japanese", "Katakana": "Japanese", "Hangul": "Korean"}


class Typeface(Struct, frozen=True):
    """A font: its file, which of the fonts in it, and the characters that it has."""

    file: Path
    index: int
    letters: frozenset[int]
    name: str
    """What tells it from all other fonts."""


class Setting(Struct, frozen=True):
    """A text as it can be drawn: its font, and what of it that has; signs that no font has are left out."""

    typeface: Typeface
    text: str
    wording: Wording
    is_ordered: bool
    """Its letters are to be joined or ordered."""


class Typefaces:
    """The fonts that a site has; each is looked at when the first text needs it."""

    def __init__(self, site: Path, *, orders: bool | None = None) -> None:
        """Take `orders` to say whether letters can be joined and ordered here; for None, Pillow is asked."""
        self._site = site
        self._known: dict[tuple[Path, int], Typeface] = {}
        self._cut: dict[tuple[Path, int, int], FreeTypeFont] = {}
        self._orders = orders

    @cached_property
    def digest(self) -> bytes:
        """What cards depend on beside their words: the fonts here, Pillow, and what the system has."""
        import PIL

        made = blake2b("\0".join((PIL.__version__, str(self._orders), *machine())).encode(), digest_size=16)
        for file in (_OWN, *self._own):
            made.update(f"{file.name}\0".encode("utf-8", "surrogateescape") + blake2b(file.read_bytes()).digest())
        return made.digest()

    @cached_property
    def _own(self) -> tuple[Path, ...]:
        return own_fonts(self._site)

    def setting(self, wording: Wording) -> Setting:
        """Return how a text can be drawn; raises `Undrawable` where letters would be missing, or in a wrong order."""
        text = unicodedata.normalize("NFC", wording.text)
        asked = {ord(character) for character in text if not character.isspace()}
        is_ordered = any(map(needs_order, text))
        if is_ordered and not self._can_order:
            raise _unordered(next(filter(needs_order, text)))
        lacking: list[int] = []
        for typeface in self._candidates(wording.language):
            missing = asked - typeface.letters
            letters = sorted(code for code in missing if unicodedata.category(chr(code))[0] in "LMN")
            if not letters:
                shown = "".join(character for character in text if ord(character) not in missing)
                return Setting(typeface, " ".join(shown.split()), wording, is_ordered)
            lacking = letters if not lacking or len(letters) < len(lacking) else lacking
        raise _missing(chr(lacking[0]))

    def font(self, typeface: Typeface, size: int) -> "FreeTypeFont":
        """Return a font for Pillow, in bold where it has weights."""
        key = (typeface.file, typeface.index, size)
        if key not in self._cut:
            font = _opened(typeface, size)
            self._cut[key] = font
            try:
                axes = font.get_variation_axes()
            except OSError:  # one weight
                return font
            font.set_variation_by_axes([_weight(axis) for axis in axes])
        return self._cut[key]

    @cached_property
    def _can_order(self) -> bool:
        from PIL import features

        return bool(features.check("raqm")) if self._orders is None else self._orders

    def _candidates(self, language: str) -> Iterator[Typeface]:
        for file in (*self._own, _OWN):
            yield self._typeface(file, 0)
        index = CJK_LANGUAGES.get(language.lower(), CJK_LANGUAGES.get(language.lower()[:2], 0))
        for path in CJK_FONTS:
            if Path(path).is_file():
                yield self._typeface(Path(path), index)

    def _typeface(self, file: Path, index: int) -> Typeface:
        if (file, index) not in self._known:
            self._known[file, index] = Typeface(file, index, letters_of(file.read_bytes(), index), f"{file}#{index}")
        return self._known[file, index]


def _opened(typeface: Typeface, size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    try:
        return ImageFont.truetype(str(typeface.file), size, index=typeface.index)
    except OSError as fault:
        message = f"there are no cards with the font {typeface.file.name}, which is broken"
        raise Undrawable(message, "Download the font again, and replace the file.") from fault


def own_fonts(site: Path) -> tuple[Path, ...]:
    """Return the fonts in the site's own folder for them, by name."""
    folder = site / FONTS
    found = folder.iterdir() if folder.is_dir() and not folder.is_symlink() else ()
    return tuple(sorted(f for f in found if f.suffix.lower() in ENDINGS and f.is_file() and not f.is_symlink()))


def needs_order(character: str) -> bool:
    """Return whether a character stands right only if a library orders and joins letters: in Arabic, Hindi, Thai …"""
    code = ord(character)
    if code < 0x300:
        return False
    if unicodedata.category(character)[0] == "M" or unicodedata.bidirectional(character) in {"R", "AL", "AN"}:
        return True
    return any(first <= code < last for first, last in _ORDERED)


def _weight(axis: "Axis") -> float:
    """Return bold for the axis of weights, as far as it goes, and for others what the font has."""
    is_weight = axis.get("name", b"").lower() == b"weight"
    return min(max(_BOLD, axis["minimum"] or 0), axis["maximum"] or 0) if is_weight else axis["default"] or 0


def _script(character: str) -> str:
    word = unicodedata.name(character, "unknown").split()[0].partition("-")[0].title()
    return _NAMES.get(word, word)


def _missing(character: str) -> Undrawable:
    script = _script(character)
    east_asian = script in _NAMES.values()
    return Undrawable(
        f"there is no card for texts in {script} letters: no font here has them",
        "Install Noto Sans CJK (Debian, Ubuntu: fonts-noto-cjk), or put it into the folder fonts/."
        if east_asian
        else f"Put a font that has them into the folder fonts/, such as Noto Sans {script}, which is free.",
    )


def _unordered(character: str) -> Undrawable:
    return Undrawable(
        f"there is no card for texts in {_script(character)} letters: nothing here can join and order them",
        "Install the library FriBidi (Debian, Ubuntu: libfribidi0; macOS: brew install fribidi).",
    )
