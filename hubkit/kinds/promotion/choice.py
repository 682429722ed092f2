"""Which events have texts to share."""

from collections.abc import Iterator, Sequence
from itertools import islice

from hubkit.kinds.event.value import Event
from hubkit.kinds.route import HubScope

OF_A_SERIES = 3
"""So many dates of a series are worth telling of: the next, and with `promotion: all` the latest past ones."""


def share_path(event: Event) -> str:
    """Return where the texts to share an event stand below its hub's home."""
    return f"{event.path}share/"


def promoted(scope: HubScope) -> Iterator[Event]:
    """Yield the hub's events that have texts to share; drafts have none, nor has what never took place."""
    choice = scope.hub.promotion(scope.shared)
    if choice == "none":
        return
    for events, most in ((scope.hub.events, None), *((each.occurrences, OF_A_SERIES) for each in scope.hub.series)):
        yield from islice(_upcoming(scope, events), most)
        if choice == "all":
            yield from islice(_held(scope, events), most)


def _upcoming(scope: HubScope, events: Sequence[Event]) -> Iterator[Event]:
    return (event for event in events if not event.fields.draft and not scope.clock.has_come(event.end))


def _held(scope: HubScope, events: Sequence[Event]) -> Iterator[Event]:
    """Return the events that took place, the latest first."""
    held = (event for event in reversed(events) if event.status not in {"cancelled", "postponed"})
    return (event for event in held if not event.fields.draft and scope.clock.has_come(event.end))
