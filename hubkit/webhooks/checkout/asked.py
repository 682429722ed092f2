"""What visitors send to buy tickets, checked field by field; and what is sold, from the catalogue alone."""

from msgspec import Struct

from hubkit.webhooks.catalog import Event, Ticket
from hubkit.webhooks.checkout.orders import Stock
from hubkit.webhooks.forms import (
    Fault,
    Fields,
    MediaType,
    checked_email,
    checked_name,
    texts_in,
    whole_number,
)
from hubkit.webhooks.standing import seats_of

_TEXTS = {"event", "ticket", "name", "email", "website", "t", "language"}


class Asked(Struct, frozen=True):
    """What somebody wants to buy, as it was sent; worth something only without faults."""

    event: str
    ticket: str
    quantity: int
    name: str
    email: str
    token: str
    language: str


def asked_order(fields: Fields, media_type: MediaType) -> tuple[Asked, tuple[Fault, ...]]:
    """Return what is to be bought, and what is wrong with it; a price is a field that there is not."""
    texts, faults = texts_in(fields, {*_TEXTS, "quantity"}, _TEXTS)
    name, at_name = checked_name(texts["name"])
    email, at_email = checked_email(texts["email"])
    quantity, at_quantity = whole_number(fields.get("quantity", 1), media_type, "quantity-form")
    found = {
        "event": "" if texts["event"] else "event-missing",
        "ticket": "" if texts["ticket"] else "ticket-missing",
        "quantity": at_quantity,
        "name": at_name,
        "email": at_email,
        "website": "website-filled" if texts["website"] else "",
    }
    said = {fault.field for fault in faults}
    faults += [Fault(field, text) for field, text in found.items() if text and field not in said]
    asked = Asked(texts["event"], texts["ticket"], quantity, name, email, texts["t"], texts["language"])
    return asked, tuple(faults)


def ticket_of(event: Event, name: str) -> Ticket | None:
    """Return a ticket of an event, by its id."""
    return next((ticket for ticket in event.tickets if ticket.id == name), None)


def stock_of(name: str, event: Event, ticket: Ticket) -> Stock:
    """Return what there is of a ticket."""
    return Stock(seats_of(name, event), ticket.quantity)
