#Requires -Version 5.1
<#
.SYNOPSIS
Puts corrected automatic replies and signatures back into Exchange.

.DESCRIPTION
manifest.json lists the mailboxes, old\ has the texts that were exported, new\ the corrected ones. Read them first.

For each mailbox the script reads what is set now. It changes a mailbox only if that is still the exported text. Before
the change it saves the settings in saved\. A mailbox with another text is skipped, because its owner has changed it
since the export. log.csv says what became of each mailbox.

Run the script again after an interruption: it skips what is done. When Exchange asks to slow down, it waits and tries
again. Times, and whether replies are on, stay as they are.

A change clears Exchange's list of the people a mailbox has answered, so they get the new reply once more.

.PARAMETER Apply
Make the changes. Without -Apply and -Undo, or with -WhatIf, the script shows what it would do and changes nothing.

.PARAMETER Undo
Put the saved texts back where the present text is still the one this script set.

.PARAMETER Only
Work on these mailboxes alone, named as in manifest.json.

.PARAMETER Pause
Milliseconds to wait between mailboxes. Microsoft suggests 500 for many mailboxes.

.EXAMPLE
.\apply.ps1
Shows what would be changed.

.EXAMPLE
.\apply.ps1 -Apply
Changes it.

.EXAMPLE
.\apply.ps1 -Undo -Only dana.whitlock@example.com
Puts the old text of one mailbox back.
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [switch]$Apply,
    [switch]$Undo,
    [string[]]$Only = @(),
    [int]$Pause = 500
)

Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'

$nouns = @{ 'reply' = 'MailboxAutoReplyConfiguration'; 'signature' = 'MailboxMessageConfiguration' }
$names = @('InternalMessage', 'ExternalMessage', 'SignatureHtml', 'SignatureText')
$settingsToSave = @('AutoReplyState', 'StartTime', 'EndTime', 'ExternalAudience')
$waits = @(15, 30, 60, 120, 240)
# What Exchange, Exchange Online and its gateway say when there are too many requests.
$busy = 'throttl|too ?many ?requests|\b429\b|\b503\b|server is (too )?busy|ServerBusy|micro ?delay|back ?off|exceeded.{0,40}budget|OverBudget'
$utf8 = New-Object System.Text.UTF8Encoding($false)
$utf8WithMark = New-Object System.Text.UTF8Encoding($true)
$counts = @{}
$stopped = $false

function Get-PathOf([string]$Name) {
    [IO.Path]::Combine($PSScriptRoot, $Name.Replace('/', [string][IO.Path]::DirectorySeparatorChar))
}

function Read-Text([string]$Name) {
    [IO.File]::ReadAllText((Get-PathOf $Name), $utf8)
}

function Write-NewFile([string]$Name, [string]$Text) {
    # Write a whole file or none: an interruption leaves only a file that ends in .part.
    $path = Get-PathOf $Name
    [IO.File]::WriteAllText("$path.part", $Text, $utf8)
    [IO.File]::Move("$path.part", $path)
}

function ConvertTo-Comparable([string]$Text) {
    # Exchange wraps a text in <html> and <body>, and changes line ends and spaces.
    $bare = [regex]::Replace($Text, '\s*</?(?:html|body)>\s*', ' ', 'IgnoreCase')
    [regex]::Replace($bare, '\s+', ' ').Trim()
}

function Test-Same([string]$One, [string]$Other) {
    [string]::Equals((ConvertTo-Comparable $One), (ConvertTo-Comparable $Other), [StringComparison]::Ordinal)
}

function Test-File([string]$Name, [string]$Sha256) {
    (Get-FileHash -Algorithm SHA256 -LiteralPath (Get-PathOf $Name)).Hash -eq $Sha256
}

function Invoke-Patiently([scriptblock]$Action) {
    # Run an action; where Exchange is busy, wait and try again.
    for ($attempt = 0; $true; $attempt++) {
        try {
            return (& $Action)
        }
        catch {
            if ("$_" -notmatch $busy) { throw }
            if ($attempt -ge $waits.Count) {
                $script:stopped = $true
                throw "Exchange is still busy ($_); run the script again later"
            }
            Write-Host "Exchange asks to slow down. Trying again in $($waits[$attempt]) seconds."
            Start-Sleep -Seconds $waits[$attempt]
        }
    }
}

function Get-Cell([string]$Text) {
    # A cell of CSV that no spreadsheet takes for a formula.
    if ($Text -match '^[=+\-@\t\r]') { $Text = "'" + $Text }
    '"' + $Text.Replace('"', '""') + '"'
}

