"""What the cards of a hub and of its events say."""

from hubkit.cards.card import Card, Wording
from hubkit.kinds.event.entry import headline
from hubkit.kinds.event.summary import EventSummary
from hubkit.kinds.event.value import Event
from hubkit.kinds.phrase import Phrase, direction
from hubkit.kinds.promotion.texts import OFF, place, when
from hubkit.kinds.route import HubScope


def event_card(scope: HubScope, event: Event, summary: EventSummary) -> Card:
    """Return the card of an event: its title with its status, when and where it is, and whose it is."""
    words = scope.words
    facts = [when(scope, event)]
    if event.status not in OFF:
        facts.append(place(words, event, summary))
    return Card(
        name=event.id.replace("/", "-"),
        source=event.source,
        direction=words.direction,
        title=_worded(scope, headline(summary, words)),
        over=_worded(scope, words.text(scope.hub.fields.name)),
        facts=tuple(_worded(scope, fact) for fact in facts if fact),
    )


def hub_card(scope: HubScope) -> Card:
    """Return the card of a hub: its name, the network's, and what it says of itself."""
    words, fields = scope.words, scope.hub.fields
    facts = (words.text(fields.tagline), words.text(fields.city))
    return Card(
        name=scope.hub.id,
        source=scope.hub.source,
        direction=words.direction,
        title=_worded(scope, words.text(fields.name)),
        over=_worded(scope, words.text(scope.shared.network.fields.name)),
        facts=tuple(_worded(scope, fact) for fact in facts if fact),
    )


def _worded(scope: HubScope, text: Phrase) -> Wording:
    language = text.marked or scope.words.language
    return Wording(str(text), language, direction(language))
