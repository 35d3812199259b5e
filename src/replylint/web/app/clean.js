// Turns HTML of any origin into elements that can do nothing, and elements into the HTML that is copied.
//
// Nothing is ever parsed into the page itself: a separate document that runs and loads nothing parses the HTML, and from it the
// elements below are built one by one. What is not on the lists does not exist. The page's own policy forbids the rest.

const KEPT = new Set(
  ("a b blockquote br center code div em font h1 h2 h3 h4 h5 h6 hr i li ol p pre s small span strike strong sub sup " +
    "table tbody td tfoot th thead tr u ul").toUpperCase().split(" "),
);
const GONE = new Set(
  ("script style template iframe frame frameset object embed applet svg math noscript noembed noframes title head link meta base audio " +
    "video canvas source track param map area input select textarea option datalist dialog portal xml plaintext xmp listing").toUpperCase().split(" "),
);
const ATTRIBUTES = new Set("align valign bgcolor color face size width height border cellpadding cellspacing colspan rowspan dir lang title start type".split(" "));
const STYLES = [
  "color", "background-color", "font-family", "font-size", "font-style", "font-weight", "font-variant", "text-decoration", "text-align", "text-transform",
  "line-height", "letter-spacing", "white-space", "vertical-align", "margin", "padding", "border", "border-collapse", "width", "display",
  "list-style-type", "text-indent",
];
const LINKS = /^(?:https?:\/\/|mailto:|tel:)/i;
const PICTURE = /^https:\/\//i;
const UNSAFE = /url\s*\(|expression|javascript|@import|image-set|[\\<>]/i;
const DEEPEST = 200;
const MOST_ELEMENTS = 20_000;
const MOST_RULES = 2_000;
/** Characters of HTML that are looked at; more is no message. */
export const LONGEST = 1_000_000;

/**
 * Whether HTML has a tag with so many attributes that a browser takes minutes to parse it, for it compares each with all others.
 * @param {string} html
 */
export function isTangled(html) {
  return /<[a-z][^<>]{20000}/i.test(html.replace(/"[^"]*"|'[^']*'/g, ""));
}

/** @typedef {{sealUrl: string, seal: string}} Emblem */

/** @type {Emblem} */
let emblem = { sealUrl: "", seal: "" };

/**
 * Say how the emblem is called and where its picture is.
 * @param {Emblem} known
 */
export function setEmblem(known) {
  emblem = known;
}

/**
 * Return how the emblem is called if a text has its name in brackets in place of a picture whose address nobody gave; else nothing.
 * @param {string} text
 */
export function emblemToAdd(text) {
  return emblem.seal && !emblem.sealUrl && text.toLowerCase().includes(`[${emblem.seal.toLowerCase()}]`) ? emblem.seal : "";
}

/**
 * Return HTML as elements that run and load nothing.
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function safeElements(html) {
  const made = document.createDocumentFragment();
  if (isTangled(html)) return made;
  const parsed = new DOMParser().parseFromString(html.slice(0, LONGEST), "text/html");
  inlineSheets(parsed);
  const budget = { left: MOST_ELEMENTS };
  for (const child of parsed.body.childNodes) copyInto(made, child, 0, budget);
  return made;
}

/**
 * Write the rules of style sheets into the elements that they speak of, as far as the lists allow, so that nothing but elements is needed.
 * @param {Document} parsed
 */
function inlineSheets(parsed) {
  let rules = 0;
  for (const sheet of parsed.querySelectorAll("style")) {
    let made;
    try {
      made = new CSSStyleSheet();
      made.replaceSync((sheet.textContent ?? "").replace(/<!--|-->|@import[^;]*;?/gi, ""));
    } catch {
      continue;
    }
    for (const rule of made.cssRules) {
      if (!(rule instanceof CSSStyleRule) || ++rules > MOST_RULES) continue;
      let found;
      try {
        found = parsed.querySelectorAll(rule.selectorText);
      } catch {
        continue;
      }
      for (const element of found) {
        const own = /** @type {HTMLElement} */ (element).style;
        if (!own) continue;
        for (const name of STYLES) {
          const value = rule.style.getPropertyValue(name);
          if (value && !own.getPropertyValue(name)) own.setProperty(name, value);
        }
      }
    }
  }
}

/**
 * Copy a node of the other document below a node of the page.
 * @param {Node} into
 * @param {Node} from
 * @param {number} depth
 * @param {{left: number}} budget
 */
function copyInto(into, from, depth, budget) {
  if (from.nodeType === Node.TEXT_NODE) {
    into.appendChild(document.createTextNode(from.nodeValue ?? ""));
    return;
  }
  if (from.nodeType !== Node.ELEMENT_NODE || --budget.left < 0) return;
  const element = /** @type {HTMLElement} */ (from);
  const tag = element.tagName.toUpperCase();
  if (GONE.has(tag)) return;
  if (tag === "IMG") {
    into.appendChild(picture(element));
    return;
  }
  let target = into;
  if (KEPT.has(tag) && depth < DEEPEST && element.namespaceURI === "http://www.w3.org/1999/xhtml") {
    const made = document.createElement(tag);
    for (const { name, value } of element.attributes) {
      if (ATTRIBUTES.has(name) && !UNSAFE.test(value)) made.setAttribute(name, value);
    }
    const link = element.getAttribute("href");
    if (tag === "A" && link && LINKS.test(link.trim())) made.setAttribute("href", link.trim());
    for (const name of STYLES) {
      const value = element.style?.getPropertyValue(name);
      if (value && !UNSAFE.test(value)) made.style.setProperty(name, value);
    }
    into.appendChild(made);
    target = made;
  }
  for (const child of from.childNodes) copyInto(target, child, depth + 1, budget);
}

/**
 * Return what stands for a picture: a drawing with its name, or for a picture that no reader would see, its name in brackets.
 * @param {HTMLElement} element
 */
function picture(element) {
  const alt = (element.getAttribute("alt") ?? "").trim().slice(0, 200);
  let source = (element.getAttribute("src") ?? "").trim();
  const isSeal = emblem.seal && alt.toLowerCase().includes(emblem.seal.toLowerCase());
  if (!PICTURE.test(source) && isSeal && emblem.sealUrl) source = emblem.sealUrl;
  if (!PICTURE.test(source) || UNSAFE.test(source)) {
    const made = document.createElement("span");
    made.dataset.standIn = "";
    made.textContent = alt ? `[${alt}]` : "";
    return made;
  }
  const made = document.createElement("img");
  made.alt = alt;
  made.dataset.source = source;
  made.src = drawn(alt || "…");
  for (const name of ["width", "height"]) {
    const value = element.getAttribute(name) ?? "";
    if (/^\d{1,4}$/.test(value)) made.setAttribute(name, value);
  }
  return made;
}

/**
 * Return the address of a drawing that stands for a picture, which the page must not load.
 * @param {string} name
 */
function drawn(name) {
  const words = name.replace(/[<>&"']/g, "");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="88" height="88" viewBox="0 0 88 88"><circle cx="44" cy="44" r="41" fill="#fff" stroke="#1f4e79" stroke-width="3"/><circle cx="44" cy="44" r="33" fill="none" stroke="#1f4e79"/><path d="M44 20l6 12 13 2-9 9 2 13-12-6-12 6 2-13-9-9 13-2z" fill="#d8b25c"/><text x="44" y="72" font-family="sans-serif" font-size="9" text-anchor="middle" fill="#1f4e79">${words.slice(0, 14)}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;").replace(/\u00a0/g, "&nbsp;");
}

const EMPTY = new Set(["BR", "HR", "IMG"]);

/**
 * Return the HTML of elements: what is copied, and what is checked once the person has changed the text.
 * @param {Node} node
 * @returns {string}
 */
export function htmlOf(node) {
  let made = "";
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      made += escaped(child.nodeValue ?? "");
    } else if (child instanceof HTMLElement) {
      const tag = child.tagName;
      if (tag === "IMG") {
        const { source } = child.dataset;
        if (source && PICTURE.test(source)) made += `<img src="${escaped(source)}" alt="${escaped(child.getAttribute("alt") ?? "")}"${sizes(child)}>`;
      } else if (tag === "SPAN" && "standIn" in child.dataset) {
        made += escaped(child.textContent ?? "");
      } else if (!KEPT.has(tag)) {
        made += GONE.has(tag) ? "" : htmlOf(child);
      } else {
        made += `<${tag.toLowerCase()}${attributes(child)}>`;
        if (!EMPTY.has(tag)) made += `${htmlOf(child)}</${tag.toLowerCase()}>`;
      }
    }
  }
  return made;
}

/** @param {HTMLElement} element */
function sizes(element) {
  return ["width", "height"].map(name => (element.hasAttribute(name) ? ` ${name}="${escaped(element.getAttribute(name) ?? "")}"` : "")).join("");
}

/** @param {HTMLElement} element */
function attributes(element) {
  let made = "";
  for (const { name, value } of element.attributes) {
    if (ATTRIBUTES.has(name) && !UNSAFE.test(value)) made += ` ${name}="${escaped(value)}"`;
    if (name === "href" && element.tagName === "A" && LINKS.test(value)) made += ` href="${escaped(value)}"`;
  }
  const styles = STYLES.map(name => [name, element.style.getPropertyValue(name)]).filter(([, value]) => value && !UNSAFE.test(value));
  if (styles.length) made += ` style="${escaped(styles.map(([name, value]) => `${name}: ${value}`).join("; "))}"`;
  return made;
}

/**
 * Return plain text as HTML for mail programs: the same lines.
 * @param {string} text
 */
export function htmlOfText(text) {
  return text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split(/\n{2,}/).map(part => `<p>${escaped(part).replace(/\n/g, "<br>")}</p>`).join("\n");
}

/**
 * Return the text of an editor for plain text.
 * @param {Node} node
 * @returns {string}
 */
export function textOf(node) {
  let made = "";
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) made += child.nodeValue ?? "";
    else if (child.nodeName === "BR") made += "\n";
    else if (child instanceof HTMLElement) made += (/^(?:DIV|P)$/.test(child.tagName) && made && !made.endsWith("\n") ? "\n" : "") + textOf(child);
  }
  return made;
}
