"""`POST /api/checkout`: seats are held, and the way leads to Stripe's page."""

import hashlib
import logging
import re
from datetime import timedelta
from http import HTTPStatus

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from hubkit.webhooks.answers import as_json, problem
from hubkit.webhooks.catalog import Event, Ticket
from hubkit.webhooks.checkout.asked import Asked, asked_order, stock_of, ticket_of
from hubkit.webhooks.checkout.orders import Order, Wanted
from hubkit.webhooks.checkout.showing import order_path
from hubkit.webhooks.checkout.stripe import Item, StripeError
from hubkit.webhooks.checkout.till import Till
from hubkit.webhooks.desk import Desk, RefusedError
from hubkit.webhooks.forms import Fault, Fields, MalformedError, MediaType, as_typed, media_type_of, read_fields
from hubkit.webhooks.pages import Setting, refusal_of, shown_time
from hubkit.webhooks.replays import KeyReusedError, Replays
from hubkit.webhooks.standing import standing_by_time

_LOG = logging.getLogger(__name__)
HOLD = timedelta(minutes=32)
"""How long seats are held; Stripe's page ends with it, which takes at least 30 minutes, by a clock of its own."""
_KEY = re.compile(r"[\x21-\x7e]{1,128}", re.ASCII)
_LONGEST_NAME = 250


class _Sent(Struct, frozen=True):
    """What came with one POST."""

    request: Request
    media_type: MediaType
    fields: Fields
    asked: Asked
    setting: Setting


async def buy(desk: Desk, replays: Replays, request: Request) -> Response:
    """Answer `POST /api/checkout`; with an `Idempotency-Key`, the same request gets the same answer again."""
    media_type = media_type_of(request.headers.get("content-type", ""))
    if media_type is None:
        raise desk.refuse(request, "media-type", 415)
    body = await desk.body(request)

    async def answer() -> Response:
        try:
            return await _answer(desk, request, media_type, body)
        except RefusedError as refusal:
            return refusal.answer

    key = request.headers.get("idempotency-key")
    if key is None or media_type != "json":
        return await answer()
    if not _KEY.fullmatch(key):
        raise desk.refuse(request, "key-form", 400)
    try:
        whose = (desk.gate.address(request.scope), key)
        return await replays.answer(whose, hashlib.sha256(body).digest(), answer)
    except KeyReusedError:
        raise desk.refuse(request, "key-reused", 422) from None


async def _answer(desk: Desk, request: Request, media_type: MediaType, body: bytes) -> Response:
    try:
        fields = read_fields(body, media_type)
    except MalformedError as fault:
        desk.count(request, desk.bare_posts)
        raise desk.refuse(request, "malformed", 400, reason=str(fault)) from None
    asked, faults = asked_order(fields, media_type)
    event = desk.sold(asked.event)
    sent = _Sent(request, media_type, fields, asked, desk.pages.setting(event, asked.language))
    trust = desk.trust(asked.token, asked.event)
    desk.count(request, desk.posts if asked.token and trust != "token-bad" else desk.bare_posts)
    if event is None:
        raise _no_event(desk, sent, faults)
    if desk.till is None:
        raise desk.refuse(request, "no-checkout", 409, sent.setting)
    await _ask_for_room(desk, desk.till, sent, event)
    ticket = ticket_of(event, asked.ticket)
    if ticket is None and asked.ticket:
        faults = (*faults, Fault("ticket", "ticket-missing"))
    if trust:
        faults = (*faults, Fault("t", trust))
    if faults or ticket is None:
        return _form_again(desk, sent, faults, "invalid", 422)
    return await _sold(desk, desk.till, sent, event, ticket)


def _no_event(desk: Desk, sent: _Sent, faults: tuple[Fault, ...]) -> RefusedError:
    if sent.asked.event:
        return desk.refuse(sent.request, "no-sale", 404)
    if sent.media_type == "json":
        return RefusedError(problem("invalid", 422, refusal_of(sent.setting, "invalid", faults)))
    return desk.refuse(sent.request, "event-missing", 422)


async def _ask_for_room(desk: Desk, till: Till, sent: _Sent, event: Event) -> None:
    """Refuse where nothing is sold now, before anything typed is looked at."""
    standing = standing_by_time(event, desk.now())
    if standing == "not-yet" and event.opens is not None:
        raise desk.refuse(sent.request, "sale-not-yet", 409, sent.setting, when=shown_time(event.opens, event))
    if standing != "open":
        raise desk.refuse(sent.request, "sale-closed" if standing == "closed" else standing, 409, sent.setting)
    if event.capacity is not None and await till.orders.taken(sent.asked.event, desk.now()) >= event.capacity:
        raise desk.refuse(sent.request, "full", 409, sent.setting)


def _form_again(desk: Desk, sent: _Sent, faults: tuple[Fault, ...], code: str, status: int) -> Response:
    """Return what is wrong; for a person, beside the fields, with all that was typed."""
    refusal = refusal_of(sent.setting, code, faults)
    if sent.media_type == "json":
        return problem(code, status, refusal)
    asked = sent.asked
    is_kept = bool(asked.token) and desk.trust(asked.token, asked.event) != "token-bad"
    token = asked.token if is_kept else desk.form_token(asked.event)
    return HTMLResponse(desk.pages.sale(sent.setting, as_typed(sent.fields), token, refusal), status)


async def _sold(desk: Desk, till: Till, sent: _Sent, event: Event, ticket: Ticket) -> Response:
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
        return _form_again(desk, sent, (Fault("quantity", "ticket-room"),), "ticket-full", 409)
    if order.state == "paid":
        desk.tell()
        return _sent_to(sent, desk.catalog.site.api + order_path(desk, order, event))
    return await _led(desk, till, sent, order, event, ticket)


async def _led(desk: Desk, till: Till, sent: _Sent, order: Order, event: Event, ticket: Ticket) -> Response:
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
            return _form_again(desk, sent, (Fault("email", "email-form"),), "invalid", 422)
        _LOG.error("Stripe made no page to pay at: %s", fault)
        refusal = desk.refuse(sent.request, "stripe-down", 503, sent.setting)
        refusal.answer.headers["Retry-After"] = "60"
        raise refusal from None
    await till.orders.began(order.id, page.session)
    return _sent_to(sent, page.url)


def _sent_to(sent: _Sent, url: str) -> Response:
    if sent.media_type == "json":
        return as_json({"url": url}, HTTPStatus.CREATED)
    return RedirectResponse(url, HTTPStatus.SEE_OTHER)
