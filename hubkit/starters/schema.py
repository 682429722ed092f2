"""JSON Schema of each kind, made from its model, for editors that read YAML in their own way."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, cast

from hubkit.kinds.table import KINDS
from hubkit.kinds.texts import LANGUAGE_PATTERN

Schema: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES: Mapping[str, str] = {
    "network": "hubkit.yaml",
    "hub": "hubs/*/hub.yaml",
    "event": "hubs/*/events/*.yaml",
    "template": "event-templates/*.yaml",
    "venue": "venues/*.yaml",
    "sponsor": "sponsors/*.yaml",
    "urls": "hubs/*/urls.yaml",
}
"""The kinds that are YAML files, and where those files lie."""

_DECIMAL = r"^[-+]?\d+(\.\d+)?$"
_YES_OR_NO = r"^([Tt]rue|TRUE|[Ff]alse|FALSE|[Yy]es|YES|[Nn]o|NO|[Oo]n|ON|[Oo]ff|OFF)$"
_NUMBER_LIKE = "12"
_BOOLEAN_LIKE = ("true", "no")


def schema_of(name: str) -> Schema:
    """Return the JSON Schema (draft 2020-12) of a kind; that of `event` takes a series, too.

    Editors read a bare `2026`, `1.10` or `NO` as a number or a boolean where hubkit reads the text as typed, so such
    values are allowed wherever the text that they stand for is. A field that may be left out may also be empty.
    """
    model = next(kind.model for kind in KINDS if kind.name == name)
    made = _adapted(model.model_json_schema(by_alias=True))
    if name == "series":
        _allow_a_rule_in_words(made)
    elif name == "event":
        made = _event_or_series(made)
    description = made.pop("description", "")
    return {
        "$schema": DIALECT,
        "$id": f"urn:hubkit:schema:{name}",
        "title": f"hubkit: {name}",
        "description": description,
        **made,
    }


def _event_or_series(event: Schema) -> Schema:
    """Return one schema for both, so that editors offer `repeat:`; without it, `start` and `end` are an event's."""
    series = _adapted(next(kind.model for kind in KINDS if kind.name == "series").model_json_schema(by_alias=True))
    _allow_a_rule_in_words(series)
    single = {key: event["properties"][key] for key in ("start", "end")}
    both: Schema = {**series, "description": "One event; or, with repeat:, a series."}
    both["required"] = ["start"]
    both["if"] = {"required": ["repeat"]}
    both["else"] = {"properties": single}
    return both


def _allow_a_rule_in_words(series: Schema) -> None:
    repeat = series["$defs"]["Repeat"]
    repeat["oneOf"] = [{"required": ["every"]}, {"required": ["rrule"]}]
    description = series["properties"]["repeat"].get("description", repeat["description"])
    series["properties"]["repeat"] = {
        "description": description,
        "anyOf": [{"type": "string"}, {"$ref": "#/$defs/Repeat"}],
    }
    series["required"] = ["start", "repeat"]  # an event template may give the title


def _adapted(schema: Schema) -> Schema:
    """Return the schema of an object, in the way that editors and people need it."""
    made: Schema = {key: value for key, value in schema.items() if key != "title"}
    for key, part in schema.items():
        if key == "properties":
            required: list[str] = schema.get("required", [])
            made[key] = {name: _field(field, optional=name not in required) for name, field in part.items()}
        elif key == "$defs":
            made[key] = {name: _adapted(definition) for name, definition in part.items()}
    return made


def _field(field: Schema, *, optional: bool) -> Schema:
    made = _value(field)
    if made.get("default") in (None, [], {}, ""):
        made.pop("default", None)
    return _or_nothing(made) if optional else made


def _or_nothing(made: Schema) -> Schema:
    if "anyOf" in made:
        choices = cast("list[Schema]", made["anyOf"])
        return {**made, "anyOf": [*choices, *([] if {"type": "null"} in choices else [{"type": "null"}])]}
    if "type" in made:
        types = cast("list[str]", made["type"] if isinstance(made["type"], list) else [made["type"]])
        nothing = {"enum": [*made["enum"], None]} if "enum" in made else {}
        return {**made, "type": [*types, *([] if "null" in types else ["null"])], **nothing}
    description = {key: made.pop(key) for key in ("description", "default") if key in made}
    return {**description, "anyOf": [made, {"type": "null"}]}


def _value(schema: Schema) -> Schema:
    """Return the schema of one value, as wide as hubkit's own reading of it."""
    made: Schema = {key: value for key, value in schema.items() if key != "title"}
    for key in ("anyOf", "oneOf"):
        if key in made:
            made[key] = [_value(choice) for choice in made[key]]
    if "anyOf" in made:
        return _flat(made)
    if isinstance(made.get("items"), dict):
        made["items"] = _value(made["items"])
    kind = made.get("type")
    if kind == "string" and "enum" not in made and "const" not in made:
        made["type"] = _types_of_text(str(made.get("pattern", "")))
    elif kind in {"integer", "number"}:
        made |= {"type": [kind, "string"], "pattern": r"^\d+$" if kind == "integer" else _DECIMAL}
    elif kind == "boolean":
        made |= {"type": ["boolean", "string"], "pattern": _YES_OR_NO}
    elif kind == "object" and made.get("additionalProperties") == {"type": "string"}:
        made |= {
            "propertyNames": {"pattern": LANGUAGE_PATTERN},
            "additionalProperties": {"type": _types_of_text("")},
            "minProperties": 1,
        }
    return made


def _flat(made: Schema) -> Schema:
    """Join what pydantic nests: a text or nothing, of which the text is a text or a map."""
    choices: list[Schema] = []
    for choice in cast("list[Schema]", made["anyOf"]):
        choices.extend(choice.get("anyOf", [choice]))
    rest = {key: value for key, value in made.items() if key != "anyOf"}
    plain = [choice for choice in choices if choice != {"type": "null"}]
    if len(plain) == 1 and "$ref" not in plain[0] and "oneOf" not in plain[0]:
        only = {**plain[0], **rest}
        return _or_nothing(only) if len(plain) < len(choices) else only
    return {**rest, "anyOf": _without_descriptions(choices)}


def _without_descriptions(choices: Iterable[Schema]) -> list[Schema]:
    return [{key: value for key, value in choice.items() if key != "description"} for choice in choices]


def _types_of_text(pattern: str) -> list[str]:
    """Return what an editor may make of a text that fits `pattern` and stands without quotes."""
    number = ["number"] if re.search(pattern, _NUMBER_LIKE) else []
    boolean = ["boolean"] if any(re.search(pattern, word) for word in _BOOLEAN_LIKE) else []
    return ["string", *number, *boolean]
