"""Exchange: `apply.ps1`, which sets the texts of a manifest with `Set-MailboxAutoReplyConfiguration` and the like.

The script is the same for every export; what differs is data. It changes nothing unless it is told to, gives only the
parameters that changed, and refuses an identity that is empty or not that of exactly one mailbox, because Exchange
takes an empty one for all.
"""

from __future__ import annotations

from collections.abc import Sequence

from replylint.fix.apply.changes import Applied, Change, Left, Target, is_one_line, texts_of, together
from replylint.fix.apply.manifest import files_of, script
from replylint.model import Audience, Document, DocumentKind


def write(text: str, changes: Sequence[Change]) -> Applied:
    """Return `apply.ps1`, its manifest and the texts. What has no identity is left out and reported."""
    targets: list[Target] = []
    left: list[Left] = []
    for own in together(changes):
        mailbox, signature = own[0].mailbox, own[0].before.kind is DocumentKind.SIGNATURE
        if not mailbox.identity or not is_one_line(mailbox.identity):
            left.append(Left(mailbox.owner, "exchange"))
            continue
        kind = {"kind": "signature" if signature else "reply"}
        called = mailbox.owner or mailbox.identity
        targets.append(Target(called, mailbox.identity, kind, tuple(texts_of(own, _parameter))))
    if not targets:
        return Applied({}, tuple(left))
    return Applied({"apply.ps1": script("apply.ps1"), **files_of("exchange", targets)}, tuple(left))


def _parameter(document: Document, *, alternative: bool) -> str:
    """Return the parameter that sets a text."""
    if document.kind is DocumentKind.SIGNATURE:
        return "SignatureHtml" if document.markup and not alternative else "SignatureText"
    return "InternalMessage" if document.audience is Audience.INTERNAL else "ExternalMessage"
