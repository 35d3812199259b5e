// Compiles Python sources with the Python of the page: reads an archive of web/packing.py, writes one with the compiled modules.
// usage: node compile.mjs RUNTIME-FOLDER SOURCES COMPILED
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import zlib from "node:zlib";

const [runtime, sources, compiled] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.join(runtime, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: runtime });
python.FS.writeFile("/sources", zlib.gunzipSync(fs.readFileSync(sources)));
try {
  python.runPython(`
import json
from importlib._bootstrap_external import _code_to_hash_pyc
from importlib.util import source_hash
from types import CodeType


def without_lines(code):
    """Return code without its table of line numbers, a fifth of its size; nobody reads a traceback in the page."""
    constants = tuple(without_lines(one) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_linetable=b"", co_consts=constants)


plain = open("/sources", "rb").read()
start = 4 + int.from_bytes(plain[:4], "little")
index, bodies = [], []
for name, size in json.loads(plain[4:start]):
    source = plain[start : start + size]
    start += size
    # The docstrings of our own rules are what explains them; those of libraries are read by nobody.
    level = 0 if name.startswith("replylint/") else 2
    try:
        code = compile(source, name, "exec", dont_inherit=True, optimize=level)
    except SyntaxError:
        if name.startswith("replylint/"):
            raise
        continue  # a module of a library for another version of Python
    # Marked as "do not compare with the source": there is none in the page.
    body = bytes(_code_to_hash_pyc(without_lines(code), source_hash(source), checked=False))
    index.append([name + "c", len(body)])
    bodies.append(body)
head = json.dumps(index, separators=(",", ":")).encode()
open("/compiled", "wb").write(len(head).to_bytes(4, "little") + head + b"".join(bodies))
`);
} catch (error) {
  console.error(String(error.message).trim().split("\n").slice(-4).join("\n"));
  process.exit(1);
}
fs.writeFileSync(compiled, zlib.gzipSync(python.FS.readFile("/compiled"), { level: 1 }));
process.exit(0);
