"""The page of an order, to which Stripe leads back: whether it is paid, and giving its seats back where it is not."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from hubkit.webhooks.answers import as_json, sent_on, wants_json
from hubkit.webhooks.catalog import Event
from hubkit.webhooks.checkout.decisions import may_erase
from hubkit.webhooks.checkout.orders import Order
from hubkit.webhooks.checkout.stripe import StripeError
from hubkit.webhooks.desk import Desk
from hubkit.webhooks.links import order_link
from hubkit.webhooks.pages import Bought


def order_path(desk: Desk, order: Order, event: Event) -> str:
    """Return the path of the page of an order, for who made it alone; good as long as it is kept."""
    return order_link(desk.signer, order.id, event, desk.catalog.site, desk.now())


async def show_order(desk: Desk, request: Request) -> Response:
    """Answer `GET /api/checkout/{token}`; changes nothing."""
    order, event = await found_order(desk, request)
    return await _shown(desk, request, order, event)


async def give_back(desk: Desk, request: Request) -> Response:
    """Answer `POST /api/checkout/{token}`: seats that are held are free again, unless they are paid meanwhile."""
    desk.count(request, desk.posts)
    order, _ = await found_order(desk, request)
    if desk.till is not None and order.state == "held" and order.session:
        try:
            await desk.till.stripe.end(order.session)
        except StripeError:
            pass  # It is being paid, or Stripe is down: then the hold ends by itself.
        else:
            await desk.till.orders.let_go(order.id, desk.now())
    if not wants_json(request.headers):
        return sent_on(request.url.path)
    return await _shown(desk, request, *await found_order(desk, request))


async def found_order(desk: Desk, request: Request) -> tuple[Order, Event]:
    """Return the order of a link; raises `RefusedError` where there is none."""
    signed = desk.signer.read("order", request.path_params["token"], desk.now())
    order = await desk.store.orders().find(signed.value) if signed else None
    event = desk.sold(order.event) if order else None
    if order is None or event is None:
        raise desk.refuse_person(request, "no-order", 404)
    return order, event


async def _shown(desk: Desk, request: Request, order: Order, event: Event) -> Response:
    tickets = await desk.store.orders().tickets(order.id) if order.state == "paid" else ()
    if wants_json(request.headers):
        content = {"event": order.event, "state": order.state, "quantity": order.quantity, "tickets": tickets}
        return as_json(content)
    setting = desk.pages.setting(event, order.language)
    is_back = "back" in request.query_params and order.state == "held"
    state = "back" if is_back else order.state
    is_erasable = may_erase(order, event, desk.now())
    link = f"/api/checkout/{request.path_params['token']}"
    shown = tuple(each for key in tickets if (each := desk.ticket(order.event, key, 1)))
    return HTMLResponse(desk.pages.bought(setting, Bought(state, order.quantity, tickets, link, is_erasable, shown)))
