"""What a buyer sees, takes along and erases of what is stored, by the link of the order alone."""

from datetime import timedelta

import pytest

from hubkit.webhooks.checkout.orders import Order
from tests.webhooks.answering import answering
from tests.webhooks.behind import files
from tests.webhooks.checkout.buyers import ask
from tests.webhooks.checkout.selling import GALA, SMALL, SOLD, Selling, Shops, selling
from tests.webhooks.test_openapi import hold
from tests.webhooks.visitors import Place

OVER = SOLD.events[GALA].end
DATA, ERASE = "/api/checkout/{token}/data", "/api/checkout/{token}/erase"


def bought(shop: Selling, **changes: object) -> str:
    """Buy and pay; return the path of the page."""
    session = shop.began(**changes)
    shop.told(shop.stripe.complete(session))
    return shop.page_of(session)


def test_all_that_is_stored_can_be_downloaded(shop: Selling) -> None:
    path = bought(shop, name="Ada", email="ada@x.example", quantity=2)
    page = shop.server.get(path, Accept="text/html").text
    assert f'href="{path}/data"' in page
    got = shop.server.get(f"{path}/data")
    hold(DATA, "get", got)
    assert got.headers["content-disposition"] == 'attachment; filename="order.json"'
    order = got.data["order"]
    assert set(order) == set(Order.__struct_fields__), "all is told"
    assert (order["name"], order["email"], order["state"]) == ("Ada", "ada@x.example", "paid")
    assert len(got.data["tickets"]) == 2
    for wrong in (path[:-1], "/api/checkout/x"):
        hold(DATA, "get", shop.server.get(f"{wrong}/data"))


def test_until_the_event_is_over_nothing_is_erased_and_the_page_says_why(shop: Selling) -> None:
    path = bought(shop)
    page = shop.server.get(path, Accept="text/html").text
    assert "You can erase it when the event is over and no money is on its way." in page
    assert "/erase" not in page
    got = shop.server.post({}, f"{path}/erase")
    hold(ERASE, "post", got)
    assert (got.status, got.data["code"]) == (409, "order-kept")
    assert shop.server.form({}, f"{path}/erase").status == 409
    assert len(shop.orders()) == 1


@pytest.mark.parametrize("by", ["form", "json"])
def test_after_it_all_is_erased(shop: Selling, shops: Shops, by: str) -> None:
    path = bought(shop, name="Canary", email="canary@x.example")
    shop.server.now = OVER
    page = shop.server.get(path, Accept="text/html").text
    assert f'action="{path}/erase"' in page
    assert "What Stripe keeps of your payment stays there." in page
    if by == "form":
        got = shop.server.form({}, f"{path}/erase")
        assert got.status == 303
        assert "erased" in shop.server.get(got.headers["location"], Accept="text/html").text
    else:
        got = shop.server.post({}, f"{path}/erase")
        assert (got.status, got.data["state"]) == (200, "erased")
    hold(ERASE, "post", got)
    assert shop.orders() == ()
    assert ask(shops.place, "SELECT * FROM tickets") == []
    assert shop.server.get(path).status == 404
    shop.server.run(shop.till.orders.purge(OVER))
    assert b"canary@x.example" not in files(shops.place)


def test_while_money_is_on_its_way_nothing_is_erased(shop: Selling) -> None:
    late = shop.began(event=SMALL, quantity=2)
    shop.server.now += timedelta(minutes=33)
    shop.began(event=SMALL)
    shop.stripe.failing = [500] * 4
    shop.told(shop.stripe.complete(late))
    path = shop.page_of(late)
    shop.server.wait_for(lambda: len(shop.stripe.failing) < 3)
    shop.server.now = OVER
    assert shop.state(late) == "unseated"
    assert "/erase" not in shop.server.get(path, Accept="text/html").text
    assert shop.server.post({}, f"{path}/erase").status == 409
    shop.stripe.failing = []
    shop.pay_back()
    shop.server.wait_for(lambda: shop.state(late) == "refunded")
    assert shop.server.post({}, f"{path}/erase").status == 200


def test_another_site_can_not_erase(shop: Selling) -> None:
    path = bought(shop)
    shop.server.now = OVER
    assert shop.server.form({}, f"{path}/erase", Origin="https://evil.example").status == 403
    assert len(shop.orders()) == 1


def test_what_was_bought_is_shown_and_erased_where_nothing_is_sold_any_more(place: Place) -> None:
    with selling(place) as shop:
        path = bought(shop, email="canary@x.example")
    with answering(place, catalog=SOLD) as server:
        assert len(server.get(path, Accept="application/json").data["tickets"]) == 1
    with answering(place, catalog=SOLD, now=OVER + timedelta(days=31)):
        assert ask(place, "SELECT * FROM orders") == []
    assert b"canary@x.example" not in files(place)
