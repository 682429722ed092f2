"""The next events as a JSON Feed (jsonfeed.org, version 1.1), for readers and other sites' own pages."""

from typing import Any

from hubkit.addresses import folder_of
from hubkit.kinds.event.entry import headline
from hubkit.kinds.event.summary import EventSummary
from hubkit.kinds.hub.json import encoded, event_object
from hubkit.kinds.route import File, HubScope
from hubkit.times import stamp

VERSION = "https://jsonfeed.org/version/1.1"
MOST = 50


def json_feed(scope: HubScope) -> File:
    """Return the feed of a hub's upcoming events in one language, the next first, each with its facts under `_event`.

    An event has the id that it has in the Atom feed.
    """
    hub, words = scope.hub, scope.words
    shown = [event for event in scope.upcoming if not event.draft][:MOST]
    content: dict[str, Any] = {
        "version": VERSION,
        "title": words.plain(hub.fields.name),
        "home_page_url": scope.canonical(""),
        "feed_url": scope.canonical("feed.json"),
        "description": words.plain(hub.fields.tagline),
        "language": words.language,
        "items": [_item(scope, event) for event in shown],
    }
    return File(hub.id, f"{scope.prefix}feed.json", encoded(content), (hub.source,))


def _item(scope: HubScope, event: EventSummary) -> dict[str, Any]:
    words, addresses = scope.words, scope.addresses
    domain = scope.hub.fields.domain if event.hub == scope.hub.id else None
    path = folder_of(words.language, event.languages) + event.path
    facts = event_object(event, words, addresses, domain)
    parts = (words.when(event), facts["venue"], words.plain(event.summary))
    mark = f"/{words.language}" if scope.prefix else ""
    item: dict[str, Any] = {
        "id": f"tag:{addresses.host},2020:{event.lasting_id}{mark}",
        "url": addresses.canonical(event.hub, domain, path),
        "title": headline(event, words),
        "content_text": words.form(". ").join(filter(None, parts)),
        "authors": [{"name": words.plain(event.hub_name)}],
        "_event": {key: facts[key] for key in ("start", "end", "timezone", "status", "attendance", "venue")},
    }
    return {**item, "date_modified": stamp(event.changed)} if event.changed else item
