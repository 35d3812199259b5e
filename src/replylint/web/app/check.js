// The door "Check the one I have": paste, type or drop; see what to do; correct, undo, copy, save.

import { applyButtons, drawApply } from "./apply.js";
import { beforeTyping, followTyping, forgetChanges, withChanges, withoutChange } from "./changes.js";
import { htmlOf, htmlOfText } from "./clean.js";
import { copy, save } from "./copy.js";
import { ask, FIX_LIMIT } from "./core.js";
import { makeEditor } from "./editor.js";
import { bytesOf, takeFile } from "./files.js";
import { blanksIn, copyHeading, drawFindings, emblemHint, forPeople, isReady, MOST_LINES, sorted, summary } from "./findings.js";
import { signatureFields } from "./signature.js";
import { keep, state } from "./store.js";
import { makeSteps } from "./steps.js";
import { byId, dayNear, el, fill, language, t, today } from "./words.js";

const PAUSE = 350;
const MOST_EDITORS = 6;
const MOST_ROUNDS = 14;

/** @type {import("./editor.js").Editor[]} */
let editors = [];
/** @type {import("./findings.js").Checked | null} */
let checked = null;
/** @type {import("./store.js").Text[] | null} */
let previous = null;
/** @type {number | undefined} */
let clock;
let round = 0;
/** What the person asks for is done one after another, each in the texts that the one before has left. */
let turn = Promise.resolve();
let typings = 0;
/** @type {number} */
let lastEdited = 0;
/** @type {{organization: string, website: string, seal: string}} */
export const about = { organization: "", website: "", seal: "" };

/** What every request says of the person and the day. */
export function settings() {
  return { today: today(), language: language(), profile: state.profile };
}

/** What is judged: the texts, or the file with its present texts. */
function what() {
  if (state.file) return state.edited ? { ...state.file, texts: state.texts } : { ...state.file };
  return { texts: state.texts.filter(text => text.content.trim()), system: state.program === "gmail" ? "gmail" : "" };
}

/**
 * Tell a screen reader how it stands in a view, as long as that view is shown.
 * @param {string} view
 * @param {string} words
 */
export function say(view, words) {
  if (state.view === view) byId("said").textContent = words;
}

/** Draw the whole view. */
export function drawCheck() {
  const root = byId("check");
  const isSplit = state.texts.length > 1;
  fill(root,
    el("h2", { tabIndex: -1 }, t("check.heading")),
    el("p.lead", t("check.lead")),
    el("div.work",
      el("div.texts",
        isSplit && !state.file ? el("div.tabs", { role: "tablist" }) : null,
        el("div.editors", { id: "editors" }),
        el("div.do",
          el("button", { type: "button", onclick: () => byId("file").click() }, t("file.choose")),
          el("input", { id: "file", type: "file", hidden: true, "aria-label": t("file.choose"), onchange: chooseFile }),
          state.file ? null : el("label.check", el("input", { id: "split", type: "checkbox", checked: isSplit, onchange: split }), t("tabs.split")),
          el("button.quiet", { type: "button", onclick: clear }, t("clear")))),
      el("div.panel", { id: "panel" }, el("p.empty", t("check.empty")))),
    el("div.copies", { id: "copies" }),
    el("div", { id: "check-apply" }),
    el("div", { id: "check-steps" }));
  drawApply("check-apply");
  drawEditors();
  check();
}

/** Make the editors for the present texts. */
function drawEditors() {
  const shown = state.texts.slice(0, MOST_EDITORS);
  editors = shown.map((text, index) => {
    const label = t(shown.length > 1 ? `part.${text.part}` : "part.message");
    const editor = makeEditor(text.part, label, (given, isWhole) => typed(index, given, isWhole));
    editor.show(text);
    return editor;
  });
  const box = byId("editors");
  fill(box, ...editors.map(editor => editor.root));
  box.classList.toggle("two", editors.length > 1);
  const tabs = byId("check").querySelector(".tabs");
  if (tabs) {
    fill(tabs, ...editors.map((editor, index) => {
      editor.root.id = `pane-${index}`;
      editor.root.setAttribute("role", "tabpanel");
      return el("button", { type: "button", role: "tab", id: `tab-${index}`, "aria-controls": `pane-${index}`, onclick: () => choose(index),
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
          choose(1 - index);
          byId(`tab-${1 - index}`)?.focus();
        } }, t(`part.${state.texts[index].part}`));
    }));
    choose(0);
  }
}

/** @param {number} chosen */
function choose(chosen) {
  editors.forEach((editor, index) => {
    editor.root.classList.toggle("chosen", index === chosen);
    const tab = byId(`tab-${index}`);
    tab?.setAttribute("aria-selected", String(index === chosen));
    if (tab) tab.tabIndex = index === chosen ? 0 : -1;
  });
}

