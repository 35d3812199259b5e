// The person's own lines, typed once and kept on this computer.

import { el, t } from "./words.js";

/** @typedef {{name: string, title: string, phone: string, extension: string, email: string}} Profile */

const FIELDS = /** @type {const} */ ([
  ["name", "text", "name"], ["title", "text", "organization-title"], ["phone", "tel", "tel-national"], ["extension", "text", "tel-extension"],
  ["email", "email", "email"],
]);
let count = 0;

/**
 * Make the fields of a signature. `changed` hears every change.
 * @param {Profile} profile it is changed in place
 * @param {() => void} changed
 */
export function signatureFields(profile, changed) {
  const group = ++count;
  return el("div.fields", ...FIELDS.map(([name, type, complete]) => {
    const id = `own-${group}-${name}`;
    return el(`p.${name}`,
      el("label", { htmlFor: id }, t(`own.${name}`)),
      el("input", {
        id, type, autocomplete: complete, value: profile[name], maxLength: 120, placeholder: t(`own.${name}.example`),
        oninput: (/** @type {Event} */ event) => {
          profile[name] = /** @type {HTMLInputElement} */ (event.target).value.trim();
          changed();
        },
      }));
  }));
}

/**
 * Whether the signature has what the standard asks for.
 * @param {Profile} profile
 */
export function isWhole(profile) {
  return Boolean(profile.name.includes(" ") && profile.title && profile.phone && profile.extension);
}

/**
 * Show the lines as they will be.
 * @param {Profile} profile
 * @param {{organization: string, website: string, seal: string}} about
 */
export function signatureLines(profile, about) {
  const phone = [profile.phone || t("own.phone"), profile.extension ? `ext. ${profile.extension}` : ""].filter(Boolean).join(" ");
  const lines = [profile.name || t("own.name"), profile.title || t("own.title"), about.organization, phone, about.website ? `Website: ${about.website}` : "", about.seal ? `[${about.seal}]` : ""];
  return el("p.lines", ...lines.filter(Boolean).flatMap(line => [line, el("br")]));
}
