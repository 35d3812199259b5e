// The door "Write my reply": a few questions, and both messages with the signature, checked before they are shown.

import { applyButtons, drawApply } from "./apply.js";
import { awayOn } from "./away.js";
import { say, settings, takeTexts, tellCopied } from "./check.js";
import { htmlOf, safeElements } from "./clean.js";
import { copy } from "./copy.js";
import { ask, FIX_LIMIT } from "./core.js";
import { makeCalendar } from "./dates.js";
import { blanksIn, emblemHint, forPeople, isReady, sorted } from "./findings.js";
import { signatureFields } from "./signature.js";
import { keep, nobody, state } from "./store.js";
import { byId, dayInWords, el, fill, language, t, today } from "./words.js";

const PAUSE = 250;
let round = 0;
/** @type {number | undefined} */
let clock;
/** @type {any} */
let written = null;
/** @type {ReturnType<typeof makeCalendar> | null} */
let calendar = null;
let staff = 0;
/** @type {() => void} */
let goCheck = () => {};
/** The person's own signature, as JSON, before anything was typed into it here. */
let ownBefore = "";
let isOwnTyped = false;
/** The same, while what was typed here counts as the owner's; else nothing. */
let ownMeanwhile = "";

/**
 * Draw the view.
 * @param {number} people on the staff list
 * @param {() => void} toCheck shows the other door
 */
