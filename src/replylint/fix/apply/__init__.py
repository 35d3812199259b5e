"""What puts corrected texts back into the system they came from: a program, its manifest, and the texts.

A person reads them first. The program changes a mailbox only where the present text is still the exported one, keeps
what was set before, logs what it did, and can undo it. Only what changed is sent; times are never sent, because tools
read them in the zone and order of the computer they run on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from replylint.fix.apply import gam, gmail, graph, jmap, powershell, zimbra
from replylint.fix.apply.changes import Applied, Change, together

__all__ = ["Applied", "Change", "applied", "together"]


class _Tool(NamedTuple):
    """How the texts of a format are applied."""

    write: Callable[[str, Sequence[Change]], Applied]
    steps: str
    """What a person does with the files, step by step."""


_POWERSHELL = _Tool(
    powershell.write,
    """\
1. Open the Exchange Management Shell, or run Connect-ExchangeOnline.
2. See what would happen; this changes nothing:   .\\apply.ps1
3. Make the changes:                              .\\apply.ps1 -Apply
4. Put the old texts back, if you must:           .\\apply.ps1 -Undo

Get-Help .\\apply.ps1 -Full describes the other parameters, such as -Only for single mailboxes.
People whom a mailbox has answered already get the new reply once more, because a change clears Exchange's list of them.
Signatures that Outlook keeps in the cloud (roaming signatures) are not changed by this.
""",
)
_REQUESTS = """\
{authorization}
Then, in this folder:

1. See what would happen; this changes nothing:   python3 apply.py{more}
2. Make the changes:                              python3 apply.py{more} --apply
3. Put the old texts back, if you must:           python3 apply.py{more} --undo

--only MAILBOX works on one mailbox alone. manifest.json has the requests (method and address) for other tools.
"""
_GRAPH = _Tool(
    graph.write,
    _REQUESTS.format(
        more="",
        authorization="""\
Set the environment variable AUTHORIZATION to "Bearer TOKEN", with a token for https://graph.microsoft.com that has the
permission MailboxSettings.ReadWrite. The mailbox "me" is that of the user who is signed in.
""",
    ),
)
_GMAIL = _Tool(
    gmail.write,
    _REQUESTS.format(
        more="",
        authorization="""\
Set the environment variable AUTHORIZATION to "Bearer TOKEN", with a token of the scope
https://www.googleapis.com/auth/gmail.settings.basic. Gmail's tokens are for one user each: get one for each user of
manifest.json, and run the program with --only USER. The user "me" is the one who is signed in.
""",
    ),
)
_JMAP = _Tool(
    jmap.write,
    _REQUESTS.format(
        more=" --url API-ADDRESS",
        authorization="""\
Set the environment variable AUTHORIZATION to what the server expects, such as "Bearer TOKEN". API-ADDRESS below is the
apiUrl of the server's session (https://HOST/.well-known/jmap shows it).
""",
    ),
)
_GAM = _Tool(
    gam.write,
    """\
Run in this folder; for signatures say "print signature" in place of "print vacation".

1. Print what is set now:                         gam redirect csv ./now.csv csvfile users.csv:user print vacation
2. See what would happen; this changes nothing:   python3 apply.py --now now.csv
3. Write the commands:                            python3 apply.py --now now.csv --apply
4. Make the changes:                              gam batch gam-batch.txt

To put the old texts back: print what is set now again (step 1), then
   python3 apply.py --now now.csv --undo
   gam batch gam-undo.txt
""",
)
_ZIMBRA = _Tool(
    zimbra.write,
    """\
Run in this folder as the user zimbra.

1. Print what is set now:                         zmprov -f read.zmprov > now.txt
2. See what would happen; this changes nothing:   python3 apply.py --now now.txt
3. Write the commands:                            python3 apply.py --now now.txt --apply
4. Make the changes:                              zmprov -f apply.zmprov

To put the old texts back: print what is set now again (step 1), then
   python3 apply.py --now now.txt --undo
   zmprov -f undo.zmprov
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
_READ_FIRST = """\
These files put corrected texts back. Nothing has been changed yet.

manifest.json says which text belongs to which mailbox: old/ has the texts as they were exported, new/ the corrected
ones. Files are numbered; only the manifest tells whose they are. Read the texts first.

A mailbox is changed only if its present text is still the exported one. What was set before is saved in saved/, and
log.csv says what became of each mailbox. After an interruption run the same again: what is done is skipped.
"""
_FILL_IN = """\
These texts have blanks such as [last day out]. Ask the owners, and fill the blanks in, in the files in new/. As long
as a text has one of its blanks, its mailbox is skipped.

"""


def applied(form: str, text: str, changes: Sequence[Change], *, blanks: bool = False) -> Applied:
    """Return the files that apply changed texts of an export, `README.txt` among them; none for a format without a tool.

    `text` is the export with the corrected texts in it. `blanks` tells that texts still have blanks to be filled in.
    """
    tool = _TOOLS.get(form)
    if tool is None or not changes:
        return Applied({})
    made = tool.write(text, changes)
    if not made.files:
        return made
    readme = f"{_FILL_IN if blanks else ''}{_READ_FIRST}\n{tool.steps}"
    return Applied({"README.txt": readme.encode("utf-8"), **made.files}, made.left)
