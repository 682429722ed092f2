"""Any accent can be read: links and buttons have 4.5:1, in light and in dark."""

import random

import pytest

from hubkit.kinds.colour import DARK_PAPER, LIGHT_PAPER, brand_colours, brand_css, contrast


def test_three_hundred_accents_can_be_read() -> None:
    dice = random.Random(3)
    for _ in range(300):
        accent = f"#{dice.randrange(1 << 24):06x}"
        found = brand_colours(accent)
        assert contrast(found.light, LIGHT_PAPER) >= 4.5, accent
        assert contrast(found.dark, DARK_PAPER) >= 4.5, accent
        assert contrast(found.light_ink, found.light) >= 4.5, accent
        assert contrast(found.dark_ink, found.dark) >= 4.5, accent
        assert found.moved == (found.light != accent)


def test_what_can_be_read_stays_as_it_was_wished() -> None:
    found = brand_colours("#0B6E4F")
    assert (found.light, found.moved) == ("#0b6e4f", False)
    assert brand_colours("#063").light == "#006633"
    assert found.light in brand_css(found)
    assert found.dark in brand_css(found)


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#fff", "#ffffff", 1)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(one, other) == contrast(other, one)