/**
 * @param {number} index
 * @param {import("./store.js").Text} given
 * @param {boolean} isWhole whether it can be checked at once
 */
function typed(index, given, isWhole) {
  beforeTyping();
  state.texts[index] = { ...state.texts[index], ...given };
  state.edited = true;
  lastEdited = index;
  keep();
  clearTimeout(clock);
  round++;
  typings++;
  setBusy(true);
  clock = setTimeout(check, isWhole ? 0 : PAUSE);
}

/**
 * Say whether the panel speaks of another text than the present one.
 * @param {boolean} busy
 */
function setBusy(busy) {
  const panel = byId("panel");
  if (busy) panel?.setAttribute("aria-busy", "true");
  else panel?.removeAttribute("aria-busy");
}

/** Ask the core about the present texts, and show what it says. */
export async function check() {
  clearTimeout(clock);
  const mine = ++round;
  if (!state.file && !state.texts.some(text => text.content.trim())) {
    checked = null;
    setBusy(false);
    fill(byId("panel"), el("p.empty", t("check.empty")));
    say("check", "");
    drawCopies();
    return;
  }
  setBusy(true);
  await followTyping();
  keep();
  if (mine !== round) return;
  const answer = await ask({ op: "check", what: what(), settings: settings() }, state.file ? FIX_LIMIT : undefined);
  if (mine !== round) return;
  if (answer.ok) shown(answer.result);
  else failed(answer);
}

/** @param {import("./findings.js").Checked} result */
function shown(result) {
  checked = result;
  const panel = byId("panel");
  setBusy(false);
  drawFindings(panel, result, actions, { changes: state.changes, signatureForm: signatureFields(state.profile, keep) });
  if (previous) panel.prepend(el("p.notice", t("file.before"), " ", el("button.quiet", { type: "button", onclick: bringBack }, t("file.back"))));
  const { lines } = sorted(result);
  editors.forEach((editor, index) => {
    const seen = result.texts.filter(text => text.part !== "signature" || state.texts[index]?.part === "signature");
    const visible = (state.texts.length === 1 ? seen[0] : result.texts[indexOfText(index)])?.visible ?? "";
    const part = state.texts[index]?.part;
    const marks = [];
    for (const { found, number } of lines.slice(0, MOST_LINES)) {
      const here = found.number === indexOfText(index) ? found : result.findings.find(other => other.id === found.twin && other.number === indexOfText(index));
      if (here && here.start !== null && part) marks.push({ number, start: here.start, end: here.end ?? here.start + 1 });
    }
    editor.mark(visible, marks);
  });
  say("check", summary(result).words);
  drawCopies();
}

/**
 * Return which of the judged texts an editor shows: blank ones are not judged.
 * @param {number} index
 */
function indexOfText(index) {
  if (state.file) return index;
  return state.texts.slice(0, index).filter(text => text.content.trim()).length;
}

/** @param {{error: string, kind: string}} answer */
function failed(answer) {
  checked = null;
  const panel = byId("panel");
  setBusy(false);
  const words = { input: forPeople(answer.error), slow: t("unchecked.slow"), internal: t("unchecked.internal"), start: t("unchecked.start") }[answer.kind] ?? forPeople(answer.error);
  fill(panel, el("p.verdict.unchecked", el("span.sign", { "aria-hidden": "true" }, "?"), el("strong", t("unchecked.heading"))), el("p.notice", words),
    answer.kind === "internal" ? el("details.quiet", el("summary", t("unchecked.details")), el("p.small", answer.error.slice(0, 300))) : null);
  say("check", `${t("unchecked.heading")} ${words}`);
  editors.forEach(editor => editor.mark("", []));
  drawCopies();
}

/** @type {import("./findings.js").Actions} */
const actions = {
  fix: found => inTurn(() => change({ op: "fix_one", finding: found.id })),
  fixAll: () => inTurn(() => change({ op: "fix_all" })),
  fill: answers => inTurn(() => change({ op: "fill", blanks: answers })),
  show: (found, number) => {
    const index = Math.max(0, editors.findIndex((_, place) => indexOfText(place) === found.number));
    choose(index);
    editors[index]?.reveal(number);
  },
  explain: async rule => {
    const answer = await ask({ op: "explain", rule, settings: settings() });
    return answer.ok ? answer.result : null;
  },
  signature: () => inTurn(async () => {
    for (let rounds = 0; rounds < MOST_ROUNDS && checked; rounds++) {
      const before = checked;
      const next = sorted(checked).signature.concat(sorted(checked).lines).find(({ found }) => found.group === "signature" && found.fixable !== "no");
      if (!next || !(await change({ op: "fix_one", finding: next.found.id })) || sameFindings(before, checked)) break;
    }
  }),
  undo: id => inTurn(async () => {
    await followTyping();
    const one = state.changes.find(change => change.id === id);
    if (!one) return check();
    const mine = ++round;
    const undone = await withoutChange(one);
    if (mine !== round) return;
    if ("ok" in undone) return refused(/** @type {any} */ (undone));
    put(undone.texts);
    [state.changes, state.covered] = [undone.changes, undone.covered];
    keep();
    await check();
    byId("panel").querySelector(".verdict")?.scrollIntoView({ block: "nearest" });
  }),
};

