"""What of HTML may be published, and HTML with nothing else in it."""

import re
from functools import lru_cache

from nh3 import Cleaner

_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol"})
_INLINE = frozenset({"a", "code", "em", "strong"})
_BLOCKS = _HEADINGS | _LISTS | {"blockquote", "hr", "p"}
_TAGS = {
    *_BLOCKS,
    *_INLINE,
    *["abbr", "b", "br", "dd", "del", "div", "dl", "dt", "i", "img", "li", "mark", "pre", "s", "sub", "sup"],
    *["table", "tbody", "td", "th", "thead", "tr"],
}
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height", "loading"},
    "code": {"class"},
    "ol": {"start"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "td": {"class"},
    "th": {"class", "scope"},
    **{heading: {"id"} for heading in _HEADINGS},
}
_SCHEMES = {"http", "https", "mailto", "tel"}

_REST = r"(?: [A-Za-z0-9._~/?\#=,:@+%-] | &amp; )*+"
_ADDRESS = rf"""
    (?: https?:// (?: (?!xn--)[a-z0-9-]++\. )+ [a-z]++ (?: [/?\#]{_REST} )?
    | mailto: [A-Za-z0-9.@_+-]++
    | /(?!/){_REST}
    | \#{_REST} )
"""
_PLAIN = re.compile(
    rf"""
    (?: [^<]++
    | <(?: /?(?:p|li|ul|ol|em|strong|code|blockquote)
         | [bh]r
         | h[2-6](?:\ id="[\w-]++")?
         | /(?:a|h[2-6])
         | a\ href="{_ADDRESS}"
         | ol\ start="[0-9]++"
         | img\ src="{_ADDRESS}"\ alt="[^"<>]*+"(?:\ width="[0-9]++"\ height="[0-9]++"\ loading="lazy")? )>
    )*+
    """,
    re.VERBOSE,
)
"""Texts and tags that a cleaner writes as it reads them, if it does so with each character of the texts."""
_REFERENCE = re.compile("&(?!(?:amp|lt|gt);)")
"""A character reference that a cleaner would write otherwise."""
_TAG = re.compile("<(?!br|img)(/?[a-z]+[2-6]?)")
_WITHIN = {
    "": _BLOCKS,
    "blockquote": _BLOCKS,
    "li": _BLOCKS | _INLINE,
    "code": frozenset[str](),
    **dict.fromkeys(_LISTS, frozenset({"li"})),
    **dict.fromkeys(_HEADINGS | (_INLINE - {"code"}) | {"p"}, _INLINE),
}
"""The tags that may stand in each, and those that may stand in none; pictures and breaks may everywhere."""


def cleaned(html: str) -> str:
    """Return HTML with nothing in it but the tags, attributes and schemes that may be published."""
    return html if is_clean(html) else _cleaner().clean(html)


def is_clean(html: str) -> bool:
    """Return True only for HTML that cleaning leaves as it is; of what is everyday for Markdown, that is nearly all."""
    if "\xa0" in html or "\r" in html or "\0" in html or _REFERENCE.search(html):
        return False
    if html.count(">") != html.count("<") or not _PLAIN.fullmatch(html):
        return False
    unclosed = [""]
    for tag in _TAG.findall(html):
        if tag[0] == "/":
            if unclosed.pop() != tag[1:]:
                return False
        elif tag not in _WITHIN[unclosed[-1]] or (tag == "a" and "a" in unclosed):
            return False
        elif tag != "hr":
            unclosed.append(tag)
    return len(unclosed) == 1


@lru_cache(maxsize=1)
def _cleaner() -> Cleaner:
    return Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
        clean_content_tags={"script", "style"},
    )
