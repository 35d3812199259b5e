"""GAM: `apply.py` compares a new table with the manifest and writes a batch file for `gam batch`.

A vacation is given its subject, start and end again as they are then, because an old end that has passed would stay
(GAM's manual).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from replylint.fix.apply.changes import Applied, Change, Left, Target, is_one_line, texts_of, together
from replylint.fix.apply.manifest import files_of, script
from replylint.model import Document, DocumentKind
from replylint.sources.cells import table_of


def write(text: str, changes: Sequence[Change]) -> Applied:
    """Return `apply.py`, its manifest, the texts, and `users.csv`. `text` is the table, which has the users."""
    table = table_of(text)
    columns = [name.lower() for name in table.columns]
    targets: list[Target] = []
    left: list[Left] = []
    for own in together(changes):
        before = own[0].before
        cells = table.rows[int(before.key[0])]
        row = {name: cell.text.strip() for name, cell in zip(columns, cells, strict=False)}
        user, address = row.get("user", ""), row.get("sendasemail", "")
        if not user or not is_one_line(user, address):
            left.append(Left(own[0].mailbox.owner, "gam"))
            continue
        how: dict[str, object] = {"html": own[0].after.markup}
        if before.kind is DocumentKind.SIGNATURE:
            how["address"] = address
        targets.append(Target(address or user, user, how, tuple(texts_of(own, _column))))
    if not targets:
        return Applied({}, tuple(left))
    files = {"apply.py": script("apply.py"), "users.csv": _users(targets), **files_of("gam", targets)}
    return Applied(files, tuple(left))


def _column(document: Document, *, alternative: bool) -> str:
    return "signature" if document.kind is DocumentKind.SIGNATURE else "message"


def _users(targets: Sequence[Target]) -> bytes:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerows([("user",), *((user,) for user in dict.fromkeys(target.identity for target in targets))])
    return table.getvalue().encode("utf-8")
