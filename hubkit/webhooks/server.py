"""The server: uvicorn, one process, on one socket, until it is asked to end. It logs no address."""

import asyncio
import ipaddress
import signal
import socket
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn
from msgspec import Struct
from starlette.applications import Starlette

_SECONDS_TO_END = 10
_BACKLOG = 2048


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
        """Where it is reached from this machine, with a slash at the end."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}/"


def listen(host: str, port: int) -> Listener:
    """Return a socket that listens; raises `OSError` where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return Listener(socket.create_server((host, port), family=family, backlog=_BACKLOG), host)


def is_this_machine_alone(host: str) -> bool:
    """Return whether only programs on this machine reach a server at `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


def server_of(app: Starlette) -> uvicorn.Server:
    """Return a server for `app`, which ends once its `should_exit` is set and open answers are given."""
    return _Server(
        uvicorn.Config(
            app,
            http="h11",
            ws="none",
            lifespan="on",
            log_config=None,
            log_level="error",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=_SECONDS_TO_END,
        )
    )


def run_until_interrupted(app: Starlette, listener: Listener) -> None:
    """Serve `app` until Ctrl-C, or a signal that asks to end; both are a good end. A second one ends at once."""
    server = server_of(app)

    async def run() -> None:
        loop = asyncio.get_running_loop()

        def end_soon() -> None:
            server.should_exit = True

        def end(number: int, _: object) -> None:
            signal.signal(number, signal.SIG_DFL)
            loop.call_soon_threadsafe(end_soon)

        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, end)
        await server.serve([listener.socket])

    asyncio.run(run())
