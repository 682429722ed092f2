"""What becomes of an order with each call: decided of what is stored, whatever database it is stored in."""

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from hubkit.webhooks.catalog import Event
from hubkit.webhooks.checkout.orders import Order, Outcome, State, Stock, Told, Wanted

_SEATED = frozenset({"held", "processing", "paid", "review"})
_OPEN = frozenset({"held", "processing", "expired", "failed", "review"})
"""The states in which a payment changes something."""


class Decided(Struct, frozen=True):
    """What becomes of an order."""

    outcome: Outcome
    state: State | None = None
    """What it is from now on; None where it stays what it was."""


class Used(Struct, frozen=True):
    """What is given or held, after what was held too long is let go."""

    seats: int
    """Of the event, by orders and RSVPs."""
    of_ticket: int


def seats_in(state: State, quantity: int) -> int:
    """Return how many seats an order has in a state."""
    return quantity if state in _SEATED else 0


def beginning(wanted: Wanted) -> State:
    """Return in which state an order begins: what costs nothing is paid."""
    return "held" if wanted.amount else "paid"


def may_erase(order: Order, event: Event, now: datetime) -> bool:
    """Return whether somebody may erase their order: once nobody needs it to let them in, or to pay them back.

    Until an event is over, also an order that nobody paid may still be paid late.
    """
    return now >= event.end and order.state not in {"processing", "review", "unseated"}


def has_room(quantity: int, used: Used, stock: Stock) -> bool:
    """Return whether so many of a ticket can be had.

    RSVPs and orders take from the same seats. Who waits for a seat by RSVP does not keep others from buying one.
    """
    limits = ((stock.seats.capacity, used.seats), (stock.of_ticket, used.of_ticket))
    return all(limit is None or taken + quantity <= limit for limit, taken in limits)


def heard(order: Order, told: Told, is_seat_free: Callable[[], bool], *, is_live: bool) -> Decided:
    """Return what a message makes of an order, whatever came before it; `is_seat_free` is asked where it matters."""
    if told.is_live != is_live:
        return _reviewed(order) if told.news == "paid" else Decided("review")
    match told.news:
        case "paid":
            return _paid(order, told, is_seat_free)
        case "processing":
            return _processing(order, is_seat_free)
        case "refunded":
            return Decided("done", "refunded" if told.is_whole and order.state != "refunded" else None)
        case "failed":
            return _ended(order, "failed", {"held", "processing", "expired"})
        case "expired":
            return _ended(order, "expired", {"held"})


def _paid(order: Order, told: Told, is_seat_free: Callable[[], bool]) -> Decided:
    """Tickets, or the money back where there is no seat."""
    if order.state not in _OPEN:
        return Decided("known")
    is_as_asked = (told.amount, told.currency) == (order.amount, order.currency)
    if not is_as_asked or (order.session and told.session != order.session):
        return _reviewed(order)
    if order.state in _SEATED or is_seat_free():
        return Decided("done", "paid")
    return Decided("unseated", "unseated")


def _reviewed(order: Order) -> Decided:
    """Somebody has to look at a payment that is not what was asked for; seats that are held are kept until then."""
    return Decided("review", "review" if order.state in {"held", "processing"} else None)


def _processing(order: Order, is_seat_free: Callable[[], bool]) -> Decided:
    """The seats are kept as long as a bank takes, which may be days."""
    if order.state == "held" or (order.state == "expired" and is_seat_free()):
        return Decided("done", "processing")
    return Decided("known")


def _ended(order: Order, state: State, open_in: set[State]) -> Decided:
    """The seats are free; what is paid stays paid, whatever comes late."""
    return Decided("done", state) if order.state in open_in else Decided("known")
