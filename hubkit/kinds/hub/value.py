"""A hub, checked: everything in its folder with every reference resolved, independent of all other hubs."""

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from msgspec import Struct, field

from hubkit.kinds.charter.model import CharterModel
from hubkit.kinds.event.value import Event, Series
from hubkit.kinds.hub.model import HubModel
from hubkit.kinds.member.model import MemberModel
from hubkit.kinds.network.model import NetworkModel, Promotion
from hubkit.kinds.page.model import PageModel
from hubkit.kinds.picture import Photo
from hubkit.kinds.record import Record
from hubkit.kinds.sponsor.model import SponsorModel
from hubkit.kinds.template.model import TemplateModel
from hubkit.kinds.urls.model import UrlsModel
from hubkit.kinds.venue.model import VenueModel
from hubkit.values import Document


class Shared(Struct, frozen=True):
    """What every hub may lean on: the network's settings, its registries and its own charter."""

    network: Record[NetworkModel]
    charter: Record[CharterModel] | None = None
    code_of_conduct: Record[PageModel] | None = None
    pages: tuple[Record[PageModel], ...] = ()
    venues: Mapping[str, Record[VenueModel]] = field(default_factory=dict[str, Record[VenueModel]])
    sponsors: Mapping[str, Record[SponsorModel]] = field(default_factory=dict[str, Record[SponsorModel]])
    templates: Mapping[str, Record[TemplateModel]] = field(default_factory=dict[str, Record[TemplateModel]])
    documents: Mapping[str, Document] = field(default_factory=dict[str, Document])
    """The documents of `hubkit.yaml` and of the templates, by path: events inherit from them."""
    pictures: Mapping[str, Photo] = field(default_factory=dict[str, Photo])
    """The network's pictures, by path."""


class Hub(Struct, frozen=True):
    """One hub."""

    id: str
    fields: HubModel
    source: str
    languages: tuple[str, ...]
    timezone: str
    changed: datetime | None = None
    """When `hub.yaml` or an event last changed; `updated:` wins."""
    events: tuple[Event, ...] = ()
    """Every single event, the earliest first."""
    series: tuple[Series, ...] = ()
    records: Mapping[str, tuple[Record[Any], ...]] = field(default_factory=dict[str, tuple[Record[Any], ...]])
    """The documents of each other kind that has a folder in the hub, by the kind's name."""
    charter: Record[CharterModel] | None = None
    """The hub's own charter; without one, it inherits the network's."""
    sponsors: Mapping[str, Record[SponsorModel]] = field(default_factory=dict[str, Record[SponsorModel]])
    """The sponsors that the hub or one of its events names."""
    pictures: Mapping[str, Photo] = field(default_factory=dict[str, Photo])
    """The pictures in the hub's folder, by path."""
    urls: UrlsModel | None = None
    """The addresses that it has published, where they are recorded."""

    @property
    def members(self) -> tuple[Record[MemberModel], ...]:
        """The spotlights on its people, by id."""
        return self.records.get("member", ())

    @property
    def pages(self) -> tuple[Record[PageModel], ...]:
        """Its free pages, by id."""
        return self.records.get("page", ())

    @property
    def hub(self) -> str:
        """Its id: a hub's home belongs to itself."""
        return self.id

    @property
    def path(self) -> str:
        """The home page of the hub."""
        return ""

    def all_events(self) -> tuple[Event, ...]:
        """Return every event and occurrence, the earliest first."""
        every = [*self.events, *(event for series in self.series for event in series.occurrences)]
        return tuple(sorted(every, key=attrgetter("start", "id")))

    def promotion(self, shared: Shared) -> Promotion:
        """Return what is made for telling others of its events: its own choice, else the network's."""
        return self.fields.promotion or shared.network.fields.promotion

    def member(self, identifier: str) -> Record[MemberModel] | None:
        """Return the member with this id."""
        return next((member for member in self.members if member.id == identifier), None)
