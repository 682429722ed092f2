/** Signed tokens: for one purpose, for a time, and made by nobody else (HMAC-SHA256, RFC 2104). */

import { createHmac, timingSafeEqual } from "node:crypto";

const LEAST_LENGTH = 32;
const LONGEST = 2048;
const MAC_BYTES = 32;
const TIME_BYTES = 6;

/** There is no usable secret; says how to make one. */
export class SecretError extends Error {}

/** Makes tokens, and reads those that it made: the same bytes as `hubkit api` with the same secret. */
export class Signer {
  #key;

  /** @param {string} secret */
  constructor(secret) {
    if ([...secret].length < LEAST_LENGTH)
      throw new SecretError(
        `HUBKIT_SECRET is not set, or has fewer than ${LEAST_LENGTH} characters. Make one with:  ` +
          `python3 -c "import secrets; print(secrets.token_urlsafe(32))"  and keep it, or links that were given out stop working`,
      );
    this.#key = Buffer.from(secret, "utf-8");
  }

  /**
   * Return a token for URLs and forms; it hides nothing, so `value` must say nothing of a person.
   * @param {"form" | "link" | "confirm" | "receipt" | "order"} purpose
   * @param {string} value
   * @param {Date} made
   * @param {Date} expires
   */
  sign(purpose, value, made, expires) {
    const body = Buffer.concat([milliseconds(made), milliseconds(expires), Buffer.from(value, "utf-8")]);
    return Buffer.concat([this.#mac(purpose, body), body]).toString("base64url");
  }

  /**
   * Return what a token holds; null where it is not ours, is for something else, or has expired.
   * @param {string} purpose
   * @param {string} token
   * @param {Date} now
   * @returns {{value: string, made: Date, expires: Date} | null}
   */
  read(purpose, token, now) {
    const content = decoded(token);
    if (content === null) return null;
    const mac = content.subarray(0, MAC_BYTES);
    const body = content.subarray(MAC_BYTES);
    if (!timingSafeEqual(mac, this.#mac(purpose, body))) return null;
    const made = new Date(body.readUIntBE(0, TIME_BYTES));
    const expires = new Date(body.readUIntBE(TIME_BYTES, TIME_BYTES));
    return now < expires ? { value: body.subarray(2 * TIME_BYTES).toString("utf-8"), made, expires } : null;
  }

  /** Return by what a person is known at one event, without a word of them. */
  mark(text) {
    return createHmac("sha256", this.#key).update(`mark\0${text}`).digest("base64url");
  }

  #mac(purpose, body) {
    return createHmac("sha256", this.#key).update(`${purpose}\0`).update(body).digest();
  }
}

function milliseconds(moment) {
  const bytes = Buffer.alloc(TIME_BYTES);
  bytes.writeUIntBE(Math.max(0, moment.getTime()), 0, TIME_BYTES);
  return bytes;
}

/** Return the bytes of a token; null where it is not written exactly as `sign` writes them. */
function decoded(token) {
  if (token.length > LONGEST) return null;
  const content = Buffer.from(token, "base64url");
  const isWhole = content.length >= MAC_BYTES + 2 * TIME_BYTES && content.toString("base64url") === token;
  return isWhole ? content : null;
}
