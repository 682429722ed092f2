"""A form that somebody sends: answered once for each key, read, judged, and shown again where it needs another look."""

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Generic, Protocol, TypeAlias, TypeVar

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from hubkit.webhooks.answers import problem
from hubkit.webhooks.catalog import Event
from hubkit.webhooks.desk import Desk, RefusedError, Trust
from hubkit.webhooks.forms import Fault, Fields, MalformedError, MediaType, as_typed, media_type_of, read_fields
from hubkit.webhooks.pages import Refusal, Setting, refusal_of
from hubkit.webhooks.replays import KeyReusedError, Replays

_KEY = re.compile(r"[\x21-\x7e]{1,128}", re.ASCII)
FormPage: TypeAlias = Callable[[Setting, Mapping[str, str], str, Refusal], str]
"""The page of a form: with what was typed, a new token, and what is wrong."""


class OfAnEvent(Protocol):
    """What every form holds."""

    @property
    def event(self) -> str:
        """The global id of an event."""
        ...

    @property
    def token(self) -> str:
        """When the form was shown, signed; empty where no script has asked for it."""
        ...

    @property
    def language(self) -> str:
        """That of the page which the form stood on."""
        ...


Asked = TypeVar("Asked", bound=OfAnEvent)


class Sent(Struct, Generic[Asked], frozen=True):
    """What came with one POST."""

    request: Request
    media_type: MediaType
    fields: Fields
    asked: Asked
    faults: tuple[Fault, ...]
    trust: Trust
    setting: Setting


async def answered_once(
    desk: Desk, replays: Replays, request: Request, answer: Callable[[MediaType, bytes], Awaitable[Response]]
) -> Response:
    """Answer a POST; with an `Idempotency-Key`, the same request gets the same answer again."""
    media_type = media_type_of(request.headers.get("content-type", ""))
    if media_type is None:
        raise desk.refuse(request, "media-type", 415)
    body = await desk.body(request)

    async def answered() -> Response:
        try:
            return await answer(media_type, body)
        except RefusedError as refusal:
            return refusal.answer

    key = request.headers.get("idempotency-key")
    if key is None or media_type != "json":
        return await answered()
    if not _KEY.fullmatch(key):
        raise desk.refuse(request, "key-form", 400)
    try:
        whose = (desk.gate.address(request.scope), key)
        return await replays.answer(whose, hashlib.sha256(body).digest(), answered)
    except KeyReusedError:
        raise desk.refuse(request, "key-reused", 422) from None


def read(
    desk: Desk,
    request: Request,
    media_type: MediaType,
    body: bytes,
    asked_of: Callable[[Fields, MediaType], tuple[Asked, tuple[Fault, ...]]],
    event_of: Callable[[str], Event | None],
) -> tuple[Sent[Asked], Event | None]:
    """Return what was sent, and the event that it is about; raises `RefusedError` where a limit is used up."""
    try:
        fields = read_fields(body, media_type)
    except MalformedError as fault:
        desk.count(request, desk.bare_posts)
        raise desk.refuse(request, "malformed", 400, reason=str(fault)) from None
    asked, faults = asked_of(fields, media_type)
    event = event_of(asked.event)
    trust = desk.trust(asked.token, asked.event)
    desk.count(request, desk.posts if asked.token and trust != "token-bad" else desk.bare_posts)
    setting = desk.pages.setting(event, asked.language)
    return Sent(request, media_type, fields, asked, faults, trust, setting), event


def without_event(desk: Desk, sent: Sent[Asked], code: str) -> RefusedError:
    """Return what to raise where there is no such event; `code` is said where one was named."""
    if sent.asked.event:
        return desk.refuse(sent.request, code, 404)
    if sent.media_type == "json":
        return RefusedError(problem("invalid", 422, refusal_of(sent.setting, "invalid", sent.faults)))
    return desk.refuse(sent.request, "event-missing", 422)


def shown_again(
    desk: Desk, sent: Sent[Asked], page: FormPage, faults: tuple[Fault, ...], code: str, status: int
) -> Response:
    """Return what is wrong; for a person, beside the fields, with all that was typed."""
    refusal = refusal_of(sent.setting, code, faults)
    if sent.media_type == "json":
        return problem(code, status, refusal)
    is_kept = bool(sent.asked.token) and sent.trust != "token-bad"
    token = sent.asked.token if is_kept else desk.form_token(sent.asked.event)
    return HTMLResponse(page(sent.setting, as_typed(sent.fields), token, refusal), status)
