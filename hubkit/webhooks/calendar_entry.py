"""An event as a file for calendars (RFC 5545), with the UID that its page gives it."""

import unicodedata
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hubkit.webhooks import catalog
from hubkit.webhooks.texts import Words

_KEPT = frozenset("\n")
_ALMOST_NOTHING = timedelta(microseconds=1)


def calendar_file(event: catalog.Event, words: Words, now: datetime) -> bytes:
    """Return a calendar of one event, which says nothing of the person and has no link of theirs: calendars are shared.

    It has no METHOD, as those of the site: with one, RFC 5546 wants an ORGANIZER, and readers offer to answer.
    """
    from icalendar import Calendar, Event, vDDDTypes, vText, vUri

    zone = ZoneInfo(event.timezone)
    first, last = event.start.astimezone(zone).date(), (event.end - _ALMOST_NOTHING).astimezone(zone).date()
    days = (first, last + timedelta(days=1))
    starts, ends = days if event.all_day else (event.start.astimezone(UTC), event.end.astimezone(UTC))
    entry = Event()
    entry["UID"] = vText(plain(event.uid))
    entry["DTSTAMP"] = vDDDTypes(now.astimezone(UTC).replace(microsecond=0))
    entry["DTSTART"] = vDDDTypes(starts)
    entry["DTEND"] = vDDDTypes(ends)
    entry["SUMMARY"] = vText(plain(words.of(event.title)))
    if event.where:
        entry["LOCATION"] = vText(plain(words.of(event.where)))
    entry["URL"] = vUri(plain(words.of(event.url)))
    calendar = Calendar()
    calendar["PRODID"] = vText("-//hubkit//hubkit//EN")
    calendar["VERSION"] = vText("2.0")
    calendar.add_component(entry)
    return calendar.to_ical()


def plain(text: str) -> str:
    """Return a text without controls and ends of lines of other kinds, which icalendar writes as they are."""
    return "".join(each for each in text if each in _KEPT or unicodedata.category(each) not in {"Cc", "Cs", "Zl", "Zp"})
