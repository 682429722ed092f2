"""The documentation names all that people and themes may use, and leads nowhere that is not there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from hubkit.kinds.table import KINDS
from hubkit.render.filters import FILTERS, GLOBALS
from tests.command import REPOSITORY

DOCS = REPOSITORY / "docs"
PAGES = sorted([*REPOSITORY.glob("*.md"), *DOCS.rglob("*.md")])
# What a kind shares with events stands in the section on events.
SECTIONS = {"template": ("Event template", "Event"), "series": ("Series", "Event")}


def names(model: type[BaseModel]) -> list[str]:
    """The fields of a model as people write them."""
    return [field.alias or name for name, field in model.model_fields.items()]


def blocks(of: Any) -> Iterator[type[BaseModel]]:
    """Every model that an annotation names, and every model that those name."""
    if isinstance(of, type) and issubclass(of, BaseModel):
        yield of
        for field in of.model_fields.values():
            yield from blocks(field.annotation)
    for argument in get_args(of):
        yield from blocks(argument)


def sections() -> dict[str, str]:
    """The sections of the page about files, by what they are about; under an empty name, the whole page."""
    text = (DOCS / "the-files.md").read_text("utf-8")
    parts = (part.partition("\n") for part in text.split("\n## ")[1:])
    return {"": text} | {heading.partition(":")[0]: body for heading, _, body in parts}


def cases() -> list[tuple[str, str]]:
    """Each section with a field that must stand in it; fields of blocks may stand anywhere."""
    own = [(kind.name, name) for kind in KINDS for name in names(kind.model)]
    inner = {block for kind in KINDS for block in blocks(kind.model)}
    return sorted({*own, *(("", name) for block in inner for name in names(block))})


@pytest.mark.parametrize(("kind", "field"), cases())
def test_every_field_stands_in_the_files(kind: str, field: str) -> None:
    wanted = SECTIONS.get(kind, (kind.capitalize(),))
    text = "\n".join(sections()[section] for section in wanted)
    assert re.search(rf"^\| `{re.escape(field)}`( \*)? \| \S", text, re.MULTILINE), f"docs/the-files.md: {kind} {field}"


def blocks_of_templates() -> list[str]:
    """The blocks that a theme can override."""
    folders = [REPOSITORY / "themes" / "base" / "templates", *REPOSITORY.glob("hubkit/kinds/*/templates")]
    texts = (file.read_text("utf-8") for folder in folders for file in folder.glob("*.html"))
    return sorted({name for text in texts for name in re.findall(r"{%-? block (\w+)", text)})


@pytest.mark.parametrize("name", [*FILTERS, *blocks_of_templates(), *(f"{name}(" for name in GLOBALS)])
def test_the_contract_of_themes_is_whole(name: str) -> None:
    assert re.search(rf"[`|]{re.escape(name)}", (DOCS / "themes.md").read_text("utf-8")), f"docs/themes.md: {name}"


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(REPOSITORY).as_posix())
def test_links_between_the_pages_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"^```.*?^```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if re.match(r"[a-z]+:|/", target):
            continue
        path, _, fragment = target.partition("#")
        file = page.parent / path if path else page
        assert file.exists(), f"{page.name}: {target}"
        assert not fragment or fragment in anchors(file), f"{page.name}: {target}"
