"""What of tickets is of the functions in Node.js alone: once an hour, and with the settings and messages of Python."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hubkit.webhooks.channels import SettingError
from hubkit.webhooks.checkout.messages import NoMessageError, told_by
from hubkit.webhooks.checkout.settings import payments_from
from tests import postgres
from tests.netlify.functions import node_home
from tests.netlify.node import said_by_node
from tests.netlify.selling import node_selling
from tests.netlify.test_entries import ASK, run
from tests.webhooks.answering import SECRET as LINK_SECRET
from tests.webhooks.behind import files
from tests.webhooks.checkout.buyers import ask
from tests.webhooks.checkout.selling import GALA, SMALL, SOLD, Selling
from tests.webhooks.checkout.stripe_double import ENVIRONMENT, message
from tests.webhooks.mailing import Receiver, receiver

pytestmark = [pytest.mark.node]
HOOK_SECRET = f"whsec_{base64.b64encode(b'a key of thirty-two bytes, at least').decode()}"


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as there:
        yield there


@pytest.fixture
def place(postgres_server: postgres.Server) -> str:
    return postgres_server.fresh()


@pytest.fixture
def shop(tmp_path: Path, place: str, there: Receiver, postgres_server: postgres.Server) -> Iterator[Selling]:
    told = {"HUBKIT_NOTIFY_URL": there.url, "HUBKIT_NOTIFY_SECRET": HOOK_SECRET}
    with node_home(postgres_server, place) as home, node_selling(home, tmp_path / "rsvps.db", **told) as run:
        yield run


def unseated(shop: Selling) -> str:
    """Have somebody pay when the seats are gone; return the session."""
    late = shop.began(event=SMALL, quantity=2)
    shop.server.now += timedelta(minutes=33)
    shop.began(event=SMALL)
    shop.told(shop.stripe.complete(late))
    return late


@pytest.mark.postgres
def test_what_could_not_be_paid_back_is_paid_back_by_the_hourly_function(shop: Selling) -> None:
    shop.stripe.failing = [0, 0, 500, 500]
    late = unseated(shop)
    shop.server.wait_for(lambda: not shop.stripe.failing)
    assert (shop.state(late), shop.stripe.made) == ("unseated", 0)
    for _ in range(2):
        shop.server.now += timedelta(hours=1)
        shop.server.get("/hourly")
    assert (shop.state(late), shop.stripe.made) == ("refunded", 1)
    assert shop.server.run(shop.till.orders.next_refund()) is None


@pytest.mark.postgres
def test_once_an_hour_late_holds_are_let_go(shop: Selling) -> None:
    session = shop.began()
    shop.server.get("/hourly")
    assert shop.state(session) == "held"
    shop.server.now += timedelta(minutes=32)
    shop.server.get("/hourly")
    assert (shop.state(session), shop.taken()) == ("expired", 0)


@pytest.mark.postgres
def test_who_bought_is_forgotten_within_the_hour_after_the_days_and_gone_from_the_files(
    shop: Selling, place: str
) -> None:
    session = shop.began(name="Canary", email="canary@x.example")
    shop.told(shop.stripe.complete(session))
    kept = shop.began(event=SMALL, quantity=2)
    shop.server.now += timedelta(minutes=33)
    shop.began(event=SMALL)
    shop.stripe.failing = [500] * 20
    shop.told(shop.stripe.complete(kept))
    gone = [b"canary@x.example", *(ticket.encode() for ticket in shop.tickets(session))]
    assert all(each in files(place) for each in gone)
    shop.server.now = SOLD.events[GALA].end + timedelta(days=29)
    shop.server.get("/hourly")
    assert len(shop.orders()) == 1
    shop.server.now += timedelta(days=2)
    shop.server.get("/hourly")
    assert shop.orders() == ()
    assert [order.state for order in shop.orders(SMALL)] == ["unseated"], "who is owed money is kept"
    assert not [each for each in gone if each in files(place)]
    assert ask(place, "SELECT is_left FROM erasing") == [(False,)]


@pytest.mark.postgres
def test_an_order_that_was_erased_is_gone_from_the_files_within_the_hour(shop: Selling, place: str) -> None:
    session = shop.began(name="Canary", email="canary@x.example")
    shop.told(shop.stripe.complete(session))
    shop.server.now = SOLD.events[GALA].end
    assert shop.server.post({}, f"{shop.page_of(session)}/erase").status == 200
    shop.server.get("/hourly")
    assert b"canary@x.example" not in files(place)


@pytest.mark.postgres
def test_organizers_are_told_of_payments_and_refunds_and_of_nobody(shop: Selling, there: Receiver) -> None:
    session = shop.began(quantity=3, name="Canary", email="canary@x.example")
    shop.told(*[shop.stripe.complete(session)] * 2)
    first = there.next()
    shop.told(shop.stripe.refunded(session, 100), shop.stripe.refunded(session))
    second = there.next()
    unseated(shop)
    third = there.next()
    data = {"event": GALA, "title": "The gala", "url": SOLD.events[GALA].url["en"]}
    assert first.data["type"] == "ticket.paid"
    assert first.data["data"] == data | {"people": 3, "seats_taken": 3, "capacity": 50, "waiting": 0}
    assert (second.data["type"], second.data["data"]["seats_taken"]) == ("ticket.refunded", 0)
    assert (third.data["type"], third.data["data"]["event"]) == ("ticket.refunded", SMALL)
    assert len({each.headers["webhook-id"] for each in (first, second, third)}) == 3
    assert not any(b"anary" in each.body for each in (first, second, third))
    assert there.got.empty()


KEY, SECRET, URL = "HUBKIT_STRIPE_KEY", "HUBKIT_STRIPE_WEBHOOK_SECRET", "HUBKIT_STRIPE_URL"


@pytest.mark.parametrize(
    "change",
    [{}, {KEY: ""}, {SECRET: ""}, {KEY: "", SECRET: ""}, {KEY: "pk_live_0123456789"}, {KEY: "sk_live_canary\r\nX: 1"},
     {KEY: "rk_live_0123456789"}, {KEY: "sk_live_0123456789 "}, {KEY: "sk_live_0123456789\n"}, {SECRET: "canary6789"},
     {SECRET: "whsec_aaaaaaaa,whsec_bbbbbbbb"}, {SECRET: " whsec_aaaaaaaa , whsec_bbbbbbbb,"},
     {SECRET: "whsec_0123456789,canary"}, {URL: ""}, {URL: "https://canary.example"}, {URL: "http://10.0.0.1"},
     {URL: "http://127.0.0.1:x"}, {URL: "http://127.0.0.1:12111"}, {URL: "http://127.0.0.1:12111/"},
     {URL: "http://localhost:1"}, {URL: "http://[::1]:1"}, {URL: "http://127.0.0.1:1/canary"},
     {URL: "http://127.0.0.1.canary.example"}, {URL: "https://api.stripe.com"}, {URL: "https://127.0.0.1"}],
)  # fmt: skip
def test_the_same_settings_are_taken(change: dict[str, str]) -> None:
    environment = ENVIRONMENT | change
    try:
        found = payments_from(environment)
        mine: Any = [found.key, list(found.secrets), found.port, found.is_live] if found else None
    except SettingError as fault:
        mine = str(fault)
    theirs = said_by_node(
        """const { SettingError } = await at("channels.mjs");
        const { paymentsFrom } = await at("checkout/settings.mjs");
        let said;
        try {
          const found = paymentsFrom(given);
          const url = found && new URL(found.origin);
          const port = url && Number(url.port || (url.protocol === "https:" ? 443 : 80));
          said = found && [found.key, found.secrets, port, found.isLive];
        } catch (fault) {
          if (!(fault instanceof SettingError) || /canary/.test(fault.message)) throw fault;
          said = fault.message;
        }
        console.log(JSON.stringify(said));""",
        environment,
    )
    assert theirs == mine


SESSION = {"id": "cs_1", "payment_status": "paid", "amount_total": 5, "currency": "eur", "client_reference_id": "a"}
CHARGE = {"amount": 5, "amount_refunded": 5, "refunded": True, "payment_intent": "pi_1", "metadata": {"order": "a"}}
PAID, REFUNDED = "checkout.session.completed", "charge.refunded"
MESSAGES: list[bytes] = [
    b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xef\xbb\xbf{}", b'{"id": "\xff"}',
    *(json.dumps(each).encode() for each in (
        *(message(PAID, SESSION | more, "evt_1") for more in (
            {}, {"payment_status": "unpaid"}, {"payment_status": "no_payment_required"}, {"payment_status": "other"},
            {"amount_total": None}, {"amount_total": "5"}, {"amount_total": 5.5}, {"amount_total": True}, {"id": None},
            {"currency": None}, {"currency": 5}, {"client_reference_id": None}, {"client_reference_id": {}},
            {"payment_intent": "pi_1"}, {"payment_intent": {"id": "pi_1"}}, {"payment_intent": None})),
        *(message(f"checkout.session.{kind}", SESSION, "evt_1")
          for kind in ("expired", "async_payment_failed", "async_payment_succeeded", "other")),
        *(message(REFUNDED, CHARGE | more, "evt_1") for more in (
            {}, {"refunded": False}, {"refunded": False, "amount_refunded": 2}, {"metadata": {}}, {"metadata": None},
            {"metadata": []}, {"metadata": {"a": 1}}, {"payment_intent": None}, {"amount": None}, {"refunded": 1},
            {"currency": None}, {"currency": "eur"}, {"metadata": {"__proto__": "x"}})),
        *(message("customer.created", {}, "evt_1") | more for more in (
            {}, {"id": "e/1"}, {"id": ""}, {"id": "e\n"}, {"livemode": None}, {"livemode": True}, {"type": 5},
            {"account": None}, {"account": "acct_1"}, {"account": ""}, {"account": 5}, {"data": None})),
        message(PAID, SESSION, "evt_1") | {"account": "acct_1"}, message(PAID, SESSION, "evt_1") | {"data": {}},
        message(PAID, SESSION, "evt_1") | {"data": []}, message(REFUNDED, CHARGE, "evt_1") | {"data": None},
    )),
]  # fmt: skip


def test_messages_are_read_alike() -> None:
    theirs = said_by_node(
        """const { NoMessageError, toldBy } = await at("checkout/messages.mjs");
        console.log(JSON.stringify(given.map((body) => {
          try {
            const told = toldBy(Buffer.from(body, "base64"));
            if (told === null) return null;
            const { id, news, order, session, payment, amount, currency, isLive, isWhole } = told;
            return [id, news, order, session, payment, amount, currency, isLive, isWhole];
          } catch (fault) { if (fault instanceof NoMessageError) return "refused"; throw fault; }
        })));""",
        [base64.b64encode(body).decode() for body in MESSAGES],
    )
    for body, other in zip(MESSAGES, theirs, strict=True):
        try:
            told = told_by(body)
            mine: Any = told and [getattr(told, name) for name in told.__struct_fields__]
        except NoMessageError:
            mine = "refused"
        assert other == mine, body


@pytest.mark.postgres
def test_keys_that_cannot_be_used_are_said_in_the_log_alone(tmp_path: Path, postgres_server: postgres.Server) -> None:
    environment = (
        {"HUBKIT_SECRET": LINK_SECRET, "DATABASE_URL": postgres_server.fresh()} | ENVIRONMENT | {KEY: "pk_canary"}
    )
    (status, _, text, _), log = run(tmp_path, ASK, **environment)
    assert status == 503
    assert "HUBKIT_STRIPE_KEY is no secret key of Stripe" in log
    assert "canary" not in log + text
