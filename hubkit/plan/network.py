"""The reduce: all hubs' summaries become the network, each hub's slice of it, and the network's own pages."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from hubkit.addresses import Addresses
from hubkit.kinds.event.summary import EventSummary
from hubkit.kinds.hub.summary import HubReference, HubSummary
from hubkit.kinds.network.routes import hubs_json
from hubkit.kinds.route import Kind, Network, NetworkScope, Planned, Slice
from hubkit.kinds.words import Words
from hubkit.plan.neighbours import nearest
from hubkit.problems import Problem, did_you_mean
from hubkit.times import Clock


def slices(hubs: Iterable[HubSummary]) -> dict[str, Slice]:
    """Return for each hub what its pages see of the others."""
    by_id = {hub.id: hub for hub in hubs}
    near = nearest([hub for hub in by_id.values() if hub.status != "retired"])
    cohosted: dict[str, list[EventSummary]] = {}
    partners: dict[str, set[str]] = {}
    for hub in by_id.values():
        for names, event in hub.cohosted:
            for name in names:
                if name in by_id and name != hub.id:
                    cohosted.setdefault(name, []).append(event)
                    partners.setdefault(name, set()).add(hub.id)
                    partners.setdefault(hub.id, set()).add(name)
    shown = {name: replace(hub.look(), cohosted=()) for name, hub in by_id.items()}
    return {
        hub: Slice(
            neighbours=tuple(shown[name] for name in near.get(hub, ())),
            cohosted=tuple(cohosted.get(hub, ())),
            partners={name: shown[name] for name in sorted(partners.get(hub, ()))},
        )
        for hub in by_id
    }


def unknown_hubs(references: Iterable[HubReference], known: Iterable[str]) -> list[Problem]:
    """Return the problem of each reference to a hub that is not there, with the nearest that is."""
    ids = set(known)
    problems: list[Problem] = []
    for reference in references:
        if reference.hub not in ids:
            near = did_you_mean(reference.hub, ids)
            mean = f"Did you mean {near}? " if near else ""
            problems.append(reference.problem._replace(hint=mean + reference.problem.hint))
    return problems


def plan_network(
    network: Network,
    words: Words,
    addresses: Addresses,
    clock: Clock,
    next_change: datetime | None,
    kinds: Iterable[Kind],
) -> tuple[NetworkScope, list[Planned]]:
    """Return every page and file of the network itself in one language, and what they are made from."""
    first = network.shared.network.fields.ordered_languages[0]
    scope = NetworkScope(
        network=network,
        words=words,
        addresses=addresses,
        clock=clock,
        prefix="" if words.language == first else f"{words.language}/",
    )
    planned = [each for kind in kinds for each in kind.network_routes(scope)]
    if not scope.prefix:
        clock.will_change(next_change)
        planned.extend(hubs_json(scope, clock.next_change))
    return scope, planned
