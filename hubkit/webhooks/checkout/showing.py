"""The page of an order, to which Stripe leads back: whether it is paid, and giving its seats back where it is not."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from hubkit.webhooks.answers import as_json, sent_on, wants_json
from hubkit.webhooks.catalog import Event
from hubkit.webhooks.checkout.orders import Order
from hubkit.webhooks.checkout.stripe import StripeError
from hubkit.webhooks.desk import Desk
from hubkit.webhooks.pages import Bought
from hubkit.webhooks.standing import kept_until


def order_path(desk: Desk, order: Order, event: Event) -> str:
    """Return the path of the page of an order, for who made it alone; good as long as it is kept."""
    ends = kept_until(event, desk.catalog.site)
    return f"/api/checkout/{desk.signer.sign('order', order.id, desk.now(), ends)}"


async def show_order(desk: Desk, request: Request) -> Response:
    """Answer `GET /api/checkout/{token}`; changes nothing."""
    order, event = await _found(desk, request)
    return await _shown(desk, request, order, event)


async def give_back(desk: Desk, request: Request) -> Response:
    """Answer `POST /api/checkout/{token}`: seats that are held are free again, unless they are paid meanwhile."""
    desk.count(request, desk.posts)
    order, _ = await _found(desk, request)
    if desk.till is not None and order.state == "held" and order.session:
        try:
            await desk.till.stripe.end(order.session)
        except StripeError:
            pass  # It is being paid, or Stripe is down: then the hold ends by itself.
        else:
            await desk.till.orders.let_go(order.id, desk.now())
    if not wants_json(request.headers):
        return sent_on(request.url.path)
    return await _shown(desk, request, *await _found(desk, request))


async def _found(desk: Desk, request: Request) -> tuple[Order, Event]:
    signed = desk.signer.read("order", request.path_params["token"], desk.now())
    order = await desk.till.orders.find(signed.value) if signed and desk.till else None
    event = desk.sold(order.event) if order else None
    if order is None or event is None:
        raise desk.refuse_person(request, "no-order", 404)
    return order, event


async def _shown(desk: Desk, request: Request, order: Order, event: Event) -> Response:
    is_paid = desk.till is not None and order.state == "paid"
    tickets = await desk.till.orders.tickets(order.id) if desk.till and is_paid else ()
    if wants_json(request.headers):
        content = {"event": order.event, "state": order.state, "quantity": order.quantity, "tickets": tickets}
        return as_json(content)
    setting = desk.pages.setting(event, order.language)
    is_back = "back" in request.query_params and order.state == "held"
    state = "back" if is_back else order.state
    shown = tuple(each for key in tickets if (each := desk.ticket(order.event, key, 1)))
    return HTMLResponse(desk.pages.bought(setting, Bought(state, order.quantity, tickets, request.url.path, shown)))
