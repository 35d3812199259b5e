#!/usr/bin/env python3
"""Put corrected automatic replies and signatures back, each only where the present text is still the exported one.

    python3 apply.py                     show what would be changed
    python3 apply.py --apply             change it
    python3 apply.py --undo              put the old texts back

manifest.json lists the mailboxes, old/ has the texts that were exported, new/ the corrected ones. Read them first.
A mailbox with another text than the exported one is skipped, because its owner has changed it since. What was set
before is saved in saved/, and log.csv says what became of each mailbox. Run it again after an interruption: it skips
what is done. README.txt says what each system needs besides. Python 3.9 or later is enough.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import os
import re
import shlex
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
WAITS = (15, 30, 60, 120, 240)
"""Seconds to wait, one after the other, while a server is busy and does not say how long."""
LONGEST_WAIT = 600
BUSY = (429, 503)
"""HTTP status of a server with too many requests (RFC 6585 section 4, RFC 9110 section 15.6.4)."""
Texts = dict[str, str]


class RefusedError(Exception):
    """Leaves one mailbox as it is; the message says why."""


class StoppedError(Exception):
    """Ends the run; the message says why."""


class Text:
    """One text of a mailbox: what was exported, and what it becomes, if it changes."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.name = str(data["name"])
        self.old_file = str(data["old"])
        self.new_file = str(data.get("new") or "")
        self.blanks: list[str] = list(data.get("blanks") or ())
        self._digests = {self.old_file: data["sha256_old"], self.new_file: data.get("sha256_new")}

    def old(self) -> str:
        """Return the exported text. Raises RefusedError if the file is another than was written."""
        return self._read(self.old_file, whole=True)

    def new(self) -> str:
        """Return the corrected text. Raises RefusedError if it has a blank, or is another file than was written."""
        text = self._read(self.new_file, whole=not self.blanks)
        for blank in self.blanks:
            if blank in text:
                raise RefusedError(f"fill in {blank} in {self.new_file}")
        return text

    def _read(self, name: str, *, whole: bool) -> str:
        data = (FOLDER / name).read_bytes()
        if whole and hashlib.sha256(data).hexdigest() != self._digests[name]:
            raise RefusedError(f"{name} is not the file that was written with manifest.json; run replylint fix again")
        return data.decode("utf-8-sig")


