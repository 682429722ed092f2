"""What may stand in a venue's file."""

from pydantic import Field

from hubkit.kinds.fields import BlockText, Coordinates, Country, Fields, LineText, ShortText, WebUrl


class VenueModel(Fields):
    """A place: where it is and how to get in."""

    name: ShortText
    address: LineText | None = None
    city: ShortText | None = None
    country: Country | None = None
    coordinates: Coordinates | None = None
    url: WebUrl | None = None
    access: BlockText | None = Field(None, description="Steps, lifts, toilets, transport: what people need to know.")
