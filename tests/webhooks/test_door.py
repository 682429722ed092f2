"""What people and organizers get for the door: tickets on pages, codes in mail, and a list without addresses."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from hubkit.webhooks.channels import Mail, MailServer
from hubkit.webhooks.checkout.lists import Bought
from hubkit.webhooks.checkout.orders import Order
from hubkit.webhooks.door import door_list
from hubkit.webhooks.letters import Letters
from hubkit.webhooks.store import Errand, Kind, Rsvp
from hubkit.webhooks.ticket_keys import new_private_key, ticket_maker
from hubkit.webhooks.tickets import typed_code
from hubkit.webhooks.tokens import Signer
from tests.webhooks.answering import CATALOG, MEETUP, NOW, SECRET, Answering, answering
from tests.webhooks.checkout.selling import GALA, selling

MAKER = ticket_maker(new_private_key())
WAITING = "lisbon.2026-12-05-waiting"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Answering]:
    with answering(tmp_path / "rsvps.db", tickets=MAKER) as run:
        yield run


def made(server: Answering, **changes: object) -> str:
    return server.post(server.wish(**changes)).data["link"]


def scanned(page: str) -> list[str]:
    """What a reader sees in the QR codes of a page."""
    zxing = pytest.importorskip("zxingcpp")
    from PIL import Image, ImageDraw

    found: list[str] = []
    for size, lines in re.findall(r'<svg viewBox="0 0 (\d+) \d+".*?stroke="#000" d="([^"]*)"', page):
        picture = Image.new("L", (int(size) * 4, int(size) * 4), 255)
        draw = ImageDraw.Draw(picture)
        for x, y, width in re.findall(r"M(\d+) (\d+)\.5h(\d+)", lines):
            draw.rectangle((int(x) * 4, int(y) * 4, (int(x) + int(width)) * 4 - 1, int(y) * 4 + 3), fill=0)
        found += [each.text for each in zxing.read_barcodes(picture)]
    return found


def test_who_has_a_place_sees_their_ticket(server: Answering) -> None:
    link = made(server, party_size=4)
    page = server.get(link).text
    [row] = server.rows()
    assert scanned(page) == [MAKER.ticket(MEETUP, row.id, 4).content]
    assert f"<code>{typed_code(row.id)}</code>" in page
    server.form({"action": "change", "party_size": "2"}, link)
    assert scanned(server.get(link).text) == [MAKER.ticket(MEETUP, row.id, 2).content]
    server.form({"action": "cancel"}, link)
    assert scanned(server.get(link).text) == []


def test_who_waits_or_comes_by_another_link_sees_none(server: Answering) -> None:
    made(server, event=WAITING)
    assert scanned(server.get(made(server, event=WAITING)).text) == []
    row = server.rows(WAITING)[0]
    confirms = server.signer.sign("confirm", row.id, server.now, server.now + timedelta(days=1))
    assert scanned(server.get(f"/api/rsvp/{confirms}").text) == []


def test_when_the_event_is_over_there_is_no_ticket(server: Answering) -> None:
    link = made(server)
    server.now = CATALOG.events[MEETUP].end
    assert scanned(server.get(link).text) == []


def test_without_a_key_there_is_none(tmp_path: Path) -> None:
    with answering(tmp_path / "rsvps.db") as server:
        page = server.get(made(server)).text
        assert "<svg" not in page
        assert "Your ticket" not in page


def test_who_bought_tickets_sees_each(tmp_path: Path) -> None:
    with selling(tmp_path / "rsvps.db", tickets=MAKER) as shop:
        session = shop.began(quantity=2)
        page = shop.page_of(session)
        assert "<svg" not in shop.server.get(page, Accept="text/html").text
        shop.told(shop.stripe.complete(session))
        shown = shop.server.get(page, Accept="text/html").text
        ids = shop.tickets(session)
        assert scanned(shown) == [MAKER.ticket(GALA, key, 1).content for key in ids]
        assert all(f"<code>{typed_code(key)}</code>" in shown for key in ids)


@pytest.mark.parametrize("has_tickets", [True, False])
def test_mail_says_the_code_to_who_has_a_place(*, has_tickets: bool) -> None:
    mail = Mail(MailServer("localhost", 25, "none"), "rsvp@x.org")
    letters = Letters(CATALOG, Signer(SECRET), mail, has_tickets)

    def said(kind: Kind, of: Rsvp) -> str:
        message = letters.to_person(Errand(1, "person", kind, of.event, of.id, of.party_size, NOW, 1), of, NOW)
        assert message is not None
        body = message.get_body()
        assert body is not None
        return str(body.get_content())

    for kind in ("standing", "moved-up"):
        assert (f"Your code for the door: {typed_code('k1')}." in said(kind, rsvp(1))) == has_tickets
    pending = rsvp(1, state="pending", held_until=NOW + timedelta(minutes=30))
    for kind, state in (("standing", rsvp(1, state="waiting")), ("confirm", pending)):
        assert typed_code("k1") not in said(kind, state)


def rsvp(number: int, **changes: object) -> Rsvp:
    values = Rsvp(f"k{number}", number, MEETUP, "Ada", "ada@secret.example", 2, "en", "confirmed", NOW, NOW)
    return replace(values, **changes)


def order(number: int, state: str) -> Order:
    values = dict.fromkeys(Order.__struct_fields__, "")
    changes = {"id": f"o{number}", "name": "Ben", "email": "ben@secret.example", "state": state}
    return Order(**{**values, **changes})


def test_the_list_has_who_comes_and_no_address() -> None:
    rsvps = [rsvp(1), rsvp(2, state="waiting"), rsvp(3, state="pending"), rsvp(4, state="cancelled")]
    bought = [
        Bought(order(1, "paid"), ("t1", "t2")),
        Bought(order(2, "refunded"), ("t3",)),
        Bought(order(3, "review"), ()),
    ]
    now = datetime(2026, 12, 5, 8, tzinfo=UTC)
    count, content = door_list(MEETUP, CATALOG.events[MEETUP], rsvps, bought, now)
    assert (count, b"secret" in content) == (3, False)
    assert json.loads(content) == {
        "hubkit": "door list",
        "version": 1,
        "event": MEETUP,
        "title": "The meetup",
        "ends": "2026-12-05T12:00:00Z",
        "made": "2026-12-05T08:00:00Z",
        "people": [
            {"id": "k1", "name": "Ada", "people": 2, "code": typed_code("k1")},
            {"id": "t1", "name": "Ben", "people": 1, "code": typed_code("t1")},
            {"id": "t2", "name": "Ben", "people": 1, "code": typed_code("t2")},
        ],
        "gone": ["k4", "t3"],
    }
