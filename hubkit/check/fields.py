"""A document against its model: every mistake becomes a problem at its line, in words that say what to write."""

from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar, get_args

from msgspec import Struct
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from hubkit.kinds.event.model import FORM_OF_BLOCK, FORM_OF_ID
from hubkit.kinds.fields import Fields
from hubkit.kinds.texts import shortened
from hubkit.problems import Problem, did_you_mean
from hubkit.values import Data, DataPath, Document

Model = TypeVar("Model", bound=Fields)

_BELONGS = {
    "capacity": "It belongs under registration: (registration: {mode: rsvp, capacity: 40}).",
    "tickets": "It belongs under registration:.",
    "location": "Write venue: with the id of a file in venues/, or a name and an address.",
    "place": "Write venue: with the id of a file in venues/, or a name and an address.",
    "address": "It belongs under venue:.",
    "date": "Write start: with date and time: 2026-12-05 18:30.",
    "time": "Write start: with date and time: 2026-12-05 18:30.",
    "url": "Write registration: {mode: link, url: …} or online: {url: …}.",
    "email": "It belongs under contact:, which is published.",
    "every": "It belongs under repeat:.",
    "until": "It belongs under repeat:.",
    "slug": "The name of the file or folder is the id; take this line out.",
    "id": "The name of the file or folder is the id; take this line out.",
}
_LEANT_ON = frozenset(["", "allow_hosts", "repeat", "template"])
"""Fields without which other checks would find mistakes that are none."""
_YES_NO = "Write true or false."
_WORDS: Mapping[str, tuple[str, str]] = {
    "tuple_type": ("a list is needed here", "Write each entry on a line of its own, after a dash: - first"),
    "list_type": ("a list is needed here", "Write each entry on a line of its own, after a dash: - first"),
    "dict_type": ("a block of names and values is needed here", "Write name: value on lines of their own, indented."),
    "model_type": ("a block of fields is needed here", "Write field: value on lines of their own, indented."),
    "model_attributes_type": (
        "a block of fields is needed here",
        "Write field: value on lines of their own, indented.",
    ),
    "int_parsing": ("{input} is not a whole number", "Write digits alone: 40."),
    "int_parsing_size": ("this number is too large", "Write digits alone: 40."),
    "int_type": ("{input} is not a whole number", "Write digits alone: 40."),
    "int_from_float": ("{input} is not a whole number", "Write digits alone: 40."),
    "float_parsing": ("{input} is not a number", "Write digits and a point: 38.72."),
    "float_type": ("{input} is not a number", "Write digits and a point: 38.72."),
    "finite_number": ("{input} is not a number", "Write digits and a point: 38.72."),
    "bool_parsing": ("{input} is neither true nor false", _YES_NO),
    "bool_type": ("{input} is neither true nor false", _YES_NO),
    "greater_than_equal": ("{input} is too small", "Write at least {ge}."),
    "less_than_equal": ("{input} is too large", "Write at most {le}."),
    "too_short": ("this list has too few entries", "Write at least {min_length}, or leave the field out."),
    "too_long": ("this list has too many entries", "At most {max_length} fit."),
}


class Layer(Struct, frozen=True):
    """A document, or the block at `path` in one, whose fields are inherited by others."""

    document: Document
    path: DataPath
    data: Mapping[str, Data]


class Checked(Struct, Generic[Model], frozen=True):
    """The fields that a document and what it inherits make, or the good part of them, or None; and the problems."""

    fields: Model | None
    problems: tuple[Problem, ...]
    wrong: frozenset[str] = frozenset()
    """The fields that are left out, or stood in for, because they are wrong or missing."""


def validate(
    model: type[Model], document: Document, inherited: Iterable[Layer] = (), stand_ins: Mapping[str, str] | None = None
) -> Checked[Model]:
    """Return the fields in `document` over those `inherited`, the nearest last; each mistake is placed.

    `stand_ins` take the place of fields that must be there and are wrong, so that the other checks can go on.
    """
    layers = (*inherited, Layer(document, (), document.data))
    merged: dict[str, Data] = {
        key: _without_nothing(value) if isinstance(value, dict) else value
        for layer in layers
        for key, value in layer.data.items()
        if value is not None
    }
    try:
        return Checked(model.model_validate(merged), ())
    except ValidationError as failure:
        found: list[Problem] = []
        wrong: set[str] = set()
        for error in failure.errors(include_url=False):
            top = str(error["loc"][0]) if error["loc"] else ""
            wrong.add(top)
            if error["type"] != "missing" or document.complete:
                found.append(_problem(model, _origin(layers, top), error))
        return Checked(_good_part(model, merged, wrong, stand_ins or {}), tuple(found), frozenset(wrong))


