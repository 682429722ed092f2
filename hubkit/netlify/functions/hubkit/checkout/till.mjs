/** Where tickets are paid: all that the answering functions need for it. */

import { Stripe } from "./stripe.mjs";

/**
 * Return a till for these orders: how Stripe is asked and heard.
 * @param {import("./keeping.mjs").Orders} orders
 * @param {NonNullable<ReturnType<typeof import("./settings.mjs").paymentsFrom>>} payments
 * @param {() => void} tell has what is to be paid back paid back soon
 */
export function tillOf(orders, payments, tell = () => {}) {
  return { orders, payments, stripe: new Stripe(payments), tell };
}
