"""What may stand in a sponsor's file."""

from pydantic import Field

from hubkit.kinds.fields import Fields, LineText, Picture, ShortText, WebUrl


class SponsorModel(Fields):
    """A sponsor."""

    name: ShortText = Field(description="The sponsor's name.")
    url: WebUrl | None = Field(None, description="The sponsor's site.")
    logo: Picture | None = Field(None, description="The sponsor's logo.")
    description: LineText | None = Field(None, description="What they give.")