export function drawWrite(people, toCheck) {
  staff = people;
  goCheck = toCheck;
  if (!isOwnTyped) ownBefore = JSON.stringify(state.profile);
  const { answers } = state;
  const isLast = answers.kind === "departed", isHours = answers.kind === "hours";
  if (isLast || isHours) calendar = null;
  else calendar = makeCalendar(answers.first, answers.last, (first, last) => {
    [answers.first, answers.last, answers.back] = [first, last, ""];
    showDates();
    changed();
  });
  fill(byId("write"),
    el("h2", { tabIndex: -1 }, t("write.heading")),
    el("p.lead", t("write.lead")),
    el("div.work",
      el("form.questions", { onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
        el("fieldset", el("legend", t(isLast ? "write.lastday" : isHours ? "write.day" : "write.when")),
          el("div.pair",
            isLast ? null : dateField("first", t(isHours ? "write.day.label" : "write.first")),
            isHours ? null : dateField("last", t(isLast ? "write.lastday.label" : "write.last"))),
          isHours ? textField("hours", t("write.hours"), answers, t("write.hours.example")) : null,
          calendar?.root,
          el("p.hint", { id: "back", "aria-live": "polite" }),
          isLast || isHours ? null : el("details.quiet", { id: "back-details" }, el("summary", t("write.back.change")), dateField("back", t("write.back")))),
        el("fieldset", el("legend", t(isLast ? "write.contact.after" : "write.contact")), personFields("contact", answers.contact), el("div", { id: "away", "aria-live": "polite" })),
        el("fieldset", el("legend", t(answers.behalf ? "write.owner" : "write.me")),
          staff ? finder("me", answers.behalf ? answers.owner : state.profile, t("write.me.find")) : null,
          el("div", { id: "own-fields" }, signatureFields(answers.behalf ? answers.owner : state.profile, changedOwn)),
          answers.behalf ? el("div", el("p.caption", t("write.writer")), personFields("writer", answers.writer)) : null),
        el("details.quiet", { open: isOther() }, el("summary", t("write.more")),
          choice("kind", t("write.kind"), ["absence", "hours", "departed"], answers.kind),
          choice("language", t("write.language"), ["en", "es", "both"], messageLanguage()),
          el("fieldset", el("legend", t("write.program")), el("div.choices", ...["outlook", "gmail"].map(name => el("label.choice",
            el("input", { type: "radio", name: "system", checked: (state.program === "gmail") === (name === "gmail"), onchange: () => {
              state.program = name === "gmail" ? "gmail" : "classic";
              changed();
            } }), t(`write.program.${name}`))))),
          el("label.check", el("input", { id: "behalf", type: "checkbox", checked: answers.behalf, onchange: (/** @type {Event} */ event) => {
            setBehalf(/** @type {HTMLInputElement} */ (event.target).checked);
            redraw();
            byId("behalf").focus();
          } }), t("write.behalf")),
          el("p", el("label", { htmlFor: "note" }, t("write.note")),
            el("textarea", { id: "note", rows: 2, maxLength: 2000, value: answers.note, oninput: (/** @type {Event} */ event) => {
              answers.note = /** @type {HTMLTextAreaElement} */ (event.target).value;
              changed();
            } })))),
      el("div.panel", { id: "written" })),
    el("div", { id: "write-apply" }),
    el("div", { id: "write-steps" }));
  drawApply("write-apply");
  showDates();
  write();
  // The first message takes long, because its templates are prepared; nobody has to wait for that.
  if (!written) ask({ op: "write", settings: settings(), answers: {} }, FIX_LIMIT);
}

/** Return the language of the message: the one chosen, else both for a person who reads the page in Spanish, since many who get the reply do not. */
function messageLanguage() {
  return state.answers.language || (language() === "es" ? "both" : "en");
}

function isOther() {
  const { answers } = state;
  return answers.kind !== "absence" || messageLanguage() !== "en" || answers.behalf || Boolean(answers.note) || state.program === "gmail";
}

/**
 * Write for another person, or no longer. What was typed here as the person's own signature becomes the owner's, and comes back.
 * @param {boolean} behalf
 */
function setBehalf(behalf) {
  const { answers } = state;
  answers.behalf = behalf;
  if (behalf && isOwnTyped && !Object.values(answers.owner).some(Boolean)) {
    answers.owner = state.profile;
    state.profile = JSON.parse(ownBefore);
    ownMeanwhile = ownBefore;
    isOwnTyped = false;
  } else if (!behalf && ownMeanwhile) {
    if (JSON.stringify(state.profile) === ownMeanwhile) {
      state.profile = answers.owner;
      answers.owner = nobody();
      isOwnTyped = true;
    }
    ownMeanwhile = "";
  }
}

function redraw() {
  keep();
  drawWrite(staff, goCheck);
}

/**
 * @param {"kind" | "language"} name
 * @param {string} legend
 * @param {string[]} values
 * @param {string} chosen
 */
function choice(name, legend, values, chosen) {
  return el("fieldset", el("legend", legend), el("div.choices", ...values.map(value => el("label.choice",
    el("input", { type: "radio", name, value, checked: value === chosen, onchange: () => {
      state.answers[name] = value;
      if (name === "kind") redraw();
      else changed();
    } }), t(`write.${name}.${value}`)))));
}

/**
 * @param {"first" | "last" | "back"} name
 * @param {string} label
 */
function dateField(name, label) {
  return el("p", el("label", { htmlFor: `date-${name}` }, label), el("input", {
    id: `date-${name}`, type: "date", min: today(), value: state.answers[name], oninput: (/** @type {Event} */ event) => {
      state.answers[name] = /** @type {HTMLInputElement} */ (event.target).value;
      if (name !== "back") state.answers.back = "";
      const { first, last } = state.answers;
      calendar?.set(first, last >= first ? last : "");
      showDates();
      changed();
    },
  }));
}

/** Put the days into the fields, and keep a last day before the first impossible. */
function showDates() {
  const { answers } = state;
  for (const name of /** @type {const} */ (["first", "last", "back"])) {
    const field = byId(`date-${name}`);
    if (field && field.value !== answers[name]) field.value = answers[name];
  }
  const last = byId("date-last");
  if (last) {
    last.min = answers.kind === "absence" && answers.first ? answers.first : today();
    const isWrong = answers.kind === "absence" && answers.first && answers.last && answers.last < answers.first;
    last.setCustomValidity(isWrong ? t("write.order") : "");
    last.setAttribute("aria-invalid", String(Boolean(isWrong)));
  }
}

/**
 * @param {string} name
 * @param {string} label
 * @param {any} into
 * @param {string} [placeholder]
 */
function textField(name, label, into, placeholder = "") {
  const id = `field-${name}-${Math.random().toString(36).slice(2, 8)}`;
  return el("p", el("label", { htmlFor: id }, label), el("input", { id, type: "text", value: into[name] ?? "", placeholder, maxLength: 120, autocomplete: "off",
    oninput: (/** @type {Event} */ event) => {
      into[name] = /** @type {HTMLInputElement} */ (event.target).value;
      changed();
    } }));
}

/**
 * Fields of a person: the name finds people of the staff list.
 * @param {string} id
 * @param {import("./store.js").Person} person
 */
function personFields(id, person) {
  return el("div.fields", finder(id, person, t("person.name")),
    ...(/** @type {const} */ (["phone", "email"])).map(name => el("p", el("label", { htmlFor: `${id}-${name}` }, t(`person.${name}`)),
      el("input", { id: `${id}-${name}`, type: name === "phone" ? "tel" : "email", value: person[name], autocomplete: "off", maxLength: 120, placeholder: t(`person.${name}.example`),
        oninput: (/** @type {Event} */ event) => {
          person[name] = /** @type {HTMLInputElement} */ (event.target).value;
          changed();
        } }))),
    id === "contact" ? el("label.check", el("input", { id: "asked", type: "checkbox", checked: state.answers.asked, onchange: (/** @type {Event} */ event) => {
      state.answers.asked = /** @type {HTMLInputElement} */ (event.target).checked;
      changed();
    } }), el("span", { id: "asked-words" }, asked(person))) : null);
}

/** @param {{name: string}} person */
function asked(person) {
  const [first, last] = person.name.trim().split(/\s+/);
  return last ? t("person.asked", { name: first }) : t("person.asked.none");
}

/**
 * A field for a name with the people of the staff list below it: a combobox as WAI-ARIA describes it.
 * @param {string} id
 * @param {any} person
 * @param {string} label
 */
function finder(id, person, label) {
  const list = el("ul.people", { id: `${id}-people`, role: "listbox", "aria-label": t("person.list"), hidden: true });
  const heard = id === "me" ? changedOwn : changed;
  let active = -1;
  let asking = 0;
  const field = el("input", {
    id: `${id}-name`, type: "text", value: person.name, autocomplete: "off", maxLength: 120, placeholder: t("person.name.example"),
    role: staff ? "combobox" : undefined, "aria-expanded": staff ? "false" : undefined, "aria-controls": staff ? `${id}-people` : undefined, "aria-autocomplete": staff ? "list" : undefined,
    oninput: async () => {
      person.name = field.value;
      if (id === "me") showOwn(person);
      if (byId("asked-words") && id === "contact") byId("asked-words").textContent = asked(person);
      heard();
      const mine = ++asking;
      if (!staff) return;
      const answer = await ask({ op: "people", prefix: field.value, limit: 6, settings: settings() });
      if (mine === asking) offer(answer.ok && document.activeElement === field ? answer.result : []);
    },
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const { children } = list;
      if (list.hidden || !children.length) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        point((active + (event.key === "ArrowDown" ? 1 : -1) + children.length) % children.length);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        children[active].click();
      } else if (event.key === "Escape") offer([]);
    },
    onblur: () => setTimeout(() => offer([]), 150),
  });

  /** @param {number} index */
  function point(index) {
    active = index;
    [...list.children].forEach((child, place) => child.setAttribute("aria-selected", String(place === index)));
    field.setAttribute("aria-activedescendant", list.children[index]?.id ?? "");
  }

  /** @param {any[]} people */
  function offer(people) {
    active = -1;
    fill(list, ...people.map((one, index) => el("li", { id: `${id}-person-${index}`, role: "option", "aria-selected": "false", tabIndex: -1,
      onmousedown: (/** @type {Event} */ event) => event.preventDefault(), onclick: () => take(one) },
    el("strong", one.name), " ", el("small", [one.title, one.department].filter(Boolean).join(", ")))));
    list.hidden = !people.length;
    field.setAttribute("aria-expanded", String(Boolean(people.length)));
    field.removeAttribute("aria-activedescendant");
  }

  /** @param {any} one */
  function take(one) {
    for (const name of ["name", "phone", "email", "title", "extension"]) if (name in person || name === "title" || name === "extension") person[name] = one[name] ?? "";
    field.value = one.name;
    asking++;
    offer([]);
    if (id === "me") showOwn(person);
    else {
      for (const name of ["phone", "email"]) if (byId(`${id}-${name}`)) byId(`${id}-${name}`).value = person[name];
      if (id === "contact") byId("asked-words").textContent = asked(person);
    }
    heard();
  }

  return el("p.finder", el("label", { htmlFor: `${id}-name` }, label), field, list);
}

