// On a page that a server gives, where the policy names a registration: puts a reply into Outlook or Gmail. The person signs in, sees what
// will be set, and presses one button; what the service has stored is read back and compared; what was there before can be put back.

import { ownerOf, readSettings, toPutBack, writeSettings } from "./mailbox.js";
import { cancelSignIn, signIn } from "./oauth.js";
import { compared, differenceInWords, factsOf, isSame, makePlan, papersOf, refusal, stillWrong, whenInWords } from "./planned.js";
import { keep, state } from "./store.js";
import { byId, el, fill, language, t, today } from "./words.js";

/**
 * @typedef {import("./oauth.js").Name} Name
 * @typedef {import("./oauth.js").Service} Service
 * @typedef {import("./oauth.js").Session} Session
 * @typedef {import("./oauth.js").Problem} Problem
 * @typedef {import("./planned.js").Reply} Reply
 * @typedef {import("./planned.js").Days} Days
 * @typedef {import("./planned.js").Plan} Plan
 * @typedef {"good" | "todo" | "unchecked"} Sign
 * @typedef {{name: Name, place: string, reply: Reply | null, phase: "signing" | "busy" | "ready" | "ended", language: string, body: HTMLElement | null,
 *   plan: Plan | null, now: any, owner: string, trouble: string}} Flow one attempt, from the first press to its outcome; without a reply it puts back
 */

const NAMES = /** @type {const} */ (["outlook", "gmail"]);
const SIGNS = { good: "✓", todo: "!", unchecked: "?" };
/** @type {Record<Name, Service | null>} */
let services = { outlook: null, gmail: null };
let back = "", help = "";
/** @type {() => object} */
let settings = () => ({});
/** What signing in gave; it is gone with the tab. @type {Partial<Record<Name, Session>>} */
const sessions = {};
/** @type {Flow | null} */
let flow = null;

/**
 * Say which services there are, what every request to the core says of the person, and whom to ask. Without a secure context there are
 * none: neither service sends a window back to plain http.
 * @param {{outlook: Service | null, gmail: Service | null, back: string} | null} given
 * @param {() => object} ofPerson
 * @param {string} contact
 */
export function setServices(given, ofPerson, contact) {
  settings = ofPerson;
  help = contact;
  if (!given || !isSecureContext) return;
  services = { outlook: given.outlook, gmail: given.gmail };
  back = given.back;
}

/** Return the services that a reply can be put into. @returns {Name[]} */
export function servicesKnown() {
  return NAMES.filter(name => services[name]);
}

/** Forget who signed in, and what is shown. */
export function forgetApply() {
  for (const name of NAMES) delete sessions[name];
  drop();
}

/**
 * Return the buttons that put a reply into a mail program, or null if there are none for it.
 * @param {string} place the id of the element in which the rest is shown
 * @param {Reply} reply
 */
export function applyButtons(place, reply) {
  if (flow?.place === place && flow.reply && (flow.phase === "ready" || flow.phase === "signing") && keyOf(flow.reply) !== keyOf(reply)) drop();
  const parts = reply.texts.map(text => text.part).sort().join();
  const known = servicesKnown().filter(name => {
    if (state.program && (state.program === "gmail") !== (name === "gmail")) return false;
    return parts === "message" || (parts === "external,internal" && name === "outlook");
  });
  const kept = flow ? [] : servicesKnown().filter(name => state.earlier[name]);
  if (!known.length && !kept.length) return null;
  const said = el("p.refused", { role: "status" });
  return el("div.applies",
    el("p.do", ...known.map(name => el("button.apply", { type: "button", onclick: () => start(name, place, reply, said) }, t(`apply.${name}`)))),
    known.length ? el("p.hint", t("apply.how")) : null,
    ...kept.map(name => el("p.hint", t("apply.kept", names({ name })), " ", el("button.quiet", { type: "button", onclick: () => putBack(name, place) }, t("apply.back")))),
    said);
}

/**
 * Show what belongs into an element again after the page around it was drawn anew, in its language.
 * @param {string} place
 */
export async function drawApply(place) {
  const mine = flow;
  if (mine?.place !== place) return;
  fill(byId(place), mine.body);
  if (mine.phase !== "ready" || mine.language === language()) return;
  await replan(mine);
  if (flow === mine) ready(mine, false);
}

/** @param {Reply} reply */
function keyOf(reply) {
  return JSON.stringify([reply.texts, reply.schedule]);
}

/** @param {{name: Name}} mine */
function names(mine) {
  return { name: t(`apply.name.${mine.name}`) };
}

/** @param {Flow} mine */
function service(mine) {
  return /** @type {Service} */ (services[mine.name]);
}

/**
 * @param {Name} name
 * @param {string} place
 * @param {Reply | null} reply
 * @returns {Flow}
 */
