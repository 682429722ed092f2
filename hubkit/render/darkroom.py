"""Variants of pictures, made from their pixels alone: nothing that a camera or an editor wrote beside them is kept."""

import io
from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from hubkit.kinds.picture import Look, Photo, decoded, digest_of
from hubkit.memo import Memo
from hubkit.problems import HubkitError
from hubkit.render.variants import WIDEST, Variant, way_of_making
from hubkit.values import Output


def developed(variants: Iterable[Variant], site: Path, memo: Memo) -> Iterator[Output]:
    """Yield the finished files; each picture is decoded at most once, and only if one of its variants is new."""
    wanted: dict[Photo, list[Variant]] = {}
    for variant in variants:
        wanted.setdefault(variant.photo, []).append(variant)
    for photo, each in wanted.items():
        negative = _Negative(site, photo)
        for variant in each:
            what = f"{photo.digest} {variant.width}x{variant.height} {variant.suffix}{' cut' * variant.is_cut}"
            make = partial(negative.developed, variant)
            content = memo.keep(f"variant {way_of_making()}", what.encode(), make)
            yield Output(variant.path, content, (photo.source,))


class _Negative:
    """A picture whose pixels are read when the first variant is made of them."""

    def __init__(self, site: Path, photo: Photo) -> None:
        self._site = site
        self._photo = photo
        self._sizes: dict[tuple[int, int, bool], Any] = {}

    @cached_property
    def _pixels(self) -> Any:
        """Always the same ones, whichever variants are made: their bytes must not depend on that."""
        content = (self._site / self._photo.source).read_bytes()
        if digest_of(content) != self._photo.digest:
            raise HubkitError(f"{self._photo.source} was changed while the site was built; build it again")
        return decoded(self._photo, content, WIDEST)

    def _sized(self, variant: Variant) -> Any:
        """Return the pixels of a variant, which those in other formats share."""
        key = (variant.width, variant.height, variant.is_cut)
        if key not in self._sizes:
            self._sizes[key] = _fitted(self._pixels, variant)
            self._sizes[key].info.clear()
        return self._sizes[key]

    def developed(self, variant: Variant) -> bytes:
        """Return the file of a variant."""
        pixels = self._sized(variant)
        is_lossless = variant.photo.look is Look.graphic
        target = io.BytesIO()
        if variant.suffix == "avif":
            # Speed 9 takes an eighth of the time of 6, for the same size; one thread, since hubs are made side by side.
            pixels.save(target, "AVIF", quality=52, speed=9, max_threads=1)
        elif variant.suffix == "webp":
            pixels.save(target, "WEBP", quality=76, method=4 if is_lossless else 2, lossless=is_lossless)
        elif variant.suffix == "jpg":
            pixels.save(target, "JPEG", quality=78, optimize=True, progressive=True)
        else:
            pixels.save(target, "PNG", optimize=True)
        return target.getvalue()


def _fitted(pixels: Any, variant: Variant) -> Any:
    from PIL.Image import Resampling

    size = (variant.width, variant.height)
    box: tuple[float, float, float, float] = (0, 0, *pixels.size)
    if variant.is_cut:
        scale = min(pixels.width / variant.width, pixels.height / variant.height)
        width, height = variant.width * scale, variant.height * scale
        left, top = (pixels.width - width) / 2, (pixels.height - height) / 2
        box = (left, top, left + width, top + height)
    if size == pixels.size:
        return pixels.copy()
    return pixels.resize(size, Resampling.BICUBIC, box=box, reducing_gap=2.0)
