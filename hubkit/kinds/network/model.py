"""What may stand in `hubkit.yaml`."""

from typing import Literal, TypeAlias

from pydantic import Field

from hubkit.kinds.brand import Brand
from hubkit.kinds.event.model import EventDefaults
from hubkit.kinds.fields import (
    BlockText,
    Domain,
    Fields,
    Id,
    LabelledLink,
    Language,
    Languages,
    LineText,
    ShortText,
    SiteUrl,
    WebUrl,
    ZoneName,
)
from hubkit.kinds.network.budget import Budget
from hubkit.kinds.network.door import Door

Promotion: TypeAlias = Literal["all", "upcoming", "none"]


class NetworkModel(Fields):
    """The network: its name, address, languages, theme and what all hubs inherit."""

    name: ShortText = Field(description="The network's name.")
    url: SiteUrl = Field(description="Where the site will be found, with its path: https://hubs.example.org/")
    tagline: LineText | None = Field(None, description="One line below the name on the home page.")
    description: BlockText | None = Field(None, description="What the network is, in Markdown.")
    languages: Languages = Field(("en",), min_length=1, description="Languages of the network's own pages.")
    default_language: Language | None = Field(None, description="The first of them, where it is not the first named.")
    timezone: ZoneName = Field("UTC", description="The zone of hubs that name none.")
    theme: Id = Field("base", description="A theme of hubkit's, or a folder in themes/.")
    brand: Brand = Field(Brand.model_construct(), description="How all pages look.")
    nav: tuple[LabelledLink, ...] = Field((), max_length=8, description="Links in the header beside hubkit's own.")
    links: tuple[LabelledLink, ...] = Field((), description="Links in the footer.")
    defaults: EventDefaults | None = Field(None, description="What every event inherits that does not say otherwise.")
    allow_hosts: tuple[Domain, ...] = Field((), description="Sites from which content may show pictures.")
    budget: Budget | None = Field(None, description="How heavy pages may become; beyond it, a build warns.")
    offline: bool | None = Field(
        None, description="Whether the next events stay readable without a network; false removes what was kept."
    )
    promotion: Promotion = Field(
        "upcoming",
        description="What is made for telling others of events: for upcoming ones, for all, or none.",
    )
    api_url: WebUrl | None = Field(None, description="Where the optional functions answer.")
    webhooks: bool = Field(default=False, description="Whether the optional functions are on.")
    door: Door | None = Field(None, description="Tickets, and a page that checks them at the door.")

    @property
    def ordered_languages(self) -> tuple[str, ...]:
        """The languages, the default first."""
        first = self.default_language or self.languages[0]
        return (first, *(language for language in self.languages if language != first))
