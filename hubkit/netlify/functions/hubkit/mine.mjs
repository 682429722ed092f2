/** `/api/rsvp/{token}`: the page of one RSVP, for whoever has a signed link to it. */

import { asJson, asPage, problem, sentOn, wantsJson } from "./answers.mjs";
import { MalformedError, askedChange, mediaTypeOf, readFields } from "./forms.mjs";
import { refusalOf, rsvpPage } from "./pages.mjs";
import { receiptPath } from "./rsvps.mjs";
import { isChangeable, seatsOf } from "./standing.mjs";

const DONE = new Map([["change", "done-change"], ["confirm", "done-confirm"], ["cancel", "done-cancel"]]);
/** What can be done with the link that confirms, and is good for two days. */
const BY_MAIL = ["confirm", "erase"];

/** Answer `GET`; it changes nothing, whoever looks at links before people do. */
export async function showMine(desk, asking) {
  const { rsvp, setting, own } = await found(desk, asking);
  if (wantsJson(asking.request.headers)) return told(rsvp, rsvp.state);
  const done = DONE.get(asking.url.searchParams.get("done")) ?? "";
  const isSo = done !== "done-cancel" || rsvp.state === "cancelled";
  return asPage(rsvpPage(setting, rsvp, own, desk.now(), done && isSo ? setting.words.say(done) : ""));
}

/** Answer `GET …/data`: all that is stored of a person, as a file. */
export async function giveMine(desk, asking) {
  const { rsvp, own } = await found(desk, asking);
  if (!own.isWhole) throw desk.refusePerson(asking, "no-rsvp", 404);
  const content = { rsvp, mails: await desk.store.told(rsvp.id) };
  return asJson(content, 200, { "Content-Disposition": 'attachment; filename="rsvp.json"' });
}

/** Answer `POST`: change how many come, cancel, confirm, or erase what is stored. */
export async function changeMine(desk, asking) {
  const mediaType = mediaTypeOf(asking.request.headers.get("content-type") ?? "");
  if (mediaType === null) throw desk.refusePerson(asking, "media-type", 415);
  desk.count(asking, desk.posts);
  const mine = { ...(await found(desk, asking)), mediaType };
  let asked;
  try {
    asked = askedChange(readFields(await desk.body(asking), mediaType), mediaType);
  } catch (fault) {
    if (!(fault instanceof MalformedError)) throw fault;
    throw desk.refuse(asking, "malformed", 400, mine.setting, { reason: fault.message });
  }
  if (asked.faults.length) return again(desk, mine, asked.faults, "invalid", 422);
  const { change } = asked;
  if (!mine.own.isWhole && !BY_MAIL.includes(change.action)) return again(desk, mine, [], "link-confirms", 409);
  if (change.action === "erase") return erased(desk, mine);
  if (!isChangeable(mine.event, desk.now())) return again(desk, mine, [], "change-over", 409);
  const changed = await done(desk, mine, change);
  desk.tell();
  return answered(desk, mine, change, changed);
}

async function found(desk, asking) {
  const [token] = asking.parameters;
  const whole = desk.signer.read("link", token, desk.now());
  const signed = whole ?? desk.signer.read("confirm", token, desk.now());
  const rsvp = signed ? await desk.store.find(signed.value) : null;
  const event = rsvp ? desk.event(rsvp.event) : null;
  if (event === null) throw desk.refusePerson(asking, "no-rsvp", 404);
  const own = { link: `/api/rsvp/${token}`, isWhole: whole !== null };
  return { rsvp, event, setting: desk.setting(event, rsvp.language), own };
}

function done(desk, { rsvp, event }, change) {
  const seats = seatsOf(rsvp.event, event);
  if (change.action === "cancel") return desk.store.cancel(rsvp.id, seats, desk.now());
  if (change.action === "confirm") return desk.store.confirm(rsvp.id, seats, desk.now());
  return desk.store.resize(rsvp.id, change.partySize, seats, desk.now());
}

/** Erase, also where nothing else can be changed; the page that says so needs to know nothing of the person. */
async function erased(desk, { rsvp, event, mediaType }) {
  const now = desk.now();
  await desk.store.withdraw(rsvp.id, isChangeable(event, now) ? seatsOf(rsvp.event, event) : null, now);
  desk.tell();
  return mediaType === "json" ? told(rsvp, "erased") : sentOn(receiptPath(desk, [rsvp.event, rsvp.language, "erased", ""]));
}

function answered(desk, mine, { action }, { outcome, rsvp }) {
  if (outcome === "full" && action === "confirm") return again(desk, mine, [], "confirm-full", 409);
  if (outcome === "full") return again(desk, mine, [{ field: "party_size", text: "party-size-room" }], "change-full", 409);
  if (outcome === "gone" && action !== "cancel") return again(desk, mine, [], "change-over", 409);
  const now = rsvp ?? mine.rsvp;
  return mine.mediaType === "json" ? told(now, now.state) : sentOn(`${mine.own.link}?done=${action}`);
}

/** Return why it was not done; for a person, on the page of the RSVP. */
function again(desk, { rsvp, setting, own, mediaType }, faults, code, status) {
  const refusal = refusalOf(setting, code, faults);
  if (mediaType === "json") return problem(code, status, refusal);
  return asPage(rsvpPage(setting, rsvp, own, desk.now(), refusal), status);
}

function told(rsvp, state) {
  return asJson({ event: rsvp.event, state, party_size: rsvp.party_size });
}
