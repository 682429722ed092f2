"""What may stand in the front matter of a member's file; the Markdown below is the story."""

from pydantic import Field

from hubkit.kinds.fields import Day, Fields, Id, LabelledLink, LineText, Picture, ShortText


class MemberModel(Fields):
    """A spotlight on a person, published with their consent."""

    name: ShortText = Field(description="The person's name, as they want it shown.")
    role: LineText | None = Field(None, description="What they do in the hub.")
    pronouns: LineText | None = Field(None, description="How to speak of them: she/her.")
    photo: Picture | None = Field(None, description="A picture of the person.")
    quote: LineText | None = Field(None, description="One sentence of theirs.")
    links: tuple[LabelledLink, ...] = Field((), description="Their own pages.")
    tags: tuple[LineText, ...] = Field((), description="A few words about what they like.")
    date: "Day | None" = Field(None, description="When the spotlight was written.")
    aliases: tuple[Id, ...] = Field((), description="Ids the member had before; they become redirects.")
    consent: Day = Field(description="The day on which the person agreed to this page.")
