"""Writes plain data as YAML that hubkit's strict reader takes, and that people like to edit."""

import re
from collections.abc import Mapping, Sequence

from hubkit.values import Data

_PLAIN = re.compile(r"[^\W_](?:[^\x00-\x1f:#\"'\[\]{},&*!|>%@`\\]|:(?=[^\s:])|,(?=[^\s,]))*", re.ASCII)
_NUMBER_OR_TIME = re.compile(r"-?\d[\d.]*|\d{4}-\d\d-\d\d(?: \d\d:\d\d)?")
_OTHER_MEANING = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"])


def as_yaml(data: Mapping[str, Data]) -> str:
    """Return `data` as a block of YAML; texts of several lines stand as written, and every text reads back the same.

    Texts must be free of control characters other than line feeds, and begin and end with no blank.
    """
    return "".join(_entry(f"{key}:", value, 0) for key, value in data.items())


def _entry(start: str, value: Data, indent: int) -> str:
    blanks = " " * indent
    if isinstance(value, dict):
        inner = "".join(_entry(f"{key}:", item, indent + 2) for key, item in value.items())
        return f"{blanks}{start}\n{inner}"
    if isinstance(value, list):
        return f"{blanks}{start} {_flow(value)}\n"
    if value is not None and "\n" in value:
        lines = (f"{blanks}  {line}\n" if line else "\n" for line in value.split("\n"))
        return f"{blanks}{start} |-\n{''.join(lines)}"
    return f"{blanks}{start} {_scalar(value)}\n"


def _flow(values: Sequence[Data]) -> str:
    return f"[{', '.join(_scalar(value) for value in values if value is None or isinstance(value, str))}]"


def _scalar(value: str | None) -> str:
    if value is None:
        return ""
    if _NUMBER_OR_TIME.fullmatch(value):
        return value
    if _PLAIN.fullmatch(value) and value.lower() not in _OTHER_MEANING and not value.endswith((" ", ":")):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
