import { decode, unzip } from "./bytes.js";
const text = id => document.getElementById(`data-${id}`).textContent;
const t0 = performance.now();
const code = new TextDecoder().decode(await unzip(decode(text("loader"))));
const worker = new Worker(URL.createObjectURL(new Blob([code, "\n", text("worker")], { type: "text/javascript" })));
worker.onerror = e => { document.title = "E" + e.message; };
worker.onmessage = e => {
  if (e.data.module) window.module = e.data.module;
  if (e.data.ready) { window.readyAt = performance.now() - t0; const r = JSON.stringify({ op: "check", what: { texts: [{ part: "message", content: "I am out from 12/14/26 to 12/18/26. Call Terry at x4217.\n\nThanks,\nDana W." }] } });
    let n = 0; const go = () => { window.t = performance.now(); worker.postMessage({ id: ++n, request: r }); }; window.times = [];
    worker.addEventListener("message", m => { if (m.data.id) { window.times.push(performance.now() - window.t); window.last = m.data; if (n < 12) go(); else window.done = 1; } }); go(); }
  if (e.data.failed) { window.failed = e.data.failed; window.done = 1; }
};
worker.postMessage({ start: { wasm: text("wasm"), library: text("library"), archives: [text("packages"), text("core")], start: JSON.parse(text("settings")).start } });
