"""The part of `openapi.yaml` that is of tickets: answers are as it says, and what it calls good is taken."""

from datetime import timedelta

import jsonschema

from tests.webhooks.checkout.selling import SMALL, SOLD, Selling, Shops
from tests.webhooks.test_openapi import CONTRACT, hold, resolved

BUY, OF_ORDER, HEAR = "/api/checkout", "/api/checkout/{token}", "/api/stripe/webhook"


def test_answers_are_as_it_says(shop: Selling) -> None:
    hold(BUY, "post", shop.buy())
    session = shop.began()
    path = shop.page_of(session)
    for accept in ("text/html", "application/json"):
        hold(OF_ORDER, "get", shop.server.get(path, Accept=accept))
        hold(OF_ORDER, "get", shop.server.get("/api/checkout/x", Accept=accept))
    paid = shop.stripe.complete(session)
    hold(HEAR, "post", shop.tell(paid, -400))
    hold(HEAR, "post", shop.tell(paid))
    hold(OF_ORDER, "get", shop.server.get(path, Accept="application/json"))
    hold(OF_ORDER, "post", shop.server.post({}, path))
    hold(OF_ORDER, "post", shop.server.form({}, path))
    for changes in ({"ticket": "none"}, {"event": "none"}, {"event": SMALL, "quantity": 3}):
        hold(BUY, "post", shop.buy(**changes))
        hold(BUY, "post", shop.server.form(shop.order(**changes), BUY))
    hold(BUY, "post", shop.server.form(shop.order(), BUY))
    shop.stripe.failing = [500, 500]
    hold(BUY, "post", shop.buy())
    shop.server.now += timedelta(days=16)
    hold(BUY, "post", shop.buy())
    statuses = {got.status for got in shop.server.seen}
    assert statuses >= {200, 201, 303, 400, 404, 409, 422, 503}


def test_they_are_where_nothing_is_sold(shops: Shops) -> None:
    with shops.answering(catalog=SOLD) as server:
        order = {"event": SMALL, "ticket": "full", "name": "Ada", "email": "ada@x.org"}
        hold(BUY, "post", server.post(order, BUY))
        hold(HEAR, "post", server.post({}, HEAR))


def test_what_it_calls_good_is_taken_and_what_not_is_refused(shop: Selling) -> None:
    wanted = jsonschema.Draft202012Validator(resolved(CONTRACT["components"]["schemas"]["Wanted"]))
    changes = ({}, {"quantity": 10}, {"quantity": 11}, {"quantity": "1"}, {"price": 1}, {"website": "x"}, {"t": 5})
    for change in changes:
        order = shop.order(event="lisbon.2026-12-05-open", **change)
        assert (shop.server.post(order, BUY).status == 201) == wanted.is_valid(order), change
