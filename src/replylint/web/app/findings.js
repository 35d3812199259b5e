// What the core found, as people read it: a count, one line for each thing to do, one card for the signature, questions for blanks.

import { awayOn } from "./away.js";
import { emblemToAdd, safeElements } from "./clean.js";
import { el, t } from "./words.js";

/**
 * @typedef {{id: string, rule: string, severity: string, message: string, title: string, part: string, number: number, start: number | null, end: number | null,
 *   line: number | null, clause: {id: string, section: string, text: string} | null, fixable: string, by_hand: string, group: string, twin: string,
 *   excerpt: string, marked: [number, number] | null}} Found
 * @typedef {{id: string, part: string, number: number, label: string, question: string, fact: string, start: number, end: number}} Blank
 * @typedef {{ok: boolean, judged: number, findings: Found[], unchecked: {message: string, title: string, part: string | null, partial: boolean}[], notices: string[], notes: string[],
 *   blanks: Blank[], texts: {part: string, content: string, markup: boolean, visible: string, kind: string, facts: any}[]}} Checked
 * @typedef {{fix: (found: Found) => void, fixAll: () => void, fill: (answers: Record<string, string>) => void, show: (found: Found, number: number) => void,
 *   explain: (rule: string) => Promise<any>, signature: () => void, undo: (id: string) => void}} Actions
 * @typedef {{found: Found, number: number}} Numbered
 */

/** Lines that are shown at once: whoever has more begins with these. */
export const MOST_LINES = 40;
const BLANK_RULE = "placeholder.unfilled";

/**
 * Return what is shown as lines: findings that say the same of both tabs once, blanks and signature elsewhere.
 * @param {Checked} checked
 */
export function sorted(checked) {
  /** @type {Set<string>} */
  const told = new Set();
  /** @type {Numbered[]} */
  const lines = [];
  /** @type {Numbered[]} */
  const signature = [];
  let number = 0;
  for (const found of checked.findings) {
    if (told.has(found.twin)) continue;
    told.add(found.id);
    const asked = found.rule === BLANK_RULE && checked.blanks.some(blank => blank.number === found.number && overlap(blank, found));
    if (asked) continue;
    if (found.group === "signature") signature.push({ found, number: 0 });
    else lines.push({ found, number: ++number });
  }
  if (signature.length === 1) lines.push({ found: signature[0].found, number: ++number });
  return { lines, signature: signature.length > 1 ? signature : [], blanks: distinct(checked.blanks) };
}

/** @param {{start: number, end: number}} blank @param {Found} found */
function overlap(blank, found) {
  return found.start === null || (found.start < blank.end && blank.start < (found.end ?? found.start + 1));
}

/**
 * Return blanks with the same question once, with the ids of all that it answers.
 * @param {Blank[]} blanks
 */
function distinct(blanks) {
  /** @type {Map<string, {blank: Blank, ids: string[]}>} */
  const made = new Map();
  /** @type {Map<string, number>} */
  const seen = new Map();
  for (const blank of blanks) {
    const place = `${blank.number} ${blank.question}`;
    const nth = (seen.get(place) ?? 0) + 1;
    seen.set(place, nth);
    const key = `${nth} ${blank.question}`;
    const known = made.get(key);
    if (known) known.ids.push(blank.id);
    else made.set(key, { blank, ids: [blank.id] });
  }
  return [...made.values()];
}

/**
 * Whether nothing has to change any more: everything was checked, and at most the picture of the seal is still to be put in.
 * @param {Checked} checked
 */
export function isReady(checked) {
  const { lines, signature, blanks } = sorted(checked);
  return checked.judged > 0 && !checked.unchecked.length && ![...lines, ...signature].some(({ found }) => found.severity === "error") &&
    blanks.every(({ blank }) => blank.fact === "seal") && (checked.ok || blanks.length > 0);
}

/**
 * Return what stands above the buttons that copy: words of approval only if nothing at all is open.
 * @param {Checked | null} checked
 */
export function copyHeading(checked) {
  if (!checked || checked.unchecked.length || !checked.judged) return t("copy.anyway");
  const { questions, musts, hints } = counts(checked);
  if (questions) return t("copy.blanks", { count: questions });
  if (musts + hints) return t("copy.open", { count: musts + hints });
  return t(isReady(checked) ? "copy.heading" : "copy.anyway");
}

/**
 * Return what to say below a text in which the picture of the emblem is still to be put, or null.
 * @param {Checked | null} checked
 */
export function emblemHint(checked) {
  const name = checked && (checked.blanks.find(blank => blank.fact === "seal")?.label || emblemToAdd(checked.texts.map(text => text.visible).join("\n")));
  return name ? el("p.hint.emblem", t("blank.seal", { name })) : null;
}

/**
 * Return how many places of one of the texts are still to be filled in; the picture of the seal is not among them.
 * @param {Checked | null} checked
 * @param {number} number
 */
