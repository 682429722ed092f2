"""Texts as people write them: on one line or several, in one language or many; refused with a plain reason."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from msgspec import Struct
from pydantic_core import PydanticCustomError

from hubkit.ids import LANGUAGE_PATTERN

PLACEHOLDER = re.compile(
    r"lorem ipsum|\bchange[ _-]?me\b|\breplace[ _-]?me\b|^\s*(TODO|FIXME|XXX)\b|\byour[ _-](\w+[ _-]){0,3}here\b",
    re.IGNORECASE,
)
_IN_PLACEHOLDERS = ("lorem", "change", "replace", "todo", "fixme", "xxx", "your")
MARKS_IN_A_ROW = 3
LONGEST_SHOWN = 240


def refuse(message: str, hint: str = "") -> NoReturn:
    """Raise the error that becomes a `Problem` with this message and hint at the place of the value."""
    raise PydanticCustomError("hubkit", "{message}", {"message": shortened(message), "hint": shortened(hint)})


def shortened(text: str) -> str:
    """Return a text that messages can show: of a long one its beginning and its end."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN // 2]} … {text[-LONGEST_SHOWN // 4 :]}"


class Text(Struct, frozen=True):
    """A text as its author wrote it: in one language (under the empty name) or in several, by language."""

    by_language: Mapping[str, str]

    def languages(self) -> tuple[str, ...]:
        """Return the languages that the text names; none for a plain text."""
        return tuple(language for language in self.by_language if language)

    def spoken_in(self, language: str) -> "Text":
        """Return the text with the language of a plain one named, for pages where that is not the usual one."""
        if "" not in self.by_language:
            return self
        return Text({each or language: text for each, text in self.by_language.items()})

    def __hash__(self) -> int:
        return hash(tuple(self.by_language.items()))


def as_text(value: Any) -> str:
    """Return a scalar again; refuses lists and blocks."""
    if isinstance(value, str):
        return value
    kind = (
        "a list" if isinstance(value, list) else "a block of several fields" if isinstance(value, dict) else "nothing"
    )
    return refuse(f"this is {kind}, where a text is needed", "Write one text after the colon.")


def one_line(limit: int) -> Callable[[Any], str]:
    """Return a check for a text on one line of at most `limit` characters."""

    def check(value: Any) -> str:
        text = as_text(value).strip()
        if not text:
            refuse("this is empty", "Write the text, or leave the line out.")
        if "\n" in text or "\r" in text:
            refuse("this text has a line break, and must stand on one line", "Write it on one line, without \\n.")
        if len(text) > limit:
            refuse(
                f"this text has {len(text)} characters, and at most {limit} fit",
                "Shorten it; details go into the text.",
            )
        return readable(text)

    return check


def block(limit: int = 60_000) -> Callable[[Any], str]:
    """Return a check for a text of several lines."""

    def check(value: Any) -> str:
        text = as_text(value).strip()
        if len(text) > limit:
            refuse(f"this text has {len(text)} characters, and at most {limit} fit")
        return readable(text)

    return check


def readable(text: str) -> str:
    """Return `text` again; refuses placeholders, and marks piled on one letter."""
    if _may_be_placeholder(text) and PLACEHOLDER.search(text):
        refuse("this is placeholder text", "Write the real text, or take the line out.")
    if not text.isascii() and any(map(unicodedata.combining, set(text))):
        run = 0
        for character in text:
            run = run + 1 if unicodedata.combining(character) else 0
            if run > MARKS_IN_A_ROW:
                refuse(f"this text stacks more than {MARKS_IN_A_ROW} marks on one letter", "Take the extra marks away.")
    return text


def _may_be_placeholder(text: str) -> bool:
    """Return False where `PLACEHOLDER` finds nothing, as no word that it begins with stands in `text`."""
    if not text.isascii():
        return True
    small = text.lower()
    for word in _IN_PLACEHOLDERS:  # noqa: SIM110 - every text comes here, and `any` takes twice as long
        if word in small:
            return True
    return False


def by_language(check: Callable[[Any], str]) -> Callable[[Any], Text]:
    """Return a check for a text, or a map of language to text, each of which passes `check`."""

    def localized(value: Any) -> Text:
        if not isinstance(value, dict):
            return Text({"": check(value)})
        texts: dict[str, str] = {}
        for language, text in value.items():  # pyright: ignore[reportUnknownVariableType]
            texts[language_code(language)] = check(text)
        if not texts:
            refuse("this is empty", "Write the text, or leave the line out.")
        return Text(texts)

    return localized


def matching(pattern: str, what: str, hint: str) -> Callable[[Any], str]:
    """Return a check for a text that matches `pattern` whole."""
    expression = re.compile(pattern)

    def check(value: Any) -> str:
        text = as_text(value)
        if not expression.fullmatch(text):
            refuse(f'"{text}" is not {what}', hint)
        return text

    return check


language_code = matching(LANGUAGE_PATTERN, "a language code", 'Write a code such as "en", "pt" or "zh-Hant".')
