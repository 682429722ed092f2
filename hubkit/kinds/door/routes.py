"""The page by which organizers let people in, of hubs whose events take RSVPs or sell tickets."""

from collections.abc import Iterator

from hubkit.kinds.route import HubScope, Route

DOOR = "door/"
SCRIPT = "door.js"
STYLE = "page-door.css"


def has_door(scope: HubScope) -> bool:
    """Return whether a hub has the page: there is a key of tickets, and an event that asks who comes."""
    settings = scope.shared.network.fields
    if not settings.webhooks or settings.door is None:
        return False
    events = (event for event in scope.hub.all_events() if not event.fields.draft)
    return any(event.fields.registration.mode in {"rsvp", "checkout"} for event in events)


def routes(scope: HubScope) -> Iterator[Route]:
    """Return the page, which knows of no event and no person: the list comes from a file that is never uploaded."""
    hub, words, door = scope.hub, scope.words, scope.shared.network.fields.door
    if door is None or not has_door(scope):
        return
    yield Route(
        hub=hub.id,
        path=DOOR,
        template="door.html",
        title=words("At the door: %(name)s", name=words.plain(hub.fields.name)),
        view={"key": door.key, "worker_href": scope.addresses.href(hub.id, f"{scope.prefix}{DOOR}worker.js")},
        sources=(hub.source,),
        changed=hub.changed,
        indexed=False,
    )
