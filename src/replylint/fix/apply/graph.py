"""Microsoft Graph: `GET` and `PATCH /users/{id}/mailboxSettings` for each user, with the changed messages alone."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from replylint.fix.apply.changes import Applied, Change, Target, texts_of, together
from replylint.fix.apply.manifest import files_of, script
from replylint.model import Audience, Document

_API = "https://graph.microsoft.com/v1.0"


def write(text: str, changes: Sequence[Change]) -> Applied:
    """Return `apply.py`, its manifest and the texts; the user is `me` where the export names none."""
    targets: list[Target] = []
    for own in together(changes):
        user = own[0].mailbox.identity
        whose = f"users/{quote(user, safe='@')}" if user else "me"
        how = {"method": "PATCH", "url": f"{_API}/{whose}/mailboxSettings", "inside": "automaticRepliesSetting"}
        targets.append(Target(own[0].mailbox.owner or user or "me", user, how, tuple(texts_of(own, _field))))
    return Applied({"apply.py": script("apply.py"), **files_of("graph", targets)})


def _field(document: Document, *, alternative: bool) -> str:
    return "internalReplyMessage" if document.audience is Audience.INTERNAL else "externalReplyMessage"
