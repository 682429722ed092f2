"""What visitors send: read strictly, whether JSON or a form, and checked field by field."""

import json
import re
import unicodedata
from collections.abc import Mapping
from math import isfinite
from typing import Literal, NoReturn, TypeAlias, get_args
from urllib.parse import parse_qsl

from msgspec import Struct

Fields: TypeAlias = dict[str, object]
MediaType: TypeAlias = Literal["json", "form"]
Action: TypeAlias = Literal["change", "cancel", "confirm", "erase"]

MOST_PEOPLE = 10
_ACTIONS: dict[str, Action] = {each: each for each in get_args(Action)}
_LONGEST_NAME = 100
_LONGEST_EMAIL = 254
_LONGEST_LOCAL_PART = 64
_MOST_FIELDS = 20
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@(?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])", re.ASCII)
"""The addresses of RFC 5321 that people have: a dot-atom at a name of the DNS with at least one dot."""
_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)
BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
_UNSHOWABLE = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})


class MalformedError(Exception):
    """What was sent is neither JSON nor a form as they should be; the text says why, in English."""


class Fault(Struct, frozen=True):
    """What is wrong with one field."""

    field: str
    text: str
    """The name of the text that says it."""


class Asked(Struct, frozen=True):
    """An RSVP as it was sent; worth something only without faults."""

    event: str
    name: str
    email: str
    party_size: int
    website: str
    token: str
    language: str


class Change(Struct, frozen=True):
    """What is to be done with an RSVP."""

    action: Action
    party_size: int
    """Matters where the action is `change`."""


def media_type_of(content_type: str) -> MediaType | None:
    """Return how a body is written; None for what is not taken."""
    name, _, parameters = content_type.lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "")
    if charset not in {"", "charset=utf-8", "charset=utf8"}:
        return None
    kinds: dict[str, MediaType] = {"application/json": "json", "application/x-www-form-urlencoded": "form"}
    return kinds.get(name.strip())


def read_fields(body: bytes, media_type: MediaType) -> Fields:
    """Return the fields of a body; raises `MalformedError` where one could read it in two ways, or not at all."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise MalformedError("it is not UTF-8") from None
    return _from_json(text) if media_type == "json" else dict(_from_form(text))


def _from_json(text: str) -> Fields:
    try:
        found: object = json.loads(
            text, object_pairs_hook=_without_doubles, parse_constant=_refused, parse_float=_finite
        )
    except (ValueError, RecursionError):
        raise MalformedError("it is not JSON") from None
    if not isinstance(found, _Object):
        raise MalformedError("it is not a JSON object")
    return found


class _Object(dict[str, object]):
    """A JSON object, each key once."""


def _without_doubles(pairs: list[tuple[str, object]]) -> _Object:
    found = _Object(pairs)
    if len(found) != len(pairs):
        raise MalformedError("a key stands twice")
    return found


def _refused(constant: str) -> NoReturn:
    raise MalformedError(f"{constant} is not JSON")


def _finite(number: str) -> float:
    value = float(number)
    if not isfinite(value):
        raise MalformedError("a number is too large")
    return value


def _from_form(text: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            text, keep_blank_values=True, strict_parsing=bool(text), errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        raise MalformedError("it is not a form") from None
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedError("a field stands twice")
    return found


def as_typed(fields: Fields) -> dict[str, str]:
    """Return what was typed, to be shown again; without characters that no page may hold."""
    return {name: _shown(value) for name, value in fields.items() if isinstance(value, str | int)}


def _shown(value: str | int) -> str:
    return "".join(each for each in str(value) if unicodedata.category(each) not in _UNSHOWABLE)


def asked_rsvp(fields: Fields, media_type: MediaType) -> tuple[Asked, tuple[Fault, ...]]:
    """Return the RSVP that was asked for, and what is wrong with it."""
    known = {"event", "name", "email", "party_size", "website", "t", "language"}
    texts, faults = texts_in(fields, known, known - {"party_size"})
    name, at_name = checked_name(texts["name"])
    email, at_email = checked_email(texts["email"])
    party_size, at_size = whole_number(fields.get("party_size", 1), media_type)
    at_event = "" if texts["event"] else "event-missing"
    said = {fault.field for fault in faults}
    more = (("event", at_event), ("name", at_name), ("email", at_email), ("party_size", at_size))
    faults += [Fault(field, text) for field, text in more if text and field not in said]
    asked = Asked(texts["event"], name, email, party_size, texts["website"], texts["t"], texts["language"])
    return asked, tuple(faults)


def asked_change(fields: Fields, media_type: MediaType) -> tuple[Change, tuple[Fault, ...]]:
    """Return the change that was asked for, and what is wrong with it."""
    texts, faults = texts_in(fields, {"action", "party_size"}, {"action"})
    action = _ACTIONS.get(texts["action"])
    if action is None:
        return Change("change", 0), (*faults, Fault("action", "action-form"))
    is_counted = action == "change" or "party_size" in fields
    party_size, at_size = whole_number(fields.get("party_size"), media_type) if is_counted else (0, "")
    if at_size:
        faults.append(Fault("party_size", at_size))
    return Change(action, party_size), tuple(faults)


def texts_in(fields: Mapping[str, object], known: set[str], of_text: set[str]) -> tuple[dict[str, str], list[Fault]]:
    """Return the fields that are texts, blank where absent, and faults for unknown ones and other types."""
    faults = [Fault(_shown(name)[:40], "field-unknown") for name in fields if name not in known]
    texts: dict[str, str] = {}
    for name in sorted(of_text):
        value = fields.get(name, "")
        texts[name] = value if isinstance(value, str) else ""
        if not isinstance(value, str):
            faults.append(Fault(name, "field-text"))
    return texts, faults


def checked_name(typed: str) -> tuple[str, str]:
    """Return a name without invisible characters, which can turn the text around it, and what is wrong with it."""
    visible = "".join(each for each in typed if unicodedata.category(each) != "Cf" and each not in BLANK_LETTERS)
    name = unicodedata.normalize("NFC", visible).strip()
    categories = {unicodedata.category(each) for each in name}
    if categories & _UNSHOWABLE:
        return name, "name-characters"
    if not any(category[0] in "LNS" for category in categories):
        return name, "name-missing"
    return name, "name-long" if len(name) > _LONGEST_NAME else ""


def checked_email(typed: str) -> tuple[str, str]:
    """Return an address without blanks around it, and what is wrong with it."""
    email = typed.strip(" ")
    if not email:
        return "", "email-missing"
    return email, "" if is_address(email) else "email-form"


def is_address(text: str) -> bool:
    """Return whether a text is one plain e-mail address, which no mail header or server can take for two."""
    found = _EMAIL.fullmatch(text) if len(text) <= _LONGEST_EMAIL else None
    return found is not None and len(found[1]) <= _LONGEST_LOCAL_PART


def whole_number(sent: object, media_type: MediaType, fault: str = "party-size-form") -> tuple[int, str]:
    """Return how many people or seats are meant, at most `MOST_PEOPLE`; else 0 and the fault."""
    if media_type == "form" and isinstance(sent, str):
        sent = int(sent) if _NUMBER.fullmatch(sent.strip(" ")) else None
    is_number = isinstance(sent, int) and not isinstance(sent, bool)
    if is_number and isinstance(sent, int) and 1 <= sent <= MOST_PEOPLE:
        return sent, ""
    return 0, fault