export function blanksIn(checked, number) {
  return checked ? checked.blanks.filter(blank => blank.number === number && blank.fact !== "seal").length : 0;
}

/**
 * Return how many things must change, might change, and have to be answered.
 * @param {Checked} checked
 */
function counts(checked) {
  const { lines, signature, blanks } = sorted(checked);
  const isMust = (/** @type {Numbered} */ { found }) => found.severity === "error";
  const musts = lines.filter(isMust).length + (signature.some(isMust) ? 1 : 0);
  const hints = lines.length + (signature.length ? 1 : 0) - musts;
  return { musts, hints, questions: blanks.filter(({ blank }) => blank.fact !== "seal").length };
}

/**
 * Return a message of the core as a sentence of the page: without what speaks of the command line.
 * @param {string} message
 */
export function forPeople(message) {
  const words = message.replace(/^not checked: /, "").replace(/; tell the makers of replylint/, "").split(/(?<=[.;]) /).filter(part => !/(?:^|\s)--\w/.test(part)).join(" ").replace(/[;,\s]+$/, "");
  return words.charAt(0).toUpperCase() + words.slice(1) + (/[.!?]$/.test(words) ? "" : ".");
}

/**
 * Return the sentence that says how it stands, and its state: `good` only if everything was checked.
 * @param {Checked} checked
 * @returns {{words: string, state: "good" | "todo" | "unchecked"}}
 */
export function summary(checked) {
  const { musts, hints, questions } = counts(checked);
  const parts = [];
  if (musts) parts.push(t("count.musts", { count: musts }));
  if (questions) parts.push(t("count.questions", { count: questions }));
  if (hints) parts.push(t("count.hints", { count: hints }));
  if (checked.unchecked.length || !checked.judged) return { words: [t("unchecked.heading"), ...parts].join(" "), state: "unchecked" };
  if (parts.length) return { words: parts.join(" "), state: "todo" };
  return isReady(checked) ? { words: t(checked.blanks.length ? "count.seal" : "count.none"), state: "good" } : { words: t("count.look"), state: "todo" };
}

/**
 * Draw the panel.
 * @param {HTMLElement} root
 * @param {Checked} checked
 * @param {Actions} actions
 * @param {{changes: {id: string, in_words: string}[], signatureForm: HTMLElement | null}} more
 */
export function drawFindings(root, checked, actions, more) {
  const { lines, signature, blanks } = sorted(checked);
  const { words, state } = summary(checked);
  const fixable = lines.filter(({ found }) => found.fixable !== "no").length + signature.filter(({ found }) => found.fixable !== "no").length;
  const standIns = awayContacts(checked);
  const notes = [...checked.notes, ...standIns.filter(one => one.state === "unchecked").map(one => one.words)];
  root.replaceChildren(
    el(`p.verdict.${state}`, el("span.sign", { "aria-hidden": "true" }, { good: "✓", todo: "!", unchecked: "?" }[state]), el("strong", words)),
    ...checked.unchecked.map(one => el("p.notice", one.title || forPeople(one.message))),
    ...standIns.filter(one => one.state === "away").map(one => el("p.notice", one.words)),
    ...(fixable > 1 ? [el("p", el("button.main", { type: "button", onclick: actions.fixAll }, t("fix.all")))] : []),
    ...(lines.length ? [el("ol.found", ...lines.slice(0, MOST_LINES).map(one => line(one, checked, actions)))] : []),
    ...(lines.length > MOST_LINES ? [el("p.hint", t("count.more", { count: lines.length - MOST_LINES }))] : []),
    ...(signature.length ? [signatureCard(signature, actions, more.signatureForm)] : []),
    ...(blanks.some(({ blank }) => blank.fact !== "seal") ? [questions(blanks, checked, actions)] : []),
    ...(more.changes.length ? [changes(more.changes.slice(-MOST_LINES), actions)] : []),
    ...(notes.length ? [el("details.quiet", el("summary", t("notices.heading")), el("ul", ...notes.map(words => el("li", words))))] : []));
}

/**
 * Return what there is to say of whether the people whom an absence names are away on its days, each person once.
 * @param {Checked} checked
 */
function awayContacts(checked) {
  const found = checked.texts.filter(text => text.kind === "absence").flatMap(({ facts }) => {
    const { first_day: first, last_day: last } = facts.absence ?? {};
    return (facts.contacts ?? []).map((/** @type {any} */ contact) => awayOn({ name: contact.name ?? "", email: contact.emails?.[0] ?? "" }, first ?? last ?? "", last ?? ""));
  });
  return found.filter((one, index) => one.words && found.findIndex(other => other.words === one.words) === index);
}

/**
 * @param {Numbered} one
 * @param {Checked} checked
 * @param {Actions} actions
 */
