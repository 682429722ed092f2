/** Where notices go, as the environment says it; checked before anything is sent. */

const SHAPES = new Map([["hooks.slack.com", "slack"], ["discord.com", "discord"], ["discordapp.com", "discord"]]);
const HERE = ["localhost", "127.0.0.1", "[::1]"];
const LEAST_KEY = 24;
const MOST_KEY = 64;
const HOW = `python3 -c "import base64, os; print('whsec_' + base64.b64encode(os.urandom(32)).decode())"`;

/** A variable of the environment cannot be used; says which, and what to write, and never what stands there. */
export class SettingError extends Error {}

/**
 * Return the webhook that the environment sets up; null where it says nothing of one.
 * Throws `SettingError` where it cannot be used.
 * @returns {{url: string, shape: "slack" | "discord" | "signed", key: Buffer} | null}
 */
export function hookFrom({ HUBKIT_NOTIFY_URL: url, HUBKIT_NOTIFY_SECRET: secret }) {
  if (!url && secret) throw new SettingError("HUBKIT_NOTIFY_SECRET is set, and HUBKIT_NOTIFY_URL is not");
  if (!url) return null;
  const isPlain = /^https?:\/\/[\x21-\x7e]+$/.test(url) && URL.canParse(url);
  const parts = isPlain ? new URL(url) : null;
  if (parts === null || parts.username || parts.password || url.includes("#"))
    throw new SettingError("HUBKIT_NOTIFY_URL cannot be read. Write it like https://example.org/rsvps");
  const isHttps = parts.protocol === "https:";
  if (!isHttps && !HERE.includes(parts.hostname))
    throw new SettingError(
      "HUBKIT_NOTIFY_URL does not begin with https://: others could read and change what is sent. Use https",
    );
  const shape = (isHttps && SHAPES.get(parts.hostname)) || "signed";
  return { url, shape, key: shape === "signed" ? keyOf(secret ?? "") : Buffer.alloc(0) };
}

/** Return the key of a secret as Standard Webhooks writes it: `whsec_`, and 24 to 64 bytes in base64. */
function keyOf(secret) {
  const written = secret.replace(/^whsec_/, "");
  const key = Buffer.from(written, "base64");
  const isKey = written !== secret && key.toString("base64") === written && key.length >= LEAST_KEY && key.length <= MOST_KEY;
  if (!isKey)
    throw new SettingError(`HUBKIT_NOTIFY_SECRET is not set, or no secret. Make one with:  ${HOW}  and give it to the receiver, too`);
  return key;
}
