"""What other pages may know of a hub: small, picklable, and enough for every page that is not its own."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from hubkit.kinds.event.calendar import ZoneYears
from hubkit.kinds.event.summary import EventSummary
from hubkit.kinds.fields import Coordinates
from hubkit.kinds.hub.model import HubStatus
from hubkit.kinds.texts import Text
from hubkit.problems import Problem


class HubReference(Struct, frozen=True):
    """A place where a hub names another: the other's id, and the problem it is if there is none."""

    hub: str
    problem: Problem


class HubClaim(Struct, frozen=True):
    """A name that one hub alone may have, and the problem it is if another has it, but for the other's name."""

    kind: Literal["hub", "domain", "uid"]
    name: str
    problem: Problem

    def with_owner(self, owner: str) -> Problem:
        """Return the problem, with the file of whoever has the name already."""
        return self.problem._replace(message=f"{self.problem.message} already that of {owner}")


class CalendarEntry(Struct, frozen=True):
    """An event, or a series, as calendars show it: the text of its VEVENTs, made once, and the zones they name."""

    events: tuple[str, ...]
    """The ids of the events that it shows: one, or the occurrences of a series."""
    vevents: str
    zones: tuple[ZoneYears, ...]


class HubSummary(Struct, frozen=True):
    """One hub as others see it."""

    id: str
    name: Text
    city: Text | None
    region: Text | None
    country: str | None
    coordinates: Coordinates | None
    status: HubStatus
    tagline: Text | None
    founded: date | None
    languages: tuple[str, ...]
    domain: str | None
    aliases: tuple[str, ...]
    event_count: int = 0
    member_count: int = 0
    first_event: EventSummary | None = None
    next_event: EventSummary | None = None
    current: tuple[EventSummary, ...] = ()
    """Upcoming events and those of the last 90 days, the earliest first."""
    cohosted: tuple[tuple[tuple[str, ...], EventSummary], ...] = ()
    """Every event with co-hosts: the ids of these, and the event."""
    entries: Mapping[str, tuple[CalendarEntry, ...]] = field(default_factory=dict[str, "tuple[CalendarEntry, ...]"])
    """What the network's calendars show of it, by language, its own first."""
    sells: bool = False
    """Whether a page of it may have a form for tickets."""

    def look(self) -> "HubSummary":
        """Return what hubs' pages may show of it: its name and place, and the events that others co-host."""
        return replace(
            self, event_count=0, member_count=0, first_event=None, next_event=None, current=(), entries={}, sells=False
        )

    @property
    def hub(self) -> str:
        """Its id: a hub's home belongs to itself."""
        return self.id

    @property
    def path(self) -> str:
        """The home page of the hub."""
        return ""
