"""What the answering functions share, and how they read what was sent."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from hubkit.webhooks.answers import refused, wants_json, wants_page
from hubkit.webhooks.catalog import Catalog, Event
from hubkit.webhooks.checkout.till import Till
from hubkit.webhooks.guard import Gate
from hubkit.webhooks.limits import Buckets
from hubkit.webhooks.links import link_of
from hubkit.webhooks.pages import Pages, Setting
from hubkit.webhooks.store import Rsvp, Store
from hubkit.webhooks.tickets import Ticket, TicketMaker
from hubkit.webhooks.tokens import Signer

_MOST_BYTES = 16 * 1024
_PATIENCE = 10
"""Seconds in which a body has to arrive."""
_FORM_STAYS_GOOD = timedelta(hours=24)
_YOUNGEST_FORM = timedelta(seconds=3)
Trust: TypeAlias = Literal["", "token-early", "token-bad"]
"""What is wrong with a form token, by the name of its text; nothing where all is well."""


class RefusedError(Exception):
    """Something is refused; `answer` says so to who asked."""

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.answer = answer


class Desk(Struct, frozen=True):
    """All that is needed to answer."""

    catalog: Catalog
    store: Store
    signer: Signer
    pages: Pages
    gate: Gate
    posts: Buckets
    bare_posts: Buckets
    now: Callable[[], datetime]
    writes: bool
    """Whether mail is set up: people confirm by it, and their link stands there alone."""
    tell: Callable[[], None]
    """Has what is to be told sent soon."""
    till: Till | None = None
    """Where tickets are paid; None where payments are not set up."""
    tickets: TicketMaker | None = None
    """What signs tickets for the door; None where no key is set."""

    def event(self, name: str) -> Event | None:
        """Return an event that takes RSVPs."""
        event = self.catalog.events.get(name)
        return event if event is not None and event.mode == "rsvp" else None

    def sold(self, name: str) -> Event | None:
        """Return an event that sells tickets."""
        event = self.catalog.events.get(name)
        return event if event is not None and event.mode == "checkout" else None

    def ticket(self, event: str, key: str, people: int) -> Ticket | None:
        """Return what somebody shows at the door, for an RSVP or a ticket that was bought, by its id."""
        return self.tickets.ticket(event, key, people) if self.tickets else None

    def trust(self, token: str, event: str) -> Trust:
        """Return what is wrong with a form token; nothing where there is none."""
        if not token:
            return ""
        now = self.now()
        signed = self.signer.read("form", token, now)
        if signed is None or signed.value != event:
            return "token-bad"
        return "token-early" if now - signed.made < _YOUNGEST_FORM else ""

    def form_token(self, event: str) -> str:
        """Return a token that says when the form of an event was shown."""
        now = self.now()
        return self.signer.sign("form", event, now, now + _FORM_STAYS_GOOD)

    def link(self, rsvp: Rsvp, event: Event) -> str:
        """Return the path of the page of an RSVP, for who made it alone."""
        return link_of(self.signer, rsvp, event, self.catalog.site, self.now())

    def refuse(
        self, request: Request, code: str, status: int, setting: Setting | None = None, **values: str | int
    ) -> RefusedError:
        """Return what to raise, to refuse a request."""
        around = setting or self.pages.setting()
        return RefusedError(refused(self.pages, around, code, status, page=wants_page(request.headers), values=values))

    def refuse_person(self, request: Request, code: str, status: int) -> RefusedError:
        """Return what to raise where people are expected: a page, unless a program asks."""
        setting, page = self.pages.setting(), not wants_json(request.headers)
        return RefusedError(refused(self.pages, setting, code, status, page=page))

    def count(self, request: Request, buckets: Buckets) -> None:
        """Count a request against a limit; raises `RefusedError` where it is used up."""
        wait = buckets.wait(self.gate.address(request.scope))
        if wait:
            refusal = self.refuse(request, "too-many", 429, seconds=wait)
            refusal.answer.headers["Retry-After"] = str(wait)
            raise refusal

    async def body(self, request: Request, most: int = _MOST_BYTES) -> bytes:
        """Return a body; raises `RefusedError` where it is too long, or too long on its way."""
        if int(request.headers.get("content-length", "0")) > most:
            raise self.refuse(request, "too-large", 413)
        content = bytearray()
        try:
            async with asyncio.timeout(_PATIENCE):
                async for chunk in request.stream():
                    content += chunk
                    if len(content) > most:
                        raise self.refuse(request, "too-large", 413)
        except TimeoutError:
            raise self.refuse(request, "too-slow", 408) from None
        return bytes(content)
