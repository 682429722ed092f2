"""What of HTML may be published, and HTML with nothing else in it."""

import re
from functools import lru_cache

from nh3 import Cleaner

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_TAGS = {
    *_HEADINGS,
    *["a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "hr", "i", "img", "li"],
    *["mark", "ol", "p", "pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"],
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
_NESTED = re.compile("<(?!br|img)/?[a-z]+[2-6]?")
_INLINE = ("code", "em", "strong", "em", "a", "strong", "em")
_INSIDE_OUT = (
    *((f"<{tag}</{tag}", "") for tag in (*_INLINE, "p")),
    *((f"<{heading}</{heading}", "<hr") for heading in _HEADINGS),  # a heading may stand where a rule may
    ("<hr", ""),
    *((f"<{tag}</{tag}", "") for tag in ("li", "ul", "ol", "blockquote")),
)
"""Taken away in this order, the tags of well nested HTML leave nothing; pictures and breaks may stand anywhere."""


def cleaned(html: str) -> str:
    """Return HTML with nothing in it but the tags, attributes and schemes that may be published."""
    return html if is_clean(html) else _cleaner().clean(html)


def is_clean(html: str) -> bool:
    """Return True only for HTML that cleaning leaves as it is; of what is everyday for Markdown, that is nearly all."""
    if "\xa0" in html or "\r" in html or "\0" in html or _REFERENCE.search(html):
        return False
    if html.count(">") != html.count("<") or not _PLAIN.fullmatch(html):
        return False
    tags = "".join(_NESTED.findall(html))
    for pair, rest in _INSIDE_OUT:
        tags = tags.replace(pair, rest)
    return not tags


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
