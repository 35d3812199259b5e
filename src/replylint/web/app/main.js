// Puts the page together: the doors, the language, and what is kept on this computer.

import { forgetApply, servicesKnown, setServices } from "./apply.js";
import { learnAway } from "./away.js";
import { about, check, drawCheck, forgetCheck, openFile, settings } from "./check.js";
import { setEmblem } from "./clean.js";
import { ask, block, startCore } from "./core.js";
import { setZone } from "./planned.js";
import { signatureFields, signatureLines } from "./signature.js";
import { forget, isKept, keep, recall, state } from "./store.js";
import { byId, el, fill, setWords, t } from "./words.js";
import { drawWrite, forgetWrite, showAway } from "./write.js";

const given = JSON.parse(block("settings"));
const VIEWS = ["home", "write", "check", "signature"];
/** @type {"loading" | "ready" | "failed"} */
let progress = "loading";

/**
 * Show a view and move the focus to its heading.
 * @param {string} view
 * @param {boolean} [focus]
 */
function show(view, focus = true) {
  state.view = VIEWS.includes(view) ? view : "home";
  keep();
  for (const name of VIEWS) byId(name).hidden = name !== state.view;
  byId("forgotten").textContent = byId("said").textContent = "";
  for (const name of VIEWS) {
    const tab = byId(`go-${name}`);
    if (name === state.view) tab?.setAttribute("aria-current", "page");
    else tab?.removeAttribute("aria-current");
  }
  if (state.view === "write") drawWrite(given.staff, () => show("check"));
  if (state.view === "check") drawCheck();
  if (state.view === "signature") drawSignature();
  if (focus) {
    byId(state.view).querySelector("h2")?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

function drawFrame() {
  document.documentElement.lang = state.language;
  document.title = `${t("title")} · ${given.title}`;
  fill(byId("brand"), el("strong", given.title), el("span", t("title")));
  fill(byId("nav"), ...VIEWS.map(name => el("button", { type: "button", id: `go-${name}`, onclick: () => show(name) }, t(`nav.${name}`))));
  byId("nav").setAttribute("aria-label", t("nav.label"));
  const other = state.language === "es" ? "en" : "es";
  const language = byId("language");
  language.textContent = t("language.other");
  language.lang = other;
  language.onclick = () => {
    state.language = other;
    setWords(given.strings, other);
    keep();
    drawFrame();
    show(state.view, false);
    byId("language").focus();
  };
  byId("skip").textContent = t("skip");
  fill(byId("home"),
    el("h2", { tabIndex: -1 }, t("home.heading")),
    el("p.lead", t("home.lead")),
    el("div.doors",
      el("button.door", { type: "button", id: "door-write", onclick: () => show("write") }, el("strong", t("door.write")), el("span", t("door.write.more"))),
      el("button.door", { type: "button", id: "door-check", onclick: () => show("check") }, el("strong", t("door.check")), el("span", t("door.check.more")))));
  fill(byId("foot"),
    el("p", t("foot.private"), " ", servicesKnown().length ? t("foot.apply") : null),
    given.help ? el("p", t("foot.help", { contact: given.help })) : null,
    el("p.do", el("button.quiet", { type: "button", id: "forget", onclick: forgetAll }, t("forget")), el("span", { id: "forgotten", role: "status" })));
  drawProgress();
}

function drawProgress(detail = "") {
  const bar = byId("progress");
  bar.className = progress;
  bar.textContent = progress === "ready" ? (isKept() ? "" : t("kept.not")) : t(`progress.${progress}`);
  bar.hidden = progress === "ready" && isKept();
  document.documentElement.dataset.progress = progress;
  if (detail) bar.title = detail.slice(0, 500);
}

function drawSignature() {
  const lines = el("div.paper.preview");
  const showLines = () => fill(lines, signatureLines(state.profile, about));
  fill(byId("signature"),
    el("h2", { tabIndex: -1 }, t("signature.heading")),
    el("p.lead", t("signature.lead")),
    el("div.work",
      el("div", signatureFields(state.profile, () => {
        keep();
        showLines();
      })),
      el("div.panel", el("p.caption", t("signature.preview")), lines)));
  showLines();
}

function forgetAll() {
  forget();
  forgetCheck();
  forgetApply();
  forgetWrite();
  for (const name of VIEWS.slice(1)) fill(byId(name)); // each is drawn again when it is shown
  show("home");
  byId("forgotten").textContent = t("forgotten");
}

/** Take files that are dropped anywhere on the page. */
function acceptDrops() {
  for (const name of ["dragenter", "dragover"]) {
    addEventListener(name, event => {
      if (!(/** @type {DragEvent} */ (event).dataTransfer?.types.includes("Files"))) return;
      event.preventDefault();
      document.body.classList.add("dropping");
    });
  }
  addEventListener("dragleave", event => {
    if (!event.relatedTarget) document.body.classList.remove("dropping");
  });
  addEventListener("drop", event => {
    document.body.classList.remove("dropping");
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    if (state.view !== "check") show("check");
    openFile(file);
  });
}

/**
 * Hear how far the core is.
 * @param {"loading" | "ready" | "failed"} now
 * @param {string} [detail]
 */
async function heard(now, detail) {
  const isFirst = progress === "loading" && now === "ready";
  progress = now;
  drawProgress(detail);
  if (!isFirst) return;
  const answer = await ask({ op: "about" });
  if (answer.ok) {
    about.organization = answer.result.organization;
    about.website = answer.result.website;
    about.seal = answer.result.seal;
    setZone(answer.result.timezone);
  }
  if (state.view === "signature") drawSignature();
}

recall();
if (!state.language) state.language = navigator.language.toLowerCase().startsWith("es") ? "es" : "en";
setWords(given.strings, state.language);
setEmblem({ sealUrl: given.sealUrl, seal: given.seal });
setServices(given.signIn, settings, given.help);
if (!state.program && String(servicesKnown()) === "gmail") state.program = "gmail";
drawFrame();
show(state.view, false);
acceptDrops();
startCore(given.start, heard);
learnAway(given.away, () => {
  showAway();
  if (state.view === "check") check();
});

// For programs of an intranet page around this one, and for tests: the core, as docs/api.md describes it.
/** @type {any} */ (globalThis).replylint = { ask };
