/** How payments are taken, as the environment says it; checked before anything is sold. */

import { SettingError } from "../channels.mjs";

const KEY = "HUBKIT_STRIPE_KEY";
const SECRET = "HUBKIT_STRIPE_WEBHOOK_SECRET";
const ADDRESS = "HUBKIT_STRIPE_URL";
const A_KEY = /^[rs]k_(live|test)_[A-Za-z0-9_]{8,240}$/;
const A_SECRET = /^whsec_[\x21-\x2b\x2d-\x7e]{8,240}$/;
const USUAL = "https://api.stripe.com";
const HERE = /^(http:\/\/(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]{1,5})?)\/?$/;

/**
 * Return how payments are taken; null where the environment says nothing of it.
 * Throws `SettingError` where it cannot be used.
 * @returns {{key: string, secrets: string[], origin: string, isLive: boolean} | null} `isLive`: whether it is about money;
 *   else Stripe plays it
 */
export function paymentsFrom({ [KEY]: key, [SECRET]: secret, [ADDRESS]: address }) {
  if (!key && !secret) return null;
  if (!key) throw new SettingError(`${SECRET} is set, and ${KEY} is not. Stripe shows the key under Developers, API keys`);
  if (!secret)
    throw new SettingError(`${KEY} is set, and ${SECRET} is not. Stripe shows the secret with the webhook that you add`);
  if (!A_KEY.test(key))
    throw new SettingError(`${KEY} is no secret key of Stripe: those begin with rk_live_, sk_live_, rk_test_ or sk_test_`);
  const secrets = secret.split(/[ ,]+/).filter(Boolean);
  if (!secrets.every((each) => A_SECRET.test(each)))
    throw new SettingError(`${SECRET} is no signing secret of Stripe: those begin with whsec_; two have a comma between`);
  return { key, secrets, origin: originOf(address || USUAL), isLive: key.includes("_live_") };
}

function originOf(address) {
  if (address === USUAL) return USUAL;
  const origin = HERE.exec(address)?.[1];
  if (origin && URL.canParse(origin)) return origin;
  throw new SettingError(
    `${ADDRESS} is for tests, and takes a server on this machine alone, like http://127.0.0.1:12111`,
  );
}
