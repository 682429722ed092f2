"""How people say that they come to an event, at the moment of the build."""

from datetime import datetime
from typing import Literal, TypeAlias

from msgspec import Struct

from hubkit.kinds.event.model import RegistrationMode, Ticket
from hubkit.kinds.event.value import Event
from hubkit.kinds.hub.model import Contact
from hubkit.kinds.network.model import NetworkModel
from hubkit.times import Clock

State: TypeAlias = Literal["none", "open", "not-yet", "closed", "past", "cancelled"]

KEEP_DAYS = 30
"""How long after an event the functions keep who came."""
LARGEST_PARTY = 10


class RegistrationView(Struct, frozen=True):
    """What an event's page says about registration."""

    mode: RegistrationMode
    state: State
    href: str
    contact_email: str
    opens: datetime | None
    closes: datetime | None
    capacity: int | None
    tickets: tuple[Ticket, ...]


class RsvpForm(Struct, frozen=True):
    """What an event's page sends to the functions, where, and what is said of it."""

    action: str
    event: str
    """The global id."""
    largest_party: int
    keep_days: int
    has_waitlist: bool


class CheckoutForm(Struct, frozen=True):
    """The same, of an event that sells tickets."""

    action: str
    event: str
    """The global id."""
    tickets: tuple[Ticket, ...]
    largest_party: int
    keep_days: int


def registration_view(event: Event, contact: Contact | None, clock: Clock) -> RegistrationView:
    """Return how and whether one can register; without functions, `rsvp` and `checkout` lead to the hub's contact."""
    registration = event.fields.registration
    href = registration.url or ""
    email = contact.email or "" if contact else ""
    if not href and registration.mode in {"rsvp", "checkout"} and contact:
        href = contact.url or (f"mailto:{email}" if email else "")
    return RegistrationView(
        mode=registration.mode,
        state=_state(event, clock),
        href=href,
        contact_email=email,
        opens=event.opens,
        closes=event.closes,
        capacity=registration.capacity,
        tickets=registration.tickets,
    )


def _state(event: Event, clock: Clock) -> State:
    if event.status == "cancelled":
        return "cancelled"
    if clock.has_come(event.end):
        return "past"
    if event.fields.registration.mode == "none":
        return "none"
    if event.opens and not clock.has_come(event.opens):
        return "not-yet"
    if event.closes and clock.has_come(event.closes):
        return "closed"
    return "open"


def rsvp_form(event: Event, settings: NetworkModel, clock: Clock) -> RsvpForm | None:
    """Return the form of an event that takes RSVPs now; None where it does not, or the functions are off."""
    registration = event.fields.registration
    if registration.mode != "rsvp" or not _takes_forms(event, settings, clock):
        return None
    return RsvpForm(
        action=_address(settings, "rsvp"),
        event=event.global_id,
        largest_party=LARGEST_PARTY,
        keep_days=KEEP_DAYS,
        has_waitlist=registration.waitlist and registration.capacity is not None,
    )


def checkout_form(event: Event, settings: NetworkModel, clock: Clock) -> CheckoutForm | None:
    """Return the form of an event that sells tickets now; None where it does not, or the functions are off."""
    registration = event.fields.registration
    if registration.mode != "checkout" or not registration.tickets or not _takes_forms(event, settings, clock):
        return None
    return CheckoutForm(
        action=_address(settings, "checkout"),
        event=event.global_id,
        tickets=registration.tickets,
        largest_party=LARGEST_PARTY,
        keep_days=KEEP_DAYS,
    )


def _takes_forms(event: Event, settings: NetworkModel, clock: Clock) -> bool:
    return bool(settings.webhooks) and event.status != "postponed" and _state(event, clock) == "open"


def _address(settings: NetworkModel, name: str) -> str:
    return f"{(settings.api_url or '').rstrip('/')}/api/{name}"