function Write-Outcome($Change, [string]$Result, [string]$Why) {
    # Count, show and log what became of a mailbox.
    $counts[$Result] = 1 + [int]$counts[$Result]
    $line = "{0}: {1}" -f $Change.mailbox, $Result
    if ($Why) { $line = "{0} ({1})" -f $line, $Why }
    if ($Result -eq 'skipped' -or $Result -eq 'failed') { Write-Warning $line } else { Write-Host $line }
    if ($dry) { return }
    $log = Get-PathOf 'log.csv'
    if (-not [IO.File]::Exists($log)) {
        [IO.File]::WriteAllText($log, "time,number,mailbox,action,result,why`r`n", $utf8WithMark)
    }
    $cells = @((Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ'), [string]$Change.number, $Change.mailbox, $action, $Result, $Why)
    $row = ($cells | ForEach-Object { Get-Cell ([string]$_) }) -join ','
    [IO.File]::AppendAllText($log, $row + "`r`n", $utf8)
}

function Get-Noun($Change) {
    $noun = $nouns[[string]$Change.kind]
    if (-not $noun) { throw "manifest.json has the kind '$($Change.kind)', which this script does not know" }
    $noun
}

function Get-Guid([string]$Identity) {
    # Exchange takes an empty identity for every mailbox.
    if ([string]::IsNullOrWhiteSpace($Identity)) { throw 'no mailbox is named' }
    $found = @(Invoke-Patiently { Get-Mailbox -Identity $Identity -ErrorAction Stop })
    if ($found.Count -ne 1) { throw "$($found.Count) mailboxes have this name" }
    $found[0].ExchangeGuid.ToString()
}

function Get-Settings($Change, [string]$Guid) {
    $command = "Get-$(Get-Noun $Change)"
    Invoke-Patiently { & $command -Identity $Guid -ErrorAction Stop }
}

function Set-Texts($Change, [string]$Guid, [hashtable]$Texts) {
    $command = "Set-$(Get-Noun $Change)"
    [void](Invoke-Patiently { & $command -Identity $Guid @Texts -Confirm:$false -ErrorAction Stop })
}

function Get-NewText($Text) {
    # Return the corrected text. A blank that is still to be filled in, and a file that was exchanged, are refused.
    $new = Read-Text $Text.new
    foreach ($blank in $Text.blanks) {
        if ($new.Contains($blank)) { throw "fill in $blank in $($Text.new)" }
    }
    if (-not @($Text.blanks).Count -and -not (Test-File $Text.new $Text.sha256_new)) {
        throw "$($Text.new) is not the file that was written with manifest.json; run replylint fix again"
    }
    $new
}

function Get-SavedName($Change) { 'saved/{0:d4}.json' -f [int]$Change.number }
function Get-SetName($Change) { 'saved/{0:d4}.set.json' -f [int]$Change.number }

function Save-Settings($Change, [string]$Guid, $Settings) {
    # Keep the settings as they were before the first change.
    if ([IO.File]::Exists((Get-PathOf (Get-SavedName $Change)))) { return }
    [void][IO.Directory]::CreateDirectory((Get-PathOf 'saved'))
    $texts = @{}
    foreach ($text in $Change.texts) { $texts[$text.name] = [string]$Settings.($text.name) }
    $others = @{}
    if ($Change.kind -eq 'reply') {
        foreach ($name in $settingsToSave) { $others[$name] = [string]$Settings.$name }
    }
    $record = @{ mailbox = $Change.mailbox; guid = $Guid; time = (Get-Date).ToUniversalTime().ToString('o'); texts = $texts; settings = $others }
    Write-NewFile (Get-SavedName $Change) (ConvertTo-Json $record -Depth 4)
}

function Save-SetTexts($Change, [string]$Guid) {
    # Keep the texts as Exchange wrote them, so that -Undo knows them again. Return whether they are as they were sent.
    $settings = Get-Settings $Change $Guid
    $texts = @{}
    $alike = $true
    foreach ($text in $Change.texts) {
        if (-not $text.new) { continue }
        $texts[$text.name] = [string]$settings.($text.name)
        if (-not (Test-Same $texts[$text.name] (Read-Text $text.new))) { $alike = $false }
    }
    $name = Get-SetName $Change
    [IO.File]::Delete((Get-PathOf $name))
    Write-NewFile $name (ConvertTo-Json @{ texts = $texts } -Depth 4)
    $alike
}

function Invoke-Change($Change) {
    $new = @{}
    foreach ($text in $Change.texts) {
        if ($names -notcontains $text.name) { throw "manifest.json has the text '$($text.name)', which this script does not know" }
        if (-not (Test-File $text.old $text.sha256_old)) { throw "$($text.old) is not the file that was written with manifest.json" }
        if ($text.new) { $new[$text.name] = Get-NewText $text }
    }
    $guid = Get-Guid $Change.identity
    $settings = Get-Settings $Change $guid
    $open = 0
    foreach ($text in $Change.texts) {
        $present = [string]$settings.($text.name)
        if ($new.ContainsKey($text.name) -and (Test-Same $present $new[$text.name])) { continue }
        if (-not (Test-Same $present (Read-Text $text.old))) {
            Write-Outcome $Change 'skipped' "$($text.name) is not the exported text; it was changed since the export"
            return
        }
        if ($new.ContainsKey($text.name)) { $open++ }
    }
    if (-not $open) {
        Write-Outcome $Change 'done already' ''
        return
    }
    if ($dry) {
        Write-Outcome $Change 'would be changed' ''
        return
    }
    Save-Settings $Change $guid $settings
    Set-Texts $Change $guid $new
    $why = ''
    try {
        if (-not (Save-SetTexts $Change $guid)) { $why = 'Exchange changed the markup of the text; look at it' }
    }
    catch {
        $why = "it could not be read back ($_)"
    }
    Write-Outcome $Change 'changed' $why
}

function Invoke-Undo($Change) {
    $saved = Get-SavedName $Change
    if (-not [IO.File]::Exists((Get-PathOf $saved))) {
        Write-Outcome $Change 'not changed by this script' ''
        return
    }
    $record = Read-Text $saved | ConvertFrom-Json
    $setName = Get-SetName $Change
    $set = $null
    if ([IO.File]::Exists((Get-PathOf $setName))) { $set = Read-Text $setName | ConvertFrom-Json }
    $settings = Get-Settings $Change $record.guid
    $texts = @{}
    foreach ($text in $Change.texts) {
        if (-not $text.new) { continue }
        $present = [string]$settings.($text.name)
        $before = [string]$record.texts.($text.name)
        if (Test-Same $present $before) { continue }
        $ours = Test-Same $present (Read-Text $text.new)
        if (-not $ours -and $set) { $ours = Test-Same $present ([string]$set.texts.($text.name)) }
        if (-not $ours) {
            Write-Outcome $Change 'skipped' "$($text.name) is not the text that was set; it was changed since"
            return
        }
        $texts[$text.name] = $before
    }
    if ($dry) {
        Write-Outcome $Change 'would be put back' ''
        return
    }
    if ($texts.Count) { Set-Texts $Change $record.guid $texts }
    $stamp = (Get-Date).ToUniversalTime().ToString('yyyyMMddHHmmss')
    [IO.File]::Move((Get-PathOf $saved), (Get-PathOf ($saved + ".undone-$stamp")))
    [IO.File]::Delete((Get-PathOf $setName))
    Write-Outcome $Change 'put back' ''
}

if ($Apply -and $Undo) { throw 'Give -Apply or -Undo, not both.' }
if (-not (Get-Command Get-Mailbox -ErrorAction SilentlyContinue)) {
    throw 'Open the Exchange Management Shell, or run Connect-ExchangeOnline, and start the script again.'
}
$dry = [bool]$WhatIfPreference -or -not ($Apply -or $Undo)
$action = if ($Undo) { 'undo' } else { 'apply' }
$wanted = 0

foreach ($line in [IO.File]::ReadLines((Get-PathOf 'manifest.json'))) {
    # Each mailbox is on a line of its own, so that a manifest of any size can be read.
    if (-not $line.StartsWith('{"number"')) { continue }
    $change = $line.TrimEnd(',') | ConvertFrom-Json
    if ($Only.Count -and $Only -notcontains $change.mailbox -and $Only -notcontains $change.identity) { continue }
    $wanted++
    try {
        if ($Undo) { Invoke-Undo $change } else { Invoke-Change $change }
    }
    catch {
        Write-Outcome $change 'failed' "$_"
    }
    if ($stopped) { break }
    if (-not $dry -and $Pause -gt 0) { Start-Sleep -Milliseconds $Pause }
}

if (-not $wanted) { throw 'manifest.json names no such mailbox.' }
foreach ($result in $counts.Keys) { Write-Host ("{0,6} {1}" -f $counts[$result], $result) }
if ($dry) { Write-Host 'Nothing was changed. To make the changes: .\apply.ps1 -Apply' }
if ($stopped -or [int]$counts['failed'] -or [int]$counts['skipped']) { exit 1 }
exit 0
