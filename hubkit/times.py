"""Wall times, time zones and the clock: every decision that depends on the present goes through `Clock.has_come`."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

MIDNIGHT = time(0, 0)


class When(Struct, frozen=True):
    """A date, or a date and a wall-clock time, as an organizer writes it; which instant it is depends on the zone."""

    day: date
    wall: time | None = None


class Gap(Struct, frozen=True):
    """A wall time that no clock showed: `shown` is what clocks showed instead, a moment after the change."""

    shown: datetime
    whole_day: bool


class Overlap(Struct, frozen=True):
    """A wall time that clocks showed twice: the two instants."""

    first: datetime
    second: datetime


class Clock:
    """The present as an input: `now`, and the next instant at which an answer given so far would differ."""

    def __init__(self, now: datetime) -> None:
        self.now = now.astimezone(UTC)
        self.next_change: datetime | None = None

    def has_come(self, instant: datetime) -> bool:
        """Return whether `instant` is now or past; where it is not, remember that the answer changes then."""
        if instant <= self.now:
            return True
        self.will_change(instant)
        return False

    def will_change(self, instant: datetime | None) -> None:
        """Note that something differs from `instant` on, if that is still to come."""
        if instant is not None and instant > self.now and (self.next_change is None or instant < self.next_change):
            self.next_change = instant.astimezone(UTC)


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """Return the IANA time zone `name`; raises `KeyError` or `ValueError` for any other name."""
    return ZoneInfo(name)


def at(day: date, wall: time, in_zone: ZoneInfo, fold: int | None = None) -> datetime | Gap | Overlap:
    """Return the instant at which clocks show `wall` on `day`; `fold` (0 or 1) chooses where they do twice."""
    local = datetime.combine(day, wall, in_zone)
    second = local.replace(fold=1)
    if local.utcoffset() == second.utcoffset():  # PEP 495: they differ in a gap and in an overlap, and only there
        return local
    shown = local.astimezone(UTC).astimezone(in_zone)
    if shown.replace(tzinfo=None) != local.replace(tzinfo=None):
        return Gap(shown, whole_day=_is_skipped(day, in_zone))
    return Overlap(local, second) if fold is None else local.replace(fold=fold)


def is_twofold(moment: datetime) -> bool:
    """Return whether clocks show the wall time of `moment` twice."""
    return moment.utcoffset() != moment.replace(fold=1 - moment.fold).utcoffset()


def shifted(day: date, wall: time, in_zone: ZoneInfo) -> datetime:
    """Return the instant of a wall time, moved out of a gap as RFC 5545 section 3.3.5 says; the first of two."""
    return datetime.combine(day, wall, in_zone).astimezone(UTC).astimezone(in_zone)


def start_of(day: date, in_zone: ZoneInfo) -> datetime:
    """Return the first instant of `day` in a zone, also where clocks skip midnight."""
    return shifted(day, MIDNIGHT, in_zone)


def end_of_month_next_year(now: datetime, in_zone: ZoneInfo) -> datetime:
    """Return the instant at which the month of `now`, in a zone, ends one year later (the horizon of a series)."""
    local = now.astimezone(in_zone)
    years, month = (local.year + 2, 1) if local.month == 12 else (local.year + 1, local.month + 1)
    return start_of(date(years, month, 1), in_zone)


def within_horizon_from(moment: datetime) -> datetime:
    """Return the first instant at which `moment` lies before the horizon: its month begins one year earlier."""
    zone_of = moment.tzinfo if isinstance(moment.tzinfo, ZoneInfo) else ZoneInfo("UTC")
    return start_of(date(moment.year - 1, moment.month, 1), zone_of)


def stamp(moment: datetime) -> str:
    """Return an instant in UTC: 2026-12-05T17:30:00Z."""
    shown = moment.astimezone(UTC)
    return f"{shown.year:04}-{shown.month:02}-{shown.day:02}T{shown.hour:02}:{shown.minute:02}:{shown.second:02}Z"


def _is_skipped(day: date, in_zone: ZoneInfo) -> bool:
    noon = datetime.combine(day, time(12), in_zone)
    return noon.astimezone(UTC).astimezone(in_zone).date() != day or (
        start_of(day, in_zone).date() != day and shifted(day, time(23, 59), in_zone).date() != day
    )


DAY = timedelta(days=1)
