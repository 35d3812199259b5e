// The words of the interface in the chosen language, and elements made in few words.

/** @type {Record<string, Record<string, string>>} */
let languages = {};
let code = "en";

/**
 * Set the words of each language, and choose one.
 * @param {Record<string, Record<string, string>>} all
 * @param {string} chosen
 */
export function setWords(all, chosen) {
  languages = all;
  code = chosen in all ? chosen : "en";
}

/**
 * Return the words of a key with values in place of {name}. With `count` the key's `.one` is used for 1.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const name = values.count === 1 && `${key}.one` in languages[code] ? `${key}.one` : key;
  const words = languages[code][name] ?? languages.en[name] ?? name;
  return words.replace(/\{(\w+)\}/g, (whole, field) => String(values[field] ?? whole));
}

/** Return the chosen language. */
export function language() {
  return code;
}

/**
 * @typedef {string | Node | null | undefined | false} Child
 * @typedef {Record<string, any>} Properties
 */

/**
 * Make an element: `el("button.main", { onclick }, "Copy")`. Properties that begin with `aria-` or `data-`, and `role`, `for` and `list` are attributes.
 * @param {string} what
 * @param {Properties | Child} [first]
 * @param {...Child} children
 * @returns {any}
 */
export function el(what, first, ...children) {
  const [tag, ...classes] = what.split(".");
  const made = document.createElement(tag);
  if (tag === "input" || tag === "textarea") made.spellcheck = false;
  if (classes.length) made.className = classes.join(" ");
  if (first && typeof first === "object" && !(first instanceof Node)) {
    for (const [name, value] of Object.entries(first)) {
      if (value === undefined || value === null) continue;
      if (/^(aria-|data-|role$|for$|list$)/.test(name)) made.setAttribute(name, String(value));
      else /** @type {any} */ (made)[name] = value;
    }
  } else {
    children.unshift(/** @type {Child} */ (first));
  }
  made.append(.../** @type {(string | Node)[]} */ (children.filter(child => child !== null && child !== undefined && child !== false)));
  return made;
}

/**
 * Put children in place of what an element has.
 * @param {Element} parent
 * @param {...Child} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren(.../** @type {(string | Node)[]} */ (children.filter(child => child !== null && child !== undefined && child !== false)));
}

/**
 * Return an element of the page by its id.
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * Return a day as people read it.
 * @param {string} iso
 * @param {Intl.DateTimeFormatOptions} [options]
 */
export function dayInWords(iso, options = { weekday: "long", month: "long", day: "numeric", year: "numeric" }) {
  const [year, month, day] = iso.split("-").map(Number);
  return new Date(year, month - 1, day).toLocaleDateString(code === "es" ? "es-US" : "en-US", options);
}

/**
 * Return an instant by the clock of a time zone as people read it; by this computer's clock if the zone is not known here.
 * @param {number} at milliseconds since 1970
 * @param {string} zone
 */
export function instantInWords(at, zone) {
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { weekday: "long", month: "long", day: "numeric", hour: "numeric", minute: "2-digit" };
  const locale = code === "es" ? "es-US" : "en-US";
  try {
    return new Date(at).toLocaleString(locale, { ...options, timeZone: zone || undefined });
  } catch {
    return new Date(at).toLocaleString(locale, options);
  }
}

/**
 * Return today, or a day near it, as 2026-12-31 by this computer's clock.
 * @param {number} [ahead]
 */
export function today(ahead = 0) {
  const now = new Date();
  return isoOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() + ahead));
}

/**
 * Return a day that is so many days after another one, both as 2026-12-31.
 * @param {string} day
 * @param {number} ahead
 */
export function dayNear(day, ahead) {
  const [year, month, number] = day.split("-").map(Number);
  return isoOf(new Date(year, month - 1, number + ahead));
}

/**
 * Return a day as 2026-12-31.
 * @param {Date} day
 */
export function isoOf(day) {
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
}
