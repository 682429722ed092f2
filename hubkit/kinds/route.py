"""What a kind's route function gets to see, and what it returns: pages to render and files to write."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from msgspec import Struct, field

from hubkit.addresses import Addresses
from hubkit.cards.card import Card
from hubkit.kinds.charter.model import CharterModel
from hubkit.kinds.event.summary import EventSummary
from hubkit.kinds.fields import Fields, Picture
from hubkit.kinds.hub.summary import CalendarEntry, HubSummary
from hubkit.kinds.hub.value import Hub, Shared
from hubkit.kinds.record import Record
from hubkit.kinds.structured_data import JsonObject
from hubkit.kinds.words import Words
from hubkit.times import Clock
from hubkit.values import Shelf


class Route(Struct, frozen=True):
    """A page: where it is, what it is called, the template that shows it and what that gets to see."""

    hub: str
    """The id of its hub; empty for the network's pages."""
    path: str
    """Below the hub's home, without the language."""
    template: str
    title: str
    description: str = ""
    view: Mapping[str, Any] = field(default_factory=dict[str, Any])
    parents: tuple[tuple[str, str], ...] = ()
    """Label and path of the pages between the home and this one."""
    sources: tuple[str, ...] = ()
    changed: datetime | None = None
    picture: tuple[Picture, str] | None = None
    """The picture for previews, and the file that names it."""
    card: Card | None = None
    """What is drawn for previews where there is no picture."""
    json_ld: tuple[dict[str, Any], ...] = ()
    is_article: bool = False
    indexed: bool = True


class File(Struct, frozen=True):
    """A finished file that is no page: a calendar, a feed, JSON."""

    hub: str
    path: str
    content: bytes
    sources: tuple[str, ...] = ()


Planned: TypeAlias = Route | File


class Slice(Struct, frozen=True):
    """What a hub's pages see of other hubs; of fixed size, however many there are."""

    neighbours: tuple[HubSummary, ...] = ()
    """At most five, the nearest first."""
    cohosted: tuple[EventSummary, ...] = ()
    """Events of other hubs that this hub co-hosts."""
    partners: Mapping[str, HubSummary] = field(default_factory=dict[str, HubSummary])
    """The hubs that co-host this hub's events, or whose events it co-hosts."""


class HubScope(Struct, frozen=True):
    """All that the pages of one hub, in one language, are made from."""

    hub: Hub
    summary: HubSummary
    shared: Shared
    """What it sees of the shared files."""
    slice: Slice
    words: Words
    addresses: Addresses
    clock: Clock
    events: tuple[EventSummary, ...]
    """Its own events and those it co-hosts, the earliest first."""
    upcoming: tuple[EventSummary, ...]
    past: tuple[EventSummary, ...]
    """The latest first."""
    home: str
    """The one full address of the hub's home page in this language."""
    entries: Mapping[str, CalendarEntry] = field(default_factory=dict[str, CalendarEntry])
    """What calendars show of each event and series, by id."""
    organization: JsonObject = field(default_factory=dict[str, Any])
    """The hub as the structured data of its pages names it."""
    prefix: str = ""
    """`pt/` on the pages of a language that is not the hub's first."""

    @property
    def charter(self) -> Record[CharterModel] | None:
        """The hub's charter: its own, else the network's."""
        return self.hub.charter or self.shared.charter

    def canonical(self, path: str) -> str:
        """Return the one full address of a page of the hub in this language."""
        return self.home + path


class Network(Struct, frozen=True):
    """The whole network, reduced: the settings, and what every hub tells of itself."""

    shared: Shared
    hubs: tuple[HubSummary, ...]
    """By id."""


class NetworkScope(Struct, frozen=True):
    """All that the network's own pages, in one language, are made from."""

    network: Network
    words: Words
    addresses: Addresses
    clock: Clock
    prefix: str = ""

    @property
    def shared(self) -> Shared:
        """The settings and registries."""
        return self.network.shared

    def canonical(self, path: str) -> str:
        """Return the full address of a page of the network in this language."""
        return self.addresses.canonical("", None, self.prefix + path)


HubRoutes: TypeAlias = Callable[[HubScope], Iterable[Planned]]
NetworkRoutes: TypeAlias = Callable[[NetworkScope], Iterable[Planned]]


def no_routes(_scope: object) -> tuple[Planned, ...]:
    """Return nothing: for kinds that have no page of their own."""
    return ()


class Kind(Struct, frozen=True):
    """One thing that people may write: its name, its fields, and the pages it makes."""

    name: str
    model: type[Fields]
    shelf: Shelf | None = None
    """The folder in a hub that holds its documents, if it has one."""
    hub_routes: HubRoutes = no_routes
    network_routes: NetworkRoutes = no_routes
