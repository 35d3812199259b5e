"""What `fix --output-dir` writes to put corrected texts back: what it says, and that no text can leave its quotation marks."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import tree_sitter
import tree_sitter_powershell
from hypothesis import example, given
from hypothesis import strategies as st

from cli.given import BAD, GOOD, MISSPELLED, check, fix
from replylint.fix.apply import Change, applied, powershell, zimbra
from replylint.model import Audience, Document, DocumentKind, Mailbox
from replylint.sources.cells import quoted
from replylint.visible import Visible

PAGE = "<html><body>" + MISSPELLED.replace("\n", "<br>\n") + "</body></html>"
BETTER = PAGE.replace("ofice", "office")
SEAL = '<img src="city-seal.png" alt="City Seal">'
PAGE, BETTER = (text.replace("[City Seal]", SEAL) for text in (PAGE, BETTER))
DANA = "dana.whitlock@example.com"


def correct(name: str, text: str, *arguments: str) -> tuple[dict[str, bytes], str]:
    """Correct one export, and return the files that were written by their names, and what was said."""
    Path(name).write_text(text, encoding="utf-8", newline="")
    done = fix("--output-dir", "out", *arguments, name)
    assert done.exit_code != 2, done.output
    files = {path.relative_to("out").as_posix(): path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    assert Path(name).read_bytes() == text.encode()
    return files, done.stderr


def exchange(**values: object) -> str:
    """Return an Exchange export of one mailbox."""
    own = {"Identity": "example.com/Users/Dana Whitlock", "AutoReplyState": "Enabled", "ExternalAudience": "All"}
    return json.dumps({**own, "InternalMessage": BETTER, "ExternalMessage": PAGE, **values})


def test_exchange_gets_a_script_with_the_changed_message_alone() -> None:
    """The script names the mailbox as Exchange knows it and sets only the message that changed; the text lies beside it as UTF-8."""
    files, said = correct("replies.json", exchange())
    script = files["replies.json.apply/apply.ps1"].decode("utf-8-sig")
    call = [line for line in script.split("\r\n") if line.startswith("Update-Text")]
    assert call == [
        "Update-Text 'Set-MailboxAutoReplyConfiguration' 'example.com/Users/Dana Whitlock' @{ ExternalMessage = 'Dana_Whitlock.ExternalMessage.html' }"
    ]
    assert files["replies.json.apply/Dana_Whitlock.ExternalMessage.html"].decode() == BETTER
    assert sorted(files) == [
        "replies.json",
        "replies.json.apply/Dana_Whitlock.ExternalMessage.html",
        "replies.json.apply/README.txt",
        "replies.json.apply/apply.ps1",
    ]
    assert "-WhatIf:(-not $Apply)" in script
    assert "README.txt" in said


def test_texts_with_blanks_are_kept_apart_and_wait_until_they_are_filled_in() -> None:
    """What only its owner knows is not sent as a blank: such texts go to a folder of their own, whose script looks for the blanks."""
    text = json.dumps(
        [
            json.loads(exchange()),
            json.loads(exchange(Identity="example.com/Users/Maria", ExternalMessage=BAD, InternalMessage=BAD)),
        ]
    )
    files, said = correct("replies.json", text)
    assert "Maria" not in files["replies.json.apply/apply.ps1"].decode("utf-8-sig")
    waiting = files["replies.json.to-fill-in/apply.ps1"].decode("utf-8-sig")
    assert "Dana" not in waiting
    assert "@('[" in waiting
    assert "Fill them in first" in files["replies.json.to-fill-in/README.txt"].decode()
    assert "fill in and apply 1 mailbox" in said


def test_a_mailbox_that_the_export_does_not_name_is_left_out_and_said() -> None:
    """Exchange takes an empty identity for every mailbox, so what is not named is never in the script."""
    files, said = correct("replies.json", json.dumps({"ExternalMessage": PAGE, "AutoReplyState": "Enabled"}))
    assert list(files) == ["replies.json"]
    assert "nothing to apply for entry 1" in said


def test_signatures_of_exchange_are_set_in_both_forms() -> None:
    """A corrected signature goes to Set-MailboxMessageConfiguration, as a page and as plain text."""
    signature = GOOD.partition("Thank you,\n\n")[2].replace("Technician", "Tecnician")
    page = signature.replace("\n", "<br>").replace("[City Seal]", SEAL)
    row = {"UserPrincipalName": DANA, "SignatureHtml": page, "SignatureText": signature}
    files, _ = correct("signatures.json", json.dumps(row))
    script = files["signatures.json.apply/apply.ps1"].decode("utf-8-sig")
    assert f"'Set-MailboxMessageConfiguration' '{DANA}'" in script
    assert "Technician" in files[f"signatures.json.apply/{DANA}.SignatureHtml.html"].decode()
    assert "Technician" in files[f"signatures.json.apply/{DANA}.SignatureText.txt"].decode()


def test_graph_gets_the_changed_message_of_each_user() -> None:
    """A body of PATCH has the changed message and nothing else, named after its user."""
    setting = {"status": "alwaysEnabled", "internalReplyMessage": BETTER, "externalReplyMessage": PAGE}
    user = {"userPrincipalName": DANA, "mailboxSettings": {"automaticRepliesSetting": setting}}
    files, _ = correct("graph.json", json.dumps({"value": [user]}))
    body = json.loads(files[f"graph.json.apply/patch/{DANA}.json"])
    assert body == {"automaticRepliesSetting": {"externalReplyMessage": BETTER}}


def test_gmail_gets_the_whole_resource_because_it_replaces_it() -> None:
    """Every field of the vacation settings is sent back, the corrected text among them."""
    own = {"enableAutoReply": True, "responseSubject": "Away", "restrictToContacts": True, "responseBodyHtml": PAGE}
    files, _ = correct("gmail.json", json.dumps({DANA: own}))
    assert json.loads(files[f"gmail.json.apply/vacation/{DANA}.json"]) == {**own, "responseBodyHtml": BETTER}


def test_gam_gets_a_batch_with_start_and_end() -> None:
    """A command names the user, the file and both times, so that an old end does not stay; the text has real line breaks."""
    said = MISSPELLED.replace("\n", "\\\\r\\\\n")
    row = f'{DANA},True,False,False,2026-12-14,2026-12-19,It\'s "me",False,{said}'.split(",", 8)
    table = "User,enabled,contactsonly,domainonly,startdate,enddate,subject,html,message\n" + ",".join(map(quoted, row))
    files, _ = correct("gam.csv", table + "\n")
    (line,) = files["gam.csv.apply/gam-batch.txt"].decode().splitlines()
    assert shlex.split(line) == [
        "gam", "user", DANA, "vacation", "on", "subject", 'It\'s "me"', "textfile", f"{DANA}.reply.txt",
        "start", "2026-12-14", "end", "2026-12-19",
    ]  # fmt: skip
    assert files[f"gam.csv.apply/{DANA}.reply.txt"].decode() == GOOD


def test_jmap_gets_a_set_request_with_both_forms() -> None:
    """The request names the account and changes the texts of the one response."""
    own = {"id": "singleton", "isEnabled": True, "textBody": MISSPELLED, "htmlBody": PAGE, "toDate": None}
    answer = ["VacationResponse/get", {"accountId": "u1", "list": [own]}, "0"]
    files, _ = correct("jmap.json", json.dumps({"methodResponses": [answer]}))
    request = json.loads(files["jmap.json.apply/set/u1.json"])
    ((method, arguments, _),) = request["methodCalls"]
    assert method == "VacationResponse/set"
    assert arguments["accountId"] == "u1"
    assert arguments["update"]["singleton"]["htmlBody"] == BETTER
    assert "office" in arguments["update"]["singleton"]["textBody"]
    assert set(arguments["update"]["singleton"]) == {"htmlBody", "textBody"}


def test_zimbra_gets_commands_of_one_line() -> None:
    """Each account is one line of zmprov, with the line breaks of its text as it writes them."""
    text = f"# name {DANA}\nzimbraPrefOutOfOfficeReply: {MISSPELLED}zimbraPrefOutOfOfficeReplyEnabled: TRUE\n"
    files, _ = correct("zimbra.txt", text)
    (line,) = files["zimbra.txt.apply/apply.zmprov"].decode().splitlines()
    assert words_of(line) == ["ma", DANA, "zimbraPrefOutOfOfficeReply", GOOD.rstrip("\n")]


def test_nothing_is_written_where_nothing_changed() -> None:
    """An export in which all is right is copied byte for byte, and there is nothing to apply."""
    files, _ = correct("replies.json", exchange(ExternalMessage=BETTER))
    assert list(files) == ["replies.json"]


def test_files_of_an_earlier_run_are_never_mixed_with_new_ones() -> None:
    """Where other files lie in the folder, nothing is put there, because they would be applied too; the same run again is no trouble."""
    correct("replies.json", exchange())
    assert "replies.json.apply/apply.ps1" in correct("replies.json", exchange())[0]
    Path("replies.json").write_text(exchange(Identity="example.com/Users/Maria"), encoding="utf-8")
    done = fix("--output-dir", "out", "replies.json")
    assert done.exit_code == 2
    assert "move the folder away" in done.stderr
    assert b"Maria" not in Path("out/replies.json.apply/apply.ps1").read_bytes()


def test_what_could_not_be_checked_is_in_no_script_but_the_others_are() -> None:
    """A damaged line of an export costs its own mailbox; no copy of the whole is written, and the others can be applied."""
    lines = f"{exchange()}\n{exchange(Identity='cut off')[:300]}\n"
    Path("replies.json").write_text(lines, encoding="utf-8")
    done = fix("--output-dir", "out", "replies.json")
    assert done.exit_code == 2
    assert not Path("out/replies.json").exists()
    assert Path("out/replies.json.apply/Dana_Whitlock.ExternalMessage.html").read_text(encoding="utf-8") == BETTER


def test_copies_and_what_applies_them_are_not_read_as_replies() -> None:
    """Where the copies go into a folder that is read, they are not corrected again; and what applies them is no reply."""
    Path("replies.json").write_text(exchange(), encoding="utf-8")
    for _ in range(2):
        assert "1 of 1 mailbox corrected" in fix("--output-dir", "out", ".").stderr
    assert sorted(path.name for path in Path("out").iterdir()) == ["replies.json", "replies.json.apply"]
    assert "2 messages checked" in check("out").stderr


# No text leaves its quotation marks.
NASTY = st.text(st.sampled_from("'\"`$‘’‚‛“”;#@{}()[]|&<>\\\n\r\té\u2028\x00 ab") | st.characters(exclude_categories=["Cs"]), max_size=30)  # fmt: skip
_PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))


def changed(identity: str, content: str, blanks: tuple[str, ...] = ()) -> Change:
    """Return a changed external message of a mailbox."""
    before = Document("external reply", Visible.plain("old"), "old", kind=DocumentKind.AUTO_REPLY, audience=Audience.EXTERNAL, key=(0, "x"))  # fmt: skip
    after = Document(
        "external reply", Visible.plain(content), content, kind=DocumentKind.AUTO_REPLY, audience=Audience.EXTERNAL
    )
    return Change(Mailbox("x.json", (before,), identity, "exchange-json", identity=identity), before, after, blanks)


def strings_of(line: str) -> list[str]:
    """Return the strings of a line as PowerShell reads them (about_Quoting_Rules; its language specification, section 2.3.5.2)."""
    found, at, marks = [], 0, "'‘’‚‛"
    while at < len(line):
        if line[at] in marks:
            text, at = "", at + 1
            while not (line[at] in marks and line[at + 1 : at + 2] not in tuple(marks)):
                at += line[at] in marks
                text += line[at]
                at += 1
            found.append(text)
        else:
            assert re.match(r"[\w @{}=;,()-]", line[at], re.ASCII), line
        at += 1
    return found


@given(st.lists(st.tuples(NASTY, NASTY, NASTY), min_size=1, max_size=3, unique_by=lambda item: item[0]))
@example([("'; Remove-Mailbox *; '", "</body>'", "'$(whoami)`n")])
@example([("’; Remove-Mailbox *; ‘", "“$x”", "‛")])
def test_a_script_of_powershell_has_only_the_commands_it_is_meant_to_have(items: list[tuple[str, str, str]]) -> None:
    """Whatever a mailbox is called and a text says, the script parses, and its strings are exactly the names and blanks."""
    changes = [changed(identity, content, (blank,)) for identity, content, blank in items if "\n" not in blank]
    changes = [change for change in changes if not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", change.blanks[0])]
    made = powershell.write("", changes)
    script = made.files.get("apply.ps1", b"").decode("utf-8-sig")
    calls = [line for line in script.split("\r\n") if line.startswith("Update-Text")]
    named = [change for change in changes if change.mailbox.identity and change.mailbox.identity.isprintable()]
    odd = [change for change in changes if change.mailbox.identity and not change.mailbox.identity.isprintable()]
    assert len(named) <= len(calls) <= len(named) + len(odd)
    assert len(calls) + len(made.left) == len(changes)
    contents = {change.mailbox.identity: change for change in changes}
    for call in calls:
        cmdlet, identity, name, blank = strings_of(call)
        assert cmdlet == "Set-MailboxAutoReplyConfiguration"
        assert blank == contents[identity].blanks[0]
        assert made.files[name].decode() == contents[identity].after.content
    assert not script or not _PARSER.parse(script.encode()).root_node.has_error


@given(NASTY)
@example("'’’'$x`n")
def test_a_quoted_text_is_read_as_it_was(text: str) -> None:
    """A text in single quotation marks of PowerShell is read back character by character."""
    assert strings_of(powershell.quoted(text)) == [text]


def words_of(line: str) -> list[str]:
    """Return the words of a line as zmprov splits it: as a shell, with the escapes for line breaks and tabs."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', line)
    escapes = {"n": "\n", "r": "\r", "t": "\t"}
    return [word or re.sub(r"\\(.)", lambda match: escapes.get(match[1], match[1]), text) for text, word in found]


@given(NASTY)
def test_a_word_of_zmprov_is_read_as_it_was(text: str) -> None:
    """A text is one word on one line, whatever it holds."""
    written = zimbra.quoted(text)
    assert "\n" not in written
    assert words_of(written) == ([text])


@given(NASTY, NASTY)
def test_file_names_stay_in_their_folder(one: str, two: str) -> None:
    """Whatever mailboxes are called, their files have names that every system takes, below the folder, and no two alike."""
    changes = [changed(f"{one}", "a"), changed(f"../{one}/..\\{two}", "b"), changed(f"{one.upper()}", "c")]
    for form in ("exchange-json", "graph-json"):
        names = list(applied(form, "", changes).files)
        assert len({name.lower() for name in names}) == len(names)
        for name in names:
            assert re.fullmatch(r"(?:patch/)?[\w@+-][\w@.+-]{0,110}", name), name
            assert ".." not in name.partition("/")[2]
