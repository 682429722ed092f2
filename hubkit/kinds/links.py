"""Links as people write them: which may be published, and why the others may not."""

import re
from collections.abc import Callable
from typing import Any

from hubkit.kinds.texts import as_text, refuse

_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.?(:([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}))?")
_NOT_IN_LINKS = re.compile(r"[\s\x00-\x20\x7f\"<>\\^`{|}]")
_AUTHORITY = re.compile("//([^/?#]*)")


def url(*schemes: str, relative: bool = False, bare: bool = False) -> Callable[[Any], str]:
    """Return a check for a link with one of `schemes`, or, if `relative`, one to this site that starts with `/`.

    A `bare` one is the address of a whole site, without a question mark or a part of a page.
    """

    def check(value: Any) -> str:
        text = as_text(value)
        fault = link_fault(text, schemes, relative=relative)
        if fault:
            refuse(*fault)
        if bare and re.search("[?#]", text):
            refuse(f'"{text}" is not the address of a site', "Write it without ? and #: https://hubs.example.org/")
        return text

    return check


def link_fault(text: str, schemes: tuple[str, ...], *, relative: bool) -> tuple[str, str] | None:
    """Return why `text` is no acceptable link, and what to write; None if it is one."""
    example = "Write a full link that starts with https://."
    if not text or _NOT_IN_LINKS.search(text):
        return (f'"{text}" is not a link: it holds a blank, a quote or a backslash', example)
    if text.startswith("//"):
        return ("a link that starts with // goes to another site", example)
    if text.startswith("/"):
        return None if relative else (f'"{text}" is a link within this site', example)
    scheme, colon, rest = text.partition(":")
    scheme = scheme.lower()
    if not colon or scheme not in schemes:
        return (f'"{text}" is not a link that may be published', example)
    if scheme in {"http", "https"}:
        host = _AUTHORITY.match(rest)
        if not host or not host[1]:
            return (f'"{text}" names no site', example)
        if "@" in host[1]:
            return ("this link hides its real site behind an @", "Write the link without what stands before the @.")
        if not _HOST.fullmatch(host[1]):
            return (f'"{text}" names no site that there can be', example)
    return None
