"""Pictures fit to publish: nothing said about who took them where, upright, small, and the same bytes each time."""

import io
from pathlib import Path

import pytest
from PIL import Image

from hubkit.kinds.picture import PictureFault, publishable
from tests.sites import ADA, LISBON, make


def drawn(width: int = 60, height: int = 40, form: str = "JPEG", mode: str = "RGB", **options: object) -> bytes:
    image = Image.new(mode, (width, height), "red")
    image.paste("blue", (0, 0, width // 2, height // 2))
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def with_exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (38.0, 43.0, 12.0)
    return drawn(exif=exif, comment=b"SecretNote")


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_metadata_and_the_place_are_gone_and_the_picture_is_upright() -> None:
    source = with_exif(6)
    assert b"SecretCamera" in source
    made = publishable("media/a.jpg", source)
    assert b"Secret" not in made.content
    assert not opened(made.content).getexif()
    assert (made.width, made.height) == (40, 60)
    red, _, blue = opened(made.content).convert("RGB").getpixel((30, 10))
    assert blue > red, "turned to the right, the blue corner is at the top right"


@pytest.mark.parametrize(("form", "suffix"), [("PNG", ".png"), ("WEBP", ".webp"), ("GIF", ".png"), ("JPEG", ".jpg")])
def test_it_is_at_most_1600_pixels_wide_and_the_same_each_time(form: str, suffix: str) -> None:
    name = f"media/Big Picture.{form.lower()}"
    content = drawn(2400, 120, form)
    made = publishable(name, content)
    assert (made.width, made.height) == (1600, 80) == opened(made.content).size
    assert made.content == publishable(name, content).content
    assert made.path.startswith("assets/big-picture.")
    assert made.path.endswith(suffix)


def test_transparency_stays() -> None:
    made = publishable("logo.png", drawn(form="PNG", mode="RGBA"))
    assert opened(made.content).mode == "RGBA"
    palette = Image.new("P", (4, 4))
    target = io.BytesIO()
    palette.save(target, "PNG", transparency=0)
    assert opened(publishable("a.png", target.getvalue()).content).convert("RGBA").getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.png", drawn(), "named as PNG and holds JPEG"),
        ("a.jpg", drawn()[:-200], "no whole JPEG"),
        ("a.jpg", b"<script>", "no whole JPEG"),
        ("a.jpg", b"", "no whole JPEG"),
        ("a.png", drawn(7000, 7000, "PNG"), "at most 40 million"),
        ("a.jpg", drawn() + b"\0" * 10_000_000, "at most 10 MB"),
    ],
)
def test_what_is_no_picture_to_publish_is_refused_with_the_reason(name: str, content: bytes, said: str) -> None:
    with pytest.raises(PictureFault) as fault:
        publishable(name, content)
    assert said in fault.value.message
    assert fault.value.hint


def test_only_pictures_that_a_page_shows_are_published(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "hubs/lisbon/hub.yaml": LISBON + "picture: {file: media/tram.jpg, alt: A tram}\n",
        "hubs/lisbon/members/ada.md": ADA.replace("role:", "photo: {file: ada.jpg, alt: Ada}\nrole:"),
        "hubs/lisbon/members/ada.jpg": with_exif(1),
        "hubs/lisbon/media/tram.jpg": with_exif(1),
        "hubs/lisbon/media/unused.jpg": drawn(30, 30),
        "hubs/lisbon/media/same.jpg": with_exif(1),
        "hubs/lisbon/pages/look.md": "---\ntitle: Look\n---\n![A tram](../media/same.jpg)\n",
    }
    made = make(tmp_path, files)
    pictures = {path for path in made.paths() if path.endswith(".jpg")}
    assert {path.split(".")[0] for path in pictures} == {"assets/ada", "assets/tram", "assets/same"}
    assert not any(b"Secret" in content for content in made.tree().values())
    tram = next(path for path in pictures if "tram" in path)
    text = made.text("lisbon/index.html")
    assert f'<img class="u-photo" src="/hubs/{tram}" alt="A tram" width="60" height="40">' in text
    assert f'<meta property="og:image" content="https://x.org/hubs/{tram}">' in text
