"""Pictures as they are looked at: size, kind and tone, upright, in the colours of the web."""

import io
from typing import Any

import pytest
from PIL import Image, ImageCms

from hubkit.kinds.colour import contrast
from hubkit.kinds.picture import DARK_TONES, LIGHT_TONES, TONES, Look, PictureFault, decoded, looked_at
from tests.photos import drawn, noisy, pixel, saved, with_exif


def test_a_photo_taken_sideways_is_upright() -> None:
    content = with_exif(6)
    seen = looked_at("media/a.jpg", content)
    assert (seen.width, seen.height) == (40, 60)
    pixels = decoded(seen, content, 1000)
    assert pixels.size == (40, 60)
    red, _, blue = pixel(pixels, (30, 10))
    assert blue > red, "turned to the right, the blue corner is at the top right"


@pytest.mark.parametrize(
    ("name", "content", "look"),
    [
        ("a.jpg", drawn(), Look.photo),
        ("a.png", drawn(form="PNG"), Look.graphic),
        ("a.gif", drawn(form="GIF"), Look.graphic),
        ("a.png", saved(noisy("RGB"), "PNG"), Look.photo),
        ("a.png", saved(noisy("RGBA"), "PNG"), Look.cutout),
        ("a.webp", saved(noisy("RGB"), "WEBP"), Look.photo),
    ],
)
def test_what_a_picture_is_like_decides_how_it_is_kept(name: str, content: bytes, look: Look) -> None:
    assert looked_at(name, content).look == look


@pytest.mark.parametrize(
    ("colour", "tone"), [("#000", "#26221f"), ("#fff", "#d9d5cf"), ("#88b0d8", "#8fb0cf"), ("#2a4a2a", "#34492f")]
)
def test_the_tone_is_the_nearest_of_the_palette(colour: str, tone: str) -> None:
    assert TONES[looked_at("a.png", saved(Image.new("RGB", (9, 9), colour), "PNG")).tone] == tone


def test_nothing_stands_behind_what_is_transparent() -> None:
    assert looked_at("a.png", saved(Image.new("RGBA", (9, 9), (0, 0, 0, 90)), "PNG")).tone == -1
    assert looked_at("a.png", saved(Image.new("RGBA", (9, 9), (0, 0, 0, 255)), "PNG")).tone == 0


def test_words_can_be_read_on_every_tone() -> None:
    assert all(contrast(tone, "#ffffff") >= 4.5 for tone in DARK_TONES)
    assert all(contrast(tone, "#000000") >= 4.5 for tone in LIGHT_TONES)


def test_a_jpeg_of_a_telephone_with_a_second_picture_in_it_is_a_jpeg() -> None:
    content = saved(Image.new("RGB", (80, 60), "red"), "MPO", save_all=True, append_images=[Image.new("RGB", (8, 6))])
    assert Image.open(io.BytesIO(content)).format == "MPO"
    seen = looked_at("a.jpg", content)
    assert (seen.width, seen.height) == (80, 60)


def test_colours_of_another_profile_become_those_of_the_web() -> None:
    content = saved(Image.new("RGB", (8, 8), (200, 40, 40)), "PNG", icc_profile=swapped_profile())
    pixels = decoded(looked_at("a.png", content), content, 100)
    red, _, blue = pixel(pixels, (0, 0))
    assert blue > red


def swapped_profile() -> bytes:
    """Return the profile of sRGB with the colours of red and blue exchanged."""
    colours: Any = ImageCms
    whole: bytes = colours.ImageCmsProfile(colours.createProfile("sRGB")).tobytes()
    return whole.replace(b"rXYZ", b"tXYZ", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"tXYZ", b"bXYZ", 1)


@pytest.mark.parametrize(
    ("form", "mode"), [("JPEG", "CMYK"), ("PNG", "I;16"), ("PNG", "P"), ("PNG", "LA"), ("PNG", "1"), ("GIF", "P")]
)
def test_every_way_to_keep_pixels_is_taken(form: str, mode: str) -> None:
    content = saved(Image.new(mode, (60, 40)), form)
    seen = looked_at(f"a.{form.lower()}", content)
    assert decoded(seen, content, 1000).mode in {"RGB", "RGBA"}


def test_brightness_of_two_bytes_keeps_its_shades() -> None:
    image = Image.new("I;16", (2, 1), 32768)
    content = saved(image, "PNG")
    assert decoded(looked_at("a.png", content), content, 100).getpixel((0, 0)) == (128, 128, 128)


def test_odd_metadata_is_no_fault_of_the_picture() -> None:
    content = drawn(exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff")
    assert looked_at("a.jpg", content).width == 60


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.png", drawn(), "this file is named as PNG and holds JPEG"),
        ("a.jpg", drawn()[:-200], "this file is no whole JPEG picture"),
        ("a.jpg", saved(noisy("RGB", 900), "JPEG")[:-500], "this file is no whole JPEG picture"),
        ("a.png", drawn(form="PNG")[:-12], "this file is no whole PNG picture"),
        ("a.jpg", b"<script>", "this file is no whole JPEG picture"),
        ("a.png", b"%!PS-Adobe-3.0 EPSF-3.0\n", "this file is no whole PNG picture"),
        ("a.jpg", saved(Image.new("RGB", (60, 40)), "TIFF"), "this file is no whole JPEG picture"),
        ("a.jpg", b"", "this file is no whole JPEG picture"),
        ("a.png", drawn(7000, 7000, "PNG"), "this picture has 7000×7000 pixels, and at most 40 million are taken"),
        ("a.png", saved(Image.new("1", (14_000, 14_000)), "PNG"), "this picture has far too many pixels"),
        ("a.jpg", drawn() + b"\0" * 10_000_000, "this picture has 10 MB, and at most 10 MB are taken"),
    ],
)
def test_what_is_no_picture_to_publish_is_refused_with_the_reason(name: str, content: bytes, said: str) -> None:
    with pytest.raises(PictureFault) as fault:
        looked_at(name, content)
    assert fault.value.message == said
    assert fault.value.hint
