"""What templates can call: texts and dates in the page's language, links, pictures, Markdown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import quote

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from hubkit.addresses import Addresses
from hubkit.kinds.event.model import InlineVenue
from hubkit.kinds.event.value import Event, Series
from hubkit.kinds.fields import Picture
from hubkit.kinds.hub.value import Hub
from hubkit.kinds.markdown import Found, Links, render_markdown
from hubkit.kinds.picture import PublishedPicture
from hubkit.kinds.record import Record
from hubkit.kinds.references import find_picture, host_of, link_of, scheme_of
from hubkit.kinds.series.spoken import spoken_series
from hubkit.kinds.texts import Text
from hubkit.kinds.venue.model import VenueModel
from hubkit.kinds.venue.town import town
from hubkit.kinds.words import Phrase, Timed, Words, direction, is_over_days, is_whole_day

PUBLISHED = ("http", "https", "mailto", "tel")


class Addressed(Protocol):
    """Anything that has a page."""

    @property
    def hub(self) -> str:
        """The id of its hub; empty for the network's."""
        ...

    @property
    def path(self) -> str:
        """Its page below the hub's home."""
        ...


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture as a template shows it."""

    src: str
    width: int
    height: int
    alt: str
    srcset: str = ""


@dataclass(frozen=True)
class Desk:
    """What the filters of one page, or of all pages of a hub in one language, need to know."""

    words: Words
    addresses: Addresses
    hub: Hub | None
    prefix: str
    pictures: Mapping[str, PublishedPicture]
    shared_pictures: Mapping[str, PublishedPicture]
    allowed_hosts: tuple[str, ...]
    assets: Mapping[str, str]
    used: dict[str, PublishedPicture] = field(default_factory=dict[str, PublishedPicture])
    """The pictures that pages show, by the path they are published at."""

    def published(self, owner: str, hub: str, file: str) -> PublishedPicture | None:
        """Return the picture that the file `owner` names, and note that it is used."""
        found = find_picture(owner, hub, file, self.pictures, self.shared_pictures)
        if found is not None:
            self.used[found.path] = found
        return found


def _desk(context: Context) -> Desk:
    return context["desk"]


def _in_words(method: str) -> Callable[..., str]:
    @pass_context
    def call(context: Context, value: Any, *arguments: Any) -> str:
        return getattr(_desk(context).words, method)(value, *arguments)

    return call


@pass_context
def _text(context: Context, value: Text | str | None) -> Phrase | str:
    return _desk(context).words.text(value) if isinstance(value, Text) else value or ""


@pass_context
def _number(context: Context, value: float | Decimal) -> str:
    words = _desk(context).words
    if isinstance(value, int):
        return words.number(value)
    from babel.numbers import format_decimal

    return format_decimal(value, locale=words.cldr)


def _skeleton(skeleton: str) -> Callable[..., str]:
    @pass_context
    def call(context: Context, value: date) -> str:
        return _desk(context).words.skeleton(value, skeleton)

    return call


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _iso_start(event: Timed) -> str:
    return event.first_day.isoformat() if event.all_day else _iso(event.start)


def _iso_end(event: Timed) -> str:
    return event.last_day.isoformat() if event.all_day else _iso(event.end)


def safe_url(value: str) -> str:
    """Return a link again if it may be published, else `#`."""
    scheme = scheme_of(value)
    if (scheme and scheme not in PUBLISHED) or (not scheme and host_of(value)):
        return "#"
    return value


@pass_context
def _markdown(context: Context, value: Text | str | None, owner: Any, top: int = 2) -> Markup:
    desk = _desk(context)
    if value is None:
        return Markup("")
    source, hub = owner_of(owner)
    if isinstance(value, str):  # the Markdown of a file, which is in the one language of its hub, or of the network
        spoken = desk.words.home if hub else context["network"].fields.ordered_languages[0]
        value = Text({spoken: value})
    text = desk.words.text(value)
    marked = text.marked
    mine = desk.hub.id if desk.hub else ""
    links = Links(
        lambda target: link_of(source, target, desk.addresses, mine, desk.prefix),
        lambda src: _found(desk, source, hub, src),
    )
    html = render_markdown(str(text), links, top=top, id_prefix="section" if top == 2 else "")
    if marked:
        return Markup('<div lang="{}" dir="{}">{}</div>').format(marked, direction(marked), _clean(html))
    return _clean(html)


def _clean(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - render_markdown escapes, and nh3 has cleaned it


def owner_of(owner: Any) -> tuple[str, str]:
    """Return the source file of a value that has one, and the hub it belongs to."""
    if isinstance(owner, Series):
        owner = owner.first
    return (owner.source, owner.hub) if isinstance(owner, (Event, Hub, Record)) else ("hubkit.yaml", "")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def _found(desk: Desk, source: str, hub: str, src: str) -> Found | None:
    if host_of(src):
        return Found(src, 0, 0) if host_of(src) in desk.allowed_hosts and scheme_of(src) in {"https", ""} else None
    picture = desk.published(source, hub, src)
    return Found(desk.addresses.asset(picture.path), picture.width, picture.height) if picture else None


@pass_context
def _href(context: Context, value: Addressed | None, path: str | None = None) -> str:
    desk = _desk(context)
    hub = value.hub if value is not None else ""
    below = path if path is not None else value.path if value is not None else ""
    mine = desk.hub.id if desk.hub else ""
    return desk.addresses.href(hub, (desk.prefix if hub == mine else "") + below)


@pass_context
def _calendar(context: Context, value: Any = None) -> str:
    addresses = _desk(context).addresses
    if isinstance(value, Hub) or value is None:
        return addresses.href(value.id if value else "", "events.ics")
    return addresses.href(value.hub, f"{value.path}event.ics")


@pass_context
def _webcal(context: Context, value: Hub | None = None) -> str:
    address = _desk(context).addresses.absolute(value.id if value else "", "events.ics")
    return "webcal://" + address.partition("://")[2]


@pass_context
def _picture(context: Context, value: Picture | None, owner: Any) -> PictureView | None:
    if value is None:
        return None
    desk = _desk(context)
    source, hub = owner_of(owner)
    for file in (source, *(owner.sources if isinstance(owner, Event) else ())):
        found = desk.published(file, hub if file.startswith("hubs/") else "", value.file)
        if found is not None:
            alt = desk.words.plain(value.alt)
            return PictureView(desk.addresses.asset(found.path), found.width, found.height, alt)
    return None


@pass_context
def _asset(context: Context, name: str) -> str:
    return _desk(context).assets[name]


@pass_context
def _maps_href(context: Context, venue: VenueModel | InlineVenue | None) -> str:
    if venue is None:
        return ""
    if venue.coordinates:
        point = venue.coordinates
        return f"https://www.openstreetmap.org/?mlat={point.lat}&mlon={point.lon}#map=17/{point.lat}/{point.lon}"
    address = _desk(context).words.plain(venue.address)
    return f"https://www.openstreetmap.org/search?query={quote(address)}" if address else ""


@pass_context
def _rule(context: Context, value: Series) -> Phrase:
    return spoken_series(value, _desk(context).words)


FILTERS: dict[str, Any] = {
    "text": _text,
    "plain": _in_words("plain"),
    "markdown": _markdown,
    "when": _in_words("when"),
    "is_over_days": is_over_days,
    "is_whole_day": is_whole_day,
    "rule": _rule,
    "zone_name": _in_words("zone_name"),
    "zone_city": _in_words("zone_city"),
    "day": _in_words("day"),
    "day_short": _skeleton("MMMd"),
    "day_week": _skeleton("MMMEd"),
    "month": _skeleton("yMMMM"),
    "month_short": _skeleton("MMM"),
    "weekday": _skeleton("E"),
    "clock": _in_words("clock"),
    "iso": _iso,
    "iso_start": _iso_start,
    "iso_end": _iso_end,
    "money": _in_words("money"),
    "country": _in_words("country"),
    "number": _number,
    "language_name": _in_words("language_name"),
    "town": town,
    "url": safe_url,
}
GLOBALS: dict[str, Any] = {
    "href": _href,
    "calendar": _calendar,
    "webcal": _webcal,
    "picture": _picture,
    "asset": _asset,
    "maps_href": _maps_href,
}
