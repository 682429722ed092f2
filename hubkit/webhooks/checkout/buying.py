"""`POST /api/checkout`: seats are held, and the way leads to Stripe's page."""

import logging
from datetime import timedelta
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hubkit.webhooks.answers import as_json
from hubkit.webhooks.catalog import Event, Ticket
from hubkit.webhooks.checkout.asked import Asked, asked_order, stock_of, ticket_of
from hubkit.webhooks.checkout.orders import Order, Wanted
from hubkit.webhooks.checkout.showing import order_path
from hubkit.webhooks.checkout.stripe import Item, StripeError
from hubkit.webhooks.checkout.till import Till
from hubkit.webhooks.desk import Desk
from hubkit.webhooks.forms import Fault, MediaType
from hubkit.webhooks.pages import shown_time
from hubkit.webhooks.posting import Sent, answered_once, read, shown_again, without_event
from hubkit.webhooks.replays import Replays
from hubkit.webhooks.standing import standing_by_time

_LOG = logging.getLogger(__name__)
HOLD = timedelta(minutes=32)
"""How long seats are held; Stripe's page ends with it, which takes at least 30 minutes, by a clock of its own."""
_LONGEST_NAME = 250


async def buy(desk: Desk, replays: Replays, request: Request) -> Response:
    """Answer `POST /api/checkout`; with an `Idempotency-Key`, the same request gets the same answer again."""
    return await answered_once(desk, replays, request, lambda kind, body: _answer(desk, request, kind, body))


async def _answer(desk: Desk, request: Request, media_type: MediaType, body: bytes) -> Response:
    sent, event = read(desk, request, media_type, body, asked_order, desk.sold)
    if event is None:
        raise without_event(desk, sent, "no-sale")
    if desk.till is None:
        raise desk.refuse(request, "no-checkout", 409, sent.setting)
    await _ask_for_room(desk, desk.till, sent, event)
    asked, faults = sent.asked, sent.faults
    ticket = ticket_of(event, asked.ticket)
    if ticket is None and asked.ticket:
        faults = (*faults, Fault("ticket", "ticket-missing"))
    if sent.trust:
        faults = (*faults, Fault("t", sent.trust))
    if faults or ticket is None:
        return shown_again(desk, sent, desk.pages.sale, faults, "invalid", 422)
    return await _sold(desk, desk.till, sent, event, ticket)


async def _ask_for_room(desk: Desk, till: Till, sent: Sent[Asked], event: Event) -> None:
    """Refuse where nothing is sold now, before anything typed is looked at."""
    standing = standing_by_time(event, desk.now())
    if standing == "not-yet" and event.opens is not None:
        raise desk.refuse(sent.request, "sale-not-yet", 409, sent.setting, when=shown_time(event.opens, event))
    if standing != "open":
        raise desk.refuse(sent.request, "sale-closed" if standing == "closed" else standing, 409, sent.setting)
    if event.capacity is not None and await till.orders.taken(sent.asked.event, desk.now()) >= event.capacity:
        raise desk.refuse(sent.request, "full", 409, sent.setting)


async def _sold(desk: Desk, till: Till, sent: Sent[Asked], event: Event, ticket: Ticket) -> Response:
    asked, now = sent.asked, desk.now()
    wanted = Wanted(
        event=asked.event,
        ticket=ticket.id,
        quantity=asked.quantity,
        name=asked.name,
        email=asked.email,
        language=sent.setting.words.language,
        amount=ticket.price * asked.quantity,
        currency=ticket.currency.lower(),
    )
    order = await till.orders.hold(wanted, stock_of(asked.event, event, ticket), now, now.replace(microsecond=0) + HOLD)
    if order is None:
        return shown_again(desk, sent, desk.pages.sale, (Fault("quantity", "ticket-room"),), "ticket-full", 409)
    if order.state == "paid":
        return _sent_to(sent, desk.catalog.site.api + order_path(desk, order, event))
    return await _led(desk, till, sent, order, event, ticket)


async def _led(desk: Desk, till: Till, sent: Sent[Asked], order: Order, event: Event, ticket: Ticket) -> Response:
    """Lead to Stripe's page; where there is none, the seats are free again."""
    words = sent.setting.words
    path = order_path(desk, order, event)
    item = Item(
        name=f"{words.of(event.title)}: {words.of(ticket.name)}"[:_LONGEST_NAME],
        success_url=f"{desk.catalog.site.api}{path}",
        cancel_url=f"{desk.catalog.site.api}{path}?back=1",
    )
    try:
        page = await till.stripe.page(order, item)
    except StripeError as fault:
        await till.orders.let_go(order.id, desk.now())
        if fault.why == "email":
            return shown_again(desk, sent, desk.pages.sale, (Fault("email", "email-form"),), "invalid", 422)
        _LOG.error("Stripe made no page to pay at: %s", fault)
        refusal = desk.refuse(sent.request, "stripe-down", 503, sent.setting)
        refusal.answer.headers["Retry-After"] = "60"
        raise refusal from None
    await till.orders.began(order.id, page.session)
    return _sent_to(sent, page.url)


def _sent_to(sent: Sent[Asked], url: str) -> Response:
    if sent.media_type == "json":
        return as_json({"url": url}, HTTPStatus.CREATED)
    return RedirectResponse(url, HTTPStatus.SEE_OTHER)
