"""`POST /api/stripe/webhook`: what Stripe tells, believed by its signature alone."""

import logging

from starlette.requests import Request
from starlette.responses import Response

from hubkit.webhooks.answers import as_json
from hubkit.webhooks.checkout.asked import stock_of, ticket_of
from hubkit.webhooks.checkout.messages import NoMessageError, told_by
from hubkit.webhooks.checkout.orders import Stock, Told
from hubkit.webhooks.checkout.signatures import is_signed
from hubkit.webhooks.checkout.till import Till
from hubkit.webhooks.desk import Desk
from hubkit.webhooks.standing import standing_by_time

_LOG = logging.getLogger(__name__)
_MOST_BYTES = 1_000_000
_OVER = {"cancelled", "past"}
_SAID = {
    "unseated": "A payment came when all places were taken. It is paid back.",
    "review": "A payment is not what was asked for: another amount, currency, page or mode. Look it up in Stripe.",
    "unknown": "A payment is of no order here. Is it of another site with the same account of Stripe?",
}


async def hear(desk: Desk, request: Request) -> Response:
    """Answer 200 once a message is done, and what it does stays; Stripe sends it again until then."""
    till = desk.till
    if till is None:
        raise desk.refuse(request, "no-checkout", 409)
    body = await desk.body(request, _MOST_BYTES)
    header = ",".join(request.headers.getlist("stripe-signature"))
    if not is_signed(body, header, till.payments.secrets, desk.now()):
        desk.count(request, desk.gate.buckets)
        raise desk.refuse(request, "no-signature", 400)
    try:
        told = told_by(body)
    except NoMessageError:
        raise desk.refuse(request, "malformed", 400, reason="it is no message of Stripe") from None
    if told is not None:
        await _done(desk, till, told)
    return as_json({"received": True})


async def _done(desk: Desk, till: Till, told: Told) -> None:
    stock = await _stock(desk, till, told)
    outcome = await till.orders.hear(told, stock, desk.now(), is_live=till.payments.is_live)
    if outcome in _SAID and (told.news == "paid" or outcome == "review"):
        _LOG.warning(_SAID[outcome])
    if outcome == "unseated":
        till.tell()
    desk.tell()


async def _stock(desk: Desk, till: Till, told: Told) -> Stock | None:
    """Return what there is of the ticket of an order; None where nobody can come any more."""
    order = await till.orders.about(told)
    event = desk.sold(order.event) if order else None
    if order is None or event is None or standing_by_time(event, desk.now()) in _OVER:
        return None
    ticket = ticket_of(event, order.ticket)
    return stock_of(order.event, event, ticket) if ticket else None
