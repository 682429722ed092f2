"""Pictures on pages: the HTML that lets a browser take the fitting size in the best format that it knows."""

import re
from html import unescape
from typing import Any

from jinja2 import UndefinedError, pass_context
from markupsafe import Markup
from msgspec import Struct

from hubkit.kinds.event.value import Event, Series
from hubkit.kinds.fields import Picture
from hubkit.kinds.hub.value import Hub
from hubkit.kinds.phrase import Phrase, direction, escaped
from hubkit.kinds.picture import Photo
from hubkit.kinds.record import Record
from hubkit.kinds.texts import Text
from hubkit.problems import did_you_mean
from hubkit.render.desk import Desk, PageContext
from hubkit.render.interface import as_html
from hubkit.render.variants import USES, Use, Variant, fallback, has_avif, sources

_IMAGE = re.compile(r'<img src="([^"]*)"((?:[^">]|"[^"]*")*)>')
_TYPES = {"avif": "image/avif", "webp": "image/webp"}


class PictureView(Struct, frozen=True):
    """A picture in one size, as a template shows it that writes the tag itself."""

    src: str
    width: int
    height: int
    alt: str


def owner_of(owner: Any) -> tuple[str, str]:
    """Return the source file of a value that has one, and the hub it belongs to."""
    if isinstance(owner, Series):
        owner = owner.first
    return (owner.source, owner.hub) if isinstance(owner, (Event, Hub, Record)) else ("hubkit.yaml", "")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def _photo(desk: Desk, value: Picture, owner: Any) -> Photo | None:
    source, hub = owner_of(owner)
    for file in (source, *(owner.sources if isinstance(owner, Event) else ())):
        found = desk.photo(file, hub if file.startswith("hubs/") else "", value.file)
        if found is not None:
            return found
    return None


@pass_context
def picture(context: PageContext, value: Picture | None, owner: Any) -> PictureView | None:
    """Return the picture that `owner` names in one size, which is then published; None where there is none."""
    desk = context.desk
    photo = _photo(desk, value, owner) if value is not None else None
    if value is None or photo is None:
        return None
    variant = fallback(photo)
    return PictureView(desk.link(variant), variant.width, variant.height, desk.words.plain(value.alt))


@pass_context
def picture_tag(
    context: PageContext,
    value: Picture | None,
    owner: Any,
    use: str,
    *,
    classes: str = "",
    sizes: str = "",
    alt: Text | str | None = None,
) -> Markup:
    """Return the `<picture>` of what `owner` names, in the sizes for its `use`; nothing where there is none.

    `sizes` tells how wide the theme shows it, where that is otherwise than in base; `alt` stands in place of its own.
    """
    place = USES.get(use)
    if place is None:
        near = did_you_mean(str(use), USES)
        raise UndefinedError(f"'{use}' is no use of pictures" + (f"; did you mean '{near}'?" if near else ""))
    desk = context.desk
    photo = _photo(desk, value, owner) if value is not None else None
    if value is None or photo is None:
        return Markup("")
    words = value.alt if alt is None else alt
    text = desk.words.text(words) if isinstance(words, Text) else words
    marked = text.marked if isinstance(text, Phrase) else ""
    variant = fallback(photo, place)
    rest = f' alt="{escaped(str(text))}"'
    if marked:
        rest += f' lang="{marked}" dir="{direction(marked)}"'
    rest += f' width="{variant.width}" height="{variant.height}"'
    rest += ' fetchpriority="high"' if place.is_first else ' loading="lazy"'
    return as_html(_tag(desk, photo, place, escaped(desk.link(variant)), rest, sizes, classes))


def _tag(desk: Desk, photo: Photo, use: Use, src: str, rest: str, sizes: str = "", classes: str = "") -> str:
    """Return the HTML of a picture; the link `src` and the other attributes of its `<img>` are escaped already."""
    parts = ["<picture>"]
    for variants in sources(photo, use, avif=has_avif()):
        kind, choice = _TYPES[variants[0].suffix], escaped(_srcset(desk, use, variants))
        wide = f' sizes="{escaped(sizes or use.sizes)}"' if len(use.widths) > 1 else ""
        parts.append(f'<source type="{kind}" srcset="{choice}"{wide}>')
    names = " ".join(filter(None, (classes, f"tone-{photo.tone}" if photo.tone >= 0 else "")))
    named = f' class="{escaped(names)}"' if names else ""
    parts.append(f'<img{named} src="{src}"{rest} decoding="async"></picture>')
    return "".join(parts)


def _srcset(desk: Desk, use: Use, variants: tuple[Variant, ...]) -> str:
    if len(use.widths) == 1:
        return desk.link(variants[0])
    return ", ".join(f"{desk.link(variant)} {variant.width}w" for variant in variants)


def with_sources(html: str, photos: dict[str, Photo], desk: Desk) -> str:
    """Return cleaned HTML with the pictures in it in every size for a text; `photos` has them by their links."""

    def tag(match: re.Match[str]) -> str:
        photo = photos.get(unescape(match[1]))
        if photo is None:
            return match[0]
        return _tag(desk, photo, USES["prose"], match[1], match[2])

    return _IMAGE.sub(tag, html)
