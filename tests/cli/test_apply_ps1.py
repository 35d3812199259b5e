"""The script for Exchange: it changes only what is still as it was exported, keeps the old, resumes, waits, undoes."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.given import BAD, GOOD, MISSPELLED, export_corrected
from powershell import Object, PSError, Script

DANA, PAT = "dana.whitlock@example.com", "pat.o'brien@example.com"
SEAL = '<img src="city-seal.png" alt="City Seal">'
OWN = "<html><body>I have written something else since.</body></html>"


def page(text: str) -> str:
    """Return a text as HTML."""
    return ("<html><body>" + text.replace("\n", "<br>\n") + "</body></html>").replace("[City Seal]", SEAL)


WRONG, RIGHT = page(MISSPELLED), page(GOOD)
EXTERNAL, INTERNAL = "ExternalMessage", "InternalMessage"


class Exchange:
    """Exchange with two mailboxes, as far as the script asks for it."""

    def __init__(self, **texts: str) -> None:
        own = {INTERNAL: WRONG, EXTERNAL: WRONG, **texts}
        self.mailboxes = {who: {"AutoReplyState": "Enabled", "StartTime": "1", "EndTime": "2", "ExternalAudience": "All", **own} for who in (DANA, PAT)}  # fmt: skip
        self.sets: list[tuple[str, dict[str, Any]]] = []
        self.errors: list[str] = []
        """Errors of the next commands; an empty one is none."""
        self.rewrites = False

    def export(self) -> str:
        """Return an export as JSON."""
        return json.dumps(
            [{"Identity": f"guid of {who}", "PrimarySmtpAddress": who, **own} for who, own in self.mailboxes.items()]
        )

    def _busy(self) -> None:
        if self.errors and (error := self.errors.pop(0)):
            raise PSError(error)

    def get_mailbox(self, identity: str, erroraction: str) -> Iterator[Object]:
        """Find mailboxes by address."""
        assert erroraction == "Stop"
        self._busy()
        yield from (Object({"ExchangeGuid": f"guid of {who}"}) for who in self.mailboxes if who == identity)

    def get_reply(self, identity: str, erroraction: str) -> Iterator[Object]:
        """Return the settings of one mailbox."""
        assert erroraction == "Stop"
        self._busy()
        yield Object(self.mailboxes[identity.removeprefix("guid of ")])

    def set_reply(self, identity: str, erroraction: str, confirm: bool, **texts: str) -> tuple[()]:
        """Set texts as Exchange does: wrapped, with its own line ends."""
        assert (erroraction, confirm) == ("Stop", False)
        self._busy()
        names = {"internalmessage": INTERNAL, "externalmessage": EXTERNAL}
        self.sets.append((identity.removeprefix("guid of "), {names[name]: text for name, text in texts.items()}))
        for name, text in texts.items():
            if self.rewrites:
                text = re.sub(r"</?(?:html|body)>", "", text).replace("\n", "\r\n")
                text = f"<html>\r\n<body>\r\n{text}\r\n</body>\r\n</html>\r\n"
            self.mailboxes[identity.removeprefix("guid of ")][names[name]] = text
        return ()


class Folder:
    """What `fix` wrote for an export, and its script."""

    def __init__(self, exchange: Exchange, ending: str = "apply") -> None:
        export_corrected("r.json", exchange.export())
        self.path = Path("out", f"r.json.{ending}").resolve()
        noun = "MailboxAutoReplyConfiguration"
        commands = {
            "Get-Mailbox": exchange.get_mailbox,
            f"Get-{noun}": exchange.get_reply,
            f"Set-{noun}": exchange.set_reply,
        }
        self.script = Script(self.path / "apply.ps1", commands)

    def run(self, **arguments: Any) -> int:
        """Run the script."""
        self.script.said, self.script.waited = [], []
        return self.script.run(**arguments)

    @property
    def log(self) -> list[tuple[str, str, str]]:
        """Mailbox, result and reason of each line of the log."""
        path = self.path / "log.csv"
        rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()) if path.exists() else ()
        return [(row["mailbox"], row["result"], row["why"]) for row in rows]


def test_without_apply_nothing_is_changed() -> None:
    """The script says what it would do, and neither sets, saves nor logs anything; -WhatIf does the same."""
    exchange = Exchange()
    folder = Folder(exchange)
    files = sorted(path.name for path in folder.path.iterdir())
    for arguments in ({}, {"Apply": True, "WhatIf": True}, {"Undo": True, "WhatIf": True}):
        assert folder.run(**arguments) == 0
    assert exchange.sets == []
    assert sorted(path.name for path in folder.path.iterdir()) == files
    folder.run()
    assert any("would be changed" in line for line in folder.script.said)
    assert "Nothing was changed" in folder.script.said[-1]


def test_the_corrected_texts_are_set_once() -> None:
    """Each mailbox gets both texts in one command, named by its GUID; the settings before are saved; again, all is done."""
    exchange = Exchange()
    folder = Folder(exchange)
    assert folder.run(Apply=True) == 0
    assert exchange.sets == [(who, {INTERNAL: RIGHT, EXTERNAL: RIGHT}) for who in (DANA, PAT)]
    assert [(who, result) for who, result, _ in folder.log] == [(DANA, "changed"), (PAT, "changed")]
    saved = json.loads((folder.path / "saved" / "0001.json").read_text(encoding="utf-8"))
    assert saved["texts"] == {INTERNAL: WRONG, EXTERNAL: WRONG}
    assert saved["settings"] == {
        "AutoReplyState": "Enabled",
        "StartTime": "1",
        "EndTime": "2",
        "ExternalAudience": "All",
    }
    assert folder.run(Apply=True) == 0
    assert len(exchange.sets) == 2
    assert [result for _, result, _ in folder.log][2:] == ["done already"] * 2
    assert 0.5 in folder.script.waited


@pytest.mark.parametrize("name", [INTERNAL, EXTERNAL])
def test_what_its_owner_changed_since_stays(name: str) -> None:
    """A mailbox with another text is skipped as a whole, with the reason, and nothing of it is saved; the exit code is 1."""
    exchange = Exchange()
    folder = Folder(exchange)
    exchange.mailboxes[PAT][name] = OWN
    assert folder.run(Apply=True) == 1
    assert [who for who, _ in exchange.sets] == [DANA]
    assert folder.log[1] == (PAT, "skipped", f"{name} is not the exported text; it was changed since the export")
    assert not (folder.path / "saved" / "0002.json").exists()


def test_a_text_that_only_stays_is_compared_too() -> None:
    """Where the internal reply is right already, only the external one is set, and only beside the exported internal one."""
    exchange = Exchange(**{INTERNAL: RIGHT})
    folder = Folder(exchange)
    exchange.mailboxes[PAT][INTERNAL] = OWN
    assert folder.run(Apply=True) == 1
    assert exchange.sets == [(DANA, {EXTERNAL: RIGHT})]
    assert folder.log[1][1] == "skipped"


@pytest.mark.parametrize("change", ["Office", "ofice ", "ofice\u200b", "ofiçe"])
def test_a_change_of_one_letter_counts(change: str) -> None:
    """Letters are compared one by one, with their case and with what cannot be seen; only white space may differ."""
    exchange = Exchange()
    folder = Folder(exchange)
    exchange.mailboxes[PAT][EXTERNAL] = WRONG.replace("ofice", change)
    folder.run(Apply=True)
    assert folder.log[1][1] == ("changed" if change.strip() == "ofice" else "skipped")


def test_what_exchange_writes_its_own_way_is_the_same_text() -> None:
    """Line ends, and html and body around a text, do not count: when it is compared, applied again, or undone."""
    exchange = Exchange()
    folder = Folder(exchange)
    exchange.rewrites = True
    for who in exchange.mailboxes:
        exchange.set_reply(f"guid of {who}", "Stop", False, internalmessage=WRONG, externalmessage=WRONG)
    assert folder.run(Apply=True) == 0
    assert folder.run(Apply=True) == 0
    assert [result for _, result, _ in folder.log] == ["changed"] * 2 + ["done already"] * 2
    assert folder.run(Undo=True) == 0
    assert "ofice" in exchange.mailboxes[DANA][EXTERNAL]


def test_it_can_be_undone() -> None:
    """The saved texts come back where ours are still set; what an owner wrote since stays; then it can be applied again."""
    exchange = Exchange()
    folder = Folder(exchange)
    folder.run(Apply=True)
    exchange.mailboxes[PAT][EXTERNAL] = OWN
    assert folder.run(Undo=True) == 1
    assert exchange.mailboxes[DANA][EXTERNAL] == WRONG
    assert exchange.mailboxes[PAT][EXTERNAL] == OWN
    assert [result for _, result, _ in folder.log][2:] == ["put back", "skipped"]
    exchange.mailboxes[PAT][EXTERNAL] = WRONG
    assert folder.run(Undo=True) == 0
    assert exchange.mailboxes[PAT] == exchange.mailboxes[DANA]
    assert [result for _, result, _ in folder.log][4:] == ["not changed by this script", "put back"]
    assert folder.run(Apply=True) == 0
    assert exchange.mailboxes[PAT][EXTERNAL] == RIGHT


def test_what_exchange_cleans_is_known_again() -> None:
    """Where Exchange changes the markup of what it is given, the log says so, and -Undo still knows it as ours."""
    exchange = Exchange()
    folder = Folder(exchange)
    plain = exchange.set_reply
    folder.script.commands["set-mailboxautoreplyconfiguration"] = lambda **given: plain(**{name: text.replace("<br>", "<br/>") if isinstance(text, str) else text for name, text in given.items()})  # fmt: skip
    assert folder.run(Apply=True, Only=[DANA]) == 0
    assert "changed the markup" in folder.log[0][2]
    assert folder.run(Undo=True, Only=[DANA.upper()]) == 0
    assert "ofice" in exchange.mailboxes[DANA][EXTERNAL]


@pytest.mark.parametrize(
    "step", ["Get-Mailbox", "Get-MailboxAutoReplyConfiguration", "Set-MailboxAutoReplyConfiguration"]
)
def test_an_interruption_loses_nothing(step: str) -> None:
    """Stopped at any step, the same again finishes what is missing; what was saved first stays the original."""
    exchange = Exchange()
    folder = Folder(exchange)

    class Stopped(Exception):  # noqa: N818
        pass

    def stop(**_: Any) -> Any:
        raise Stopped

    commands = dict(folder.script.commands)
    folder.script.commands[step.lower()] = stop
    with pytest.raises(Stopped):
        folder.run(Apply=True)
    folder.script.commands = commands
    assert folder.run(Apply=True) == 0
    assert all(own[EXTERNAL] == RIGHT for own in exchange.mailboxes.values())
    saved = json.loads((folder.path / "saved" / "0001.json").read_text(encoding="utf-8"))
    assert saved["texts"][EXTERNAL] == WRONG


BUSY = [
    "Micro delay applied. Actual delayed: 21956 msecs, Enforced: True",
    "The server is busy. Please try again later. BackoffException",
    "Request failed. (429) Too Many Requests",
    "The remote server returned an error: (503) Server Unavailable.",
    "This operation has exceeded the throttling budget for policy part",
    "ErrorServerBusy",
]


@pytest.mark.parametrize("error", BUSY)
def test_a_busy_exchange_is_asked_again(error: str) -> None:
    """What Exchange says when it has too many requests is a reason to wait, a little longer each time."""
    exchange = Exchange()
    folder = Folder(exchange)
    exchange.errors = [error, error, "", error]
    assert folder.run(Apply=True) == 0
    assert [result for _, result, _ in folder.log] == ["changed"] * 2
    assert [seconds for seconds in folder.script.waited if seconds >= 1] == [15, 30, 15]


def test_an_exchange_that_stays_busy_ends_the_run() -> None:
    """After some minutes the script stops, and the next run goes on."""
    exchange = Exchange()
    folder = Folder(exchange)
    exchange.errors = [BUSY[1]] * 50
    assert folder.run(Apply=True) == 1
    assert [seconds for seconds in folder.script.waited if seconds >= 1] == [15, 30, 60, 120, 240]
    assert [(who, result) for who, result, _ in folder.log] == [(DANA, "failed")]
    exchange.errors = []
    assert folder.run(Apply=True) == 0


@pytest.mark.parametrize("error", ["Access denied.", "The mailbox 5031429 couldn't be found.", "Invalid argument"])
def test_another_error_costs_one_mailbox(error: str) -> None:
    """An error is logged, and the next mailbox is tried without waiting."""
    exchange = Exchange()
    folder = Folder(exchange)
    exchange.errors = [error]
    assert folder.run(Apply=True) == 1
    assert folder.log[0] == (DANA, "failed", error)
    assert folder.log[1][1] == "changed"
    assert all(seconds < 1 for seconds in folder.script.waited)


def test_a_name_of_no_mailbox_or_of_two_is_refused() -> None:
    """Exchange may find none or several; an empty name would mean all of them, and is not even asked for."""
    exchange = Exchange()
    folder = Folder(exchange)
    find = exchange.get_mailbox
    folder.script.commands["get-mailbox"] = lambda **given: [*find(**given)] * (2 if given["identity"] == DANA else 0)
    assert folder.run(Apply=True) == 1
    assert [why for _, _, why in folder.log] == ["2 mailboxes have this name", "0 mailboxes have this name"]
    manifest = folder.path / "manifest.json"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace(f'"identity": "{DANA}"', '"identity": " "'), encoding="utf-8"
    )
    assert folder.run(Apply=True) == 1
    assert folder.log[2] == (DANA, "failed", "no mailbox is named")
    assert exchange.sets == []


def test_a_blank_is_never_sent() -> None:
    """A text waits as long as one of its blanks is in it; filled in, with an editor of Windows too, it is set."""
    exchange = Exchange(**{INTERNAL: page(BAD), EXTERNAL: page(BAD)})
    folder = Folder(exchange, "to-fill-in")
    assert folder.run(Apply=True) == 1
    assert exchange.sets == []
    assert all(why.startswith("fill in [") for _, _, why in folder.log)
    for line in (folder.path / "manifest.json").read_text(encoding="utf-8").splitlines():
        for text in json.loads(line.rstrip(","))["texts"] if line.startswith('{"number"') else ():
            path = folder.path / text["new"]
            filled = path.read_text(encoding="utf-8")
            for blank in text["blanks"]:
                filled = filled.replace(blank, "Terrence Boyd")
            path.write_bytes(b"\xef\xbb\xbf" + filled.encode())
    assert folder.run(Apply=True) == 0
    assert all(
        "Terrence Boyd" in text and "\ufeff" not in text for _, texts in exchange.sets for text in texts.values()
    )


@pytest.mark.parametrize("which", ["new", "old"])
def test_a_file_of_another_person_is_refused(which: str) -> None:
    """The files of two mailboxes cannot be exchanged: each has the digest that the manifest names."""
    exchange = Exchange()
    exchange.mailboxes[PAT] |= {name: WRONG.replace("ofice", "ofice on Main Street") for name in (INTERNAL, EXTERNAL)}
    folder = Folder(exchange)
    one, two = (folder.path / which / f"000{number}.{EXTERNAL}.html" for number in (1, 2))
    first, second = one.read_bytes(), two.read_bytes()
    assert first != second
    one.write_bytes(second)
    two.write_bytes(first)
    assert folder.run(Apply=True) == 1
    assert exchange.sets == []
    assert all("is not the file that was written" in why for _, _, why in folder.log)


@pytest.mark.parametrize(("arguments", "said"), [({"Apply": True, "Undo": True}, "not both"), ({"Only": ["pat.o_brien@example.com"]}, "no such mailbox")])  # fmt: skip
def test_wrong_parameters_are_said(arguments: dict[str, Any], said: str) -> None:
    """Two orders at once, and a mailbox that the manifest does not name, end the script with what to do."""
    folder = Folder(Exchange())
    assert folder.run(**arguments) == 1
    assert said in folder.script.said[-1]


def test_without_exchange_it_says_what_to_open() -> None:
    """Where there is no Get-Mailbox the script changes nothing and names Connect-ExchangeOnline."""
    folder = Folder(Exchange())
    folder.script.commands = {}
    assert folder.run(Apply=True) == 1
    assert "Connect-ExchangeOnline" in folder.script.said[-1]
    assert folder.log == []
