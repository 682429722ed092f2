"""What an importer mended on the way, so that it can tell: kinds of fixes, and in which records."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct, field


class Fix(StrEnum):
    """A kind of fix, in the words of the report."""

    duplicate = "records that stand there twice: the first one counts"
    hub_id = "hubs whose short name is taken or reserved: a longer one was chosen"
    private_group = "private groups: look before you publish; street addresses were left out"
    country = "unknown or missing countries: left out"
    region = "regions that are a bare code: left out"
    coordinates = "coordinates that are no place: left out"
    zone = "unknown or missing time zones: UTC stands in"
    founded = "founding dates that are no date: left out"
    status = "statuses that hubkit does not know: left out"
    wall_time = "times whose offset is not that of the hub's zone: the moment was kept"
    gap_or_overlap = "times that clocks show twice or never: settled"
    seconds = "times with seconds: the seconds were dropped"
    duration = "missing or impossible lengths: left out"
    online_place = "online events with a stand-in place: the place was left out"
    no_place = "events that name no place"
    venue = "venues without name and address: left out"
    postcode = "stand-in postcodes: left out"
    long_text = "texts that are too long: shortened"
    slug = "titles that give no file name: Meetup's number stands in"
    same_name = "events with one title on one day: numbered"
    event_url = "links to events that are no links: rebuilt"
    picture = "pictures of events: left at Meetup"
    characters = "invisible or dangerous characters: taken out"
    credential = "passwords and keys of programs: made unreadable"
    entities = "HTML entities: turned into characters"
    html = "HTML: turned into Markdown"
    remote_picture = "pictures from other sites in texts: turned into links"
    odd_link = "links that led nowhere: completed or turned into text"
    bare_link = "addresses of pages in plain text: made links"
    headings = "headings: set one below the other, empty ones taken out"
    line_breaks = "line breaks that Markdown would swallow: kept"
    emphasis = "asterisks that would show: mended"
    indented = "texts that would show as code: moved to the left"
    rule = "dividing lines: made real ones"
    email = "e-mail addresses: moved to the contact, or left at Meetup"
    phone = "phone numbers: left at Meetup"
    not_fitting = "fields that hubkit would refuse: left out"


Note: TypeAlias = Callable[[Fix], None]
"""Called with each kind of fix that a record needed."""


class FixLog(Struct):
    """Collects fixes by kind; a record that needed the same kind twice counts once."""

    _records: dict[Fix, dict[str, None]] = field(default_factory=dict[Fix, dict[str, None]])

    def add(self, fix: Fix, record: str) -> None:
        """Remember that `record` needed `fix`."""
        self._records.setdefault(fix, {})[record] = None

    def note(self, record: str) -> Note:
        """Return what notes fixes of `record`."""
        return lambda fix: self.add(fix, record)

    def by_kind(self) -> dict[Fix, tuple[str, ...]]:
        """Return the records of each kind of fix, kinds in the order of `Fix`, records as they came."""
        return {fix: tuple(self._records[fix]) for fix in Fix if fix in self._records}
