"""Small pictures made for tests."""

import io
import random

from PIL import Image


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    """Return an image as a file."""
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def opened(content: bytes) -> Image.Image:
    """Return the image in a file."""
    return Image.open(io.BytesIO(content))


def drawn(width: int = 60, height: int = 40, form: str = "JPEG", mode: str = "RGB", **options: object) -> bytes:
    """Return a red picture with a blue corner at the top left."""
    image = Image.new(mode, (width, height), "red")
    image.paste("blue", (0, 0, width // 2, height // 2))
    return saved(image, form, **options)


def noisy(mode: str, width: int = 60, height: int = 40) -> Image.Image:
    """Return an image of many colours, always the same."""
    content = random.Random(7).randbytes(width * height * len(mode))
    return Image.frombytes(mode, (width, height), content)


def with_exif(orientation: int, width: int = 60, height: int = 40) -> bytes:
    """Return a JPEG that says who took it, where, and how it was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (38.0, 43.0, 12.0)
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">SecretPlace</x:xmpmeta>'
    return drawn(width, height, exif=exif, comment=b"SecretNote", xmp=xmp)


def pixel(image: Image.Image, place: tuple[int, int]) -> tuple[int, int, int]:
    """Return red, green and blue of one pixel."""
    red, green, blue = image.convert("RGB").crop((*place, place[0] + 1, place[1] + 1)).tobytes()
    return red, green, blue
