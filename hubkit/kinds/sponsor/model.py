"""What may stand in a sponsor's file."""

from pydantic import Field

from hubkit.kinds.fields import Fields, LineText, Picture, ShortText, WebUrl


class SponsorModel(Fields):
    """A sponsor."""

    name: ShortText
    url: WebUrl | None = None
    logo: Picture | None = None
    description: LineText | None = Field(None, description="What they give.")
