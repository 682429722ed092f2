"""Draws the pictures of the example site: python scripts/draw_pictures.py [NAME…]; only Pillow is needed."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from drawing import faces, kyoto, lisbon, network, tiles, valparaiso
from drawing.canvas import save
from PIL import Image

SITE = Path(__file__).resolve().parent.parent / "example-site"
WIDE_LIMIT, PORTRAIT_LIMIT = 55_000, 13_000
"""The most bytes that a picture may have."""

PLACES: dict[str, Callable[[], Image.Image]] = {
    "media/magic-lantern.jpg": network.magic_lantern,
    "media/tagus-paper.png": network.paper_logo,
    "hubs/lisbon/media/lisbon-tram.webp": lisbon.tram,
    "hubs/lisbon/media/lisbon-tiles.webp": tiles.wall,
    "hubs/valparaiso/media/valparaiso-hills.webp": valparaiso.hills,
    "hubs/valparaiso/media/port-cranes.webp": valparaiso.port,
    "hubs/kyoto/media/kyoto-dusk.jpg": kyoto.dusk,
    "hubs/kyoto/media/kamogawa-dawn.jpg": kyoto.dawn,
}
MEMBERS = {
    "lisbon": ("ines-carvalho", "tomas-almeida", "beatriz-nunes"),
    "valparaiso": ("camila-rojas", "diego-fuentes", "marisol-vera"),
    "kyoto": ("aoi-morita", "kenji-hayashi"),
}


def main(wanted: list[str]) -> None:
    """Draw every picture, or those whose path holds one of the words in `wanted`."""
    portraits = {
        f"hubs/{hub}/media/{member}.jpg": partial(faces.portrait, member)
        for hub, members in MEMBERS.items()
        for member in members
    }
    for path, draw in {**PLACES, **portraits}.items():
        if not wanted or any(word in path for word in wanted):
            save(draw(), SITE / path, PORTRAIT_LIMIT if path in portraits else WIDE_LIMIT)


if __name__ == "__main__":
    main(sys.argv[1:])
