"""What one hub alone may have in a whole network: its addresses, its domain, the UIDs it sets."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from hubkit.kinds.event.value import Event, Series
from hubkit.kinds.hub.model import HubModel
from hubkit.kinds.hub.summary import HubClaim
from hubkit.kinds.hub.value import Shared
from hubkit.problems import Problem
from hubkit.values import HubDocuments

_NETWORK_PAGES = ("api", "assets", "charter", "code-of-conduct", "events", "hubs")


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
    if fields.moved_from and fields.moved_from not in fields.aliases:
        problem = documents.hub.problem(("moved_from",), f"the id {fields.moved_from} is", "Take this line out.")
        claims.append(HubClaim("hub", fields.moved_from, problem))
    if fields.domain:
        problem = documents.hub.problem(("domain",), f"the domain {fields.domain} is", "Each hub needs its own.")
        claims.append(HubClaim("domain", fields.domain, problem))
    by_path = {document.path: document for document in documents.on("events")}
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
    domains_and_uids = dict(owners)
    problems: list[Problem] = []
    for claim in claims:
        key = (claim.kind, claim.name)
        if claim.kind != "hub":  # of two aliases that are one, the redirects tell
            domains_and_uids.setdefault(key, claim.problem.place.file)
        owner = domains_and_uids.get(key)
        if owner is not None and (claim.kind == "hub" or owner != claim.problem.place.file):
            problems.append(claim.with_owner(owner))
    return problems
