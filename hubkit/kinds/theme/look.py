"""How pages look: a theme's paper and a brand's wishes become custom properties that can be read on each other."""

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import asdict, replace

from hubkit.kinds.brand import Brand
from hubkit.kinds.colour import full, ink_on, luminance, mixed, nearest, passes
from hubkit.kinds.theme.fonts import FONTS

BASE = "base"
"""The theme that all others extend."""
_CORNERS = {"sharp": ("0", "0"), "soft": (".75rem", "99rem"), "round": ("1.6rem", "99rem")}
_SPACING = {
    "compact": "clamp(1rem, .8rem + .8vw, 1.4rem)",
    "normal": "clamp(1.25rem, .9rem + 1.5vw, 2rem)",
    "airy": "clamp(1.5rem, 1rem + 2.4vw, 3rem)",
}
_TINTS = (0.1, 0.08, 0.06, 0.04, 0.02)
"""How much of the accent may be in the ground of what is set off, the most first."""


class Shades(Struct, frozen=True):
    """The colours of a page and of what is written on it, as `#rrggbb`."""

    paper: str
    card: str
    ink: str
    soft: str
    line: str
    edge: str


class Look(Struct, frozen=True):
    """All that pages are dressed with; `accent_dark` is empty where it is a shade of `accent`."""

    light: Shades
    dark: Shades
    accent: str
    accent_dark: str
    second: str
    heading_font: str
    text_font: str
    corners: str
    spacing: str


class Palette(Struct, frozen=True):
    """The accent that can be read as text, and as a ground for text in the colour of the paper; and its tint."""

    accent: str
    tint: str


def dressed(look: Look, brand: Brand | None) -> Look:
    """Return `look` with what a brand says otherwise."""
    if brand is None:
        return look
    said = {name: value for name in sorted(brand.model_fields_set) if (value := getattr(brand, name)) is not None}
    if "accent" in said:
        said.setdefault("accent_dark", "")  # the one for another accent does not go with this
    return replace(look, **said)


def palettes(look: Look) -> tuple[Palette, Palette]:
    """Return the colours for light and for dark pages: 4.5:1 on paper, card and tint (WCAG 2.2, 1.4.3)."""
    return _palette(look.light, look.accent), _palette(look.dark, look.accent_dark or look.accent)


@lru_cache(maxsize=1024)
def _palette(shades: Shades, wish: str) -> Palette:
    def fits(shade: str) -> bool:
        return passes(shade, (shades.paper, shades.card, _tint(shades, shade)))

    accent = nearest(wish, shades.paper, fits)
    return Palette(accent, _tint(shades, accent))


def _tint(shades: Shades, accent: str) -> str:
    """Return the paper with as much of the accent as leaves its text readable."""
    for share in _TINTS:
        tint = mixed(accent, shades.paper, share)
        if passes(shades.soft, (tint,)) and passes(shades.ink, (tint,)):
            return tint
    return full(shades.paper)


def flat_of(look: Look) -> tuple[str, str]:
    """Return the accent just as it was wished, for a large surface, and what can be read on it."""
    flat = full(look.accent)
    return flat, ink_on(flat, _inks(look))


def _inks(look: Look) -> list[str]:
    return sorted((look.light.paper, look.light.ink), key=luminance, reverse=True)


def look_css(look: Look) -> str:
    """Return the style sheet that sets every custom property of a look."""
    light, dark = palettes(look)
    corner, pill = _CORNERS[look.corners]
    flat, flat_ink = flat_of(look)
    second = full(look.second or look.accent)
    fixed = {
        "flat": flat,
        "flat-ink": flat_ink,
        "second": second,
        "second-ink": ink_on(second, _inks(look)),
        "display": FONTS[look.heading_font],
        "text": FONTS[look.text_font],
        "corner": corner,
        "pill": pill,
        "space": _SPACING[look.spacing],
    }
    return (
        f":root{{{_properties({**_colours(look.light, light), **fixed})}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{_properties(_colours(look.dark, dark))}}}}}\n"
    )


def _colours(shades: Shades, palette: Palette) -> dict[str, str]:
    return {**asdict(shades), "accent": palette.accent, "accent-ink": shades.paper, "tint": palette.tint}


def _properties(values: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in values.items())
