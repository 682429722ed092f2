/** Pays back what was paid too late: at least once, by a key that makes it once. */

import { StripeError } from "./stripe.mjs";

const AT_ONCE = 20;

/**
 * Pay back what is due. Each refund is marked after Stripe took it: where the process is ended between, it is asked again,
 * and done once. What fails is due again after 2, 4, 8 … minutes, for as long as it takes.
 * @param {ReturnType<typeof import("./till.mjs").tillOf>} till
 * @param {() => Date} now
 * @param {() => void} tell has what is to be told sent soon
 */
export async function payBack({ orders, stripe }, now, tell) {
  for (;;) {
    const due = await orders.refunds(now(), AT_ONCE);
    if (!due.length) return;
    for (const order of due) {
      const fault = await unpaid(stripe, order);
      if (fault === null) {
        await orders.repaid(order.id, now());
        tell();
      } else console.error(`A payment that came too late could not be paid back: ${fault.message}. It is tried again.`);
    }
  }
}

/** Pay an order back; return why Stripe did not, or null. */
async function unpaid(stripe, order) {
  try {
    await stripe.payBack(order);
    return null;
  } catch (fault) {
    if (fault instanceof StripeError) return fault;
    throw fault;
  }
}
