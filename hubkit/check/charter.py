"""A charter: its fields, and that its stewards are members with terms that make sense."""

from collections.abc import Collection

from hubkit.check.fields import validate
from hubkit.check.references import dangling
from hubkit.kinds.charter.model import CharterModel
from hubkit.kinds.record import Record
from hubkit.problems import Problem
from hubkit.values import Document, FileHistory


def check_charter(
    document: Document, members: Collection[str] | None, hub: str, history: FileHistory, problems: list[Problem]
) -> Record[CharterModel] | None:
    """Return the charter in `document`, or None; `members` are the hub's, None for the network's own charter."""
    checked = validate(CharterModel, document)
    problems.extend(checked.problems)
    if checked.fields is None:
        return None
    for index, steward in enumerate(checked.fields.stewards):
        path = ("stewards", index)
        if members is not None and steward.member not in members:
            where = f"hubs/{hub}/members/"
            problems.append(dangling(document, (*path, "member"), "member", steward.member, members, where))
        if steward.from_ and steward.until and steward.until < steward.from_:
            problems.append(
                document.problem((*path, "until"), "this term ends before it begins", "Mend one of the dates.")
            )
    return Record(
        id="charter",
        fields=checked.fields,
        source=document.path,
        hub=hub,
        path="charter/",
        body=document.body,
        body_line=document.body_line,
        changed=history.changed.get(document.path),
    )
