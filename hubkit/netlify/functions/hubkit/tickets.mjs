/** Tickets: these functions sell none, and say so as `hubkit api` does where payments are not set up. */

import { RefusedError, problem } from "./answers.mjs";
import { MalformedError, checkedEmail, checkedName, mediaTypeOf, readFields, textsIn, wholeNumber } from "./forms.mjs";
import { refusalOf } from "./pages.mjs";

const TEXTS = ["email", "event", "language", "name", "t", "ticket", "website"];

/** Answer `POST /api/checkout`. */
async function buy(desk, asking) {
  const mediaType = mediaTypeOf(asking.request.headers.get("content-type") ?? "");
  if (mediaType === null) throw desk.refuse(asking, "media-type", 415);
  const body = await desk.body(asking);
  desk.count(asking, desk.barePosts);
  const { asked, faults } = askedOrder(desk, asking, mediaType, body);
  const event = desk.sold(asked.event);
  if (event !== null) throw desk.refuse(asking, "no-checkout", 409, desk.setting(event, asked.language));
  if (asked.event) throw desk.refuse(asking, "no-sale", 404);
  if (mediaType === "form") throw desk.refuse(asking, "event-missing", 422);
  throw new RefusedError(problem("invalid", 422, refusalOf(desk.setting(), "invalid", faults)));
}

function askedOrder(desk, asking, mediaType, body) {
  try {
    const fields = readFields(body, mediaType);
    const { texts, faults } = textsIn(fields, [...TEXTS, "quantity"], TEXTS);
    const said = new Set(faults.map((fault) => fault.field));
    const more = [
      ["event", texts.event ? "" : "event-missing"],
      ["ticket", texts.ticket ? "" : "ticket-missing"],
      ["quantity", wholeNumber(fields.has("quantity") ? fields.get("quantity") : 1n, mediaType, "quantity-form").fault],
      ["name", checkedName(texts.name).fault],
      ["email", checkedEmail(texts.email).fault],
      ["website", texts.website ? "website-filled" : ""],
    ];
    for (const [field, text] of more) if (text && !said.has(field)) faults.push({ field, text });
    return { asked: texts, faults };
  } catch (fault) {
    if (!(fault instanceof MalformedError)) throw fault;
    throw desk.refuse(asking, "malformed", 400, desk.setting(), { reason: fault.message });
  }
}

/** Answer `GET /api/checkout/{token}`. */
async function showOrder(desk, asking) {
  throw desk.refusePerson(asking, "no-order", 404);
}

/** Answer `POST /api/checkout/{token}`. */
async function giveBack(desk, asking) {
  desk.count(asking, desk.posts);
  throw desk.refusePerson(asking, "no-order", 404);
}

/** Answer `POST /api/stripe/webhook`. */
async function hear(desk, asking) {
  throw desk.refuse(asking, "no-checkout", 409);
}

export const orders = { buy, showOrder, giveBack, hear };
