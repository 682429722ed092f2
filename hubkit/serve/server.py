"""The server: a socket on this machine, uvicorn on it, and an orderly end."""

import asyncio
import ipaddress
import signal
import socket
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from msgspec import Struct

from hubkit.problems import HubkitError
from hubkit.serve.app import preview_app
from hubkit.serve.guard import Hosts
from hubkit.serve.preview import Preview
from hubkit.serve.rsvps import PreviewRsvps
from hubkit.serve.watch import watch

_PORTS_TRIED = 50
_EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - to recognise, not to bind


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
        """The address to open in a browser."""
        return f"http://{_in_url('localhost' if self.host in _EVERY_ADDRESS else self.host)}:{self.port}/"

    def hosts(self, allowed: tuple[str, ...] = ()) -> Hosts:
        """Return the names under which this is reached; `allowed` are more of them."""
        names = frozenset(_in_url(name).lower() for name in (self.host, *allowed))
        return Hosts(self.port, names, any_address=self.host in _EVERY_ADDRESS)


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


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _bound(host: str, port: int) -> socket.socket:
    return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)


def _is_free(host: str, port: int) -> bool:
    try:
        _bound(host, port).close()
    except (OSError, OverflowError):
        return False
    return True


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


class Service:
    """A preview on a socket, from `run` until `end`."""

    def __init__(
        self, site: Path, preview: Preview, rsvps: PreviewRsvps, listener: Listener, allowed: tuple[str, ...] = ()
    ) -> None:
        self._site = site
        self._preview = preview
        self._rsvps = rsvps
        self._listener = listener
        config = uvicorn.Config(
            preview_app(preview, rsvps, listener.hosts(allowed)),
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        self._server = _Server(config)

    async def run(self) -> None:
        """Serve, watch and build until the end; what goes wrong in one of them ends all, and is raised."""
        tasks = [
            asyncio.create_task(self._server.serve([self._listener.socket])),
            asyncio.create_task(watch(self._site, self._preview.changed)),
            asyncio.create_task(self._preview.work()),
        ]
        serving, watching, working = tasks
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        self.end()
        watching.cancel()
        results = await asyncio.gather(serving, watching, working, return_exceptions=True)
        self._rsvps.close()
        for result in results:
            if isinstance(result, Exception):
                raise result

    def end(self) -> None:
        """End `run` soon; open streams of news end first, so that no browser holds it up."""
        self._preview.end()
        self._server.should_exit = True


def run_until_interrupted(service: Service) -> None:
    """Run `service` until Ctrl-C, or a signal that asks to end; both are a good end. A second one ends at once."""

    async def run() -> None:
        loop = asyncio.get_running_loop()

        def end(number: int, _: object) -> None:
            signal.signal(number, signal.SIG_DFL)
            loop.call_soon_threadsafe(service.end)

        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, end)
        await service.run()

    asyncio.run(run())
