// The changes that can be undone. They keep their places while the person types and while further changes are made.

import { ask, FIX_LIMIT } from "./core.js";
import { state } from "./store.js";

/**
 * @typedef {import("./store.js").Change} Change
 * @typedef {import("./store.js").Replaced} Replaced
 * @typedef {import("./store.js").Text} Text
 * @typedef {import("./store.js").Covered} Covered
 */

/** Forget all changes, as where a text is replaced as a whole. */
export function forgetChanges() {
  [state.changes, state.covered, state.before] = [[], [], []];
}

/** Remember in which texts the changes have their places. Call it before the person's words go into `state.texts`. */
export function beforeTyping() {
  if (state.changes.length && !state.before.length) state.before = [...state.texts];
}

/** Bring the changes to their places in the present texts. One whose own words the person has edited is theirs, and left out. */
export async function followTyping() {
  while (state.before.length) {
    const [before, after] = [state.before, [...state.texts]];
    const changes = await followed(state.changes, before, after);
    if (state.before !== before) return; // they were forgotten meanwhile
    state.changes = changes;
    state.before = after.every((text, index) => text === state.texts[index]) ? [] : after;
  }
}

/**
 * Return the changes after a correction. One whose words it changed again is covered until that is undone.
 * @param {Change[]} made
 * @param {Text[]} before the texts without the correction
 * @returns {{changes: Change[], covered: Covered[]}}
 */
export function withChanges(made, before) {
  const known = new Set([...state.changes, ...state.covered.map(one => one.change)].map(change => change.id));
  const added = made.map(change => ({ ...change, id: unused(change.id, known) }));
  const edits = editsOf(added);
  const changes = [], covered = [];
  for (const change of state.changes) {
    const here = edits.filter(edit => edit.number === change.number);
    const by = here.filter(edit => change.pieces.some(piece => edit.start < piece.end && piece.start < edit.end));
    if (by.length) covered.push({ change, by: [...new Set(by.map(edit => edit.id))], texts: before });
    else changes.push({ ...change, pieces: change.pieces.map(piece => movedBy(here, piece)) });
  }
  return { changes: [...changes, ...added], covered: [...state.covered, ...covered] };
}

/**
 * Return the texts without a change, and the other changes at their places in them, with those that it had covered.
 * @param {Change} change
 * @returns {Promise<{texts: Text[], changes: Change[], covered: Covered[]} | import("./core.js").Answer>} the answer where it cannot be undone
 */
export async function withoutChange(change) {
  const answer = await ask({ op: "undo", what: whole(state.texts), change, changes: state.changes }, FIX_LIMIT);
  if (!answer.ok) return answer;
  const { texts } = answer.result.what;
  /** @type {Change[]} */
  const changes = answer.result.changes;
  const covered = state.covered.map(one => ({ ...one, by: one.by.filter(id => id !== change.id) }));
  for (let place = covered.length - 1; place >= 0; place--) { // the latest first: it may be what covers another
    const one = covered[place];
    if (one.by.length) continue;
    const [back] = await followed([one.change], one.texts, texts);
    if (!back || changes.some(other => overlap(other, back))) continue;
    changes.push(back);
    covered.splice(place, 1);
  }
  return { texts, changes, covered: changes.length ? covered : [] };
}

/**
 * Return what changes did, in order, at the places of the texts before them.
 * @param {Change[]} made
 */
function editsOf(made) {
  const shifts = new Map();
  return made.flatMap(({ id, number, pieces }) => pieces.map(piece => ({ id, number, piece })))
    .sort((one, other) => one.piece.start - other.piece.start || one.piece.end - other.piece.end)
    .map(({ id, number, piece }) => {
      const shift = shifts.get(number) ?? 0;
      const start = piece.start - shift, length = lengthOf(piece.before), growth = lengthOf(piece.after) - length;
      shifts.set(number, shift + growth);
      return { id, number, start, end: start + length, growth };
    });
}

/**
 * Return a piece that edits of its text have left whole, at its place after them.
 * @param {ReturnType<typeof editsOf>} edits
 * @param {Replaced} piece
 * @returns {Replaced}
 */
function movedBy(edits, piece) {
  const before = edits.filter(({ start, end }) => end <= piece.start && (start < end || start < piece.end));
  const shift = before.reduce((sum, edit) => sum + edit.growth, 0);
  return { ...piece, start: piece.start + shift, end: piece.end + shift };
}

/**
 * Return the length of a text as the core counts: a character is one, also where it is two in a JavaScript string.
 * @param {string} text
 */
function lengthOf(text) {
  return [...text].length;
}

/**
 * @param {Change} one
 * @param {Change} other
 */
function overlap(one, other) {
  return one.number === other.number && one.pieces.some(piece => other.pieces.some(each => piece.start < each.end && each.start < piece.end));
}

/**
 * Return the changes that are still whole in other texts, at their places there.
 * @param {Change[]} changes
 * @param {Text[]} before
 * @param {Text[]} after
 * @returns {Promise<Change[]>}
 */
async function followed(changes, before, after) {
  if (!changes.length) return [];
  const answer = await ask({ op: "follow", what: whole(before), after: whole(after), changes }, FIX_LIMIT);
  return answer.ok ? answer.result : [];
}

/**
 * Return all texts as the core takes them: blank ones too, so that a change keeps its number when one is emptied.
 * @param {Text[]} texts
 */
function whole(texts) {
  return state.file ? { ...state.file, texts } : { texts };
}

/**
 * Return an id that no other change has: the same correction may be made twice.
 * @param {string} id
 * @param {Set<string>} known
 */
function unused(id, known) {
  let name = id;
  for (let count = 2; known.has(name); count++) name = `${id}-${count}`;
  known.add(name);
  return name;
}
