/** What visitors send: read strictly, whether JSON or a form, and checked field by field. */

import { MalformedError, objectOf } from "./json.mjs";

export { MalformedError };
export const MOST_PEOPLE = 10;
const LONGEST_NAME = 100;
const LONGEST_EMAIL = 254;
const LONGEST_LOCAL_PART = 64;
const MOST_FIELDS = 20;
const LONGEST_FIELD_SHOWN = 40;
const ACTIONS = new Set(["change", "cancel", "confirm", "erase"]);
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
/** The addresses of RFC 5321 that people have: a dot-atom at a name of the DNS with at least one dot. */
const EMAIL = new RegExp(
  `^(${ATOM}(?:\\.${ATOM})*)@(?:${LABEL}\\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])$`,
);
const NUMBER = /^[0-9]{1,4}$/;
const INVISIBLE = /[\p{Cf}\u115f\u1160\u3164\uffa0]/gu;
const UNSHOWABLE = /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
const ALL_UNSHOWABLE = new RegExp(UNSHOWABLE, "gu");
const SAYS_SOMETHING = /[\p{L}\p{N}\p{S}]/u;
/** Python's `str.strip`: the control characters at the ends go, too. */
const AROUND = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;
const KINDS = new Map([["application/json", "json"], ["application/x-www-form-urlencoded", "form"]]);

/**
 * @typedef {"json" | "form"} MediaType
 * @typedef {Map<string, unknown>} Fields
 * @typedef {{field: string, text: string}} Fault what is wrong with one field, and the name of the text that says it
 */

/**
 * Return how a body is written; null for what is not taken.
 * @param {string} contentType
 * @returns {MediaType | null}
 */
export function mediaTypeOf(contentType) {
  const [, name, parameters] = /^([^;]*);?(.*)$/s.exec(contentType.toLowerCase());
  const charset = parameters.replace(/[ "]/g, "");
  if (!["", "charset=utf-8", "charset=utf8"].includes(charset)) return null;
  return KINDS.get(name.trim()) ?? null;
}

/**
 * Return the fields of a body; throws `MalformedError` where one could read it in two ways, or not at all.
 * @param {Uint8Array} body
 * @param {MediaType} mediaType
 * @returns {Fields}
 */
export function readFields(body, mediaType) {
  const text = utf8(body, "it is not UTF-8");
  return mediaType === "json" ? objectOf(text) : fromForm(text);
}

function utf8(bytes, otherwise) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new MalformedError(otherwise);
  }
}

/** @returns {Fields} */
function fromForm(text) {
  const found = new Map();
  if (!text) return found;
  const pairs = text.split("&");
  if (pairs.length > MOST_FIELDS) throw new MalformedError("it is not a form");
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 0) throw new MalformedError("it is not a form");
    const name = unquoted(pair.slice(0, at));
    if (found.has(name)) throw new MalformedError("a field stands twice");
    found.set(name, unquoted(pair.slice(at + 1)));
  }
  return found;
}

/** Return what a part of a form stands for; a `%` before anything but two digits is itself. */
function unquoted(part) {
  return part.replaceAll("+", " ").replace(/(?:%[0-9a-fA-F]{2})+/g, (run) =>
    utf8(Buffer.from(run.replaceAll("%", ""), "hex"), "it is not a form"),
  );
}

/**
 * Return what was typed, to be shown again; without characters that no page may hold.
 * @param {Fields} fields
 * @returns {Map<string, string>}
 */
export function asTyped(fields) {
  const texts = [...fields].filter(([, value]) => ["string", "bigint", "boolean"].includes(typeof value));
  return new Map(texts.map(([name, value]) => [name, shown(String(value))]));
}

function shown(text) {
  return text.replace(ALL_UNSHOWABLE, "");
}

/**
 * Return the RSVP that was asked for, worth something only without faults; and what is wrong with it.
 * @param {Fields} fields
 * @param {MediaType} mediaType
 */
