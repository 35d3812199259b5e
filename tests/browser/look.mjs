// Opens a report in Chromium, wide, narrow, dark and on paper; runs axe-core in it, tries its search, and takes pictures.
// usage: node look.mjs REPORT FOLDER-FOR-PICTURES WORDS RULE; prints JSON
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [report, folder, words, rule] = process.argv.slice(2);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
const views = [["wide", 1200, "light"], ["narrow", 390, "light"], ["dark", 1200, "dark"]];
const seen = {};
for (const [name, width, scheme] of views) {
  const page = await browser.newPage();
  const wrong = [], asked = [];
  page.on("pageerror", error => wrong.push(String(error)));
  page.on("console", message => message.type() === "error" && wrong.push(message.text()));
  page.on("request", request => asked.push(request.url()));
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(pathToFileURL(report).href);
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  const all = await page.$$eval("#people > details", found => found.length);
  await page.type("#words", words);
  const withWords = await page.$$eval("#people > details:not([hidden])", found => found.length);
  await page.$eval("#words", field => { field.value = ""; field.dispatchEvent(new Event("input")); });
  await page.select("#rule", rule);
  const withRule = await page.$$eval("#people > details:not([hidden])", found => found.length);
  await page.select("#rule", "");
  if (name === "wide") await page.pdf({ path: path.join(folder, "paper.pdf") });
  await page.setBypassCSP(true);  // the page lets no script in; axe-core is one
  await page.reload();
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run());
  seen[name] = {
    violations: result.violations.map(one => `${one.id}: ${one.nodes[0].html}`), passes: result.passes.length,
    wrong, asked: asked.filter(url => !url.startsWith("file:")), wide, all, withWords, withRule,
  };
  await page.close();
}
await browser.close();
console.log(JSON.stringify(seen));
