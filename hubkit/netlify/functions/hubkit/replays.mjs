/** The same answer for a request that is sent again with its `Idempotency-Key`, to this instance of the function. */

const SECONDS = 600;
const MOST = 1_000;
const PASSING = 429;

/** The key was used with another body. */
export class KeyReusedError extends Error {}

/** Answers, kept in memory for ten minutes, and not more than a thousand of them. */
export class Replays {
  #clock;
  #most;
  /** @type {Map<string, {digest: string, answer: Promise<Response>, until: number}>} */
  #kept = new Map();

  constructor(clock = () => performance.now() / 1000, most = MOST) {
    this.#clock = clock;
    this.#most = most;
  }

  /**
   * Return what `make` gives, once for each key, also to those who ask meanwhile; a failure is not kept.
   * Throws `KeyReusedError` where the key came with another `digest` of a body before.
   * @param {string} key
   * @param {string} digest
   * @param {() => Promise<Response>} make
   */
  async answer(key, digest, make) {
    this.#forget();
    const kept = this.#kept.get(key);
    if (kept) {
      if (kept.digest !== digest) throw new KeyReusedError();
      return (await kept.answer).clone();
    }
    const entry = { digest, answer: make(), until: this.#clock() + SECONDS };
    this.#kept.set(key, entry);
    const drop = () => this.#kept.get(key) === entry && this.#kept.delete(key);
    entry.answer.then((answer) => answer.status >= PASSING && drop(), drop);
    return (await entry.answer).clone();
  }

  #forget() {
    for (const [key, { until }] of this.#kept) {
      if (this.#kept.size < this.#most && until > this.#clock()) return;
      this.#kept.delete(key);
    }
  }
}
