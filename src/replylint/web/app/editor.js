// One text that the person pastes, types or drops: shown with its formatting, and with numbers at the places of findings.

import { htmlOf, isTangled, LONGEST, safeElements, textOf } from "./clean.js";
import { el, t } from "./words.js";

/**
 * @typedef {{part: string, content: string, markup: boolean}} Text
 * @typedef {{number: number, start: number, end: number}} Mark
 * @typedef {{root: HTMLElement, field: HTMLElement, show: (text: Text) => void, read: () => Text, mark: (visible: string, marks: Mark[]) => void,
 *   reveal: (number: number) => void, isBlank: () => boolean, refuse: (words: string) => void}} Editor
 */

// Browsers offer to check the spelling on a server; here nothing may leave, so spellcheck is off in every field.
const ENDLESS = /\S{20000}/;
const MOST_SHOWN = 100_000;
let made = 0;
/** @type {Map<string, Range[]>} */
const all = new Map();

/**
 * Make an editor.
 * @param {string} part
 * @param {string} label
 * @param {(text: Text, isWhole: boolean) => void} changed hears every change by the person; `isWhole` if no more is to be expected, as after a paste
 * @returns {Editor}
 */
export function makeEditor(part, label, changed) {
  const id = `editor-${++made}`;
  const field = el("div.field", {
    id, role: "textbox", tabIndex: 0, "aria-multiline": "true", "aria-labelledby": `${id}-label`, "aria-describedby": `${id}-hint`, "data-empty": t("editor.empty"), spellcheck: false, writingSuggestions: "false", translate: false,
  });
  const layer = el("div.marks", { "aria-hidden": "true" });
  const said = el("p.refused", { role: "status" });
  const root = el("div.editor",
    el("label.caption", { id: `${id}-label`, htmlFor: id }, label),
    el("div.paper", field, layer),
    said,
    el("p.hint", { id: `${id}-hint` }, t(`editor.hint.${device()}`)));
  /** @type {Text} */
  let text = { part, content: "", markup: false };
  /** @type {Map<number, Range>} */
  let ranges = new Map();

  /** @param {Text} given */
  function show(given) {
    text = { ...given, part };
    field.classList.toggle("plain", !text.markup);
    field.contentEditable = "true";
    if (text.markup) {
      field.replaceChildren(safeElements(text.content));
    } else {
      try {
        field.contentEditable = "plaintext-only";
      } catch {
        // Older browsers keep formatting that is pasted; it is taken out when the text is read.
      }
      field.textContent = text.content;
    }
    field.classList.toggle("blank", isBlank());
    ranges = new Map();
    draw();
  }

  function isBlank() {
    return !(field.textContent ?? "").trim() && !field.querySelector("img");
  }

  /** @param {boolean} isWhole */
  function edited(isWhole) {
    text = { part, markup: text.markup, content: text.markup ? htmlOf(field) : textOf(field) };
    if (isBlank()) text = { part, markup: false, content: "" };
    field.classList.toggle("blank", isBlank());
    said.textContent = "";
    draw();
    changed(text, isWhole);
  }

  /**
   * Take what was pasted or dragged in: as the whole text where there was none, or else at the cursor.
   * @param {DataTransfer | null} data
   */
  function take(data) {
    const html = data?.getData("text/html") ?? "";
    const plain = data?.getData("text/plain") ?? "";
    const words = html.length > LONGEST ? "" : ((html ? safeElements(html).textContent : plain) ?? "");
    if (html.length > LONGEST || isTangled(html) || words.length > MOST_SHOWN || ENDLESS.test(words)) {
      refuse(t("editor.long"));
      return;
    }
    if (isBlank()) {
      if (html || plain) show({ part, content: html || plain.replace(/\r\n?/g, "\n"), markup: Boolean(html) });
      if (!html || !isBlank()) {
        said.textContent = "";
        changed(text, true);
        field.focus();
        return;
      }
      show({ part, content: plain, markup: false });
      changed(text, true);
      return;
    }
    const selection = getSelection();
    const range = selection?.rangeCount ? selection.getRangeAt(0) : document.createRange();
    if (!field.contains(range.commonAncestorContainer)) {
      range.selectNodeContents(field);
      range.collapse(false);
    }
    range.deleteContents();
    const added = text.markup && html ? safeElements(html) : document.createTextNode(plain.replace(/\r\n?/g, "\n"));
    const last = added.lastChild ?? added;
    range.insertNode(added);
    range.setStartAfter(last);
    range.collapse(true);
    selection?.removeAllRanges();
    selection?.addRange(range);
    edited(true);
  }

  /** @param {string} words */
  function refuse(words) {
    said.textContent = words;
  }

  field.addEventListener("input", () => edited(false));
  field.addEventListener("paste", (/** @type {ClipboardEvent} */ event) => {
    event.preventDefault();
    take(event.clipboardData);
  });
  field.addEventListener("drop", (/** @type {DragEvent} */ event) => {
    if (event.dataTransfer?.files.length) return;
    event.preventDefault();
    take(event.dataTransfer);
  });
  field.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    if (event.target instanceof Element && event.target.closest("a")) event.preventDefault();
  });
  new ResizeObserver(() => draw()).observe(field);

  /** Draw the numbers beside their places. */
  function draw() {
    layer.replaceChildren();
    const highlights = /** @type {any} */ (CSS).highlights;
    const mine = [...ranges.values()];
    if (highlights) {
      all.set(id, mine);
      highlights.set("found", new /** @type {any} */ (globalThis).Highlight(...[...all.values()].flat()));
    }
    const frame = layer.getBoundingClientRect();
    let before = { left: -99, top: -99 };
    for (const [number, range] of ranges) {
      const box = range.getClientRects()[0];
      if (!box) continue;
      let left = box.left - frame.left;
      const top = box.top - frame.top;
      if (Math.abs(top - before.top) < 9 && left < before.left + 17) left = before.left + 17;
      before = { left, top };
      layer.append(el("span.pin", { style: `left:${Math.round(left)}px;top:${Math.round(top)}px` }, String(number)));
    }
  }

  /**
   * Mark places of the text that a reader sees.
   * @param {string} visible
   * @param {Mark[]} marks
   */
  function mark(visible, marks) {
    ranges = new Map();
    const places = aligned(field, visible);
    for (const { number, start, end } of marks) {
      const range = rangeOf(places, start, end);
      if (range) ranges.set(number, range);
    }
    draw();
  }

  /** @param {number} number */
  function reveal(number) {
    const range = ranges.get(number);
    field.focus({ preventScroll: true });
    if (!range) {
      field.scrollIntoView({ block: "center" });
      return;
    }
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range.cloneRange());
    range.startContainer.parentElement?.scrollIntoView({ block: "center" });
  }

  const read = () => text;
  show(text);
  return { root, field, show, read, mark, reveal, isBlank, refuse };
}

