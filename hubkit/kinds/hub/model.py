"""What may stand in `hub.yaml`."""

from typing import Literal, TypeAlias

from pydantic import Field, model_validator

from hubkit.kinds.brand import Brand
from hubkit.kinds.event.model import EventDefaults
from hubkit.kinds.fields import (
    BlockText,
    Coordinates,
    Count,
    Country,
    Currency,
    Day,
    Domain,
    Email,
    Fields,
    Id,
    LabelledLink,
    Languages,
    Line,
    LineText,
    Link,
    Picture,
    Price,
    ShortText,
    WebUrl,
    ZoneName,
)
from hubkit.kinds.network.model import Promotion
from hubkit.kinds.texts import refuse

HubStatus: TypeAlias = Literal["forming", "active", "paused", "retired"]


class Contact(Fields):
    """How to reach the hub; everything here is published."""

    email: Email | None = Field(None, description="An address that may be public.")
    url: Link | None = Field(None, description="A page with a contact form, a chat, a group.")
    phone: Line | None = Field(None, description="A number that may be public.")


class Role(Fields):
    """A task in the hub and who does it."""

    id: Id = Field(description="A short name: route-keeper.")
    title: ShortText = Field(description="What the task is called.")
    members: tuple[Id, ...] = Field((), description="Ids of the members who do it; it may be empty.")
    description: LineText | None = Field(None, description="What there is to do.")


class Ritual(Fields):
    """Something the hub does again and again."""

    id: Id = Field(description="A short name: soup.")
    title: ShortText = Field(description="What it is called.")
    every: LineText | None = Field(None, description="How often, in words.")
    description: BlockText | None = Field(None, description="What happens, in Markdown.")


class Offer(Fields):
    """A paid or free tier, cohort or product."""

    id: Id = Field(description="A short name: lamp-keeper.")
    title: ShortText = Field(description="What it is called.")
    price: Price | None = Field(None, description="Nothing or 0: free.")
    currency: Currency | None = Field(None, description="Three letters, ISO 4217.")
    description: LineText | None = Field(None, description="What it is, in a sentence or two.")
    benefits: tuple[LineText, ...] = Field((), description="What one gets, each in a few words.")
    url: Link | None = Field(None, description="Where to get it.")

    @model_validator(mode="after")
    def _priced(self) -> "Offer":
        if self.price and self.currency is None:
            refuse("there is a price without a currency", "Add currency: EUR, or the one that is meant.")
        return self


class HubModel(Fields):
    """A hub: where it is, who runs it, what it does and what it offers."""

    name: ShortText = Field(description="The hub's name.")
    city: ShortText | None = Field(None, description="The city, where the name does not say it.")
    region: ShortText | None = Field(None, description="State, province or region.")
    country: Country | None = Field(None, description="Two letters, ISO 3166.")
    coordinates: Coordinates | None = Field(None, description="Where the hub is on the map.")
    timezone: ZoneName | None = Field(None, description="The zone of the hub's events.")
    languages: Languages = Field((), description="Languages of the hub's pages, the main one first.")
    status: HubStatus = Field("active", description="forming, active, paused or retired.")
    founded: Day | None = Field(None, description="The day on which the hub began.")
    tagline: LineText | None = Field(None, description="One line below the hub's name.")
    description: BlockText | None = Field(None, description="What the hub is, in Markdown.")
    picture: Picture | None = Field(None, description="A wide picture for the hub's page.")
    domain: Domain | None = Field(None, description="The hub's own domain.")
    theme: Id | None = Field(None, description="A theme for this hub alone.")
    brand: Brand | None = Field(None, description="How the hub's pages look; what is left out is the network's.")
    promotion: Promotion | None = Field(
        None, description="upcoming, all or none, where it is not as the network has it."
    )
    aliases: tuple[Id, ...] = Field((), description="Ids that the hub had before; they become redirects.")
    moved_from: Id | None = Field(None, description="The id the hub had first; calendars and feeds keep it.")
    topics: tuple[LineText, ...] = Field((), description="What the hub is about, each in a word or two.")
    updated: Day | None = Field(None, description="When this was last looked at.")
    contact: Contact | None = Field(None, description="How to reach the hub; it is published.")
    social: dict[Id, WebUrl] = Field(default_factory=dict[str, str], description="Links to profiles, by service.")
    links: tuple[LabelledLink, ...] = Field((), description="Other pages of the hub.")
    organizers: tuple[Id, ...] = Field((), description="Ids of members.")
    roles: tuple[Role, ...] = Field((), description="Who does what.")
    rituals: tuple[Ritual, ...] = Field((), description="What the hub does again and again.")
    offers: tuple[Offer, ...] = Field((), description="What one can join, book or buy.")
    sponsors: tuple[Id, ...] = Field((), description="Ids of sponsors of the whole hub.")
    size: Count | None = Field(None, description="How many people belong to it, roughly.")
    defaults: EventDefaults | None = Field(None, description="What the hub's events inherit.")
