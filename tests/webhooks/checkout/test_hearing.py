"""What Stripe tells: believed by its signature, done once, in any order."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import stripe

from hubkit.webhooks.checkout.signatures import is_signed
from tests.webhooks.answering import NOW
from tests.webhooks.checkout.selling import GALA, SMALL, Selling, Shops
from tests.webhooks.checkout.stripe_double import SECRET, message, posted, signature


def test_who_paid_has_a_ticket_for_each_seat(shop: Selling) -> None:
    session = shop.began(quantity=3)
    assert shop.tickets(session) == ()
    shop.told(shop.stripe.complete(session))
    tickets = shop.tickets(session)
    assert (shop.state(session), shop.taken(), len(set(tickets))) == ("paid", 3, 3)
    path = shop.page_of(session)
    page = shop.server.get(path, Accept="text/html")
    assert page.status == 200
    assert all(ticket in page.text for ticket in tickets)
    assert "ada" not in page.text.lower()
    assert shop.server.get(path, Accept="application/json").data == {
        "event": GALA,
        "state": "paid",
        "quantity": 3,
        "tickets": list(tickets),
    }
    shop.server.now += timedelta(hours=2)
    shop.began()
    assert shop.state(session) == "paid"


@pytest.mark.parametrize(
    ("header", "seconds", "status"),
    [
        ("{good}", 0, 200),
        ("{good}", -299, 200),
        ("{good}", -301, 400),
        ("{good}", 299, 200),
        ("{good}", 301, 400),
        ("", 0, 400),
        ("t=1", 0, 400),
        ("t={t},v1=", 0, 400),
        ("t={t},v0={v1}", 0, 400),
        ("v1={v1}", 0, 400),
        ("t={t},t={t},v1={v1}", 0, 400),
        ("t=+{t},v1={v1}", 0, 400),
        ("t=٣,v1={v1}", 0, 400),
        ("t={t},v1={zeros},v1={v1}", 0, 200),
        ("t={t},v1={v1},v0=00", 0, 200),
        ("t={t},v1={v1}00", 0, 400),
        ("t={t},v1=é", 0, 400),
        ("t=1{t},v1={v1}", 0, 400),
    ],
)
def test_signatures(shop: Selling, header: str, seconds: int, status: int) -> None:
    session = shop.began()
    event = shop.stripe.complete(session)
    good = signature(posted(event), shop.server.now + timedelta(seconds=seconds))
    time, v1 = (part.partition("=")[2] for part in good.split(","))
    sent = header.format(good=good, t=time, v1=v1, zeros="0" * 64)
    got = shop.tell(event, Stripe_Signature=sent.encode().decode("latin-1"))
    assert got.status == status, got.text
    assert shop.state(session) == ("paid" if status == 200 else "held")


def test_the_bytes_are_signed_not_what_they_say(shop: Selling) -> None:
    session = shop.began()
    body = posted(shop.stripe.complete(session))
    signed = signature(body, shop.server.now)
    for changed in (b"\xef\xbb\xbf" + body, body + b"\n", body.replace(b": ", b":"), b" " + body, body[:-1]):
        got = shop.server.ask("POST", "/api/stripe/webhook", changed, Stripe_Signature=signed)
        assert got.status == 400
    assert shop.state(session) == "held"


@pytest.mark.parametrize("body", [b"{}", b"x\xff", '{"a": "ü"}'.encode(), b""])
def test_the_judge_of_signatures_agrees(body: bytes) -> None:
    """Stripe's own package takes what we take, but for the future, which it believes."""
    judge: Any = stripe.WebhookSignature
    if body == b"x\xff":
        assert not is_signed(body, "t=1,v1=00", [SECRET], NOW)
        return
    for at in (NOW, NOW - timedelta(seconds=200)):
        header = signature(body, at)
        assert is_signed(body, header, ["whsec_other_one_here", SECRET], NOW)
        assert judge.verify_header(body, header, SECRET)
    assert not is_signed(body, signature(body, NOW, "whsec_another_one"), [SECRET], NOW)


def test_while_a_secret_is_changed_both_are_good(shops: Shops) -> None:
    old = "whsec_old_0123456789"
    with shops.selling(HUBKIT_STRIPE_WEBHOOK_SECRET=f"{SECRET}, {old}") as shop:
        for secret in (SECRET, old):
            session = shop.began()
            event = shop.stripe.complete(session)
            body = posted(event)
            shop.tell(event, Stripe_Signature=signature(body, shop.server.now, secret))
            assert shop.state(session) == "paid"


