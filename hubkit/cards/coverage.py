"""Which letters a font has, by its own table (OpenType 1.9, `cmap`), so that none is drawn as an empty box."""

from collections.abc import Iterator
from struct import Struct, error, unpack_from

_SEGMENT_HEAD = 14
_GROUP = Struct(">III")
_UNICODE = {(0, 3): 1, (3, 1): 1, (0, 4): 2, (0, 6): 2, (3, 10): 2}
"""The platforms and encodings whose numbers are those of Unicode, and how much of it: 16 bits, or all."""


def letters_of(font: bytes, index: int = 0) -> frozenset[int]:
    """Return the characters that a font file, or font `index` of a collection, can show; none of what is no font."""
    try:
        return frozenset(_letters(font, unpack_from(">I", font, 12 + 4 * index)[0] if font[:4] == b"ttcf" else 0))
    except error:
        return frozenset()


def _letters(font: bytes, start: int) -> Iterator[int]:
    for number in range(unpack_from(">H", font, start + 4)[0]):
        tag, _, table, _ = unpack_from(">4sIII", font, start + 12 + 16 * number)
        if tag != b"cmap":
            continue
        entries = (
            unpack_from(">HHI", font, table + 4 + 8 * each) for each in range(unpack_from(">H", font, table + 2)[0])
        )
        found = [(_UNICODE[entry[:2]], entry[2]) for entry in entries if entry[:2] in _UNICODE]
        if found:
            yield from _subtable(font, table + max(found)[1])


def _subtable(font: bytes, start: int) -> Iterator[int]:
    kind = unpack_from(">H", font, start)[0]
    if kind == 4:
        yield from _segments(font, start)
    elif kind == 12:
        count = unpack_from(">I", font, start + 12)[0]
        end = 0
        for first, last, _ in _GROUP.iter_unpack(font[start + 16 : start + 16 + 12 * count]):
            if first >= end:  # in order, so that a broken table ends
                end = min(last, 0x10FFFF) + 1
                yield from range(first, end)


def _segments(font: bytes, start: int) -> Iterator[int]:
    """Yield what a table of format 4 has: segments with a last and a first character, a delta and a place of glyphs."""
    size = unpack_from(">H", font, start + 6)[0]
    count = size // 2
    lasts = unpack_from(f">{count}H", font, start + _SEGMENT_HEAD)
    firsts = unpack_from(f">{count}H", font, start + _SEGMENT_HEAD + size + 2)
    deltas = unpack_from(f">{count}H", font, start + _SEGMENT_HEAD + 2 * size + 2)
    places = start + _SEGMENT_HEAD + 3 * size + 2
    offsets = unpack_from(f">{count}H", font, places)
    end = 0
    for each, (first, last, delta, offset) in enumerate(zip(firsts, lasts, deltas, offsets, strict=True)):
        if first < end:
            continue
        end = last + 1
        for character in range(first, min(last, 0xFFFE) + 1):
            glyph = character
            if offset:
                glyph = unpack_from(">H", font, places + 2 * each + offset + 2 * (character - first))[0]
                if not glyph:
                    continue
            if (glyph + delta) & 0xFFFF:
                yield character
