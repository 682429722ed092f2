/** Stripe's API, as far as tickets need it: a page to pay at, and money paid back (https://docs.stripe.com/api). */

/** The API by which these calls are written: Stripe keeps to it, whatever an account's own version is. */
const VERSION = "2024-06-20";
const PATIENCE = 10_000;
const PAUSE = 500;
const PAGE = /^https:\/\/[\x21\x23-\x3b\x3d\x3f-\x7e]{1,2000}$/;
const NAME = /^[A-Za-z0-9_]{1,255}$/;
const PAID_BACK = "charge_already_refunded";

/** Stripe did not do it; says why, and nothing of a person or a key. */
export class StripeError extends Error {
  /** @param {"down" | "refused" | "email"} why `down`: the same may be tried again. `email`: it takes no such address */
  constructor(why, reason) {
    super(reason);
    this.why = why;
  }
}

/** Asks Stripe's API. What is asked again has the key of before, and is done once (`Idempotency-Key`). */
export class Stripe {
  #payments;

  constructor(payments) {
    this.#payments = payments;
  }

  /**
   * Make the page where an order is paid, which ends when its seats are let go; throws `StripeError`.
   * The amount and the name are those of the order, and so of the catalogue.
   * @param {{name: string, successUrl: string, cancelUrl: string}} item
   * @returns {Promise<{session: string, url: string}>}
   */
  async page(order, item) {
    const asked = {
      mode: "payment",
      client_reference_id: order.id,
      customer_email: order.email,
      expires_at: Math.floor(order.held_until.getTime() / 1000),
      success_url: item.successUrl,
      cancel_url: item.cancelUrl,
      "line_items[0][quantity]": order.quantity,
      "line_items[0][price_data][currency]": order.currency,
      "line_items[0][price_data][unit_amount]": order.amount / order.quantity,
      "line_items[0][price_data][product_data][name]": item.name,
      "metadata[order]": order.id,
      "payment_intent_data[metadata][order]": order.id,
    };
    const made = sessionIn(await this.#ask("POST", "/v1/checkout/sessions", asked, order.id));
    if (!PAGE.test(made.url ?? "") || !NAME.test(made.id)) throw new StripeError("down", "an answer without a page");
    return { session: made.id, url: made.url };
  }

  /** Pay back all of an order that is not paid back yet; throws `StripeError`. */
  async payBack(order) {
    const asked = { payment_intent: order.payment || (await this.#payment(order)), "metadata[order]": order.id };
    try {
      await this.#ask("POST", "/v1/refunds", asked, `refund-${order.id}`);
    } catch (fault) {
      if (!(fault instanceof StripeError) || fault.message !== PAID_BACK) throw fault;
    }
  }

  /** Have nobody pay at a page any more; throws `StripeError`, also where it was paid. */
  async end(session) {
    await this.#ask("POST", `/v1/checkout/sessions/${encodeURIComponent(session)}/expire`, {}, `end-${session}`);
  }

  async #payment({ session }) {
    const path = `/v1/checkout/sessions/${encodeURIComponent(session)}`;
    const { payment_intent: payment } = sessionIn(await this.#ask("GET", path, {}, ""));
    if (!payment) throw new StripeError("refused", "a session without a payment");
    return payment;
  }

  /** Return the content of a good answer; what fails on the way is asked once more, with the same key. */
  async #ask(method, path, asked, key) {
    try {
      return await this.#asked(method, path, asked, key);
    } catch (fault) {
      if (fault.why !== "down") throw fault;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    return this.#asked(method, path, asked, key);
  }

  async #asked(method, path, asked, key) {
    const headers = {
      Authorization: `Bearer ${this.#payments.key}`,
      "Content-Type": "application/x-www-form-urlencoded",
      "Stripe-Version": VERSION,
      "User-Agent": "hubkit",
      ...(key ? { "Idempotency-Key": key } : {}),
    };
    const body = method === "POST" ? new URLSearchParams(asked).toString() : undefined;
    let answer;
    let content;
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      answer = await fetch(this.#payments.origin + path, { method, headers, body, redirect: "manual", signal });
      content = await answer.text();
    } catch (fault) {
      throw new StripeError("down", fault.cause?.code ?? fault.name);
    }
    if (answer.status === 200) return content;
    throw refusalIn(answer.status, content);
  }
}

function sessionIn(content) {
  const found = objectIn(content);
  const isText = (value) => ["string", "undefined"].includes(typeof (value ?? undefined));
  if (typeof found?.id === "string" && isText(found.url) && isText(found.payment_intent)) return found;
  throw new StripeError("down", "an answer that cannot be read");
}

function objectIn(content) {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

/** Return what an answer says: its codes alone, since its sentences may name what somebody typed. */
function refusalIn(status, content) {
  const fault = objectIn(content)?.error;
  if (status === 409 || status === 429 || status >= 500) return new StripeError("down", `HTTP ${status}`);
  const code = typeof fault?.code === "string" && NAME.test(fault.code) ? fault.code : "";
  if (code === "email_invalid" || fault?.param === "customer_email") return new StripeError("email", code);
  return new StripeError("refused", code || `HTTP ${status}`);
}
