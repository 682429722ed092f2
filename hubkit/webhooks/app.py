"""The application: which address is answered by what, and through which guards."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hubkit.webhooks.answers import as_json, refused, wants_page
from hubkit.webhooks.catalog import Catalog
from hubkit.webhooks.desk import Desk, RefusedError
from hubkit.webhooks.guard import Gate, Guard, Marked
from hubkit.webhooks.limits import Buckets, Limits
from hubkit.webhooks.mine import change_mine, show_mine
from hubkit.webhooks.pages import Pages
from hubkit.webhooks.replays import Replays
from hubkit.webhooks.rsvps import take_rsvp, thank
from hubkit.webhooks.standing import seats_of, standing, standing_by_time
from hubkit.webhooks.store import Store, StoreError
from hubkit.webhooks.tokens import Signer

_OVER = {"cancelled", "past"}
_DAY = 24 * 60 * 60
"""Seconds."""
_NO_TEXT = {404: "no-page", 405: "no-method"}


def _clock() -> datetime:
    return datetime.now(UTC)


def api_app(
    catalog: Catalog,
    store: Store,
    signer: Signer,
    *,
    limits: Limits | None = None,
    trust_proxy: bool = False,
    now: Callable[[], datetime] = _clock,
) -> Starlette:
    """Return the application that `openapi.yaml` describes; when it starts, free seats go to those who wait.

    `trust_proxy` counts requests by the address that the proxy in front of it tells. The store stays open at the end.
    """
    rates = limits or Limits()
    pages = Pages(catalog)
    gate = Gate(catalog.site.origins, Buckets(rates.requests), trust_proxy)
    desk = Desk(catalog, store, signer, pages, gate, Buckets(rates.posts), Buckets(rates.bare_posts), now)
    app = Starlette(routes=_routes(desk), lifespan=_lifespan(desk), middleware=_guards(desk))
    app.router.redirect_slashes = False
    app.add_exception_handler(RefusedError, _as_refused)
    app.add_exception_handler(HTTPException, _as_page(pages))
    return app


def _guards(desk: Desk) -> list[Middleware]:
    return [
        Middleware(Marked, catalog=desk.catalog, pages=desk.pages),
        Middleware(
            CORSMiddleware,
            allow_origins=list(desk.catalog.site.origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Content-Type", "Idempotency-Key"],
            expose_headers=["Retry-After"],
        ),
        Middleware(Guard, gate=desk.gate, pages=desk.pages),
    ]


def _routes(desk: Desk) -> list[Route]:
    replays = Replays()

    def get(path: str, answer: Callable[[Desk, Request], Awaitable[Response]]) -> Route:
        async def endpoint(request: Request) -> Response:
            return await answer(desk, request)

        return Route(path, endpoint, methods=["GET"])

    async def rsvp(request: Request) -> Response:
        return await take_rsvp(desk, replays, request)

    async def mine(request: Request) -> Response:
        return await (change_mine if request.method == "POST" else show_mine)(desk, request)

    return [
        Route("/api/rsvp", rsvp, methods=["POST"]),
        get("/api/rsvp/thanks/{receipt}", thank),
        Route("/api/rsvp/{token}", mine, methods=["GET", "POST"]),
        get("/api/events/{event}/availability", _availability),
        get("/api/health", _health),
    ]


async def _availability(desk: Desk, request: Request) -> Response:
    """Answer how an event stands, and give a form token, which says when the form was shown."""
    name = request.path_params["event"]
    event = desk.event(name)
    if event is None:
        raise desk.refuse(request, "no-event", 404)
    taken = await desk.store.taken(name, desk.now())
    left = None if event.capacity is None else max(0, event.capacity - taken.seats)
    state = standing(event, taken, desk.now())
    content = {"event": name, "state": state, "seats_left": left, "waiting": taken.waiting}
    return as_json(content | {"form_token": desk.form_token(name)})


async def _health(desk: Desk, request: Request) -> Response:
    """Answer that the store can be asked."""
    del request
    await desk.store.taken("", desk.now())
    return as_json({"status": "ok"})


async def settled(catalog: Catalog, store: Store, now: datetime) -> None:
    """Give free seats to those who wait, as where a capacity grew with a build."""
    for name, event in catalog.events.items():
        if event.mode == "rsvp" and standing_by_time(event, now) not in _OVER:
            await store.settle(seats_of(name, event), now)


def _lifespan(desk: Desk) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Return what is done at the start: a capacity that grew with a build moves the waiting list up.

    What is kept no longer is erased then, and every day.
    """

    async def forget_daily() -> None:
        while True:
            await asyncio.sleep(_DAY)
            with suppress(StoreError):  # the next day tries again
                await _forget(desk)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        del app
        await settled(desk.catalog, desk.store, desk.now())
        await _forget(desk)
        daily = asyncio.create_task(forget_daily())
        yield
        daily.cancel()

    return lifespan


async def _forget(desk: Desk) -> None:
    """Erase the people of events that were over as many days ago as the network keeps them."""
    await desk.store.purge(desk.now() - timedelta(days=desk.catalog.site.keep_days))


async def _as_refused(request: Request, fault: Exception) -> Response:
    del request
    if not isinstance(fault, RefusedError):
        raise fault
    return fault.answer


def _as_page(pages: Pages) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, fault: Exception) -> Response:
        if not isinstance(fault, HTTPException):
            raise fault
        code, page = _NO_TEXT.get(fault.status_code, "failed"), wants_page(request.headers)
        return refused(pages, pages.setting(), code, fault.status_code, page=page, headers=fault.headers)

    return answer
