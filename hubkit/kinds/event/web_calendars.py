"""Links that open an event in a calendar on the web, filled in and waiting to be saved.

None of these calendars publishes the format; what is known of it is gathered at
https://github.com/InteractionDesignFoundation/add-event-to-calendar-docs.
"""

from datetime import UTC
from itertools import accumulate
from urllib.parse import quote

from hubkit.kinds.event.calendar import EntryTexts
from hubkit.kinds.event.value import Event
from hubkit.times import DAY, is_twofold, stamp

LONGEST = 2000
"""In characters, of a link: what every browser, server and sign-in page on the way lets through."""
_TITLE, _PLACE = 700, 500
"""In characters of the link, of which a letter of most scripts takes six or nine."""
_ELLIPSIS = "%E2%80%A6"
_GOOGLE = "https://calendar.google.com/calendar/render?action=TEMPLATE"
_MICROSOFT = "/calendar/deeplink/compose?path=/calendar/action/compose&rru=addevent"
_WALL = "%Y%m%dT%H%M%S"


def web_calendars(event: Event, texts: EntryTexts) -> tuple[tuple[str, str], ...]:
    """Return the name of each calendar on the web, and the link that adds `event` to it."""
    title, place = _fitting(texts.title, _TITLE), _fitting(texts.location, _PLACE)
    microsoft = f"{_MICROSOFT}{_microsoft_times(event)}&subject={title}&location={place}&body="
    outlook, office = f"https://outlook.live.com{microsoft}", f"https://outlook.office.com{microsoft}"
    google = f"{_GOOGLE}{_google_times(event)}&text={title}&location={place}&details="
    about = _about(texts, LONGEST - max(len(google), len(office)))
    return (
        ("Google Calendar", google + about),
        ("Outlook.com", outlook + about),
        ("Microsoft 365", office + about),
    )


def _google_times(event: Event) -> str:
    """Return the times by the clocks of the event's zone, as people think of them; the day after a whole day."""
    if event.all_day:
        return f"&dates={event.first_day:%Y%m%d}/{event.last_day + DAY:%Y%m%d}"
    if _is_place(event.timezone) and not (is_twofold(event.start) or is_twofold(event.end)):
        return f"&dates={event.start:{_WALL}}/{event.end:{_WALL}}&ctz={event.timezone}"
    return f"&dates={event.start.astimezone(UTC):{_WALL}}Z/{event.end.astimezone(UTC):{_WALL}}Z"


def _is_place(zone: str) -> bool:
    """Return whether Google knows a zone: it does not know those that are named after no place (UTC, Etc/GMT+1)."""
    return "/" in zone and not zone.startswith("Etc/")


def _microsoft_times(event: Event) -> str:
    if event.all_day:
        return f"&startdt={event.first_day}&enddt={event.last_day + DAY}&allday=true"
    return f"&startdt={stamp(event.start)}&enddt={stamp(event.end)}"


def _about(texts: EntryTexts, room: int) -> str:
    """Return the description, of which the first paragraph alone is shortened: a part of a link leads nowhere."""
    first, *links = texts.description.split("\n\n")
    if not links:
        return _whole(first, room)
    after = quote("\n\n" + "\n\n".join(links), safe="")
    short = _fitting(first, room - len(after)) if len(after) < room else ""
    return short + after if short else _whole(texts.url, room)


def _whole(text: str, room: int) -> str:
    made = quote(text, safe="")
    return made if len(made) <= room else ""


def _fitting(text: str, room: int) -> str:
    """Return a text as part of a link of at most `room` characters, shortened between two letters."""
    made = quote(text, safe="")
    if len(made) <= room:
        return made
    lengths = accumulate(len(quote(letter, safe="")) for letter in text)
    short = text[: sum(length <= room - len(_ELLIPSIS) for length in lengths)].rstrip()
    return quote(short, safe="") + _ELLIPSIS if short else ""
