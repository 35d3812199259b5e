"""What puts corrected texts back into the system they came from: files for that system's own tool, which a person reads first.

Only what changed is sent. Times are never sent, because the tools read them in the zone and order of the computer they run on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from replylint.fix.apply import gam, gmail, graph, jmap, powershell, zimbra
from replylint.fix.apply.changes import Applied, Change

__all__ = ["Applied", "Change", "applied"]


class _Tool(NamedTuple):
    """How the texts of a format are applied."""

    write: Callable[[str, Sequence[Change]], Applied]
    steps: str
    """What a person does with the files, step by step."""


_POWERSHELL = _Tool(
    powershell.write,
    """\
1. Read apply.ps1 and the texts beside it.
2. Open the Exchange Management Shell, or run Connect-ExchangeOnline.
3. See what would happen; this changes nothing:   .\\apply.ps1
4. Make the changes:                              .\\apply.ps1 -Apply

People whom a mailbox has answered already get the new reply once more, because a change clears Exchange's list of them.
Signatures that Outlook keeps in the cloud (roaming signatures) are not changed by this.
""",
)
_GRAPH = _Tool(
    graph.write,
    """\
Each file in patch/ is the body of one request, named after its user. Send it with the permission MailboxSettings.ReadWrite:

    PATCH https://graph.microsoft.com/v1.0/users/USER/mailboxSettings

or in PowerShell, after Connect-MgGraph -Scopes MailboxSettings.ReadWrite:

    Invoke-MgGraphRequest -Method PATCH -Uri "v1.0/users/USER/mailboxSettings" -ContentType "application/json; charset=utf-8" `
        -Body (Get-Content -Raw -Encoding UTF8 patch/USER.json)

The file me.json is for the user who is signed in (v1.0/me/mailboxSettings).
""",
)
_GMAIL = _Tool(
    gmail.write,
    """\
Each file in vacation/ is the whole of a user's vacation settings, because Gmail replaces all of them:

    PUT https://gmail.googleapis.com/gmail/v1/users/USER/settings/vacation

Each file in signatures/ is for one address that a user sends from:

    PATCH https://gmail.googleapis.com/gmail/v1/users/USER/settings/sendAs/ADDRESS

The user "me" is the one who is signed in.
""",
)
_GAM = _Tool(
    gam.write,
    """\
1. Read gam-batch.txt and the texts beside it.
2. Run in this folder:   gam batch gam-batch.txt
""",
)
_JMAP = _Tool(
    jmap.write,
    """\
Each file in set/ is one request, named after its account. Send it to the server's API address:

    POST API-ADDRESS   with Content-Type: application/json
""",
)
_ZIMBRA = _Tool(
    zimbra.write,
    """\
1. Read apply.zmprov.
2. Run as the user zimbra:   zmprov -f apply.zmprov
""",
)
_TOOLS = {
    "exchange-json": _POWERSHELL,
    "exchange-csv": _POWERSHELL,
    "exchange-clixml": _POWERSHELL,
    "graph-json": _GRAPH,
    "gmail-json": _GMAIL,
    "gam-csv": _GAM,
    "jmap-json": _JMAP,
    "zimbra": _ZIMBRA,
}
_READ_FIRST = "These files put corrected texts back. Nothing has been changed yet.\n"
_FILL_IN = "These texts have blanks such as [last day out] in them. Fill them in first; then go on.\n"


def applied(form: str, text: str, changes: Sequence[Change], *, blanks: bool = False) -> Applied:
    """Return the files that apply changed texts of an export, by name, with `README.txt` among them; none where its format has no tool.

    `text` is the export with the corrected texts in it. `blanks` says that the texts still have blanks to be filled in.
    """
    tool = _TOOLS.get(form)
    if tool is None or not changes:
        return Applied({})
    made = tool.write(text, changes)
    if not made.files:
        return made
    readme = f"{_FILL_IN if blanks else ''}{_READ_FIRST}\n{tool.steps}"
    return Applied({"README.txt": readme.encode("utf-8"), **made.files}, made.left)
