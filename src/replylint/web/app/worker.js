// Runs the core in a worker: starts Python from the bytes in the page, then answers one request after another.
// It shares no scope with the page. `loadPyodide`, `_createPyodideModule`, `decode` and `unzip` stand before it in the same script.
import { decode, unzip } from "./bytes.js";

/**
 * @typedef {{module?: WebAssembly.Module, wasm: string, library: string, archives: string[], start: string}} Start
 * @typedef {(text: string) => string} Door
 */

/**
 * Write the files of an archive below a folder. Word lists are put together again from their words and counts.
 * @param {{FS: any}} python
 * @param {Uint8Array<ArrayBuffer>} plain
 * @param {string} folder
 */
function spread(python, plain, folder) {
  const start = 4 + new DataView(plain.buffer).getUint32(0, true);
  const words = new Map();
  const made = new Set();
  let at = start;
  for (const [name, size] of JSON.parse(new TextDecoder().decode(plain.subarray(4, start)))) {
    const data = plain.subarray(at, at + size);
    at += size;
    const path = `${folder}/${name}`;
    const above = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(above)) python.FS.mkdirTree(above);
    made.add(above);
    if (name.endsWith(".words")) words.set(path.slice(0, -".words".length), data);
    else if (name.endsWith(".counts")) words.set(`${path.slice(0, -".counts".length)}#`, data);
    else python.FS.writeFile(path, data, { canOwn: true });
  }
  for (const [path, data] of words) {
    if (!path.endsWith("#")) python.FS.writeFile(path, wordList(data, words.get(`${path}#`)), { canOwn: true });
  }
}

/**
 * Return a word list as web/word_lists.py found it.
 * @param {Uint8Array} words
 * @param {Uint8Array} counts
 * @returns {Uint8Array}
 */
function wordList(words, counts) {
  const made = new Uint8Array(words.length * 8 + counts.length + 16);
  const before = new Uint8Array(1024);
  let to = 0, count = 0;
  made[to++] = 0x7b;
  for (let at = 0; at < words.length; at++) {
    made[to++] = 0x0a;
    made[to++] = 0x22;
    let length = words[at++] - 65;
    while (at < words.length && words[at] !== 0x0a) before[length++] = words[at++];
    made.set(before.subarray(0, length), to);
    to += length;
    made[to++] = 0x22;
    made[to++] = 0x3a;
    made[to++] = 0x20;
    if (count >= counts.length || counts[count] === 0x0a) {
      made[to++] = 0x35;
      made[to++] = 0x30;
    } else {
      while (count < counts.length && counts[count] !== 0x0a) made[to++] = counts[count++];
    }
    count++;
    made[to++] = 0x2c;
  }
  made[to - 1] = 0x0a;
  made[to++] = 0x7d;
  return made.slice(0, to);
}

/**
 * Start Python and return its door.
 * @param {Start} given
 * @returns {Promise<Door>}
 */
async function open(given) {
  const [library, ...archives] = await Promise.all([given.library, ...given.archives].map(text => unzip(decode(text))));
  const module = given.module ?? (await WebAssembly.compile(await unzip(decode(given.wasm))));
  if (!given.module) postMessage({ module });
  // The loader asks for the runtime and an archive of the standard library. The one is compiled, the other is unpacked below.
  const empty = new Uint8Array([0x50, 0x4b, 5, 6, ...new Uint8Array(18)]);
  globalThis.fetch = async () => new Response(empty);
  WebAssembly.instantiateStreaming = /** @type {any} */ (async (/** @type {any} */ _response, /** @type {any} */ imports) =>
    ({ module, instance: await WebAssembly.instantiate(module, imports) }));
  const python = await loadPyodide({
    indexURL: "https://page.invalid/", stdLibURL: "https://page.invalid/library.zip", packageBaseUrl: "https://page.invalid/",
    lockFileContents: lockFile, fsInit: async (/** @type {any} */ FS) => spread({ FS }, library, "/lib/python3.14"),
    createPyodideModule: _createPyodideModule,
    env: { HOME: "/", PYTHONHOME: "/", PYTHONPATH: "/lib/python3.14", PYTHONTZPATH: "", TZ: "UTC", PYTHONHASHSEED: "0" },
  });
  for (const plain of archives) spread(python, plain, "/site");
  python.runPython(given.start);
  return python.globals.get("door");
}

/** @type {Promise<Door> | undefined} */
let door;
addEventListener("message", async event => {
  const { start, id, request } = event.data;
  try {
    if (start) {
      door = open(start);
      await door;
      postMessage({ ready: true });
    } else if (door) {
      postMessage({ id, answer: (await door)(request) });
    }
  } catch (error) {
    postMessage({ id, failed: String(/** @type {any} */ (error)?.message ?? error).slice(-2000) });
  }
});