class Change:
    """A mailbox and its texts."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.number = int(data["number"])
        self.mailbox = str(data["mailbox"])
        self.texts = [Text(one) for one in data["texts"]]

    def is_one_of(self, wanted: list[str]) -> bool:
        """Return whether the mailbox is among those that were named, if any were."""
        known = {self.mailbox.lower(), str(self.data.get("identity", "")).lower()}
        return not wanted or any(one.lower() in known for one in wanted)

    @property
    def saved(self) -> Path:
        """The settings before the change."""
        return FOLDER / "saved" / f"{self.number:04}.json"

    @property
    def set(self) -> Path:
        """The texts as the system wrote them after the change."""
        return FOLDER / "saved" / f"{self.number:04}.set.json"


class Requests:
    """Microsoft Graph, Gmail and other systems that answer GET with an object and take its texts back."""

    batch: Path | None = None

    def __init__(self, options: argparse.Namespace, *, undo: bool) -> None:
        self.authorization = os.environ.get("AUTHORIZATION", "")
        if not self.authorization:
            raise StoppedError(
                "set AUTHORIZATION to what the server expects, such as 'Bearer eyJ0…'; README.txt says how"
            )

    def present(self, change: Change) -> dict[str, Any]:
        """Return the settings as they are now."""
        answer = self.send("GET", change.data["url"])
        inside = change.data.get("inside")
        found = answer.get(inside) if inside else answer
        if not isinstance(found, dict):
            raise RefusedError("the server's answer has no such settings")
        return found

    def put(self, change: Change, texts: Texts, present: dict[str, Any]) -> None:
        """Set the texts; what the system replaces as a whole keeps its other values as they are now."""
        body: dict[str, Any] = {**present, **texts} if change.data["method"] == "PUT" else dict(texts)
        inside = change.data.get("inside")
        self.send(change.data["method"], change.data["url"], {inside: body} if inside else body)

    def send(self, method: str, url: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the server's answer. Waits where it is busy; raises RefusedError or StoppedError for other errors."""
        _check_url(url)
        data = json.dumps(body).encode("utf-8") if body is not None else None
        headers = {"Authorization": self.authorization, "Content-Type": "application/json; charset=utf-8"}
        connect = urllib.request.build_opener(_NoRedirect).open
        for wait in (*WAITS, None):
            request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310  # see _check_url
            try:
                with connect(request, timeout=60) as answer:
                    content = answer.read()
                return json.loads(content) if content.strip() else {}
            except urllib.error.HTTPError as error:
                if error.code not in BUSY:
                    raise _refusal(error) from None
                if wait is None:
                    raise StoppedError("the server is still busy; run this again later") from None
                asked = error.headers.get("Retry-After", "")
                seconds = min(int(asked), LONGEST_WAIT) if asked.isdecimal() else wait
            except (urllib.error.URLError, OSError, ValueError) as error:
                raise StoppedError(f"{url}: {getattr(error, 'reason', error)}") from None
            print(f"The server asks to slow down. Trying again in {seconds} seconds.", file=sys.stderr)
            time.sleep(seconds)
        raise AssertionError


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect, which would take the authorization to another server."""

    def redirect_request(self, *_: Any) -> None:
        """Refuse to redirect; the answer is then an error."""


def _check_url(url: str) -> None:
    parts = urllib.parse.urlsplit(url)
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise StoppedError(f"{url}: the address must begin with https://")


def _refusal(error: urllib.error.HTTPError) -> Exception:
    said = error.read(500).decode("utf-8", "replace").strip()
    what = f"the server answers {error.code} {error.reason} {said}".strip()
    if error.code == 401:
        return StoppedError(f"{what}; the authorization is wrong or has run out")
    return RefusedError(what)


class Jmap(Requests):
    """JMAP's VacationResponse (RFC 8621 section 8)."""

    using = ("urn:ietf:params:jmap:core", "urn:ietf:params:jmap:vacationresponse")

    def __init__(self, options: argparse.Namespace, *, undo: bool) -> None:
        super().__init__(options, undo=undo)
        if not options.url:
            raise StoppedError("give the server's API address (apiUrl of its session) with --url")
        self.url: str = options.url
        self.state: dict[str, str] = {}

    def _call(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        answer = self.send("POST", self.url, {"using": self.using, "methodCalls": [[name, arguments, "0"]]})
        method, said, _ = answer["methodResponses"][0]
        if method != name:
            raise RefusedError(f"the server answers {json.dumps(said)}")
        return dict(said)

    def present(self, change: Change) -> dict[str, Any]:
        """Return the response as it is now, and remember its state."""
        account = change.data["identity"]
        said = self._call("VacationResponse/get", {"accountId": account, "ids": ["singleton"]})
        if len(said.get("list", ())) != 1:
            raise RefusedError("the account has no vacation response")
        self.state[account] = str(said.get("state", ""))
        return dict(said["list"][0])

    def put(self, change: Change, texts: Texts, present: dict[str, Any]) -> None:
        """Set the texts, unless the response has changed since it was read."""
        account = change.data["identity"]
        arguments = {"accountId": account, "update": {"singleton": texts}}
        said = self._call("VacationResponse/set", {**arguments, "ifInState": self.state[account]})
        if "singleton" not in (said.get("updated") or {}):
            raise RefusedError(f"the server answers {json.dumps(said.get('notUpdated'))}")


class Batch:
    """A system whose own tool prints the present settings, and takes commands from a file that is written here."""

    name = ""
    undo_name = ""

    def __init__(self, options: argparse.Namespace, *, undo: bool) -> None:
        if not options.now:
            raise StoppedError("print the present settings first, and give the file with --now; README.txt says how")
        self.undo = undo
        self.batch: Path | None = FOLDER / (self.undo_name if undo else self.name)
        self.commands: list[str] = []
        self.read(Path(options.now).read_text(encoding="utf-8-sig"))

    def read(self, text: str) -> None:
        """Read what the tool printed."""
        raise NotImplementedError


class Gam(Batch):
    """GAM: a table of the present vacations or signatures, and a batch file."""

    name, undo_name = "gam-batch.txt", "gam-undo.txt"
    _break = re.compile(r"\\{1,2}r\\{1,2}n|\\{1,2}[rn]")
    _date = re.compile(r"\d{4}-\d\d-\d\d|Started|NotSpecified")

    def read(self, text: str) -> None:
        """Read the table."""
        csv.field_size_limit(2**31 - 1)
        rows = csv.DictReader(io.StringIO(text, newline=""))
        self.rows = [{str(name).lower(): value or "" for name, value in row.items()} for row in rows]

    def present(self, change: Change) -> dict[str, Any]:
        """Return the row of a user, or of an address that a user sends from."""
        user, address = change.data["identity"], change.data.get("address", "")
        found = [
            row
            for row in self.rows
            if row.get("user", "").strip().lower() == user.lower()
            and (not address or row.get("sendasemail", "").strip().lower() == address.lower())
        ]
        if len(found) != 1:
            raise RefusedError(f"the file of present settings has {len(found)} rows of it")
        row = dict(found[0])
        if row.get("enabled", "true").strip().lower() != "true":
            raise RefusedError("the reply has been turned off since the export")
        for name in ("message", "signature"):
            text = row.get(name, "")
            row[name] = "" if text.strip() == "None" else text
        row["message"] = self._break.sub("\n", row["message"])
        return row

    def put(self, change: Change, texts: Texts, present: dict[str, Any]) -> None:
        """Add a command for each text; a vacation keeps its subject, times and audience as they are now."""
        page = change.data["html"]
        for name, text in texts.items():
            ending = f"{'undo' if self.undo else 'apply'}.{'html' if page else 'txt'}"
            file = FOLDER / "saved" / f"{change.number:04}.{ending}"
            file.write_bytes(text.encode("utf-8"))
            words = ["gam", "user", change.data["identity"]]
            if name == "signature":
                words += ["update", "sendas", change.data.get("address") or change.data["identity"]]
            else:
                words += ["vacation", "on", *self._settings(present)]
            option = "htmlfile" if page else "file" if name == "signature" else "textfile"
            words += [option, file.relative_to(FOLDER).as_posix()]
            self.commands.append(shlex.join(words) + "\n")

    def _settings(self, row: dict[str, str]) -> list[str]:
        words: list[str] = []
        subject = row.get("subject", "").strip()
        if subject and subject != "None":
            words += ["subject", subject]
        for name in ("contactsonly", "domainonly"):
            if row.get(name, "").strip():
                words += [name, row[name].strip().lower()]
        for column, word, none in (("startdate", "start", "Started"), ("enddate", "end", "NotSpecified")):
            day = row.get(column, "").strip() or none
            if not self._date.fullmatch(day):
                raise RefusedError(f"{column} is {day!r}, which is no date as GAM writes it; set this reply by hand")
            words += [word, day]
        if any(re.search(r"[\x00-\x1f\x7f]", word) for word in words):
            raise RefusedError("its subject has a control character; set this reply by hand")
        return words


class Zimbra(Batch):
    """Zimbra: what `zmprov -f read.zmprov` prints, and a file of commands for `zmprov -f`."""

    name, undo_name = "apply.zmprov", "undo.zmprov"
    _escapes = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})

    def read(self, text: str) -> None:
        """Read the accounts; a value goes on until the next attribute or account."""
        self.accounts: dict[str, list[str]] = {}
        current: list[str] = []
        for line in text.replace("\r\n", "\n").split("\n"):
            named = re.match(r"(?:prov> )?# name (\S+)", line)
            if named:
                current = self.accounts.setdefault(named[1].lower(), [])
            else:
                current.append(line)

    def present(self, change: Change) -> dict[str, Any]:
        """Return the values of the attributes that the manifest names."""
        lines = self.accounts.get(change.data["identity"].lower())
        if lines is None:
            raise RefusedError("the file of present settings does not have it")
        names = {text.name for text in change.texts}
        values: dict[str, list[str]] = {name: [] for name in names}
        name = ""
        for line in lines:
            begun = re.match(r"(zimbra\w+): ?", line)
            if begun:
                name = begun[1]
                line = line[begun.end() :]
            if name in values:
                values[name].append(line)
        return {name: "\n".join(found).rstrip("\n") for name, found in values.items()}

    def put(self, change: Change, texts: Texts, present: dict[str, Any]) -> None:
        """Add one command."""
        words = [f"{name} {self._quoted(text)}" for name, text in texts.items()]
        self.commands.append(f"ma {self._quoted(change.data['identity'])} {' '.join(words)}\n")

    def _quoted(self, text: str) -> str:
        return '"' + text.translate(self._escapes) + '"'


