"""Markdown to HTML that is safe to publish: no raw HTML, no script, links and pictures resolved for their file."""

import re
from itertools import accumulate

from hubkit.kinds.cleaning import cleaned
from hubkit.kinds.everyday import everyday_html, everyday_targets, is_everyday
from hubkit.kinds.shape import Found, Links, Target

__all__ = ["Found", "Links", "Target", "cleaned", "render_markdown", "targets"]

_BOMB = re.compile(r"[\[(!]{200,}|(?:!\[\[\]\(){50,}|^(?:[^|\n]*\|){100}", re.MULTILINE)
MOST_OPEN = 200
"""Brackets open at once, or comments, past which a text is shown as it was typed."""


def _is_bomb(text: str) -> bool:
    """Return whether a text would cost Markdown parsers minutes or megabytes."""
    openings = text.count("[")
    if openings + text.count("(") + text.count("!") < MOST_OPEN and text.count("|") < 100 and "<!--" not in text:
        return False
    if _BOMB.search(text) or text.count("<!--") > MOST_OPEN:
        return True
    if openings < MOST_OPEN:
        return False
    return max(accumulate((c == "[") - (c == "]") for c in text)) >= MOST_OPEN


def render_markdown(text: str, links: Links, *, top: int = 2, id_prefix: str = "") -> str:
    """Return `text` as HTML whose headings begin at level `top`; headings get ids only with an `id_prefix`."""
    if _is_bomb(text):
        return f"<pre>{_escaped(text)}</pre>"
    if is_everyday(text):
        return cleaned(everyday_html(text, links, top, id_prefix))
    from hubkit.kinds.commonmark import reference_html

    return cleaned(reference_html(text, links, top, id_prefix))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def targets(text: str) -> list[Target]:
    """Return every link and picture of a Markdown text, in order."""
    if _is_bomb(text):
        return []
    if is_everyday(text):
        return everyday_targets(text)
    from hubkit.kinds.commonmark import reference_targets

    return reference_targets(text)
