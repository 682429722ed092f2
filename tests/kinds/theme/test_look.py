"""Looks: in every theme of hubkit's, whatever the brand, all text can be read on all that it stands on."""

import random
import re
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest
from msgspec.structs import replace

from hubkit.kinds.brand import Brand
from hubkit.kinds.colour import contrast
from hubkit.kinds.theme.look import Look, dressed, look_css, palettes
from hubkit.render.theme import theme_names
from hubkit.survey import theme_looks

THEMES = theme_names(Path("nowhere"))


@pytest.fixture(scope="module")
def looks() -> Mapping[str, Look]:
    found, problems = theme_looks(Path("nowhere"))
    assert problems == []
    return found


def accents() -> list[str]:
    dice = random.Random(3)
    corners = ["#" + "".join(channels) for channels in product(("00", "80", "ff"), repeat=3)]
    return [*corners, *(f"#{dice.randrange(1 << 24):06x}" for _ in range(150))]


@pytest.mark.parametrize("theme", THEMES)
def test_every_accent_can_be_read_in_light_and_dark(looks: Mapping[str, Look], theme: str) -> None:
    for accent in accents():
        look = dressed(looks[theme], Brand(accent=accent, second=accent))
        for shades, palette in zip((look.light, look.dark), palettes(look), strict=True):
            for ground in (shades.paper, shades.card, palette.tint):
                assert contrast(palette.accent, ground) >= 4.5, (accent, "links")
                assert contrast(shades.ink, ground) >= 4.5, (accent, "text")
                assert contrast(shades.soft, ground) >= 4.5, (accent, "soft text")
                assert contrast(shades.ink, ground) >= 3, (accent, "the ring of focus")
            for ground in (shades.paper, shades.card):
                assert contrast(shades.edge, ground) >= 3, "the edges of what can be pressed"
        for values in properties(look_css(look)):
            assert contrast(values["accent-ink"], values["accent"]) >= 4.5, (accent, "buttons")
            assert contrast(values["flat-ink"], values["flat"]) >= 4.5, (accent, "what is set off")
            assert contrast(values["second-ink"], values["second"]) >= 4.5, accent
        assert properties(look_css(look))[0]["flat"] == accent, "a surface has the colour as it is written"


@pytest.mark.parametrize("theme", THEMES)
def test_the_shade_that_was_found_stays_as_it_is(looks: Mapping[str, Look], theme: str) -> None:
    for accent in accents()[:40]:
        light, dark = palettes(dressed(looks[theme], Brand(accent=accent)))
        settled = palettes(dressed(looks[theme], Brand(accent=light.accent, accent_dark=dark.accent)))
        assert settled == (light, dark)


def properties(css: str) -> list[dict[str, str]]:
    """Return the custom properties on light pages, and on dark ones."""
    light, dark = (dict(re.findall(r"--([\w-]+):([^;}]+)", part)) for part in css.splitlines())
    return [light, {**light, **dark}]


def test_a_brand_sets_fonts_corners_and_room(looks: Mapping[str, Look]) -> None:
    plain = properties(look_css(looks["base"]))[0]
    brand = Brand(heading_font="slab", text_font="mono", corners="sharp", spacing="airy")
    mine = properties(look_css(dressed(looks["base"], brand)))[0]
    assert mine["display"].startswith("Rockwell")
    assert "monospace" in mine["text"]
    assert mine["corner"] == "0"
    assert mine["pill"] == "0"
    assert mine["space"] != plain["space"]
    assert mine["accent"] == plain["accent"]


def test_what_a_hub_leaves_out_is_the_networks(looks: Mapping[str, Look]) -> None:
    network = Brand(accent="#8a2f4b", accent_dark="#dd7d97", heading_font="mono")
    worn = dressed(looks["base"], network)
    hub = dressed(worn, Brand(corners="round"))
    assert hub == replace(worn, corners="round")
    own = dressed(worn, Brand(accent="#0b6f8a"))
    assert own.heading_font == "mono"
    assert own.accent_dark == "", "the dark shade of another accent does not go with this one"
