"""A Markdown file in two parts: the YAML between the first two lines `---`, and the text below."""

import re

from msgspec import Struct

_FENCE = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
FIRST_LINE = 2
"""The line on which front matter begins, below the first `---`."""


class Parts(Struct, frozen=True):
    """The two parts of a Markdown file."""

    front_matter: str
    body: str
    body_start: int
    """Where in the file's text `body` begins."""
    body_line: int
    closed: bool = True
    """False when the file begins with `---` and no second one follows; then both parts are empty."""


def split_front_matter(text: str) -> Parts:
    """Return both parts of `text`; without `---` in the very first line all of it is body."""
    first = _FENCE.match(text)
    if first is None:
        return Parts("", text, 0, 1)
    start = first.end() + 1
    fence = text.find("\n---", first.end())
    while fence >= 0 and not _FENCE.match(text, fence + 1):
        fence = text.find("\n---", fence + 1)
    second = _FENCE.match(text, fence + 1) if fence >= 0 else None
    if second is None:
        return Parts("", "", len(text), 1, closed=False)
    end = min(second.end() + 1, len(text))
    return Parts(text[start : second.start()], text[end:], end, text.count("\n", 0, second.end()) + 2)
