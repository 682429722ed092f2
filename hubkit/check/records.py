"""Documents of any kind that needs no judge of its own: fields by their model, pictures, links and lints."""

from typing import Any

from hubkit.check.event import Surroundings
from hubkit.check.prose import check_prose
from hubkit.check.record import record
from hubkit.check.references import check_picture
from hubkit.check.text import check_text
from hubkit.kinds.fields import Fields, Picture
from hubkit.kinds.record import Record
from hubkit.problems import Problem
from hubkit.values import Document, Shelf


def check_records(
    model: type[Fields],
    shelf: Shelf,
    documents: tuple[Document, ...],
    around: Surroundings,
    problems: list[Problem],
    *,
    drafts: bool,
) -> tuple[Record[Any], ...]:
    """Return the documents of a shelf checked against `model`, by id, without drafts unless asked for."""
    made: list[Record[Any]] = []
    for document in documents:
        for each in document.written:
            problems.extend(check_text(each))
            problems.extend(check_prose(each, around.hub, around.pictures, around.allowed_hosts))
        path = f"{document.id}/" if shelf.at_top else f"{shelf.folder}/{document.id}/"
        checked = record(model, document, problems, around.history, around.languages, hub=around.hub, path=path)
        if checked is None:
            continue
        for name, value in vars(checked.fields).items():
            if isinstance(value, Picture):
                problems.extend(check_picture(document, (name,), value, around.hub, around.pictures))
        if drafts or not vars(checked.fields).get("draft"):
            made.append(checked)
    return tuple(sorted(made, key=lambda each: each.id))