/** @param {any} person */
function showOwn(person) {
  fill(byId("own-fields"), signatureFields(person, changedOwn));
}

/** Keep what was typed into a signature, of the person or of the owner. */
function changedOwn() {
  if (!state.answers.behalf) isOwnTyped = true;
  changed();
}

/** Keep what was typed and write again soon. */
function changed() {
  keep();
  clearTimeout(clock);
  round++;
  clock = setTimeout(write, PAUSE);
}

/** Return what is still needed before there is something to show. */
function lacking() {
  const { answers, profile } = state;
  const found = [];
  if (answers.kind !== "departed" && !answers.first) found.push(t(answers.kind === "hours" ? "write.day.label" : "write.first"));
  if (answers.kind !== "hours" && !answers.last) found.push(t(answers.kind === "departed" ? "write.lastday.label" : "write.last"));
  const hasWriter = answers.behalf && answers.writer.name && (answers.writer.phone || answers.writer.email);
  if (!hasWriter) {
    if (!answers.contact.name.trim()) found.push(t("need.contact"));
    else if (!answers.contact.phone.trim() && !answers.contact.email.trim()) found.push(t("need.reach"));
  }
  const own = answers.behalf ? answers.owner : profile;
  for (const name of /** @type {const} */ (["name", "title", "phone", "extension"])) if (!own[name]) found.push(t(`need.${name}`));
  return found;
}

