/** `/api/checkout/{token}/data` and `…/erase`: what is stored of a buyer, for who has the link of the order. */

import { asJson, sentOn, wantsJson } from "../answers.mjs";
import { receiptPath } from "../rsvps.mjs";
import { mayErase } from "./decisions.mjs";
import { foundOrder } from "./showing.mjs";

/** Answer `GET …/data`: all that is stored of a buyer for one order, as a file. */
export async function giveOrder(desk, asking) {
  const { order } = await foundOrder(desk, asking);
  const { orders } = desk.store;
  const content = { order, tickets: await orders.tickets(order.id), mails: await orders.told(order.id) };
  return asJson(content, 200, { "Content-Disposition": 'attachment; filename="order.json"' });
}

/** Answer `POST …/erase`: nothing of the order is kept, unless somebody still needs it. */
export async function eraseOrder(desk, asking) {
  desk.count(asking, desk.posts);
  const { order, event } = await foundOrder(desk, asking);
  if (!mayErase(order, event, desk.now()) || !(await desk.store.orders.withdraw(order.id)))
    throw desk.refuse(asking, "order-kept", 409, desk.setting(event, order.language));
  if (wantsJson(asking.request.headers))
    return asJson({ event: order.event, state: "erased", quantity: order.quantity, tickets: [] });
  return sentOn(receiptPath(desk, [order.event, order.language, "erased", ""]));
}