/** Return how people paste here: by touch, or with which key. */
function device() {
  if (matchMedia("(pointer: coarse)").matches) return "touch";
  return /Mac/.test(navigator.platform) ? "mac" : "keys";
}

/**
 * Return the place in the elements of each character of the visible text; undefined for spaces and for what is not shown.
 *
 * The core and the browser lay out white space differently, so only other characters are compared, one after another. Where they
 * differ (text that is hidden, the dots of a list) the nearest place from which they agree again is taken.
 * @param {HTMLElement} field
 * @param {string} visible
 * @returns {({node: globalThis.Text, offset: number} | undefined)[]}
 */
export function aligned(field, visible) {
  /** @type {{node: globalThis.Text, offset: number}[]} */
  const shown = [];
  let letters = "";
  const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
  for (let node = /** @type {globalThis.Text | null} */ (walker.nextNode()); node; node = /** @type {globalThis.Text | null} */ (walker.nextNode())) {
    if (node.parentElement && "standIn" in node.parentElement.dataset) continue;
    for (let offset = 0; offset < node.data.length; offset++) {
      if (/\s/.test(node.data[offset])) continue;
      shown.push({ node, offset });
      letters += node.data[offset];
    }
  }
  const characters = [...visible]; // as the core counts them
  /** @type {({node: globalThis.Text, offset: number} | undefined)[]} */
  const places = new Array(characters.length);
  /** @type {number[]} */
  const wanted = [];
  let sought = "";
  characters.forEach((character, index) => {
    if (/\s/.test(character)) return;
    for (let unit = 0; unit < character.length; unit++) wanted.push(index);
    sought += character;
  });
  let at = 0;
  for (let index = 0; index < sought.length && at < letters.length; index++) {
    if (sought[index] !== letters[at]) {
      const ahead = letters.indexOf(sought.slice(index, index + 8), at);
      if (ahead < 0 || ahead - at > 2_000) continue;
      at = ahead;
    }
    places[wanted[index]] ??= shown[at];
    at++;
  }
  return places;
}

/**
 * Return the range of the elements that some visible characters are in, or null if none of them is shown.
 * @param {({node: globalThis.Text, offset: number} | undefined)[]} places
 * @param {number} start
 * @param {number} end
 */
function rangeOf(places, start, end) {
  const found = places.slice(start, Math.max(end, start + 1)).filter(place => place !== undefined);
  const first = found[0], last = found[found.length - 1];
  if (!first || !last) return null;
  const range = document.createRange();
  range.setStart(first.node, first.offset);
  range.setEnd(last.node, last.offset + String.fromCodePoint(last.node.data.codePointAt(last.offset) ?? 0).length);
  return range;
}
