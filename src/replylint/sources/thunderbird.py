"""Thunderbird's `prefs.js`: the signatures of its identities.

Values are literals of JavaScript, read by a strict pattern and never run. A signature may be a file (`sig_file`), which then wins over the
text; it is read only where it lies beside the preferences.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from replylint.errors import SourceError
from replylint.model import Key, Mailbox, Notice, Unchecked
from replylint.patterns import compiled
from replylint.sources import fields, files
from replylint.sources.text import decode
from replylint.visible import Span

_LINE = compiled(
    r'(?m)^user_pref\("mail\.identity\.(?P<identity>\w+)\.(?P<name>[\w-]+)", (?P<value>"(?:[^"\\\n]|\\.)*+"|true|false|-?\d+)\);'
)
_LONGEST_NAME = 80
"""Characters of a file's name that are shown."""
_HEX = compiled(r"\\x([0-9A-Fa-f]{2})")


def is_prefs(head: bytes) -> bool:
    """Say whether a file that begins so is a file of Thunderbird's preferences."""
    return head.lstrip(b"\xef\xbb\xbf \r\n").startswith((b"//", b"/*", b"user_pref(")) and b'\nuser_pref("mail.' in head


def load(data: bytes, path: str) -> Iterator[Mailbox | Unchecked | Notice]:
    """Read the signatures. Raises SourceError if there is no identity."""
    text, _ = decode(data)
    identities: dict[str, dict[str, object]] = {}
    for match in _LINE.finditer(text):
        identities.setdefault(match["identity"], {})[match["name"]] = _value(match["value"])
    if not identities:
        raise SourceError("it holds no identity with a signature; give the prefs.js of the profile that sends mail")
    for identity, values in identities.items():
        owner = str(values.get("useremail") or values.get("fullName") or identity)
        if values.get("attach_signature") is True and values.get("sig_file"):
            yield _elsewhere(values, owner, path)
            continue
        content = str(values.get("htmlSigText") or "")
        if fields.is_too_long(content):
            yield Unchecked(path, f"the signature of {owner} {fields.TOO_LONG}")
        elif not content.strip():
            yield Mailbox(path, (), owner, "thunderbird")
        else:
            markup = values.get("htmlSigFormat") is True
            document = fields.signature(content, (identity, "htmlSigText"), markup=markup)
            yield Mailbox(path, (document,), owner, "thunderbird")


def _elsewhere(values: dict[str, object], owner: str, path: str) -> Unchecked | Notice:
    """Return whether a signature in a file of its own will be read: it will, if it lies in the same folder."""
    name = str(values["sig_file"]).replace("\\", "/").rpartition("/")[2]
    shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
    if files.beside(path, name):
        return Notice(f"the signature of {owner} is the file {shown} beside it; check that file", path)
    return Unchecked(path, f"the signature of {owner} is in the file {shown!r}, which is not here; check that file too")


def _value(literal: str) -> object:
    try:
        return json.loads(_HEX.sub(r"\\u00\1", literal))
    except ValueError:
        return literal.strip('"')


def places(text: str) -> dict[Key, Span]:
    """Return where the values stand, quotes included, by identity and name."""
    return {
        (match["identity"], match["name"]): Span(match.start("value"), match.end("value"))
        for match in _LINE.finditer(text)
    }
