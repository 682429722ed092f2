/** The pages of who buys: the form again, and the order. */

import { html } from "../html.mjs";
import { MOST_PEOPLE } from "../forms.mjs";
import { contact, facts, field, page, summary } from "../pages.mjs";

const TO_ASK_ABOUT = ["review", "failed", "unseated", "refunded"];

/** Return the form to buy again, with what was typed, and what is wrong with it. */
export function salePage(setting, typed, token, refusal, keepDays) {
  const { words, event } = setting;
  const { faults } = refusal;
  const value = (name, otherwise = "") => typed.get(name) ?? otherwise;
  const input = (name, label, kind, otherwise, attributes) =>
    field(name, words.say(label), kind, value(name, otherwise), faults.get(name), attributes);
  const heading = words.say("sale-title");
  const counted = { min: 1, max: MOST_PEOPLE, inputmode: "numeric" };
  return page(setting, {
    heading,
    title: words.say("error-title", { title: heading }),
    lead: words.say("sale-event", { event: words.of(event.title) }),
    main: html`${summary(refusal.sentence, faults)}
${facts(setting)}
<section class="rsvp">
<form action="/api/checkout" method="post" accept-charset="utf-8">
<input type="hidden" name="event" value="${value("event")}">
<input type="hidden" name="language" value="${words.language}">
<input type="hidden" name="t" value="${token}">
${choice(words, event, value("ticket"), faults.get("ticket"))}
${input("quantity", "sale-quantity", "number", "1", counted)}
${input("name", "form-name", "text", "", { autocomplete: "name", maxlength: 100 })}
${input("email", "form-email", "email", "", { autocomplete: "email", maxlength: 254 })}
<p class="hidden" aria-hidden="true">
<label for="website">${words.say("form-website")}</label>
<input id="website" name="website" type="text" value="" tabindex="-1" autocomplete="off">
</p>
<p class="actions"><button class="button" type="submit">${words.say("sale-send")}</button></p>
<p class="soft">${words.say("sale-privacy", { days: keepDays })}</p>
</form>
</section>
`,
  });
}

function choice(words, event, chosen, fault) {
  return html`<p>
<label for="ticket">${words.say("sale-ticket")}</label>
<select id="ticket" name="ticket" required${fault && html` aria-invalid="true" aria-describedby="ticket-error"`}>
${event.tickets.map(({ id, name, shown }) => html`<option value="${id}"${id === chosen && " selected"}>${words.of(name)}: ${words.of(shown)}</option>
`)}</select>
${fault && html`<span class="error" id="ticket-error">${fault}</span>
`}</p>`;
}

/**
 * Return the page of an order.
 * @param {{state: string, quantity: number, tickets: string[], link: string, isErasable: boolean}} bought `state` is that
 *   of the order; or `back`, where somebody came back from Stripe's page without paying
 */
export function boughtPage(setting, bought) {
  const { words, home, event } = setting;
  const { state, quantity, link } = bought;
  const number = html`
<div><dt>${words.say("sale-quantity")}</dt><dd>${quantity}</dd></div>
`;
  return page(setting, {
    heading: words.say(`bought-${state}-title`),
    lead: words.say(`bought-${state}`, { event: words.of(event.title) }),
    main: html`${event.status === "cancelled" && html`<p class="notice is-warn">${words.say("cancelled")}</p>
`}${facts(setting, number)}
${next(words, bought)}${TO_ASK_ABOUT.includes(state) && home.contact && html`<p>${contact(words, home.contact)}</p>
`}<section class="part rsvp" aria-labelledby="data">
<h2 id="data">${words.say("data-title")}</h2>
<p class="actions"><a class="button plain" href="${link}/data" download="order.json">${words.say("data-download")}</a></p>
${erasing(words, bought)}</section>
`,
  });
}

/** Return the tickets, or what can be done where there are none yet. */
function next(words, { state, tickets, link }) {
  if (tickets.length)
    return html`<section class="part" aria-labelledby="tickets">
<h2 id="tickets">${words.say("bought-tickets")}</h2>
<ol>
${tickets.map((ticket) => html`<li><code>${ticket}</code></li>
`)}</ol>
<p>${words.say("bought-keep")}</p>
</section>
`;
  if (state === "held" || state === "processing")
    return html`<p class="actions"><a class="button" href="${link}">${words.say("bought-again")}</a></p>
`;
  if (state !== "back") return "";
  return html`<section class="part rsvp" aria-labelledby="back">
<h2 id="back">${words.say("cancel-title")}</h2>
<form action="${link}" method="post" accept-charset="utf-8">
<p>${words.say("back-why")}</p>
<p class="actions"><button class="button plain" type="submit">${words.say("back-send")}</button></p>
</form>
</section>
`;
}

function erasing(words, { isErasable, link }) {
  if (!isErasable) return html`<p>${words.say("order-erase-later")} ${words.say("order-stripe")}</p>
`;
  return html`<form action="${link}/erase" method="post" accept-charset="utf-8">
<p>${words.say("order-erase-why")} ${words.say("order-stripe")}</p>
<p class="actions"><button class="button plain" type="submit">${words.say("erase-send")}</button></p>
</form>
`;
}
