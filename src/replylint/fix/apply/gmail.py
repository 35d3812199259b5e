"""Gmail: the vacation settings of users, which are replaced as a whole, and the signatures of their addresses."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from replylint.fix.apply.changes import Applied, Change, Target, texts_of, together
from replylint.fix.apply.manifest import files_of, script
from replylint.model import DocumentKind

_API = "https://gmail.googleapis.com/gmail/v1/users"


def write(text: str, changes: Sequence[Change]) -> Applied:
    """Return `apply.py`, its manifest and the texts; the user is `me` where the export names none."""
    targets: list[Target] = []
    for own in together(changes):
        mailbox = own[0].mailbox
        settings = f"{_API}/{quote(mailbox.identity or 'me', safe='@')}/settings"
        if own[0].before.kind is DocumentKind.SIGNATURE:
            # The owner of a signature is the address that it belongs to.
            how = {"method": "PATCH", "url": f"{settings}/sendAs/{quote(mailbox.owner, safe='@')}"}
        else:
            how = {"method": "PUT", "url": f"{settings}/vacation"}
        called = mailbox.owner or mailbox.identity or "me"
        targets.append(Target(called, mailbox.identity, how, tuple(texts_of(own))))
    return Applied({"apply.py": script("apply.py"), **files_of("gmail", targets)})
