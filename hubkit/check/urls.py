"""The record of a hub's addresses: its fields, and the ids that the hub was published under."""

from hubkit.check.fields import validate
from hubkit.kinds.hub.model import HubModel
from hubkit.kinds.urls.model import UrlsModel
from hubkit.problems import Problem
from hubkit.values import Document


def check_urls(document: Document | None, hub: str, fields: HubModel, problems: list[Problem]) -> UrlsModel | None:
    """Return what `urls.yaml` says, or None; adds its problems, and one for each earlier id that leads nowhere."""
    if document is None:
        return None
    checked = validate(UrlsModel, document)
    problems.extend(checked.problems)
    if checked.fields is None:
        return None
    for index, name in enumerate(checked.fields.ids):
        if name != hub and name not in fields.aliases:
            message = f"this hub was published as {name}, and that address leads nowhere any more"
            hint = f"Write aliases: [{name}] into hubs/{hub}/hub.yaml; `hubkit mv` renames a hub and does so by itself."
            problems.append(document.problem(("ids", index), message, hint))
    return checked.fields
