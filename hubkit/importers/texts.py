"""Cleans texts from elsewhere: characters, entities, contact details, and names for files."""

import html
import re
import unicodedata
from collections.abc import Callable

from hubkit.importers.fixes import Fix, Note
from hubkit.kinds.texts import MARKS_IN_A_ROW
from hubkit.read.characters import bad_characters
from hubkit.read.secrets import find_secrets, masked

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DOUBLE_ENTITY = re.compile(r"&amp;(?=(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_TIMES_ESCAPED = 3
_BEFORE_PHONE = 60
_LONGEST_BLOCK = 50_000
_RUN = re.compile(r"([\[\](){}!<>|`])\1{30,}")
"""Brackets in a row, of which Markdown parsers make nothing but work."""

_EMAIL = r"[A-Za-z0-9][A-Za-z0-9._%+-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
EMAIL = re.compile(rf"(?<![@\w./%+-]){_EMAIL}")
_EMAIL_LINK = re.compile(
    rf"\[[^\[\]]*\]\(\s*mailto:\s*({_EMAIL})[^)]*\)|<(?:mailto:)?({_EMAIL})>|(?<![@\w./%+-])({_EMAIL})"
)
_PERSONAL = re.compile(
    r"@(?:[\w-]+\.)?(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|proton|protonmail"
    r"|mail|yandex|qq|163|126|naver|uol|bol|terra|zoho)\.[a-z.]+$",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w/=.+-])\+\d[\d ().\u2011-]{6,20}\d(?![\w/])"
    r"|(?<=[ :.])(?<![=/])\d[\d .-]{5,15}\d(?![\w/])"
)
_PHONE_WORD = re.compile(
    r"\b(?:tel|phone|call|mobile|whats ?app|telefono|tel[ée]fono|celular|dial|ring)\b[^\d\n]{0,25}$", re.IGNORECASE
)
_LATIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def clean_line(text: str, limit: int, note: Note) -> str:
    """Return `text` on one line of at most `limit` characters: entities decoded, nothing invisible, blanks single."""
    for _ in range(_TIMES_ESCAPED):
        if not _ENTITY.search(text):
            break
        note(Fix.entities)
        text = html.unescape(text)
    line = without_contacts(clean_characters(text, note), "", note, lambda _address: False)
    return shortened(" ".join(line.split()), limit, note)


def shortened(line: str, limit: int, note: Note) -> str:
    """Return `line`, or its first words with an ellipsis where it has more than `limit` characters."""
    if len(line) <= limit:
        return line
    note(Fix.long_text)
    start = line[: limit - 1]
    words = start.rpartition(" ")[0]
    return (words if len(words) > limit // 2 else start).rstrip(" ,;:-\u200d") + "…"


def clean_block(text: str, note: Note) -> str:
    """Return `text` of several lines with nothing invisible in it, entities escaped once, and no loose blanks."""
    text, doubled = _DOUBLE_ENTITY.subn("&", text)
    if doubled:
        note(Fix.entities)
    if len(text) > _LONGEST_BLOCK:
        note(Fix.long_text)
        start = text[:_LONGEST_BLOCK]
        text = (start.rpartition("\n")[0] or start) + " …"
    lines = _RUN.sub("", clean_characters(text, note)).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n")


def clean_characters(text: str, note: Note) -> str:
    """Return `text` without characters and keys that hubkit refuses; odd line ends become plain ones, tabs blanks."""
    if secrets := find_secrets(text):
        note(Fix.credential)
        text = masked(text, secrets)
    cleaned = _LINE_ENDS.sub("\n", text).expandtabs(4).replace("\xa0", " ")
    while bad := set(bad_characters(cleaned)):
        cleaned = "".join(character for index, character in enumerate(cleaned) if index not in bad)
    cleaned = _fewer_marks(cleaned)
    if cleaned != text.replace("\r\n", "\n").replace("\xa0", " "):
        note(Fix.characters)
    return cleaned


def _fewer_marks(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def without_contacts(text: str, elsewhere: str, note: Note, may_stay: Callable[[str], bool]) -> str:
    """Return `text` with every phone number, and every e-mail address that may not stay, replaced by `elsewhere`."""

    def email(match: re.Match[str]) -> str:
        address = next(group for group in match.groups() if group)
        if may_stay(address):
            return match[0]
        note(Fix.email)
        return elsewhere

    def phone(match: re.Match[str]) -> str:
        if not match[0].startswith("+") and not _PHONE_WORD.search(
            match.string, max(0, match.start() - _BEFORE_PHONE), match.start()
        ):
            return match[0]
        note(Fix.phone)
        return elsewhere

    return _PHONE.sub(phone, _EMAIL_LINK.sub(email, text)) if "@" in text or any(map(str.isdigit, text)) else text


def is_personal(address: str) -> bool:
    """Return whether an e-mail address is with one of the big mail services, as people's own addresses are."""
    return _PERSONAL.search(address) is not None


def slug_of(text: str, limit: int) -> str:
    """Return the letters a-z and digits of `text`, joined by hyphens and at most `limit` long; "" if most are lost."""
    plain = (
        "".join(
            character
            for character in unicodedata.normalize("NFKD", text.casefold().translate(_LATIN))
            if not unicodedata.combining(character)
        )
        .replace("'", "")
        .replace("’", "")
    )
    letters = sum(character.isalnum() for character in plain)
    kept = sum(character.isalnum() and character.isascii() for character in plain)
    if kept * 2 < letters or kept < 2:
        return ""
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(slug) <= limit:
        return slug
    whole_words = slug[: limit + 1].rpartition("-")[0]
    return (whole_words if len(whole_words) > limit // 2 else slug[:limit]).strip("-")