SYSTEMS: dict[str, Any] = {"graph": Requests, "gmail": Requests, "jmap": Jmap, "gam": Gam, "zimbra": Zimbra}


def comparable(text: Any) -> str:
    """Return a text without what systems change by themselves: html and body around it, line ends, spaces."""
    bare = re.sub(r"(?i)\s*</?(?:html|body)>\s*", " ", str(text or ""))
    return " ".join(bare.split())


def is_same(one: Any, other: Any) -> bool:
    """Return whether two texts are the same to a reader."""
    return comparable(one) == comparable(other)


def apply(change: Change, system: Any, *, dry: bool) -> str:
    """Change one mailbox, and return what became of it. Raises RefusedError if it is left as it is."""
    new = {text.name: text.new() for text in change.texts if text.new_file}
    present = system.present(change)
    still_open = False
    for text in change.texts:
        now = present.get(text.name)
        if text.name in new and is_same(now, new[text.name]):
            continue
        if not is_same(now, text.old()):
            raise RefusedError(f"{text.name} is not the exported text; it was changed since the export")
        still_open = still_open or text.name in new
    if not still_open:
        return "done already"
    if dry:
        return "would be changed"
    if not change.saved.exists():  # the first is the one before all changes
        _write(change.saved, {"mailbox": change.mailbox, "settings": present})
    system.put(change, new, present)
    if system.batch:
        return f"written to {system.batch.name}"
    after = system.present(change)
    _write(change.set, {"texts": {name: after.get(name) for name in new}})
    return "changed"


