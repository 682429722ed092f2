/** The pages that the functions answer with: plain HTML in the visitor's language, in the look of the hub. */

import { MOST_PEOPLE } from "./forms.mjs";
import { Html, escaped, html } from "./html.mjs";
import { isChangeable, standingByTime } from "./standing.mjs";
import { wordsIn } from "./words.mjs";

const MOST = { name: 100, party_size: MOST_PEOPLE, quantity: MOST_PEOPLE };
const SHOWN_FIELDS = ["name", "email", "party_size", "ticket", "quantity"];

/**
 * @typedef {{home: object, words: import("./words.mjs").Words, event: import("./catalog.mjs").Event | null}} Setting
 * @typedef {{sentence: string, faults: Map<string, string>, contact: string}} Refusal
 */

/**
 * Return the setting of an answer: in `language` where the hub has it, else in its first.
 * @param {import("./catalog.mjs").Catalog} catalog
 * @returns {Setting}
 */
export function settingOf(catalog, event = null, language = "") {
  if (event === null) {
    const words = wordsIn(language, catalog.site.name, catalog.texts);
    return { home: { ...catalog.site, url: { [words.language]: catalog.site.url }, contact: "" }, words, event };
  }
  const hub = catalog.hubs.get(event.hub);
  return { home: hub, words: wordsIn(language, hub.name, catalog.texts), event };
}

/**
 * Return a refusal in the words of `setting`; the hub's contact stands with it where there is one.
 * @param {Setting} setting
 * @returns {Refusal}
 */
export function refusalOf(setting, text, faults = [], values = {}) {
  const { words, home } = setting;
  const said = faults.map(({ field, text: name }) => [field, words.say(name, { most: MOST[field] ?? "" })]);
  return {
    sentence: words.say(text, values),
    faults: new Map(said),
    contact: home.contact ? words.say("contact", { email: home.contact }) : "",
  };
}

/** Return an instant in the event's zone, in a form that no language reads otherwise. */
export function shownTime(moment, event) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: event.timezone, hourCycle: "h23",
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).formatToParts(moment);
  const of = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${of.year.padStart(4, "0")}-${of.month}-${of.day}, ${of.hour}:${of.minute}`;
}

/** Return the page after an RSVP, with its signed link where there is one to keep. */
export function thanksPage(setting, state, link) {
  const { words, event } = setting;
  return page(setting, {
    heading: words.say("thanks-title"),
    lead: words.say(`thanks-${state}`, { event: words.of(event.title) }),
    main: html`${facts(setting)}
${state === "pending" && html`<p>${words.say("pending-why")}</p>
`}${link && html`<section class="notice is-info" aria-labelledby="link">
<h2 id="link">${words.say("link-title")}</h2>
<p>${words.say("link-why")}</p>
<p class="actions"><a class="button" href="${link}">${words.say("link-open")}</a></p>
</section>
`}`,
  });
}

/** Return the form again, with what was typed, and what is wrong with it. */
export function formPage(setting, typed, token, refusal, keepDays) {
  const { words, event } = setting;
  const value = (name, otherwise = "") => typed.get(name) ?? otherwise;
  const input = (name, kind, attributes) =>
    field(name, words.say(`form-${name}`), kind, value(name), refusal.faults.get(name), attributes);
  const heading = words.say("form-title");
  return page(setting, {
    heading,
    title: words.say("error-title", { title: heading }),
    lead: words.say("form-event", { event: words.of(event.title) }),
    main: html`${summary(words.say("error-summary"), refusal.faults)}