def _origin(layers: tuple[Layer, ...], field: str) -> Layer:
    """Return which of the layers gives a field its value; of a field without one, the document's own."""
    return next((layer for layer in reversed(layers) if layer.data.get(field) is not None), layers[-1])


def _good_part(
    model: type[Model], merged: Mapping[str, Data], wrong: set[str], stand_ins: Mapping[str, str]
) -> Model | None:
    """Return what is left without the fields that are wrong, so that the other checks find the other mistakes too."""
    if wrong & _LEANT_ON:
        return None
    good = {key: value for key, value in merged.items() if key not in wrong}
    try:
        return model.model_validate({**stand_ins, **good})
    except ValidationError:
        return None


def _without_nothing(data: dict[str, Data]) -> dict[str, Data]:
    return {
        key: _without_nothing(value) if isinstance(value, dict) else value
        for key, value in data.items()
        if value is not None
    }


def _problem(model: type[Fields], layer: Layer, error: ErrorDetails) -> Problem:
    location = _in_the_document(error["loc"])
    name = str(location[-1]) if location else ""
    kind = error["type"]
    context: dict[str, Any] = error.get("ctx", {})
    path = (*layer.path, *location)
    if kind == "hubkit":
        return layer.document.problem(path, context["message"], context["hint"])
    if kind == "missing":
        description = _description(model, location)
        hint = f"Add {name}: …" + (f" ({description})" if description else "")
        return layer.document.problem(path[:-1], f"{name} is missing", hint, of_key=len(path) > 1)
    if kind == "extra_forbidden":
        return layer.document.problem(
            path, f"there is no field {shortened(name)}", _unknown(model, location), of_key=True
        )
    if kind == "literal_error":
        return _not_one_of(layer.document, path, str(error["input"]), _choices(model, location))
    message, hint = _WORDS.get(kind, (str(error["msg"]).replace("{", "{{").replace("}", "}}"), ""))
    values = {**context, "input": f'"{shortened(str(error["input"]))}"'}
    return layer.document.problem(path, message.format(**values), hint.format(**values))


def _not_one_of(document: Document, path: DataPath, written: str, choices: tuple[str, ...]) -> Problem:
    near = did_you_mean(written, choices)
    mean = f"Did you mean {near}? " if near else ""
    return document.problem(
        path, f'"{shortened(written)}" is not known here', f"{mean}Write one of: {', '.join(choices)}."
    )


def _in_the_document(location: tuple[int | str, ...]) -> DataPath:
    """Drop from pydantic's location what stands in no file: the names of union branches, and its mark of a key."""
    return tuple(part for part in location if part not in {FORM_OF_ID, FORM_OF_BLOCK, "[key]"})


def _unknown(model: type[Fields], location: DataPath) -> str:
    name = str(location[-1])
    parent = _model_at(model, location[:-1])
    known = [field.alias or key for key, field in parent.model_fields.items()] if parent else []
    if len(location) == 1 and name in _BELONGS:
        return _BELONGS[name]
    near = did_you_mean(name, known)
    if near:
        return f"Did you mean {near}?"
    return f"The fields here are: {', '.join(known)}." if known else "Take the line out."


def _field_at(model: type[Fields], location: DataPath) -> Any:
    parent = _model_at(model, location[:-1])
    if parent is None or not location:
        return None
    return next((field for key, field in parent.model_fields.items() if (field.alias or key) == location[-1]), None)


def _description(model: type[Fields], location: DataPath) -> str:
    field = _field_at(model, location)
    return (field.description or "").rstrip(".") if field else ""


def _choices(model: type[Fields], location: DataPath) -> tuple[str, ...]:
    field = _field_at(model, location)
    return tuple(_literals(field.annotation)) if field else ()


def _literals(annotation: Any) -> list[str]:
    found: list[str] = []
    for argument in get_args(annotation):
        found.extend([argument] if isinstance(argument, str) else _literals(argument))
    return found


def _model_at(model: type[BaseModel], location: DataPath) -> type[BaseModel] | None:
    current: type[BaseModel] | None = model
    for part in location:
        if current is None:
            return None
        if isinstance(part, int):
            continue
        field = next((f for key, f in current.model_fields.items() if (f.alias or key) == part), None)
        if field is not None:
            current = _first_model(field.annotation)
    return current


def _first_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _first_model(argument)
        if found:
            return found
    return None
