"""Markdown to HTML that is safe to publish: no raw HTML, no script, links and pictures resolved for their file."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from hubkit.kinds.comments import without_comments

_TAGS = {
    *[
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "s",
        "strong",
        "sub",
        "sup",
    ],
    *["table", "tbody", "td", "th", "thead", "tr", "ul"],
}
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height", "loading"},
    "code": {"class"},
    "ol": {"start"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "td": {"class"},
    "th": {"class", "scope"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_BOMB = re.compile(r"[\[(!]{200,}|(?:!\[\[\]\(){50,}|^(?:[^|\n]*\|){100}", re.MULTILINE)
MOST_OPEN = 200
"""Brackets open at once, or comments, past which a text is shown as it was typed."""


@dataclass(frozen=True, slots=True)
class Found:
    """A picture as Markdown shows it."""

    src: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Links:
    """How the links and pictures of one file are resolved; each returns None for what is taken out."""

    link: Callable[[str], str | None]
    picture: Callable[[str], Found | None]


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return without_comments(MarkdownIt("js-default", {"linkify": False, "typographer": False}))


def _is_bomb(text: str) -> bool:
    """Return whether a text would cost Markdown parsers minutes or megabytes."""
    if _BOMB.search(text) or text.count("<!--") > MOST_OPEN:
        return True
    if text.count("[") < MOST_OPEN:
        return False
    return max(accumulate((c == "[") - (c == "]") for c in text)) >= MOST_OPEN


def render_markdown(text: str, links: Links, *, top: int = 2, id_prefix: str = "") -> str:
    """Return `text` as HTML whose headings begin at level `top`; headings get ids only with an `id_prefix`."""
    if _is_bomb(text):
        return f"<pre>{_escaped(text)}</pre>"
    parser = _parser()
    tokens = parser.parse(text)
    _shape(tokens, links, top, id_prefix)
    html = parser.renderer.render(tokens, parser.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
        clean_content_tags={"script", "style"},
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _shape(tokens: Sequence[Token], links: Links, top: int, id_prefix: str) -> None:
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = top - min(levels, default=top)
    used: dict[str, int] = {}
    previous = top - 1
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            level = min(6, max(top, int(token.tag[1]) + shift), previous + 1)
            previous = level
            token.tag = f"h{level}"
            if id_prefix:
                token.attrSet("id", _heading_id(tokens[index + 1].content, id_prefix, used))
        elif token.type == "heading_close":
            token.tag = f"h{previous}"
        elif token.type == "fence":
            token.info = re.sub(r"[^A-Za-z0-9_+-].*", "", token.info.strip())
        elif token.type in {"th_open", "td_open"}:
            _align(token)
        elif token.type == "inline":
            _resolve(token.children or [], links)


def _align(token: Token) -> None:
    style = str(token.attrs.pop("style", ""))
    if style:
        token.attrSet("class", "align-" + ("end" if "right" in style else "center" if "center" in style else "start"))
    if token.type == "th_open":
        token.attrSet("scope", "col")


def _heading_id(content: str, prefix: str, used: dict[str, int]) -> str:
    base = re.sub(r"[^\w]+", "-", content.casefold()).strip("-")[:60] or "part"
    slug = base
    while slug in used:
        used[base] += 1
        slug = f"{base}-{used[base]}"
    used[slug] = 1
    return f"{prefix}-{slug}"


def _resolve(children: list[Token], links: Links) -> None:
    for token in children:
        if token.type == "link_open":
            target = links.link(str(token.attrGet("href") or ""))
            if target is None:
                token.attrs.pop("href", None)
            else:
                token.attrSet("href", target)
        elif token.type == "image":
            found = links.picture(str(token.attrGet("src") or ""))
            if found is None:
                token.type, token.tag, token.content = "text", "", token.content
                continue
            token.attrs = {**token.attrs, "src": found.src, "alt": ""}
            if token.content == "decorative":
                token.children = []
            if found.width:
                token.attrs = {**token.attrs, "width": found.width, "height": found.height, "loading": "lazy"}


@dataclass(frozen=True, slots=True)
class Target:
    """A link or picture in a Markdown text: what it names, the line (from 0), and the words for it."""

    url: str
    line: int
    is_picture: bool
    words: str


def targets(text: str) -> list[Target]:
    """Return every link and picture of a Markdown text, in order."""
    found: list[Target] = []
    if _is_bomb(text):
        return found
    for token in _parser().parse(text):
        for child in token.children or [] if token.type == "inline" else []:
            line = token.map[0] if token.map else 0
            attribute: Any = child.attrGet("src" if child.type == "image" else "href")
            if child.type == "link_open":
                found.append(Target(str(attribute or ""), line, is_picture=False, words=""))
            elif child.type == "image":
                found.append(Target(str(attribute or ""), line, is_picture=True, words=child.content))
    return found
