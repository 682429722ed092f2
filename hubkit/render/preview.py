"""The picture that sites and messengers show where somebody shares a page."""

from msgspec import Struct

from hubkit.cards.card import PREVIEW
from hubkit.kinds.route import Route
from hubkit.render.desk import Desk
from hubkit.render.variants import fallback


class Preview(Struct, frozen=True):
    """The picture that sites and messengers show of a page."""

    address: str
    """In full."""
    width: int
    height: int
    alt: str


def preview(route: Route, desk: Desk) -> Preview | None:
    """Return the page's own picture, else the card that is drawn for it."""
    if route.picture is not None:
        picture, owner = route.picture
        photo = desk.photo(owner, desk.hub.id if desk.hub else "", picture.file)
        if photo is not None:
            shown = fallback(photo)
            alt = desk.words.plain(picture.alt)
            return Preview(desk.addresses.full(desk.link(shown)), shown.width, shown.height, alt)
    card = desk.press.card(route.card, PREVIEW) if route.card else None
    if card is None or route.card is None:
        return None
    return Preview(desk.addresses.full(desk.addresses.asset(card.path)), card.width, card.height, route.card.alt)
