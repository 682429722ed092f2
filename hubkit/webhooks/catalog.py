"""The catalogue: what a build leaves for the functions to know. They trust it, and never what a browser says."""

import os
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

VERSION = 1
ByLanguage: TypeAlias = dict[str, str]
"""A text for each language of the hub, its default first."""


class Ticket(Struct, frozen=True, omit_defaults=True):
    """What can be bought."""

    id: str
    """As in the source; of one event, no two have the same."""
    name: ByLanguage
    price: int
    """In the unit in which Stripe counts the currency: cents, or yen (https://docs.stripe.com/currencies)."""
    currency: str
    """ISO 4217."""
    shown: ByLanguage
    """The price, as pages say it."""
    quantity: int | None = None
    """How many there are; None for as many as the event has places."""


class Event(Struct, frozen=True, omit_defaults=True):
    """An event, or one date of a series, that takes RSVPs or sells tickets."""

    hub: str
    title: ByLanguage
    url: ByLanguage
    """The full addresses of its pages."""
    when: ByLanguage
    """Day and time, as its page says them."""
    where: ByLanguage
    start: datetime
    end: datetime
    timezone: str
    mode: Literal["rsvp", "checkout"]
    status: str
    """As in the source: `scheduled`, `tentative`, `postponed`, `moved-online` or `cancelled`."""
    capacity: int | None = None
    """How many places there are; None for as many as come."""
    waitlist: bool = False
    opens: datetime | None = None
    closes: datetime | None = None
    all_day: bool = False
    """Whether its days count, and no time of day."""
    uid: str = ""
    """By which calendars know it, wherever they have it from (RFC 7986 section 5.3)."""
    tickets: tuple[Ticket, ...] = ()


class Hub(Struct, frozen=True, omit_defaults=True):
    """A hub that has such an event."""

    name: ByLanguage
    url: ByLanguage
    timezone: str
    contact: str = ""
    """An e-mail address; empty where it has none."""
    styles: tuple[str, ...] = ()
    """The full addresses of its style sheets."""
    icon: str = ""
    """The full address of its icon."""


class Site(Struct, frozen=True, omit_defaults=True):
    """The network."""

    name: ByLanguage
    url: str
    """With a slash at its end."""
    origins: tuple[str, ...]
    """Where pages with forms are: the network's origin, and those of hubs with a domain of their own."""
    keep_days: int = 30
    """How long after an event personal data is kept."""
    api: str = ""
    """Where the functions are reached, without a slash at its end: what stands before the paths of `openapi.yaml`."""
    styles: tuple[str, ...] = ()
    """As of hubs, for answers of which no hub is known."""
    icon: str = ""
    door: str = ""
    """The public key of tickets that the pages for the door know: a point of P-256, in base64url."""


class Catalog(Struct, frozen=True):
    """All that the functions know."""

    version: int
    site: Site
    hubs: dict[str, Hub]
    events: dict[str, Event]
    """By global id: `<hub>.<event>`, of a series `<hub>.<series>.<date>`."""
    texts: dict[str, ByLanguage]
    """What the functions say, by language and then by the name of the text."""


class CatalogError(Exception):
    """The catalogue cannot be used; says why, and what to do."""


def read_catalog(path: Path) -> Catalog:
    """Return the catalogue in a file; raises `CatalogError` where there is none, or one of another hubkit."""
    try:
        catalog = msgspec.json.decode(path.read_bytes(), type=Catalog)
    except FileNotFoundError as fault:
        raise CatalogError(f"there is no {path}; `hubkit build` writes it where `webhooks: true` is set") from fault
    except (OSError, msgspec.DecodeError) as fault:
        raise CatalogError(f"{path} cannot be read ({fault}); build the site again") from fault
    if catalog.version != VERSION:
        raise CatalogError(f"{path} is of another version of hubkit ({catalog.version}); build the site again")
    return catalog


def signature_of(path: Path) -> tuple[int, ...]:
    """Return a file's size, times of change of content and of status (ns), and inode; nothing where there is none."""
    try:
        status = os.lstat(path)
    except OSError:
        return ()
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
