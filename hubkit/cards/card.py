"""What a card says, how it looks, and why one cannot be drawn."""

from msgspec import Struct


class Wording(Struct, frozen=True):
    """A text of a card, in its language."""

    text: str
    language: str
    direction: str
    """`ltr` or `rtl`."""


class Card(Struct, frozen=True):
    """What a card says: it is drawn from these words, the colours of the brand and the fonts alone."""

    name: str
    """What its file is called."""
    source: str
    """The file that an author edits to change it."""
    direction: str
    """Of the page: where a card begins, whatever its texts."""
    title: Wording
    over: Wording | None = None
    """Small, above the title: whose card it is."""
    facts: tuple[Wording, ...] = ()
    """At the foot: when and where; the first is what matters most."""

    @property
    def alt(self) -> str:
        """What the picture says, for those who do not see it."""
        return ". ".join(each.text for each in (self.title, *self.facts, *((self.over,) if self.over else ())))


class Colours(Struct, frozen=True):
    """The colours of a card, as #rrggbb; text in each ink can be read on its ground."""

    ground: str
    ink: str
    paper: str
    paper_ink: str


class Shape(Struct, frozen=True):
    """The measures of a card, in pixels."""

    name: str
    width: int
    height: int
    margin: int
    foot: int
    """The height of the strip with the facts."""
    titles: tuple[int, ...]
    """The sizes of letters that a title may have; it gets the largest in which it fits."""
    small: int
    """The size of letters above the title, and the largest at the foot."""


PREVIEW = Shape("card", 1200, 630, 72, 170, (104, 96, 88, 80, 72, 66, 60, 54, 48, 44, 40, 36), 34)
"""What sites and messengers show of a link."""
STORY = Shape("story", 1080, 1080, 84, 270, (132, 120, 110, 100, 92, 84, 76, 70, 64, 58, 52, 46, 42), 44)
"""A square to post."""
SHAPES = {shape.name: shape for shape in (PREVIEW, STORY)}


class Undrawable(Exception):  # noqa: N818 - nobody's error: there is no card, and a note
    """Why there is no card: what would be drawn wrongly, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
