"""Exchange: `apply.ps1` with one UTF-8 file a text, for `Set-MailboxAutoReplyConfiguration` and `Set-MailboxMessageConfiguration`.

The script changes nothing unless it is told to (`-WhatIf` is the default), gives only the parameters that changed, and refuses an identity
that is empty or not that of exactly one mailbox, because Exchange takes an empty one for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from replylint.fix.apply.changes import Applied, Change, Names, by_mailbox, is_one_line
from replylint.fix.mail import as_text
from replylint.model import Audience, Document, DocumentKind

_QUOTES = re.compile("['\u2018\u2019\u201a\u201b]")
"""What PowerShell takes for a single quotation mark (its language specification, section 2.3.5.2)."""
_REPLIES, _SIGNATURES = "Set-MailboxAutoReplyConfiguration", "Set-MailboxMessageConfiguration"

_SCRIPT = """\
# Puts corrected automatic replies and signatures back into Exchange. Read it, and the texts beside it, before you run it.
#   .\\apply.ps1          shows what would be changed, and changes nothing
#   .\\apply.ps1 -Apply   changes it
# A change clears the list of people whom the mailbox has answered already, so they get the new reply once more.
# Times and whether replies are on stay as they are.
[CmdletBinding()]
param([switch]$Apply)
Set-StrictMode -Version 2
$script:failed = 0

function Update-Text([string]$Cmdlet, [string]$Identity, [hashtable]$Files, [string[]]$Blanks = @()) {
    try {
        if ([string]::IsNullOrWhiteSpace($Identity)) { throw 'no mailbox is named' }
        $found = @(Get-Mailbox -Identity $Identity -ErrorAction Stop)
        if ($found.Count -ne 1) { throw "$($found.Count) mailboxes have this name" }
        $texts = @{}
        foreach ($parameter in $Files.Keys) {
            $file = [IO.Path]::Combine($PSScriptRoot, $Files[$parameter])
            $texts[$parameter] = [IO.File]::ReadAllText($file, [Text.Encoding]::UTF8)
            foreach ($blank in $Blanks) {
                if ($texts[$parameter].Contains($blank)) { throw "fill in $blank first, in $file" }
            }
        }
        & $Cmdlet -Identity $found[0].ExchangeGuid.ToString() @texts -WhatIf:(-not $Apply) -ErrorAction Stop
    } catch {
        $script:failed++
        Write-Warning "${Identity}: not changed: $_"
    }
}

"""
_END = """\

if ($script:failed) {
    Write-Warning "$script:failed not changed; see above"
    exit 1
}
if (-not $Apply) { Write-Host 'Nothing was changed. To change it: .\\apply.ps1 -Apply' }
"""


def write(text: str, changes: Sequence[Change]) -> Applied:
    """Return `apply.ps1` and the texts that it reads. What has no identity is left out and said."""
    names = Names()
    files: dict[str, bytes] = {}
    left: list[str] = []
    calls: list[str] = []
    for own in by_mailbox(changes):
        mailbox = own[0].mailbox
        if not mailbox.identity or not is_one_line(mailbox.identity):
            left.append(
                f"{mailbox.owner}: the export does not say which mailbox this is; export PrimarySmtpAddress too"
            )
            continue
        given: dict[str, dict[str, str]] = {}
        for change in own:
            for cmdlet, parameter, kind, content in _texts(change.before, change.after):
                name = f"{names.name(mailbox.owner, parameter)}.{kind}"
                files[name] = content.encode("utf-8")
                given.setdefault(cmdlet, {})[parameter] = name
        for cmdlet, parameters in given.items():
            hashed = "; ".join(f"{parameter} = {quoted(name)}" for parameter, name in parameters.items())
            blanks = ", ".join(
                quoted(blank) for blank in dict.fromkeys(blank for change in own for blank in change.blanks)
            )
            waits = f" @({blanks})" if blanks else ""
            calls.append(f"Update-Text {quoted(cmdlet)} {quoted(mailbox.identity)} @{{ {hashed} }}{waits}\n")
    if not calls:
        return Applied({}, tuple(left))
    script = (_SCRIPT + "".join(calls) + _END).replace("\n", "\r\n")
    return Applied({"apply.ps1": script.encode("utf-8-sig"), **files}, tuple(left))


def quoted(text: str) -> str:
    """Return a text as a string of PowerShell in which nothing is expanded: in single quotation marks, those within doubled."""
    return "'" + _QUOTES.sub(r"\g<0>\g<0>", text) + "'"


def _texts(before: Document, after: Document) -> Iterator[tuple[str, str, str, str]]:
    """Yield the cmdlet, the parameter, the kind of file and the text of each form that a document has in Exchange."""
    kind = "html" if after.markup else "txt"
    if before.kind is DocumentKind.SIGNATURE:
        yield _SIGNATURES, "SignatureHtml" if after.markup else "SignatureText", kind, after.content
        if before.alternative_key:
            yield _SIGNATURES, "SignatureText", "txt", as_text(after)
    else:
        yield (
            _REPLIES,
            "InternalMessage" if before.audience is Audience.INTERNAL else "ExternalMessage",
            kind,
            after.content,
        )
