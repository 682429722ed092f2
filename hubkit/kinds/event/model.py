"""What may stand in an event's file, in an event template, and in `defaults:`."""

from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from hubkit.kinds.fields import (
    BlockText,
    Coordinates,
    Count,
    Currency,
    Duration,
    Fields,
    Fold,
    GlobalId,
    Id,
    Language,
    Line,
    LineText,
    Link,
    LocalWhen,
    Picture,
    Price,
    ShortText,
    WebUrl,
    ZoneName,
)

EventStatus: TypeAlias = Literal["scheduled", "tentative", "postponed", "moved-online", "cancelled"]
Attendance: TypeAlias = Literal["in-person", "online", "hybrid"]
RegistrationMode: TypeAlias = Literal["none", "link", "rsvp", "checkout"]


class InlineVenue(Fields):
    """A place that is used once, written in the event itself."""

    name: ShortText = Field(description="What the place is called.")
    address: LineText | None = Field(None, description="Street and town, as on a letter.")
    coordinates: Coordinates | None = Field(None, description="Where it is on the map.")
    # What only a venue with a file of its own can have, so that templates may ask either for it.
    city: ClassVar[None] = None
    country: ClassVar[None] = None
    url: ClassVar[None] = None
    access: ClassVar[None] = None


class Online(Fields):
    """Where an online event happens."""

    url: WebUrl | None = Field(None, description="The link to join; it is published.")
    note: LineText | None = Field(None, description="What to know before joining.")


class Ticket(Fields):
    """A ticket of a paid event."""

    id: Id = Field(description="A short name for programs: full, reduced.")
    name: ShortText = Field(description="What the ticket is called.")
    price: Price = Field(description="Digits and a point, without a currency sign: 12.50.")
    currency: Currency = Field(description="Three letters, ISO 4217.")
    quantity: Count | None = Field(None, description="How many there are; without it, no limit.")


class Registration(Fields):
    """How people say that they come."""

    mode: RegistrationMode = Field(
        default="none",
        description="none: simply come. link: a form elsewhere (url). rsvp, checkout: the optional functions.",
    )
    url: Link | None = Field(default=None, description="The form, where people sign up elsewhere.")
    capacity: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(
        default=None, description="How many places there are."
    )
    waitlist: bool = Field(default=False, description="Whether there is a waiting list once it is full.")
    opens: LocalWhen | None = Field(default=None, description="When people may begin to sign up.")
    closes: LocalWhen | None = Field(default=None, description="Until when people may sign up.")
    tickets: tuple[Ticket, ...] = Field(default=(), description="What can be bought.")


class Speaker(Fields):
    """A speaker who is not a member."""

    name: Line = Field(description="Who speaks.")
    bio: LineText | None = Field(None, description="A few words about them.")
    url: WebUrl | None = Field(None, description="Their own page.")


FORM_OF_ID, FORM_OF_BLOCK = "#id", "#block"
"""Name the branches of "an id, or a block" in pydantic's locations; no field can be called so."""


def _form(value: Any) -> str:
    return FORM_OF_BLOCK if isinstance(value, (dict, Fields)) else FORM_OF_ID


VenueOrId: TypeAlias = Annotated[
    Annotated[Id, Tag(FORM_OF_ID)] | Annotated[InlineVenue, Tag(FORM_OF_BLOCK)], Discriminator(_form)
]
SpeakerOrId: TypeAlias = Annotated[
    Annotated[Id, Tag(FORM_OF_ID)] | Annotated[Speaker, Tag(FORM_OF_BLOCK)], Discriminator(_form)
]


class EventDefaults(Fields):
    """What events may inherit from the network, a hub or an event template: any field but their dates."""

    title: ShortText | None = Field(None, description="What the event is called.")
    summary: LineText | None = Field(None, description="One or two sentences for lists and feeds.")
    description: BlockText | None = Field(None, description="All about it, in Markdown.")
    duration: Duration | None = Field(None, description="How long it lasts, instead of an end: 2h, 90m.")
    timezone: ZoneName | None = Field(None, description="The zone, where it is not the hub's.")
    status: EventStatus = Field(
        "scheduled",
        description="scheduled, tentative, postponed, moved-online or cancelled. Never delete an announced event.",
    )
    attendance: Attendance | None = Field(None, description="In person, online, or both.")
    venue: VenueOrId | None = Field(None, description="The id of a file in venues/, or a name and an address.")
    online: Online | None = Field(None, description="How to join from elsewhere.")
    registration: Registration = Field(default_factory=Registration, description="Whether and how people sign up.")
    hosts: tuple[Id, ...] = Field((), description="Ids of members of the hub.")
    cohosts: tuple[Id, ...] = Field((), description="Ids of hubs that host it too.")
    speakers: tuple[SpeakerOrId, ...] = Field((), description="Ids of members, or guests with a name and a few words.")
    sponsors: tuple[Id, ...] = Field((), description="Ids of files in sponsors/.")
    tags: tuple[LineText, ...] = Field((), description="A few words to find it by.")
    languages: tuple[Language, ...] = Field((), description="Languages spoken at the event.")
    image: Picture | None = Field(None, description="A picture for the event's page.")


class EventModel(EventDefaults):
    """One event."""

    template: Id | None = Field(None, description="An event template to inherit from.")
    title: ShortText = Field(description="What the event is called.")  # pyright: ignore[reportIncompatibleVariableOverride]
    start: LocalWhen = Field(description="Local date and time; the date alone for a whole day.")
    end: LocalWhen | None = Field(None, description="Local date and time; of a whole-day event, its last day.")
    fold: Fold | None = Field(None, description="Which of the two, where the local time occurs twice.")
    uid: Line | None = Field(None, description="The calendar UID, where the event had one elsewhere.")
    moved_from: GlobalId | None = Field(None, description="The global id the event had before: <hub>.<event>.")
    aliases: tuple[Id, ...] = Field((), description="Ids the event had before; they become redirects.")
    updated: LocalWhen | None = Field(None, description="When it last changed, where git does not know.")
    draft: bool = Field(default=False, description="Not published unless asked for with --drafts.")
