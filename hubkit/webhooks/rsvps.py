"""`POST /api/rsvp` and the page of thanks."""

from datetime import timedelta
from http import HTTPStatus

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from hubkit.webhooks.answers import as_json, sent_on, wants_json
from hubkit.webhooks.catalog import Event
from hubkit.webhooks.desk import Desk
from hubkit.webhooks.forms import Asked, Fault, MediaType, asked_rsvp
from hubkit.webhooks.pages import Thanks, shown_time
from hubkit.webhooks.posting import Sent, answered_once, read, shown_again, without_event
from hubkit.webhooks.replays import Replays
from hubkit.webhooks.standing import seats_of, standing_by_time
from hubkit.webhooks.store import Wish

_RECEIPT_STAYS = timedelta(minutes=15)


class Receipt(Struct, frozen=True, array_like=True):
    """What the page of thanks has to know; nothing of the person."""

    event: str
    language: str
    state: str
    rsvp: str = ""
    """The id, where its link is to be shown."""


async def take_rsvp(desk: Desk, replays: Replays, request: Request) -> Response:
    """Answer `POST /api/rsvp`; with an `Idempotency-Key`, the same request gets the same answer again."""
    return await answered_once(desk, replays, request, lambda kind, body: _answer(desk, request, kind, body))


async def _answer(desk: Desk, request: Request, media_type: MediaType, body: bytes) -> Response:
    sent, event = read(desk, request, media_type, body, asked_rsvp, desk.event)
    if event is None:
        raise without_event(desk, sent, "no-event")
    asked, faults = sent.asked, sent.faults
    if asked.website:
        state = "pending" if desk.writes else "received"
        return _thanked(desk, sent, Receipt(asked.event, asked.language, state), HTTPStatus.ACCEPTED)
    _ask_for_time(desk, sent, event)
    if sent.trust:
        faults = (*faults, Fault("t", sent.trust))
    if faults:
        return shown_again(desk, sent, desk.pages.form, faults, "invalid", 422)
    return await _stored(desk, sent, event)


def _ask_for_time(desk: Desk, sent: Sent[Asked], event: Event) -> None:
    standing = standing_by_time(event, desk.now())
    if standing == "not-yet" and event.opens is not None:
        raise desk.refuse(sent.request, standing, 409, sent.setting, when=shown_time(event.opens, event))
    if standing != "open":
        raise desk.refuse(sent.request, standing, 409, sent.setting)


async def _stored(desk: Desk, sent: Sent[Asked], event: Event) -> Response:
    asked, language, now = sent.asked, sent.setting.words.language, desk.now()
    wish = Wish(asked.event, asked.name, asked.email, asked.party_size, language, desk.writes)
    answer = await desk.store.take(wish, seats_of(asked.event, event), now)
    desk.tell()
    rsvp = answer.rsvp
    if rsvp is None:
        taken = await desk.store.taken(asked.event, now)
        if asked.party_size > 1 and event.capacity is not None and taken.seats < event.capacity:
            faults = (Fault("party_size", "party-size-room"),)
            return shown_again(desk, sent, desk.pages.form, faults, "full-party", 409)
        raise desk.refuse(sent.request, "full", 409, sent.setting)
    if desk.writes:  # the same for everybody: who knows an address learns nothing of its owner
        return _thanked(desk, sent, Receipt(asked.event, language, "pending"), HTTPStatus.ACCEPTED)
    is_new = answer.outcome == "new"
    receipt = Receipt(asked.event, language, rsvp.state, rsvp.id if is_new else "")
    if sent.media_type == "json":
        content = {"state": rsvp.state} | ({"link": desk.link(rsvp, event)} if is_new else {})
        return as_json(content, HTTPStatus.CREATED)
    return _thanked(desk, sent, receipt, HTTPStatus.OK)


def _thanked(desk: Desk, sent: Sent[Asked], receipt: Receipt, status: int) -> Response:
    if sent.media_type == "json":
        return as_json({"state": receipt.state}, status)
    return sent_on(receipt_path(desk, receipt))


def receipt_path(desk: Desk, receipt: Receipt) -> str:
    """Return the path of the page that says what came of something, good for a quarter of an hour."""
    now = desk.now()
    token = desk.signer.sign("receipt", msgspec.json.encode(receipt).decode(), now, now + _RECEIPT_STAYS)
    return f"/api/rsvp/thanks/{token}"


async def thank(desk: Desk, request: Request) -> Response:
    """Answer `GET /api/rsvp/thanks/{receipt}`, for a quarter of an hour."""
    signed = desk.signer.read("receipt", request.path_params["receipt"], desk.now())
    receipt = msgspec.json.decode(signed.value, type=Receipt) if signed else None
    event = desk.event(receipt.event) if receipt else None
    if receipt is None or event is None:
        raise desk.refuse_person(request, "no-receipt", 404)
    setting = desk.pages.setting(event, receipt.language)
    found = await desk.store.find(receipt.rsvp) if receipt.rsvp else None
    link = desk.link(found, event) if found else ""
    if wants_json(request.headers):
        return as_json({"state": receipt.state} | ({"link": link} if link else {}))
    return HTMLResponse(desk.pages.thanks(setting, Thanks(receipt.state, link)))
