"""Pictures as they lie in the source: whole or refused, and what pages must know of them before they are shown."""

import io
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from enum import StrEnum
from hashlib import blake2b
from math import inf
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct

FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".gif": "GIF"}
MAX_BYTES = 10_000_000
MAX_PIXELS = 40_000_000
FEW_COLOURS = 256
VERSION = "4"
"""Of what `looked_at` says of a picture."""
DARK_TONES = ("#26221f", "#4d4a48", "#5a4030", "#34492f", "#2c4763", "#5b2f3a")
LIGHT_TONES = ("#8f8b87", "#c9a27c", "#9db38a", "#8fb0cf", "#d9d5cf", "#d99a8f")
TONES = (*DARK_TONES, *LIGHT_TONES)
"""The colours that may stand where a picture is still to come; base.css has a class for each."""
_ORIENTATION = 0x0112
_TURNED = 5
"""From this orientation on, a picture lies on its side."""


class PictureFault(Exception):  # noqa: N818 - a person's mistake, no error of the program
    """A file that is no picture to publish: what is wrong, and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Look(StrEnum):
    """What a picture is like, which decides how it is kept."""

    photo = "photo"
    """Many colours, and nothing shines through."""
    cutout = "cutout"
    """Many colours, with transparency."""
    graphic = "graphic"
    """Few colours: a logo, a drawing, to be kept to the pixel."""


class Photo(Struct, frozen=True):
    """A picture of the site that can be published: all that pages must know of it, and not its pixels."""

    source: str
    digest: str
    """Of the file."""
    width: int
    """In pixels, once it is upright."""
    height: int
    look: Look
    tone: int
    """The place in `TONES` of the colour that is most like it; -1 where something shines through."""


def digest_of(content: bytes) -> str:
    """Return the digest of a picture's file."""
    return blake2b(content, digest_size=16).hexdigest()


def looked_at(source: str, content: bytes) -> Photo:
    """Return what pages must know of the picture in `content`; `PictureFault` for what is none, broken or too big."""
    if len(content) > MAX_BYTES:
        raise PictureFault(
            f"this picture has {len(content) / 1e6:.0f} MB, and at most 10 MB are taken", "Save it smaller."
        )
    wanted = FORMATS[PurePosixPath(source).suffix.lower()]
    with _refusing(wanted):
        image = _opened(content)
        if image.format.replace("MPO", "JPEG") != wanted:  # a JPEG of some telephones, with a second picture in it
            raise PictureFault(f"this file is named as {wanted} and holds {image.format}", "Give it its right ending.")
        if image.width * image.height > MAX_PIXELS:
            size = f"{image.width}×{image.height}"
            raise PictureFault(f"this picture has {size} pixels, and at most 40 million are taken", "Save it smaller.")
        _opened(content).verify()
        is_turned = _is_turned(image)
        width, height = (image.height, image.width) if is_turned else image.size
        image.draft("RGB", (1, 1))
        image.load()
        pixels = _plain(image)
        look = _look(pixels, wanted)
        return Photo(source, digest_of(content), width, height, look, _tone(pixels))


def decoded(photo: Photo, content: bytes, width: int) -> Any:
    """Return the pixels of a picture: upright, in the colours of the web, RGB or RGBA.

    A JPEG is decoded no larger than `width` takes.
    """
    from PIL import ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = _opened(content)
        size = width, max(1, photo.height * width // photo.width)
        image.draft("RGB", size[::-1] if _is_turned(image) else size)
        return _plain(_in_colours_of_the_web(ImageOps.exif_transpose(image)))


@contextmanager
def _refusing(wanted: str) -> Generator[None]:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise PictureFault("this picture has far too many pixels", "Save it smaller.") from fault
    except (OSError, SyntaxError, ValueError, EOFError) as fault:
        message = f"this file is no whole {wanted} picture"
        raise PictureFault(message, "Save the picture again and replace the file.") from fault


def _opened(content: bytes) -> Any:
    from PIL import Image

    return Image.open(io.BytesIO(content), formats=("GIF", "JPEG", "PNG", "WEBP"))


def _is_turned(image: Any) -> bool:
    return image.getexif().get(_ORIENTATION, 1) >= _TURNED


def _plain(image: Any) -> Any:
    """Return an image as RGB, or as RGBA where something may shine through."""
    if image.mode.startswith(("I", "F")):
        image = image.convert("I").point(_as_byte).convert("L")
    if "transparency" in image.info or image.mode in {"RGBA", "LA", "PA", "La", "RGBa"}:
        found = image.convert("RGBA")
        return found if found.getextrema()[3][0] < 255 else found.convert("RGB")
    return image.convert("RGB")


def _as_byte(value: Any) -> Any:
    """Return the brightness of a pixel of two bytes as one of one byte."""
    return value * (1 / 256)


def _in_colours_of_the_web(image: Any) -> Any:
    """Return an image in sRGB: its own profile, which tells otherwise, is not published."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    from PIL import ImageCms

    colours: Any = ImageCms
    try:
        own = colours.ImageCmsProfile(io.BytesIO(profile))
        return colours.profileToProfile(image, own, colours.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _look(pixels: Any, wanted: str) -> Look:
    if wanted != "JPEG" and pixels.getcolors(FEW_COLOURS) is not None:
        return Look.graphic
    return Look.cutout if pixels.mode == "RGBA" else Look.photo


def _tone(pixels: Any) -> int:
    if pixels.mode == "RGBA":
        return -1
    red, green, blue = pixels.resize((1, 1), 4).getpixel((0, 0))  # 4: the mean of all
    nearest, least = -1, inf
    for place, tone in enumerate(TONES):
        r, g, b = bytes.fromhex(tone[1:])
        distance = 3 * (red - r) ** 2 + 6 * (green - g) ** 2 + (blue - b) ** 2
        if distance < least:
            nearest, least = place, distance
    return nearest
