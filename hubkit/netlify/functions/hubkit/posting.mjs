/** A form that somebody sends: answered once for each key, read, judged, and shown again where it needs another look. */

import { createHash } from "node:crypto";

import { RefusedError, asPage, problem } from "./answers.mjs";
import { MalformedError, asTyped, mediaTypeOf, readFields } from "./forms.mjs";
import { refusalOf } from "./pages.mjs";
import { KeyReusedError } from "./replays.mjs";

const KEY = /^[\x21-\x7e]{1,128}$/;

/**
 * @typedef {object} Sent what came with one POST
 * @property {import("./desk.mjs").Asking} asking
 * @property {import("./forms.mjs").MediaType} mediaType
 * @property {import("./forms.mjs").Fields} fields
 * @property {{event: string, token: string, language: string}} asked and what else the form holds
 * @property {import("./forms.mjs").Fault[]} faults
 * @property {string} trust what is wrong with the form token
 * @property {import("./pages.mjs").Setting} setting
 */

/**
 * Answer a POST; with an `Idempotency-Key`, the same request gets the same answer again.
 * @param {(mediaType: string, body: Uint8Array) => Promise<Response>} answer
 */
export async function answeredOnce(desk, replays, asking, answer) {
  const mediaType = mediaTypeOf(asking.request.headers.get("content-type") ?? "");
  if (mediaType === null) throw desk.refuse(asking, "media-type", 415);
  const body = await desk.body(asking);
  const answered = async () => {
    try {
      return await answer(mediaType, body);
    } catch (refusal) {
      if (refusal instanceof RefusedError) return refusal.answer;
      throw refusal;
    }
  };
  const key = asking.request.headers.get("idempotency-key");
  if (key === null || mediaType !== "json") return answered();
  if (!KEY.test(key)) throw desk.refuse(asking, "key-form", 400);
  try {
    const digest = createHash("sha256").update(body).digest("hex");
    return await replays.answer(`${asking.address} ${key}`, digest, answered);
  } catch (fault) {
    if (fault instanceof KeyReusedError) throw desk.refuse(asking, "key-reused", 422);
    throw fault;
  }
}

/**
 * Return what was sent, and the event that it is about, or null; throws `RefusedError` where a limit is used up.
 * @returns {{sent: Sent, event: import("./catalog.mjs").Event | null}}
 */
export function read(desk, asking, mediaType, body, askedOf, eventOf) {
  const fields = readOrRefuse(desk, asking, mediaType, body);
  const { asked, faults } = askedOf(fields, mediaType);
  const event = eventOf(asked.event);
  const trust = desk.trust(asked.token, asked.event);
  desk.count(asking, asked.token && trust !== "token-bad" ? desk.posts : desk.barePosts);
  return { sent: { asking, mediaType, fields, asked, faults, trust, setting: desk.setting(event, asked.language) }, event };
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

/** Return what to throw where there is no such event; `code` is said where one was named. */
export function withoutEvent(desk, sent, code) {
  if (sent.asked.event) return desk.refuse(sent.asking, code, 404);
  if (sent.mediaType === "form") return desk.refuse(sent.asking, "event-missing", 422);
  return new RefusedError(problem("invalid", 422, refusalOf(sent.setting, "invalid", sent.faults)));
}

/**
 * Return what is wrong; for a person, beside the fields, with all that was typed.
 * @param {Sent} sent
 * @param {(setting: object, typed: Map<string, string>, token: string, refusal: object, keepDays: number) => string} page
 */
export function shownAgain(desk, sent, page, faults, code, status) {
  const { asked, setting, trust } = sent;
  const refusal = refusalOf(setting, code, faults);
  if (sent.mediaType === "json") return problem(code, status, refusal);
  const token = asked.token && trust !== "token-bad" ? asked.token : desk.formToken(asked.event);
  return asPage(page(setting, asTyped(sent.fields), token, refusal, desk.catalog.site.keep_days), status);
}
