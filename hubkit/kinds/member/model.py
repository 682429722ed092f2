"""What may stand in the front matter of a member's file; the Markdown below is the story."""

from pydantic import Field

from hubkit.kinds.fields import Day, Fields, LabelledLink, Line, LineText, Picture, ShortText


class MemberModel(Fields):
    """A spotlight on a person, published with their consent."""

    name: ShortText
    role: LineText | None = None
    pronouns: LineText | None = None
    photo: Picture | None = None
    quote: LineText | None = None
    links: tuple[LabelledLink, ...] = ()
    tags: tuple[Line, ...] = ()
    date: "Day | None" = Field(None, description="When the spotlight was written.")
    consent: Day = Field(description="The day on which the person agreed to this page.")