function line({ found, number }, checked, actions) {
  const more = el("div.more", { hidden: true, id: `more-${found.id}` });
  const tabs = checked.texts.filter(text => text.part !== "signature").length > 1;
  const where = tabs ? t(found.twin ? "where.both" : `where.${found.part}`) : "";
  const why = el("button.quiet", { type: "button", "aria-expanded": "false", "aria-controls": more.id, onclick: async () => {
    more.hidden = !more.hidden;
    why.setAttribute("aria-expanded", String(!more.hidden));
    if (!more.hidden && !more.childNodes.length) more.append(...explained(found, await actions.explain(found.rule)));
  } }, t("why"));
  return el(`li.${found.severity === "error" ? "must" : "maybe"}`,
    el("button.place", { type: "button", onclick: () => actions.show(found, number) },
      el("span.pin", { "aria-hidden": "true" }, String(number)), el("span.words", found.title), where ? el("small", where) : null),
    found.by_hand ? el("p.hint", t("by-hand", { reason: found.by_hand })) : null,
    el("p.do",
      found.fixable !== "no" ? el("button", { type: "button", "aria-label": `${t("fix")}: ${found.title}`, onclick: () => actions.fix(found) }, t("fix")) : null,
      why),
    more);
}

/**
 * @param {Found} found
 * @param {any} told
 */
function explained(found, told) {
  const clause = told?.clause ?? found.clause;
  return [
    clause ? el("blockquote", clause.text, el("footer", clause.section)) : null,
    told?.why ? el("p", told.why) : null,
    told?.right ? el("div", el("p.caption", t("why.right")), told.right.startsWith("<") ? el("div.example.paper", safeElements(told.right)) : el("p.example", told.right)) : null,
    el("p.small", [found.line ? t("why.line", { line: found.line }) : "", found.rule].filter(Boolean).join(" · ")),
  ].filter(one => one !== null);
}

/**
 * @param {Numbered[]} signature
 * @param {Actions} actions
 * @param {HTMLElement | null} form
 */
function signatureCard(signature, actions, form) {
  return el("section.card",
    el("h3", t("signature.needs", { count: signature.length })),
    el("p", t("signature.once")),
    form ? el("div", form, el("p.do", el("button.main", { type: "button", onclick: actions.signature }, t("signature.put")))) : null,
    el("details.quiet", el("summary", t("signature.list")), el("ul", ...signature.map(({ found }) => el("li", found.title)))));
}

/**
 * @param {{blank: Blank, ids: string[]}[]} blanks
 * @param {Checked} checked
 * @param {Actions} actions
 */
function questions(blanks, checked, actions) {
  /** @type {{ids: string[], label: string, field: HTMLInputElement}[]} */
  const fields = [];
  const missing = el("p.refused", { role: "alert" });
  const form = el("form.card", { onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    /** @type {Record<string, string>} */
    const answers = {};
    for (const { ids, field } of fields) if (field.value.trim()) for (const id of ids) answers[id] = field.value.trim();
    if (Object.keys(answers).length) actions.fill(answers);
    else if (fields.length) {
      missing.textContent = t("blank.empty", { label: fields[0].label });
      fields[0].field.focus();
    }
  } }, el("h3", t("blank.heading")));
  for (const { blank, ids } of blanks) {
    if (blank.fact === "seal") continue;
    const id = `blank-${blank.id}`;
    const field = el("input", { id, type: { date: "date", phone: "text", email: "email" }[blank.fact] ?? "text", maxLength: 300, autocomplete: "off" });
    fields.push({ ids, label: blank.label, field });
    form.append(el("p", el("label", { htmlFor: id }, blank.question, " ", around(blank, checked)), field));
  }
  form.append(missing, el("p.do", el("button.main", { type: "submit" }, t("blank.fill"))));
  return form;
}

/**
 * Return the words around a blank, so that two blanks of the same name can be told apart.
 * @param {Blank} blank
 * @param {Checked} checked
 */
function around(blank, checked) {
  const visible = [...(checked.texts[blank.number]?.visible ?? "")]; // characters as the core counts them
  const before = visible.slice(Math.max(0, blank.start - 60), blank.start).join("").split("\n").pop() ?? "";
  const after = visible.slice(blank.end, blank.end + 40).join("").split("\n")[0];
  const words = `${before.split(/\s+/).slice(-4).join(" ")}____${after.split(/\s+/).slice(0, 3).join(" ")}`;
  return words === "____" ? null : el("small", `“${words}”`);
}

/**
 * @param {{id: string, in_words: string}[]} made
 * @param {Actions} actions
 */
function changes(made, actions) {
  return el("section.changes", el("h3", t("changes.heading", { count: made.length })), el("ul", ...made.map(change => el("li",
    el("span", change.in_words),
    el("button.quiet", { type: "button", "aria-label": `${t("undo")}: ${change.in_words}`, onclick: () => actions.undo(change.id) }, t("undo"))))));
}