${facts(setting)}
<section class="rsvp">
<form action="/api/rsvp" method="post" accept-charset="utf-8">
<input type="hidden" name="event" value="${value("event")}">
<input type="hidden" name="language" value="${words.language}">
<input type="hidden" name="t" value="${token}">
${input("name", "text", { autocomplete: "name", maxlength: 100 })}
${input("email", "email", { autocomplete: "email", maxlength: 254 })}
${people(words, value("party_size", "1"), refusal.faults.get("party_size"))}
<p class="hidden" aria-hidden="true">
<label for="website">${words.say("form-website")}</label>
<input id="website" name="website" type="text" value="" tabindex="-1" autocomplete="off">
</p>
<p class="actions"><button class="button" type="submit">${words.say("form-send")}</button></p>
<p class="soft">${words.say("form-privacy", { days: keepDays })}</p>
</form>
</section>
`,
  });
}

/**
 * Return the page of an RSVP, with what can be done, and what came of what was done: a refusal, or a sentence.
 * @param {Setting} setting
 * @param {{link: string, isWhole: boolean}} own
 * @param {Refusal | string} said
 */
export function rsvpPage(setting, rsvp, own, now, said = "") {
  const { words, event } = setting;
  const refusal = typeof said === "string" ? null : said;
  const heading = words.say("mine-title");
  const standing = standingByTime(event, now);
  const rows = html`
<div><dt>${words.say("state")}</dt><dd>${words.say(`state-${rsvp.state}`)}</dd></div>
<div><dt>${words.say("party-size")}</dt><dd>${rsvp.party_size}</dd></div>
`;
  return page(setting, {
    heading,
    title: refusal ? words.say("error-title", { title: heading }) : heading,
    lead: text(words, event.title),
    main: html`${refusal && summary(refusal.sentence, refusal.faults)}${
      !refusal && said && html`<p class="notice is-info" role="status">${said}</p>`
    }
${["cancelled", "past"].includes(standing) && html`<p class="notice is-warn">${words.say(standing)}</p>
`}${facts(setting, rows)}
${deeds(setting, rsvp, own, now, refusal)}<section class="part rsvp" aria-labelledby="data">
<h2 id="data">${words.say("data-title")}</h2>
${own.isWhole && html`<p class="actions"><a class="button plain" href="${own.link}/data" download="rsvp.json">${words.say("data-download")}</a></p>
`}${deed(own, "erase", html`<p>${words.say("erase-why")}</p>`, words.say("erase-send"), true)}</section>
`,
  });
}

/** Return what can be done with an RSVP besides erasing it. */
function deeds(setting, rsvp, own, now, refusal) {
  const { words, event } = setting;
  const canChange = isChangeable(event, now);
  if (canChange && rsvp.state === "pending")
    return part("confirm", words, deed(own, "confirm", html`<p>${words.say("confirm-why")}</p>`, words.say("confirm-send")));
  if (canChange && own.isWhole && rsvp.state !== "cancelled") {
    const number = people(words, rsvp.party_size, refusal?.faults.get("party_size"));
    const why = html`<p>${words.say("cancel-why")}</p>`;
    return [
      part("change", words, deed(own, "change", number, words.say("change-send"))),
      part("cancel", words, deed(own, "cancel", why, words.say("cancel-send"), true)),
    ];
  }
  if (!own.isWhole && ["confirmed", "waiting"].includes(rsvp.state)) return html`<p>${words.say("link-mailed")}</p>
`;
  return "";
}

function part(name, words, content) {
  return html`<section class="part rsvp" aria-labelledby="${name}">
<h2 id="${name}">${words.say(`${name}-title`)}</h2>
${content}</section>
`;
}

function deed(own, action, content, send, isPlain = false) {
  return html`<form action="${own.link}" method="post" accept-charset="utf-8">
