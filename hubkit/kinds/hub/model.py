"""What may stand in `hub.yaml`."""

from typing import Literal, TypeAlias

from pydantic import Field

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
    Language,
    Line,
    LineText,
    Link,
    Picture,
    Price,
    ShortText,
    WebUrl,
    ZoneName,
)
from hubkit.kinds.network.model import Brand

HubStatus: TypeAlias = Literal["forming", "active", "paused", "retired"]


class Contact(Fields):
    """How to reach the hub; everything here is published."""

    email: Email | None = Field(None, description="An address that may be public.")
    url: Link | None = Field(None, description="A page with a contact form, a chat, a group.")
    phone: Line | None = Field(None, description="A number that may be public.")


class Role(Fields):
    """A task in the hub and who does it."""

    id: Id
    title: ShortText
    members: tuple[Id, ...] = ()
    description: LineText | None = None


class Ritual(Fields):
    """Something the hub does again and again."""

    id: Id
    title: ShortText
    every: LineText | None = Field(None, description="How often, in words.")
    description: BlockText | None = None


class Offer(Fields):
    """A paid or free tier, cohort or product."""

    id: Id
    title: ShortText
    price: Price | None = Field(None, description="Nothing or 0: free.")
    currency: Currency | None = None
    description: LineText | None = None
    benefits: tuple[LineText, ...] = ()
    url: Link | None = None


class HubModel(Fields):
    """A hub: where it is, who runs it, what it does and what it offers."""

    name: ShortText = Field(description="The hub's name.")
    city: ShortText | None = Field(None, description="The city, where the name does not say it.")
    region: ShortText | None = Field(None, description="State, province or region.")
    country: Country | None = Field(None, description="Two letters, ISO 3166.")
    coordinates: Coordinates | None = None
    timezone: ZoneName | None = Field(None, description="The zone of the hub's events.")
    languages: tuple[Language, ...] = Field((), description="Languages of the hub's pages, the main one first.")
    status: HubStatus = "active"
    founded: Day | None = None
    tagline: LineText | None = None
    description: BlockText | None = Field(None, description="What the hub is, in Markdown.")
    picture: Picture | None = Field(None, description="A wide picture for the hub's page.")
    domain: Domain | None = Field(None, description="The hub's own domain.")
    theme: Id | None = None
    brand: Brand | None = None
    aliases: tuple[Id, ...] = Field((), description="Ids that the hub had before; they become redirects.")
    topics: tuple[Line, ...] = ()
    updated: Day | None = None
    contact: Contact | None = None
    social: dict[Id, WebUrl] = Field(default_factory=dict[str, str], description="Links to profiles, by service.")
    links: tuple[LabelledLink, ...] = ()
    organizers: tuple[Id, ...] = Field((), description="Ids of members.")
    roles: tuple[Role, ...] = ()
    rituals: tuple[Ritual, ...] = ()
    offers: tuple[Offer, ...] = ()
    sponsors: tuple[Id, ...] = Field((), description="Ids of sponsors of the whole hub.")
    size: Count | None = Field(None, description="How many people belong to it, roughly.")
    defaults: EventDefaults | None = Field(None, description="What the hub's events inherit.")
