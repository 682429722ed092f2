/** What visitors send to buy tickets, checked field by field; and what is sold, from the catalogue alone. */

import { checkedEmail, checkedName, textsIn, wholeNumber } from "../forms.mjs";
import { seatsOf } from "../standing.mjs";

const TEXTS = ["email", "event", "language", "name", "t", "ticket", "website"];

/**
 * Return what is to be bought, and what is wrong with it; a price is a field that there is not.
 * @param {import("../forms.mjs").Fields} fields
 * @param {import("../forms.mjs").MediaType} mediaType
 */
export function askedOrder(fields, mediaType) {
  const { texts, faults } = textsIn(fields, [...TEXTS, "quantity"], TEXTS);
  const name = checkedName(texts.name);
  const email = checkedEmail(texts.email);
  const quantity = wholeNumber(fields.has("quantity") ? fields.get("quantity") : 1n, mediaType, "quantity-form");
  const said = new Set(faults.map((fault) => fault.field));
  const more = [
    ["event", texts.event ? "" : "event-missing"],
    ["ticket", texts.ticket ? "" : "ticket-missing"],
    ["quantity", quantity.fault],
    ["name", name.fault],
    ["email", email.fault],
    ["website", texts.website ? "website-filled" : ""],
  ];
  for (const [field, text] of more) if (text && !said.has(field)) faults.push({ field, text });
  const { event, ticket, t: token, language } = texts;
  const asked = { event, ticket, quantity: quantity.value, name: name.value, email: email.value, token, language };
  return { asked, faults };
}

/** Return a ticket of an event, by its id. */
export function ticketOf(event, name) {
  return event.tickets.find((ticket) => ticket.id === name) ?? null;
}

/** Return what there is of a ticket. */
export function stockOf(name, event, ticket) {
  return { seats: seatsOf(name, event), ofTicket: ticket.quantity ?? null };
}