@pytest.mark.parametrize("content", [b"[]", b"{", b'{"id": "evt_1"}', b'{"id": "e/1", "type": "x", "livemode": false}'])
def test_what_is_signed_and_no_message_is_refused(shop: Selling, content: bytes) -> None:
    signed = signature(content, shop.server.now)
    assert shop.server.ask("POST", "/api/stripe/webhook", content, Stripe_Signature=signed).status == 400


def test_a_message_may_be_long_and_not_endless(shop: Selling) -> None:
    event = message("customer.created", {"x": "y" * 500_000})
    assert shop.tell(event).status == 200
    assert shop.tell(message("customer.created", {"x": "y" * 1_000_000})).status == 413


def test_fifty_at_once_do_it_once(shop: Selling) -> None:
    session = shop.began(quantity=2)
    event = shop.stripe.complete(session)
    with ThreadPoolExecutor(25) as pool:
        got = list(pool.map(lambda _: shop.tell(event).status, range(50)))
    assert got == [200] * 50
    assert (shop.state(session), shop.taken(), len(shop.tickets(session))) == ("paid", 2, 2)


def test_two_messages_of_one_payment_do_it_once(shop: Selling) -> None:
    session = shop.began()
    shop.told(shop.stripe.complete(session), shop.stripe.complete(session))
    shop.told(shop.stripe.later(session, "async_payment_succeeded"))
    assert (shop.state(session), shop.taken(), len(shop.tickets(session))) == ("paid", 1, 1)


def test_what_expires_frees_its_seats_and_what_is_paid_stays_paid(shop: Selling) -> None:
    kept, lost = shop.began(), shop.began()
    shop.told(shop.stripe.later(lost, "expired"), shop.stripe.complete(kept), shop.stripe.later(kept, "expired"))
    assert (shop.state(kept), shop.state(lost), shop.taken()) == ("paid", "expired", 1)


def test_a_bank_may_take_days(shop: Selling) -> None:
    paid, failed = shop.began(event=SMALL), shop.began(event=SMALL)
    shop.told(*(shop.stripe.complete(each, "unpaid") for each in (paid, failed)))
    shop.server.now += timedelta(days=3)
    assert shop.buy(event=SMALL).status == 409
    assert shop.tickets(paid) == ()
    shop.told(shop.stripe.later(paid, "async_payment_succeeded"), shop.stripe.later(failed, "async_payment_failed"))
    assert (shop.state(paid), shop.state(failed), shop.taken(SMALL)) == ("paid", "failed", 1)
    assert len(shop.tickets(paid)) == 1


def test_a_failure_that_comes_first_is_not_undone(shop: Selling) -> None:
    session = shop.began()
    begun = shop.stripe.complete(session, "unpaid")
    shop.told(shop.stripe.later(session, "async_payment_failed"), begun)
    assert (shop.state(session), shop.taken()) == ("failed", 0)


def test_what_is_paid_late_gets_a_seat_where_there_is_one(shop: Selling) -> None:
    session = shop.began(event=SMALL)
    event = shop.stripe.complete(session)
    shop.server.now += timedelta(hours=1)
    shop.began(event=SMALL)
    shop.told(event)
    assert (shop.state(session), shop.taken(SMALL)) == ("paid", 2)
    assert shop.stripe.refunds == {}


def test_what_is_paid_late_and_has_no_seat_is_paid_back_once(shop: Selling, caplog: pytest.LogCaptureFixture) -> None:
    late = shop.began(event=SMALL, quantity=2)
    shop.server.now += timedelta(minutes=33)
    shop.told(shop.stripe.complete(shop.began(event=SMALL)))
    shop.stripe.failing = [1_500, 503]
    shop.told(*[shop.stripe.complete(late)] * 3)
    shop.server.wait_for(lambda: bool(shop.stripe.refunds))
    assert shop.taken(SMALL) == 1
    assert "paid back" in shop.said(caplog)
    assert "@" not in shop.said(caplog)
    shop.server.now += timedelta(minutes=3)
    shop.pay_back()
    shop.server.wait_for(lambda: shop.state(late) == "refunded")
    asked = [each for each in shop.stripe.asked if each.path == "/v1/refunds"]
    assert {(each.key, each.fields["payment_intent"]) for each in asked} == {
        (f"refund-{shop.order_of(late).id}", shop.stripe.sessions[late]["payment_intent"])
    }
    assert shop.order_of(late).refunded == 5000
    assert shop.server.run(shop.till.orders.next_refund()) is None
    shop.told(shop.stripe.refunded(late))
    assert "paid back" in shop.server.get(shop.page_of(late), Accept="text/html").text


