"""The schemas that editors use agree with what `hubkit check` says."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from hubkit.cli import schema as command
from hubkit.kinds.table import KINDS
from hubkit.starters.schema import FILES, schema_of
from tests.command import REPOSITORY, hubkit

EXAMPLE = REPOSITORY / "example-site"


class EditorLoader(yaml.SafeLoader):
    """Reads scalars by the core schema of YAML 1.2, as editors do: dates are texts, `NO` is a text, `40` a number."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


class OldEditorLoader(yaml.SafeLoader):
    """Reads scalars by YAML 1.1, as older programs do, but leaves dates as texts: `NO` and `19:00` are no texts."""


OldEditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(kind))


def mistakes(kind: str, text: str, loader: Any = EditorLoader) -> list[str]:
    return [error.message for error in validator(kind).iter_errors(yaml.load(text, loader) or {})]


def sources() -> list[tuple[str, Path]]:
    found = [(kind, path) for kind, pattern in FILES.items() for path in EXAMPLE.glob(pattern)]
    found += [("member", path) for path in EXAMPLE.glob("hubs/*/members/*.md")]
    found += [("charter", path) for path in EXAMPLE.glob("**/charter.md")]
    found += [("page", path) for path in (*EXAMPLE.glob("pages/*.md"), *EXAMPLE.glob("hubs/*/pages/*.md"))]
    found += [("event", path) for path in EXAMPLE.glob("hubs/*/events/*.md")]
    # A translation, as walk.pt.yaml, holds only the fields that are texts.
    return [(kind, path) for kind, path in found if "_site" not in path.parts and "." not in path.stem]


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_a_schema_describes_every_field(kind: str) -> None:
    schema = schema_of(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"]
    assert schema["title"]
    assert schema["description"]
    for name, part in {"": schema, **schema.get("$defs", {})}.items():
        assert part["description"], name
        assert part["additionalProperties"] is False, name
        for field, described in part["properties"].items():
            target = schema["$defs"][described["$ref"].rpartition("/")[2]] if "$ref" in described else described
            assert target.get("description"), f"{kind}: {name}.{field}"
            assert described.get("default", "something") not in (None, [], {}), f"{kind}: {name}.{field}"


def test_the_command_prints_the_schema() -> None:
    run = hubkit("schema", "event")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == schema_of("event")
    assert "hubkit schema event" in hubkit("schema", "--help").stdout


def test_the_command_knows_every_kind() -> None:
    assert set(command.KINDS) == {kind.name for kind in KINDS}


def test_an_unknown_kind_is_the_commands_mistake() -> None:
    run = hubkit("schema", "evnt")
    assert run.returncode == 2
    assert "event" in run.stderr


def test_every_file_of_the_example_is_valid_in_an_editor() -> None:
    found = sources()
    assert {kind for kind, _ in found} == {kind.name for kind in KINDS} - {"series"}
    for kind, path in found:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".md":
            text = text.split("---\n")[1]
        for loader in (EditorLoader, OldEditorLoader):
            assert mistakes(kind, text, loader) == [], path


def test_a_series_has_a_schema_of_its_own() -> None:
    text = (EXAMPLE / "hubs/lisbon/events/lantern-tuesday.yaml").read_text(encoding="utf-8")
    assert mistakes("series", text) == []
    assert mistakes("series", "title: Walk\nstart: 2026-12-05 18:30\n") != []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("hub", "name: 2026\ncountry: NO\nlanguages: [no, nb]\nsize: 48\n"),
        ("hub", "name: Oslo\nsize: '48'\ncoordinates: {lat: 59, lon: '10.75'}\ntagline:\n"),
        ("hub", "name: {en: Tokyo, ja: 東京}\nbrand: {accent: '#123456'}\nsocial: {mastodon: https://a.example/}\n"),
        ("event", "title: true\nstart: 2026-12-05 18:30\nduration: 2h\nvenue: 104\ndraft: yes\n"),
        ("event", "template: photo-walk\nstart: 2026-12-05\n"),
        ("event", "title: Walk\nstart: 19:00\nrepeat: 2nd tuesday\n"),
        ("event", "title: Walk\nstart: 2026-12-05 19:00\nrepeat: {rrule: FREQ=WEEKLY, from: 2026-01-01}\n"),
        (
            "event",
            "title: A\nstart: 2026-12-05\nregistration: {tickets: [{id: a, name: 1, price: 12.50, currency: NOK}]}\n",
        ),
        ("event", "title: A\nstart: 2026-12-05\nregistration: {mode: link, capacity: 40, waitlist: true}\n"),
        ("charter", "version: 1.10\nratified: 2026-01-13\n"),
        ("template", "name: Photo walk\nduration: 2h\n"),
    ],
)
@pytest.mark.parametrize("loader", [EditorLoader, OldEditorLoader])
def test_what_check_takes_is_valid(kind: str, text: str, loader: Any) -> None:
    assert mistakes(kind, text, loader) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("event", "title: A\nstart: 2026-12-05\nstatus: canceled\n"),
        ("event", "title: A\nstart: 2026-12-05\ncapacity: 40\n"),
        ("event", "title: A\nstart: 19:00\n"),
        ("event", "title: A\n"),
        ("event", "title: A\nstart: 19:00\nrepeat: {every: friday, rrule: FREQ=WEEKLY}\n"),
        ("event", "title: A\nstart: 2026-12-05\nvenue: {nam: B}\n"),
        ("event", "title: A\nstart: 2026-12-05\nvenue: Big Hall\n"),
        ("event", "title: A\nstart: 2026-12-05\nregistration: {capacity: many}\n"),
        ("event", "title: A\nstart: 2026-12-05\nonline: {url: zoom.example}\n"),
        ("hub", "name:\n"),
        ("hub", "nam: Oslo\n"),
        ("hub", "name: Oslo\ncountry: Norway\n"),
        ("hub", "name: {English: Tokyo}\n"),
        ("network", "name: A\n"),
        ("network", "name: A\nurl: https://a.example/\nwebhooks: perhaps\n"),
        ("member", "name: Ada\n"),
        ("venue", "name: A\ncoordinates: {lat: 91, lon: 0}\n"),
        ("template", "name: A\nstart: 2026-12-05\n"),
    ],
)
def test_what_check_refuses_is_refused(kind: str, text: str) -> None:
    assert mistakes(kind, text) != []