<input type="hidden" name="action" value="${action}">
${content}
<p class="actions"><button class="button${isPlain && " plain"}" type="submit">${send}</button></p>
</form>
`;
}

/** Return a page that says why something was not done, and whom to ask. */
export function refusedPage(setting, refusal) {
  const { words, home, event } = setting;
  const heading = words.say("refused-title");
  return page(setting, {
    heading,
    title: words.say("error-title", { title: heading }),
    lead: refusal.sentence,
    main: html`${event && html`<p>${text(words, event.title)} · ${text(words, event.when)}</p>
`}${home.contact && html`<p>${contact(words, home.contact)}</p>
`}`,
  });
}

/** Return a page with its frame. */
export function page({ home, words, event }, { heading, title = heading, lead, main }) {
  const back = event
    ? html`<a class="button plain" href="${words.of(event.url)}">${words.say("back-event")}</a>`
    : html`<a class="button plain" href="${words.of(home.url)}">${words.say("back-hub", { hub: words.of(home.name) })}</a>`;
  return html`<!doctype html>
<html lang="${words.language}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${words.of(home.name)}</title>
<meta name="robots" content="noindex">
${home.styles.map((style) => html`<link rel="stylesheet" href="${style}">
`)}${home.icon && html`<link rel="icon" type="image/svg+xml" href="${home.icon}">
`}</head>
<body>
<a class="skip" href="#main">${words.say("skip")}</a>
<header class="top">
<div class="wrap">
<div class="brand"><p class="name"><a href="${words.of(home.url)}">${text(words, home.name)}</a></p></div>
</div>
</header>
<main id="main" tabindex="-1">
<div class="wrap answer">
<header class="head">
<h1>${heading}</h1>
<p class="lead">${lead}</p></header>
${main}<p class="actions">${back}</p>
</div>
</main>
</body>
</html>`.text;
}

/** Return a text of the catalogue, marked where it is in another language than the page. */
function text(words, of) {
  const language = words.languageOf(of);
  if (!Object.keys(of).length || language === words.language) return words.of(of);
  return html`<span lang="${language}">${words.of(of)}</span>`;
}

/** Return whom to ask, as a link. */
export function contact(words, address) {
  const link = html`<a href="mailto:${address}">${address}</a>`.text;
  return new Html(escaped(words.say("contact", { email: address })).replaceAll(escaped(address), () => link));
}

/** Return when and where an event is, and more rows. */
export function facts({ words, event }, more = "") {
  return html`<div class="facts">
<dl>
<div><dt>${words.say("when")}</dt><dd>${text(words, event.when)}</dd></div>${
    Object.keys(event.where).length > 0 && html`
<div><dt>${words.say("where")}</dt><dd>${text(words, event.where)}</dd></div>`
  }${more}
</dl>
</div>`;
}

/** Return a field of a form, with what was typed, and what is wrong with it. */
export function field(name, label, kind, value, fault, attributes) {
  const more = Object.entries(attributes).map(([key, each]) => html` ${key}="${each}"`);
  return html`<p>
<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${kind}" value="${value}" required${more}${
    fault && html` aria-invalid="true" aria-describedby="${name}-error"`
  }>${fault && html`
<span class="error" id="${name}-error">${fault}</span>`}
</p>`;
}

function people(words, value, fault) {
  const attributes = { min: 1, max: MOST_PEOPLE, inputmode: "numeric" };
  return field("party_size", words.say("form-party-size"), "number", value, fault, attributes);
}

/** Return what is wrong with a form, with links to the fields. */
export function summary(sentence, faults) {
  const said = [...faults].filter(([, fault]) => fault);
  // Those of fields that are shown come first, in the order of the form.
  const ordered = [
    ...SHOWN_FIELDS.filter((name) => faults.get(name)).map((name) => [name, faults.get(name)]),
    ...said.filter(([name]) => !SHOWN_FIELDS.includes(name)),
  ];
  return html`<div class="notice is-bad" role="alert" tabindex="-1" autofocus>
<p><strong>${sentence}</strong></p>${
    ordered.length > 0 && html`
<ul>${ordered.map(([name, fault]) => html`
<li>${SHOWN_FIELDS.includes(name) ? html`<a href="#${name}">${fault}</a>` : fault}</li>`)}
</ul>`
  }
</div>`;
}
