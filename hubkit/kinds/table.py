"""The one table of what people may write; a new kind is a folder beside this file and a line in it."""

from hubkit.ids import RESERVED_FOR_HUB_PAGES
from hubkit.kinds.charter import routes as charter
from hubkit.kinds.charter.model import CharterModel
from hubkit.kinds.event import routes as event
from hubkit.kinds.event.model import EventModel
from hubkit.kinds.hub import routes as hub
from hubkit.kinds.hub.model import HubModel
from hubkit.kinds.member import routes as member
from hubkit.kinds.member.model import MemberModel
from hubkit.kinds.network import routes as network
from hubkit.kinds.network.model import NetworkModel
from hubkit.kinds.page import routes as page
from hubkit.kinds.page.model import PageModel
from hubkit.kinds.route import Kind
from hubkit.kinds.series import routes as series
from hubkit.kinds.series.model import SeriesModel
from hubkit.kinds.sponsor.model import SponsorModel
from hubkit.kinds.template.model import TemplateModel
from hubkit.kinds.urls.model import UrlsModel
from hubkit.kinds.venue.model import VenueModel
from hubkit.values import Shelf

KINDS: tuple[Kind, ...] = (
    Kind("network", NetworkModel, network_routes=network.routes),
    Kind("hub", HubModel, hub_routes=hub.routes),
    Kind("event", EventModel, Shelf("events", "event", (".yaml", ".md")), event.routes),
    Kind("series", SeriesModel, hub_routes=series.routes),
    Kind("template", TemplateModel),
    Kind("venue", VenueModel),
    Kind("sponsor", SponsorModel),
    Kind("member", MemberModel, Shelf("members", "member", (".md",)), member.routes),
    Kind("charter", CharterModel, hub_routes=charter.hub_routes, network_routes=charter.network_routes),
    Kind(
        "page",
        PageModel,
        Shelf("pages", "page", (".md",), RESERVED_FOR_HUB_PAGES, at_top=True),
        page.hub_routes,
        page.network_routes,
    ),
    Kind("urls", UrlsModel),
)

HUB_SHELVES: tuple[Shelf, ...] = tuple(kind.shelf for kind in KINDS if kind.shelf)
"""The folders of documents that a hub can have."""
