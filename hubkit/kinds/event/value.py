"""An event with everything inherited and resolved: the instants it starts and ends, its venue, its history."""

from datetime import date, datetime
from typing import TypeAlias

from msgspec import Struct

from hubkit.kinds.event.model import Attendance, EventModel, EventStatus, InlineVenue
from hubkit.kinds.venue.model import VenueModel
from hubkit.times import DAY, MIDNIGHT

Venue: TypeAlias = VenueModel | InlineVenue


class History(Struct, frozen=True):
    """When an event last changed, and how often in ways that matter to a calendar (RFC 5546 section 3.1.4)."""

    changed: datetime | None = None
    sequence: int = 0


class Event(Struct, frozen=True):
    """One event, or one occurrence of a series."""

    hub: str
    id: str
    """The file's name without its ending; of an occurrence, `<series>/<YYYY-MM-DD>`."""
    fields: EventModel
    start: datetime
    """With the zone of the event; of a whole-day event, the first instant of its first day."""
    end: datetime
    """The first instant after the event."""
    all_day: bool
    timezone: str
    status: EventStatus
    attendance: Attendance
    source: str
    sources: tuple[str, ...]
    """The files that it is made of: its own, its template's, its venue's."""
    venue: Venue | None = None
    history: History = History()
    opens: datetime | None = None
    closes: datetime | None = None
    body_line: int = 1
    series: str = ""
    """The id of the series that it is an occurrence of."""
    original: datetime | None = None
    """Of an occurrence, the instant that the rule gave."""
    changed_by: str = ""
    """Of an occurrence with a change, its date as the series' file names it."""
    kept_id: str = ""
    """The global id that it, its series or its hub had before; empty where none of them was renamed."""

    @property
    def path(self) -> str:
        """Its page below the hub's home."""
        return f"events/{self.id}/"

    @property
    def global_id(self) -> str:
        """Its id in the whole network: `<hub>.<event>` or `<hub>.<series>.<YYYY-MM-DD>`."""
        return f"{self.hub}.{self.id.replace('/', '.')}"

    @property
    def lasting_id(self) -> str:
        """The id by which calendars and feeds know it, whatever it is called now."""
        return self.kept_id or self.global_id

    @property
    def first_day(self) -> date:
        """The local date on which it starts."""
        return self.start.date()

    @property
    def last_day(self) -> date:
        """The local date on which it ends; an event that ends at midnight ends on the day before."""
        day = self.end.date()
        return max(self.first_day, day - DAY if self.end.time() == MIDNIGHT else day)


class Series(Struct, frozen=True):
    """An event that repeats: its rule and its occurrences up to the horizon."""

    first: Event
    """The series itself, with the times of its first occurrence; its id is the series' id."""
    rule: str
    """An RRULE value (RFC 5545 section 3.3.10)."""
    words: str
    """The rule as its author wrote it; empty for an RRULE."""
    except_dates: tuple[datetime, ...]
    occurrences: tuple[Event, ...]

    @property
    def hub(self) -> str:
        """The id of its hub."""
        return self.first.hub

    @property
    def id(self) -> str:
        """Its file's name without the ending."""
        return self.first.id

    @property
    def path(self) -> str:
        """Its page below the hub's home."""
        return self.first.path

    @property
    def changes(self) -> tuple[Event, ...]:
        """The occurrences that differ from the rule."""
        return tuple(event for event in self.occurrences if event.changed_by)