/**
 * Do something after what was asked for before. If the person types meanwhile, their words stay and it is not done.
 * @param {() => Promise<any>} action
 */
function inTurn(action) {
  const asked = typings;
  setBusy(true);
  turn = turn.then(() => (asked === typings ? action() : undefined)).catch(reportError);
}

/** @param {import("./findings.js").Checked} one @param {import("./findings.js").Checked | null} other */
function sameFindings(one, other) {
  return JSON.stringify(one.findings) === JSON.stringify(other?.findings);
}

/**
 * Say why something was not done, above what was found before.
 * @param {{error: string, kind: string}} answer
 */
function refused(answer) {
  if (answer.kind !== "input" || !checked) {
    failed(answer);
    return;
  }
  shown(checked);
  byId("panel").prepend(el("p.notice", { role: "alert" }, forPeople(answer.error)));
}

/**
 * Ask for a correction and show it. Return whether something changed.
 * @param {object} request
 */
async function change(request) {
  setBusy(true);
  await followTyping();
  const mine = ++round;
  const before = [...state.texts];
  const judged = before.flatMap((text, index) => (state.file || text.content.trim() ? [index] : []));
  const answer = await ask({ ...request, what: what(), settings: settings() }, FIX_LIMIT);
  if (mine !== round) return false;
  if (!answer.ok) {
    refused(answer);
    return false;
  }
  const { result } = answer;
  const after = [...before];
  result.what.texts.forEach((/** @type {any} */ text, /** @type {number} */ place) => {
    after[judged[place]] = { ...before[judged[place]], ...text };
  });
  const made = result.changes.map((/** @type {any} */ one) => ({ ...one, number: judged[one.number] }));
  if (made.length) put(after);
  Object.assign(state, withChanges(made, before));
  keep();
  shown(result.checked);
  if (!made.length) byId("panel").prepend(el("p.notice", { role: "alert" }, t("fix.nothing")));
  return made.length > 0;
}

/** @param {import("./store.js").Text[]} texts */
function put(texts) {
  state.edited = true;
  state.texts = texts;
  if (editors.length !== Math.min(state.texts.length, MOST_EDITORS)) drawEditors();
  else editors.forEach((editor, index) => editor.show(state.texts[index]));
}

/** Draw the buttons that copy and save. The main one is main only if nothing is left to do. */
function drawCopies() {
  const box = byId("copies");
  if (!box) return;
  const has = editors.some(editor => !editor.isBlank());
  box.hidden = !has;
  if (!has) {
    fill(byId("check-steps"));
    return;
  }
  const isDone = checked !== null && isReady(checked);
  const differ = editors.length === 2 && state.texts[0].content !== state.texts[1].content && !state.file;
  fill(box,
    el("h3", copyHeading(checked)),
    el("p.do",
      ...editors.map((editor, index) => el(`button${isDone ? ".main" : ""}.copy`, { type: "button", onclick: () => copyOne(index) },
        t(editors.length > 1 ? "copy.part" : "copy", { part: t(`part.${state.texts[index].part}`) }))),
      el("button", { type: "button", onclick: saveAll }, t("save")),
      differ ? el("button", { type: "button", onclick: alike }, t("tabs.alike", { part: t(`part.${state.texts[1 - lastEdited]?.part ?? "external"}`) })) : null),
    emblemHint(checked),
    el("p.copied", { id: "copied", role: "status" }),
    checked ? applyButtons("check-apply", {
      texts: editors.map((editor, index) => ({ part: state.texts[index].part, content: contentOf(index).html, markup: true })), checked, schedule: null, days: daysStated(checked),
    }) : null);
}

/**
 * Return the days that a text states, as far as it does: from today on if it names no first day.
 * @param {import("./findings.js").Checked} result
 */
function daysStated(result) {
  const stated = result.texts.find(text => text.part !== "signature")?.facts?.absence ?? {};
  const dayBefore = stated.return_day ? dayNear(stated.return_day, -1) : "";
  return { first: stated.first_day ?? today(), last: stated.last_day ?? stated.until ?? dayBefore, back: stated.return_day ?? "" };
}

/** @param {number} index */
function copyOne(index) {
  const { html, plain } = contentOf(index);
  tellCopied(copy(html, plain), blanksIn(checked, indexOfText(index)), byId("copied"), byId("check-steps"), null);
}

