"""`/api/checkout/{token}/data` and `…/erase`: what is stored of a buyer, for who has the link of the order."""

from starlette.requests import Request
from starlette.responses import Response

from hubkit.webhooks.answers import as_json, sent_on, wants_json
from hubkit.webhooks.checkout.decisions import may_erase
from hubkit.webhooks.checkout.showing import found_order
from hubkit.webhooks.desk import Desk
from hubkit.webhooks.rsvps import Receipt, receipt_path


async def give_order(desk: Desk, request: Request) -> Response:
    """Answer `GET …/data`: all that is stored of a buyer for one order, as a file."""
    order, _ = await found_order(desk, request)
    orders = desk.store.orders()
    content = {"order": order, "tickets": await orders.tickets(order.id), "mails": await orders.told(order.id)}
    return as_json(content, headers={"Content-Disposition": 'attachment; filename="order.json"'})


async def erase_order(desk: Desk, request: Request) -> Response:
    """Answer `POST …/erase`: nothing of the order is kept, unless somebody still needs it."""
    desk.count(request, desk.posts)
    order, event = await found_order(desk, request)
    setting = desk.pages.setting(event, order.language)
    if not may_erase(order, event, desk.now()) or not await desk.store.orders().withdraw(order.id):
        raise desk.refuse(request, "order-kept", 409, setting)
    if wants_json(request.headers):
        return as_json({"event": order.event, "state": "erased", "quantity": order.quantity, "tickets": ()})
    return sent_on(receipt_path(desk, Receipt(order.event, order.language, "erased")))
