"""Gmail: whole vacation settings, which replace a user's, and the signatures of addresses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from replylint.errors import SourceError
from replylint.fix.apply.changes import Applied, Change, Names
from replylint.model import DocumentKind, Key
from replylint.sources import jsons


def write(text: str, changes: Sequence[Change]) -> Applied:
    """Return `vacation/<user>.json` and `signatures/<user>.<address>.json`. `text` is the corrected export, from which the other fields come."""
    roots = dict(item for item in jsons.values(text) if not isinstance(item, SourceError))
    names = Names()
    files: dict[str, bytes] = {}
    for change in changes:
        resource = _at(roots, change.before.key[:-1])
        user = change.mailbox.identity or "me"
        if change.before.kind is DocumentKind.SIGNATURE:
            body: dict[str, Any] = {"signature": resource["signature"]}
            name = f"signatures/{names.name(user, resource['sendAsEmail'])}.json"
        else:
            body, name = resource, f"vacation/{names.name(user)}.json"
        files[name] = f"{json.dumps(body, indent=2, ensure_ascii=False)}\n".encode()
    return Applied(files)


def _at(roots: dict[Key, Any], key: Key) -> Any:
    """Return the value that keys and indexes lead to: of the one document, or of a line of JSON Lines."""
    value, rest = (roots[()], key) if () in roots else (roots[key[:1]], key[1:])
    for step in rest:
        value = value[step]
    return value
