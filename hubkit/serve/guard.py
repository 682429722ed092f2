"""Who may ask, and how: the names this server goes by, and reading only."""

import ipaddress
import re
from collections.abc import Mapping

from msgspec import Struct
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hubkit.problems import printable
from hubkit.webhooks.guard import is_own_form

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::([0-9]{1,5}))?", re.IGNORECASE)
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})
TAKEN = "/api/"
"""Below this, the preview takes forms of its own pages."""
_FOR_ALL = {"Cross-Origin-Resource-Policy": "same-origin", "X-Content-Type-Options": "nosniff"}


class Hosts(Struct, frozen=True):
    """The names in `Host` under which the preview answers.

    A foreign name that leads here is how a page elsewhere would read the preview through its visitor's browser (DNS
    rebinding). A bare address cannot be made to lead elsewhere; it is answered where the preview is open to others.
    """

    port: int
    names: frozenset[str] = frozenset()
    """In small letters; an IPv6 address in brackets."""
    any_address: bool = False

    def allow(self, host: str) -> bool:
        """Return whether a request with this `Host` is meant for the preview."""
        parts = _HOST.fullmatch(host)
        if parts is None or int(parts[2] or 80) != self.port:
            return False
        name = parts[1].lower()
        if name in _THIS_MACHINE or name.endswith(".localhost") or name in self.names:
            return True
        return self.any_address and _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def is_own_page(headers: Mapping[str, str]) -> bool:
    """Return whether a page of this server, and none of another site, sent a request that has these headers."""
    own = {None, f"http://{headers.get('host', '')}"}
    return headers.get("origin") in own and headers.get("sec-fetch-site") in {None, "same-origin", "none"}


class Guard:
    """Lets through what asks for a name of this server, and only reads; forms below `TAKEN` are for their own guard."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _FOR_ALL.items():
                    headers[name] = value
            await send(message)

        answer = self._refusal(scope["method"], scope["path"], Headers(scope=scope)) or self._app
        await answer(scope, receive, send_marked)

    def _refusal(self, method: str, path: str, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if not self._hosts.allow(host):
            name = printable(host.rpartition(":")[0] or host)
            text = f'hubkit serve does not answer as "{name}". If that is this computer, add: --allow-host {name}\n'
            return PlainTextResponse(text, 421, {"Connection": "close"})
        length, coding = headers.get("content-length"), headers.get("transfer-encoding")
        if length is not None and coding is not None:
            return PlainTextResponse("A body has one length.\n", 400, {"Connection": "close"})
        if method == "POST" and path.startswith(TAKEN):
            if is_own_form(headers, ()):
                return None
            return PlainTextResponse("Only pages of this preview may send forms.\n", 403, {"Connection": "close"})
        if method not in {"GET", "HEAD"}:
            return PlainTextResponse(
                "A preview can only be read.\n", 405, {"Allow": "GET, HEAD", "Connection": "close"}
            )
        if coding is not None or length not in {None, "0"}:
            return PlainTextResponse("A preview takes no body.\n", 400, {"Connection": "close"})
        return None
