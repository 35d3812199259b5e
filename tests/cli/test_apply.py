"""What `fix --output-dir` writes to put corrected texts back: whose text is which, and that no text becomes a command."""

from __future__ import annotations

import csv
import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import tree_sitter
import tree_sitter_powershell
from hypothesis import example, given
from hypothesis import strategies as st

from cli.given import BAD, GOOD, MISSPELLED, check, fix
from replylint.fix.apply import Change, applied
from replylint.fix.correcting import Corrected, CorrectedMailbox, Corrector
from replylint.fix.writing import _split
from replylint.model import Audience, Document, DocumentKind, Mailbox
from replylint.sources import fields
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


def changes_in(files: dict[str, bytes], folder: str) -> list[dict[str, Any]]:
    """Return what the manifest in a folder lists, with the texts themselves in place of their files.

    Each file must be the one whose digest the manifest has.
    """
    manifest = json.loads(files[f"{folder}/manifest.json"])
    for change in manifest["changes"]:
        for text in change["texts"]:
            for which in ("old", "new"):
                if text[which] is None:
                    continue
                data = files[f"{folder}/{text[which]}"]
                assert sha256(data).hexdigest() == text[f"sha256_{which}"]
                text[which] = data.decode()
    return list(manifest["changes"])


def test_exchange_gets_a_script_with_a_manifest() -> None:
    """The manifest names the mailbox as Exchange knows it, both versions of what changes, and what stays, to compare."""
    files, said = correct("replies.json", exchange())
    (change,) = changes_in(files, "replies.json.apply")
    assert (change["identity"], change["kind"]) == ("example.com/Users/Dana Whitlock", "reply")
    internal, external = change["texts"]
    assert (internal["name"], internal["old"], internal["new"]) == ("InternalMessage", BETTER, None)
    assert (external["name"], external["old"], external["new"]) == ("ExternalMessage", PAGE, BETTER)
    assert sorted(files) == [
        "replies.json",
        "replies.json.apply/README.txt",
        "replies.json.apply/apply.ps1",
        "replies.json.apply/manifest.json",
        "replies.json.apply/new/0001.ExternalMessage.html",
        "replies.json.apply/old/0001.ExternalMessage.html",
        "replies.json.apply/old/0001.InternalMessage.html",
    ]
    assert "README.txt" in said


def test_texts_with_blanks_are_kept_apart_and_wait_until_they_are_filled_in() -> None:
    """A text with a blank goes to a folder of its own, whose manifest lists the blanks to look for."""
    text = json.dumps(
        [
            json.loads(exchange()),
            json.loads(exchange(Identity="example.com/Users/Maria", ExternalMessage=BAD, InternalMessage=BAD)),
        ]
    )
    files, said = correct("replies.json", text)
    (ready,) = changes_in(files, "replies.json.apply")
    (waiting,) = changes_in(files, "replies.json.to-fill-in")
    assert (ready["mailbox"], waiting["mailbox"]) == ("Dana Whitlock", "Maria")
    assert [blanks for text in ready["texts"] for blanks in text.get("blanks", ())] == []
    assert all(blank in text["new"] for text in waiting["texts"] for blank in text["blanks"])
    assert all(any(blank.startswith("[") for blank in text["blanks"]) for text in waiting["texts"])
    assert "fill the blanks in" in files["replies.json.to-fill-in/README.txt"].decode()
    assert "fill in and apply the texts of 1 mailbox" in said


def test_both_replies_of_a_mailbox_wait_for_the_blanks_of_one() -> None:
    """A reply without a blank is not sent alone while its other half waits: both would say different things."""
    pair = [("<p>I am back [day].</p>", Audience.INTERNAL), ("<p>I am back 12/21/26.</p>", Audience.EXTERNAL)]
    found = _split([corrected_page(pair)])
    assert not found[False]
    assert [change.blanks for change in found[True]] == [("[day]",), ()]


