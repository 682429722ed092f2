"""What templates can call: texts and dates in the page's language, links, pictures, Markdown."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from jinja2 import pass_context
from markupsafe import Markup

from hubkit.addresses import folder_of
from hubkit.cards.card import SHAPES, Card
from hubkit.kinds.event.value import Series
from hubkit.kinds.hub.value import Hub
from hubkit.kinds.markdown import Found, Links, render_markdown
from hubkit.kinds.phrase import Phrase, direction, script
from hubkit.kinds.picture import Photo
from hubkit.kinds.references import host_of, link_of, scheme_of
from hubkit.kinds.series.spoken import spoken_series
from hubkit.kinds.texts import Text
from hubkit.kinds.venue.town import town
from hubkit.kinds.words import Timed, Words, is_over_days, is_whole_day
from hubkit.render.desk import Desk, PageContext
from hubkit.render.interface import Said, said, shown
from hubkit.render.pictures import PictureView, owner_of, picture, picture_tag, with_sources
from hubkit.render.places import geo_href, locator, maps_href
from hubkit.render.variants import fallback

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


def _with_words(method: Callable[..., Any]) -> Callable[..., Any]:
    @pass_context
    def call(context: PageContext, *arguments: Any) -> Any:
        return method(context.words, *arguments)

    return call


@pass_context
def gettext(context: PageContext, message: str, **values: object) -> Said:
    """Return an interface text in the language of the page, else in English; what templates call `_`."""
    desk = context.desk
    return said(desk.words, message, desk.words.form(message), values) if values else desk.texts[message]


def filled(context: PageContext, message: str, **values: object) -> str:
    """Return an interface text as HTML, its places filled."""
    words = context.words
    if words.foreign(message):
        return said(words, message, words.form(message), values).html
    return words.form(message) % {name: shown(value) for name, value in values.items()}


@pass_context
def ngettext(context: PageContext, one: str, many: str, number: int, **values: object) -> Said:
    """Return the form of an interface text that goes with `number`, which is its `%(num)s`."""
    words = context.desk.words
    shown_number = str(number) if words.foreign(one) else words.number(number)
    return said(words, one, words.plural_form(one, many, number), {"num": shown_number, **values})


def _text(words: Words, value: Text | str | None) -> str:
    if isinstance(value, Text):
        own = words.own(value)
        return words.text(value) if own is None else own
    return value or ""


def _name(words: Words, value: Text | str | None) -> str:
    """Return a name as a text, but marked only in other letters: a name is of no language (WCAG 3.1.2)."""
    shown = _text(words, value)
    alike = isinstance(shown, Phrase) and script(shown.marked or words.language) == script(words.language)
    return str(shown) if alike else shown


def _number(words: Words, value: float | Decimal) -> str:
    if isinstance(value, int):
        return words.number(value)
    from babel.numbers import format_decimal

    return format_decimal(value, locale=words.cldr)


def _skeleton(skeleton: str) -> Callable[..., str]:
    def call(words: Words, value: date) -> str:
        return words.skeleton(value, skeleton)

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
def _markdown(context: PageContext, value: Text | None, owner: Any, top: int = 2) -> Markup:
    desk = context.desk
    if value is None:
        return Markup("")
    source, hub = owner_of(owner)
    own = desk.words.own(value)
    text = desk.words.text(value) if own is None else own
    marked = text.marked if isinstance(text, Phrase) else ""
    mine = desk.hub.id if desk.hub else ""
    photos: dict[str, Photo] = {}
    links = Links(
        lambda target: link_of(source, target, desk.addresses, mine, desk.prefix),
        lambda src: _found(desk, source, hub, src, photos),
    )
    html = render_markdown(str(text), links, top=top, id_prefix="section" if top == 2 else "")
    if photos:
        html = with_sources(html, photos, desk)
    if marked:
        return Markup('<div lang="{}" dir="{}">{}</div>').format(marked, direction(marked), _clean(html))
    return _clean(html)


def _clean(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - render_markdown escapes, and has cleaned it


def _found(desk: Desk, source: str, hub: str, src: str, photos: dict[str, Photo]) -> Found | None:
    if host_of(src):
        return Found(src, 0, 0) if host_of(src) in desk.allowed_hosts and scheme_of(src) in {"https", ""} else None
    photo = desk.photo(source, hub, src)
    if photo is None:
        return None
    variant = fallback(photo)
    link = desk.link(variant)
    photos[link] = photo
    return Found(link, variant.width, variant.height)


@pass_context
def href(context: PageContext, value: Addressed | None, path: str | None = None) -> str:
    """Return the link to the page of a thing, or to `path` below a hub; below the network for None."""
    desk = context.desk
    below = path if path is not None else value.path if value is not None else ""
    hub = value.hub if value is not None else ""
    if hub == (desk.hub.id if desk.hub else ""):
        return desk.home + below
    # Another hub may speak the language of the page, too.
    return desk.addresses.href(hub, folder_of(desk.words.language, getattr(value, "languages", ())) + below)


@pass_context
def calendar(context: PageContext, value: Any = None) -> str:
    """Return the link to the `.ics` of an event, a series or a hub, in the page's language; the network's for None."""
    desk = context.desk
    if isinstance(value, Hub) or value is None:
        return desk.addresses.href(value.id if value else "", f"{desk.prefix}events.ics")
    return desk.addresses.href(value.hub, f"{desk.prefix}{value.path}event.ics")


@pass_context
def webcal(context: PageContext, value: Hub | None = None) -> str:
    """Return the link to subscribe to the calendar of a hub; to the network's for None."""
    desk = context.desk
    domain = value.fields.domain if value else None
    address = desk.addresses.canonical(value.id if value else "", domain, f"{desk.prefix}events.ics")
    return "webcal://" + address.partition("://")[2]


