"""One document of any kind, against its model, with its translations: a record."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TypeVar

from hubkit.check.fields import validate
from hubkit.check.translations import body_of, missing_texts, translated
from hubkit.kinds.fields import Fields
from hubkit.kinds.record import Record
from hubkit.problems import Problem
from hubkit.values import Document, FileHistory

Model = TypeVar("Model", bound=Fields)


def record(
    model: type[Model],
    document: Document,
    problems: list[Problem],
    history: FileHistory,
    languages: Sequence[str] = (),
    *,
    hub: str = "",
    path: str = "",
) -> Record[Model] | None:
    """Return `document` checked against `model`, or None; its problems are added.

    `languages` are those in which it has pages, its own first; none where it may be shown in any.
    """
    checked = validate(model, document)
    problems.extend(checked.problems)
    fields = checked.fields
    if fields is None:
        return None
    if document.translations:
        fields = translated(document, fields, languages, problems)
    body = body_of(document)
    problems.extend(missing_texts(document, fields, languages, body))
    updated: date | None = vars(fields).get("updated")
    stamps = (history.changed.get(each.path) for each in document.written)
    return Record(
        id=document.id,
        fields=fields,
        source=document.path,
        hub=hub,
        path=path,
        body=body,
        body_line=document.body_line,
        changed=midnight(updated) if updated else max((stamp for stamp in stamps if stamp), default=None),
    )


def midnight(day: date) -> datetime:
    """Return the instant that `updated:` stands for: the start of that day in UTC."""
    return datetime.combine(day, time(), UTC)