def corrected_page(texts: list[tuple[str, Audience]]) -> CorrectedMailbox:
    """Return a mailbox of Exchange whose replies, all the same page before, were corrected to these."""
    befores = tuple(fields.reply("<p>[note 1]</p>", (0, f"{one}Message"), one) for _, one in texts)
    afters = (fields.reply(page, (0, f"{one}Message"), one) for page, one in texts)
    mailbox = Mailbox("x.json", befores, "Dana", "exchange-json", identity="dana")
    return CorrectedMailbox(mailbox, mailbox, tuple(map(Corrected, befores, afters)))


UNSEEN = {
    "no seal": BETTER.replace(SEAL, ""),
    "no seal, other lines": BETTER.replace(SEAL + "<br>", "").replace("ofice", "office"),
}


@pytest.mark.parametrize("case", UNSEEN)
def test_a_picture_that_nobody_sees_is_never_ready_to_apply(case: str) -> None:
    """Where the correction has no picture of the seal to show, the text waits until somebody puts one in."""
    files, _ = correct("replies.json", exchange(InternalMessage=UNSEEN[case], ExternalMessage=UNSEEN[case]))
    ready = b"".join(data for name, data in files.items() if name.startswith("replies.json.apply/new/"))
    assert b"cid:" not in ready
    assert b"[City Seal]" not in ready


BLANKS = {
    "as it is": ("<p>See [City Seal]</p>", ["[City Seal]"]),
    "another pack's": ("<p>[College Crest]</p>", ["[College Crest]"]),
    "with tags between": ("<p>[City <b>Seal</b>]</p>", ["[City <b>Seal</b>]"]),
    "with an entity": ("<p>[R&amp;D Seal]</p>", ["[R&amp;D Seal]"]),
    "twice": ("<p>[City Seal]<br>[City Seal]</p>", ["[City Seal]"]),
    "its author's own": ("<p>[note 1] and more</p>", []),
    "none": ("<p>and more</p>", []),
    "a picture of a message": ('<p><img src="cid:seal.png" alt="City Seal"></p>', ["cid:seal.png"]),
}


@pytest.mark.parametrize("case", BLANKS)
def test_what_a_correction_puts_in_brackets_is_a_blank(case: str) -> None:
    """On a page, words in brackets that the correction added are to be filled in; those of the author are not."""
    page, expected = BLANKS[case]
    found = _split([corrected_page([(page, Audience.INTERNAL)])])
    assert [list(change.blanks) for change in found[bool(expected)]] == [expected]
    assert not found[not expected]


def test_a_mailbox_that_the_export_does_not_name_is_left_out_and_said() -> None:
    """Exchange takes an empty identity for every mailbox, so what is not named is never in the manifest."""
    files, said = correct("replies.json", json.dumps({"ExternalMessage": PAGE, "AutoReplyState": "Enabled"}))
    assert list(files) == ["replies.json"]
    assert "nothing to apply for entry 1" in said


def test_signatures_of_exchange_are_set_in_both_forms() -> None:
    """A corrected signature goes to Set-MailboxMessageConfiguration, as a page and as plain text."""
    signature = GOOD.partition("Thank you,\n\n")[2].replace("Technician", "Tecnician")
    page = signature.replace("\n", "<br>").replace("[City Seal]", SEAL)
    row = {"UserPrincipalName": DANA, "SignatureHtml": page, "SignatureText": signature}
    files, _ = correct("signatures.json", json.dumps(row))
    (change,) = changes_in(files, "signatures.json.apply")
    assert (change["identity"], change["kind"]) == (DANA, "signature")
    assert [text["name"] for text in change["texts"]] == ["SignatureHtml", "SignatureText"]
    assert all("Tecnician" in text["old"] and "Technician" in text["new"] for text in change["texts"])
    (copy,) = [json.loads(data) for name, data in files.items() if name == "signatures.json"]
    assert all("Technician" in copy[name] for name in ("SignatureHtml", "SignatureText"))


