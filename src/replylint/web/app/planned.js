// What will be set in a mailbox for a reply, as the core plans and checks it, and what is set there, as people read it.

import { safeElements } from "./clean.js";
import { ask, FIX_LIMIT } from "./core.js";
import { forPeople } from "./findings.js";
import { stateOf, timeOf } from "./mailbox.js";
import { el, instantInWords, t } from "./words.js";

/**
 * @typedef {import("./oauth.js").Name} Name
 * @typedef {import("./store.js").Text} Text
 * @typedef {import("./findings.js").Checked} Checked
 * @typedef {{start: string, end: string}} Schedule
 * @typedef {{first: string, last: string, back: string}} Days
 * @typedef {{texts: Text[], checked: Checked, schedule: Schedule | null, days: Days | null}} Reply `days` are those of a text that was not written here
 * @typedef {{settings: any, checked: Checked}} Plan
 * @typedef {{what: string, part: string | null, sent: string, found: string}} Mismatch
 */

/** Where the office is, by the name of its time zone. */
let zone = "";

/**
 * Say in which time zone the office is.
 * @param {string} office
 */
export function setZone(office) {
  zone = office;
}

/**
 * Ask the core what is to be set for a reply on its days, and to check exactly that. `trouble` says why it cannot be set.
 * @param {Name} name
 * @param {Reply} reply
 * @param {object} settings
 * @returns {Promise<{plan: Plan | null, trouble: string}>}
 */
export async function makePlan(name, reply, settings) {
  let { schedule } = reply;
  let trouble = "";
  if (reply.days) {
    const { first, last, back } = reply.days;
    const answer = await ask({ op: "schedule", settings, answers: { first_day: first || null, last_day: last || null, back_day: back > last ? back : null } });
    if (!answer.ok) trouble = forPeople(answer.error);
    schedule = answer.ok && answer.result ? answer.result : first ? { start: `${first}T00:00:00`, end: "" } : null;
  }
  if (name === "outlook" && schedule && !schedule.end) {
    const begin = Date.parse(schedule.start);
    if (begin > Date.now()) trouble ||= t("apply.start", { start: instantInWords(begin, zone) });
    schedule = null;
  }
  // A schedule without a zone is by this computer's clock.
  const instants = schedule && { start: utc(schedule.start), end: utc(schedule.end), timezone: "" };
  const made = await ask({ op: "settings_for", what: { texts: reply.texts, system: name }, schedule: instants, settings }, FIX_LIMIT);
  if (made.ok) return { plan: made.result, trouble: trouble || refusal(made.result.checked) };
  return { plan: null, trouble: made.kind === "input" ? forPeople(made.error) : t(made.kind === "slow" ? "unchecked.slow" : "unchecked.internal") };
}

/** @param {string} moment */
function utc(moment) {
  return moment && new Date(moment).toISOString();
}

/**
 * Return why a reply cannot be put anywhere yet, or an empty text.
 * @param {Checked} checked
 */
export function refusal(checked) {
  const blank = checked.blanks.find(one => one.fact !== "seal") ?? checked.blanks[0];
  if (!blank) return "";
  return blank.fact === "seal" ? t("apply.seal", { seal: blank.label }) : t("apply.blanks");
}

/**
 * Return what is still wrong with what will be set, each once.
 * @param {Plan | null} plan
 */
export function stillWrong(plan) {
  const { findings = [], unchecked = [] } = plan?.checked ?? {};
  const errors = findings.filter(found => found.severity === "error").map(found => found.title);
  return [...new Set([...errors, ...unchecked.map(one => one.title || forPeople(one.message))])];
}

/**
 * Return whose mailbox it is, what is set there now, and what will be.
 * @param {Name} name
 * @param {string} owner
 * @param {any} now
 * @param {Plan | null} plan
 */
export function factsOf(name, owner, now, plan) {
  const state = stateOf(name, now);
  const facts = [
    [t("apply.who"), owner || t("apply.who.unknown")],
    [t("apply.now"), t(`apply.now.${state}`, { when: whenInWords(name, now) })],
  ];
  if (plan) facts.push([t("apply.when"), whenInWords(name, plan.settings)], [t("apply.audience"), t(`apply.audience.${name}`)]);
  if (plan && name === "gmail") facts.push([t("apply.subject"), plan.settings.responseSubject]);
  return el("dl.facts", ...facts.flatMap(([label, words]) => [el("dt", label), el("dd", words)]));
}

/**
 * Return when a reply is sent.
 * @param {Name} name
 * @param {any} settings
 */
export function whenInWords(name, settings) {
  const isScheduled = stateOf(name, settings) === "scheduled";
  const [start, end] = (/** @type {const} */ (["start", "end"])).map(which => (isScheduled ? timeOf(name, settings, which) : 0));
  const values = { start: start && instantInWords(start, zone), end: end && instantInWords(end, zone) };
  return t(start && end ? "apply.when.days" : start ? "apply.when.from" : end ? "apply.when.to" : isScheduled ? "apply.when.some" : "apply.when.open", values);
}

/**
 * Return the texts that will be set, as people will see them.
 * @param {Name} name
 * @param {any} settings
 */
export function papersOf(name, settings) {
  const found = settings.automaticRepliesSetting;
  const texts = name === "gmail" ? [["message", settings.responseBodyHtml]] : [["internal", found.internalReplyMessage], ["external", found.externalReplyMessage]];
  return el("div.editors.two", ...texts.map(([part, html]) => el("div.editor.chosen", el("p.caption", t(`part.${part}`)),
    el("div.paper.preview", { tabIndex: 0, role: "document", "aria-label": t(`part.${part}`) }, safeElements(html)))));
}

/**
 * Return where settings that were read differ from those that were sent; null if that cannot be told.
 * @param {any} sent
 * @param {any} found
 * @returns {Promise<Mismatch[] | null>}
 */
export async function compared(sent, found) {
  const answer = await ask({ op: "compare", sent, found }, FIX_LIMIT);
  return answer.ok ? answer.result : null;
}

/**
 * Whether settings that were read are those that were sent.
 * @param {any} sent
 * @param {any} found
 */
export async function isSame(sent, found) {
  return (await compared(sent, found))?.length === 0;
}

/**
 * @param {string} name how the service is called
 * @param {Mismatch} one
 */
export function differenceInWords(name, { what, part, sent, found }) {
  if (what === "start" || what === "end") {
    [sent, found] = [sent, found].map(one => (one ? instantInWords(Date.parse(one), zone) : t("apply.diff.none")));
  }
  return t(`apply.diff.${what}${what === "text" && !found ? ".gone" : ""}`, { name, part: part ? t(`part.${part}`) : "", sent, found });
}
