"""The addresses of the preview: the site's own, and those of the script that keeps pages up to date."""

from html import escape
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from hubkit.serve.guard import TAKEN, Guard, Hosts, is_own_page
from hubkit.serve.preview import Preview, state_of
from hubkit.serve.rsvps import PreviewRsvps, with_own_form

_ASSETS = Path(__file__).parent / "assets"
_FRESH = {"Cache-Control": "no-store"}
_HEAD_ENDS = b"</head>"


def preview_app(preview: Preview, rsvps: PreviewRsvps, hosts: Hosts) -> ASGIApp:
    """Return the application that shows `preview`, and takes RSVPs, to whoever asks for one of `hosts`."""

    async def page(request: Request) -> Response:
        await preview.is_ready.wait()
        if request.headers.get("service-worker") == "script":
            return PlainTextResponse("A preview is not kept on the device.\n", 404)
        address = request.scope["raw_path"].decode("ascii")
        answer = preview.answer(address)
        content = with_script(answer.content, address) if answer.is_page else answer.content
        if answer.is_page and rsvps.is_on:
            content = with_own_form(content)
        return Response(content, answer.status, answer.headers)

    async def news(request: Request) -> Response:
        if not is_own_page(request.headers):
            return PlainTextResponse("Only pages of this preview may listen.\n", 403)
        if request.method == "HEAD":
            return Response(headers=_FRESH, media_type="text/event-stream")
        await preview.is_ready.wait()
        told = preview.news(request.query_params.get("page", "/"), request.query_params.get("state", ""))
        return StreamingResponse(told, headers=_FRESH, media_type="text/event-stream")

    routes = [
        Route("/_hubkit/news", news),
        _own("reload.js", "text/javascript"),
        _own("mistakes.css", "text/css"),
        Route("/{path:path}", page),
    ]
    pages = Starlette(routes=routes)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        taking = None
        if scope["path"].startswith(TAKEN):
            await preview.is_ready.wait()
            taking = await rsvps.app()
        await (taking or pages)(scope, receive, send)

    return Guard(answer, hosts)


def _own(name: str, media_type: str) -> Route:
    """Return the route to a file of the preview itself."""

    async def file(_: Request) -> Response:
        return Response((_ASSETS / name).read_bytes(), headers=_FRESH, media_type=media_type)

    return Route(f"/_hubkit/{name}", file)


def with_script(content: bytes, address: str) -> bytes:
    """Return a page with the script that keeps it up to date; the page works without it."""
    state = state_of(content)
    tag = f'<script src="/_hubkit/reload.js" data-page="{escape(address)}" data-state="{state}" defer></script>\n'
    before, end, after = content.partition(_HEAD_ENDS)
    return b"".join((before, tag.encode(), end, after))
