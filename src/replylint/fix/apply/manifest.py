"""The manifest: which text belongs to which mailbox, with the files of both versions and their digests.

Files are numbered, never named after people: an address that a file system cannot hold would have to be changed, and
could then be read as somebody else's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from replylint.fix.apply.changes import Target, Text
from replylint.sources.declared import declaring

_SCRIPTS = Path(__file__).with_name("scripts")


def files_of(system: str, targets: Sequence[Target]) -> dict[str, bytes]:
    """Return `manifest.json` and the texts it names, old and new, by their file names.

    Each mailbox has a line of its own, so that a program can read a manifest of any size line by line.
    """
    files: dict[str, bytes] = {}
    lines: list[str] = []
    for number, target in enumerate(targets, 1):
        texts = [_text(text, number, files) for text in target.texts]
        entry = {"number": number, "mailbox": target.mailbox, "identity": target.identity, **target.how, "texts": texts}
        lines.append(json.dumps(entry, ensure_ascii=True))
    body = ",\n".join(lines)
    manifest = f'{{"version": 1, "system": {json.dumps(system)}, "changes": [\n{body}\n]}}\n'
    return {"manifest.json": manifest.encode("ascii"), **files}


def _text(text: Text, number: int, files: dict[str, bytes]) -> dict[str, object]:
    name = f"{number:04}.{text.name}.{'html' if text.markup else 'txt'}"
    entry: dict[str, object] = {"name": text.name, "html": text.markup}
    for which, content in (("old", text.old), ("new", text.new)):
        if content is None:
            entry |= {which: None}
            continue
        if which == "new" and text.markup:
            content = declaring(content, "utf-8")  # as the file is
        data = content.encode("utf-8")
        files[f"{which}/{name}"] = data
        entry |= {which: f"{which}/{name}", f"sha256_{which}": sha256(data).hexdigest()}
    if text.new is not None:
        entry["blanks"] = list(text.blanks)
    return entry


def script(name: str) -> bytes:
    """Return a program that applies texts by their manifest."""
    data = (_SCRIPTS / name).read_bytes()
    # Windows PowerShell takes a script without a byte order mark for the local code page.
    return b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n") if name.endswith(".ps1") else data
