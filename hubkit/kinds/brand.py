"""What may stand in `brand:`, of a network, a hub or a theme: colours, fonts, corners and room."""

from typing import Literal, TypeAlias

from pydantic import Field

from hubkit.kinds.fields import Colour, Fields

Font: TypeAlias = Literal["sans", "humanist", "geometric", "rounded", "condensed", "serif", "slab", "mono"]
Corners: TypeAlias = Literal["sharp", "soft", "round"]
Spacing: TypeAlias = Literal["compact", "normal", "airy"]


class Brand(Fields):
    """What makes pages look like one's own; what a hub leaves out is the network's, and what that does, the theme's."""

    accent: Colour | None = Field(
        None, description="The colour of links and buttons; moved to the nearest shade that can be read."
    )
    accent_dark: Colour | None = Field(None, description="The same on dark pages; left out, a lighter shade of it.")
    second: Colour | None = Field(None, description="A second colour, for surfaces that a theme sets off.")
    heading_font: Font | None = Field(None, description="The kind of letters of titles.")
    text_font: Font | None = Field(None, description="The kind of letters of everything else.")
    corners: Corners | None = Field(None, description="Of buttons, boxes and pictures: sharp, soft or round.")
    spacing: Spacing | None = Field(None, description="The room between things: compact, normal or airy.")
