"""Colours that can be read: contrast as WCAG 2.2 measures it, and the nearest shade of an accent that passes."""

import colorsys

from msgspec import Struct

TEXT_CONTRAST = 4.5
LIGHT_PAPER = "#fbf8f3"
DARK_PAPER = "#171411"
_STEPS = 200


class BrandColours(Struct, frozen=True):
    """An accent in light and in dark, with the colour of text upon it; `moved` where the wish could not be read."""

    light: str
    light_ink: str
    dark: str
    dark_ink: str
    moved: bool


def brand_colours(accent: str) -> BrandColours:
    """Return colours for links and buttons of at least 4.5:1 (WCAG 2.2, 1.4.3) on paper, in light and dark."""
    wish = _full(accent)
    light, dark = readable(wish, LIGHT_PAPER), readable(wish, DARK_PAPER)
    return BrandColours(light, _ink(light), dark, _ink(dark), moved=light != wish)


def readable(colour: str, paper: str) -> str:
    """Return `colour`, or its nearest shade, lighter or darker, that has 4.5:1 on `paper`."""
    if contrast(colour, paper) >= TEXT_CONTRAST:
        return colour
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    darker = _luminance(paper) > 0.5
    for step in range(1, _STEPS + 1):
        moved = lightness * (1 - step / _STEPS) if darker else lightness + (1 - lightness) * step / _STEPS
        shade = _hex(colorsys.hls_to_rgb(hue, moved, saturation))
        if contrast(shade, paper) >= TEXT_CONTRAST:
            return shade
    return "#000000" if darker else "#ffffff"


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def brand_css(colours: BrandColours) -> str:
    """Return the style sheet that sets a brand's colours."""
    return (
        f":root{{--accent:{colours.light};--accent-ink:{colours.light_ink};"
        f"--accent-dark:{colours.dark};--accent-dark-ink:{colours.dark_ink}}}\n"
    )


def _ink(accent: str) -> str:
    return "#ffffff" if contrast(accent, "#ffffff") >= TEXT_CONTRAST else "#111111"


def _full(colour: str) -> str:
    digits = colour.lstrip("#").lower()
    return f"#{''.join(c * 2 for c in digits) if len(digits) == 3 else digits}"


def _channels(colour: str) -> tuple[float, float, float]:
    full = _full(colour)
    red, green, blue = (int(full[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return (red, green, blue)


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
