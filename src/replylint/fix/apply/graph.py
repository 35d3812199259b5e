"""Microsoft Graph: a body of `PATCH /users/{id}/mailboxSettings` for each user, with the changed messages alone."""

from __future__ import annotations

import json
from collections.abc import Sequence

from replylint.fix.apply.changes import Applied, Change, Names, by_mailbox
from replylint.model import Audience


def write(text: str, changes: Sequence[Change]) -> Applied:
    """Return `patch/<user>.json` for each user; `me` where the export names none."""
    names = Names()
    files: dict[str, bytes] = {}
    for own in by_mailbox(changes):
        messages = {
            "internalReplyMessage" if change.before.audience is Audience.INTERNAL else "externalReplyMessage": change.after.content
            for change in own
        }  # fmt: skip
        body = json.dumps({"automaticRepliesSetting": messages}, indent=2, ensure_ascii=False)
        files[f"patch/{names.name(own[0].mailbox.identity or 'me')}.json"] = f"{body}\n".encode()
    return Applied(files)