def undo(change: Change, system: Any, *, dry: bool) -> str:
    """Put back what one mailbox had, and return what became of it. Raises RefusedError if it is left as it is."""
    if not change.saved.exists():
        return "not changed by this program"
    before = json.loads(change.saved.read_text(encoding="utf-8"))["settings"]
    ours = json.loads(change.set.read_text(encoding="utf-8"))["texts"] if change.set.exists() else {}
    present = system.present(change)
    texts: Texts = {}
    for text in change.texts:
        if not text.new_file:
            continue
        now = present.get(text.name)
        if is_same(now, before.get(text.name)):
            continue
        if not is_same(now, text.new()) and not (text.name in ours and is_same(now, ours[text.name])):
            raise RefusedError(f"{text.name} is not the text that was set; it was changed since")
        texts[text.name] = before.get(text.name) or ""
    if dry:
        return "would be put back" if texts else "put back already"
    if texts:
        system.put(change, texts, present)
    if system.batch:
        return f"written to {system.batch.name}" if texts else "put back already"
    change.saved.replace(change.saved.with_name(f"{change.saved.name}.undone-{time.strftime('%Y%m%d%H%M%S')}"))
    if change.set.exists():
        change.set.unlink()
    return "put back"


def _write(path: Path, data: dict[str, Any]) -> None:
    """Write a whole file or none."""
    path.parent.mkdir(exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(data, indent=1, ensure_ascii=False), encoding="utf-8")
    part.replace(path)


def _log(change: Change, action: str, result: str, why: str) -> None:
    path = FOLDER / "log.csv"
    begun = path.exists()
    with path.open("a", encoding="utf-8" if begun else "utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        if not begun:
            writer.writerow(("time", "number", "mailbox", "action", "result", "why"))
        row = (time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), change.number, change.mailbox, action, result, why)
        writer.writerow(f"'{one}" if str(one)[:1] in ("=", "+", "-", "@", "\t", "\r") else one for one in row)


def main(arguments: list[str] | None = None) -> int:
    """Run, and return the exit code: 0 all is done, 1 a mailbox was skipped, 2 the run ended early."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--apply", action="store_true", help="make the changes")
    parser.add_argument("--undo", action="store_true", help="put back what was set before")
    parser.add_argument("--only", metavar="MAILBOX", action="append", default=[], help="work on this mailbox alone")
    parser.add_argument("--now", metavar="FILE", help="GAM, Zimbra: the present settings, as the tool prints them")
    parser.add_argument("--url", help="JMAP: the API address of the server")
    options = parser.parse_args(arguments)
    if options.apply and options.undo:
        parser.error("give --apply or --undo, not both")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console may not have all letters of a name
    dry = not (options.apply or options.undo)
    counts: dict[str, int] = {}
    code = 0
    try:
        manifest = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
        changes = [one for one in map(Change, manifest["changes"]) if one.is_one_of(options.only)]
        if not changes:
            raise StoppedError("manifest.json names no such mailbox")
        system = SYSTEMS[manifest["system"]](options, undo=options.undo)
        for change in changes:
            try:
                result, why = (undo if options.undo else apply)(change, system, dry=dry), ""
            except RefusedError as error:
                result, why, code = "skipped", str(error), 1
            except (LookupError, TypeError, ValueError, OSError) as error:
                result, why, code = "failed", f"{type(error).__name__}: {error}", 1
            counts[result] = counts.get(result, 0) + 1
            print(f"{change.mailbox}: {result}{f' ({why})' if why else ''}")
            if not dry:
                _log(change, "undo" if options.undo else "apply", result, why)
        if system.batch and not dry:
            system.batch.write_bytes("".join(system.commands).encode("utf-8"))
    except StoppedError as error:
        print(f"stopped: {error}", file=sys.stderr)
        code = 2
    for result, count in counts.items():
        print(f"{count:6} {result}")
    if dry and code != 2:
        print("Nothing was changed. To make the changes: python3 apply.py --apply")
    return code


if __name__ == "__main__":
    sys.exit(main())
