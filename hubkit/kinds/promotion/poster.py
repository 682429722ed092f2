"""The page to print of an event: one sheet with what matters, and a code that leads to its page."""

import unicodedata

from hubkit.kinds.event.summary import EventSummary
from hubkit.kinds.event.value import Event
from hubkit.kinds.promotion.cards import event_card
from hubkit.kinds.route import HubScope, Route

_SIZES = ((24, "short"), (48, "middle"), (96, "long"), (160, "longer"))
"""How many letters a title may have for each size; one of an ideograph counts twice."""


def poster_path(event: Event) -> str:
    """Return where the poster of an event stands below its hub's home."""
    return f"{event.path}poster/"


def poster_page(scope: HubScope, event: Event, summary: EventSummary) -> Route:
    """Return the page to print."""
    words = scope.words
    title = words.plain(event.fields.title)
    return Route(
        hub=event.hub,
        path=poster_path(event),
        template="poster.html",
        title=words("Poster: %(title)s", title=title),
        view={
            "event": event,
            "summary": summary,
            "venue": event.venue,
            "card": event_card(scope, event, summary),
            "address": scope.canonical(event.path),
            "length": _length(title),
        },
        sources=event.sources,
        changed=event.history.changed,
        indexed=False,
    )


def _length(title: str) -> str:
    letters = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in title)
    return next((name for most, name in _SIZES if letters <= most), "longest")
