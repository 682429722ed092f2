"""Free pages of the network and of hubs, and the network's code of conduct."""

from collections.abc import Iterator

from hubkit.kinds.page.model import PageModel
from hubkit.kinds.record import Record
from hubkit.kinds.route import HubScope, NetworkScope, Route
from hubkit.kinds.words import Words


def hub_routes(scope: HubScope) -> Iterator[Route]:
    """Return every free page of the hub."""
    for record in scope.hub.pages:
        yield _page(record, scope.words)


def network_routes(scope: NetworkScope) -> Iterator[Route]:
    """Return every free page of the network, and its code of conduct."""
    for record in scope.shared.pages:
        yield _page(record, scope.words)
    if scope.shared.code_of_conduct is not None:
        yield _page(scope.shared.code_of_conduct, scope.words)


def _page(record: Record[PageModel], words: Words) -> Route:
    return Route(
        hub=record.hub,
        path=record.path,
        template="page.html",
        title=words.plain(record.fields.title),
        description=words.plain(record.fields.summary),
        view={"record": record},
        sources=(record.source,),
        changed=record.changed,
        is_article=True,
        indexed=not record.fields.draft,
    )
