"""Links in texts from elsewhere: relative ones completed, dangerous ones made text, bare addresses made links."""

import re
from urllib.parse import urljoin

from hubkit.importers.fixes import Fix, Note
from hubkit.kinds.links import link_fault

_DESTINATION = r"\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s]*)*)>?(?:\s+[\"'(][^)]*)?\s*\)"
_PICTURE_LINK = re.compile(rf"\[!\[([^\[\]]*)\]{_DESTINATION}\](?={_DESTINATION})")
_PICTURE = re.compile(rf"!\[([^\[\]]*)\]{_DESTINATION}")
_REFERENCED_PICTURE = re.compile(r"!(?=\[[^\[\]]*\]\[)")
_LINK = re.compile(rf"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]{_DESTINATION}")
_ESCAPED_LINK = re.compile(r"\\\[([^\[\]\n]+?)\\\]\\\((https?://[^\s()]+?)\\\)")
_DEFINITION = re.compile(r"^([ ]{0,3}\[[^\[\]]+\]:[ ]*)(\S+)", re.MULTILINE)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,24}(?:[/?#:].*)?", re.IGNORECASE)
_ADDRESS = re.compile(r"[^@:/\s]+@(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_BARE = re.compile(
    rf"{_LINK.pattern}|<[^<>\s]*>|(?m:^[ ]{{0,3}}\[[^\[\]]+\]:.*$)"
    r"|(?<!\w)https?://(?:\\(?=[^\w\s]|_)|[A-Za-z0-9._~:/?#@!$&'()+,;=%-])+(?!\w)"
)
_ESCAPE = re.compile(r"\\(?=[^\w\s]|_)")
_AFTER_SENTENCE = ".,;:!?'_~"


def mend_links(text: str, base: str, note: Note) -> str:
    """Return Markdown whose links all lead somewhere and whose pictures from other sites are links."""
    text, unescaped = _ESCAPED_LINK.subn(r"[\1](\2)", _pictures(text, note))
    if unescaped:
        note(Fix.odd_link)
    text = _LINK.sub(lambda match: _mended_link(match, base, note), text)
    text = _DEFINITION.sub(lambda match: f"{match[1]}{_complete(match[2], base, note) or base}", text)
    return _BARE.sub(lambda match: _autolink(match, note), text)


def _pictures(text: str, note: Note) -> str:
    mended = _PICTURE_LINK.sub(lambda match: f"[{match[1].strip() or 'Picture'}]", text)
    mended = _PICTURE.sub(lambda match: f"[{match[1].strip() or 'Picture'}]({match[2]})", mended)
    mended = _REFERENCED_PICTURE.sub("", mended)
    if mended != text:
        note(Fix.remote_picture)
    return mended


def _mended_link(match: re.Match[str], base: str, note: Note) -> str:
    label, target = match[1], match[2]
    complete = _complete(target, base, note)
    if not complete:
        return label
    if not label.strip():
        return f"<{complete}>"
    return match[0] if complete == target else f"[{label}]({complete})"


def _complete(target: str, base: str, note: Note) -> str:
    """Return the full link that `target` means, or "" where it means none that may be published."""
    plain = _ESCAPE.sub("", target)
    if plain.startswith("//"):
        full = f"https:{plain}"
    elif re.match(r"https?:/*(?=\w)", plain, re.IGNORECASE):
        full = re.sub(r"^(https?):/*", lambda scheme: f"{scheme[1].lower()}://", plain, flags=re.IGNORECASE)
        full = re.sub(r"^https?://(?=https?://)", "", full)
    elif _ADDRESS.fullmatch(plain):
        full = f"mailto:{plain}"
    elif _DOMAIN.fullmatch(plain):
        full = f"https://{plain}"
    else:
        full = urljoin(base, plain) if plain.startswith("/") else plain
    if link_fault(full, ("http", "https", "mailto", "tel"), relative=False):
        full = ""
    if full != target:
        note(Fix.odd_link)
    return full


def _autolink(match: re.Match[str], note: Note) -> str:
    found = match[0]
    if not found.startswith(("http://", "https://")):
        return found
    address = _ESCAPE.sub("", found)
    end = len(address)
    while end and (
        address[end - 1] in _AFTER_SENTENCE
        or (address[end - 1] == ")" and address.count("(", 0, end) < address.count(")", 0, end))
    ):
        end -= 1
    if link_fault(address[:end], ("http", "https"), relative=False):
        return found
    note(Fix.bare_link)
    return f"<{address[:end]}>{address[end:]}"
