"""Buying a ticket: seats are held first, Stripe is asked what the catalogue says, and nothing else."""

from datetime import timedelta

import pytest

from tests.webhooks.checkout.selling import GALA, SMALL, SOLD, Selling, Shops

LINE = "line_items[0]"


def test_stripe_is_asked_what_the_catalogue_says_and_the_way_leads_there(shop: Selling) -> None:
    got = shop.buy(quantity=2, email="ada@x.example", name="Ada Lovelace")
    assert got.status == 201
    assert got.data == {"url": "https://checkout.stripe.com/c/pay/cs_test_1#fid"}
    [asked], [order] = shop.stripe.asked, shop.orders()
    assert asked.key == order.id
    until = order.held_until
    assert until is not None
    back = asked.fields.pop("cancel_url")
    assert asked.fields.pop("success_url") == back.removesuffix("?back=1")
    assert back.startswith("https://api.x.org/api/checkout/")
    assert asked.fields == {
        "mode": "payment",
        "client_reference_id": order.id,
        "customer_email": "ada@x.example",
        "expires_at": str(int(until.timestamp())),
        f"{LINE}[quantity]": "2",
        f"{LINE}[price_data][currency]": "eur",
        f"{LINE}[price_data][unit_amount]": "2500",
        f"{LINE}[price_data][product_data][name]": "The gala: One place",
        "metadata[order]": order.id,
        "payment_intent_data[metadata][order]": order.id,
    }
    assert (order.state, order.session, order.amount, shop.taken()) == ("held", "cs_test_1", 5000, 2)


def test_a_form_leads_on_with_a_redirect_in_the_language_of_the_page(shop: Selling) -> None:
    got = shop.server.form(shop.order(language="pt"), "/api/checkout")
    assert (got.status, got.headers["location"]) == (303, "https://checkout.stripe.com/c/pay/cs_test_1#fid")
    assert shop.stripe.asked[0].fields[f"{LINE}[price_data][product_data][name]"] == "A gala: Um lugar"
    assert "form-action 'self' https://checkout.stripe.com;" in got.headers["content-security-policy"]


def test_money_without_decimals_is_not_multiplied(shop: Selling) -> None:
    shop.began(ticket="yen", quantity=2)
    assert shop.stripe.asked[0].fields[f"{LINE}[price_data][unit_amount]"] == "3000"
    assert shop.stripe.sessions["cs_test_1"]["amount_total"] == 6000


@pytest.mark.parametrize(
    "more",
    [
        {"price": 1},
        {"amount": 1},
        {"currency": "vnd"},
        {"unit_amount": 1},
        {"success_url": "https://evil.example"},
        {"cancel_url": "//evil.example"},
    ],
)
def test_nobody_says_a_price_or_a_way_back(shop: Selling, more: dict[str, object]) -> None:
    got = shop.buy(**more)
    assert got.status == 422
    assert shop.stripe.asked == []
    assert shop.orders() == ()


