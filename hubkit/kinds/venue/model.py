"""What may stand in a venue's file."""

from pydantic import Field

from hubkit.kinds.fields import BlockText, Coordinates, Country, Fields, LineText, ShortText, WebUrl


class VenueModel(Fields):
    """A place: where it is and how to get in."""

    name: ShortText = Field(description="What the place is called.")
    address: LineText | None = Field(None, description="Street and house number, as on a letter.")
    city: ShortText | None = Field(None, description="The town, where the address does not say it.")
    country: Country | None = Field(None, description="Two letters, ISO 3166.")
    coordinates: Coordinates | None = Field(None, description="Where it is on the map.")
    url: WebUrl | None = Field(None, description="The place's own site.")
    access: BlockText | None = Field(None, description="Steps, lifts, toilets, transport: what people need to know.")
