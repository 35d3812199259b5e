// Compiles Python sources with the Python of the page: reads archives of web/packing.py, writes one with the compiled modules, and with
// the patterns that they compile, under the name PATTERNS, once they have checked a few texts.
// usage: node compile.mjs RUNTIME-FOLDER SOURCES READ-BY-THEM COMPILED PATTERNS
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import zlib from "node:zlib";

const [runtime, sources, read, compiled, patterns] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.join(runtime, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: runtime });
python.FS.writeFile("/sources", zlib.gunzipSync(fs.readFileSync(sources)));
python.FS.writeFile("/read", zlib.gunzipSync(fs.readFileSync(read)));
python.globals.set("patterns_name", patterns);
try {
  python.runPython(`
import json
import sys
from importlib._bootstrap_external import _code_to_hash_pyc
from importlib.util import source_hash
from pathlib import Path
from types import CodeType


def without_lines(code):
    """Return code without its table of line numbers, a fifth of its size; nobody reads a traceback in the page."""
    constants = tuple(without_lines(one) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_linetable=b"", co_consts=constants)


def files_of(archive):
    """Yield the paths and contents of an archive."""
    plain = open(archive, "rb").read()
    start = 4 + int.from_bytes(plain[:4], "little")
    for name, size in json.loads(plain[4:start]):
        yield name, plain[start : start + size]
        start += size


def patterns_of(modules):
    """Return the patterns that our modules compile while they are imported and check."""
    for name, data in modules:
        place = Path("/site", name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    sys.path.append("/site")
    from replylint import patterns
    from replylint.api import Checker, Part, Reply, Text

    checker = Checker("plant-city")
    for text in TEXTS:
        checker.check(Reply((Text(Part.MESSAGE, text, markup=text.startswith("<")),)))
    return patterns.to_bytes()


TEXTS = (
    "<p>I am out until 12/18/26. Thankyou,</p><p>Dana Whitlock<br>x1</p>",
    "Hi, I'm away from Monday to Friday and will reply then. Call Sam at 813-555-0142.\\n\\nDana Whitlock\\nPermit Technician",
    "Estaré fuera de la oficina del 14 al 18 de diciembre. Llame a Ana al 813-555-0142.\\n\\nSaludos,\\nDana Whitlock",
)
index, bodies = [], []
for name, source in files_of("/sources"):
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
kept = patterns_of([*files_of("/read"), *((name, body) for (name, _), body in zip(index, bodies))])
index.append([patterns_name, len(kept)])
bodies.append(kept)
head = json.dumps(index, separators=(",", ":")).encode()
open("/compiled", "wb").write(len(head).to_bytes(4, "little") + head + b"".join(bodies))
`);
} catch (error) {
  console.error(String(error.message).trim().split("\n").slice(-4).join("\n"));
  process.exit(1);
}
fs.writeFileSync(compiled, zlib.gzipSync(python.FS.readFile("/compiled"), { level: 1 }));
process.exit(0);
