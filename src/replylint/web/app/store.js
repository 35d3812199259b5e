// What the person has typed, kept on this computer only, until they press "Forget me".

const KEY = "replylint";
const LONGEST = 1_500_000;

/**
 * @typedef {{part: string, content: string, markup: boolean}} Text
 * @typedef {{name: string, title: string, phone: string, extension: string, email: string}} Profile
 * @typedef {{name: string, phone: string, email: string, title?: string, extension?: string}} Person
 * @typedef {{start: number, end: number, before: string, after: string}} Replaced
 * @typedef {{id: string, part: string, number: number, pieces: Replaced[], rules: string[], findings: string[], in_words: string}} Change
 * @typedef {{change: Change, by: string[], texts: Text[]}} Covered a change whose words later ones changed again, with the texts before those
 * @typedef {{first: string, last: string, back: string, contact: Person, asked: boolean, kind: string, hours: string, language: string,
 *   behalf: boolean, writer: Person, owner: Profile, note: string}} Answers
 * @typedef {{owner: string, settings: any, set: any} | null} Earlier what was set in a mailbox before a reply was put into it, and that reply
 * @typedef {{view: string, language: string, program: string, profile: Profile, texts: Text[], changes: Change[], covered: Covered[], before: Text[],
 *   file: {name: string, data: string} | null, edited: boolean, answers: Answers, earlier: {outlook: Earlier, gmail: Earlier}}} State
 *   `edited`: the texts are no longer those of the file; the `language` of answers is empty until the person chooses one
 */

/** @returns {Profile} */
export const nobody = () => ({ name: "", title: "", phone: "", extension: "", email: "" });

/** @returns {State} */
export function blank() {
  return {
    view: "home", language: "", program: "", profile: nobody(), texts: [{ part: "message", content: "", markup: false }], changes: [], covered: [], before: [], file: null, edited: false,
    answers: {
      first: "", last: "", back: "", contact: { name: "", phone: "", email: "" }, asked: false, kind: "absence", hours: "", language: "",
      behalf: false, writer: { name: "", phone: "", email: "" }, owner: nobody(), note: "",
    },
    earlier: { outlook: null, gmail: null },
  };
}

/** What the person has typed and chosen. */
export const state = blank();
let kept = true;

/** Read what was kept. What cannot be read is left out, never guessed. */
export function recall() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    merge(/** @type {any} */ (state), found);
  } catch {
    kept = false;
  }
  if (!Array.isArray(state.texts) || !state.texts.length) state.texts = blank().texts;
  state.texts = state.texts.filter(one => typeof one?.content === "string" && typeof one.part === "string");
  if (!state.texts.length) state.texts = blank().texts;
}

/**
 * Take from `found` what has the same type as what is there.
 * @param {Record<string, any>} into
 * @param {Record<string, any>} found
 */
function merge(into, found) {
  for (const name of Object.keys(into)) {
    const value = found?.[name];
    if (value === undefined) continue;
    if (Array.isArray(into[name]) ? Array.isArray(value) : typeof value === typeof into[name]) {
      if (into[name] && typeof into[name] === "object" && !Array.isArray(into[name])) merge(into[name], value);
      else into[name] = value;
    }
  }
}

/** Keep everything. Return whether this browser did. */
export function keep() {
  try {
    const text = JSON.stringify(state);
    if (text.length > LONGEST) throw new Error("too long");
    localStorage.setItem(KEY, text);
    kept = true;
  } catch {
    kept = false;
  }
  return kept;
}

/** Whether the last attempt to keep the text worked. */
export function isKept() {
  return kept;
}

/** Forget everything that was typed. */
export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // There was nothing to forget: this browser keeps nothing for pages that are files.
  }
  const { language, program } = state;
  Object.assign(state, blank(), { language, program });
}
