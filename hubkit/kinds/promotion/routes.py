"""The pages of promotion: texts to share each event, its poster, and the widget; with them the JSON feed."""

from collections.abc import Iterator

from hubkit.kinds.event.summary import EventSummary
from hubkit.kinds.event.value import Event
from hubkit.kinds.promotion.cards import event_card
from hubkit.kinds.promotion.choice import promoted, share_path
from hubkit.kinds.promotion.json_feed import json_feed
from hubkit.kinds.promotion.poster import poster_page, poster_path
from hubkit.kinds.promotion.texts import mailto, passages
from hubkit.kinds.route import HubScope, Planned, Route

IN_WIDGET = 5
WIDGET = "widget/"
HEIGHT = 560
"""Of the frame that a site puts around the widget, in CSS pixels: five events fit into a column of usual width."""


def routes(scope: HubScope) -> Iterator[Planned]:
    """Return the pages to share and to print events, the widget and the JSON feed; nothing with `promotion: none`."""
    if scope.hub.promotion(scope.shared) == "none":
        return
    summaries = {each.id: each for each in scope.events if each.hub == scope.hub.id}
    for event in promoted(scope):
        yield _share_page(scope, event, summaries[event.id])
        yield poster_page(scope, event, summaries[event.id])
    yield _widget(scope)
    yield json_feed(scope)


def _share_page(scope: HubScope, event: Event, summary: EventSummary) -> Route:
    words = scope.words
    title = words.plain(event.fields.title)
    texts = passages(scope, event, summary)
    mail, _, _, chat = texts
    return Route(
        hub=event.hub,
        path=share_path(event),
        template="share.html",
        title=words("Share: %(title)s", title=title),
        view={
            "event": event,
            "passages": texts,
            "card": event_card(scope, event, summary),
            "poster_href": scope.addresses.href(event.hub, scope.prefix + poster_path(event)),
            "mail_href": mailto(mail, chat),
            "widget_code": _code(scope),
        },
        parents=((words("Events"), "events/"),),
        sources=event.sources,
        changed=event.history.changed,
        indexed=False,
    )


def _code(scope: HubScope) -> str:
    """Return what a site puts into a page of its own to show the widget."""
    name = scope.words.plain(scope.hub.fields.name)
    title = scope.words("%(name)s: events", name=name).replace("&", "&amp;").replace('"', "&quot;")
    address = scope.canonical(WIDGET)
    return f'<iframe src="{address}" title="{title}" width="100%" height="{HEIGHT}" loading="lazy"></iframe>'


def _widget(scope: HubScope) -> Route:
    hub, words = scope.hub, scope.words
    return Route(
        hub=hub.id,
        path=WIDGET,
        template="widget.html",
        title=words("%(name)s: events", name=words.plain(hub.fields.name)),
        view={"upcoming": scope.upcoming[:IN_WIDGET]},
        sources=(hub.source,),
        changed=hub.changed,
        indexed=False,
    )
