"""Mail to who bought: the tickets, or that the money comes back; nothing of it was typed into a form."""

from datetime import datetime
from email.message import EmailMessage

from hubkit.webhooks.catalog import Event
from hubkit.webhooks.checkout.orders import Order, State
from hubkit.webhooks.letters import Letters, about_event, key_of, signature, whole
from hubkit.webhooks.links import order_link
from hubkit.webhooks.standing import standing_by_time
from hubkit.webhooks.store import Errand, Kind
from hubkit.webhooks.texts import Words, words_in

_SAYS: dict[Kind, frozenset[State]] = {
    "ticket-paid": frozenset({"paid"}),
    "ticket-unseated": frozenset({"unseated", "refunded"}),
}
"""In which state of an order a mail is still true."""


def to_buyer(
    letters: Letters, errand: Errand, order: Order, tickets: tuple[str, ...], now: datetime
) -> EmailMessage | None:
    """Return what a buyer is written, in the language of their form; None where it is true no more.

    That their money comes back is written whatever becomes of the event; tickets only while it is to come.
    """
    event = letters.catalog.events.get(order.event)
    if event is None or order.state not in _SAYS.get(errand.kind, ()):
        return None
    is_paid = errand.kind == "ticket-paid"
    if is_paid and standing_by_time(event, now) in {"cancelled", "past"}:
        return None
    hub = letters.catalog.hubs[event.hub]
    words = words_in(order.language, hub.name, letters.catalog.texts)
    subject = words.say("mail-paid-subject" if is_paid else "mail-unseated-subject", event=words.of(event.title))
    message = letters.message(order.email, subject, hub, words, key_of(errand), now)
    parts = _paid(event, tickets, words) if is_paid else _unseated(event, words)
    link = letters.catalog.site.api + order_link(letters.signer, order.id, event, letters.catalog.site, now)
    parts += [f"{words.say('mail-order')}\n{link}", *signature(hub, words)]
    return whole(message, parts, words, event if is_paid else None, now)


def _paid(event: Event, tickets: tuple[str, ...], words: Words) -> list[str]:
    listed = "\n".join((words.say("bought-tickets"), *tickets))
    return [words.say("bought-paid", event=words.of(event.title)), about_event(event, words), listed]


def _unseated(event: Event, words: Words) -> list[str]:
    said = words.say("bought-unseated", event=words.of(event.title))
    return [said, words.say("mail-unseated"), about_event(event, words)]
