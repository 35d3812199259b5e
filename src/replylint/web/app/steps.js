// Where to click after copying: three steps for each mail program, with drawings of what the person will see; then what else to do before leaving.

import { el, t } from "./words.js";

export const PROGRAMS = ["classic", "new", "web", "phone", "gmail"];
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 230, ROW = 24, TOP = 26, LINE = 14, LETTER = 6.2;

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
function shape(tag, attributes, text) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  if (text) made.textContent = text;
  return made;
}

/**
 * Return a label in lines that fit into a drawing from `x` on.
 * @param {string} label
 * @param {number} x
 */
function linesOf(label, x) {
  const most = Math.floor((WIDTH - 10 - x) / LETTER);
  /** @type {string[]} */
  const lines = [];
  for (const word of label.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * Draw a window from lines of words. A line begins with what it is: `x ` a ticked box, `o ` a chosen circle, `t ` a switch that is on,
 * `_ ` a field, `b ` a button, `= ` tabs divided by `|`; `*` before it rings what to click.
 * @param {string} lines
 */
export function drawing(lines) {
  let y = TOP;
  const rows = lines.split("\n").map(row => {
    const isHere = row.startsWith("*");
    const words = isHere ? row.slice(1) : row;
    const [kind, label] = /^[xotb_=] /.test(words) ? [words[0], words.slice(2)] : ["", words];
    const x = { x: 34, o: 34, t: 42, _: 20, b: 24 }[kind] ?? 16;
    const texts = kind === "=" ? [label] : linesOf(label, x);
    const top = y;
    y += ROW + (texts.length - 1) * LINE;
    return { isHere, kind, label, x, texts, y: top, height: y - top };
  });
  const height = y + 8;
  const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${height}`, class: "drawing", "aria-hidden": "true", focusable: "false" });
  svg.append(shape("rect", { x: 1, y: 1, width: WIDTH - 2, height: height - 2, rx: 6, class: "window" }),
    shape("path", { d: `M1 7a6 6 0 0 1 6-6h${WIDTH - 14}a6 6 0 0 1 6 6v11h-${WIDTH - 2}z`, class: "bar" }));
  for (const [index, x] of [12, 22, 32].entries()) svg.append(shape("circle", { cx: x, cy: 10, r: 3, class: `dot${index}` }));
  for (const { isHere, kind, label, x, texts, y, height } of rows) {
    if (kind === "x") {
      svg.append(shape("rect", { x: 14, y: y + 4, width: 13, height: 13, rx: 2, class: "box" }), shape("path", { d: `M16 ${y + 10}l4 4 6-8`, class: "tick" }));
    } else if (kind === "o") {
      svg.append(shape("circle", { cx: 20, cy: y + 10, r: 7, class: "box" }), shape("circle", { cx: 20, cy: y + 10, r: 3.5, class: "full" }));
    } else if (kind === "t") {
      svg.append(shape("rect", { x: 12, y: y + 4, width: 24, height: 13, rx: 6.5, class: "full" }), shape("circle", { cx: 29, cy: y + 10.5, r: 4.5, class: "knob" }));
    } else if (kind === "_") {
      svg.append(shape("rect", { x: 14, y: y + 1, width: WIDTH - 28, height: 19, rx: 2, class: "box" }));
    } else if (kind === "b") {
      svg.append(shape("rect", { x: 14, y: y + 1, width: 20 + label.length * 6.4, height: 19, rx: 3, class: "full" }));
    }
    if (kind === "=") {
      let left = 12;
      label.split("|").forEach((name, place) => {
        const width = 12 + name.trim().length * LETTER;
        svg.append(shape("rect", { x: left, y: y + 1, width, height: 20, class: place ? "box" : "box chosen" }), shape("text", { x: left + 6, y: y + 15 }, name.trim()));
        left += width + 3;
      });
    } else {
      texts.forEach((line, place) => svg.append(shape("text", { x, y: y + 15 + place * LINE, class: kind === "b" ? "on" : "" }, line)));
    }
    if (isHere) svg.append(shape("rect", { x: 6, y: y - 2, width: WIDTH - 12, height, rx: 5, class: "ring" }));
  }
  return svg;
}

/**
 * Return the steps for a mail program, with a choice of another.
 * @param {string} program
 * @param {(program: string) => void} chosen
 * @param {{start: string, end: string} | null} times when the reply begins and ends, in words
 */
export function makeSteps(program, chosen, times) {
  const root = el("section.steps", { "aria-labelledby": "steps-heading" });
  function draw() {
    const choices = PROGRAMS.map(name => el("label.choice",
      el("input", { type: "radio", name: "program", value: name, checked: name === program, onchange: () => {
        program = name;
        chosen(name);
        draw();
        /** @type {HTMLElement | null} */ (root.querySelector(`input[value=${name}]`))?.focus();
      } }), t(`program.${name}`)));
    root.replaceChildren(
      el("h3", { id: "steps-heading", tabIndex: -1 }, t("steps.heading")),
      el("fieldset.choices", el("legend", t("steps.program")), ...choices),
      el("ol.pictures", ...[1, 2, 3].map(step => el("li",
        el("p", t(`steps.${program}.${step}`)),
        step === 2 && times ? el("p.times", t("steps.times", times)) : null,
        /** @type {any} */ (drawing(t(`steps.${program}.${step}.picture`)))))),
      el("h3", t("leave.heading")),
      el("ul.leave", ...["person", "calendar", "phone", "outside", "back"].map(name => el("li", el("label.check", el("input", { type: "checkbox" }), t(`leave.${name}`))))));
  }
  draw();
  return root;
}
