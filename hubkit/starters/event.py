"""A new event: what is said of it, and nothing that its template says already."""

import re

from msgspec import Struct

from hubkit.importers.yaml import as_yaml
from hubkit.kinds.fields import ID_PATTERN
from hubkit.values import Data

_SUMMARY = """\

# One or two sentences for lists and feeds, and all about it in Markdown. Take the # away, and write your own.
# summary: Bread vans, bed linen, first sun on the viewpoint.
# description: |
#   Where we meet, what to bring, what happens when it rains.
"""
_SUMMARY_OVER_TEMPLATE = """\

# What is written here wins over the template:
# summary: Bread vans, bed linen, first sun on the viewpoint.
"""


class NewEvent(Struct, frozen=True):
    """What is said of a new event; an empty text is not written."""

    start: str
    title: str = ""
    template: str = ""
    end: str = ""
    duration: str = ""
    fold: str = ""
    venue: str = ""
    """The id of a venue, or the name of a place."""
    address: str = ""
    online: str = ""

    def data(self) -> dict[str, Data]:
        """Return the fields to write, in the order in which people read them."""
        online: Data = {"url": self.online} if self.online else None
        fields: dict[str, Data] = {
            "template": self.template,
            "title": self.title,
            "start": self.start,
            "end": self.end,
            "duration": self.duration,
            "fold": self.fold,
            "venue": venue_of(self.venue, self.address),
            "online": online,
        }
        return {key: value for key, value in fields.items() if value}


def venue_of(venue: str, address: str = "") -> Data:
    """Return what stands under `venue:`: an id, or a name with its address; None for nothing."""
    if not venue and not address:
        return None
    if re.match(ID_PATTERN, venue) and not address:
        return venue
    return {"name": venue or address, **({"address": address} if address and venue else {})}


def new_event(event: NewEvent) -> str:
    """Return the text of an event's file."""
    head = "# The times are what the clock on the wall shows there. Should the date move, the file keeps its name.\n"
    return head + as_yaml(event.data()) + (_SUMMARY_OVER_TEMPLATE if event.template else _SUMMARY)
