"""Mail in words: whatever an event is called, a mail has its own headers, one receiver, and one event attached."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from hubkit.webhooks.calendar_entry import calendar_file
from hubkit.webhooks.catalog import Catalog
from hubkit.webhooks.channels import Mail, MailServer
from hubkit.webhooks.letters import Letters
from hubkit.webhooks.store import Errand, Kind, Rsvp, State
from hubkit.webhooks.texts import TEXTS, Words
from hubkit.webhooks.tokens import Signer
from tests.webhooks.answering import CATALOG, MEETUP, NOW, SECRET

HEADERS = {"From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted",
           "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}  # fmt: skip
NASTY = st.text(st.sampled_from('a\r\n\0\t \x0b\x85\u2028\u202eé✓,;:\\"<>@=?%Bcc'), min_size=1, max_size=120)
WORDS = Words("en", {})


def rsvp(state: State = "confirmed", **changes: Any) -> Rsvp:
    held = NOW + timedelta(minutes=30) if state == "pending" else None
    made = Rsvp("id", 1, MEETUP, "Ada", "ada@x.example", 2, "en", state, NOW, NOW, held)
    return replace(made, **changes)


def letter(kind: Kind, of: Rsvp, catalog: Catalog = CATALOG, sender: str = "") -> EmailMessage | None:
    mail = Mail(MailServer("localhost", 25, "none"), "rsvp@x.org", sender)
    errand = Errand(1, "person", kind, of.event, of.id, of.party_size, NOW, 1)
    return Letters(catalog, Signer(SECRET), mail).to_person(errand, of, NOW)


def called(title: str, **changes: Any) -> Catalog:
    event = replace(CATALOG.events[MEETUP], title={"en": title}, **changes)
    return replace(CATALOG, events=CATALOG.events | {MEETUP: event})


def read(message: EmailMessage | None) -> EmailMessage:
    """A mail as it arrives."""
    assert message is not None
    arrived = message_from_bytes(message.as_bytes(), EmailMessage, policy=default)
    assert isinstance(arrived, EmailMessage)
    assert not arrived.defects
    return arrived


@given(NASTY, st.sampled_from(["", "Open\r\nBcc: b@x.example", "a, b"]))
def test_no_title_adds_a_header_or_a_receiver(title: str, sender: str) -> None:
    for kind, state in (("confirm", "pending"), ("standing", "confirmed"), ("cancelled", "cancelled")):
        arrived = read(letter(kind, rsvp(state), called(title), sender))
        assert set(arrived.keys()) <= HEADERS
        assert len(arrived.keys()) == len(set(arrived.keys()))
        for header, address in (("To", "ada@x.example"), ("From", "rsvp@x.org"), ("Reply-To", "lisbon@x.org")):
            assert [each.addr_spec for each in arrived[header].addresses] == [address]


@given(NASTY, NASTY)
def test_no_title_or_place_adds_to_a_calendar(title: str, place: str) -> None:
    event = replace(CATALOG.events[MEETUP], title={"en": title}, where={"en": place})
    content = calendar_file(event, WORDS, NOW)
    calendar = Calendar.from_ical(content)
    [entry] = calendar.walk("VEVENT")
    assert set(entry) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "URL"}
    assert [part.name for part in calendar.walk()] == ["VCALENDAR", "VEVENT"]
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert not set(content.decode()) & set("\0\x0b\x85\u2028")


def test_whole_days_are_days_in_calendars() -> None:
    midnight = datetime(2026, 12, 4, 23, tzinfo=UTC)  # in Berlin
    event = replace(
        CATALOG.events[MEETUP], all_day=True, timezone="Europe/Berlin", start=midnight, end=midnight + timedelta(days=2)
    )
    [entry] = Calendar.from_ical(calendar_file(event, WORDS, NOW)).walk("VEVENT")
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2026, 12, 5), date(2026, 12, 7))


@pytest.mark.parametrize(
    ("kind", "states"),
    [("confirm", {"pending"}), ("standing", {"confirmed", "waiting"}), ("moved-up", {"confirmed"}),
     ("cancelled", {"cancelled"})],
)  # fmt: skip
def test_nobody_is_written_what_is_no_longer_so(kind: Kind, states: set[str]) -> None:
    every: tuple[State, ...] = ("pending", "confirmed", "waiting", "cancelled")
    assert {state for state in every if letter(kind, rsvp(state)) is not None} == states


@pytest.mark.parametrize("over", [{"status": "cancelled"}, {"end": NOW}])
def test_of_an_event_that_is_over_or_cancelled_only_a_cancellation_is_said(over: dict[str, Any]) -> None:
    catalog = called("The meetup", **over)
    assert letter("standing", rsvp(), catalog) is None
    assert letter("cancelled", rsvp("cancelled"), catalog) is not None


def test_an_event_that_the_catalogue_has_no_more_is_not_written_of() -> None:
    assert letter("standing", rsvp(event="lisbon.gone")) is None


def test_an_address_that_is_two_makes_no_mail() -> None:
    with pytest.raises(ValueError, match="addr_spec"):
        letter("confirm", rsvp("pending", email="a@x.example, b@x.example"))


@pytest.mark.parametrize("contact", ["", "käse@x.org", "a@x.org, b@x.org", "a b@x.org"])
def test_a_contact_that_no_mail_can_name_keeps_no_mail_from_being_sent(contact: str) -> None:
    hubs = {"lisbon": replace(CATALOG.hubs["lisbon"], contact=contact)}
    assert "Reply-To" not in read(letter("standing", rsvp(), replace(CATALOG, hubs=hubs)))


def test_a_place_that_is_not_held_is_not_promised() -> None:
    held, late = rsvp("pending"), rsvp("pending", held_until=NOW)
    texts = [read(letter("confirm", each)).as_string() for each in (held, late)]
    assert ["kept for you until half an hour" in text for text in texts] == [True, False]


def test_each_mail_that_there_can_be_has_its_words() -> None:
    for name in ("confirm", "confirmed", "waiting", "moved-up", "cancelled"):
        assert f"mail-{name}-subject" in TEXTS
    for name in ("confirmed", "waiting", "moved-up", "changed", "cancelled"):
        assert f"notice-{name}" in TEXTS
