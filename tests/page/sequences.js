// Random sequences of what a person does in the door "Check the one I have": typing, fixing, undoing, filling blanks, changing tabs.
// The body of a function in the page. args: {from, to, steps, starts, today}; returns {broken, ended, counts}.
// A sequence is told by its number, so that one that breaks is repeated by giving `from` and `to`.

const WORDS = ["Quillfeather", "zebra", "Marlowe", "ofice", "813-555-0177", "12/24/26", "gracias", "🙂"];
const PAUSE = 350;
const field = index => document.querySelectorAll("#editors .field")[index];
const panel = () => document.getElementById("panel");
const all = selector => [...document.querySelectorAll(selector)];
const kept = () => JSON.parse(localStorage.getItem("replylint"));
const shown = () => all("#editors .field").map(one => one.textContent.replace(/\u00a0/g, " ").trim());

/** A generator of numbers from 0 to 1 that gives the same ones for the same seed (mulberry32). */
function chanceOf(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let made = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    made = (made + Math.imul(made ^ (made >>> 7), 61 | made)) ^ made;
    return ((made ^ (made >>> 14)) >>> 0) / 4294967296;
  };
}

const turn = () => new Promise(done => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    done();
  };
  port2.postMessage(0);
});

/** Wait until the panel speaks of the present text. */
async function settled() {
  while (panel().hasAttribute("aria-busy") || !panel().querySelector(".verdict, .empty")) {
    await new Promise(done => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        done();
      });
      observer.observe(document.getElementById("check"), { attributes: true, childList: true, subtree: true });
    });
    await turn(); // a correction in several steps goes on at once
  }
}

/** Put words at a place of the text, as a keyboard does. */
function type(node, offset, words) {
  const editable = node.parentElement.closest(".field");
  editable.focus({ preventScroll: true });
  getSelection().collapse(node, offset);
  document.execCommand("insertText", false, words);
}

/** Return a random place in an editor's text: between words, not inside of what a correction wrote. */
function place(chance, index) {
  const walker = document.createTreeWalker(field(index), NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) if (walker.currentNode.data.trim()) nodes.push(walker.currentNode);
  const node = nodes[Math.floor(chance() * nodes.length)];
  if (!node) return null;
  const gaps = [...node.data.matchAll(/ /g)].map(one => one.index);
  return { node, offset: gaps.length ? gaps[Math.floor(chance() * gaps.length)] : node.data.length };
}

/** Return texts with changes taken back, or what is wrong with the places of the changes. */
function inverted(texts, changes) {
  return texts.map((text, number) => {
    let content = [...text.content]; // characters, as the core counts them
    const pieces = changes.filter(change => change.number === number).flatMap(change => change.pieces);
    for (const piece of pieces.sort((one, other) => other.start - one.start || other.end - one.end)) {
      if (content.slice(piece.start, piece.end).join("") !== piece.after) throw new Error(`a change is not where it says: ${JSON.stringify(piece)}`);
      content = [...content.slice(0, piece.start), ...piece.before, ...content.slice(piece.end)];
    }
    return content.join("");
  });
}

const counts = {};
const broken = [];
let ended = 0;
const realTimeout = globalThis.setTimeout;
globalThis.setTimeout = (action, delay, ...more) => realTimeout(action, delay === PAUSE ? 0 : delay, ...more);

