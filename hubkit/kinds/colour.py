"""Colours that can be read: contrast as WCAG 2.2 measures it, and the nearest shade that passes, its hue kept."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import atan2, cos, hypot, sin

TEXT_CONTRAST = 4.5
"""Of text and its background (WCAG 2.2, 1.4.3)."""
MARK_CONTRAST = 3.0
"""Of the edge of a field, or the ring of focus, and what is around it (WCAG 2.2, 1.4.11)."""
_STEPS = 14
_Channels = tuple[float, float, float]
# Björn Ottosson's OKLab: https://bottosson.github.io/posts/oklab/
_TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_CONES = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def passes(colour: str, backgrounds: Sequence[str], least: float = TEXT_CONTRAST) -> bool:
    """Return whether `colour` has at least this contrast on every one of the backgrounds."""
    return all(contrast(colour, each) >= least for each in backgrounds)


def nearest(colour: str, paper: str, fits: Callable[[str], bool]) -> str:
    """Return `colour`, or the nearest shade of its hue that fits.

    It is darker where the paper is light, and lighter where that is dark; at the most, black or white.
    """
    wish = full(colour)
    if fits(wish):
        return wish
    darker = contrast("#000000", paper) > contrast("#ffffff", paper)
    lightness, chroma, hue = _to_lch(_linear(wish))
    near, far = lightness, 0.0 if darker else 1.0
    found = "#000000" if darker else "#ffffff"
    for _ in range(_STEPS):
        middle = (near + far) / 2
        shade = _shade(middle, chroma, hue)
        if fits(shade):
            far, found = middle, shade
        else:
            near = middle
    return found


def ink_on(colour: str, inks: Sequence[str]) -> str:
    """Return the first of the inks that can be read on `colour`, else white or black: one of the two always can."""
    return next((ink for ink in (*inks, "#ffffff") if contrast(ink, colour) >= TEXT_CONTRAST), "#000000")


def mixed(colour: str, into: str, share: float) -> str:
    """Return `into` with this share of `colour`, as CSS mixes them `in srgb`."""
    pairs = zip(_channels(colour), _channels(into), strict=True)
    return _hex(tuple(one * share + other * (1 - share) for one, other in pairs))


def full(colour: str) -> str:
    """Return a colour as `#rrggbb`, in small letters."""
    digits = colour.lstrip("#").lower()
    return f"#{''.join(c * 2 for c in digits) if len(digits) == 3 else digits}"


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 to 1 (WCAG 2.2)."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _shade(lightness: float, chroma: float, hue: float) -> str:
    """Return the colour with this lightness and hue, and as much of this chroma as a screen can show."""
    channels = _from_lch(lightness, chroma, hue)
    most, least = chroma, 0.0
    for _ in range(0 if _is_shown(channels) else 8):
        middle = (most + least) / 2
        tried = _from_lch(lightness, middle, hue)
        if _is_shown(tried):
            least, channels = middle, tried
        else:
            most = middle
    return _hex(tuple(_encoded(each) for each in channels))


def _is_shown(channels: _Channels) -> bool:
    return all(-0.0005 <= each <= 1.0005 for each in channels)


def _to_lch(linear: _Channels) -> _Channels:
    cones = _times(_TO_CONES, linear)
    lightness, a, b = _times(_TO_LAB, (cones[0] ** (1 / 3), cones[1] ** (1 / 3), cones[2] ** (1 / 3)))
    return (lightness, hypot(a, b), atan2(b, a))


def _from_lch(lightness: float, chroma: float, hue: float) -> _Channels:
    one, two, three = _times(_FROM_LAB, (lightness, chroma * cos(hue), chroma * sin(hue)))
    return _times(_FROM_CONES, (one**3, two**3, three**3))


def _times(matrix: tuple[_Channels, _Channels, _Channels], of: _Channels) -> _Channels:
    one, two, three = (row[0] * of[0] + row[1] * of[1] + row[2] * of[2] for row in matrix)
    return (one, two, three)


def _linear(colour: str) -> _Channels:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour))
    return (red, green, blue)


def _encoded(channel: float) -> float:
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _channels(colour: str) -> _Channels:
    digits = full(colour)
    return (int(digits[1:3], 16) / 255, int(digits[3:5], 16) / 255, int(digits[5:7], 16) / 255)


def _hex(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(min(max(channel, 0), 1) * 255):02x}" for channel in channels)
