// Opens pages in Chromium and says what a reader sees of each: the words of innerText, without those that are
// transparent, clipped, shrunk or moved away, and for plain text the characters in the order in which they are drawn.
// usage: node shown.mjs FOLDER; prints JSON, {name: {text, drawn}}
import fs from "node:fs";
import path from "node:path";
import puppeteer from "puppeteer-core";

const folder = process.argv[2];
const names = fs.readdirSync(folder).filter(name => /\.(html|txt)$/.test(name)).sort();
const oneProcess = ["--renderer-process-limit=1", "--disable-site-isolation-trials", "--disable-features=SitePerProcess", "--disable-gpu"];
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", ...oneProcess] });
const page = await browser.newPage();
await page.setViewport({ width: 1000, height: 1200 });

function look() {
  const smallest = 2, thinnest = 1, faintest = 0.02;
  const alpha = color => { const found = /rgba\(.*,\s*([\d.]+)\)/.exec(color); return found ? Number(found[1]) : 1; };

  function isClear(element) {  // whether nothing between an element and the page makes it invisible
    let opacity = 1;
    for (let one = element; one; one = one.parentElement) {
      opacity *= Number(getComputedStyle(one).opacity);
      if (/opacity\(0/.test(getComputedStyle(one).filter)) return false;
    }
    const style = getComputedStyle(element);
    const inked = alpha(style.webkitTextFillColor) > faintest || style.textShadow !== "none" ||
      style.backgroundClip === "text" || style.webkitBackgroundClip === "text";
    return opacity > faintest && inked && parseFloat(style.fontSize) >= smallest && style.webkitTextSecurity === "none";
  }

  function isInView(rect, element) {  // whether some of a word is on the page and not cut off
    let [left, top, right, bottom] = [rect.left + scrollX, rect.top + scrollY, rect.right + scrollX, rect.bottom + scrollY];
    if (right - left <= 0 || bottom - top <= 0 || right <= 0 || bottom <= 0) return false;
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one);
      const box = one.getBoundingClientRect();
      if (style.overflowX !== "visible" || style.overflowY !== "visible") {
        if (style.display === "inline") continue;
        left = Math.max(left, box.left); right = Math.min(right, box.right);
        top = Math.max(top, box.top); bottom = Math.min(bottom, box.bottom);
        if (right - left <= thinnest || bottom - top <= thinnest) return false;
      }
    }
    return !isClipped(element) || [left + 1, (left + right) / 2, right - 1].some(x =>
      document.elementsFromPoint(x, (top + bottom) / 2).some(found => element.contains(found)));
  }

  function isClipped(element) {  // whether a path may cut something off, which only the browser itself can tell
    for (let one = element; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.clipPath !== "none" || style.clip !== "auto") return true;
    }
    return false;
  }

  function isSeen(node, start, end) {
    const element = node.parentElement;
    const field = element.closest("option, textarea") && element.closest("select, textarea");
    if (field) return field.checkVisibility({ visibilityProperty: true }) && getComputedStyle(element).display !== "none";
    let box = element;
    while (getComputedStyle(box).display === "contents") box = box.parentElement;
    if (!box.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) || !isClear(element)) return false;
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    return [...range.getClientRects()].some(rect => isInView(rect, element));
  }

  const root = document.body ?? document.documentElement;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const blank = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const hidden = [...node.data.matchAll(/\S+/g)].filter(word => !isSeen(node, word.index, word.index + word[0].length));
    if (hidden.length) blank.push([node, hidden]);
  }
  for (const [node, words] of blank)
    for (const word of words.reverse())
      node.data = node.data.slice(0, word.index) + node.data.slice(word.index + word[0].length);
  return root.innerText ?? "";
}

function draw() {  // the characters of a plain text as they stand from left to right, line by line
  const node = document.querySelector("pre")?.firstChild;
  if (!node) return "";
  const ignorable = /\p{Default_Ignorable_Code_Point}/u;
  const lines = [[]];
  let at = 0;
  for (const char of node.data) {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at += char.length);
    if (char === "\n") lines.push([]);
    else if (!ignorable.test(char)) lines.at(-1).push([range.getBoundingClientRect(), char]);
  }
  const height = ([rect]) => Math.round(rect.top / 12);
  for (const line of lines) line.sort((one, other) => height(one) - height(other) || one[0].left - other[0].left);
  return lines.map(line => line.map(one => one[1]).join("")).join("\n");
}

// Most pages are written into one document, which takes a tenth of the time of going to another; not those that have a
// say in how they are read: plain texts, and pages with a document type.
const isWritten = name => name.endsWith(".html") && !/<!doctype/i.test(contents[name].toString("utf8"));
const contents = Object.fromEntries(names.map(name => [name, fs.readFileSync(path.join(folder, name))]));
const shown = {};
for (const name of [...names.filter(isWritten), ...names.filter(name => !isWritten(name))]) {
  const kind = name.endsWith(".txt") ? "plain" : "html";
  if (isWritten(name)) await page.setContent(contents[name].toString("utf8"));
  else await page.goto(`data:text/${kind};charset=utf-8;base64,${contents[name].toString("base64")}`);
  const drawn = kind === "plain" ? await page.evaluate(draw) : null;
  shown[name] = { text: await page.evaluate(look), drawn };
}
await browser.close();
console.log(JSON.stringify(shown));
