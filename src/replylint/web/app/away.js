// Whether the person who stands in is away as well. Only a server that reads the replies knows; a page that is a file says that it does not.

import { dayInWords, t } from "./words.js";

/**
 * @typedef {{name: string, email: string, first_day: string, last_day: string}} Spell
 * @typedef {{state: "away" | "unchecked" | "none", words: string}} Answer
 */

/** The absences that the replies tell of; null if they are not known. @type {{people: Spell[], unread: number} | null} */
let known = null;
let isAsking = false;

/**
 * Get the absences, all of them, so that the server does not hear who is asked about. `done` is called once they are known or cannot be had.
 * @param {string} address on the server that gave the page; empty if there is none
 * @param {() => void} done
 */
export async function learnAway(address, done) {
  if (!address) return;
  isAsking = true;
  try {
    const response = await fetch(address, { credentials: "omit" });
    if (response.ok) known = await response.json();
  } catch {
    known = null; // the page says that it could not check
  }
  isAsking = false;
  done();
}

/**
 * Return what there is to say of a person who stands in on these days.
 * @param {{name: string, email: string}} person
 * @param {string} first
 * @param {string} last
 * @returns {Answer}
 */
export function awayOn(person, first, last) {
  const name = person.name.trim();
  if (!name || !first || !last || isAsking) return { state: "none", words: "" };
  const found = known?.people.find(one => isSame(one, person) && one.first_day <= last && one.last_day >= first);
  if (found) {
    const days = { first: dayInWords(found.first_day), last: dayInWords(found.last_day) };
    return { state: "away", words: t(found.first_day === found.last_day ? "away.day" : "away", { name, ...days }) };
  }
  if (known && !known.unread) return { state: "none", words: "" };
  return { state: "unchecked", words: t("away.unchecked", { name: name.split(/\s+/)[0] }) };
}

/**
 * @param {Spell} spell
 * @param {{name: string, email: string}} person
 */
function isSame(spell, person) {
  const email = plain(person.email), name = plain(person.name);
  return email && spell.email ? plain(spell.email) === email : plain(spell.name) === name;
}

/** @param {string} text */
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
}
