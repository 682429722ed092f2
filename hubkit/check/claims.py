"""Names that only one may have: old ids within a hub, and what a hub claims in the whole network."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from hubkit.kinds.event.value import Event, Series
from hubkit.kinds.hub.model import HubModel
from hubkit.kinds.hub.summary import HubClaim
from hubkit.kinds.hub.value import Shared
from hubkit.problems import Problem
from hubkit.values import Document, HubDocuments

_PAGES = frozenset({"charter", "events", "members", "widget"})
_NETWORK_PAGES = ("api", "assets", "charter", "code-of-conduct", "events", "hubs")


def check_aliases(documents: HubDocuments) -> list[Problem]:
    """Return a problem for each old id of an event, page or the hub that is the id of another, or its own."""
    problems = _among(documents.events, {}) + _among(documents.pages, dict.fromkeys(_PAGES, "hubkit itself"))
    if documents.hub is not None:
        problems += _among((documents.hub,), {})
    return problems


def _among(documents: Iterable[Document], owners: dict[str, str]) -> list[Problem]:
    found = list(documents)
    owners = owners | {document.id: document.path for document in found}
    problems: list[Problem] = []
    for document in found:
        for index, alias in enumerate(_list(document, "aliases")):
            if not isinstance(alias, str):
                continue
            if alias in owners:
                whose = "its own id" if owners[alias] == document.path else f"the id of {owners[alias]}"
                hint = "An alias is an id of before, now free. Take it out."
                problems.append(document.problem(("aliases", index), f'"{alias}" is {whose}', hint))
            else:
                owners[alias] = document.path
    return problems


def _list(document: Document, name: str) -> list[object]:
    value = document.data.get(name)
    return list(value) if isinstance(value, list) else []


def claims_of(
    documents: HubDocuments, fields: HubModel, events: Iterable[Event], series: Iterable[Series]
) -> tuple[HubClaim, ...]:
    """Return what no other hub may have: this hub's old ids, its domain, the calendar UIDs it sets."""
    if documents.hub is None:
        return ()
    claims = [
        HubClaim("hub", alias, documents.hub.problem(("aliases", index), f"/{alias}/ is", "Take this alias out."))
        for index, alias in enumerate(fields.aliases)
    ]
    if fields.domain:
        problem = documents.hub.problem(("domain",), f"the domain {fields.domain} is", "Each hub needs its own.")
        claims.append(HubClaim("domain", fields.domain, problem))
    by_path = {document.path: document for document in documents.events}
    for event in (*events, *(each.first for each in series)):
        if event.fields.uid and event.source in by_path:
            hint = "Two events need two UIDs; without the line, hubkit gives each its own."
            problem = by_path[event.source].problem(("uid",), f'the calendar UID "{event.fields.uid}" is', hint)
            claims.append(HubClaim("uid", event.fields.uid, problem))
    return tuple(claims)


def taken(shared: Shared, hub_ids: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return what is claimed before any hub claims anything, and by whom."""
    owners = {("hub", name): "hubkit itself" for name in _NETWORK_PAGES}
    owners |= {("hub", page.id): page.source for page in shared.pages}
    owners |= {("hub", name): f"hubs/{name}/hub.yaml" for name in hub_ids}
    owners["domain", urlsplit(shared.network.fields.url).hostname or ""] = shared.network.source
    return owners


def clashes(claims: Iterable[HubClaim], owners: dict[tuple[str, str], str]) -> list[Problem]:
    """Return a problem for each claim to what another has; `owners` are those known so far."""
    owners = dict(owners)
    problems: list[Problem] = []
    for claim in claims:
        owner = owners.setdefault((claim.kind, claim.name), claim.problem.place.file)
        if owner != claim.problem.place.file:
            problems.append(claim.with_owner(owner))
    return problems
