// On a page that a server gives: warns while a reply is written if the contact's own reply says that they are away on a shared day.

import { state } from "./store.js";
import { byId, dayInWords, el, fill, t } from "./words.js";

const PAUSE = 300;
/** @typedef {{name: string, email: string, first_day: string, last_day: string}} Spell */
/** @type {Spell[]} */
let spells = [];
/** @type {number | undefined} */
let clock;

/**
 * Get the absences, all of them, so that the server does not hear who is asked about; then look whenever an answer changes.
 * @param {string} address
 */
export async function watchAway(address) {
  try {
    const response = await fetch(address, { credentials: "omit" });
    if (!response.ok) return;
    spells = (await response.json()).people;
  } catch {
    return; // without it the page is the one that has no server
  }
  for (const kind of ["input", "change", "click", "keyup"]) {
    addEventListener(kind, () => {
      clearTimeout(clock);
      clock = setTimeout(show, PAUSE);
    });
  }
  show();
}

function show() {
  const place = byId("away");
  if (!place) return;
  const { contact, first, last, kind } = state.answers;
  const begin = first || last, end = kind === "hours" ? first : last || first;
  const found = kind === "departed" || !begin ? undefined : spells.find(one => isSame(one, contact) && one.first_day <= end && one.last_day >= begin);
  const words = found ? t("away", { name: contact.name.trim(), first: dayInWords(found.first_day), last: dayInWords(found.last_day) }) : "";
  if (place.textContent !== words) fill(place, words ? el("p.notice", words) : null);
}

/**
 * @param {Spell} spell
 * @param {{name: string, email: string}} person
 */
function isSame(spell, person) {
  const email = plain(person.email), name = plain(person.name);
  if (!name) return false;
  return email && spell.email ? plain(spell.email) === email : plain(spell.name) === name;
}

/** @param {string} text */
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
}
