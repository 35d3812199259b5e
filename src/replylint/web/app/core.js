// Talks to the core in its worker: starts it, asks it one thing after another, ends and restarts it when an answer takes too long.

import { decode, unzip } from "./bytes.js";

/**
 * @typedef {{ok: true, result: any} | {ok: false, error: string, kind: "input" | "internal" | "slow" | "start"}} Answer
 * @typedef {{id: number, request: string, limit: number, settle: (answer: Answer) => void}} Asked
 */

/** Milliseconds after which a check is given up; corrections check several times. */
export const CHECK_LIMIT = 2_000;
export const FIX_LIMIT = 20_000;

/** @type {Worker | null} */
let worker = null;
/** @type {WebAssembly.Module | undefined} */
let module;
/** @type {Blob | undefined} */
let script;
let ready = false;
/** @type {string} */
let startFailed = "";
/** @type {Asked[]} */
const waiting = [];
/** @type {Asked | null} */
let current = null;
/** @type {number | undefined} */
let clock;
let count = 0;
/** @type {(what: "loading" | "ready" | "failed", detail?: string) => void} */
let report = () => {};

/**
 * Return the text of a data block of the page.
 * @param {string} name
 */
export function block(name) {
  return document.getElementById(`data-${name}`)?.textContent ?? "";
}

/**
 * Start the core. `told` hears how far it is.
 * @param {string} code the Python that makes the door
 * @param {typeof report} told
 */
export async function startCore(code, told) {
  report = told;
  report("loading");
  try {
    script ??= new Blob(["", /** @type {BlobPart} */ (await unzip(decode(block("loader")))), "\n", block("worker")], { type: "text/javascript" });
    const url = URL.createObjectURL(script);
    const made = new Worker(url);
    worker = made;
    made.addEventListener("message", event => worker === made && heard(event.data));
    made.addEventListener("error", event => {
      event.preventDefault();
      if (worker === made) fail(event.message || "worker");
    });
    made.postMessage({
      start: { wasm: module ? "" : block("wasm"), module, library: block("library"), archives: [block("packages"), block("core")], start: code },
    });
    again = () => startCore(code, told);
  } catch (error) {
    fail(String(error));
  }
}

/** @type {() => void} */
let again = () => {};

/** @param {any} data */
function heard(data) {
  if (data.module) module = data.module;
  else if (data.ready) {
    ready = true;
    report("ready");
    next();
  } else if (current && data.id === current.id) {
    settle(data.failed ? { ok: false, error: data.failed, kind: "internal" } : JSON.parse(data.answer));
  } else if (data.failed && !ready) fail(data.failed);
}

/** @param {string} why */
function fail(why) {
  startFailed = why;
  report("failed", why);
  for (const one of waiting.splice(0)) one.settle({ ok: false, error: why, kind: "start" });
  if (current) settle({ ok: false, error: why, kind: "internal" });
}

/** @param {Answer} answer */
function settle(answer) {
  clearTimeout(clock);
  const one = current;
  current = null;
  one?.settle(answer);
  next();
}

function next() {
  if (!ready || current || !waiting.length || !worker) return;
  current = /** @type {Asked} */ (waiting.shift());
  worker.postMessage({ id: current.id, request: current.request });
  clock = setTimeout(() => {
    worker?.terminate();
    ready = false;
    const one = current;
    current = null;
    again();
    one?.settle({ ok: false, error: "", kind: "slow" });
  }, current.limit);
}

/**
 * Ask the core. Never rejects.
 * @param {object} request
 * @param {number} [limit]
 * @returns {Promise<Answer>}
 */
export function ask(request, limit = CHECK_LIMIT) {
  if (startFailed) return Promise.resolve({ ok: false, error: startFailed, kind: "start" });
  return new Promise(settle => {
    waiting.push({ id: ++count, request: JSON.stringify(request), limit, settle });
    next();
  });
}
