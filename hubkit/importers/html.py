"""HTML from elsewhere as Markdown: known elements become marks, scripts and styles vanish, all else stays text."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    ["p", "div", "ul", "ol", "blockquote", "pre", "table", "tr", "section", "article", "header", "footer", "center"]
)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_SILENT = frozenset(["script", "style", "iframe", "object", "svg", "form", "video", "audio"])
_UNMARKED = frozenset(
    ["span", "u", "s", "code", "font", "small", "thead", "tbody", "td", "th", "input", "button", "embed"]
)
_ELEMENTS = _BLOCKS | _MARKS.keys() | _HEADINGS | _SILENT | _UNMARKED | {"a", "br", "hr", "li", "img"}
_NAMES = "|".join(sorted(_ELEMENTS))
_TAG = re.compile(rf"</?(?:{_NAMES})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(rf"&lt;(/?(?:{_NAMES})(?:\s[^<>&]*)?/?)&gt;", re.IGNORECASE)
_MARKDOWN = re.compile(r"\*\*|\]\(")
_SPECIAL = re.compile(r"([\\*`\[\]<]|(?<!\w)_|_(?!\w))")


def holds_html(text: str) -> bool:
    """Return whether `text` holds HTML, escaped once or not."""
    return _TAG.search(text) is not None or _ESCAPED_TAG.search(text) is not None


def as_markdown(text: str) -> str:
    """Return the Markdown of a text with HTML in it; marks of Markdown that stand beside the HTML stay marks."""
    text = _ESCAPED_TAG.sub(r"<\1>", text)
    converter = _Converter(escape=not _MARKDOWN.search(text))
    converter.feed(text)
    converter.close()
    return converter.markdown()


class _Converter(HTMLParser):
    def __init__(self, *, escape: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._escape = escape
        self._parts: list[str] = []
        self._open: list[tuple[str, str, int]] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._parts.append("\n")
        elif tag == "hr":
            self._parts.append("\n\n***\n\n")
        elif tag == "li":
            self._parts.append("\n* ")
        elif tag == "img":
            values = dict(attrs)
            self._parts.append(f"![{values.get('alt') or ''}]({values.get('src') or ''})")
        elif tag in _BLOCKS or tag == "tr":
            self._parts.append("\n\n")
        elif tag in _HEADINGS:
            self._parts.append(f"\n\n{'#' * int(tag[1])} ")
        elif tag == "a" or tag in _MARKS:
            self._open.append((tag, dict(attrs).get("href") or "", len(self._parts)))
        elif tag not in _ELEMENTS:
            self.handle_data(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT and tag not in _MARKS and tag != "a":
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._parts.append("\n\n")
        elif any(tag == opened for opened, _href, _start in self._open):
            while self._close_last() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        text = re.sub(r"\s+", " ", data)
        self._parts.append(_SPECIAL.sub(r"\\\1", text) if self._escape else text)

    def markdown(self) -> str:
        """Return what was read so far, elements that were never closed closed."""
        while self._open:
            self._close_last()
        lines = (line.strip() for line in "".join(self._parts).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def _close_last(self) -> str:
        tag, href, start = self._open.pop()
        inner = "".join(self._parts[start:])
        text = inner.strip()
        before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        if not text:
            marked = inner
        elif tag == "a":
            marked = f"{before}{_link(text, href.strip())}{after}"
        else:
            mark = _MARKS[tag]
            marked = inner if "\n\n" in text else f"{before}{mark}{text}{mark}{after}"
        self._parts[start:] = [marked]
        return tag


def _link(text: str, href: str) -> str:
    label = " ".join(text.split())
    href = re.sub(r"[\s()<>]", lambda character: f"%{ord(character[0]):02X}", href)
    if not href:
        return label
    return f"<{href}>" if label.replace("\\", "") == href and ":" in href else f"[{label}]({href})"
