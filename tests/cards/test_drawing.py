import io
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops, features

from hubkit.cards.card import PREVIEW, SHAPES, Card, Colours, Shape, Wording
from hubkit.cards.drawing import Drawer
from hubkit.cards.typefaces import Typefaces

COLOURS = Colours("#0b6e4f", "#ffffff", "#fbf8f3", "#231c15")
CARD = Card(
    name="walk",
    source="hubs/lisbon/events/walk.yaml",
    direction="ltr",
    title=Wording("Photo walk along the river", "en", "ltr"),
    over=Wording("Photographers of Lisbon", "en", "ltr"),
    facts=(Wording("Saturday, 5 December 2026, 18:30", "en", "ltr"), Wording("Casa das Artes, Lisbon", "en", "ltr")),
)
LONG = "Show and tell: what we learned in a year of evenings with open data, maps, sensors and far too much coffee, "
ARABIC = Wording("نزهة تصوير على ضفاف النهر", "ar", "rtl")
can_order = pytest.mark.skipif(not features.check("raqm"), reason="needs FriBidi")


@pytest.fixture(scope="module")
def drawer(tmp_path_factory: pytest.TempPathFactory) -> Drawer:
    return Drawer(Typefaces(tmp_path_factory.mktemp("site")))


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def ink(image: Image.Image, colour: str = COLOURS.ink) -> tuple[int, int, int, int]:
    """Return the box around all that has a colour."""
    plain = Image.new("RGB", image.size, colour)
    same = ImageChops.difference(image, plain).convert("L").point([255] + [0] * 255)
    box = same.getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
def test_a_card_has_its_size_few_colours_and_little_weight(drawer: Drawer, shape: Shape):
    content = drawer.drawn(CARD, COLOURS, shape)
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size) == ("PNG", (shape.width, shape.height))
    assert len(image.convert("RGB").getcolors(1 << 20) or ()) <= 16
    assert len(content) <= 40_000


def test_the_same_words_make_the_same_bytes(tmp_path: Path, drawer: Drawer):
    assert drawer.drawn(CARD, COLOURS, PREVIEW) == Drawer(Typefaces(tmp_path)).drawn(CARD, COLOURS, PREVIEW)


def test_a_card_is_in_the_colours_of_the_brand(drawer: Drawer):
    image = opened(drawer.drawn(CARD, Colours("#f2c14e", "#111111", "#ffffff", "#222222"), PREVIEW))
    assert image.getpixel((5, 5)) == (0xF2, 0xC1, 0x4E)
    assert image.getpixel((5, PREVIEW.height - 5)) == (255, 255, 255)
    assert ink(image, "#111111")


@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
@pytest.mark.parametrize(
    "title", ["Go", (LONG * 2)[:200], "Rindfleischetikettierungsüberwachungsaufgabenübertragung" * 2]
)
def test_every_title_stays_within_its_margins(drawer: Drawer, shape: Shape, title: str):
    card = replace(CARD, title=replace(CARD.title, text=title))
    content = drawer.drawn(card, COLOURS, shape)
    left, top, right, bottom = ink(opened(content))
    assert left >= shape.margin - 2
    assert right <= shape.width - shape.margin + 8
    assert top >= shape.margin
    assert bottom <= shape.height - shape.foot
    assert len(content) <= 40_000


def test_long_facts_stay_on_the_card(drawer: Drawer):
    card = replace(CARD, facts=tuple(replace(each, text=LONG * 2) for each in CARD.facts))
    _, _, right, _ = ink(opened(drawer.drawn(card, COLOURS, PREVIEW)), COLOURS.paper_ink)
    assert right <= PREVIEW.width - PREVIEW.margin + 8


@can_order
def test_arabic_is_joined_and_runs_from_right_to_left(drawer: Drawer):
    from PIL import ImageFont

    joined = drawer.typefaces.font(drawer.typefaces.setting(ARABIC).typeface, 80)
    apart = ImageFont.truetype(
        str(drawer.typefaces.setting(ARABIC).typeface.file), 80, layout_engine=ImageFont.Layout.BASIC
    )
    assert joined.getlength(ARABIC.text) < 0.9 * apart.getlength(ARABIC.text)
    card = Card("walk", "walk.yaml", "rtl", ARABIC, ARABIC)
    left, _, right, _ = ink(opened(drawer.drawn(card, COLOURS, PREVIEW)))
    assert right >= PREVIEW.width - PREVIEW.margin - 12
    assert left > PREVIEW.margin


@can_order
def test_words_of_another_direction_keep_their_order(drawer: Drawer):
    """`ورشة Python` reads from the right: the Arabic word first, though Python itself runs from the left."""
    font = drawer.typefaces.font(drawer.typefaces.setting(ARABIC).typeface, 80)
    said = "ورشة Python"
    whole = Image.new("L", (900, 140))
    from PIL import ImageDraw

    draw = ImageDraw.Draw(whole)
    draw.text((20, 100), said, 255, font, "ls", direction="rtl")
    latin = Image.new("L", (900, 140))
    ImageDraw.Draw(latin).text((20, 100), "Python", 255, font, "ls")
    width = round(font.getlength("Python"))
    box = (20, 0, 20 + width - 4, 140)
    assert whole.crop(box).tobytes() == latin.crop(box).tobytes()


@can_order
def test_devanagari_is_ordered(drawer: Drawer):
    from PIL import ImageFont

    typeface = drawer.typefaces.setting(Wording("हिन्दी", "hi", "ltr")).typeface
    apart = ImageFont.truetype(str(typeface.file), 80, layout_engine=ImageFont.Layout.BASIC)
    # The vowel sign after the first letter is drawn before it, and the conjunct is one shape.
    assert bytes(drawer.typefaces.font(typeface, 80).getmask("हि")) != bytes(apart.getmask("हि"))
    assert drawer.typefaces.font(typeface, 80).getlength("न्द") < apart.getlength("न्द")
