"""The form on the page of an event that sells tickets: there when it is of use, and complete without any script."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from hubkit.webhooks.checkout.asked import asked_order
from tests.kinds.event.test_rsvp_form import CONTACT, EVENT, ON, PAGE
from tests.kinds.event.test_rsvp_form import page as page_with
from tests.sites import BASIC, NETWORK, WALK, built, make, write

TICKETS = (
    "mode: checkout, tickets: [{id: full, name: {en: One place}, price: 12.50, currency: EUR},"
    " {id: gift, name: 'A <gift>', price: 0, currency: EUR}]"
)


def page(folder: Path, registration: str = TICKETS, **changes: str) -> str:
    return page_with(folder, registration, **changes)


def test_the_form_says_what_the_functions_ask(tmp_path: Path) -> None:
    html = page(tmp_path)
    form = html[html.index("<form") : html.index("</form>")]
    assert '<form method="post" action="/api/checkout">' in form
    sent = dict.fromkeys(re.findall(r'name="([a-z]+)"', form), "")
    sent |= {"event": re.findall(r'name="event" value="([^"]+)"', form)[0], "quantity": "1", "name": "Ada"}
    sent |= {"ticket": re.findall(r'<option value="([^"]+)"', form)[0], "email": "ada@x.org"}
    asked, faults = asked_order(dict(sent), "form")
    assert (asked.event, asked.ticket, faults) == ("lisbon.2026-12-05-photo-walk", "full", ())
    assert ">One place: 12,50\xa0€</option>" in form
    assert ">A &lt;gift&gt;: Free</option>" in form
    assert set(re.findall(r'label for="([^"]+)"', form)) == set(re.findall(r' id="([^"]+)"', form))
    assert 'href="#checkout"' in html


def test_it_is_sent_to_where_the_functions_are(tmp_path: Path) -> None:
    html = page(tmp_path, network=ON + "api_url: https://api.x.org/\n")
    assert 'action="https://api.x.org/api/checkout"' in html


def test_a_link_to_pay_elsewhere_stays_beside_it(tmp_path: Path) -> None:
    link = "https://buy.stripe.example/1"
    html = page(tmp_path, f"{TICKETS}, url: '{link}'")
    assert f'<a href="{link}">If this does not work, get a ticket here.' in html
    assert "<form" in html


@pytest.mark.parametrize(
    ("registration", "event"),
    [
        (TICKETS + ", closes: 2026-11-01 10:00", WALK),
        (TICKETS + ", opens: 2026-12-01 10:00", WALK),
        (TICKETS, WALK + "status: cancelled\n"),
        (TICKETS, WALK + "status: postponed\n"),
    ],
)
def test_where_nothing_is_sold_now_there_is_no_form(tmp_path: Path, registration: str, event: str) -> None:
    assert "<form" not in page(tmp_path, registration, event=event)


def test_without_functions_the_page_keeps_its_link(tmp_path: Path) -> None:
    html = page(tmp_path, f"{TICKETS}, url: 'https://buy.stripe.example/1'", network=NETWORK)
    assert "<form" not in html
    assert 'href="https://buy.stripe.example/1"' in html


def test_the_browser_may_be_led_on_to_stripe_where_tickets_are_sold(tmp_path: Path) -> None:
    files = {**BASIC, "hubkit.yaml": ON, "hubs/lisbon/hub.yaml": CONTACT}
    files[EVENT] = f"{WALK}registration: {{{TICKETS}}}\n"
    made = make(tmp_path, files)
    assert "<form" in made.text(PAGE)
    assert "form-action 'self' https://checkout.stripe.com;" in made.text("_headers")


@pytest.mark.parametrize(
    ("network", "registration", "now"),
    [(NETWORK, TICKETS, None), (ON, "mode: rsvp", None), (ON, TICKETS, "2027-01-01T00:00:00+00:00")],
)
def test_and_nowhere_else(tmp_path: Path, network: str, registration: str, now: str | None) -> None:
    files = {**BASIC, "hubkit.yaml": network, "hubs/lisbon/hub.yaml": CONTACT}
    files[EVENT] = f"{WALK}registration: {{{registration}}}\n"
    assert "stripe" not in make(tmp_path, files, **({"now": datetime.fromisoformat(now)} if now else {})).text(
        "_headers"
    )


def test_two_tickets_of_one_id_are_a_mistake_at_its_line(tmp_path: Path) -> None:
    files = {**BASIC, "hubkit.yaml": ON, EVENT: f"{WALK}registration: {{{TICKETS.replace('id: gift', 'id: full')}}}\n"}
    assert built(write(tmp_path, files)).errors() == [f"{EVENT}:4:111: two tickets have this id"]
