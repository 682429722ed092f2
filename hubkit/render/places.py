"""Where a venue is: links to maps and map apps, and a small map of the country."""

from functools import lru_cache
from urllib.parse import quote

from jinja2 import pass_context
from markupsafe import Markup

from hubkit.kinds.event.model import InlineVenue
from hubkit.kinds.venue.model import VenueModel
from hubkit.render.desk import PageContext


@pass_context
def maps_href(context: PageContext, venue: VenueModel | InlineVenue | None) -> str:
    """Return a link to a venue on OpenStreetMap; empty where neither coordinates nor address are known."""
    if venue is None:
        return ""
    if venue.coordinates:
        point = venue.coordinates
        return f"https://www.openstreetmap.org/?mlat={point.lat}&mlon={point.lon}#map=17/{point.lat}/{point.lon}"
    address = context.desk.words.plain(venue.address)
    return f"https://www.openstreetmap.org/search?query={_quoted(address)}" if address else ""


@pass_context
def geo_href(context: PageContext, venue: VenueModel | InlineVenue) -> str:
    """Return a link that map apps open (RFC 5870), with Android's `q` for a pin; empty without coordinates."""
    if venue.coordinates is None:
        return ""
    place = f"{venue.coordinates.lat:.6f},{venue.coordinates.lon:.6f}"
    return f"geo:{place}?q={place}({_quoted(context.desk.words.plain(venue.name))})"


@pass_context
def locator(context: PageContext, venue: VenueModel | InlineVenue) -> Markup:
    """Return a small map of where in its country a venue is, by its coordinates or the hub's; empty if unknown."""
    hub = context.desk.hub
    if hub is None:
        return Markup()
    home = hub.fields.country
    country = venue.country or home
    point = venue.coordinates or (hub.fields.coordinates if country == home else None)
    return context.desk.atlas.locator(country, point.lat, point.lon) if country and point else Markup()


_quoted = lru_cache(maxsize=256)(quote)
