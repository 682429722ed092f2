"""Ids for new things: made from a title, and refused by the rule that the reading of a site has."""

import unicodedata
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from datetime import date

from hubkit.ids import id_mistake, suggested_id

LONGEST = 64
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})


def id_from(title: str, what: str, reserved: AbstractSet[str] | None = None) -> str:
    """Return the id that a title gives, in plain letters; empty where it has none."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(_LETTERS))
    if not any(letter.isascii() and letter.isalnum() for letter in plain):
        return ""
    return suggested_id(plain, what, reserved)


def event_id(day: date, words: str) -> str:
    """Return an event's id: the date and a few words, cut to the length that an id may have."""
    if words.startswith(f"{day}-"):
        return words
    return f"{day}-{words}"[:LONGEST].rstrip("-")


def id_fault(
    name: str, what: str, taken: Collection[str], reserved: AbstractSet[str] | None = None
) -> tuple[str, str] | None:
    """Return why a new thing cannot have this id, and what to do: it breaks the rules, or something has it."""
    mistake = id_mistake(name, what, reserved)
    if mistake:
        return mistake[0], f"Write one such as {suggested_id(name, what, reserved)}."
    if name in taken:
        return f'"{name}" is taken', "Choose another id."
    return None
