/** What organizers are told: of which event, how many, and the numbers of seats. It names nobody. */

import { createHash, createHmac } from "node:crypto";

import { wordsIn } from "./words.mjs";

const SECONDS = 10;
const MOST_IN_DISCORD = 2000;
const ID_LENGTH = 32;

/** A notice was not sent; says why, and nothing of a person. */
export class UnsentError extends Error {}

/** Return whether what is to be told is of an order, and not of an RSVP. */
export function isOfOrder({ kind }) {
  return kind.startsWith("ticket-");
}

/**
 * Return what organizers are told, in the first language of the hub; its id is the same however often, and from
 * whichever home of the functions, it is sent.
 */
export function noticeOf(errand, event, taken, catalog) {
  const words = wordsIn("", catalog.hubs.get(event.hub).name, catalog.texts);
  const { seats, waiting } = taken;
  const ofOrder = isOfOrder(errand);
  const lines = [
    words.say(`notice-${errand.kind}`, { event: words.of(event.title) }),
    words.of(event.when),
    words.say(ofOrder ? "notice-tickets" : "notice-numbers", { people: errand.people, seats, waiting }),
    ...(event.capacity === null ? [] : [words.say("notice-capacity", { capacity: event.capacity })]),
    words.of(event.url),
  ];
  const mark = createHash("sha256").update(`${errand.number}:${errand.stamp}:${errand.event}${ofOrder ? ":order" : ""}`).digest("hex");
  return {
    id: `msg_${mark.slice(0, ID_LENGTH)}`,
    text: lines.join("\n"),
    type: `${ofOrder ? "ticket" : "rsvp"}.${errand.kind.replace(/^ticket-/, "").replaceAll("-", "_")}`,
    timestamp: errand.stamp,
    data: {
      event: errand.event,
      title: words.of(event.title),
      url: words.of(event.url),
      people: errand.people,
      seats_taken: seats,
      capacity: event.capacity,
      waiting,
    },
  };
}

/** Return what is sent: in Slack and Discord nothing of it is a mention, a link or a command. */
export function contentOf(hook, { text, type, timestamp, data }) {
  if (hook.shape === "slack")
    return JSON.stringify({ text: text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;") });
  if (hook.shape === "discord")
    return JSON.stringify({ content: [...text].slice(0, MOST_IN_DISCORD).join(""), allowed_mentions: { parse: [] } });
  return JSON.stringify({ type, timestamp, data });
}

/** Return the headers, with the signature over id, time and content: https://www.standardwebhooks.com/. */
export function headersOf(hook, notice, content, now) {
  const headers = { "Content-Type": "application/json", "User-Agent": "hubkit" };
  if (hook.shape !== "signed") return headers;
  const stamp = String(Math.floor(now.getTime() / 1000));
  const signature = createHmac("sha256", hook.key).update(`${notice.id}.${stamp}.${content}`).digest("base64");
  return { ...headers, "webhook-id": notice.id, "webhook-timestamp": stamp, "webhook-signature": `v1,${signature}` };
}

/** Send a notice; redirects are not followed. Throws `UnsentError` unless the answer is 2xx. */
export async function post(hook, notice, now) {
  const body = contentOf(hook, notice);
  const headers = headersOf(hook, notice, body, now);
  let answer;
  try {
    const signal = AbortSignal.timeout(SECONDS * 1000);
    answer = await fetch(hook.url, { method: "POST", body, headers, redirect: "manual", signal });
    await answer.body?.cancel();
  } catch (fault) {
    throw new UnsentError(fault.cause?.code ?? fault.name);
  }
  if (!answer.ok) throw new UnsentError(`HTTP ${answer.status}`);
}