function begin(name, place, reply) {
  drop();
  flow = { name, place, reply, phase: "busy", language: "", body: null, plan: null, now: null, owner: "", trouble: "" };
  return flow;
}

/** Leave off, and show nothing. */
function drop() {
  const place = flow?.place;
  flow = null;
  cancelSignIn();
  if (place && byId(place)) fill(byId(place));
}

/**
 * @param {Name} name
 * @param {string} place
 * @param {Reply} reply
 * @param {HTMLElement} said
 */
async function start(name, place, reply, said) {
  said.textContent = refusal(reply.checked);
  if (said.textContent) return;
  const mine = begin(name, place, reply);
  const session = await signedIn(mine);
  if (!session) return;
  show(mine, "busy", t("apply.reading", names(mine)));
  const [read, owner] = await Promise.all([readSettings(name, service(mine), session), ownerOf(name, service(mine), session), replan(mine)]);
  if ("problem" in read) return failed(mine, read);
  mine.now = read.settings;
  mine.owner = owner;
  ready(mine);
}

/**
 * Return who is signed in; asks them to if nobody is. Returns null, and says why, if they do not.
 * @param {Flow} mine
 */
async function signedIn(mine) {
  const known = sessions[mine.name];
  if (known) return known;
  show(mine, "signing", t("apply.signing"), el("p.do", el("button", { type: "button", onclick: cancelSignIn }, t("apply.cancel"))));
  const answer = await signIn(mine.name, service(mine), back);
  if (flow !== mine) return null;
  if ("problem" in answer) {
    failed(mine, answer);
    return null;
  }
  sessions[mine.name] = answer;
  return answer;
}

/** @param {Flow} mine */
async function replan(mine) {
  Object.assign(mine, await makePlan(mine.name, /** @type {Reply} */ (mine.reply), settings()));
}

/**
 * Show what will be set, and the button that sets it.
 * @param {Flow} mine
 * @param {boolean} [focus]
 */
function ready(mine, focus = true) {
  const days = mine.reply?.days;
  const facts = el("div"), papers = el("div"), notes = el("div");
  const turn = el("button.main", { type: "button", onclick: () => turnOn(mine) }, t("apply.set", names(mine)));
  function draw() {
    const { plan, trouble } = mine;
    const wrong = trouble ? [] : stillWrong(plan);
    fill(facts, factsOf(mine.name, mine.owner, mine.now, plan));
    fill(papers, plan ? papersOf(mine.name, plan.settings) : null);
    turn.disabled = Boolean(trouble || wrong.length || !plan);
    fill(notes,
      trouble ? el("p.notice", { role: "alert" }, trouble) : null,
      wrong.length ? el("div.notice", el("p", t("apply.wrong")), el("ul", ...wrong.map(words => el("li", words))),
        el("label.check", el("input", { id: "apply-anyway", type: "checkbox", onchange: (/** @type {Event} */ event) => {
          turn.disabled = !(/** @type {HTMLInputElement} */ (event.target).checked);
        } }), t("apply.anyway"))) : null);
  }
  draw();
  show(mine, "ready", t("apply.heading", names(mine)), el("div",
    facts, days ? el("div.pair", ...(/** @type {const} */ (["first", "last"])).map(which => dayField(mine, days, which, draw))) : null, papers, notes,
    el("p.do", turn, el("button", { type: "button", onclick: drop }, t("apply.leave")))), "", focus);
}

/**
 * @param {Flow} mine
 * @param {Days} days
 * @param {"first" | "last"} which
 * @param {() => void} draw
 */
function dayField(mine, days, which, draw) {
  return el("p", el("label", { htmlFor: `apply-${which}` }, t(`write.${which}`)), el("input", { id: `apply-${which}`, type: "date", min: today(), value: days[which],
    onchange: async (/** @type {Event} */ event) => {
      days[which] = /** @type {HTMLInputElement} */ (event.target).value;
      if (which === "last") days.back = "";
      await replan(mine);
      if (flow === mine) draw();
    } }));
}

/** @param {Flow} mine */
async function turnOn(mine) {
  const { name, owner, now } = mine;
  const wanted = /** @type {Plan} */ (mine.plan).settings;
  show(mine, "busy", t("apply.setting"));
  const earlier = state.earlier[name];
  // Kept before anything is sent, so that it can be put back whatever happens then. What the page has set itself is not worth keeping.
  const isOurs = earlier?.owner === owner && (await isSame(earlier.set, now));
  state.earlier[name] = { owner, set: wanted, settings: isOurs ? earlier.settings : toPutBack(name, now) };
  keep();
  if ((await set(mine, wanted, "apply.done")) === "unchanged") {
    state.earlier[name] = earlier;
    keep();
  }
}

/**
 * Put back what was there before: what was kept when the reply was set.
 * @param {Name} name
 * @param {string} place
 */