@pass_context
def drawn(context: PageContext, card: Card, shape: str) -> PictureView | None:
    """Return a card, drawn as a wide "card" or a square "story", which is then published; None where it cannot be."""
    desk = context.desk
    found = desk.press.card(card, SHAPES[shape])
    return PictureView(desk.addresses.asset(found.path), found.width, found.height, card.alt) if found else None


@pass_context
def code(context: PageContext, address: str) -> Markup:
    """Return the QR code of a full address as an SVG."""
    return context.desk.press.code(address)


@pass_context
def asset(context: PageContext, name: str) -> str:
    """Return the link to an asset of the theme."""
    return context.desk.assets[name]


def _rule(words: Words, value: Series) -> Phrase:
    return spoken_series(value, words)


IN_WORDS: dict[str, Callable[..., Any]] = {
    "text": _text,
    "name": _name,
    "plain": Words.plain,
    "when": Words.when,
    "rule": _rule,
    "zone_name": Words.zone_name,
    "zone_city": Words.zone_city,
    "day": Words.day,
    "day_short": _skeleton("MMMd"),
    "day_week": _skeleton("MMMEd"),
    "month": _skeleton("yMMMM"),
    "month_short": _skeleton("MMM"),
    "weekday": _skeleton("E"),
    "clock": Words.clock,
    "money": Words.money,
    "country": Words.country,
    "number": _number,
    "language_name": Words.language_name,
}
"""The filters that need to know nothing of a page but its language."""
FILTERS: dict[str, Any] = {
    **{name: _with_words(method) for name, method in IN_WORDS.items()},
    "markdown": _markdown,
    "is_over_days": is_over_days,
    "is_whole_day": is_whole_day,
    "iso": _iso,
    "iso_start": _iso_start,
    "iso_end": _iso_end,
    "town": town,
    "url": safe_url,
}
GLOBALS: dict[str, Any] = {
    "_": gettext,
    "gettext": gettext,
    "ngettext": ngettext,
    "href": href,
    "calendar": calendar,
    "webcal": webcal,
    "picture": picture,
    "picture_tag": picture_tag,
    "drawn": drawn,
    "code": code,
    "asset": asset,
    "maps_href": maps_href,
    "geo_href": geo_href,
    "locator": locator,
}