def test_what_stripe_has_paid_back_already_is_paid_back(shop: Selling) -> None:
    late = shop.began(event=SMALL, quantity=2)
    shop.server.now += timedelta(minutes=33)
    shop.began(event=SMALL)
    event = shop.stripe.complete(late)
    payment = shop.stripe.sessions[late]["payment_intent"]
    shop.stripe.refunds[payment] = {}
    shop.told(event)
    shop.server.wait_for(lambda: shop.state(late) == "refunded")


def test_a_refund_frees_the_seats_once_and_a_part_of_it_does_not(shop: Selling) -> None:
    session, other = shop.began(quantity=2), shop.began()
    shop.told(shop.stripe.complete(session), shop.stripe.complete(other))
    shop.told(shop.stripe.refunded(session, 1000))
    assert (shop.state(session), shop.order_of(session).refunded, shop.taken()) == ("paid", 1000, 3)
    back = shop.stripe.refunded(session)
    shop.told(back, back, shop.stripe.refunded(session), shop.stripe.refunded(session, 1000))
    assert (shop.state(session), shop.order_of(session).refunded, shop.taken()) == ("refunded", 5000, 1)
    assert shop.server.get(shop.page_of(session), Accept="application/json").data["tickets"] == []


def test_a_refund_that_is_told_before_the_payment_is_not_undone(shop: Selling) -> None:
    session = shop.began()
    paid = shop.stripe.complete(session)
    shop.told(shop.stripe.refunded(session), paid)
    assert (shop.state(session), shop.taken()) == ("refunded", 0)


def test_a_refund_is_known_by_its_payment_alone(shop: Selling) -> None:
    session = shop.began()
    shop.told(shop.stripe.complete(session))
    event = shop.stripe.refunded(session)
    event["data"]["object"]["metadata"] = {}
    shop.told(event)
    assert shop.state(session) == "refunded"


@pytest.mark.parametrize("change", [{"amount_total": 1}, {"currency": "vnd"}, {"id": "cs_test_77"}, {"livemode": True}])
def test_what_is_not_as_asked_is_looked_at_by_somebody(
    shop: Selling, change: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    session = shop.began()
    event = shop.stripe.complete(session)
    event["data"]["object"] |= change
    event["livemode"] = change.get("livemode", False)
    shop.told(event)
    assert (shop.state(session), shop.tickets(session), shop.taken()) == ("review", (), 1)
    assert "Look it up in Stripe" in shop.said(caplog)


@pytest.mark.parametrize("change", [{"client_reference_id": "x"}, {"client_reference_id": None}])
def test_payments_of_others_change_nothing(shop: Selling, change: dict[str, Any]) -> None:
    session = shop.began()
    event = shop.stripe.complete(session)
    event["data"]["object"] |= change
    shop.told(event, message("customer.created", {}), message("charge.dispute.created", {}))
    event = shop.stripe.complete(session)
    shop.told({**event, "account": "acct_other"})
    assert shop.state(session) == "held"


def test_what_is_shuffled_and_replayed_ends_the_same(shop: Selling) -> None:
    """Whatever order they come in, and however often."""
    chance = random.Random(5)
    for _ in range(20):
        sessions = [shop.began(event="lisbon.2026-12-05-open") for _ in range(2)]
        events = [shop.stripe.complete(sessions[0]), shop.stripe.complete(sessions[1], "unpaid")]
        events += [shop.stripe.later(sessions[1], "async_payment_succeeded"), shop.stripe.later(sessions[0], "expired")]
        told = events * 3
        chance.shuffle(told)
        shop.told(*told)
        assert [(shop.state(each), len(shop.tickets(each))) for each in sessions] == [("paid", 1)] * 2


@pytest.mark.long
def test_a_thousand_shuffled_and_replayed_give_each_ticket_once(shop: Selling) -> None:
    chance = random.Random(7)
    event = "lisbon.2026-12-05-open"
    sizes = [1 + number % 3 for number in range(250)]
    sessions = [shop.began(event=event, quantity=size) for size in sizes]
    told = [shop.stripe.complete(each) for each in sessions]
    told += [shop.stripe.later(each, "async_payment_succeeded") for each in sessions]
    told = [each for each in told for _ in range(2)]
    chance.shuffle(told)
    assert len(told) == 1_000
    with ThreadPoolExecutor(8) as pool:
        assert {got.status for got in pool.map(shop.tell, told)} == {200}
    assert [shop.state(each) for each in sessions] == ["paid"] * 250
    tickets = [shop.tickets(each) for each in sessions]
    assert [len(each) for each in tickets] == sizes
    assert len({key for each in tickets for key in each}) == sum(sizes) == shop.taken(event)