async function putBack(name, place) {
  const before = state.earlier[name];
  if (!before) return;
  const mine = begin(name, place, null);
  const session = await signedIn(mine);
  if (!session) return;
  show(mine, "busy", t("apply.setting"));
  const who = await ownerOf(name, service(mine), session);
  if (who !== before.owner) {
    delete sessions[name];
    failed(mine, { problem: "other" }, { owner: before.owner, who });
  } else if ((await set(mine, before.settings, "apply.restored")) === "done") {
    state.earlier[name] = null;
    keep();
  }
}

/**
 * Write settings, read them back, and say how it stands.
 * @param {Flow} mine
 * @param {any} wanted
 * @param {string} done
 * @returns {Promise<"done" | "unchanged" | "unsure">}
 */
async function set(mine, wanted, done) {
  const session = /** @type {Session} */ (sessions[mine.name]);
  const problem = await writeSettings(mine.name, service(mine), session, wanted);
  if (problem && problem.problem !== "network" && problem.problem !== "busy") {
    failed(mine, problem);
    return "unchanged";
  }
  // Where no answer came, the service may have taken it all the same.
  const read = await readSettings(mine.name, service(mine), session);
  const there = "problem" in read ? null : read.settings;
  const found = there ? await compared(wanted, there) : null;
  if (found && !found.length) {
    ended(mine, "good", t(done, names(mine)), mine.reply ? el("p", t("apply.done.when", { when: whenInWords(mine.name, wanted) })) : null);
    return "done";
  }
  if (problem && mine.now && there && (await isSame(toPutBack(mine.name, mine.now), there))) {
    failed(mine, problem);
    return "unchanged";
  }
  if (problem || !found) ended(mine, "unchecked", t(problem ? "apply.unknown" : "apply.unread", names(mine)));
  else ended(mine, "todo", t("apply.differs", names(mine)), el("ul", ...found.map(one => el("li", differenceInWords(names(mine).name, one)))));
  return "unsure";
}

/**
 * Show how it ended, with a way back to what was there before.
 * @param {Flow} mine
 * @param {Sign} sign
 * @param {string} words
 * @param {HTMLElement | null} [more]
 */
function ended(mine, sign, words, more = null) {
  const isBack = sign === "good" && !mine.reply;
  show(mine, "ended", words, el("div", more,
    sign === "good" ? null : el("p", t("apply.still")),
    el("p.do",
      sign === "good" ? null : copyInstead(mine),
      isBack ? null : el("button", { type: "button", onclick: () => putBack(mine.name, mine.place) }, t("apply.undo")))), sign);
}

/**
 * Say why it did not work, that nothing was changed, and what to do instead.
 * @param {Flow} mine
 * @param {Problem} problem
 * @param {Record<string, string>} [values]
 */
function failed(mine, { problem, detail = "", wait = 0 }, values = {}) {
  if (problem === "expired") delete sessions[mine.name];
  const key = `apply.problem.${problem}${problem === "wait" && !wait ? ".some" : ""}`;
  const { name, place, reply } = mine;
  show(mine, "ended", t(key, { ...names(mine), ...values, count: Math.ceil(wait / 60) }), el("div",
    problem === "forbidden" && help ? el("p", t("foot.help", { contact: help })) : null,
    el("p", t("apply.nothing", names(mine)), " ", t("apply.still")),
    el("p.do",
      copyInstead(mine),
      el("button", { type: "button", onclick: () => (reply ? start(name, place, reply, el("p")) : putBack(name, place)) }, t("apply.again"))),
    detail ? el("details.quiet", el("summary", t("unchecked.details")), el("p.small", detail)) : null), "unchecked");
}

/** @param {Flow} mine */
function copyInstead(mine) {
  return el("button.main", { type: "button", onclick: () => {
    const button = byId(mine.place).closest("section")?.querySelector("button.copy");
    button?.scrollIntoView({ block: "center" });
    button?.focus();
  } }, t("apply.copy"));
}

/**
 * Show where it stands, announce it, and move the focus to it.
 * @param {Flow} mine
 * @param {Flow["phase"]} phase
 * @param {string} words
 * @param {HTMLElement | null} [body]
 * @param {Sign | ""} [sign]
 * @param {boolean} [focus]
 */
function show(mine, phase, words, body = null, sign = "", focus = true) {
  if (flow !== mine) return;
  const heading = el("h3", { id: "apply-heading", tabIndex: -1 }, words);
  mine.phase = phase;
  mine.language = language();
  mine.body = el("section.steps.applied", { "aria-labelledby": "apply-heading", "aria-busy": String(phase === "busy") },
    sign ? el(`div.verdict.${sign}`, el("span.sign", { "aria-hidden": "true" }, SIGNS[sign]), heading) : heading, body);
  fill(byId(mine.place), mine.body);
  if (!focus) return;
  byId("said").textContent = words;
  heading.focus({ preventScroll: true });
  mine.body?.scrollIntoView({ block: "nearest" });
}
