"""Who is to be told what becomes of an order."""

from hubkit.webhooks.checkout.orders import Order, State
from hubkit.webhooks.store import Kind, Receiver
from hubkit.webhooks.telling import Note

_WRITTEN: dict[State, Kind] = {"paid": "ticket-paid", "unseated": "ticket-unseated"}
_NOTICED: dict[State, Kind] = {"paid": "ticket-paid", "refunded": "ticket-refunded"}


def became(order: Order, state: State, receivers: frozenset[Receiver]) -> tuple[Note, ...]:
    """Return what the buyer is written where an order comes into a state, and what the organizers are told."""
    kinds = {"person": _WRITTEN, "mail": _NOTICED, "hook": _NOTICED}
    return tuple(
        Note(receiver, kind, order.event, order.id, order.quantity)
        for receiver in sorted(receivers)
        if (kind := kinds[receiver].get(state))
    )
