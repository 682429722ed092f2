"""Lints over written text: contact details outside their fields."""

import re
from collections.abc import Iterator

from hubkit.problems import Problem, Severity
from hubkit.values import Data, DataPath, Document

_PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w|(?<![\w/.:-])\+\d[\d ()./-]{7,}\d")
_MAY_HOLD_CONTACTS = {"contact", "links", "social", "description", "url", "uid", "nav", "access"}


def check_text(document: Document) -> list[Problem]:
    """Return a warning for each e-mail address or phone number that stands where none is expected."""
    if "@" not in document.text and "+" not in document.text:
        return []
    return [
        document.problem(
            path,
            f"this holds {'an e-mail address' if '@' in value else 'a phone number'}, and would publish it",
            "Addresses that may be public stand under contact:; take out any that belongs to a person.",
            severity=Severity.warning,
        )
        for path, value in _texts(document.data, ())
        if _PERSONAL.search(value)
    ]


def _texts(value: Data, path: DataPath) -> Iterator[tuple[DataPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _texts(entry, (*path, index))
    elif isinstance(value, dict):
        for key, entry in value.items():
            if key not in _MAY_HOLD_CONTACTS:
                yield from _texts(entry, (*path, key))
