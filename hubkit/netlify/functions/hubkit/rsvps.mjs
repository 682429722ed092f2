/** `POST /api/rsvp` and the page of thanks. */

import { asJson, asPage, sentOn, wantsJson } from "./answers.mjs";
import { askedRsvp } from "./forms.mjs";
import { formPage, shownTime, thanksPage } from "./pages.mjs";
import { answeredOnce, read, shownAgain, withoutEvent } from "./posting.mjs";
import { seatsOf, standingByTime } from "./standing.mjs";

const RECEIPT_STAYS = 15 * 60_000;

/** Answer `POST /api/rsvp`; with an `Idempotency-Key`, the same request gets the same answer again. */
export async function takeRsvp(desk, replays, asking) {
  return answeredOnce(desk, replays, asking, (mediaType, body) => answered(desk, asking, mediaType, body));
}

async function answered(desk, asking, mediaType, body) {
  const { sent, event } = read(desk, asking, mediaType, body, askedRsvp, (name) => desk.event(name));
  if (event === null) throw withoutEvent(desk, sent, "no-event");
  const { asked } = sent;
  if (asked.website) return thanked(desk, sent, [asked.event, asked.language, "received", ""], 202);
  askForTime(desk, sent, event);
  const faults = sent.trust ? [...sent.faults, { field: "t", text: sent.trust }] : sent.faults;
  if (faults.length) return shownAgain(desk, sent, formPage, faults, "invalid", 422);
  return stored(desk, sent, event);
}

function askForTime(desk, sent, event) {
  const standing = standingByTime(event, desk.now());
  const when = standing === "not-yet" ? { when: shownTime(event.opens, event) } : {};
  if (standing !== "open") throw desk.refuse(sent.asking, standing, 409, sent.setting, when);
}

async function stored(desk, sent, event) {
  const { asked } = sent;
  const { language } = sent.setting.words;
  const { event: name, email, partySize } = asked;
  const now = desk.now();
  const wish = { event: name, name: asked.name, email, partySize, language };
  const { outcome, rsvp } = await desk.store.take(wish, seatsOf(name, event), now);
  desk.tell();
  if (rsvp === null) {
    const taken = await desk.store.taken(name, now);
    if (partySize > 1 && event.capacity !== null && taken.seats < event.capacity)
      return shownAgain(desk, sent, formPage, [{ field: "party_size", text: "party-size-room" }], "full-party", 409);
    throw desk.refuse(sent.asking, "full", 409, sent.setting);
  }
  const isNew = outcome === "new";
  if (sent.mediaType === "json")
    return asJson({ state: rsvp.state, ...(isNew ? { link: desk.link(rsvp, event) } : {}) }, 201);
  return thanked(desk, sent, [name, language, rsvp.state, isNew ? rsvp.id : ""], 200);
}

function thanked(desk, sent, receipt, status) {
  if (sent.mediaType === "json") return asJson({ state: receipt[2] }, status);
  return sentOn(receiptPath(desk, receipt));
}

/**
 * Return the path of the page that says what came of something, good for a quarter of an hour.
 * @param {[event: string, language: string, state: string, rsvp: string]} receipt nothing of the person
 */
export function receiptPath(desk, receipt) {
  const now = desk.now();
  const ends = new Date(now.getTime() + RECEIPT_STAYS);
  return `/api/rsvp/thanks/${desk.signer.sign("receipt", JSON.stringify(receipt), now, ends)}`;
}

/** Answer `GET /api/rsvp/thanks/{receipt}`, for a quarter of an hour. */
export async function thank(desk, asking) {
  const signed = desk.signer.read("receipt", asking.parameters[0], desk.now());
  const [name, language, state, key] = signed ? JSON.parse(signed.value) : [];
  const event = (signed && desk.catalog.events.get(name)) ?? null;
  if (event === null) throw desk.refusePerson(asking, "no-receipt", 404);
  const found = key ? await desk.store.find(key) : null;
  const link = found ? desk.link(found, event) : "";
  if (wantsJson(asking.request.headers)) return asJson({ state, ...(link ? { link } : {}) });
  return asPage(thanksPage(desk.setting(event, language), state, link));
}
