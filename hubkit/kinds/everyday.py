"""Everyday Markdown by a compiled parser: the constructs that it reads just as the reference does, and no others."""

import re
from html import escape, unescape

from hubkit.kinds.shape import Links, Target, heading_ids, levels_below

LONGEST = 20_000
"""Characters past which a text is not of every day."""
BESIDE_EMPHASIS = (
    r"\x00-\x7f\w\xa1-\xbf\u200d\u2010-\u2027\u2030-\u205e\u2600-\u27bf\u3001-\u3020\ufe0f\uff01-\uff65"
    r"\U0001f300-\U0001f64f\U0001f900-\U0001f9ff"
)
"""What may stand beside emphasis: characters of which each version of Unicode since 14 says the same."""
_ODD = r"\x00-\x1f\x7f-\x9f\\`*_~\[\]<&!\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_WORDS = rf"[^{_ODD}]++ | !(?!\[) | &(?!\#?\w+;)"
_MARKED = rf"""
    {_WORDS}
    | (?<=[^\s*_]) [\xa0\u2009\u202f\u3000] (?=[^\s*_])                         # a space between words
    | \\ (?: [!-/:-@\[-`{{-~] | $ )                                             # an escape, a break
    | (?<![^{BESIDE_EMPHASIS}]) (?: \*++ | _++ ) (?![^{BESIDE_EMPHASIS}])
    | ~(?!~)
    | <(?=[\ 0-9=-]|$)(?![^\s<>]*@)
"""
_HOST = r"https?://[A-Za-z0-9]++ (?: [.-][A-Za-z0-9]++ )* (?: :[0-9]{1,5} )?"
_PATH = r"[A-Za-z0-9._~/?\#=&@,+-]"
_TARGET = rf"""
    (?: {_HOST} (?: [/?\#] (?: : | {_PATH} | %[0-9A-Fa-f]{{2}} )* )?
    | mailto:[A-Za-z0-9.@_+-]++
    | (?!//){_PATH}++ )
"""
_INLINE = rf"""
    {_MARKED}
    | !\[ (?: {_WORDS} )* \]\( {_TARGET} \)                                     # a picture
    | \[ (?: {_MARKED} )* \]\( {_TARGET} \)                                     # a link
    | \[
    | \](?![(:])
    | `(?!`)[^`]++`(?!`)
    | < {_HOST} (?: [/?\#] (?: : | {_PATH} )* )? >
"""
_STRUCTURE = r"\s | [>|] | \#{1,6}(?:\s|$) | [*_]++(?:\s|$) | [-+=:](?![^\W_]) | [0-9]{1,9}[.)](?:\s|$)"
"""What a line may not begin with, nor what follows its mark: it would open another block, or close one."""
_LINE = re.compile(
    rf"""
    (?: (?P<heading>\#{{1,6}}\ ++ (?!\#))
      | (?: [-*+]\ {{1,4}} | [0-9]{{1,9}}[.)]\ {{1,4}} | >\ ? | \ {{0,3}} )     # a list, a quotation, a paragraph
        (?! {_STRUCTURE} ) )
    (?: {_INLINE} )+ (?(heading) (?<![\#\ ]) )
    | \*{{3,}}+                                                                 # a rule
    | \ *+
    """,
    re.VERBOSE,
)
_TARGETS = re.compile(r"\\.|`[^`]*`|(!?)\[((?:\\.|[^\[\]\\`])*)\]\(([^()]*)\)|<(https?:[^>]*)>")
_HEADING = re.compile(r"<h([1-6])>(.*)</h[1-6]>")
_HEADING_TEXT = re.compile(r"\n#{1,6} +(.*)")
_LINK = re.compile(r'<a href="([^"]*)">|<img src="([^"]*)" alt="([^"]*)" />')


def is_everyday(text: str) -> bool:
    """Return whether a text holds nothing but what both parsers are known to read alike."""
    return len(text) <= LONGEST and all(map(_LINE.fullmatch, filter(None, text.split("\n"))))


def everyday_targets(text: str) -> list[Target]:
    """Return every link and picture of a text of every day, in order."""
    return [
        Target(target or address, number, is_picture=bool(mark), words=words if mark else "")
        for number, line in enumerate(text.split("\n"))
        for mark, words, target, address in _TARGETS.findall(line)
        if target or address
    ]


def everyday_html(text: str, links: Links, top: int, id_prefix: str) -> str:
    """Return the HTML of a text of every day, not cleaned yet."""
    import pyromark

    html = pyromark.html(text).replace("<br />", "<br>").replace("<hr />", "<hr>")
    if "<h" in html:
        html = _with_headings(html, text, top, id_prefix)
    return _LINK.sub(lambda tag: _resolved(tag, links), html)


def _with_headings(html: str, text: str, top: int, id_prefix: str) -> str:
    first, *rest = _HEADING.split(html)
    levels = levels_below(top, list(map(int, rest[::3])))
    ids = heading_ids(id_prefix, _HEADING_TEXT.findall(f"\n{text}")) if id_prefix else []
    marks = [f' id="{identity}"' for identity in ids] or [""] * len(levels)
    return first + "".join(
        f"<h{level}{mark}>{shown}</h{level}>{after}"
        for level, mark, shown, after in zip(levels, marks, rest[1::3], rest[2::3], strict=True)
    )


def _resolved(tag: re.Match[str], links: Links) -> str:
    target, src, words = tag.groups()
    if src is None:
        address = links.link(unescape(target))
        return "<a>" if address is None else f'<a href="{escape(address)}">'
    found = links.picture(unescape(src))
    if found is None:
        return words
    alt = "" if words == "decorative" else words
    size = f' width="{found.width}" height="{found.height}" loading="lazy"' if found.width else ""
    return f'<img src="{escape(found.src)}" alt="{alt}"{size}>'
