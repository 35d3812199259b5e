// Gives back the bytes that web/encoding.py wrote as text, and the files that web/packing.py put into an archive.

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%.()*+-;,=>?@^_`{|}~";

/**
 * Return the bytes of a text in base 85: five characters for four bytes, the last group shorter.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function decode(text) {
  const values = new Uint8Array(128);
  for (let index = 0; index < ALPHABET.length; index++) values[ALPHABET.charCodeAt(index)] = index;
  const lacking = (5 - (text.length % 5)) % 5;
  const groups = Math.ceil(text.length / 5);
  const bytes = new Uint8Array(groups * 4);
  for (let group = 0, at = 0, to = 0; group < groups; group++) {
    let value = 0;
    for (let place = 0; place < 5; place++, at++) value = value * 85 + (at < text.length ? values[text.charCodeAt(at)] : 84);
    bytes[to++] = value >>> 24;
    bytes[to++] = value >>> 16;
    bytes[to++] = value >>> 8;
    bytes[to++] = value;
  }
  return bytes.slice(0, bytes.length - lacking);
}

/**
 * Return what a gzip stream unpacks to.
 * @param {Uint8Array<ArrayBuffer>} packed
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function unzip(packed) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
