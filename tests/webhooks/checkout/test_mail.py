"""What buyers are written and organizers are told: once, put down with what it tells of, and true when it is sent."""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from icalendar import Calendar

from hubkit.webhooks.channels import Channels, Hook
from hubkit.webhooks.store import StoreError
from tests.webhooks.apart import Loop
from tests.webhooks.behind import refuse_errands
from tests.webhooks.checkout.buyers import PLACES, UNTIL, ask, paid, wanted
from tests.webhooks.checkout.selling import GALA, SMALL, SOLD, Selling, selling
from tests.webhooks.mailing import Post, Receiver, post_office, receiver, text_of
from tests.webhooks.visitors import NOW, Place, opened

KEY = b"a key of thirty-two bytes, at least"


@pytest.fixture(autouse=True)
def silent_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the mail server of the tests says is not what hubkit logs."""
    monkeypatch.setattr(logging.getLogger("mail.log"), "disabled", True)


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as post:
        yield post


@pytest.fixture
def shop(place: Place, post: Post) -> Iterator[Selling]:
    with selling(place, channels=Channels(mail=post.mail())) as run:
        yield run


def link_in(text: str) -> str:
    """The path of the page that a mail leads to."""
    [found] = re.findall(r"https://api\.x\.org(/api/checkout/\S+)", text)
    return found


def test_who_paid_is_written_once_with_the_tickets_the_page_and_the_event(shop: Selling, post: Post) -> None:
    session = shop.began(quantity=2, name="Canary", email="ada@x.example")
    shop.told(*[shop.stripe.complete(session)] * 3, shop.stripe.complete(session))
    message = post.next()
    assert (message["To"], message["Subject"]) == ("ada@x.example", "Your tickets: The gala")
    text = text_of(message)
    tickets = shop.tickets(session)
    assert len(tickets) == 2
    assert "\n".join(("Your tickets", *tickets)) in text.replace("\r\n", "\n")
    assert "You have a ticket for The gala." in text
    assert SOLD.events[GALA].url["en"] in text
    assert "Canary" not in message.as_string()
    got = shop.server.get(link_in(text), Accept="application/json")
    assert got.data["tickets"] == list(tickets)
    [attached] = [each.get_content() for each in message.iter_attachments()]
    [event] = Calendar.from_ical(attached).walk("VEVENT")
    assert event["UID"] == SOLD.events[GALA].uid
    assert not set(tickets) & set(re.findall(r"[\w-]+", str(attached)))
    shop.told(shop.stripe.refunded(session))
    assert shop.server.run(shop.till.orders.next_errand()) is None
    assert post.got.empty()


def test_it_is_in_the_language_of_the_form(shop: Selling, post: Post) -> None:
    shop.server.form(shop.order(language="pt"), "/api/checkout")
    shop.told(shop.stripe.complete("cs_test_1"))
    message = post.next()
    assert (message["Content-Language"], message["Subject"]) == ("pt", "Your tickets: A gala")


def test_who_is_given_a_ticket_is_written_too(shop: Selling, post: Post) -> None:
    shop.buy(ticket="gift")
    assert "You have a ticket for The gala." in text_of(post.next())


def test_who_paid_too_late_is_written_that_the_money_comes_back(shop: Selling, post: Post) -> None:
    late = shop.began(event=SMALL, quantity=2, email="late@x.example")
    shop.server.now += timedelta(minutes=33)
    shop.began(event=SMALL)
    shop.told(*[shop.stripe.complete(late)] * 2)
    message = post.next()
    assert (message["To"], message["Subject"]) == ("late@x.example", "You get your money back: The duo")
    text = text_of(message)
    assert "came when all places were taken. We pay it back." in text
    assert list(message.iter_attachments()) == []
    shop.server.wait_for(lambda: shop.state(late) == "refunded")
    assert shop.server.get(link_in(text), Accept="application/json").data["state"] == "refunded"
    assert post.got.empty()


def test_what_is_true_no_more_is_not_written(shop: Selling, post: Post) -> None:
    post.answer = "450 later"
    session = shop.began()
    shop.told(shop.stripe.complete(session))
    shop.server.wait_for(lambda: not post.tried.empty())
    shop.told(shop.stripe.refunded(session))
    post.answer = "250 OK"
    shop.server.now += timedelta(minutes=3)
    shop.server.tell()
    shop.server.wait_for(lambda: shop.server.run(shop.till.orders.next_errand()) is None)
    assert post.got.empty()
    assert [each.sent for each in shop.server.run(shop.till.orders.told(shop.order_of(session).id))] == [None]


def test_a_letter_that_was_not_sent_is_sent_later_by_its_own_id(shop: Selling, post: Post) -> None:
    post.answer = "450 later"
    session = shop.began()
    shop.told(shop.stripe.complete(session))
    shop.server.wait_for(lambda: not post.tried.empty())
    post.answer = "250 OK"
    shop.server.now += timedelta(minutes=3)
    shop.server.tell()
    assert post.next()["Message-ID"].endswith("@x.org>")
    [told] = shop.server.run(shop.till.orders.told(shop.order_of(session).id))
    assert told.kind == "ticket-paid"


def test_what_cannot_be_put_down_is_not_done(place: Place) -> None:
    """Tickets and letter stand or fall together."""
    store = opened(place, frozenset({"person"}))
    with Loop() as loop:
        orders = store.orders()
        order = loop.run(orders.hold(wanted(1), PLACES, NOW, UNTIL))
        assert order is not None
        refuse_errands(place, "order_outbox")
        with pytest.raises(StoreError):
            loop.run(orders.hear(paid(order, "evt_1"), PLACES, NOW, is_live=False))
        found = loop.run(orders.find(order.id))
    store.close()
    assert found == order
    assert ask(place, "SELECT id FROM deliveries") == ask(place, "SELECT id FROM tickets") == []


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as there:
        yield there


def test_organizers_are_told_of_payments_and_refunds_and_of_nobody(place: Place, there: Receiver) -> None:
    hook = Hook("127.0.0.1", there.port, "/hooks/1?key=2", is_https=False, shape="signed", key=KEY)
    with selling(place, channels=Channels(hook=hook)) as shop:
        session = shop.began(quantity=3, name="Canary", email="canary@x.example")
        shop.told(*[shop.stripe.complete(session)] * 2)
        first = there.next()
        shop.told(shop.stripe.refunded(session, 100), shop.stripe.refunded(session))
        second = there.next()
        late = shop.began(event=SMALL, quantity=2)
        shop.server.now += timedelta(minutes=33)
        shop.began(event=SMALL)
        shop.told(shop.stripe.complete(late))
        third = there.next()
        ids = [shop.order_of(each).id.encode() for each in (session, late)]
    data = {"event": GALA, "title": "The gala", "url": SOLD.events[GALA].url["en"]}
    assert first.data["type"] == "ticket.paid"
    assert first.data["data"] == data | {"people": 3, "seats_taken": 3, "capacity": 50, "waiting": 0}
    assert (second.data["type"], second.data["data"]["seats_taken"]) == ("ticket.refunded", 0)
    assert (third.data["type"], third.data["data"]["event"]) == ("ticket.refunded", SMALL)
    assert len({each.headers["webhook-id"] for each in (first, second, third)}) == 3
    for each in (first, second, third):
        assert b"anary" not in each.body
        assert not any(key in each.body for key in ids)
    assert there.got.empty()


def test_organizers_are_told_by_mail(place: Place, post: Post) -> None:
    with selling(place, channels=Channels(mail=post.mail(), organizers="team@x.org")) as shop:
        session = shop.began(quantity=2, email="canary@x.example")
        shop.told(shop.stripe.complete(session))
        said = {message["To"]: message for message in (post.next(), post.next())}
    notice = said["team@x.org"]
    assert notice["Subject"] == "An order was paid: The gala"
    assert "Tickets in this order: 2. Places taken: 2." in text_of(notice)
    assert "canary" not in notice.as_string()
