"""A clock that jumps by an hour while Stripe's does not: nothing is sold twice, and nothing that was paid is lost."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.webhooks.answering import NOW
from tests.webhooks.checkout.selling import SMALL, Selling, selling
from tests.webhooks.visitors import Place

HOUR = timedelta(hours=1)


@pytest.fixture
def shop(place: Place) -> Iterator[Selling]:
    """Stripe's clock goes as it should; a test says what ours shows."""
    with selling(place) as run:
        run.stripe.now = lambda: NOW
        yield run


def by_stripes_clock(shop: Selling, event: dict[str, object]) -> int:
    """Have Stripe send a message, signed at what is the time in truth."""
    return shop.tell(event, (NOW - shop.server.now).total_seconds()).status


def test_back_by_an_hour_what_is_held_stays_held_and_what_is_paid_is_taken_when_it_is_right_again(
    shop: Selling,
) -> None:
    session = shop.began(event=SMALL, quantity=2)
    shop.server.now = NOW - HOUR
    assert shop.buy(event=SMALL).status == 409
    paid = shop.stripe.complete(session)
    assert by_stripes_clock(shop, paid) == 400, "it seems to come from the future, and Stripe sends it again"
    assert shop.state(session) == "held"
    shop.server.now = NOW
    assert by_stripes_clock(shop, paid) == 200
    assert (shop.state(session), len(shop.tickets(session)), shop.taken(SMALL)) == ("paid", 2, 2)


def test_back_by_an_hour_a_page_would_be_over_at_once_so_nothing_is_held(shop: Selling) -> None:
    shop.server.now = NOW - HOUR
    assert shop.buy(event=SMALL).data["code"] == "stripe-down"
    assert (shop.stripe.sessions, shop.taken(SMALL)) == ({}, 0)


def test_on_by_an_hour_a_hold_ends_early_and_what_was_paid_for_it_gets_a_seat_that_is_free(shop: Selling) -> None:
    session = shop.began(event=SMALL, quantity=2)
    paid = shop.stripe.complete(session)
    shop.server.now = NOW + HOUR
    assert by_stripes_clock(shop, paid) == 400, "it seems too old, and Stripe sends it again"
    shop.server.run(shop.till.orders.let_go_of_late(shop.server.now))
    assert (shop.state(session), shop.taken(SMALL)) == ("expired", 0)
    shop.server.now = NOW
    assert by_stripes_clock(shop, paid) == 200
    assert (shop.state(session), shop.taken(SMALL), shop.stripe.made) == ("paid", 2, 0)


def test_on_by_an_hour_and_back_a_seat_that_was_given_on_is_not_sold_twice(shop: Selling) -> None:
    first = shop.began(event=SMALL, quantity=2)
    shop.server.now = NOW + HOUR
    second = shop.began(event=SMALL, quantity=2)
    shop.server.now = NOW
    assert shop.buy(event=SMALL).status == 409, "a hold that is over does not come back"
    assert by_stripes_clock(shop, shop.stripe.complete(second)) == 200
    assert by_stripes_clock(shop, shop.stripe.complete(first)) == 200
    shop.server.wait_for(lambda: shop.state(first) == "refunded")
    assert (shop.state(second), shop.taken(SMALL), shop.stripe.made) == ("paid", 2, 1)


def test_a_hold_that_a_fast_clock_made_ends_with_its_page(shop: Selling) -> None:
    shop.server.now = NOW + HOUR
    session = shop.began(event=SMALL, quantity=2)
    shop.server.now = NOW
    shop.server.now += timedelta(minutes=91)
    assert shop.buy(event=SMALL).status == 409
    assert shop.stripe.sessions[session]["expires_at"] > shop.server.now.timestamp()
    shop.server.now += timedelta(minutes=1)
    shop.server.run(shop.till.orders.let_go_of_late(shop.server.now))
    assert (shop.state(session), shop.taken(SMALL)) == ("expired", 0)


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_what_is_owed_is_paid_back_once_though_the_clock_jumps(shop: Selling, jump: timedelta) -> None:
    late = shop.began(event=SMALL, quantity=2)
    shop.server.now = NOW + timedelta(minutes=33)
    shop.began(event=SMALL)
    paid = shop.stripe.complete(late)
    shop.stripe.failing = [1_500, 503]
    assert shop.tell(paid).status == 200
    shop.server.wait_for(lambda: shop.stripe.made == 1 and not shop.stripe.failing)
    assert shop.state(late) == "unseated"
    shop.server.now += jump
    due = shop.server.run(shop.till.orders.next_refund())
    assert due is not None
    shop.server.now = max(shop.server.now, due)
    shop.server.loop.call_soon_threadsafe(shop.server.desk.till.tell)
    shop.server.wait_for(lambda: shop.state(late) == "refunded")
    assert shop.stripe.made == 1
    assert due - NOW <= timedelta(hours=2)
