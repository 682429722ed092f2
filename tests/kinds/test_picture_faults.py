"""Files that are no pictures to publish, and pictures that are."""

import io

import pytest
from PIL import Image

from hubkit.kinds.picture import PictureFault, publishable


def saved(form: str, mode: str = "RGB", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size).save(target, form, **options)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.png", b"", "this file is no whole PNG picture"),
        ("a.png", b"<html><script>alert(1)</script>", "this file is no whole PNG picture"),
        ("a.png", b"%!PS-Adobe-3.0 EPSF-3.0\n", "this file is no whole PNG picture"),
        ("a.png", saved("PNG")[:-12], "this file is no whole PNG picture"),
        ("a.jpg", saved("JPEG", size=(900, 900))[:-500], "this file is no whole JPEG picture"),
        ("a.png", saved("JPEG"), "this file is named as PNG and holds JPEG"),
        ("a.jpg", saved("TIFF"), "this file is no whole JPEG picture"),
        (
            "a.png",
            saved("PNG", "1", (8000, 8000)),
            "this picture has 8000×8000 pixels, and at most 40 million are taken",
        ),
    ],
)
def test_what_is_no_picture_to_publish_is_refused(name: str, content: bytes, message: str) -> None:
    with pytest.raises(PictureFault) as fault:
        publishable(name, content)
    assert fault.value.message == message


@pytest.mark.parametrize(
    ("form", "mode"), [("JPEG", "CMYK"), ("PNG", "I;16"), ("PNG", "P"), ("PNG", "LA"), ("GIF", "P")]
)
def test_every_way_to_keep_pixels_is_taken(form: str, mode: str) -> None:
    name = f"a.{form.lower()}"
    assert Image.open(io.BytesIO(publishable(name, saved(form, mode)).content)).size == (60, 40)


def test_a_photo_taken_sideways_is_published_upright_and_says_nothing_of_where() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (38.0, 43.0, 0.0)
    made = publishable("a.jpg", saved("JPEG", exif=exif, comment=b"home"))
    picture = Image.open(io.BytesIO(made.content))
    assert (made.width, made.height) == picture.size == (40, 60)
    assert not picture.getexif()
    assert b"home" not in made.content
