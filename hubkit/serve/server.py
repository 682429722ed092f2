"""The server of the preview: what serves, what watches and what builds, together until the end."""

import asyncio
from pathlib import Path

from hubkit.listening import EVERY_ADDRESS, Listener, in_url, server_of
from hubkit.serve.app import preview_app
from hubkit.serve.guard import Hosts
from hubkit.serve.preview import Preview
from hubkit.serve.rsvps import PreviewRsvps
from hubkit.serve.watch import watch


def hosts_of(listener: Listener, allowed: tuple[str, ...] = ()) -> Hosts:
    """Return the names under which a listener is reached; `allowed` are more of them."""
    names = frozenset(in_url(name).lower() for name in (listener.host, *allowed))
    return Hosts(listener.port, names, any_address=listener.host in EVERY_ADDRESS)


class Service:
    """A preview on a socket, from `run` until `end`."""

    def __init__(
        self, site: Path, preview: Preview, rsvps: PreviewRsvps, listener: Listener, allowed: tuple[str, ...] = ()
    ) -> None:
        self._site = site
        self._preview = preview
        self._rsvps = rsvps
        self._listener = listener
        app = preview_app(preview, rsvps, hosts_of(listener, allowed))
        self._server = server_of(app, has_lifespan=False, seconds_to_end=1)

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
