"""What may stand in a theme's `theme.yaml`."""

from pydantic import Field

from hubkit.kinds.brand import Brand
from hubkit.kinds.fields import Colour, Fields, Id, Line


class Shades(Fields):
    """The colours of a page and of what is written on it; what is left out is that of the theme it extends."""

    paper: Colour | None = Field(None, description="The page.")
    card: Colour | None = Field(None, description="Boxes on the page.")
    ink: Colour | None = Field(None, description="Text; 4.5:1 on paper and card, as soft.")
    soft: Colour | None = Field(None, description="Text that steps back.")
    line: Colour | None = Field(None, description="Lines that only part things.")
    edge: Colour | None = Field(None, description="The edges of what one can press; 3:1 on paper and card.")


class ThemeModel(Fields):
    """A theme: what it extends, the colours of its pages, and its looks where a brand names none."""

    name: Line | None = Field(None, description="What the theme is called.")
    description: Line | None = Field(None, description="What it is like, in a sentence.")
    extends: Id | None = Field(None, description="The theme that it changes; base where this is left out.")
    brand: Brand = Field(Brand.model_construct(), description="The looks where network and hub name none.")
    light: Shades = Field(Shades.model_construct(), description="The colours of light pages.")
    dark: Shades = Field(Shades.model_construct(), description="The colours of dark pages.")
