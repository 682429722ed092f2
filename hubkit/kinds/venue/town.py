"""Where a venue is: its town, unless the address says it already."""

import re

from hubkit.kinds.event.model import InlineVenue
from hubkit.kinds.texts import Text
from hubkit.kinds.venue.model import VenueModel

_POSTCODE = re.compile(r",.*\d{4}|,.*\d{3}[ -]\d{2}", re.DOTALL)


def town(venue: VenueModel | InlineVenue) -> Text | None:
    """Return the town to show below a venue's address; None where the address names it.

    It does where it holds one of the town's names, and where it goes on to a postcode, as on a letter: then the town
    stands beside it, maybe by another name (Lisboa).
    """
    city = venue.city if isinstance(venue, VenueModel) else None
    if city is None or venue.address is None:
        return city
    address = " ".join(venue.address.by_language.values()).casefold()
    named = any(name.casefold() in address for name in city.by_language.values())
    return None if named or _POSTCODE.search(address) else city
