"""Texts that a hub's pages lack in one of its languages: they are shown in the one there is, and told of."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from hubkit.kinds.texts import Text
from hubkit.problems import Problem, Severity
from hubkit.values import Document

NAMES = frozenset({"name", "city", "region"})
"""Fields that are mostly the same in every language."""


def missing_texts(document: Document, fields: BaseModel | None, languages: Sequence[str]) -> list[Problem]:
    """Return a note for each language of the hub in which this document's own texts are not all there."""
    if fields is None or len(languages) < 2:
        return []
    written = [
        (name, text) for name, value in fields if name in document.data and name not in NAMES for text in _texts(value)
    ]
    problems: list[Problem] = []
    for language in languages:
        lacking = dict.fromkeys(name for name, text in written if not _has(text, language, languages[0]))
        if lacking:
            message = f"there is no text in {language} for {', '.join(lacking)}"
            example = f"{next(iter(lacking))}: {{{languages[0]}: …, {language}: …}}"
            hint = f"Pages in {language} show the text there is. Write both: {example}"
            problems.append(document.problem((), message, hint, severity=Severity.note))
    return problems


def _has(text: Text, language: str, home: str) -> bool:
    known = text.by_language
    return language in known or ("" in known and language == home)


def _texts(value: Any) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, BaseModel):
        for _, inner in value:
            yield from _texts(inner)
    elif isinstance(value, tuple):
        for inner in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _texts(inner)
