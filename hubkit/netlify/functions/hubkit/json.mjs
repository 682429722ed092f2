/** JSON that can be read in one way only (RFC 8259): each key once, whole numbers told from others. */

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const BLANK = /[ \t\n\r]*/y;
const WORDS = new Map([["true", true], ["false", false], ["null", null]]);
const DEEPEST = 500;
const MOST_DIGITS = 4300;

/** What was sent is neither JSON nor a form as they should be; the text says why, in English. */
export class MalformedError extends Error {}

/** A number with a fraction or an exponent: nothing is counted with it. */
export class Fraction {
  /** @param {number} value */
  constructor(value) {
    this.value = value;
  }
}

/**
 * Return the fields of a JSON object; its whole numbers are BigInt, objects in it are Maps.
 * @param {string} text
 * @returns {Map<string, unknown>}
 */
export function objectOf(text) {
  const reader = new Reader(text);
  const found = reader.value(0);
  reader.end();
  if (!(found instanceof Map)) throw new MalformedError("it is not a JSON object");
  return found;
}

class Reader {
  #text;
  #at = 0;

  constructor(text) {
    this.#text = text;
    this.#match(BLANK);
  }

  /** Return the value that stands here. */
  value(depth) {
    if (depth > DEEPEST) throw notJson();
    const next = this.#text[this.#at];
    if (next === "{") return this.#object(depth);
    if (next === "[") return this.#array(depth);
    if (next === '"') return this.#string();
    for (const [word, value] of WORDS) if (this.#skip(word)) return value;
    for (const word of ["NaN", "Infinity", "-Infinity"])
      if (this.#text.startsWith(word, this.#at)) throw new MalformedError(`${word} is not JSON`);
    return this.#number();
  }

  /** Refuse what stands after the value. */
  end() {
    if (this.#at !== this.#text.length) throw notJson();
  }

  #object(depth) {
    const found = new Map();
    this.#must("{");
    if (this.#skip("}")) return found;
    do {
      const key = this.#string();
      this.#must(":");
      if (found.has(key)) throw new MalformedError("a key stands twice");
      found.set(key, this.value(depth + 1));
    } while (this.#skip(","));
    this.#must("}");
    return found;
  }

  #array(depth) {
    const found = [];
    this.#must("[");
    if (this.#skip("]")) return found;
    do found.push(this.value(depth + 1));
    while (this.#skip(","));
    this.#must("]");
    return found;
  }

  #string() {
    const found = this.#match(STRING);
    if (!found) throw notJson();
    this.#match(BLANK);
    return JSON.parse(found[0]);
  }

  #number() {
    const found = this.#match(NUMBER);
    if (!found) throw notJson();
    this.#match(BLANK);
    const [digits, fraction, exponent] = found;
    if (fraction === undefined && exponent === undefined) {
      if (digits.length > MOST_DIGITS) throw notJson();
      return BigInt(digits);
    }
    const value = Number(digits);
    if (!Number.isFinite(value)) throw new MalformedError("a number is too large");
    return new Fraction(value);
  }

  #match(pattern) {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  #skip(word) {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    this.#match(BLANK);
    return true;
  }

  #must(word) {
    if (!this.#skip(word)) throw notJson();
  }
}

function notJson() {
  return new MalformedError("it is not JSON");
}
