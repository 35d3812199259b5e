"""Prepares what the page runs on: `python -m replylint.web.prepare`, which `make page` calls after `npm ci`.

Reads the WebAssembly runtime that npm put into `runtime/node_modules`, compares it with its pinned version, leaves out the parts
of the standard library that the core never imports, compiles the rest, the libraries and the core with the runtime's own Python,
and writes the archives that `replylint page` puts into the file. Needs Node; the page itself does not.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from replylint.facts.words import rounded
from replylint.resources import folder
from replylint.web import core
from replylint.web.packing import compress, pack, unpack
from replylint.web.word_lists import packed

_UNUSED = frozenset(
    """
    __hello__ __phello__ _ast_unparse _pydatetime _pyio _pyrepl _sysconfigdata__emscripten_wasm32-emscripten antigravity argparse bdb cProfile cmd code
    compileall concurrent/futures/interpreter concurrent/futures/process concurrent/interpreters configparser ctypes doctest email/mime encodings/mac_arabic encodings/mac_croatian
    encodings/mac_cyrillic encodings/mac_farsi encodings/mac_greek encodings/mac_iceland encodings/mac_latin2 encodings/mac_romanian
    encodings/mac_turkish encodings/cp037 encodings/cp1006 encodings/cp1026 encodings/cp1140 encodings/cp273 encodings/cp424 encodings/cp500
    encodings/cp720 encodings/cp737 encodings/cp775 encodings/cp853 encodings/cp856 encodings/cp857 encodings/cp858 encodings/cp860 encodings/cp861
    encodings/cp862 encodings/cp863 encodings/cp864 encodings/cp865 encodings/cp869 encodings/cp875 encodings/hp_roman8 encodings/palmos
    encodings/idna encodings/kz1048 encodings/ptcp154 encodings/punycode fileinput filecmp fractions ftplib getopt getpass gettext graphlib html/parser http imaplib
    importlib/_bootstrap importlib/_bootstrap_external json/tool logging/config logging/handlers mailbox mimetypes modulefinder multiprocessing netrc
    nturl2path optparse pdb pickletools platform plistlib poplib pprint profile pstats pty py_compile pyclbr pydoc pyodide/_nodesock_transport pyodide/console pyodide/http rlcompleter
    runpy sched shelve smtplib socketserver sqlite3 sre_compile sre_constants sre_parse statistics stringprep symtable sysconfig/__main__ tabnanny this timeit trace
    tracemalloc tty turtle unittest urllib/request urllib/robotparser uuid wave webbrowser wsgiref xml/dom xml/etree xml/sax xmlrpc zipapp
    asyncio/__main__ asyncio/proactor_events asyncio/tools asyncio/windows_events asyncio/windows_utils
    """.split()
)
"""Modules and packages of the standard library that the page leaves out."""
_LIBRARIES = ("jinja2", "markupsafe", "tinycss2", "webencodings", "mailparser", "lazy_importer", "olefile", "striprtf")
"""Packages that the core imports on the way of texts, HTML and mail."""
_LISTS = ("en", "es")
"""Languages whose word lists the page has."""


def main() -> None:
    """Write `runtime/built`. Exits with a sentence if the runtime is missing or another than the pinned one."""
    root = folder("runtime")
    source = root / "node_modules" / "pyodide"
    if not source.is_dir():
        sys.exit(f"{source} is missing; run npm ci in {root}, or make page, which does")
    library = _standard_library(source)
    ours = dict(core.sources())
    packages = {name: data for one in _LIBRARIES for name, data in _package(one)}
    read = {**dict(core.data()), **dict(core.shared()), **dict(_plain_lists())}
    compiled = _compiled(source, {**library, **packages, **ours}, read)
    built = root / "built"
    shutil.rmtree(built, ignore_errors=True)
    built.mkdir()
    files = {
        "wasm.gz": compress((source / "pyodide.asm.wasm").read_bytes()),
        "loader.js.gz": compress(_loader(source).encode()),
        "library.gz": pack(_of(compiled, library)),
        "packages.gz": pack({**_of(compiled, packages), **dict(_word_lists()), **dict(_zones())}),
        "core.gz": pack({**_of(compiled, ours), core.PATTERNS: compiled[core.PATTERNS]}),
        "core.json": json.dumps(
            {name: hashlib.sha256(data).hexdigest() for name, data in ours.items()}, indent=0
        ).encode(),
        "NOTICE.txt": _notice(source).encode(),
    }
    for name, data in files.items():
        (built / name).write_bytes(data)
        print(f"{len(data):>10,}  runtime/built/{name}")  # noqa: T201


def _standard_library(source: Path) -> dict[str, bytes]:
    """Return the modules of the runtime's standard library that the page needs."""
    found = {}
    with zipfile.ZipFile(source / "python_stdlib.zip") as archive:
        for name in archive.namelist():
            parts = name.removesuffix(".py").split("/")
            if name.endswith(".py") and not any("/".join(parts[:end]) in _UNUSED for end in range(1, len(parts) + 1)):
                found[name] = archive.read(name)
    return found


