"""Any Markdown by the reference parser, markdown-it-py."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from hubkit.kinds.comments import without_comments
from hubkit.kinds.shape import Links, Target, heading_ids, levels_below


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return without_comments(MarkdownIt("js-default", {"linkify": False, "typographer": False}))


def reference_html(text: str, links: Links, top: int, id_prefix: str) -> str:
    """Return the HTML of a text, not cleaned yet."""
    parser = _parser()
    tokens = parser.parse(text)
    _shape_headings(tokens, top, id_prefix)
    for token in tokens:
        if token.type == "fence":
            token.info = re.sub(r"[^A-Za-z0-9_+-].*", "", token.info.strip())
        elif token.type in {"th_open", "td_open"}:
            _align(token)
        elif token.type == "inline":
            _resolve(token.children or [], links)
    return str(parser.renderer.render(tokens, parser.options, {}))


def _shape_headings(tokens: Sequence[Token], top: int, id_prefix: str) -> None:
    places = [place for place, token in enumerate(tokens) if token.type == "heading_open"]
    levels = levels_below(top, [int(tokens[place].tag[1]) for place in places])
    ids = heading_ids(id_prefix, [tokens[place + 1].content for place in places])
    for place, level, identity in zip(places, levels, ids, strict=True):
        opening, _, closing = tokens[place : place + 3]
        opening.tag = closing.tag = f"h{level}"
        if id_prefix:
            opening.attrSet("id", identity)


def _align(token: Token) -> None:
    style = str(token.attrs.pop("style", ""))
    if style:
        token.attrSet("class", "align-" + ("end" if "right" in style else "center" if "center" in style else "start"))
    if token.type == "th_open":
        token.attrSet("scope", "col")


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


def reference_targets(text: str) -> list[Target]:
    """Return every link and picture of a text, in order."""
    found: list[Target] = []
    for token in _parser().parse(text):
        line = token.map[0] if token.map else 0
        for child in token.children or [] if token.type == "inline" else []:
            attribute: Any = child.attrGet("src" if child.type == "image" else "href")
            if child.type in {"softbreak", "hardbreak"}:
                line += 1
            elif child.type == "link_open":
                found.append(Target(str(attribute or ""), line, is_picture=False, words=""))
            elif child.type == "image":
                found.append(Target(str(attribute or ""), line, is_picture=True, words=child.content))
    return found