/**
 * Say whether the copy was made, and where to paste it.
 * @param {boolean} done
 * @param {number} blanks places in the text that are still to be filled in
 * @param {HTMLElement} place
 * @param {HTMLElement} steps
 * @param {{start: string, end: string} | null} times
 */
export function tellCopied(done, blanks, place, steps, times) {
  place.textContent = t(!done ? "copied.not" : blanks ? "copied.blanks" : "copied", { count: blanks });
  place.classList.toggle("bad", !done);
  if (done) {
    fill(steps, makeSteps(state.program || "classic", program => {
      state.program = program;
      keep();
    }, times));
  }
}

/**
 * Return what an editor shows as the two forms that are copied.
 * @param {number} index
 */
export function contentOf(index) {
  const editor = editors[index];
  const text = editor.read();
  return text.markup ? { html: htmlOf(editor.field), plain: editor.field.innerText } : { html: htmlOfText(text.content), plain: text.content };
}

async function saveAll() {
  if (state.file) {
    const answer = await ask({ op: "save", what: what(), settings: settings() }, FIX_LIMIT);
    if (!answer.ok) return failed(answer);
    save(answer.result.name, bytesOf(answer.result.data), "application/octet-stream");
  } else {
    state.texts.forEach((text, index) => {
      if (!text.content.trim()) return;
      const name = state.texts.length > 1 ? `reply-${text.part}` : "reply";
      const { html, plain } = contentOf(index);
      if (text.markup) save(`${name}.html`, `<!doctype html>\n<meta charset="utf-8">\n${html}\n`, "text/html");
      else save(`${name}.txt`, plain, "text/plain");
    });
  }
  byId("copied").textContent = t("saved");
}

/** Give the tab that was not edited last the text of the other. */
function alike() {
  const from = state.texts[lastEdited];
  state.texts = state.texts.map(text => ({ ...text, content: from.content, markup: from.markup }));
  forgetChanges();
  keep();
  editors.forEach((editor, index) => editor.show(state.texts[index]));
  check();
}

/** Make two tabs of one message, or one of two. */
function split() {
  const [first, second] = state.texts;
  if (second) state.texts = [{ ...(first.content.trim() ? first : second), part: "message" }];
  else state.texts = [{ ...first, part: "internal" }, { ...first, part: "external" }];
  forgetChanges();
  keep();
  drawCheck();
  byId("split")?.focus();
}

function clear() {
  if (state.texts.some(text => text.content.trim())) previous = state.texts;
  state.texts = [{ part: "message", content: "", markup: false }];
  state.file = null;
  forgetChanges();
  keep();
  drawCheck();
  if (previous) byId("panel").prepend(el("p.notice", t("file.before"), " ", el("button.quiet", { type: "button", onclick: bringBack }, t("file.back"))));
}

function bringBack() {
  if (!previous) return;
  state.texts = previous;
  state.file = null;
  forgetChanges();
  previous = null;
  keep();
  drawCheck();
}

/** @param {Event} event */
async function chooseFile(event) {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (field.files?.[0]) await openFile(field.files[0]);
  field.value = "";
}

/**
 * Read a file and check it as the command line would. What cannot be read leaves the text as it is, and says so.
 * @param {File} file
 */
export async function openFile(file) {
  const taken = await takeFile(file);
  clearTimeout(clock); // else what was typed before is judged later, and covers what is said of the file
  const mine = ++round;
  if ("refused" in taken) {
    failed({ error: t(taken.refused, { name: file.name }), kind: "input" });
    return;
  }
  const answer = await ask({ op: "check", what: taken.file, settings: settings() }, FIX_LIMIT);
  if (mine !== round) return;
  if (!answer.ok || !answer.result.texts.length) {
    const why = answer.ok ? answer.result.unchecked.map((/** @type {any} */ one) => one.title || one.message).join(" ") : answer.error;
    failed({ error: `“${file.name}”: ${why ? forPeople(why) : t("file.nothing")}`, kind: answer.ok || answer.kind === "input" ? "input" : answer.kind });
    return;
  }
  if (!state.file && state.texts.some(text => text.content.trim())) previous = state.texts;
  state.file = taken.file;
  state.edited = false;
  forgetChanges();
  state.texts = answer.result.texts.map((/** @type {any} */ seen) => ({ part: seen.part, content: seen.content, markup: seen.markup }));
  keep();
  drawCheck();
}

/**
 * Take texts from elsewhere, as from the writer.
 * @param {import("./store.js").Text[]} texts
 */
export function takeTexts(texts) {
  if (state.texts.some(text => text.content.trim())) previous = state.texts;
  state.texts = texts;
  state.file = null;
  forgetChanges();
  keep();
}

/** Forget what is shown. */
export function forgetCheck() {
  clearTimeout(clock);
  round++; // what is still asked of the core is not shown any more
  previous = null;
  checked = null;
}