def test_the_way_back_is_that_of_the_catalogue_whatever_host_is_asked(shop: Selling) -> None:
    shop.server.post(shop.order(), "/api/checkout", Host="evil.example", X_Forwarded_Host="evil.example")
    assert "evil" not in str(shop.stripe.asked)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ticket": "none"}, "ticket"),
        ({"ticket": ""}, "ticket"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": 11}, "quantity"),
        ({"quantity": "1e1"}, "quantity"),
        ({"name": " "}, "name"),
        ({"email": "a@b, c@d"}, "email"),
        ({"website": "x"}, "website"),
        ({"t": "x"}, "t"),
        ({"email": "ada@x.invalid"}, "email"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_held(shop: Selling, change: dict[str, object], field: str) -> None:
    got = shop.buy(**change)
    assert (got.status, [each["field"] for each in got.data["errors"]]) == (422, [field])
    assert shop.taken() == 0
    page = shop.server.form(shop.order(**change), "/api/checkout")
    assert page.status == 422
    assert 'action="/api/checkout"' in page.text
    assert "One place: €25.00" in page.text


@pytest.mark.parametrize(
    ("name", "code", "status"),
    [
        ("sale-later", "sale-not-yet", 409),
        ("sale-closed", "sale-closed", 409),
        ("sale-cancelled", "cancelled", 409),
        ("meetup", "no-sale", 404),
        ("nothing", "no-sale", 404),
    ],
)
def test_what_is_not_sold_now_is_refused(shop: Selling, name: str, code: str, status: int) -> None:
    got = shop.buy(event=f"lisbon.2026-12-05-{name}")
    assert (got.status, got.data["code"]) == (status, code)
    assert shop.stripe.asked == []


def test_who_comes_when_all_is_taken_is_told_and_stripe_is_not_asked(shop: Selling) -> None:
    shop.began(event=SMALL)
    assert shop.buy(event=SMALL, quantity=2).data["code"] == "ticket-full"
    shop.began(event=SMALL)
    got = shop.server.post({"event": SMALL, "ticket": "full", "quantity": 1}, "/api/checkout")
    assert (got.status, got.data["code"]) == (409, "full")
    assert len(shop.stripe.asked) == 2
    got = shop.server.get(f"/api/events/{SMALL}/availability")
    assert (got.data["state"], got.data["seats_left"]) == ("full", 0)


def test_there_are_only_so_many_of_a_ticket(shop: Selling) -> None:
    shop.began(ticket="reduced", quantity=2)
    assert shop.buy(ticket="reduced").data["code"] == "ticket-full"
    shop.began(ticket="full")


def test_a_hold_that_ran_out_is_free_for_the_next(shop: Selling) -> None:
    shop.began(event=SMALL, quantity=2)
    shop.server.now += timedelta(minutes=31)
    assert shop.buy(event=SMALL).status == 409
    shop.server.now += timedelta(minutes=1)
    shop.began(event=SMALL, quantity=2)
    assert [order.state for order in shop.orders(SMALL)] == ["expired", "held"]
    shop.server.now -= timedelta(hours=1)
    assert shop.buy(event=SMALL).status == 409


def test_what_costs_nothing_is_given_without_stripe(shop: Selling) -> None:
    url = shop.buy(ticket="gift", quantity=2).data["url"]
    assert url.startswith("https://api.x.org/api/checkout/")
    got = shop.server.get(url.removeprefix("https://api.x.org"), Accept="application/json")
    assert got.data["state"] == "paid"
    assert len(set(got.data["tickets"])) == 2
    assert shop.stripe.asked == []


def test_the_same_key_buys_once(shop: Selling) -> None:
    order = shop.order()
    got = [shop.server.post(order, "/api/checkout", Idempotency_Key="k1") for _ in range(3)]
    assert {each.text for each in got} == {got[0].text}
    assert len(shop.orders()) == 1
    assert shop.server.post(shop.order(), "/api/checkout", Idempotency_Key="k1").status == 422


@pytest.mark.parametrize("failing", [500, 429, 409, 1_503])
def test_what_fails_on_the_way_is_asked_again_with_the_same_key(shop: Selling, failing: int) -> None:
    shop.stripe.failing = [failing]
    shop.began()
    assert len(shop.stripe.asked) == 2
    assert len({each.key for each in shop.stripe.asked}) == 1
    assert len(shop.stripe.sessions) == 1


@pytest.mark.parametrize("failing", [[500, 500], [403], [1_500, 1_500]])
def test_where_stripe_makes_no_page_the_seats_are_free_again(
    shop: Selling, failing: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    shop.stripe.failing = [*failing]
    got = shop.buy(quantity=2)
    assert (got.status, got.data["code"], got.headers["retry-after"]) == (503, "stripe-down", "60")
    assert shop.taken() == 0
    assert [order.state for order in shop.orders()] == ["expired"]
    assert "Stripe made no page to pay at" in shop.said(caplog)
    assert "Ada" not in shop.said(caplog)
    assert "@" not in shop.said(caplog)
    assert "sk_test" not in shop.said(caplog)


def test_where_nobody_answers_it_is_said(shops: Shops) -> None:
    with shops.selling(HUBKIT_STRIPE_URL="http://127.0.0.1:1") as shop:
        assert shop.buy().status == 503
        assert shop.taken() == 0


def test_without_keys_nothing_is_sold_and_it_is_said(shops: Shops) -> None:
    with shops.answering(catalog=SOLD) as server:
        order = {"event": GALA, "ticket": "full", "quantity": 1, "name": "Ada", "email": "ada@x.org"}
        got = server.post(order, "/api/checkout")
        assert (got.status, got.data["code"]) == (409, "no-checkout")
        assert "https://x.org/lisbon/events/2026-12-05-gala/" in server.form(order, "/api/checkout").text
        assert server.post({}, "/api/stripe/webhook").status == 409
        assert server.get(f"/api/events/{GALA}/availability").status == 404


def test_another_site_can_not_have_a_visitor_buy(shop: Selling) -> None:
    got = shop.server.form(shop.order(), "/api/checkout", Origin="https://evil.example")
    assert got.status == 403


def test_who_comes_back_without_paying_can_give_the_place_back(shop: Selling) -> None:
    session = shop.began()
    path = shop.page_of(session)
    page = shop.server.get(f"{path}?back=1", Accept="text/html")
    assert page.status == 200
    assert "Nothing was paid" in page.text
    assert shop.taken() == 1
    assert shop.server.form({}, path).headers["location"] == path
    assert (shop.state(session), shop.taken(), shop.stripe.sessions[session]["status"]) == ("expired", 0, "expired")
    assert "not kept any more" in shop.server.get(path, Accept="text/html").text


def test_who_paid_meanwhile_keeps_the_place(shop: Selling) -> None:
    session = shop.began()
    event = shop.stripe.complete(session)
    shop.server.form({}, shop.page_of(session))
    assert (shop.state(session), shop.taken()) == ("held", 1)
    shop.told(event)
    assert shop.state(session) == "paid"


def test_a_page_is_for_who_has_its_link(shop: Selling) -> None:
    session = shop.began()
    path = shop.page_of(session)
    assert shop.server.get(path[:-1] + ("A" if path[-1] != "A" else "B")).status == 404
    order = shop.order_of(session)
    for purpose in ("link", "receipt"):
        token = shop.server.signer.sign(purpose, order.id, shop.server.now, shop.server.now + timedelta(days=1))
        assert shop.server.get(f"/api/checkout/{token}").status == 404
