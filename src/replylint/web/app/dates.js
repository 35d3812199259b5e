// A calendar for the first and the last day out: two presses, or two fields for the keyboard.

import { byId, dayInWords, el, isoOf, language, t, today } from "./words.js";

/**
 * @param {string} first
 * @param {string} last
 * @param {(first: string, last: string) => void} chosen
 */
export function makeCalendar(first, last, chosen) {
  let shown = (first || today()).slice(0, 7);
  const root = el("div.calendar", { role: "group", "aria-label": t("dates.calendar") });

  /** @param {string} day */
  function pick(day) {
    if (!first || last || day < first) [first, last] = [day, ""];
    else last = day;
    chosen(first, last);
    draw();
    byId(`day-${day}`)?.focus({ preventScroll: true });
  }

  /** @param {number} months */
  function turn(months) {
    const [year, month] = shown.split("-").map(Number);
    shown = isoOf(new Date(year, month - 1 + months, 1)).slice(0, 7);
    draw();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string} day
   */
  function move(event, day) {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    if (!step) return;
    event.preventDefault();
    const [year, month, number] = day.split("-").map(Number);
    const next = isoOf(new Date(year, month - 1, number + step));
    if (next < today()) return;
    if (next.slice(0, 7) !== shown) {
      shown = next.slice(0, 7);
      draw();
    }
    for (const button of root.querySelectorAll("td button")) button.tabIndex = -1;
    const target = byId(`day-${next}`);
    if (target) {
      target.tabIndex = 0;
      target.focus();
    }
  }

  function draw() {
    const [year, month] = shown.split("-").map(Number);
    const start = new Date(year, month - 1, 1);
    const locale = language() === "es" ? "es-US" : "en-US";
    const rows = [];
    const count = new Date(year, month, 0).getDate();
    const focusable = [last, first, today(), `${shown}-01`].find(day => day.startsWith(shown) && day >= today()) ?? `${shown}-01`;
    let row = el("tr");
    for (let blank = 0; blank < start.getDay(); blank++) row.append(el("td"));
    for (let number = 1; number <= count; number++) {
      const day = `${shown}-${String(number).padStart(2, "0")}`;
      const isOut = first && day >= first && day <= (last || first);
      const weekday = new Date(year, month - 1, number).getDay();
      row.append(el("td", el(`button.day${isOut ? ".out" : ""}${weekday % 6 ? "" : ".weekend"}`, {
        id: `day-${day}`, type: "button", disabled: day < today(), tabIndex: day === focusable ? 0 : -1, "aria-label": dayInWords(day),
        "aria-pressed": String(Boolean(isOut)), onclick: () => pick(day), onkeydown: (/** @type {KeyboardEvent} */ event) => move(event, day),
      }, String(number))));
      if (weekday === 6 && number < count) {
        rows.push(row);
        row = el("tr");
      }
    }
    rows.push(row);
    const names = [...Array(7).keys()].map(day => new Date(2026, 1, 1 + day).toLocaleDateString(locale, { weekday: "short" }));
    root.replaceChildren(
      el("div.months",
        el("button.quiet", { type: "button", "aria-label": t("dates.before"), disabled: shown <= today().slice(0, 7), onclick: () => turn(-1) }, "‹"),
        el("strong", { "aria-live": "polite" }, start.toLocaleDateString(locale, { month: "long", year: "numeric" })),
        el("button.quiet", { type: "button", "aria-label": t("dates.after"), onclick: () => turn(1) }, "›")),
      el("table", el("thead", el("tr", ...names.map(name => el("th", { scope: "col" }, name)))), el("tbody", ...rows)));
  }

  draw();
  return {
    root,
    /** @param {string} one @param {string} other */
    set(one, other) {
      [first, last] = [one, other];
      if (first) shown = first.slice(0, 7);
      draw();
    },
  };
}
