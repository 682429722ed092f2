"""A charter: its fields, and that its stewards are members with terms that make sense."""

from collections.abc import Collection, Sequence

from hubkit.check.record import record
from hubkit.check.references import dangling
from hubkit.kinds.charter.model import CharterModel
from hubkit.kinds.record import Record
from hubkit.problems import Problem
from hubkit.values import Document, FileHistory


def check_charter(
    document: Document,
    members: Collection[str] | None,
    hub: str,
    history: FileHistory,
    languages: Sequence[str],
    problems: list[Problem],
) -> Record[CharterModel] | None:
    """Return the charter in `document`, or None; `members` are the hub's, None for the network's own charter.

    `languages` are those of the hub's pages; none of the network's, which every hub may inherit.
    """
    checked = record(CharterModel, document, problems, history, languages, hub=hub, path="charter/")
    if checked is None:
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
    return checked