def test_tables_of_exchange_name_the_parameters_too() -> None:
    """CSV and CLIXML have no names beside their texts: the parameter is that of the column."""
    header = "Identity,AutoReplyState,ExternalAudience,InternalMessage,ExternalMessage"
    row = ",".join(map(quoted, (DANA, "Enabled", "All", BETTER, PAGE)))
    files, _ = correct("replies.csv", f"{header}\n{row}\n")
    (change,) = changes_in(files, "replies.csv.apply")
    assert [text["name"] for text in change["texts"]] == ["InternalMessage", "ExternalMessage"]


APOSTROPHES = [
    "pat.o'brien@example.com",
    "pat.o_brien@example.com",
    "pat/o:brien@example.com",
    "zoë@example.com",
    "..@x",
    "pat.o’brien@example.com",
]


def test_a_text_cannot_reach_a_person_of_a_similar_name() -> None:
    """Users whose names no file can have keep their own texts: files are numbered, and the request names the user."""
    users = [
        {
            "userPrincipalName": user,
            "mailboxSettings": {
                "automaticRepliesSetting": {
                    "status": "alwaysEnabled",
                    "internalReplyMessage": BETTER,
                    "externalReplyMessage": PAGE.replace("earliest", f"earliest (no. {number})"),
                }
            },
        }
        for number, user in enumerate(APOSTROPHES)
    ]
    files, _ = correct("graph.json", json.dumps({"value": users}))
    changes = changes_in(files, "graph.json.apply")
    assert [change["identity"] for change in changes] == APOSTROPHES
    for number, (user, change) in enumerate(zip(APOSTROPHES, changes, strict=True)):
        _, _, users_, named, settings = urlsplit(change["url"]).path.split("/")
        assert (users_, unquote(named), settings) == ("users", user, "mailboxSettings")
        assert f"(no. {number})" in change["texts"][1]["new"]
    names = [name.partition("/")[2] for name in files if "/" in name]
    assert all(
        re.fullmatch(r"README\.txt|manifest\.json|apply\.py|(?:old|new)/\d{4}\.\w+\.html", name) for name in names
    )


def test_graph_gets_the_changed_message_of_each_user() -> None:
    """The request has its method and address; what changes is the external message alone."""
    setting = {"status": "alwaysEnabled", "internalReplyMessage": BETTER, "externalReplyMessage": PAGE}
    user = {"userPrincipalName": DANA, "mailboxSettings": {"automaticRepliesSetting": setting}}
    files, _ = correct("graph.json", json.dumps({"value": [user]}))
    (change,) = changes_in(files, "graph.json.apply")
    assert change["method"] == "PATCH"
    assert change["url"] == f"https://graph.microsoft.com/v1.0/users/{DANA}/mailboxSettings"
    assert {text["name"]: text["new"] for text in change["texts"] if text["new"]} == {"externalReplyMessage": BETTER}


def test_gmail_gets_a_request_for_each_user_and_address() -> None:
    """A vacation is replaced as a whole (PUT), a signature is patched at its address."""
    own = {"enableAutoReply": True, "responseSubject": "Away", "restrictToContacts": True, "responseBodyHtml": PAGE}
    files, _ = correct("gmail.json", json.dumps({DANA: own}))
    (change,) = changes_in(files, "gmail.json.apply")
    assert (change["method"], change["url"]) == (
        "PUT",
        f"https://gmail.googleapis.com/gmail/v1/users/{DANA}/settings/vacation",
    )
    assert [(text["name"], text["new"]) for text in change["texts"]] == [("responseBodyHtml", BETTER)]


def test_gam_gets_a_manifest_and_its_users() -> None:
    """The manifest has the text with real line breaks, and users.csv whom to print again."""
    said = MISSPELLED.replace("\n", "\\\\r\\\\n")
    row = f'{DANA},True,False,False,2026-12-14,2026-12-19,It\'s "me",False,{said}'.split(",", 8)
    table = "User,enabled,contactsonly,domainonly,startdate,enddate,subject,html,message\n" + ",".join(map(quoted, row))
    files, _ = correct("gam.csv", table + "\n")
    (change,) = changes_in(files, "gam.csv.apply")
    assert (change["identity"], change["html"]) == (DANA, False)
    assert [(text["name"], text["new"]) for text in change["texts"]] == [("message", GOOD)]
    assert list(csv.reader(files["gam.csv.apply/users.csv"].decode().splitlines())) == [["user"], [DANA]]
    assert "gam.csv.apply/gam-batch.txt" not in files  # nothing that could be run without a comparison


