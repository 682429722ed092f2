"""The page of a charter: a hub's own or the one it inherits, and the network's."""

from collections.abc import Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo

from hubkit.kinds.charter.model import CharterModel, Steward
from hubkit.kinds.hub.value import Hub
from hubkit.kinds.record import Record
from hubkit.kinds.route import HubScope, NetworkScope, Route
from hubkit.kinds.words import Words
from hubkit.times import DAY, Clock, start_of, zone


def hub_routes(scope: HubScope) -> Iterator[Route]:
    """Return the hub's charter page, where there is a charter for it."""
    if scope.charter is not None:
        inherited = scope.hub.charter is None
        yield _page(scope.charter, scope.words, scope.clock, scope.hub, zone(scope.hub.timezone), inherited=inherited)


def network_routes(scope: NetworkScope) -> Iterator[Route]:
    """Return the network's charter page, where it has one."""
    if scope.shared.charter is not None:
        in_zone = zone(scope.shared.network.fields.timezone)
        yield _page(scope.shared.charter, scope.words, scope.clock, None, in_zone, inherited=False)


def _page(
    charter: Record[CharterModel], words: Words, clock: Clock, hub: Hub | None, in_zone: ZoneInfo, *, inherited: bool
) -> Route:
    stewards = tuple(
        (steward, hub.member(steward.member) if hub and not inherited else None, _state(steward, clock, in_zone))
        for steward in charter.fields.stewards
    )
    return Route(
        hub=hub.id if hub else "",
        path="charter/",
        template="charter.html",
        title=words.plain(charter.fields.title) or words("Charter"),
        description=words("Who decides what, who holds which task, and where the money goes."),
        view={"charter": charter, "inherited": inherited, "stewards": stewards, "totals": _totals(charter.fields)},
        sources=(charter.source,),
        changed=charter.changed,
        is_article=True,
    )


def _state(steward: Steward, clock: Clock, in_zone: ZoneInfo) -> str:
    if steward.from_ and not clock.has_come(start_of(steward.from_, in_zone)):
        return "coming"
    if steward.until and clock.has_come(start_of(steward.until + DAY, in_zone)):
        return "former"
    return "current"


def _totals(charter: CharterModel) -> tuple[tuple[str, Decimal, Decimal, Decimal], ...]:
    sums: dict[str, dict[str, Decimal]] = {}
    for line in charter.budget:
        of_currency = sums.setdefault(line.currency, {"income": Decimal(), "expense": Decimal()})
        of_currency[line.kind] += line.amount
    return tuple(
        (currency, each["income"], each["expense"], each["income"] - each["expense"]) for currency, each in sums.items()
    )
