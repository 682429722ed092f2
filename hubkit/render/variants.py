"""In which sizes and formats a picture is published, by the place where a page shows it."""

from functools import lru_cache
from hashlib import blake2b
from pathlib import PurePosixPath

from msgspec import Struct

from hubkit.kinds.picture import Look, Photo

VERSION = "1"
"""Of how variants are made."""
FALLBACK = 1200
"""Pixels across of the one size for browsers that know no new format, and for previews of links."""
SECOND = 720
"""Pixels across of the largest WebP beside AVIF: few browsers know the one and not the other."""
_STEPS = (480, 720, 1088, 1440)
"""A telephone, a column of text, a telephone with three dots a pixel, a column with two."""
_NARROW = "calc(100vw - 2rem)"
"""What is left between the margins of a small window."""


class Use(Struct, frozen=True):
    """A place on a page that shows pictures."""

    widths: tuple[int, ...]
    """In pixels; a picture is never enlarged."""
    sizes: str = ""
    """How wide it is shown in base, as the attribute `sizes` says it; nothing where there is one width alone."""
    height: int = 0
    """The most it may be high; 0 for whatever its shape gives."""
    is_square: bool = False
    """Cut to a square about its middle."""
    is_first: bool = False
    """Part of what a visitor sees first: fetched at once."""


USES = {
    "banner": Use((*_STEPS, 1920), "100vw", is_first=True),
    "hero": Use(_STEPS, f"(min-width: 76rem) 30rem, (min-width: 48rem) 42vw, {_NARROW}", is_first=True),
    "story": Use(_STEPS, f"(min-width: 72rem) 42rem, (min-width: 62rem) 54vw, {_NARROW}", is_first=True),
    "prose": Use(_STEPS, f"(min-width: 46rem) 42rem, {_NARROW}"),
    "card": Use((480, 720), f"(min-width: 36rem) 20rem, {_NARROW}"),
    "portrait": Use((416,), is_square=True, is_first=True),
    "avatar": Use((192,), is_square=True),
    "logo": Use((576,), height=144),
}
"""What `picture_tag` takes, by name."""
WIDEST = max(width for use in USES.values() for width in use.widths)


class Variant(Struct, frozen=True):
    """A picture in one size and format, to be made of `photo`."""

    photo: Photo
    width: int
    height: int
    suffix: str
    is_cut: bool = False
    """To that shape, about its middle."""

    @property
    def path(self) -> str:
        """Where it is published, by what it is made of and how: `assets/bridge-960.0f3c….avif`."""
        size = f"{self.width}x{self.height}" if self.is_cut else str(self.width)
        return f"assets/{_stem(self.photo.source)}-{size}.{_mark(self.photo.digest)}.{self.suffix}"


@lru_cache(maxsize=1)
def has_avif() -> bool:
    """Return whether this Pillow writes AVIF."""
    try:
        from PIL import _avif  # the little that tells; PIL.features loads much more
    except ImportError:
        return False
    return bool(_avif.encoder_codec_available("aom"))


@lru_cache(maxsize=1)
def way_of_making() -> str:
    """Return a name for how variants are made here: another version of Pillow may write other bytes."""
    from PIL import __version__

    return f"{VERSION} {__version__} {'avif' if has_avif() else 'webp'}"


@lru_cache(maxsize=1024)
def _mark(digest: str) -> str:
    return blake2b(f"{way_of_making()} {digest}".encode(), digest_size=8).hexdigest()


@lru_cache(maxsize=1024)
def _stem(source: str) -> str:
    stem = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in PurePosixPath(source).stem)
    return stem.lower()[:60] or "picture"


def fallback(photo: Photo, use: Use | None = None) -> Variant:
    """Return the one variant that every browser can show: JPEG, or PNG where that would lose something."""
    suffix = "jpg" if photo.look is Look.photo else "png"
    if use is not None and len(use.widths) == 1:
        return _single(photo, use, suffix)
    return _scaled(photo, min(FALLBACK, photo.width), suffix)


def sources(photo: Photo, use: Use, *, avif: bool) -> tuple[tuple[Variant, ...], ...]:
    """Return the variants in newer formats, the best format first, each from small to large; `avif` if that is one."""
    suffixes = ("avif", "webp") if avif and photo.look is not Look.graphic else ("webp",)
    if len(use.widths) == 1:
        return ((_single(photo, use, suffixes[0]),),)
    widths = _widths(photo, use)
    found = [tuple(_scaled(photo, width, suffixes[0]) for width in widths)]
    for suffix in suffixes[1:]:
        small = [width for width in widths if width <= SECOND] or widths[:1]
        found.append(tuple(_scaled(photo, width, suffix) for width in small))
    return tuple(found)


def _widths(photo: Photo, use: Use) -> tuple[int, ...]:
    """Return the widths of a use up to that of the picture; none that is hardly smaller than the next."""
    largest = min(photo.width, use.widths[-1])
    return (*(width for width in use.widths if width * 10 <= largest * 9), largest)


def _scaled(photo: Photo, width: int, suffix: str) -> Variant:
    return Variant(photo, width, max(1, round(photo.height * width / photo.width)), suffix)


def _single(photo: Photo, use: Use, suffix: str) -> Variant:
    if use.is_square:
        side = min(photo.width, photo.height, *use.widths)
        return Variant(photo, side, side, suffix, is_cut=True)
    fitting = photo.width * use.height // photo.height if use.height else photo.width
    return _scaled(photo, max(1, min(photo.width, fitting, *use.widths)), suffix)
