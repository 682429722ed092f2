"""What hubkit makes of Markdown, whoever parses it: links and pictures of a file resolved, headings below a title."""

import re
from collections.abc import Callable, Iterable

from msgspec import Struct

_BETWEEN_WORDS = re.compile(r"\W+")


class Found(Struct, frozen=True):
    """A picture as Markdown shows it."""

    src: str
    width: int
    height: int


class Links(Struct, frozen=True):
    """How the links and pictures of one file are resolved; each returns None for what is taken out."""

    link: Callable[[str], str | None]
    picture: Callable[[str], Found | None]


class Target(Struct, frozen=True):
    """A link or picture in a Markdown text: what it names, the line (from 0), and the words for it."""

    url: str
    line: int
    is_picture: bool
    words: str


def levels_below(top: int, levels: list[int]) -> list[int]:
    """Return the levels of a text's headings such that they begin at `top`, and none is left out going down."""
    shift = top - min(levels, default=top)
    shaped: list[int] = []
    previous = top - 1
    for level in levels:
        previous = min(6, max(top, level + shift), previous + 1)
        shaped.append(previous)
    return shaped


def heading_ids(prefix: str, contents: Iterable[str]) -> list[str]:
    """Return an id for each heading of a text, in order, each there once."""
    used: dict[str, int] = {}
    ids: list[str] = []
    for content in contents:
        base = _BETWEEN_WORDS.sub("-", content.casefold()).strip("-")[:60] or "part"
        slug = base
        while slug in used:
            used[base] += 1
            slug = f"{base}-{used[base]}"
        used[slug] = 1
        ids.append(f"{prefix}-{slug}")
    return ids
