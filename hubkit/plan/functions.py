"""What the optional functions must know: of each hub its events that take RSVPs or sell tickets, and what they say."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlsplit

from msgspec import Struct

from hubkit.addresses import Addresses
from hubkit.kinds.event.entry import EntryTexts, entry_texts, uid
from hubkit.kinds.event.model import Ticket
from hubkit.kinds.event.registration import KEEP_DAYS
from hubkit.kinds.event.value import Event
from hubkit.kinds.network.model import NetworkModel
from hubkit.kinds.route import HubScope
from hubkit.kinds.words import Words, is_whole_day
from hubkit.webhooks import catalog
from hubkit.webhooks.texts import TEXTS

_DIGITS = {
    **dict.fromkeys(
        ("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}  # fmt: skip
"""Of the currencies that Stripe does not count in hundredths (https://docs.stripe.com/currencies)."""
_WHOLE = {"ISK": 100, "UGX": 100}
"""Of the currencies whose amounts have to be a multiple of something else than 1 or, with three digits, 10."""


class HubEntries(Struct, frozen=True):
    """What the catalogue holds of one hub."""

    hub: catalog.Hub
    events: Mapping[str, catalog.Event]
    """By global id."""


class Appearance(Struct, frozen=True):
    """What gives pages their look: links to style sheets, and to the icon."""

    styles: tuple[str, ...]
    icon: str

    def full(self, addresses: Addresses) -> "Appearance":
        """Return the same with full addresses."""
        return Appearance(tuple(map(addresses.full, self.styles)), addresses.full(self.icon))


def hub_entries(scopes: Sequence[HubScope], appearance: Appearance) -> HubEntries | None:
    """Return what the catalogue holds of a hub, seen in each of its languages; None where the functions are of no use.

    That is every event, and date of a series, that has not ended and takes RSVPs or sells tickets; no drafts.
    `appearance` is that of its pages.
    """
    scope = scopes[0]
    if not scope.shared.network.fields.webhooks:
        return None
    takes = (event for event in scope.hub.all_events() if event.fields.registration.mode in {"rsvp", "checkout"})
    shown = [event for event in takes if not event.fields.draft and not scope.clock.has_come(event.end)]
    if not shown:
        return None
    hub, fields, full = scope.hub, scope.hub.fields, appearance.full(scope.addresses)
    return HubEntries(
        hub=catalog.Hub(
            name=_in_each(scopes, lambda each: each.words.plain(fields.name)),
            url=_in_each(scopes, lambda each: each.home),
            timezone=hub.timezone,
            contact=(fields.contact.email if fields.contact else None) or "",
            styles=full.styles,
            icon=full.icon,
        ),
        events={event.global_id: _entry(event, scopes) for event in sorted(shown, key=lambda each: each.global_id)},
    )


def _entry(event: Event, scopes: Sequence[HubScope]) -> catalog.Event:
    scope, registration = scopes[0], event.fields.registration

    def texts(each: HubScope) -> EntryTexts:
        return entry_texts(event, each.hub.fields.domain, each.words, each.addresses)

    where = _in_each(scopes, lambda each: texts(each).location or _elsewhere(event, each.words))
    return catalog.Event(
        hub=event.hub,
        title=_in_each(scopes, lambda each: texts(each).title),
        url=_in_each(scopes, lambda each: texts(each).url),
        when=_in_each(scopes, lambda each: _when(event, each.words)),
        where=where if any(where.values()) else {},
        start=event.start.astimezone(UTC),
        end=event.end.astimezone(UTC),
        timezone=event.timezone,
        mode="rsvp" if registration.mode == "rsvp" else "checkout",
        status=event.status,
        capacity=registration.capacity,
        waitlist=registration.waitlist,
        opens=_in_utc(event.opens),
        closes=_in_utc(event.closes),
        all_day=event.all_day,
        uid=uid(event, scope.addresses.host),
        tickets=tuple(_ticket(ticket, scopes) for ticket in registration.tickets),
    )


def _in_each(scopes: Iterable[HubScope], say: Callable[[HubScope], str]) -> catalog.ByLanguage:
    return {scope.words.language: str(say(scope)) for scope in scopes}


def _when(event: Event, words: Words) -> str:
    when = words.when(event) if is_whole_day(event) else f"{words.when(event)} UTC{words.zone_name(event)}"
    return words("Was planned for %(day)s", day=when) if event.status == "postponed" else when


def _elsewhere(event: Event, words: Words) -> str:
    return words("Online") if event.attendance == "online" else ""


def _in_utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


def _ticket(ticket: Ticket, scopes: Sequence[HubScope]) -> catalog.Ticket:
    return catalog.Ticket(
        id=ticket.id,
        name=_in_each(scopes, lambda each: each.words.plain(ticket.name)),
        price=in_stripes_unit(ticket.price, ticket.currency),
        currency=ticket.currency,
        shown=_in_each(scopes, lambda each: _price(ticket, each.words)),
        quantity=ticket.quantity,
    )


def _price(ticket: Ticket, words: Words) -> str:
    return words.money(ticket.price, ticket.currency) if ticket.price else words("Free")


def in_stripes_unit(price: Decimal, currency: str) -> int:
    """Return a price as Stripe counts it: in cents, or in yen; what Stripe does not take is rounded.

    Amounts with three digits end with a 0. Icelandic and Ugandan money is counted in hundredths, and has none.
    https://docs.stripe.com/currencies#special-cases
    """
    digits = _DIGITS.get(currency, 2)
    step = _WHOLE.get(currency, 10 if digits == 3 else 1)
    return int((price.scaleb(digits) / step).to_integral_value(ROUND_HALF_UP)) * step


def network_entry(
    settings: NetworkModel,
    words: Iterable[Words],
    addresses: Addresses,
    hubs: Iterable[catalog.Hub],
    appearance: Appearance,
) -> catalog.Site:
    """Return what the catalogue holds of the network; `words` are those of its languages, the default first."""
    full = appearance.full(addresses)
    origins = {_origin(addresses.home), *(_origin(url) for hub in hubs for url in hub.url.values())}
    return catalog.Site(
        name={each.language: each.plain(settings.name) for each in words},
        url=addresses.network,
        origins=tuple(sorted(origins)),
        keep_days=KEEP_DAYS,
        api=(settings.api_url or _origin(addresses.network)).rstrip("/"),
        styles=full.styles,
        icon=full.icon,
        door=settings.door.key if settings.door else "",
    )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def function_texts(words: Words) -> catalog.ByLanguage:
    """Return what the functions say in one language, as far as it is translated, by the names of the texts."""
    return {name: words.form(text) for name, text in sorted(TEXTS.items()) if text in words.catalogue}