def test_jmap_gets_both_forms() -> None:
    """The manifest names the account and changes the texts of the one response."""
    own = {"id": "singleton", "isEnabled": True, "textBody": MISSPELLED, "htmlBody": PAGE, "toDate": None}
    answer = ["VacationResponse/get", {"accountId": "u1", "list": [own]}, "0"]
    files, _ = correct("jmap.json", json.dumps({"methodResponses": [answer]}))
    (change,) = changes_in(files, "jmap.json.apply")
    assert change["identity"] == "u1"
    assert [text["name"] for text in change["texts"]] == ["htmlBody", "textBody"]
    assert all("office" in text["new"] and "ofice" in text["old"] for text in change["texts"])


def test_zimbra_gets_the_question_and_the_text() -> None:
    """The attributes to print again are named, and the text is as it will be."""
    text = f"# name {DANA}\nzimbraPrefOutOfOfficeReply: {MISSPELLED}zimbraPrefOutOfOfficeReplyEnabled: TRUE\n"
    files, _ = correct("zimbra.txt", text)
    assert files["zimbra.txt.apply/read.zmprov"].decode() == f"ga {DANA} zimbraPrefOutOfOfficeReply\n"
    (change,) = changes_in(files, "zimbra.txt.apply")
    assert [(one["name"], one["new"].rstrip("\n")) for one in change["texts"]] == [
        ("zimbraPrefOutOfOfficeReply", GOOD.rstrip("\n"))
    ]


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
    assert b"Maria" not in Path("out/replies.json.apply/manifest.json").read_bytes()


@pytest.mark.parametrize("name", ["log.csv", "saved/0001.json"])
def test_a_folder_whose_texts_were_applied_is_not_written_again(name: str) -> None:
    """The log and the saved settings of a run belong to its manifest: the same export again goes elsewhere."""
    correct("replies.json", exchange())
    path = Path("out/replies.json.apply", name)
    path.parent.mkdir(exist_ok=True)
    path.write_text("{}", encoding="utf-8")
    done = fix("--output-dir", "out", "replies.json")
    assert done.exit_code == 2
    assert "move the folder away" in done.stderr


def test_what_could_not_be_checked_is_in_no_script_but_the_others_are() -> None:
    """A damaged line of an export costs its own mailbox; no copy of the whole is written, and the others can be applied."""
    lines = f"{exchange()}\n{exchange(Identity='cut off')[:300]}\n"
    Path("replies.json").write_text(lines, encoding="utf-8")
    done = fix("--output-dir", "out", "replies.json")
    assert done.exit_code == 2
    assert not Path("out/replies.json").exists()
    assert Path("out/replies.json.apply/new/0001.ExternalMessage.html").read_text(encoding="utf-8") == BETTER