async function write() {
  clearTimeout(clock);
  const mine = ++round;
  const { answers } = state;
  const panel = byId("written");
  if (!panel) return;
  showAway();
  const needed = lacking();
  if (answers.kind === "absence" && answers.first && answers.last && answers.last < answers.first) {
    written = null;
    say("write", "");
    fill(panel, el("p.notice", { role: "alert" }, t("write.order")));
    return;
  }
  if (needed.length === lackingAtMost()) {
    written = null;
    say("write", "");
    fill(panel, el("p.empty", t("write.empty")));
    return;
  }
  const request = {
    op: "write", settings: settings(), answers: {
      first_day: answers.first || null, last_day: (answers.kind === "hours" ? answers.first : answers.last) || null, back_day: answers.back || null,
      contacts: answers.contact.name.trim() ? [plain(answers.contact)] : [], profile: answers.behalf ? answers.owner : state.profile, language: messageLanguage(), kind: answers.kind,
      on_behalf_of: answers.behalf, writer: answers.behalf ? plain(answers.writer) : { name: "" }, system: state.program === "gmail" ? "gmail" : "outlook", hours: answers.kind === "hours" ? answers.hours : "",
      note: answers.note,
    },
  };
  if (answers.kind === "departed") request.answers.first_day = null;
  if (!panel.childNodes.length) fill(panel, el("p.empty", t("write.empty")));
  const answer = await ask(request, FIX_LIMIT);
  if (mine !== round) return;
  if (!answer.ok) {
    written = null;
    say("write", "");
    fill(panel, el("p.verdict.unchecked", el("span.sign", { "aria-hidden": "true" }, "?"), el("strong", t(answer.kind === "input" ? "write.not" : "unchecked.heading"))),
      el("p.notice", { role: "alert" }, answer.kind === "input" ? answer.error : t(answer.kind === "slow" ? "unchecked.slow" : answer.kind === "start" ? "unchecked.start" : "unchecked.internal")));
    return;
  }
  written = answer.result;
  showWritten(needed);
}

/** Say below the contact whether that person is away on one of the days, or that nobody could look; the latter until they were asked. */
export function showAway() {
  const place = byId("away");
  if (!place) return;
  const { contact, first, last, kind, asked: isAsked } = state.answers;
  const isNamed = kind !== "departed" && (/\S\s+\S/.test(contact.name) || contact.email);
  const { words, state: found } = isNamed ? awayOn(contact, first || last, kind === "hours" ? first : last || first) : { words: "", state: "none" };
  const isSaid = found === "away" || (found === "unchecked" && !isAsked);
  if (place.textContent !== (isSaid ? words : "")) fill(place, isSaid ? el(found === "away" ? "p.notice" : "p.hint", words) : null);
}

function lackingAtMost() {
  return state.answers.kind === "absence" ? 7 : 6;
}

/** @param {any} person */
function plain(person) {
  return { name: person.name.trim(), phone: person.phone.trim(), email: person.email.trim(), title: person.title ?? "", extension: person.extension ?? "" };
}