for (let number = args.from; number < args.to; number++) {
  const chance = chanceOf(number);
  const pick = list => list[Math.floor(chance() * list.length)];
  const start = args.starts[number % args.starts.length];
  const story = [];
  const own = []; // what the person has typed and no correction has named
  const fail = why => { throw new Error(why); };
  try {
    document.getElementById("forget").click();
    document.getElementById("go-check").click();
    const data = new DataTransfer();
    if (start.html) data.setData("text/html", start.html);
    data.setData("text/plain", start.text);
    field(0).dispatchEvent(Object.defineProperty(new Event("paste", { bubbles: true, cancelable: true }), "clipboardData", { value: data }));
    if (number % 5 === 4) document.getElementById("split").click();
    await settled();
    const first = shown();
    let isExact = true; // whether all that corrections wrote can still be undone
    const count = (text, words) => text.split(words).length - 1;

    for (let step = 0; step < args.steps; step++) {
      const fixes = all("#panel .found .do button:not(.quiet)"), undos = all("#panel .changes li button");
      const blanks = all("#panel form input"), every = all("#panel > p > button.main"), card = all("#panel .card button.main[type=button]");
      const possible = ["type", "type", "tab", "hurry"];
      if (fixes.length) possible.push("fix", "fix");
      if (every.length) possible.push("everything");
      if (undos.length) possible.push("undo", "undo");
      if (blanks.length) possible.push("fill");
      if (card.length && !blanks.length) possible.push("signature");
      const what = pick(possible);
      story.push(what);
      counts[what] = (counts[what] ?? 0) + 1;
      const before = kept(), visible = shown();
      const typed = () => {
        const index = Math.floor(chance() * visible.length);
        const at = place(chance, index);
        if (!at) return;
        const words = ` ${pick(WORDS)}${number}x${step}`;
        type(at.node, at.offset, words);
        own.push({ index, words });
        if (before.covered.length) isExact = false; // it may be inside of what is covered
        story[story.length - 1] += `(${words} after ${JSON.stringify(at.node.data.slice(Math.max(0, at.offset - 15), at.offset))})`;
      };
      if (what === "type") typed();
      else if (what === "tab") {
        const tab = document.getElementById(`tab-${Math.floor(chance() * 2)}`);
        if (tab && chance() < .6) tab.click();
        else {
          document.getElementById("go-signature").click();
          document.getElementById("go-check").click();
        }
      } else if (what === "hurry") { // press and type before there is an answer: the words stay, whatever becomes of the rest
        const button = pick([...fixes, ...undos, ...every]);
        button?.click();
        if (chance() < .5) await turn();
        typed();
      } else if (what === "fill") {
        const input = pick(blanks);
        input.value = { date: "2026-12-28", email: "rosa.lima@example.org" }[input.type] ?? pick(["Rosa Lima", "813-555-0155"]);
        input.form.requestSubmit();
      } else if (what === "undo") {
        const chosen = Math.floor(chance() * undos.length);
        undos[chosen].click();
        await settled();
        const shownChanges = before.changes.slice(-40);
        const change = shownChanges[chosen];
        const expected = inverted(before.texts, [change]);
        const now = kept();
        expected.forEach((content, index) => content === now.texts[index].content || fail(`undoing “${change.in_words}” did more than that: ${JSON.stringify([content, now.texts[index].content])}`));
        if (now.changes.some(one => one.id === change.id)) fail(`“${change.in_words}” is undone, and still listed`);
      } else pick({ fix: fixes, everything: every, signature: card }[what]).click();
      await settled();

      const now = kept(), texts = shown();
      now.texts.forEach((text, index) => text.markup || text.content.trim() === texts[index] || fail(`the page shows another text than it checks: ${JSON.stringify([text.content, texts[index]])}`));
      inverted(now.texts, now.changes);
      const known = new Set([...now.changes, ...now.covered.map(one => one.change)].map(change => change.id));
      if (["type", "hurry"].includes(what) && before.changes.some(change => !known.has(change.id))) isExact = false; // it is the person's now
      if (what === "tab" && JSON.stringify([before.texts, before.changes]) !== JSON.stringify([now.texts, now.changes])) fail("another tab changed the text");
      for (const one of [...own]) {
        if (count(texts[one.index], one.words) === 1) continue;
        own.splice(own.indexOf(one), 1);
        isExact = false;
        if (["type", "tab", "undo"].includes(what)) fail(`the typed words “${one.words}” are gone`);
        const judged = await replylint.ask({ op: "check", what: { texts: before.texts.filter(text => text.content.trim()) }, settings: { today: args.today } });
        const at = judged.result.texts[one.index].visible.indexOf(one.words.trim());
        const isNamed = judged.result.findings.some(found => found.number === one.index && found.start !== null && found.start < at + one.words.trim().length && at < found.end);
        if (!isNamed) fail(`the typed words “${one.words}” were changed, and no finding named them`);
        counts.named = (counts.named ?? 0) + 1;
      }
      if (["fix", "everything", "fill", "signature"].includes(what) && now.changes.length && chance() < .3) {
        // Undoing what was just done, in any order, gives the exact text and the changes before.
        const made = now.changes.filter(change => !before.changes.some(one => one.id === change.id)).map(change => change.id);
        story.push(`undo all ${made.length}`);
        while (made.length) {
          const id = made.splice(Math.floor(chance() * made.length), 1)[0];
          const index = kept().changes.slice(-40).findIndex(change => change.id === id);
          if (index < 0) continue;
          all("#panel .changes li button")[index].click();
          await settled();
        }
        const back = kept();
        before.texts.forEach((text, index) => JSON.stringify(text) === JSON.stringify(back.texts[index]) || fail(`undoing “${what}” gave another text: ${JSON.stringify([text, back.texts[index]])}`));
        const names = changes => JSON.stringify(changes.map(change => [change.id, change.pieces]).sort());
        if (names(before.changes) !== names(back.changes)) fail(`undoing “${what}” gave other changes: ${names(before.changes)} ${names(back.changes)}`);
      }
    }
    if (isExact && chance() < .35) {
      for (let undos = all("#panel .changes li button"); undos.length; undos = all("#panel .changes li button")) {
        pick(undos).click();
        await settled();
      }
      const last = shown().map((text, index) => own.filter(one => one.index === index).reduce((rest, one) => rest.replace(one.words, ""), text));
      if (JSON.stringify(last) !== JSON.stringify(first)) fail(`undoing everything gave another text: ${JSON.stringify([first, last])}`);
      ended++;
    }
  } catch (error) {
    broken.push(`${number}: ${story.join(", ")}: ${error.message}`.slice(0, 1500));
  }
}
globalThis.setTimeout = realTimeout;
return { broken, ended, counts };
