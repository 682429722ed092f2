/** How often one address may ask: token buckets, in bounded memory, of this instance of the function alone. */

import { isIPv4, isIPv6 } from "node:net";

const ADDRESSES = 10_000;
const ROUNDING = 1e-9;

/** What one address may do: so many at once, and one more after so many seconds. */
export const LIMITS = {
  requests: { atOnce: 120, seconds: 0.5 },
  /** RSVPs with a form token, and changes by the signed link. */
  posts: { atOnce: 20, seconds: 6 },
  /** RSVPs without one. */
  barePosts: { atOnce: 8, seconds: 30 },
};

/** One bucket for each address; those not seen for longest are forgotten first. */
export class Buckets {
  #rate;
  #clock;
  #most;
  /** @type {Map<string, number>} */
  #fullAt = new Map();

  /** @param {{atOnce: number, seconds: number}} rate */
  constructor(rate, clock = () => performance.now() / 1000, most = ADDRESSES) {
    this.#rate = rate;
    this.#clock = clock;
    this.#most = most;
  }

  /** Count one request; return 0, or after how many whole seconds it may be tried again, and count nothing. */
  wait(address) {
    const now = this.#clock();
    const fullAt = Math.max(this.#fullAt.get(address) ?? now, now) + this.#rate.seconds;
    const over = fullAt - now - this.#rate.atOnce * this.#rate.seconds;
    if (over > ROUNDING) return Math.max(1, Math.ceil(over));
    this.#fullAt.delete(address);
    this.#fullAt.set(address, fullAt);
    if (this.#fullAt.size > this.#most) this.#fullAt.delete(this.#fullAt.keys().next().value);
    return 0;
  }
}

/** Return under what an address is counted: itself, the IPv4 address within, or the /64 of an IPv6 address (RFC 6177). */
export function countedAs(address) {
  const [bare] = (address ?? "").split("%");
  if (isIPv4(bare)) return bare;
  if (!isIPv6(bare)) return "";
  const [before, after = ""] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split("::");
  const first = before ? before.split(":") : [];
  const last = after ? after.split(":") : [];
  const groups = [...first, ...Array(8 - first.length - last.length).fill("0"), ...last];
  const isMapped = groups.slice(0, 5).every((group) => group === "0") && groups[5] === "ffff";
  if (!isMapped) return `${groups.slice(0, 4).join(":")}::/64`;
  return groups.slice(6).flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]).join(".");
}
