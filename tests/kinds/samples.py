"""Events and series for tests, made as the checks make them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from hubkit.kinds.event.model import EventModel
from hubkit.kinds.event.value import Event, History, Series
from hubkit.kinds.series.occurrences import expand

CHANGED = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def event(
    start: datetime | date, length: timedelta = timedelta(hours=2), zone: str = "Europe/Berlin", **fields: Any
) -> Event:
    """Return an event that starts at a local time (without a zone), or on a day."""
    all_day = not isinstance(start, datetime)
    local = start if isinstance(start, datetime) else datetime.combine(start, time())
    status = fields.pop("status", "scheduled")
    attendance = fields.pop("attendance", "in-person")
    model = EventModel.model_validate({"title": "Photo walk", "start": f"{local:%Y-%m-%d %H:%M}", **fields})
    begin = local.replace(tzinfo=ZoneInfo(zone))
    end = (local + length).replace(tzinfo=ZoneInfo(zone)) if all_day else begin.astimezone(UTC) + length
    return Event(
        hub="berlin",
        id=f"{local:%Y-%m-%d}-photo-walk",
        fields=model,
        start=begin,
        end=end.astimezone(ZoneInfo(zone)),
        all_day=all_day,
        timezone=zone,
        status=status,
        attendance=attendance,
        source="hubs/berlin/events/photo-walk.yaml",
        sources=("hubs/berlin/events/photo-walk.yaml",),
        venue=None if isinstance(model.venue, str) else model.venue,
        history=History(CHANGED, 7),
    )


def series(first: Event, rule: str, horizon: date, *, except_days: tuple[date, ...] = ()) -> Series:
    """Return the series of a rule that begins with `first`, without changes."""
    zone = ZoneInfo(first.timezone)
    wall = None if first.all_day else first.start.time()
    end = datetime.combine(horizon, time(), zone)
    given = expand(rule, first.first_day, wall, None, zone, end).occurrences
    occurrences = tuple(
        replace(
            first,
            id=f"photo-walk/{each.day}",
            start=each.start,
            end=each.start + (first.end - first.start),
            series="photo-walk",
            original=each.start,
        )
        for each in given
        if each.day not in except_days
    )
    excepted = tuple(each.start for each in given if each.day in except_days)
    return Series(replace(first, id="photo-walk"), rule, "", excepted, occurrences)


def changed(whole: Series, day: str, **values: Any) -> Series:
    """Return the series with its occurrence of `day` changed."""
    occurrences = tuple(
        replace(each, changed_by=day, **values) if each.id == f"photo-walk/{day}" else each
        for each in whole.occurrences
    )
    return replace(whole, occurrences=occurrences)
