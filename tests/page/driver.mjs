// Drives a browser for the tests: reads one command as JSON a line, answers with one line.
// usage: node driver.mjs chromium|firefox PATH-OF-BROWSER
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import readline from "node:readline";
import { pathToFileURL } from "node:url";

const browserFolder = path.join(import.meta.dirname, "..", "browser", "package.json");
const require = createRequire(pathToFileURL(browserFolder));
const puppeteer = require("puppeteer-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [kind, executablePath] = process.argv.slice(2);
const browser = await puppeteer.launch(
  kind === "firefox"
    ? { browser: "firefox", executablePath, headless: true }
    : { executablePath, args: ["--no-sandbox"] },
);
let page, requests = [], wrong = [];

// A clock that stands still, so that days in tests stay in the future.
const clock = now => `(() => {
  const Real = Date, now = ${now};
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(now); }
    static now() { return now; }
  };
})()`;

/** The CPU seconds of the browser and all its processes, as Linux counts them. */
function cpu() {
  const parents = new Map(), ticks = new Map();
  for (const name of fs.readdirSync("/proc").filter(one => /^\d+$/.test(one))) {
    try {
      const fields = fs.readFileSync(`/proc/${name}/stat`, "utf8").split(") ").pop().split(" ");
      parents.set(+name, +fields[1]);
      ticks.set(+name, +fields[11] + +fields[12]);
    } catch {
      // It has ended meanwhile.
    }
  }
  let sum = 0;
  for (const pid of parents.keys()) {
    for (let at = pid; at; at = parents.get(at)) if (at === browser.process().pid) { sum += ticks.get(pid); break; }
  }
  return sum / 100;
}

/** The windows that the page has opened. */
async function popups() {
  return (await browser.pages()).filter(one => one !== page && /^https?:/.test(one.url()));
}

const commands = {
  async open({ file, now, wait = true }) {
    if (page) await page.close();
    page = await browser.newPage();
    [requests, wrong] = [[], []];
    page.on("request", request => requests.push(request.url()));
    page.on("pageerror", error => wrong.push(String(error)));
    page.on("console", message => ["error", "warn"].includes(message.type()) && wrong.push(message.text()));
    if (now) await page.evaluateOnNewDocument(new Function(clock(now)));
    const before = cpu();
    await page.goto(/^https?:/.test(file) ? file : pathToFileURL(file).href);
    const first = await page.$eval("#progress", bar => bar.textContent);
    if (wait) await page.waitForFunction(() => document.documentElement.dataset.progress !== "loading", { timeout: 120_000, polling: 100 });
    return { first, cpu: cpu() - before, state: await page.evaluate(() => document.documentElement.dataset.progress) };
  },
  run: ({ code, args = {} }) => page.evaluate(`(async args => { ${code} })(${JSON.stringify(args)})`),
  wait: ({ code, args = {}, timeout = 60_000 }) => page.waitForFunction(`(args => { ${code} })(${JSON.stringify(args)})`, { timeout, polling: 15 }).then(() => null),
  click: ({ selector }) => page.click(selector).then(() => null),
  type: ({ selector, text }) => page.type(selector, text).then(() => null),
  press: ({ key, times = 1 }) => (async () => { for (let at = 0; at < times; at++) await page.keyboard.press(key); return null; })(),
  keys: ({ text }) => page.keyboard.type(text).then(() => null),
  chord: async ({ keys }) => {
    for (const key of keys) await page.keyboard.down(key);
    for (const key of [...keys].reverse()) await page.keyboard.up(key);
    return null;
  },
  point: ({ x, y }) => page.mouse.move(x, y).then(() => null),
  choose: async ({ selector, file }) => { await (await page.$(selector)).uploadFile(file); return null; },
  view: ({ width, height, touch = false, scale = 1 }) => page.setViewport({ width, height, hasTouch: touch, deviceScaleFactor: scale }).then(() => null),
  scheme: ({ value }) => page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]).then(() => null),
  picture: ({ file, whole = true }) => page.screenshot({ path: file, fullPage: whole }).then(() => null),
  reload: async () => {
    await page.reload();
    await page.waitForFunction(() => document.documentElement.dataset.progress !== "loading", { timeout: 120_000 });
    return null;
  },
  log: async () => ({ requests: requests.filter(url => !/^(file|data|blob|about):/.test(url)), wrong }),
  axe: async ({ options }) => {
    if (!await page.evaluate("Boolean(globalThis.axe)")) await page.evaluate(axe);
    const result = await page.evaluate(given => globalThis.axe.run(document, { resultTypes: ["violations"], ...given }), options);
    return { passes: result.passes.length, violations: result.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(" | ").slice(0, 600)}`) };
  },
  // Press something in the window that the page has opened, and wait until that window is closed.
  popup: async ({ selector }) => {
    let other;
    while (!(other = (await popups())[0])) await new Promise(done => setTimeout(done, 50));
    await (await other.waitForSelector(selector)).click();
    while ((await popups()).length) await new Promise(done => setTimeout(done, 50));
    return null;
  },
  closePopups: async () => { for (const other of await popups()) await other.close(); return null; },
  version: () => browser.version(),
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { op, ...given } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ result: (await commands[op](given)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ failed: `${op}: ${error.message}`.slice(0, 2000) }));
  }
}
await browser.close();
