// Files that the person drops or chooses: read here, never sent anywhere.

const KINDS = ["eml", "msg", "oft", "htm", "html", "txt", "rtf", "json", "csv"];
const OTHERS = new Set(["docx", "doc", "pdf", "odt", "pages", "png", "jpg", "jpeg", "gif", "zip", "pst", "ost"]);
const LARGEST = 20_000_000;

/**
 * @typedef {{name: string, data: string}} Given
 * @typedef {{file: Given} | {refused: string}} Taken
 */

/**
 * Return a file as the core takes it, or the key of the sentence that says why not.
 * @param {File} file
 * @returns {Promise<Taken>}
 */
export async function takeFile(file) {
  const end = file.name.toLowerCase().split(".").pop() ?? "";
  if (end === "docx" || end === "doc" || end === "odt") return { refused: "file.word" };
  if (OTHERS.has(end)) return { refused: ["pdf", "png", "jpg", "jpeg", "gif"].includes(end) ? "file.picture" : "file.other" };
  if (!KINDS.includes(end)) return { refused: "file.other" };
  if (file.size > LARGEST) return { refused: "file.large" };
  if (!file.size) return { refused: "file.empty" };
  try {
    return { file: { name: file.name, data: base64(new Uint8Array(await file.arrayBuffer())) } };
  } catch {
    return { refused: "file.unreadable" };
  }
}

/** @param {Uint8Array} bytes */
export function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function bytesOf(text) {
  return Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
}
