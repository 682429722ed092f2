"""Ids for new things: made from a title, and refused by the rule that the reading of a site has."""

import unicodedata
from collections.abc import Collection, Set as AbstractSet
from datetime import date

from hubkit.problems import HubkitError
from hubkit.read.names import id_mistake, suggested_id

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


def refuse_wrong_id(name: str, what: str, taken: Collection[str], reserved: AbstractSet[str] | None = None) -> None:
    """Raise `HubkitError` where `name` cannot be an id, or something has it."""
    mistake = id_mistake(name, what, reserved)
    if mistake:
        suggested = suggested_id(name, what, reserved)
        raise HubkitError(f"{mistake[0]}. Choose another one, such as {suggested}.")
    if name in taken:
        raise HubkitError(f'there is already something at "{name}". Choose another id.')
