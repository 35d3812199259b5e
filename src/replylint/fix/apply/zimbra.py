r"""Zimbra: a file of commands for `zmprov -f`, one line an account.

zmprov splits a line as a shell does and knows `\\`, `\"`, `\n`, `\r` and `\t` within quotation marks.
"""

from __future__ import annotations

from collections.abc import Sequence

from replylint.fix.apply.changes import Applied, Change, by_mailbox, is_one_line
from replylint.fix.mail import as_text

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def write(text: str, changes: Sequence[Change]) -> Applied:
    """Return `apply.zmprov`. What names no account is left out and said."""
    lines: list[str] = []
    left: list[str] = []
    for own in by_mailbox(changes):
        account = own[0].mailbox.owner
        if not account or not is_one_line(account):
            left.append("the print does not name the account; print it again with zmprov ga ACCOUNT")
            continue
        words = [f"ma {quoted(account)}"]
        for change in own:
            words.append(f"{change.before.key[-1]} {quoted(change.after.content)}")
            if change.before.alternative_key:
                words.append(f"{change.before.alternative_key[-1]} {quoted(as_text(change.after))}")
        lines.append(" ".join(words) + "\n")
    return Applied({"apply.zmprov": "".join(lines).encode("utf-8")} if lines else {}, tuple(left))


def quoted(text: str) -> str:
    """Return a text as one word of zmprov's command line."""
    return '"' + text.translate(_ESCAPES) + '"'