/** @param {string[]} needed */
function showWritten(needed) {
  const { reply, checked } = written;
  if (written.back_day && state.answers.kind === "absence") byId("back").textContent = t("write.back.is", { day: dayInWords(written.back_day) });
  const bodies = reply.texts.filter((/** @type {any} */ text) => text.part !== "signature");
  const signature = reply.texts.find((/** @type {any} */ text) => text.part === "signature");
  const isDone = !needed.length && isReady(checked);
  const isGmail = state.program === "gmail";
  const previews = bodies.map((/** @type {any} */ text) => {
    const paper = el("div.paper.preview", { tabIndex: 0, role: "document", "aria-label": t(bodies.length > 1 ? `part.${text.part}` : "part.message") });
    paper.replaceChildren(safeElements(text.content));
    return { text, paper };
  });
  const { start, end } = written.settings ?? {};
  const times = start && end ? { start: moment(start), end: moment(end) } : null;
  const said = el("p.copied", { id: "write-copied", role: "status" });
  fill(byId("written"),
    el(`p.verdict.${isDone ? "good" : checked.unchecked.length ? "unchecked" : "todo"}`, el("span.sign", { "aria-hidden": "true" }, isDone ? "✓" : checked.unchecked.length ? "?" : "!"),
      el("strong", isDone ? t("write.done") : needed.length ? t("write.needed", { list: needed.join(", ") }) : t(checked.unchecked.length ? "unchecked.heading" : "write.look"))),
    ...checked.unchecked.map((/** @type {any} */ one) => el("p.notice", one.title || forPeople(one.message))),
    ...written.notices.map((/** @type {string} */ words) => el("p.hint", words)),
    needed.length ? null : notes(checked),
    el(`div.editors${previews.length > 1 ? ".two" : ""}`, ...previews.map((/** @type {any} */ { text, paper }) => el("div.editor.chosen",
      el("p.caption", t(previews.length > 1 ? `part.${text.part}` : "part.message")), paper,
      el("p.do", el(`button${isDone ? ".main" : ""}.copy`, { type: "button", onclick: () => {
        tellCopied(copy(htmlOf(paper), paper.innerText), blanksIn(checked, reply.texts.indexOf(text)), said, byId("write-steps"), times);
      } }, t(previews.length > 1 ? "copy.part" : "copy", { part: t(`part.${text.part}`) })))))),
    said,
    previews.length > 1 ? el("p.hint", t("write.both")) : null,
    needed.length ? null : applyButtons("write-apply", {
      texts: previews.map((/** @type {any} */ { text, paper }) => ({ part: text.part, content: htmlOf(paper), markup: true })), checked, schedule: start ? { start, end } : null, days: null,
    }),
    isGmail ? el("p.hint", t("write.gmail")) : null,
    isGmail && signature ? el("details.quiet", el("summary", t("write.gmail.signature")), el("div.paper.preview", safeElements(signature.content))) : null,
    emblemHint(checked),
    times ? el("p.times", t("write.times", times)) : start ? el("p.times", t("write.times.from", { start: moment(start) })) : null,
    el("p.do", el("button", { type: "button", onclick: () => {
      takeTexts(bodies.map((/** @type {any} */ text) => ({ part: text.part, content: text.content, markup: true })));
      goCheck();
    } }, t("write.edit"))),
    !state.answers.asked && state.answers.contact.name ? el("p.hint", t("write.ask", { name: state.answers.contact.name.trim().split(/\s+/)[0] })) : null);
  say("write", isDone ? t("write.done") : needed.length ? t("write.needed", { list: needed.join(", ") }) : t("write.look"));
}

/** @param {import("./findings.js").Checked} checked */
function notes(checked) {
  const { lines, signature } = sorted(checked);
  const messages = [...new Set([...lines, ...signature].map(({ found }) => found.title))];
  return messages.length ? el("ul", ...messages.map(message => el("li", message))) : null;
}

/** @param {string} iso an instant with its offset from UTC, shown by the clock it is written in */
function moment(iso) {
  const [day, clock] = iso.split("T");
  const [hour, minute] = clock.split(":").map(Number);
  const words = new Date(2026, 0, 1, hour, minute).toLocaleTimeString(language() === "es" ? "es-US" : "en-US", { hour: "numeric", minute: "2-digit" });
  return `${dayInWords(day, { weekday: "long", month: "long", day: "numeric" })}, ${words}`;
}

/** Forget what is shown. */
export function forgetWrite() {
  clearTimeout(clock);
  round++; // what is still asked of the core is not shown any more
  written = null;
  isOwnTyped = false;
  ownMeanwhile = "";
}
