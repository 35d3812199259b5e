"""JMAP: a `VacationResponse/set` for each account (RFC 8621 section 8.2)."""

from __future__ import annotations

from collections.abc import Sequence

from replylint.fix.apply.changes import Applied, Change, Left, Target, texts_of, together
from replylint.fix.apply.manifest import files_of, script


def write(text: str, changes: Sequence[Change]) -> Applied:
    """Return `apply.py`, its manifest and the texts. What has no account is left out and reported."""
    targets: list[Target] = []
    left: list[Left] = []
    for own in together(changes):
        mailbox = own[0].mailbox
        if mailbox.identity:
            targets.append(Target(mailbox.owner or mailbox.identity, mailbox.identity, {}, tuple(texts_of(own))))
        else:
            left.append(Left("", "jmap"))
    files = {"apply.py": script("apply.py"), **files_of("jmap", targets)} if targets else {}
    return Applied(files, tuple(left))
