// Puts exactly what the preview shows on the clipboard, as formatted and as plain text, and says so only if it is true.

/**
 * Copy. The event works where the newer clipboard interface does not exist: on plain http and in files.
 * @param {string} html
 * @param {string} plain
 * @returns {boolean} whether the browser did it
 */
export function copy(html, plain) {
  let given = false;
  /** @param {ClipboardEvent} event */
  const give = event => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.clipboardData) return;
    event.clipboardData.setData("text/html", html);
    event.clipboardData.setData("text/plain", plain);
    given = true;
  };
  // Firefox copies only where something is selected.
  const helper = document.createElement("textarea");
  helper.value = " ";
  helper.className = "off";
  helper.setAttribute("aria-hidden", "true");
  document.body.append(helper);
  const before = document.activeElement;
  helper.select();
  document.addEventListener("copy", give, { capture: true });
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    done = false;
  }
  document.removeEventListener("copy", give, { capture: true });
  helper.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return done && given;
}

/**
 * Give a file to the person: the browser saves it where it saves downloads.
 * @param {string} name
 * @param {string | Uint8Array<ArrayBuffer>} data
 * @param {string} type
 */
export function save(name, data, type) {
  const url = URL.createObjectURL(new Blob([data], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
