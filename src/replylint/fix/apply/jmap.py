"""JMAP: a `VacationResponse/set` for each account (RFC 8621 section 8.2)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from replylint.fix.apply.changes import Applied, Change, Names
from replylint.fix.mail import as_text

_USING = ("urn:ietf:params:jmap:core", "urn:ietf:params:jmap:vacationresponse")


def write(text: str, changes: Sequence[Change]) -> Applied:
    """Return `set/<account>.json` for each account. What has no account is left out and said."""
    names = Names()
    files: dict[str, bytes] = {}
    left: list[str] = []
    for change in changes:
        account = change.mailbox.identity
        if not account:
            left.append("the export does not name the account (accountId); ask the server for the whole answer")
            continue
        update = {str(change.before.key[-1]): change.after.content}
        if change.before.alternative_key:
            update[str(change.before.alternative_key[-1])] = as_text(change.after)
        call = ["VacationResponse/set", {"accountId": account, "update": {"singleton": update}}, "0"]
        body = json.dumps({"using": _USING, "methodCalls": [call]}, indent=2, ensure_ascii=False)
        files[f"set/{names.name(account)}.json"] = f"{body}\n".encode()
    return Applied(files, tuple(left))
