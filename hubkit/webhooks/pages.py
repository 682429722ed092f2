"""The pages that the functions answer with: plain HTML in the visitor's language, in the look of the hub."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from msgspec import Struct

from hubkit.qr import qr_svg
from hubkit.webhooks.catalog import ByLanguage, Catalog, Event
from hubkit.webhooks.forms import MOST_PEOPLE, Fault
from hubkit.webhooks.standing import is_changeable, standing_by_time
from hubkit.webhooks.store import Rsvp
from hubkit.webhooks.texts import Words, words_in
from hubkit.webhooks.tickets import Ticket

_TEMPLATES = Path(__file__).parent / "templates"


class Home(Struct, frozen=True):
    """Whose page it is: a hub's, or the network's where no hub is known."""

    name: ByLanguage
    url: ByLanguage
    contact: str = ""
    styles: tuple[str, ...] = ()
    icon: str = ""


class Setting(Struct, frozen=True):
    """What is around an answer: whose it is, of which event, and in which language."""

    home: Home
    words: Words
    event: Event | None = None


class Thanks(Struct, frozen=True):
    """What the page of thanks says."""

    state: str
    link: str = ""


class Bought(Struct, frozen=True):
    """What the page of an order says."""

    state: str
    """That of the order; or `back`, where somebody came back from Stripe's page without paying."""
    quantity: int
    tickets: tuple[str, ...]
    link: str
    """The path of the page."""
    is_erasable: bool
    shown: tuple[Ticket, ...] = ()
    """The same tickets as they are shown at the door, where they are signed."""


class Own(Struct, frozen=True):
    """The link by which somebody came to an RSVP."""

    link: str
    """Its path."""
    is_whole: bool
    """Whether all can be done with it; else the RSVP can be confirmed, or erased."""
    ticket: Ticket | None = None
    """What to show at the door."""


class Refusal(Struct, frozen=True):
    """Why something was not done, in the visitor's language."""

    sentence: str
    faults: Mapping[str, str] = {}
    contact: str = ""


class Pages:
    """Makes the pages; each is whole HTML."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._templates = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def setting(self, event: Event | None = None, language: str = "") -> Setting:
        """Return the setting of an answer: in `language` where the hub has it, else in its first."""
        texts = self._catalog.texts
        if event is None:
            site = self._catalog.site
            words = words_in(language, site.name, texts)
            home = Home(site.name, {words.language: site.url}, "", site.styles, site.icon)
            return Setting(home, words)
        hub = self._catalog.hubs[event.hub]
        home = Home(hub.name, hub.url, hub.contact, hub.styles, hub.icon)
        return Setting(home, words_in(language, hub.name, texts), event)

    def thanks(self, setting: Setting, thanks: Thanks) -> str:
        """Return the page after an RSVP, with its signed link where there is one to keep."""
        title = setting.words.say("thanks-title")
        return self._page("thanks", setting, title=title, state=thanks.state, link=thanks.link)

    def form(self, setting: Setting, typed: Mapping[str, str], token: str, refusal: Refusal) -> str:
        """Return the form again, with what was typed, and what is wrong with it."""
        return self._page(
            "form",
            setting,
            title=setting.words.say("form-title"),
            typed={"name": "", "email": "", "party_size": "1", **typed},
            token=token,
            faults=_by_field(refusal.faults),
            keep_days=self._catalog.site.keep_days,
        )

    def sale(self, setting: Setting, typed: Mapping[str, str], token: str, refusal: Refusal) -> str:
        """Return the form for tickets again, with what was typed, and what is wrong with it."""
        return self._page(
            "sale",
            setting,
            title=setting.words.say("sale-title"),
            typed={"name": "", "email": "", "ticket": "", "quantity": "1", **typed},
            token=token,
            faults=_by_field(refusal.faults),
            sentence=refusal.sentence,
            keep_days=self._catalog.site.keep_days,
        )

    def bought(self, setting: Setting, bought: Bought) -> str:
        """Return the page of an order."""
        return self._page("bought", setting, title=setting.words.say(f"bought-{bought.state}-title"), bought=bought)

    def rsvp(self, setting: Setting, rsvp: Rsvp, own: Own, now: datetime, said: Refusal | str = "") -> str:
        """Return the page of an RSVP, with what can be done, and what came of what was done."""
        if setting.event is None:
            raise ValueError(rsvp.event)
        refusal = said if isinstance(said, Refusal) else Refusal("")
        return self._page(
            "rsvp",
            setting,
            title=setting.words.say("mine-title"),
            rsvp=rsvp,
            link=own.link,
            is_whole=own.is_whole,
            ticket=own.ticket,
            standing=standing_by_time(setting.event, now),
            is_changeable=is_changeable(setting.event, now),
            typed_size=rsvp.party_size,
            refusal=refusal.sentence,
            done="" if isinstance(said, Refusal) else said,
            faults=_by_field(refusal.faults),
        )

    def refused(self, setting: Setting, refusal: Refusal) -> str:
        """Return a page that says why something was not done, and whom to ask."""
        title = setting.words.say("refused-title")
        return self._page("refused", setting, title=title, sentence=refusal.sentence)

    def _page(self, template: str, setting: Setting, **values: object) -> str:
        words = setting.words

        def text(of: ByLanguage) -> str:
            """Return a text of the catalogue, marked where it is in another language than the page."""
            language = words.language_of(of)
            if not of or language == words.language:
                return words.of(of)
            return Markup('<span lang="{}">{}</span>').format(language, words.of(of))

        def contact() -> Markup:
            """Return whom to ask, as a link."""
            address = setting.home.contact
            link = Markup('<a href="mailto:{0}">{0}</a>').format(address)
            return escape(words.say("contact", email=address)).replace(escape(address), link)

        return self._templates.get_template(f"{template}.html").render(
            words=words,
            home=setting.home,
            event=setting.event,
            text=text,
            contact=contact,
            qr_code=qr_code,
            most_people=MOST_PEOPLE,
            **values,
        )


def qr_code(content: str) -> Markup:
    """Return a QR code as HTML."""
    return Markup(qr_svg(content))  # noqa: S704 - numbers alone


def refusal_of(
    setting: Setting, text: str, faults: tuple[Fault, ...] = (), values: Mapping[str, str | int] | None = None
) -> Refusal:
    """Return a refusal in the words of `setting`; the hub's contact stands with it where there is one."""
    words, contact = setting.words, setting.home.contact
    said = {fault.field: words.say(fault.text, most=_MOST.get(fault.field, "")) for fault in faults}
    return Refusal(words.say(text, **(values or {})), said, words.say("contact", email=contact) if contact else "")


_MOST = {"name": 100, "party_size": MOST_PEOPLE, "quantity": MOST_PEOPLE}


def shown_time(moment: datetime, event: Event) -> str:
    """Return an instant in the event's zone, in a form that no language reads otherwise."""
    return f"{moment.astimezone(ZoneInfo(event.timezone)):%Y-%m-%d, %H:%M}"


def _by_field(faults: Mapping[str, str]) -> Mapping[str, str]:
    return {**dict.fromkeys(("name", "email", "party_size", "ticket", "quantity"), ""), **faults}
