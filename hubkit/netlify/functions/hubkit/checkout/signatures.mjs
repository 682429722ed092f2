/** Whether a message is Stripe's: HMAC-SHA256 over its time and its bytes (https://docs.stripe.com/webhooks#verify). */

import { createHmac, timingSafeEqual } from "node:crypto";

/** How old a message may be, or how far ahead of our clock, in milliseconds. */
const TOLERANCE = 300_000;
const LONGEST = 4096;
const TIME = /^[0-9]{1,12}$/;

/**
 * Return whether one of the signatures in `Stripe-Signature` is that of these bytes, by one of the secrets, now.
 * While a secret is changed, Stripe signs with the old and the new one.
 * @param {Uint8Array} body
 * @param {string} header
 * @param {string[]} secrets
 * @param {Date} now
 */
export function isSigned(body, header, secrets, now) {
  if (header.length > LONGEST) return false;
  const pairs = header.split(",").map((part) => /^([^=]*)=?(.*)$/s.exec(part.trim()).slice(1));
  const named = (wanted) => pairs.filter(([name]) => name === wanted).map(([, value]) => value);
  const times = named("t");
  if (times.length !== 1 || !TIME.test(times[0])) return false;
  const signatures = named("v1").map((value) => Buffer.from(value, "utf-8"));
  const expected = secrets.map((secret) =>
    Buffer.from(createHmac("sha256", secret).update(`${times[0]}.`).update(body).digest("hex")),
  );
  const found = expected.flatMap((mine) => signatures.map((theirs) => isSame(mine, theirs)));
  return found.includes(true) && Math.abs(now.getTime() - Number(times[0]) * 1000) <= TOLERANCE;
}

function isSame(mine, theirs) {
  return mine.length === theirs.length && timingSafeEqual(mine, theirs);
}
