"""Pictures made fit to publish: checked, turned upright, made small, and written anew from their pixels."""

import io
import warnings
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct

FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".gif": "GIF"}
MAX_BYTES = 10_000_000
MAX_PIXELS = 40_000_000
MAX_WIDTH = 1600
VERSION = "3"


class PictureFault(Exception):  # noqa: N818 - a person's mistake, no error of the program
    """A file that is no picture to publish: what is wrong, and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class PublishedPicture(Struct, frozen=True):
    """A picture as it is published: no metadata, upright, at most 1600 pixels wide."""

    source: str
    content: bytes
    width: int
    height: int
    suffix: str

    @property
    def path(self) -> str:
        """Where it is published, by its content: `assets/bridge.0f3c….jpg`."""
        digest = blake2b(self.content, digest_size=8).hexdigest()
        stem = "".join(
            c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in PurePosixPath(self.source).stem
        )
        return f"assets/{stem.lower()[:60] or 'picture'}.{digest}{self.suffix}"


def publishable(source: str, content: bytes) -> PublishedPicture:
    """Return the picture in `content`, fit to publish; raises `PictureFault` for what is none, broken or too big."""
    from PIL import Image

    if len(content) > MAX_BYTES:
        raise PictureFault(
            f"this picture has {len(content) / 1e6:.0f} MB, and at most 10 MB are taken", "Save it smaller."
        )
    wanted = FORMATS[PurePosixPath(source).suffix.lower()]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return _encoded(source, _upright(content, wanted), wanted)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise PictureFault("this picture has far too many pixels", "Save it smaller.") from fault
    except (OSError, SyntaxError, ValueError, Warning, EOFError) as fault:
        message = f"this file is no whole {wanted} picture"
        raise PictureFault(message, "Save the picture again and replace the file.") from fault


def _upright(content: bytes, wanted: str) -> Any:
    from PIL import Image, ImageOps

    image = Image.open(io.BytesIO(content), formats=tuple(sorted(set(FORMATS.values()))))
    if image.format != wanted:
        raise PictureFault(f"this file is named as {wanted} and holds {image.format}", "Give it its right ending.")
    if image.width * image.height > MAX_PIXELS:
        raise PictureFault(_too_many_pixels(image.width, image.height), "Save it smaller.")
    Image.open(io.BytesIO(content), formats=(wanted,)).verify()
    image.load()
    return ImageOps.exif_transpose(image)


def _too_many_pixels(width: int, height: int) -> str:
    return f"this picture has {width}×{height} pixels, and at most 40 million are taken"


def _encoded(source: str, image: Any, wanted: str) -> PublishedPicture:
    if "transparency" in image.info or (image.mode == "P" and image.width > MAX_WIDTH):
        image = image.convert("RGBA")
    if image.width > MAX_WIDTH:
        image = image.resize((MAX_WIDTH, max(1, round(image.height * MAX_WIDTH / image.width))))
    target = io.BytesIO()
    if wanted == "JPEG":
        pixels = image.convert("RGB")
        pixels.info.clear()
        pixels.save(target, "JPEG", quality=78, optimize=True, progressive=True)
        suffix = ".jpg"
    elif wanted == "WEBP":
        pixels = image.convert("RGBA" if "A" in image.getbands() else "RGB")
        pixels.info.clear()
        pixels.save(target, "WEBP", quality=78, method=4)
        suffix = ".webp"
    else:
        pixels = image if image.mode in {"1", "L", "P", "RGB", "RGBA"} else image.convert("RGBA")
        pixels.info.clear()
        pixels.save(target, "PNG", optimize=True)
        suffix = ".png"
    return PublishedPicture(source, target.getvalue(), pixels.width, pixels.height, suffix)
