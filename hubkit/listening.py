"""Servers of hubkit's: a socket, uvicorn on it that logs nothing, and an orderly end."""

import asyncio
import ipaddress
import signal
import socket
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import h11
import uvicorn
from msgspec import Struct
from uvicorn.protocols.http.h11_impl import H11Protocol

from hubkit.problems import HubkitError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_PORTS_TRIED = 50
_BACKLOG = 2048
_SECONDS_FOR_HEAD = 10
EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - to recognise, not to bind


class Listener(Struct, frozen=True):
    """A socket that listens, and how it is reached."""

    socket: socket.socket
    host: str

    @property
    def port(self) -> int:
        """The port, also where any free one was asked for."""
        return self.socket.getsockname()[1]

    @property
    def url(self) -> str:
        """The address to open in a browser, with a slash at the end."""
        return f"http://{in_url('localhost' if self.host in EVERY_ADDRESS else self.host)}:{self.port}/"


def listen(host: str, port: int) -> Listener:
    """Return a socket that listens at `host`; a port in use is a HubkitError that names a free one."""
    try:
        return Listener(_bound(host, port), host)
    except OSError as error:
        free = next((each for each in range(port + 1, port + _PORTS_TRIED) if _is_free(host, each)), 0)
        if port and free:
            raise HubkitError(f"Port {port} is in use. Port {free} is free: add --port {free}") from error
        raise HubkitError(f"Cannot listen at {host}, port {port}: {error.strerror}.") from error


def is_this_machine_alone(host: str) -> bool:
    """Return whether only programs on this machine reach a server at `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def in_url(host: str) -> str:
    """Return a host as it stands in a URL: an IPv6 address in brackets (RFC 3986, 3.2.2)."""
    return f"[{host}]" if ":" in host else host


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    # Accepted connections inherit it. asyncio sets it only where a socket names its protocol, and Python's do not; then
    # the second part of an answer waits 40 ms for the visitor to acknowledge the first.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _is_free(host: str, port: int) -> bool:
    try:
        _bound(host, port).close()
    except (OSError, OverflowError):
        return False
    return True


class _Hurried(H11Protocol):
    """Lets go of who connects and then does not ask: the head of a request has ten seconds to arrive."""

    _hurry: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._wait_for_head()
        else:
            self._wait_no_longer()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_longer()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        if self._hurry is None:
            self._hurry = self.loop.call_later(_SECONDS_FOR_HEAD, self.transport.close)

    def _wait_no_longer(self) -> None:
        if self._hurry is not None:
            self._hurry.cancel()
            self._hurry = None


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


def server_of(app: "ASGIApp", *, has_lifespan: bool, seconds_to_end: int) -> uvicorn.Server:
    """Return a server for `app`, which logs no address; its `should_exit` ends it, once open answers are given."""
    config = uvicorn.Config(
        app,
        http=_Hurried,
        ws="none",
        lifespan="on" if has_lifespan else "off",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=seconds_to_end,
    )
    return _Server(config)


def run_until_interrupted(run: Callable[[], Awaitable[None]], end: Callable[[], None]) -> None:
    """Run until Ctrl-C, or a signal that asks to end: then `end` is called. A second one ends at once."""

    async def bound() -> None:
        loop = asyncio.get_running_loop()

        def end_soon(number: int, _: object) -> None:
            signal.signal(number, signal.SIG_DFL)
            loop.call_soon_threadsafe(end)

        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, end_soon)
        await run()

    asyncio.run(bound())
