"""Mail in words: plain text for one receiver, which holds nothing that was typed into a form but the address."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from msgspec import Struct

from hubkit.webhooks.calendar_entry import calendar_file, plain
from hubkit.webhooks.catalog import Catalog, Event, Hub
from hubkit.webhooks.channels import Mail
from hubkit.webhooks.forms import is_address
from hubkit.webhooks.links import confirming_link, link_of
from hubkit.webhooks.notices import Notice
from hubkit.webhooks.standing import standing_by_time
from hubkit.webhooks.store import Errand, Kind, Rsvp, State
from hubkit.webhooks.texts import Words, words_in
from hubkit.webhooks.tickets import typed_code
from hubkit.webhooks.tokens import Signer

_SAYS: dict[Kind, frozenset[State]] = {
    "confirm": frozenset({"pending"}),
    "standing": frozenset({"confirmed", "waiting"}),
    "moved-up": frozenset({"confirmed"}),
    "cancelled": frozenset({"cancelled"}),
}
"""In which state of an RSVP a mail is still true."""


class Letters(Struct, frozen=True):
    """Writes mail."""

    catalog: Catalog
    signer: Signer
    mail: Mail
    has_tickets: bool = False
    """Whether the page of an RSVP shows a ticket, whose code then stands in mail."""

    def to_person(self, errand: Errand, rsvp: Rsvp, now: datetime) -> EmailMessage | None:
        """Return what a person is written, in the language of their form; None where it is true no more."""
        event = self.catalog.events.get(rsvp.event)
        if event is None or rsvp.state not in _SAYS.get(errand.kind, ()):
            return None
        if errand.kind != "cancelled" and standing_by_time(event, now) in {"cancelled", "past"}:
            return None
        hub = self.catalog.hubs[event.hub]
        words = words_in(rsvp.language, hub.name, self.catalog.texts)
        kind = f"mail-{rsvp.state if errand.kind == 'standing' else errand.kind}"
        title = words.of(event.title)
        parts = [*self._parts(kind, rsvp, event, words, now), *signature(hub, words)]
        subject = words.say(f"{kind}-subject", event=title)
        message = self.message(rsvp.email, subject, hub, words, key_of(errand), now)
        return whole(message, parts, words, event if rsvp.state == "confirmed" else None, now)

    def to_organizers(self, notice: Notice, event: Event, receiver: str, now: datetime) -> EmailMessage:
        """Return a notice as mail."""
        hub = self.catalog.hubs[event.hub]
        words = words_in("", hub.name, self.catalog.texts)
        message = self.message(receiver, notice.title, hub, words, notice.id, now)
        lines = (*notice.lines, "", words.say("notice-names"))
        message.set_content("\n".join(map(plain, lines)) + "\n")
        message["Content-Language"] = words.language
        return message

    def _parts(self, kind: str, rsvp: Rsvp, event: Event, words: Words, now: datetime) -> list[str]:
        title, site, say = words.of(event.title), self.catalog.site, words.say
        about = about_event(event, words)
        link = site.api + link_of(self.signer, rsvp, event, site, now)
        keep = [f"{say('mail-link')}\n{link}"]
        code = [say("mail-ticket", code=typed_code(rsvp.id))] if self.has_tickets else []
        match kind:
            case "mail-confirm":
                link = site.api + confirming_link(self.signer, rsvp, event, site, now)
                is_held = rsvp.held_until is not None and rsvp.held_until > now
                held = say("mail-held" if is_held else "mail-not-held")
                return [f"{say('mail-confirm', event=title)}\n{link}", held, about, say("mail-not-you")]
            case "mail-confirmed":
                return [say("thanks-confirmed", event=title), about, *code, *keep]
            case "mail-waiting":
                return [say("thanks-waiting", event=title), say("mail-waiting"), about, *keep]
            case "mail-moved-up":
                return [say("mail-moved-up", event=title), about, say("mail-cannot-come"), *code, *keep]
            case _:
                return [say("thanks-cancelled", event=title), about]

    def message(self, receiver: str, subject: str, hub: Hub, words: Words, key: str, now: datetime) -> EmailMessage:
        """Return a mail without words, with all the headers it will have but those of its text."""
        message = EmailMessage(policy=SMTP)
        name = self.mail.name or words.of(hub.name)
        message["From"] = Address(_in_line(name), addr_spec=self.mail.sender)
        message["To"] = Address(addr_spec=receiver)
        if is_address(hub.contact):
            message["Reply-To"] = Address(addr_spec=hub.contact)
        message["Subject"] = _in_line(subject)
        message["Date"] = now
        message["Message-ID"] = f"<{key}@{self.mail.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        return message


def whole(
    message: EmailMessage, parts: Iterable[str], words: Words, attached: Event | None, now: datetime
) -> EmailMessage:
    """Return a mail with its words, and an event as a file for calendars where there is one to attach."""
    message.set_content("\n\n".join(filter(None, map(plain, parts))) + "\n")
    if attached is not None:
        message.add_attachment(calendar_file(attached, words, now).decode(), subtype="calendar", filename="event.ics")
    message["Content-Language"] = words.language
    return message


def about_event(event: Event, words: Words) -> str:
    """Return what an event is, when and where, line by line."""
    return "\n".join(filter(None, (words.of(event.title), *map(words.of, (event.when, event.where, event.url)))))


def key_of(errand: Errand) -> str:
    """Return what is the same however often a mail is sent, so that readers show it once."""
    return hashlib.sha256(f"{errand.number}:{errand.made.isoformat()}:{errand.about}".encode()).hexdigest()[:32]


def signature(hub: Hub, words: Words) -> list[str]:
    """Return the last parts of a mail: whom to ask, and who writes."""
    contact = words.say("contact", email=hub.contact) if hub.contact else ""
    return [contact, f"{words.of(hub.name)}\n{words.of(hub.url)}"]


def _in_line(text: str) -> str:
    """Return a text as a header may hold it: in one line, without controls."""
    return " ".join(plain(text).split())
