"""`POST /api/rsvp` and the page of thanks."""

import hashlib
import re
from datetime import timedelta
from http import HTTPStatus

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from hubkit.webhooks.answers import as_json, problem, sent_on, wants_json
from hubkit.webhooks.catalog import Event
from hubkit.webhooks.desk import Desk, RefusedError
from hubkit.webhooks.forms import (
    Asked,
    Fault,
    Fields,
    MalformedError,
    MediaType,
    as_typed,
    asked_rsvp,
    media_type_of,
    read_fields,
)
from hubkit.webhooks.pages import Setting, Thanks, refusal_of, shown_time
from hubkit.webhooks.replays import KeyReusedError, Replays
from hubkit.webhooks.standing import seats_of, standing_by_time
from hubkit.webhooks.store import Wish

_RECEIPT_STAYS = timedelta(minutes=15)
_KEY = re.compile(r"[\x21-\x7e]{1,128}", re.ASCII)


class Receipt(Struct, frozen=True, array_like=True):
    """What the page of thanks has to know; nothing of the person."""

    event: str
    language: str
    state: str
    rsvp: str = ""
    """The id, where its link is to be shown."""


class _Sent(Struct, frozen=True):
    """What came with one POST."""

    request: Request
    media_type: MediaType
    fields: Fields
    asked: Asked
    setting: Setting


async def take_rsvp(desk: Desk, replays: Replays, request: Request) -> Response:
    """Answer `POST /api/rsvp`; with an `Idempotency-Key`, the same request gets the same answer again."""
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
    asked, faults = asked_rsvp(fields, media_type)
    event = desk.event(asked.event)
    sent = _Sent(request, media_type, fields, asked, desk.pages.setting(event, asked.language))
    trust = desk.trust(asked.token, asked.event)
    desk.count(request, desk.posts if asked.token and trust != "token-bad" else desk.bare_posts)
    if event is None:
        raise _no_event(desk, sent, faults)
    if asked.website:
        state = "pending" if desk.writes else "received"
        return _thanked(desk, sent, Receipt(asked.event, asked.language, state), HTTPStatus.ACCEPTED)
    _ask_for_time(desk, sent, event)
    if trust:
        faults = (*faults, Fault("t", trust))
    if faults:
        return _form_again(desk, sent, faults, "invalid", 422)
    return await _stored(desk, sent, event)


def _no_event(desk: Desk, sent: _Sent, faults: tuple[Fault, ...]) -> RefusedError:
    if not sent.asked.event:
        if sent.media_type == "json":
            return RefusedError(problem("invalid", 422, refusal_of(sent.setting, "invalid", faults)))
        return desk.refuse(sent.request, "event-missing", 422)
    return desk.refuse(sent.request, "no-event", 404)


def _ask_for_time(desk: Desk, sent: _Sent, event: Event) -> None:
    standing = standing_by_time(event, desk.now())
    if standing == "not-yet" and event.opens is not None:
        raise desk.refuse(sent.request, standing, 409, sent.setting, when=shown_time(event.opens, event))
    if standing != "open":
        raise desk.refuse(sent.request, standing, 409, sent.setting)


def _form_again(desk: Desk, sent: _Sent, faults: tuple[Fault, ...], code: str, status: int) -> Response:
    """Return what is wrong; for a person, beside the fields, with all that was typed."""
    refusal = refusal_of(sent.setting, code, faults)
    if sent.media_type == "json":
        return problem(code, status, refusal)
    is_kept = bool(sent.asked.token) and desk.trust(sent.asked.token, sent.asked.event) != "token-bad"
    token = sent.asked.token if is_kept else desk.form_token(sent.asked.event)
    return HTMLResponse(desk.pages.form(sent.setting, as_typed(sent.fields), token, refusal), status)


async def _stored(desk: Desk, sent: _Sent, event: Event) -> Response:
    asked, language, now = sent.asked, sent.setting.words.language, desk.now()
    wish = Wish(asked.event, asked.name, asked.email, asked.party_size, language, desk.writes)
    answer = await desk.store.take(wish, seats_of(asked.event, event), now)
    desk.tell()
    rsvp = answer.rsvp
    if rsvp is None:
        taken = await desk.store.taken(asked.event, now)
        if asked.party_size > 1 and event.capacity is not None and taken.seats < event.capacity:
            return _form_again(desk, sent, (Fault("party_size", "party-size-room"),), "full-party", 409)
        raise desk.refuse(sent.request, "full", 409, sent.setting)
    if desk.writes:  # the same for everybody: who knows an address learns nothing of its owner
        return _thanked(desk, sent, Receipt(asked.event, language, "pending"), HTTPStatus.ACCEPTED)
    is_new = answer.outcome == "new"
    receipt = Receipt(asked.event, language, rsvp.state, rsvp.id if is_new else "")
    if sent.media_type == "json":
        content = {"state": rsvp.state} | ({"link": desk.link(rsvp, event)} if is_new else {})
        return as_json(content, HTTPStatus.CREATED)
    return _thanked(desk, sent, receipt, HTTPStatus.OK)


def _thanked(desk: Desk, sent: _Sent, receipt: Receipt, status: int) -> Response:
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
    event = desk.catalog.events.get(receipt.event) if receipt else None
    if receipt is None or event is None:
        raise desk.refuse_person(request, "no-receipt", 404)
    setting = desk.pages.setting(event, receipt.language)
    found = await desk.store.find(receipt.rsvp) if receipt.rsvp else None
    link = desk.link(found, event) if found else ""
    if wants_json(request.headers):
        return as_json({"state": receipt.state} | ({"link": link} if link else {}))
    return HTMLResponse(desk.pages.thanks(setting, Thanks(receipt.state, link)))
