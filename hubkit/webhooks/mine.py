"""`/api/rsvp/{token}`: the page of one RSVP, for whoever has a signed link to it."""

from http import HTTPStatus

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from hubkit.webhooks.answers import as_json, problem, sent_on, wants_json
from hubkit.webhooks.catalog import Event
from hubkit.webhooks.desk import Desk
from hubkit.webhooks.forms import (
    Change,
    Fault,
    MalformedError,
    MediaType,
    asked_change,
    media_type_of,
    read_fields,
)
from hubkit.webhooks.pages import Own, Setting, refusal_of
from hubkit.webhooks.rsvps import Receipt, receipt_path
from hubkit.webhooks.standing import is_changeable, seats_of
from hubkit.webhooks.store import Changed, Rsvp

_DONE = {"change": "done-change", "confirm": "done-confirm", "cancel": "done-cancel"}
_BY_MAIL = {"confirm", "erase"}
"""What can be done with the link that confirms, and is good for two days."""


class Mine(Struct, frozen=True):
    """An RSVP that was found by a link."""

    rsvp: Rsvp
    event: Event
    setting: Setting
    own: Own


async def show_mine(desk: Desk, request: Request) -> Response:
    """Answer `GET`; it changes nothing, whoever looks at links before people do."""
    mine = await _found(desk, request)
    if wants_json(request.headers):
        return _told(mine.rsvp, mine.rsvp.state)
    done = _DONE.get(request.query_params.get("done", ""), "")
    is_so = done != "done-cancel" or mine.rsvp.state == "cancelled"
    said = mine.setting.words.say(done) if done and is_so else ""
    return HTMLResponse(desk.pages.rsvp(mine.setting, mine.rsvp, mine.own, desk.now(), said))


async def give_mine(desk: Desk, request: Request) -> Response:
    """Answer `GET …/data`: all that is stored of a person, as a file."""
    mine = await _found(desk, request)
    if not mine.own.is_whole:
        raise desk.refuse_person(request, "no-rsvp", 404)
    content = {"rsvp": mine.rsvp, "mails": await desk.store.told(mine.rsvp.id)}
    return as_json(content, headers={"Content-Disposition": 'attachment; filename="rsvp.json"'})


async def change_mine(desk: Desk, request: Request) -> Response:
    """Answer `POST`: change how many come, cancel, confirm, or erase what is stored."""
    media_type = media_type_of(request.headers.get("content-type", ""))
    if media_type is None:
        raise desk.refuse_person(request, "media-type", 415)
    desk.count(request, desk.posts)
    mine = await _found(desk, request)
    try:
        fields = read_fields(await desk.body(request), media_type)
    except MalformedError as fault:
        raise desk.refuse(request, "malformed", 400, mine.setting, reason=str(fault)) from None
    change, faults = asked_change(fields, media_type)
    if faults:
        return _again(desk, mine, media_type, faults, "invalid", 422)
    if not mine.own.is_whole and change.action not in _BY_MAIL:
        return _again(desk, mine, media_type, (), "link-confirms", 409)
    if change.action == "erase":
        return await _erased(desk, mine, media_type)
    if not is_changeable(mine.event, desk.now()):
        return _again(desk, mine, media_type, (), "change-over", 409)
    changed = await _done(desk, mine.rsvp, mine.event, change)
    desk.tell()
    return _answered(desk, mine, media_type, change, changed)


async def _found(desk: Desk, request: Request) -> Mine:
    token, now = request.path_params["token"], desk.now()
    whole = desk.signer.read("link", token, now)
    signed = whole or desk.signer.read("confirm", token, now)
    rsvp = await desk.store.find(signed.value) if signed else None
    event = desk.event(rsvp.event) if rsvp else None
    if rsvp is None or event is None:
        raise desk.refuse_person(request, "no-rsvp", 404)
    has_ticket = whole is not None and rsvp.state == "confirmed" and is_changeable(event, now)
    ticket = desk.ticket(rsvp.event, rsvp.id, rsvp.party_size) if has_ticket else None
    own = Own(f"/api/rsvp/{token}", whole is not None, ticket)
    return Mine(rsvp, event, desk.pages.setting(event, rsvp.language), own)


async def _done(desk: Desk, rsvp: Rsvp, event: Event, change: Change) -> Changed:
    seats, now = seats_of(rsvp.event, event), desk.now()
    if change.action == "cancel":
        return await desk.store.cancel(rsvp.id, seats, now)
    if change.action == "confirm":
        return await desk.store.confirm(rsvp.id, seats, now)
    return await desk.store.resize(rsvp.id, change.party_size, seats, now)


async def _erased(desk: Desk, mine: Mine, media_type: MediaType) -> Response:
    """Erase, also where nothing else can be changed; the page that says so needs to know nothing of the person."""
    rsvp, now = mine.rsvp, desk.now()
    seats = seats_of(rsvp.event, mine.event) if is_changeable(mine.event, now) else None
    await desk.store.withdraw(rsvp.id, seats, now)
    desk.tell()
    if media_type == "json":
        return _told(rsvp, "erased")
    return sent_on(receipt_path(desk, Receipt(rsvp.event, rsvp.language, "erased")))


def _answered(desk: Desk, mine: Mine, media_type: MediaType, change: Change, changed: Changed) -> Response:
    if changed.outcome == "full" and change.action == "confirm":
        return _again(desk, mine, media_type, (), "confirm-full", 409)
    if changed.outcome == "full":
        return _again(desk, mine, media_type, (Fault("party_size", "party-size-room"),), "change-full", 409)
    if changed.outcome == "gone" and change.action != "cancel":
        return _again(desk, mine, media_type, (), "change-over", 409)
    if media_type == "json":
        rsvp = changed.rsvp or mine.rsvp
        return _told(rsvp, rsvp.state)
    return sent_on(f"{mine.own.link}?done={change.action}")


def _again(
    desk: Desk, mine: Mine, media_type: MediaType, faults: tuple[Fault, ...], code: str, status: int
) -> Response:
    """Return why it was not done; for a person, on the page of the RSVP."""
    refusal = refusal_of(mine.setting, code, faults)
    if media_type == "json":
        return problem(code, status, refusal)
    return HTMLResponse(desk.pages.rsvp(mine.setting, mine.rsvp, mine.own, desk.now(), refusal), status)


def _told(rsvp: Rsvp, state: str) -> Response:
    content = {"event": rsvp.event, "state": state, "party_size": rsvp.party_size}
    return as_json(content, HTTPStatus.OK)
