/** HTML in which whatever is put in is escaped, unless it is HTML itself. */

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#39;", '"': "&#34;" };

/** A piece of HTML. */
export class Html {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/** Return a text as HTML that shows it. */
export function escaped(text) {
  return String(text).replace(/[&<>'"]/g, (sign) => ENTITIES[sign]);
}

/** The tag of HTML templates: values are escaped, lists joined; what is false, null or undefined is nothing. */
export function html(pieces, ...values) {
  return new Html(pieces.map((piece, index) => (index ? put(values[index - 1]) : "") + piece).join(""));
}

function put(value) {
  if (value === false || value === null || value === undefined) return "";
  if (value instanceof Html) return value.text;
  return Array.isArray(value) ? value.map(put).join("") : escaped(value);
}
