"""The one table of what people may write; a new kind is a folder beside this file and a line in it."""

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
from hubkit.kinds.venue.model import VenueModel

KINDS: tuple[Kind, ...] = (
    Kind("network", NetworkModel, network_routes=network.routes),
    Kind("hub", HubModel, hub_routes=hub.routes),
    Kind("event", EventModel, hub_routes=event.routes),
    Kind("series", SeriesModel, hub_routes=series.routes),
    Kind("template", TemplateModel),
    Kind("venue", VenueModel),
    Kind("sponsor", SponsorModel),
    Kind("member", MemberModel, hub_routes=member.routes),
    Kind("charter", CharterModel, hub_routes=charter.hub_routes, network_routes=charter.network_routes),
    Kind("page", PageModel, hub_routes=page.hub_routes, network_routes=page.network_routes),
)
