/** What the functions say to visitors, in one language of a hub. */

import { TEXTS } from "./texts.mjs";

const RIGHT_TO_LEFT = new Set(["ar", "ckb", "dv", "fa", "he", "ku-arab", "ps", "sd", "ug", "ur", "yi"]);

/** The scripts that are written from right to left: their letters are of the bidirectional classes R and AL. */
const SCRIPTS =
  "Arab Hebr Syrc Thaa Nkoo Samr Mand Adlm Rohg Armi Phnx Sarb Avst Phli Phlp Prti Orkh Hung Mani Narb Nbat" +
  " Palm Hatr Elym Sogd Sogo Chrs Ougr Cprt Lydi Khar Merc Mero Mend Yezi";
const LEFTWARD = new RegExp(`(?=\\p{L})[${SCRIPTS.replace(/\w+/g, "\\p{Script=$&}").replaceAll(" ", "")}]`, "u");
const RIGHTWARD = new RegExp(`(?!${LEFTWARD.source})[\\p{L}\\p{Nl}\\p{Mc}]`, "u");

/** One language of a hub: its texts, and which of a hub's own texts to take. */
export class Words {
  #texts;

  /**
   * @param {string} language
   * @param {import("./catalog.mjs").ByLanguage} texts
   */
  constructor(language, texts) {
    this.language = language;
    this.#texts = texts;
  }

  /** `rtl` or `ltr`. */
  get direction() {
    const code = this.language.toLowerCase();
    return RIGHT_TO_LEFT.has(code) || RIGHT_TO_LEFT.has(code.split("-")[0]) ? "rtl" : "ltr";
  }

  /**
   * Return a text with its values; in English where the translation lacks it or does not fit.
   * @param {string} name
   * @param {Record<string, string | number>} values
   */
  say(name, values = {}) {
    const translated = Object.hasOwn(this.#texts, name) ? filled(this.#texts[name], values, this.direction) : null;
    return translated || filled(TEXTS[name], values, "ltr");
  }

  /** Return a text of the catalogue in this language, else in the hub's first. */
  of(text) {
    return text[this.languageOf(text)] ?? "";
  }

  /** Return the language in which `of` gives a text. */
  languageOf(text) {
    return Object.hasOwn(text, this.language) ? this.language : (Object.keys(text)[0] ?? this.language);
  }
}

/** Return the words of `language` where it is one of those `offered`, else of the first of them. */
export function wordsIn(language, offered, texts) {
  const chosen = Object.hasOwn(offered, language) ? language : (Object.keys(offered)[0] ?? "en");
  return new Words(chosen, texts.get(chosen) ?? {});
}

/** Return a value so that a text of that direction keeps its order around it (Unicode Standard Annex 9, 2.4). */
function apart(value, direction) {
  const against = direction === "rtl" ? RIGHTWARD : LEFTWARD;
  return typeof value === "string" && against.test(value) ? `\u2068${value}\u2069` : String(value);
}

/** Return a text with `%(…)s` replaced; null where it has a placeholder that nobody fills. */
function filled(text, values, direction) {
  let fits = true;
  const whole = text.replace(/%(?:\(([^)]*)\)s|(%))?/g, (found, name, percent) => {
    if (percent) return "%";
    if (name !== undefined && Object.hasOwn(values, name)) return apart(values[name], direction);
    fits = false;
    return found;
  });
  return fits ? whole : null;
}
