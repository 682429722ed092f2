/** How answers are written: JSON, problems (RFC 9457), pages; and which of them somebody wants. */

import { mediaTypeOf } from "./forms.mjs";
import { refusalOf, refusedPage } from "./pages.mjs";

const PHRASES = new Map([
  [400, "Bad Request"], [403, "Forbidden"], [404, "Not Found"], [405, "Method Not Allowed"], [408, "Request Timeout"],
  [409, "Conflict"], [413, "Content Too Large"], [415, "Unsupported Media Type"], [422, "Unprocessable Content"],
  [429, "Too Many Requests"], [500, "Internal Server Error"], [503, "Service Unavailable"],
]);

/** Something is refused; `answer` says so to who asked. */
export class RefusedError extends Error {
  /** @param {Response} answer */
  constructor(answer) {
    super();
    this.answer = answer;
  }
}

/** Return whether a browser asks that shows a page, rather than a program that reads JSON. */
export function wantsPage(headers) {
  const kind = mediaTypeOf(headers.get("content-type") ?? "");
  return kind === "form" || (kind === null && (headers.get("accept") ?? "").includes("text/html"));
}

/** Return whether a program asks, where people are expected. */
export function wantsJson(headers) {
  const isJson = mediaTypeOf(headers.get("content-type") ?? "") === "json";
  return !wantsPage(headers) && (isJson || (headers.get("accept") ?? "").includes("application/json"));
}

/** Return an answer for programs. */
export function asJson(content, status = 200, headers = {}) {
  return new Response(JSON.stringify(content), { status, headers: { ...headers, "Content-Type": "application/json" } });
}

/** Return an answer for people. */
export function asPage(page, status = 200, headers = {}) {
  return new Response(page, { status, headers: { ...headers, "Content-Type": "text/html; charset=utf-8" } });
}

/** Return an error for programs: `code` names it, `errors` are those of single fields (RFC 9457). */
export function problem(code, status, refusal, headers = {}) {
  const content = { title: PHRASES.get(status), status, code, detail: refusal.sentence };
  if (refusal.faults.size) content.errors = [...refusal.faults].map(([field, detail]) => ({ field, detail }));
  if (refusal.contact) content.contact = refusal.contact;
  const type = { "Content-Type": "application/problem+json" };
  return new Response(JSON.stringify(content), { status, headers: { ...headers, ...type } });
}

/** Return an error, as a page or as a problem; `code` is also the name of its text. */
export function refused(setting, code, status, isPage, headers = {}, values = {}) {
  const refusal = refusalOf(setting, code, [], values);
  return isPage ? asPage(refusedPage(setting, refusal), status, headers) : problem(code, status, refusal, headers);
}

/** Return the way to another page of this site, to be read with GET. */
export function sentOn(path) {
  return new Response(null, { status: 303, headers: { Location: path } });
}
