"""What makes tickets, as the environment says it, for commands."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hubkit.problems import HubkitError

if TYPE_CHECKING:
    from hubkit.webhooks.catalog import Catalog
    from hubkit.webhooks.tickets import TicketMaker

_MISSING = 'what hubkit needs to sign tickets is missing: pip install "hubkit[door]"'


@contextmanager
def with_cryptography() -> Generator[None]:
    """Give a HubkitError where the block imports what signs tickets, and that is not installed."""
    try:
        yield
    except ImportError as fault:
        if fault.name is not None and fault.name.startswith("hubkit"):
            raise
        raise HubkitError(_MISSING) from fault


def ticket_maker_for(catalog: "Catalog") -> "TicketMaker | None":
    """Return what makes tickets for a site, None where no key is set.

    A key that cannot be used, or that the pages of the site would refuse tickets of, is a HubkitError.
    """
    from hubkit.webhooks.tickets import VARIABLE, TicketKeyError, ticket_maker_from

    try:
        with with_cryptography():
            maker = ticket_maker_from(os.environ)
    except TicketKeyError as fault:
        raise HubkitError(str(fault)) from None
    if maker is not None and maker.public != catalog.site.door:
        raise HubkitError(
            f"the key in {VARIABLE} is not that of the site's pages for the door, which would refuse its tickets."
            f" Write into hubkit.yaml  door: {{key: {maker.public}}}  and build the site again"
        )
    return maker
