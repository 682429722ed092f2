/** `POST /api/rsvp` and the page of thanks. */

import { createHash } from "node:crypto";

import { RefusedError, asJson, asPage, problem, sentOn, wantsJson } from "./answers.mjs";
import { MalformedError, askedRsvp, asTyped, mediaTypeOf, readFields } from "./forms.mjs";
import { formPage, refusalOf, shownTime, thanksPage } from "./pages.mjs";
import { KeyReusedError } from "./replays.mjs";
import { seatsOf, standingByTime } from "./standing.mjs";

const RECEIPT_STAYS = 15 * 60_000;
const KEY = /^[\x21-\x7e]{1,128}$/;

/** Answer `POST /api/rsvp`; with an `Idempotency-Key`, the same request gets the same answer again. */
export async function takeRsvp(desk, replays, asking) {
  const mediaType = mediaTypeOf(asking.request.headers.get("content-type") ?? "");
  if (mediaType === null) throw desk.refuse(asking, "media-type", 415);
  const body = await desk.body(asking);
  const answer = async () => {
    try {
      return await answered(desk, asking, mediaType, body);
    } catch (refusal) {
      if (refusal instanceof RefusedError) return refusal.answer;
      throw refusal;
    }
  };
  const key = asking.request.headers.get("idempotency-key");
  if (key === null || mediaType !== "json") return answer();
  if (!KEY.test(key)) throw desk.refuse(asking, "key-form", 400);
  try {
    const digest = createHash("sha256").update(body).digest("hex");
    return await replays.answer(`${asking.address} ${key}`, digest, answer);
  } catch (fault) {
    if (fault instanceof KeyReusedError) throw desk.refuse(asking, "key-reused", 422);
    throw fault;
  }
}

async function answered(desk, asking, mediaType, body) {
  const fields = readOrRefuse(desk, asking, mediaType, body);
  const { asked, faults } = askedRsvp(fields, mediaType);
  const event = desk.event(asked.event);
  const sent = { asking, mediaType, fields, asked, setting: desk.setting(event, asked.language) };
  const trust = desk.trust(asked.token, asked.event);
  desk.count(asking, asked.token && trust !== "token-bad" ? desk.posts : desk.barePosts);
  if (event === null) throw noEvent(desk, sent, faults);
  if (asked.website) return thanked(desk, sent, [asked.event, asked.language, "received", ""], 202);
  askForTime(desk, sent, event);
  if (trust) faults.push({ field: "t", text: trust });
  if (faults.length) return formAgain(desk, sent, faults, "invalid", 422);
  return stored(desk, sent, event);
}

function readOrRefuse(desk, asking, mediaType, body) {
  try {
    return readFields(body, mediaType);
  } catch (fault) {
    if (!(fault instanceof MalformedError)) throw fault;
    desk.count(asking, desk.barePosts);
    throw desk.refuse(asking, "malformed", 400, desk.setting(), { reason: fault.message });
  }
}

function noEvent(desk, sent, faults) {
  if (sent.asked.event) return desk.refuse(sent.asking, "no-event", 404);
  if (sent.mediaType === "form") return desk.refuse(sent.asking, "event-missing", 422);
  return new RefusedError(problem("invalid", 422, refusalOf(sent.setting, "invalid", faults)));
}

function askForTime(desk, sent, event) {
  const standing = standingByTime(event, desk.now());
  const when = standing === "not-yet" ? { when: shownTime(event.opens, event) } : {};
  if (standing !== "open") throw desk.refuse(sent.asking, standing, 409, sent.setting, when);
}

/** Return what is wrong; for a person, beside the fields, with all that was typed. */
function formAgain(desk, sent, faults, code, status) {
  const { asked, setting } = sent;
  const refusal = refusalOf(setting, code, faults);
  if (sent.mediaType === "json") return problem(code, status, refusal);
  const isKept = asked.token && desk.trust(asked.token, asked.event) !== "token-bad";
  const token = isKept ? asked.token : desk.formToken(asked.event);
  return asPage(formPage(setting, asTyped(sent.fields), token, refusal, desk.catalog.site.keep_days), status);
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
      return formAgain(desk, sent, [{ field: "party_size", text: "party-size-room" }], "full-party", 409);
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
  const event = signed ? desk.event(name) : null;
  if (event === null) throw desk.refusePerson(asking, "no-receipt", 404);
  const found = key ? await desk.store.find(key) : null;
  const link = found ? desk.link(found, event) : "";
  if (wantsJson(asking.request.headers)) return asJson({ state, ...(link ? { link } : {}) });
  return asPage(thanksPage(desk.setting(event, language), state, link));
}