def test_a_mailbox_whose_correction_fails_costs_the_copy_of_its_export(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one mailbox cannot be corrected, no copy passes for the whole; the others can be applied."""
    whole = Corrector.correct

    def broken(self: Corrector, mailbox: Mailbox) -> CorrectedMailbox:
        if mailbox.owner.endswith("Luis Ortega"):
            raise ValueError("no")
        return whole(self, mailbox)

    monkeypatch.setattr(Corrector, "correct", broken)
    rows = [json.loads(exchange()), json.loads(exchange(Identity="example.com/Users/Luis Ortega"))]
    Path("replies.json").write_text(json.dumps(rows), encoding="utf-8")
    done = fix("--output-dir", "out", "replies.json")
    assert done.exit_code == 2
    assert "not corrected: replies.json" in done.stderr
    assert not Path("out/replies.json").exists()
    assert Path("out/replies.json.apply/new/0001.ExternalMessage.html").read_text(encoding="utf-8") == BETTER


def test_copies_and_what_applies_them_are_not_read_as_replies() -> None:
    """Where the copies go into a folder that is read, they are not corrected again; and what applies them is no reply."""
    Path("replies.json").write_text(exchange(), encoding="utf-8")
    for _ in range(2):
        assert "1 of 1 mailbox corrected" in fix("--output-dir", "out", ".").stderr
    assert sorted(path.name for path in Path("out").iterdir()) == ["replies.json", "replies.json.apply"]
    assert "2 messages checked" in check("out").stderr


# No text becomes a command.
NASTY = st.text(st.sampled_from("'\"`$‘’‚‛“”;#@{}()[]|&<>\\\n\r\té\u2028\x00 ab") | st.characters(exclude_categories=["Cs"]), max_size=30)  # fmt: skip
_PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))


def changed(identity: str, content: str, blanks: tuple[str, ...] = ()) -> Change:
    """Return a changed external message of a mailbox."""
    before = Document("external reply", Visible.plain("old"), "old", kind=DocumentKind.AUTO_REPLY, audience=Audience.EXTERNAL, key=(0, "x"))  # fmt: skip
    after = Document(
        "external reply", Visible.plain(content), content, kind=DocumentKind.AUTO_REPLY, audience=Audience.EXTERNAL
    )
    return Change(Mailbox("x.json", (before,), identity, "exchange-json", identity=identity), before, after, blanks)


@given(st.lists(st.tuples(NASTY, NASTY, NASTY), min_size=1, max_size=3, unique_by=lambda item: item[0]))
@example([("'; Remove-Mailbox *; '", "</body>'", "'$(whoami)`n")])
@example([("’; Remove-Mailbox *; ‘", "“$x”", "‛")])
def test_nothing_of_an_export_gets_into_the_script(items: list[tuple[str, str, str]]) -> None:
    """The script is the same whatever the export says; names, texts and blanks are data that is read back as it was."""
    changes = [changed(identity, content, (blank,)) for identity, content, blank in items]
    made = applied("exchange-json", "", changes)
    plain = applied("exchange-json", "", [changed("dana", "text")])
    listed = changes_in({f"x/{name}": data for name, data in made.files.items()}, "x") if made.files else []
    assert len(listed) + len(made.left) == len(changes)
    wanted = {change.mailbox.identity: change for change in changes}
    for entry in listed:
        change = wanted[entry["identity"]]
        assert [(text["new"], text["blanks"]) for text in entry["texts"]] == [
            (change.after.content, list(change.blanks))
        ]
    assert not listed or made.files["apply.ps1"] == plain.files["apply.ps1"]
    lines = made.files.get("manifest.json", b"").split(b"\n")
    assert sum(line.startswith(b'{"number"') for line in lines) == len(listed)


def test_the_script_of_powershell_parses() -> None:
    """The script has no mistake of syntax, and only CRLF line ends and a byte order mark, as Windows PowerShell wants."""
    script = applied("exchange-json", "", [changed("dana", "text")]).files["apply.ps1"]
    assert not _PARSER.parse(script).root_node.has_error
    assert script.startswith(b"\xef\xbb\xbf")
    assert script.count(b"\r\n") == script.count(b"\n") > 100
    script.removeprefix(b"\xef\xbb\xbf").decode("ascii")


@given(NASTY, NASTY)
def test_file_names_say_nothing_of_people(one: str, two: str) -> None:
    """Whatever mailboxes are called, their files have numbers that every system takes, below the folder."""
    changes = [changed(f"{one}", "a"), changed(f"../{one}/..\\{two}", "b"), changed(f"{one.upper()}", "c")]
    for form in ("exchange-json", "graph-json"):
        for name in applied(form, "", changes).files:
            assert re.fullmatch(r"README\.txt|apply\.\w+|manifest\.json|(?:old|new)/\d{4}\.\w+\.(?:html|txt)", name), (
                name
            )
