"""Writes pictures of 16 colours as PNG (W3C Recommendation, third edition), from bands that are packed once."""

import zlib
from collections.abc import Sequence
from struct import pack

from msgspec import Struct

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BITS, _PALETTE, _DEFLATE, _FILTERS, _AT_ONCE = 4, 3, 0, 0, 0
UNFILTERED = 2
"""Points of colour 0 before each row: they are the byte that says how the row is filtered, which is not at all."""
_EFFORT = 3
"""Of zlib: as quick as less, and files are a fifth smaller; more takes twice as long."""
_ZLIB = b"\x78\x5e"
_LAST = b"\x03\x00"
"""An empty block that ends what is packed (RFC 1951, 3.2.3)."""
_ADLER = 65521


class Band(Struct, frozen=True):
    """Some rows of a picture, packed by themselves, so that pictures with the same rows share them."""

    packed: bytes
    check: int
    """Adler-32 (RFC 1950, 9) of the rows."""
    size: int


def band(rows: bytes) -> Band:
    """Return rows as a band: bytes that hold two points each, `UNFILTERED` points before each row."""
    packer = zlib.compressobj(_EFFORT, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
    # A full flush ends on a byte, and nothing after it leads back to before.
    packed = packer.compress(rows) + packer.flush(zlib.Z_FULL_FLUSH)
    return Band(packed, zlib.adler32(rows), len(rows))


def png(width: int, height: int, palette: bytes, bands: Sequence[Band]) -> bytes:
    """Return a picture of bands, from top to bottom: points are numbers of the `palette` of red, green and blue."""
    check = 1
    for each in bands:
        check = _continued(check, each)
    packed = b"".join((_ZLIB, *(each.packed for each in bands), _LAST, pack(">I", check)))
    head = pack(">IIBBBBB", width, height, _BITS, _PALETTE, _DEFLATE, _FILTERS, _AT_ONCE)
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", packed), (b"IEND", b""))
    return _SIGNATURE + b"".join(
        pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content)) for kind, content in chunks
    )


def _continued(check: int, band: Band) -> int:
    """Return the Adler-32 of what has `check`, followed by a band."""
    low, high = check & 0xFFFF, check >> 16
    total = (low + (band.check & 0xFFFF) - 1) % _ADLER
    weighted = (high + (band.check >> 16) + band.size * (low - 1)) % _ADLER
    return weighted << 16 | total
