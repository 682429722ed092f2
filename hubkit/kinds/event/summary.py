"""What lists, feeds and other pages know of an event."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from hubkit.kinds.event.model import Attendance, EventStatus
from hubkit.kinds.event.value import Event
from hubkit.kinds.fields import Picture
from hubkit.kinds.texts import Text
from hubkit.kinds.venue.model import VenueModel
from hubkit.times import Clock


class EventSummary(Struct, frozen=True):
    """One event, or one occurrence of a series, in short: small, and good for sending between processes."""

    hub: str
    hub_name: Text
    id: str
    path: str
    title: Text
    summary: Text | None
    start: datetime
    end: datetime
    all_day: bool
    first_day: date
    last_day: date
    timezone: str
    status: EventStatus
    attendance: Attendance
    venue_name: Text | None
    city: Text | None
    country: str | None
    repeats: bool
    """It is an occurrence of a series."""
    image: Picture | None
    languages: tuple[str, ...]
    """Those in which it has pages: its hub's."""
    changed: datetime | None = None
    draft: bool = False
    """It is shown in a preview only."""
    kept_id: str = ""
    """As `Event.kept_id`."""

    @property
    def global_id(self) -> str:
        """Its id in the whole network, as `Event.global_id`."""
        return f"{self.hub}.{self.id.replace('/', '.')}"

    @property
    def lasting_id(self) -> str:
        """The id by which feeds know it, as `Event.lasting_id`."""
        return self.kept_id or self.global_id


def is_in_town(event: Event, timezone: str) -> bool:
    """Return whether an event without a place of its own can be taken to be in the town of its hub, in `timezone`."""
    return event.timezone == timezone and event.attendance != "online" and event.status != "moved-online"


def summarize(
    event: Event, hub_name: Text, city: Text | None, country: str | None, timezone: str, languages: tuple[str, ...]
) -> EventSummary:
    """Return the summary of `event`, its texts in the language they are in; all else but the event is its hub's.

    The town and the country are used where the venue names none and the event may be taken to be there.
    """
    fields, venue, language = event.fields, event.venue, languages[0]
    registered = venue if isinstance(venue, VenueModel) else None
    near = is_in_town(event, timezone)
    town = (registered.city if registered else None) or (city if near else None)
    return EventSummary(
        hub=event.hub,
        hub_name=hub_name,
        id=event.id,
        path=event.path,
        title=fields.title.spoken_in(language),
        summary=fields.summary and fields.summary.spoken_in(language),
        start=event.start,
        end=event.end,
        all_day=event.all_day,
        first_day=event.first_day,
        last_day=event.last_day,
        timezone=event.timezone,
        status=event.status,
        attendance=event.attendance,
        venue_name=venue.name.spoken_in(language) if venue else None,
        city=town and town.spoken_in(language),
        country=(registered.country if registered else None) or (country if near else None),
        repeats=bool(event.series),
        image=fields.image,
        languages=languages,
        changed=event.history.changed,
        draft=fields.draft,
        kept_id=event.kept_id,
    )


def most_current(events: Sequence[EventSummary], most: int, clock: Clock) -> tuple[EventSummary, ...]:
    """Return at most `most` of `events`, which are in order: the next that are to come, then the latest of the past."""
    if len(events) <= most:
        return tuple(events)
    upcoming = [event for event in events if not clock.has_come(event.end)][:most]
    past = [event for event in events if clock.has_come(event.end)]
    return (*past[max(0, len(past) + len(upcoming) - most) :], *upcoming)
