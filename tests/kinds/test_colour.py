"""Colours that can be read: WCAG's contrast, and the nearest shade that has it, of the same hue."""

import colorsys

import pytest

from hubkit.kinds.colour import contrast, full, ink_on, mixed, nearest, passes


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#fff", "#ffffff", 1)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(one, other) == contrast(other, one)


@pytest.mark.parametrize("colour", ["#ffdd00", "#ff8fa3", "#7fd1ff", "#9be564", "#ffffff", "#777"])
@pytest.mark.parametrize("paper", ["#ffffff", "#171411"])
def test_a_shade_passes_barely_and_keeps_its_hue(colour: str, paper: str) -> None:
    def fits(shade: str) -> bool:
        return passes(shade, (paper,))

    shade = nearest(colour, paper, fits)
    if fits(full(colour)):
        assert shade == full(colour)
        return
    assert 4.5 <= contrast(shade, paper) < 4.6, "no further than it takes"
    before, after = hue(colour), hue(shade)
    assert after == pytest.approx(before, abs=0.06) or saturation(colour) == 0


def hue(colour: str) -> float:
    return hls(colour)[0]


def saturation(colour: str) -> float:
    return hls(colour)[2]


def hls(colour: str) -> tuple[float, float, float]:
    digits = full(colour)
    return colorsys.rgb_to_hls(*(int(digits[at : at + 2], 16) / 255 for at in (1, 3, 5)))


def test_where_no_shade_fits_it_ends_at_black_or_white() -> None:
    assert nearest("#ff0000", "#ffffff", lambda _: False) == "#000000"
    assert nearest("#ff0000", "#000000", lambda _: False) == "#ffffff"


@pytest.mark.parametrize("level", range(0, 256, 3))
def test_some_ink_can_be_read_on_every_colour(level: int) -> None:
    ground = f"#{level:02x}{level:02x}{level:02x}"
    assert contrast(ink_on(ground, ()), ground) >= 4.5
    assert contrast(ink_on(ground, ("#fbf8f3", "#231c15")), ground) >= 4.5


def test_colours_mix_as_in_css() -> None:
    assert mixed("#ff0000", "#0000ff", 0.5) == "#800080"
    assert mixed("#abc", "#123456", 0) == "#123456"
