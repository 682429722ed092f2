"""Elements of XML, written as `ElementTree` writes them: feeds and sitemaps have thousands, and each is a line."""

from html import escape


def element(name: str, text: str, attributes: str = "") -> str:
    """Return an element that holds a text alone; `attributes` as `attribute` returns them."""
    return f"<{name}{attributes}>{escape(text, quote=False)}</{name}>" if text else f"<{name}{attributes} />"


def attribute(name: str, value: str) -> str:
    """Return an attribute, with the blank before it; `value` is an address or a word, on one line."""
    shown = escape(value, quote=False).replace('"', "&quot;")
    return f' {name}="{shown}"'


def document(lines: list[str]) -> bytes:
    """Return the file that holds these lines."""
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', *lines, ""]).encode()
