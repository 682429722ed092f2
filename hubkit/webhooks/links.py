"""The signed links to one RSVP or order: as paths of this server."""

from datetime import datetime, timedelta

from hubkit.webhooks.catalog import Event, Site
from hubkit.webhooks.standing import kept_until
from hubkit.webhooks.store import Rsvp
from hubkit.webhooks.tokens import Purpose, Signer

CONFIRMABLE = timedelta(hours=48)
"""How long the link to confirm is good, and who does not use it is kept."""


def link_of(signer: Signer, rsvp: Rsvp, event: Event, site: Site, now: datetime) -> str:
    """Return the path of the page of an RSVP, for the person alone; good as long as their data is kept."""
    return _path(signer, "link", rsvp, now, kept_until(event, site))


def confirming_link(signer: Signer, rsvp: Rsvp, event: Event, site: Site, now: datetime) -> str:
    """Return the path where an RSVP is confirmed, for who reads the mail of the address that was given."""
    return _path(signer, "confirm", rsvp, now, min(now + CONFIRMABLE, kept_until(event, site)))


def order_link(signer: Signer, order: str, event: Event, site: Site, now: datetime) -> str:
    """Return the path of the page of an order, by its id, for who made it alone; good as long as it is kept."""
    return f"/api/checkout/{signer.sign('order', order, now, kept_until(event, site))}"


def _path(signer: Signer, purpose: Purpose, rsvp: Rsvp, now: datetime, ends: datetime) -> str:
    return f"/api/rsvp/{signer.sign(purpose, rsvp.id, now, ends)}"
