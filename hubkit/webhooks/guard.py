"""What holds for every request and answer: headers, lengths, origins, limits, and an orderly end of faults."""

import logging
import traceback
from urllib.parse import urlsplit

from msgspec import Struct
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hubkit.webhooks.answers import refused, wants_page
from hubkit.webhooks.catalog import Catalog
from hubkit.webhooks.limits import Buckets, asking_address
from hubkit.webhooks.pages import Pages
from hubkit.webhooks.store import Busy

_LOG = logging.getLogger(__name__)
_SECONDS_WHEN_BUSY = "5"
_PAYMENTS = "https://checkout.stripe.com"
SIGNED_PATH = "/api/stripe/webhook"
"""Where programs send what is believed by its signature, however much, and from no page."""


def headers_for(catalog: Catalog) -> dict[str, str]:
    """Return the headers of every answer: nothing is kept, guessed, framed, told to others, or run."""
    homes = (catalog.site, *catalog.hubs.values())
    origins = {_origin(each) for home in homes for each in (*home.styles, home.icon) if each}
    looks = " ".join(sorted(origins)) or "'none'"
    sells = any(event.mode == "checkout" for event in catalog.events.values())
    forms = f"'self' {_PAYMENTS}" if sells else "'self'"  # browsers hold the redirect after a form against it, too
    policy = (
        f"default-src 'none'; style-src {looks}; font-src {looks}; img-src {looks}; "
        f"form-action {forms}; base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }


def _origin(url: str) -> str:
    """Return the origin of an address for a policy; a path alone is at the server itself."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else "'self'"


def is_own_form(headers: Headers, origins: tuple[str, ...]) -> bool:
    """Return whether a page of the network, of this server, or the visitor in person sent a request.

    `Sec-Fetch-Site` is written by browsers and by no page (Fetch Metadata); older ones send `Origin` alone.
    """
    host = headers.get("host", "")
    origin = headers.get("origin", "")
    if origin and origin in {*origins, f"http://{host}", f"https://{host}"}:
        return True
    return headers.get("sec-fetch-site") in {"same-origin", "none"}


class Marked:
    """Gives every answer its headers, and makes an answer of what nobody caught, of which the log learns the place."""

    def __init__(self, app: ASGIApp, catalog: Catalog, pages: Pages) -> None:
        self._app = app
        self._headers = headers_for(catalog)
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def send_marked(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
            await send(message)

        try:
            await self._app(scope, receive, send_marked)
        except ClientDisconnect:
            return
        except Exception as fault:
            answer = self._answer_to(fault, Headers(scope=scope))
            if has_begun:
                return
            await answer(scope, receive, send_marked)

    def _answer_to(self, fault: Exception, headers: Headers) -> Response:
        page, setting = wants_page(headers), self._pages.setting()
        if isinstance(fault, Busy):
            retry = {"Retry-After": _SECONDS_WHEN_BUSY}
            return refused(self._pages, setting, "busy", 503, page=page, headers=retry)
        # What a fault says may name a person; where it was does not.
        where = "".join(traceback.format_tb(fault.__traceback__))
        _LOG.error("A request failed with %s at:\n%s", type(fault).__name__, where)
        return refused(self._pages, setting, "failed", 500, page=page)


class Gate(Struct, frozen=True):
    """What a request has to pass."""

    origins: tuple[str, ...]
    buckets: Buckets
    trust_proxy: bool

    def address(self, scope: Scope) -> str:
        """Return under what a request is counted."""
        client = scope.get("client") or ("", 0)
        forwarded = Headers(scope=scope).getlist("x-forwarded-for")
        return asking_address(client[0], ",".join(forwarded), trust_proxy=self.trust_proxy)


class Guard:
    """Lets through what is whole, not too much, and not sent by a page of somebody else."""

    def __init__(self, app: ASGIApp, gate: Gate, pages: Pages) -> None:
        self._app = app
        self._gate = gate
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        answer: ASGIApp = self._app
        if scope["type"] == "http":
            answer = self._refusal(scope) or self._app
        await answer(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        page, setting = wants_page(headers), self._pages.setting()
        if "content-length" in headers and "transfer-encoding" in headers:  # all else that is wrong with them, h11 sees
            close = {"Connection": "close"}
            reason = "a body has one length"
            return refused(self._pages, setting, "malformed", 400, page=page, headers=close, values={"reason": reason})
        if scope["path"] == SIGNED_PATH:
            return None
        wait = self._gate.buckets.wait(self._gate.address(scope))
        if wait:
            retry = {"Retry-After": str(wait)}
            return refused(self._pages, setting, "too-many", 429, page=page, headers=retry, values={"seconds": wait})
        if scope["method"] not in {"GET", "HEAD", "OPTIONS"} and not is_own_form(headers, self._gate.origins):
            return refused(self._pages, setting, "forbidden", 403, page=page)
        return None
