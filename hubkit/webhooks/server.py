"""The server of the functions: one process, until it is asked to end."""

import uvicorn
from starlette.types import ASGIApp

from hubkit.listening import Listener, run_until_interrupted, server_of

_SECONDS_TO_END = 10


def api_server(app: ASGIApp) -> uvicorn.Server:
    """Return a server for `app`, which has begun when the store is settled, and gives open answers at its end."""
    return server_of(app, has_lifespan=True, seconds_to_end=_SECONDS_TO_END)


def serve_api(app: ASGIApp, listener: Listener) -> None:
    """Serve `app` until Ctrl-C, or a signal that asks to end; both are a good end. A second one ends at once."""
    server = api_server(app)

    def end() -> None:
        server.should_exit = True

    run_until_interrupted(lambda: server.serve([listener.socket]), end)
