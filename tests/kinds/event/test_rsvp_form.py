"""The form on the page of an event that takes RSVPs: there when it is of use, and complete without any script."""

import gzip
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.sites import BASIC, LISBON, NETWORK, WALK, Built, make

EVENT = "hubs/lisbon/events/2026-12-05-photo-walk.yaml"
PAGE = "lisbon/events/2026-12-05-photo-walk/index.html"
ON = NETWORK + "webhooks: true\n"
CONTACT = LISBON + "contact: {email: a@lisbon.example}\n"
MOST_COMPRESSED = 14_000
MOST_OF_SCRIPTS = 3_000


class _Form(HTMLParser):
    """The form of a page: its attributes, its fields by name, and what labels are for."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.form: dict[str, str | None] = {}
        self.fields: dict[str, dict[str, str | None]] = {}
        self.labelled: set[str | None] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.form = found
        elif tag == "input":
            self.fields[found["name"] or ""] = found
        elif tag == "label":
            self.labelled.add(found["for"])


def page(
    folder: Path, registration: str = "mode: rsvp", network: str = ON, hub: str = CONTACT, event: str = WALK
) -> str:
    """Return the page of an event with this registration."""
    files: dict[str, str | bytes] = {
        **BASIC,
        "hubkit.yaml": network,
        "hubs/lisbon/hub.yaml": hub,
        EVENT: f"{event}registration: {{{registration}}}\n",
    }
    made = make(folder, files)
    assert made.errors() == []
    return made.text(PAGE)


def test_the_form_says_what_the_functions_ask(tmp_path: Path) -> None:
    html = page(tmp_path)
    form = _Form(html)
    assert form.form == {"method": "post", "action": "/api/rsvp"}
    assert list(form.fields) == ["event", "language", "name", "email", "party_size", "website"]
    assert form.fields["event"]["value"] == "lisbon.2026-12-05-photo-walk"
    assert form.fields["language"]["value"] == "en"
    party = form.fields["party_size"]
    assert (party["type"], party["min"], party["max"], party["value"]) == ("number", "1", "10", "1")
    assert form.fields["email"]["type"] == "email"
    shown = [form.fields[name] for name in ("name", "email", "party_size", "website")]
    assert {field["id"] for field in shown} == form.labelled
    assert all("required" in field for field in shown[:3])
    assert "30 days after it they are erased." in html
    assert 'If this does not work, write to <a href="mailto:a@lisbon.example">' in html
    assert html.index("</form>") < html.index("If this does not work")
    assert 'href="#rsvp"' in html


def test_the_trap_is_out_of_reach(tmp_path: Path) -> None:
    html = page(tmp_path)
    [trap] = re.findall(r"<p[^>]*>(?=<label for=\"rsvp-website\")", html)
    assert 'aria-hidden="true"' in trap
    assert "inert" in trap
    field = _Form(html).fields["website"]
    assert (field["tabindex"], field["autocomplete"]) == ("-1", "off")
    assert "required" not in field


@pytest.mark.parametrize(
    ("api", "action"),
    [
        ("https://api.example.org", "https://api.example.org/api/rsvp"),
        ("https://api.example.org/hubs/", "https://api.example.org/hubs/api/rsvp"),
    ],
)
def test_it_goes_where_the_functions_are_and_the_policy_lets_it(tmp_path: Path, api: str, action: str) -> None:
    assert _Form(page(tmp_path, network=f"{ON}api_url: {api}\n")).form["action"] == action
    policy = (tmp_path / "_site/_headers").read_text()
    assert "form-action 'self' https://api.example.org;" in policy
    assert "connect-src 'self' https://api.example.org;" in policy


def test_the_policy_of_one_host_is_that_of_domains_too(tmp_path: Path) -> None:
    network = f"{ON}api_url: https://x.org/\n"
    page(tmp_path / "one", network=network)
    assert "form-action 'self';" in (tmp_path / "one/_site/_headers").read_text()
    page(tmp_path / "two", network=network, hub=CONTACT + "domain: lisbon.example\n")
    assert "form-action 'self' https://x.org;" in (tmp_path / "two/_site/_headers").read_text()


@pytest.mark.parametrize(
    ("registration", "network", "event"),
    [
        ("mode: rsvp", NETWORK, WALK),
        ("mode: link, url: 'https://a.example/'", ON, WALK),
        ("mode: rsvp, opens: 2026-12-01 10:00", ON, WALK),
        ("mode: rsvp, closes: 2026-11-20 10:00", ON, WALK),
        ("mode: rsvp", ON, WALK + "status: cancelled\n"),
        ("mode: rsvp", ON, WALK + "status: postponed\n"),
        ("mode: rsvp", ON, WALK.replace("2026-12-05", "2026-11-05")),
    ],
)
def test_it_is_there_only_when_it_is_of_use(tmp_path: Path, registration: str, network: str, event: str) -> None:
    html = page(tmp_path, registration, network, event=event)
    assert "<form" not in html
    assert "/rsvp." not in html
    assert 'href="#rsvp"' not in html


def test_it_comes_when_registration_opens(tmp_path: Path) -> None:
    files = {**BASIC, "hubkit.yaml": ON, EVENT: WALK + "registration: {mode: rsvp, opens: 2026-12-01 10:00}\n"}
    made = make(tmp_path, files)
    assert made.report.next_change == datetime(2026, 12, 1, 10, tzinfo=UTC)
    assert "<form" in make(tmp_path, files, now=made.report.next_change).text(PAGE)


def test_without_functions_the_page_is_as_it_was(tmp_path: Path) -> None:
    html = page(tmp_path, network=NETWORK)
    assert '<a class="button" href="mailto:a@lisbon.example">Register by e-mail</a>' in html


def test_places_and_the_waiting_list_are_said(tmp_path: Path) -> None:
    waiting = "puts you on the waiting list"
    html = page(tmp_path / "one", "mode: rsvp, capacity: 20, waitlist: true")
    assert "<p>20 places</p>" in html
    assert waiting in html
    assert waiting not in page(tmp_path / "two", "mode: rsvp, capacity: 20")


def test_another_way_stands_below_it_only_where_there_is_one(tmp_path: Path) -> None:
    assert "If this does not work" not in page(tmp_path / "none", hub=LISBON)
    html = page(tmp_path / "link", hub=LISBON + "contact: {url: 'https://chat.example/'}\n")
    assert '<a href="https://chat.example/">If this does not work, contact us.</a>' in html


@pytest.mark.parametrize(
    ("hub", "way"),
    [
        (CONTACT, 'Write to <a href="mailto:a@lisbon.example">a@lisbon.example</a> instead.'),
        (
            LISBON + "contact: {url: 'https://chat.example/'}\n",
            '<a href="https://chat.example/">Contact us instead.</a>',
        ),
        (LISBON, "Try again in a few minutes."),
    ],
)
def test_what_is_shown_where_the_functions_do_not_answer_is_there_and_hidden(
    tmp_path: Path, hub: str, way: str
) -> None:
    html = page(tmp_path, hub=hub)
    said = f"This form cannot be sent at the moment. {way}</p>"
    assert f'<p class="notice is-warn" role="alert" hidden>{said}' in html
    assert '<p class="places" role="status"></p>' in html


def test_the_scripts_of_the_page_are_small(tmp_path: Path) -> None:
    html = page(tmp_path, "mode: rsvp, capacity: 20, waitlist: true")
    scripts = re.findall(r'<script src="/hubs/([^"]+)"', html)
    assert [script.rpartition("/")[2].partition(".")[0] for script in scripts] == ["live", "rsvp"]
    assert sum(len(gzip.compress((tmp_path / "_site" / script).read_bytes())) for script in scripts) <= MOST_OF_SCRIPTS


def test_a_page_in_another_language_speaks_it_and_says_so(tmp_path: Path) -> None:
    page(tmp_path, hub=CONTACT + "languages: [en, pt]\n")
    html = (tmp_path / "_site/lisbon/pt/events/2026-12-05-photo-walk/index.html").read_text("utf-8")
    assert _Form(html).fields["language"]["value"] == "pt"
    assert "<h2>Diga que vem</h2>" in html


def test_a_theme_puts_its_own_form_there(tmp_path: Path) -> None:
    own = '{% extends "base:event.html" %}{% block event_rsvp %}<b>{{ rsvp.event }}</b>{% endblock %}'
    files = {
        **BASIC,
        "hubkit.yaml": ON + "theme: own\n",
        "themes/own/templates/event.html": own,
        EVENT: WALK + "registration: {mode: rsvp}\n",
    }
    made = make(tmp_path, files)
    assert "<b>lisbon.2026-12-05-photo-walk</b>" in made.text(PAGE)
    assert "<form" not in made.text(PAGE)


def test_texts_to_share_name_the_page_not_the_contact(tmp_path: Path) -> None:
    share = "_site/lisbon/events/2026-12-05-photo-walk/share/index.html"
    page(tmp_path / "off", network=NETWORK)
    assert "Register: a@lisbon.example" in (tmp_path / "off" / share).read_text("utf-8")
    page(tmp_path / "on")
    assert "Register: a@lisbon.example" not in (tmp_path / "on" / share).read_text("utf-8")


def test_the_page_with_its_styles_fits_the_first_round_trip(tmp_path: Path) -> None:
    files = {**BASIC, "hubkit.yaml": ON, "hubs/lisbon/hub.yaml": CONTACT}
    made = make(tmp_path, {**files, EVENT: WALK + "registration: {mode: rsvp, capacity: 20, waitlist: true}\n"})
    assert compressed(made, made.text(PAGE)) <= MOST_COMPRESSED


def compressed(made: Built, html: str) -> int:
    """Return the size of a page and its style sheets as hosts send them."""
    styles = re.findall(r'<link rel="stylesheet" href="/hubs/([^"]+)"', html)
    assert styles
    return sum(len(gzip.compress(content.encode())) for content in (html, *(made.text(style) for style in styles)))
