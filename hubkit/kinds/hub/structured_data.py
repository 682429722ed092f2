"""A hub and the network as search engines read them: schema.org Organizations."""

from hubkit.kinds.hub.value import Hub
from hubkit.kinds.route import HubScope, NetworkScope
from hubkit.kinds.structured_data import JsonObject, organization, place, postal_address, top
from hubkit.kinds.words import Words


def hub_data(scope: HubScope, image: str = "") -> JsonObject:
    """Return the Organization of a hub's home page; `image` is the absolute address of its picture."""
    hub, fields, words = scope.hub, scope.hub.fields, scope.words
    network = scope.shared.network.fields
    links = [link.url for link in fields.links if link.url.startswith(("http://", "https://"))]
    return top(
        organization(
            words.plain(fields.name),
            scope.canonical(""),
            description=words.plain(fields.tagline),
            logo=image,
            same_as=dict.fromkeys([*fields.social.values(), *links]),
            location=_location(hub, words),
            email=(fields.contact.email if fields.contact else None) or "",
            founded=fields.founded.isoformat() if fields.founded else "",
            parent=organization(words.plain(network.name), scope.addresses.network),
        )
    )


def network_data(scope: NetworkScope, logo: str = "") -> JsonObject:
    """Return the Organization of the network's home page; `logo` is the absolute address of its picture."""
    fields, words = scope.shared.network.fields, scope.words
    return top(
        organization(
            words.plain(fields.name),
            scope.canonical(""),
            description=words.plain(fields.tagline),
            logo=logo,
            same_as=[link.url for link in fields.links if link.url.startswith(("http://", "https://"))],
        )
    )


def _location(hub: Hub, words: Words) -> JsonObject | None:
    fields = hub.fields
    city = words.plain(fields.city)
    address = postal_address("", city, words.plain(fields.region), fields.country or "")
    if address is None and fields.coordinates is None:
        return None
    return place(city or words.plain(fields.name), address, fields.coordinates)