def _package(name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the modules of an installed package, or of a module that is a single file."""
    spec = find_spec(name)
    if spec is None or not spec.origin:
        sys.exit(f"{name} is not installed; run make page, which installs what replylint needs")
    place = Path(spec.origin)
    if place.name != "__init__.py":
        yield place.name, place.read_bytes()
        return
    for path in sorted(place.parent.rglob("*.py")):
        yield path.relative_to(place.parents[1]).as_posix(), path.read_bytes()


def _word_lists() -> Iterator[tuple[str, bytes]]:
    """Yield the lists as the page keeps them: words apart from their counts, which are rounded."""
    for name, plain in _plain_lists():
        if name.endswith(".json"):
            words, counts = packed(_COUNT.sub(lambda match: b": %d" % rounded(int(match[1])), plain))
            yield f"{name}.words", words
            yield f"{name}.counts", counts
        else:
            yield name, plain


_COUNT = re.compile(rb": (\d+)")


def _plain_lists() -> Iterator[tuple[str, bytes]]:
    """Yield the word lists as pyspellchecker has them, unpacked, and an empty module in place of the checker."""
    spec = find_spec("spellchecker")
    assert spec is not None
    assert spec.origin
    yield "spellchecker/__init__.py", b""
    for code in _LISTS:
        plain = gzip.decompress((Path(spec.origin).parent / "resources" / f"{code}.json.gz").read_bytes())
        yield f"spellchecker/resources/{code}.json", plain


def _zones() -> Iterator[tuple[str, bytes]]:
    """Yield the time zones of the United States, as tzdata has them."""
    spec = find_spec("tzdata")
    assert spec is not None
    assert spec.origin
    top = Path(spec.origin).parent
    yield "tzdata/__init__.py", b""
    yield "tzdata/zoneinfo/__init__.py", b""
    yield "tzdata/zoneinfo/America/__init__.py", b""
    for zone in core.ZONES:
        yield f"tzdata/zoneinfo/{zone}", (top / "zoneinfo" / zone).read_bytes()


def _compiled(source: Path, modules: Mapping[str, bytes], read: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return modules compiled by the runtime's Python, and the patterns that they compile while they check; `read` is what they read."""
    with tempfile.TemporaryDirectory() as scratch:
        given, besides, made = (Path(scratch) / name for name in ("sources", "read", "compiled"))
        given.write_bytes(pack(modules))
        besides.write_bytes(pack(read))
        script = Path(__file__).with_name("compile.mjs")
        words = ["node", str(script), str(source), str(given), str(besides), str(made), core.PATTERNS]
        subprocess.run(words, check=True)  # noqa: S603
        return unpack(made.read_bytes())


def _of(compiled: Mapping[str, bytes], sources: Collection[str]) -> dict[str, bytes]:
    """Return those of some compiled modules that come from these sources."""
    return {name + "c": compiled[name + "c"] for name in sources if name + "c" in compiled}


def _loader(source: Path) -> str:
    """Return the runtime's two scripts as one that a worker made of a blob can run: a classic script, which imports nothing.

    A worker of modules would do as well, but Chromium starts none from a blob of a page that is a file.
    """
    module = (source / "pyodide.asm.mjs").read_text(encoding="utf-8")
    end = "export default _createPyodideModule;"
    if module.count(end) != 1:
        sys.exit("this version of the runtime ends otherwise than the pinned one; run npm ci in the folder runtime")
    script = (source / "pyodide.js").read_text(encoding="utf-8").replace("//# sourceMappingURL=pyodide.js.map", "")
    lock = json.loads((source / "pyodide-lock.json").read_text(encoding="utf-8"))
    # The runtime tries importScripts to see whether it may run in such a worker; without modules to import it may.
    first = f"globalThis.importScripts = undefined;\nconst lockFile = {json.dumps({**lock, 'packages': {}})};\n"
    return first + script + module.replace(end, "").replace("import.meta.url", '"https://page.invalid/"')


def _notice(source: Path) -> str:
    version = json.loads((source / "package.json").read_text(encoding="utf-8"))["version"]
    return f"Pyodide {version}, MPL-2.0, https://github.com/pyodide/pyodide; it has CPython, PSF-2.0, https://www.python.org/"


if __name__ == "__main__":
    main()