export function askedRsvp(fields, mediaType) {
  const ofText = ["email", "event", "language", "name", "t", "website"];
  const { texts, faults } = textsIn(fields, [...ofText, "party_size"], ofText);
  const name = checkedName(texts.name);
  const email = checkedEmail(texts.email);
  const people = wholeNumber(fields.has("party_size") ? fields.get("party_size") : 1n, mediaType);
  const said = new Set(faults.map((fault) => fault.field));
  const more = [
    ["event", texts.event ? "" : "event-missing"],
    ["name", name.fault],
    ["email", email.fault],
    ["party_size", people.fault],
  ];
  for (const [field, text] of more) if (text && !said.has(field)) faults.push({ field, text });
  const asked = {
    event: texts.event,
    name: name.value,
    email: email.value,
    partySize: people.value,
    website: texts.website,
    token: texts.t,
    language: texts.language,
  };
  return { asked, faults };
}

/**
 * Return the change that was asked for, and what is wrong with it.
 * @param {Fields} fields
 * @param {MediaType} mediaType
 */
export function askedChange(fields, mediaType) {
  const { texts, faults } = textsIn(fields, ["action", "party_size"], ["action"]);
  const action = texts.action;
  if (!ACTIONS.has(action)) {
    faults.push({ field: "action", text: "action-form" });
    return { change: { action: "change", partySize: 0 }, faults };
  }
  const isCounted = action === "change" || fields.has("party_size");
  const people = isCounted ? wholeNumber(fields.get("party_size"), mediaType) : { value: 0, fault: "" };
  if (people.fault) faults.push({ field: "party_size", text: people.fault });
  return { change: { action, partySize: people.value }, faults };
}

/**
 * Return the fields that are texts, blank where absent, and faults for unknown ones and other types.
 * @param {Fields} fields
 * @param {string[]} known
 * @param {string[]} ofText in order
 */
export function textsIn(fields, known, ofText) {
  /** @type {Fault[]} */
  const faults = [];
  for (const name of fields.keys())
    if (!known.includes(name))
      faults.push({ field: [...shown(name)].slice(0, LONGEST_FIELD_SHOWN).join(""), text: "field-unknown" });
  /** @type {Record<string, string>} */
  const texts = {};
  for (const name of ofText) {
    const value = fields.has(name) ? fields.get(name) : "";
    texts[name] = typeof value === "string" ? value : "";
    if (typeof value !== "string") faults.push({ field: name, text: "field-text" });
  }
  return { texts, faults };
}

/** Return a name without invisible characters, which can turn the text around it, and what is wrong with it. */
export function checkedName(typed) {
  const value = typed.replace(INVISIBLE, "").normalize("NFC").replace(AROUND, "");
  if (UNSHOWABLE.test(value)) return { value, fault: "name-characters" };
  if (!SAYS_SOMETHING.test(value)) return { value, fault: "name-missing" };
  return { value, fault: [...value].length > LONGEST_NAME ? "name-long" : "" };
}

/** Return an address without blanks around it, and what is wrong with it. */
export function checkedEmail(typed) {
  const value = typed.replace(/^ +| +$/g, "");
  if (!value) return { value, fault: "email-missing" };
  return { value, fault: isAddress(value) ? "" : "email-form" };
}

/** Return whether a text is one plain e-mail address, which no mail header or server can take for two. */
export function isAddress(text) {
  const found = text.length <= LONGEST_EMAIL ? EMAIL.exec(text) : null;
  return found !== null && found[1].length <= LONGEST_LOCAL_PART;
}

/** Return how many people or seats are meant, at most `MOST_PEOPLE`; else 0 and the fault. */
export function wholeNumber(sent, mediaType, fault = "party-size-form") {
  if (mediaType === "form" && typeof sent === "string") {
    const digits = sent.replace(/^ +| +$/g, "");
    sent = NUMBER.test(digits) ? BigInt(digits) : null;
  }
  const isGood = typeof sent === "bigint" && sent >= 1n && sent <= BigInt(MOST_PEOPLE);
  return isGood ? { value: Number(sent), fault: "" } : { value: 0, fault };
}
