// Corrects texts in the page and looks whether every fact is kept, or its change is listed and can be undone alone.
// The body of a function in the page. args: {texts: [{name, content, markup, day}]}; returns {broken, lost, changes}.
// What is compared are the words, numbers and addresses of the raw text, not what the product understood of it.

const FACT = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?:\/\/|www\.)[^\s<>"')\]]+|\d[\d\/.:-]*\d|[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;
const BLOCK = new Set("P DIV BR TR TD TH LI UL OL TABLE H1 H2 H3 H4 H5 H6 HR BLOCKQUOTE PRE".split(" "));
const UNSEEN = new Set("STYLE SCRIPT TITLE HEAD TEMPLATE".split(" "));

/** The text of a source: of HTML what its elements hold, block by block. */
function raw({ content, markup }) {
  if (!markup) return content;
  let text = "";
  const read = node => {
    if (node.nodeType === Node.TEXT_NODE) text += node.data;
    else if (node.nodeType === Node.ELEMENT_NODE && !UNSEEN.has(node.tagName)) {
      const gap = BLOCK.has(node.tagName) ? "\n" : "";
      text += gap;
      node.childNodes.forEach(read);
      text += gap;
    }
  };
  read(new DOMParser().parseFromString(content, "text/html").body);
  return text;
}

function factsOf(text) {
  const found = new Map();
  for (const [fact] of raw(text).matchAll(FACT)) found.set(fact, (found.get(fact) ?? 0) + 1);
  return found;
}

const broken = [];
let lost = 0, listed = 0;
for (const { name, content, markup, day } of args.texts) {
  const settings = { today: day };
  const before = { part: "message", content, markup };
  const fixed = await replylint.ask({ op: "fix_all", what: { texts: [before] }, settings }, 60_000);
  if (!fixed.ok) {
    if (fixed.kind !== "input") broken.push(`${name}: ${fixed.error}`);
    continue;
  }
  const { what, changes } = fixed.result;
  listed += changes.length;
  if (!changes.every(change => change.in_words)) broken.push(`${name}: a change is not said in words`);
  const [had, has] = [factsOf(before), factsOf(what.texts[0])];
  for (const [fact, count] of had) {
    const left = has.get(fact) ?? 0;
    if (left >= count) continue;
    lost++;
    let isBack = false;
    for (const change of changes) {
      if (!change.pieces.some(piece => factsOf({ content: piece.before, markup }).has(fact) || piece.before.includes(fact))) continue;
      const undone = await replylint.ask({ op: "undo", what, change, changes, settings }, 60_000);
      isBack ||= undone.ok && (factsOf(undone.result.what.texts[0]).get(fact) ?? 0) > left;
    }
    if (!isBack) broken.push(`${name}: “${fact}” is lost, and no listed change brings it back alone: ${changes.map(change => change.in_words).join("; ")}`);
  }
}
return { broken, lost, changes: listed };
