"""Meetup's JSON as frozen records; what cannot be used is a problem that names the record."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, TypeAlias, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from hubkit.problems import Place, Problem, Severity

LARGEST_FILE = 200_000_000
"""Bytes; the fifteen years of the largest network known take a tenth of it."""


def _text(value: Any) -> Any:
    return "" if value is None else value


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


TextOrNothing: TypeAlias = Annotated[str, BeforeValidator(_text)]
Degrees: TypeAlias = Annotated[float | None, BeforeValidator(_finite)]


class Record(BaseModel):
    """A part of Meetup's export; fields that hubkit has no use for are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class Memberships(Record):
    """How many people are in a group."""

    totalCount: int | None = Field(None, ge=0)  # noqa: N815


class Group(Record):
    """A group: in hubkit's words, a hub."""

    id: TextOrNothing = ""
    name: str = Field(min_length=1)
    urlname: str = Field(min_length=1, max_length=100, pattern=r"^[\w-]+$")
    description: TextOrNothing = ""
    lat: Degrees = None
    lon: Degrees = None
    city: TextOrNothing = ""
    state: TextOrNothing = ""
    country: TextOrNothing = ""
    memberships: Memberships | None = None
    foundedDate: TextOrNothing = ""  # noqa: N815
    timezone: TextOrNothing = ""
    isPrivate: bool | None = None  # noqa: N815
    status: TextOrNothing = ""


class Venue(Record):
    """Where an event happens; online events have one too."""

    name: TextOrNothing = ""
    address: TextOrNothing = ""
    city: TextOrNothing = ""
    state: TextOrNothing = ""
    lat: Degrees = None
    lon: Degrees = None
    postalCode: TextOrNothing = ""  # noqa: N815
    venueType: TextOrNothing = ""  # noqa: N815


class GroupName(Record):
    """The group that an event belongs to."""

    urlname: str = Field(min_length=1, max_length=100)


class Photo(Record):
    """A picture of an event."""

    id: TextOrNothing = ""


class Event(Record):
    """An event."""

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    title: str = Field(min_length=1)
    description: TextOrNothing = ""
    status: TextOrNothing = ""
    dateTime: str = Field(min_length=1)  # noqa: N815
    duration: TextOrNothing = ""
    eventUrl: TextOrNothing = ""  # noqa: N815
    featuredEventPhoto: Photo | None = None  # noqa: N815
    venues: tuple[Venue, ...] | None = None
    group: GroupName


_FAULTS = {
    "missing": "is missing",
    "string_type": "is no text",
    "string_too_short": "is empty",
    "string_too_long": "is too long",
    "string_pattern_mismatch": "holds signs other than letters, digits and hyphens",
    "float_type": "is no number",
    "float_parsing": "is no number",
    "int_type": "is no number",
    "int_parsing": "is no number",
    "greater_than_equal": "is less than nothing",
    "bool_type": "is neither true nor false",
    "bool_parsing": "is neither true nor false",
    "tuple_type": "is no list",
    "model_type": "is no block of fields",
}
RecordType = TypeVar("RecordType", bound=Record)


def read_records(path: Path, what: str, model: type[RecordType]) -> tuple[list[RecordType], list[Problem]]:
    """Return the records of a file, and its problems: an error if the file, a warning if a record cannot be used.

    `what` names a record in messages: "event".
    """
    try:
        data = _load(path)
    except (OSError, ValueError, RecursionError) as error:
        return [], [_unreadable(path, error)]
    if not isinstance(data, list):
        message = f"this is no list of {what}s: it should begin with [ and hold one {{…}} for each"
        return [], [Problem(Place(path.name), message, "Export it from Meetup's API once more.")]
    records: list[RecordType] = []
    problems: list[Problem] = []
    for index, item in enumerate(cast("list[object]", data)):
        try:
            records.append(model.model_validate(item))
        except ValidationError as error:
            problems.extend(_unusable(path.name, f"{what} {_name(item, index)}", error))
    return records, problems


def _load(path: Path) -> Any:
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError(f"the file has more than {LARGEST_FILE // 1_000_000} MB; split it by years")
    return json.loads(path.read_text(encoding="utf-8-sig"))


def _unreadable(path: Path, error: Exception) -> Problem:
    if isinstance(error, json.JSONDecodeError):
        return Problem(
            Place(path.name, error.lineno, error.colno),
            f"this is no JSON: {error.msg}",
            "The file may be cut off; export or download it once more.",
        )
    if isinstance(error, UnicodeDecodeError):
        return Problem(Place(path.name), "this file is not in UTF-8", "Save it in UTF-8.")
    if isinstance(error, RecursionError):
        return Problem(Place(path.name), "this JSON is nested too deeply to be Meetup's")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Problem(Place(path.name), f"the file cannot be read: {reason}")


def _name(item: object, index: int) -> str:
    if isinstance(item, dict):
        record = cast("dict[str, object]", item)
        identifier = record.get("id") or record.get("urlname")
        if isinstance(identifier, (str, int)):
            return str(identifier)[:64]
    return f"number {index + 1}"


def _unusable(file: str, record: str, error: ValidationError) -> Iterator[Problem]:
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        field = ".".join(str(part) for part in detail["loc"])
        fault = _FAULTS.get(detail["type"], f"cannot be used ({detail['msg']})")
        yield skipped(file, record, f'"{field}" {fault}' if field else f"it {fault}")


def skipped(file: str, record: str, reason: str) -> Problem:
    """Return the warning that `record` of `file` was left out, and why."""
    return Problem(Place(file), f"{record} was left out: {reason}", severity=Severity.warning)
