"""Zimbra: `apply.py` compares what `zmprov -f read.zmprov` prints with the manifest and writes commands for `zmprov -f`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from replylint.fix.apply.changes import Applied, Change, Left, Target, is_one_line, texts_of, together
from replylint.fix.apply.manifest import files_of, script
from replylint.patterns import compiled

_PLAIN = compiled(r"[\w.@+-]+", re.ASCII)


def write(text: str, changes: Sequence[Change]) -> Applied:
    """Return `apply.py`, its manifest, the texts, and `read.zmprov`. What names no account is left out and reported."""
    targets: list[Target] = []
    left: list[Left] = []
    for own in together(changes):
        account = own[0].mailbox.owner
        if account and is_one_line(account):
            targets.append(Target(account, account, {}, tuple(texts_of(own))))
        else:
            left.append(Left("", "zimbra"))
    if not targets:
        return Applied({}, tuple(left))
    files = {"apply.py": script("apply.py"), "read.zmprov": _questions(targets), **files_of("zimbra", targets)}
    return Applied(files, tuple(left))


def _questions(targets: Sequence[Target]) -> bytes:
    """Return the commands that print the present texts: one for each account."""
    asked: dict[str, dict[str, None]] = {}
    for target in targets:
        asked.setdefault(target.identity, {}).update(dict.fromkeys(text.name for text in target.texts))
    lines = (f"ga {_quoted(account)} {' '.join(names)}\n" for account, names in asked.items())
    return "".join(lines).encode("utf-8")


def _quoted(word: str) -> str:
    """Return a word of zmprov's command line, which is divided as a shell does it."""
    if _PLAIN.fullmatch(word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
