"""The application: which address is answered by what, and through which guards."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hubkit.webhooks.answers import as_json, refused, wants_page
from hubkit.webhooks.catalog import Catalog
from hubkit.webhooks.channels import Channels
from hubkit.webhooks.checkout.buying import buy
from hubkit.webhooks.checkout.cashier import Cashier
from hubkit.webhooks.checkout.hearing import hear
from hubkit.webhooks.checkout.mine import erase_order, give_order
from hubkit.webhooks.checkout.showing import give_back, show_order
from hubkit.webhooks.checkout.till import Till
from hubkit.webhooks.desk import Desk, RefusedError
from hubkit.webhooks.guard import SIGNED_PATH, Gate, Guard, Marked
from hubkit.webhooks.housekeeping import lifespan_of
from hubkit.webhooks.limits import Buckets, Limits
from hubkit.webhooks.mine import change_mine, give_mine, show_mine
from hubkit.webhooks.pages import Pages
from hubkit.webhooks.postman import Postman
from hubkit.webhooks.replays import Replays
from hubkit.webhooks.rsvps import take_rsvp, thank
from hubkit.webhooks.standing import standing
from hubkit.webhooks.store import Store, Taken
from hubkit.webhooks.tickets import TicketMaker
from hubkit.webhooks.tokens import Signer

_NO_TEXT = {404: "no-page", 405: "no-method"}


_NO_CHANNELS = Channels()


def _tell_nobody() -> None: ...


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
    channels: Channels = _NO_CHANNELS,
    till: Till | None = None,
    tickets: TicketMaker | None = None,
) -> Starlette:
    """Return the application that `openapi.yaml` describes; when it starts, free seats go to those who wait.

    `trust_proxy` counts requests by the address that the proxy in front of it tells. What the store puts down for the
    receivers of `channels` is sent while the application runs. Tickets are sold where there is a `till`, and
    signed for the door by `tickets`. The store
    stays open at the end.
    """
    rates = limits or Limits()
    pages = Pages(catalog)
    gate = Gate(catalog.site.origins, Buckets(rates.requests), trust_proxy)
    has_tickets = tickets is not None
    postman = Postman(catalog, store, signer, channels, now, has_tickets=has_tickets) if channels.receivers else None
    tell = postman.wake if postman else _tell_nobody
    cashier = Cashier(till, now, tell) if till else None
    desk = Desk(
        catalog,
        store,
        signer,
        pages,
        gate,
        Buckets(rates.posts),
        Buckets(rates.bare_posts),
        now,
        writes=channels.mail is not None,
        tell=tell,
        till=replace(till, tell=cashier.wake) if till and cashier else None,
        tickets=tickets,
    )
    app = Starlette(routes=_routes(desk), lifespan=lifespan_of(desk, postman, cashier), middleware=_guards(desk))
    app.state.desk = desk
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

    async def checkout(request: Request) -> Response:
        return await buy(desk, replays, request)

    async def order(request: Request) -> Response:
        return await (give_back if request.method == "POST" else show_order)(desk, request)

    async def erase(request: Request) -> Response:
        return await erase_order(desk, request)

    async def webhook(request: Request) -> Response:
        return await hear(desk, request)

    return [
        Route("/api/checkout", checkout, methods=["POST"]),
        Route("/api/checkout/{token}", order, methods=["GET", "POST"]),
        get("/api/checkout/{token}/data", give_order),
        Route("/api/checkout/{token}/erase", erase, methods=["POST"]),
        Route(SIGNED_PATH, webhook, methods=["POST"]),
        Route("/api/rsvp", rsvp, methods=["POST"]),
        get("/api/rsvp/thanks/{receipt}", thank),
        Route("/api/rsvp/{token}", mine, methods=["GET", "POST"]),
        get("/api/rsvp/{token}/data", give_mine),
        get("/api/events/{event}/availability", _availability),
        get("/api/health", _health),
    ]


async def _availability(desk: Desk, request: Request) -> Response:
    """Answer how an event stands, and give a form token, which says when the form was shown."""
    name = request.path_params["event"]
    event, taken = desk.event(name), None
    if event is not None:
        taken = await desk.store.taken(name, desk.now())
    elif desk.till is not None and (sold := desk.sold(name)) is not None:
        event, taken = replace(sold, waitlist=False), Taken(await desk.till.orders.taken(name, desk.now()), 0)
    if event is None or taken is None:
        raise desk.refuse(request, "no-event", 404)
    left = None if event.capacity is None else max(0, event.capacity - taken.seats)
    state = standing(event, taken, desk.now())
    content = {"event": name, "state": state, "seats_left": left, "waiting": taken.waiting}
    return as_json(content | {"form_token": desk.form_token(name)})


async def _health(desk: Desk, request: Request) -> Response:
    """Answer that the store can be asked."""
    del request
    await desk.store.taken("", desk.now())
    return as_json({"status": "ok"})


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
