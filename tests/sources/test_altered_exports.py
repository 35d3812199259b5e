"""Exports as people have them: opened in Excel, appended to one another, cut, stripped, printed on a screen, or an error."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

from replylint.fix.exports import with_texts
from replylint.model import Mailbox, Notice, State, Unchecked
from replylint.sources import Loaded, files, load
from replylint.sources.again import with_content

Read = Callable[..., list[Loaded]]
TEXT = "I am out until 12/21/26. Call Terrence Boyd, 813-555-0161."
PAGE = f"<html><body><p>{TEXT}</p></body></html>"
QUOTED = f'"{PAGE}"'
COLUMNS = "Identity,AutoReplyState,InternalMessage,ExternalMessage"


def row(owner: str, message: str = PAGE, state: str = "Enabled") -> str:
    """Return a row of an Exchange export."""
    cell = message.replace('"', '""')
    return f'"{owner}","{state}","{cell}","{cell}"\r\n'


def boxes(found: list[Loaded]) -> list[Mailbox]:
    """Return the mailboxes among what was loaded."""
    return [item for item in found if isinstance(item, Mailbox)]


def refusals(found: list[Loaded]) -> list[str]:
    """Return what was said not to be checked."""
    return [item.message for item in found if isinstance(item, Unchecked)]


# Tables of Exchange


@pytest.mark.parametrize(
    "table",
    [
        f"{COLUMNS}\r\n{row('dana')}{COLUMNS}\r\n{row('maria')}",
        f'{COLUMNS}\r\n{row("dana")}"Identity","AutoReplyState","InternalMessage","ExternalMessage"\r\n{row("maria")}',
        f"{COLUMNS}\r\n{row('dana')}{COLUMNS.upper()}\r\n{row('maria')}{COLUMNS}\r\n",
        f"#TYPE x\r\n{COLUMNS}\r\n{row('dana')}#TYPE x\r\n{COLUMNS}\r\n{row('maria')}",
        f"{COLUMNS}\r\n{row('dana')}\ufeff{COLUMNS}\r\n{row('maria')}",
        f"{COLUMNS}\r\n{row('dana')}AutoReplyState,Identity,ExternalMessage,InternalMessage\r\nEnabled,maria,{QUOTED},{QUOTED}\r\n",
        f"{COLUMNS}\r\n{row('dana')}AutoReplyState,Identity,InternalMessage,ExternalMessage,EndTime\r\nEnabled,maria,{QUOTED},{QUOTED},12/21/2026 00:00:00\r\n",
    ],
)
def test_rows_of_names_are_not_mailboxes(read: Read, table: str) -> None:
    """Exports appended to one another have their names again in the middle, also in another order and number."""
    found = read(table, "x.csv")
    assert [box.owner for box in boxes(found)] == ["dana", "maria"]
    assert {document.text.strip() for box in boxes(found) for document in box.documents} == {TEXT}
    assert refusals(found) == []


@pytest.mark.parametrize(
    ("first", "mark"),
    [("sep=,", ","), ("SEP=;", ";"), ('"sep=,"', ","), ("sep=\t", "\t"), ("sep=|", "|"), ("#TYPE x\r\nsep=;", ";")],
)
def test_the_line_that_tells_excel_what_divides_cells_is_no_header(read: Read, first: str, mark: str) -> None:
    """`sep=,` above the names says what stands between the cells, and a text can be put back below it."""
    names = COLUMNS.replace(",", mark)
    data = f"\ufeff{first}\r\n{names}\r\n" + row("dana").replace('","', f'"{mark}"')
    (box,) = boxes(read(data, "x.csv"))
    assert [document.text.strip() for document in box.documents] == [TEXT, TEXT]
    document = box.documents[0]
    written = with_texts(
        "exchange-csv", data.lstrip("\ufeff"), [(document, with_content(document, PAGE.replace("12/21", "12/22")))]
    )
    assert written == data.lstrip("\ufeff").replace("12/21", "12/22", 1)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (f"<html><body>{TEXT}" + "x" * 40_000, "Excel does"),
        (f"{TEXT} " + "y" * 40_000, "Excel does"),
        (f"{TEXT} " + "\U0001f334" * 20_000, "Excel does"),
        ("<html><body>" + f"<p>{TEXT}" * 20, "middle of their HTML"),
        ("<!DOCTYPE html>\r\n<HTML lang=EN>\r\n<p>I am out</p>", "middle of their HTML"),
        ("I am out until 12/21/26.&nbsp;Call Terrence Boyd.", "lost their HTML tags"),
        ("I&#8217;m out until 12/21/26.", "lost their HTML tags"),
        ("I&rsquo;m out &amp; about.", "lost their HTML tags"),
        ("&lt;p&gt;I am out until 12/21/26.&lt;/p&gt;", "lost their HTML tags"),
        ("\r\nI am out.\r\n\r\nThank you,\r\n&#160;\r\nDana", "lost their HTML tags"),
        ("I am out until 12/21/26.\\n\\nThank you,\\nDana Whitlock", "line breaks"),
        ("I am out until 12/21/26.\\r\\nThank you,\\r\\nDana Whitlock", "line breaks"),
        ("I am out._x000D_ Thank you,_x000D_ Dana Whitlock", "line breaks"),
        ("I am out until 12/21/26.`n`nThank you", "line breaks"),
        ("Thank you,\\nDana Whitlock", "line breaks"),
        ("I am out.\\\\r\\\\nThank you", "line breaks"),
        ("I am out\\\\n\\\\nThank you", "line breaks"),
    ],
)  # fmt: skip
def test_messages_that_were_changed_on_their_way_are_not_checked(read: Read, message: str, words: str) -> None:
    """A cut cell, lost tags and line breaks written out are named with whose they are, and the others are read."""
    cut = message.encode("utf-16-le")[: 2 * 32_767].decode("utf-16-le") if "Excel" in words else message
    found = read(f"\ufeff{COLUMNS}\r\n{row('dana')}{row('maria', cut)}{row('pat', cut, 'Disabled')}", "x.csv")
    assert [box.owner for box in boxes(found)] == ["dana", "pat"]
    assert [("of maria" in line, words in line, "pat" in line) for line in refusals(found)] == [(True, True, False)]


@pytest.mark.parametrize(
    "message",
    [
        "<html><body><p>I am out &amp; about.\\n</p></body></html>",
        "I am out. Look at \\\\server\\news\\notes.",
        "I am out until 12/21/26. R&D; call Terrence Boyd.",
        "<div>I am out.</div>",
        "<html><body>I am out.</body></html>\r\n\r\n",
    ],
)
def test_messages_that_look_odd_and_are_whole_are_checked(read: Read, message: str) -> None:
    """A backslash in a path, an ampersand, a fragment and a page with blank lines below it are as they were written."""
    found = read(f"{COLUMNS}\r\n{row('dana', message)}", "x.csv")
    assert (len(boxes(found)), refusals(found)) == (1, [])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.csv", f"Identity,StartTime,EndTime,InternalMessage,ExternalMessage\r\ndana,,,{QUOTED},{QUOTED}\r\n"),
        ("x.csv", f"Mailbox,InternalMessage\r\ndana,{QUOTED}\r\n"),
        ("x.json", json.dumps({"Identity": "dana", "InternalMessage": PAGE})),
        ("x.json", json.dumps([{"Identity": "dana", "ExternalMessage": PAGE, "EndTime": None}] * 3)),
        ("x.clixml", f'<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj><MS><S N="InternalMessage">{TEXT}</S></MS></Obj></Objs>'),
    ],
)  # fmt: skip
def test_without_the_state_the_texts_are_checked_and_the_rest_is_said(read: Read, name: str, data: str) -> None:
    """Whether replies are on, and when, is not known without AutoReplyState; that is said once."""
    found = read(data, name)
    assert boxes(found)
    assert ["export AutoReplyState" in line for line in refusals(found)] == [True]


@pytest.mark.parametrize(
    ("name", "data", "states"),
    [
        ("x.csv", "Identity,AutoReplyState\r\ndana,Enabled\r\n", 0),
        ("x.csv", "Identity;AutoReplyState;EndTime\r\ndana;Scheduled;\r\nmaria;Disabled;\r\n", 1),
        ("x.json", '[{"Identity": "dana", "AutoReplyState": 1}, {"Identity": "maria", "AutoReplyState": 0}]', 1),
        ("x.json", '{"Identity": "dana", "AutoReplyState": "Enabled"}', 0),
        (
            "x.clixml",
            '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj><MS><S N="Identity">dana</S><S N="AutoReplyState">Enabled</S></MS></Obj></Objs>',
            0,
        ),
    ],
)
def test_the_state_alone_is_not_enough(read: Read, name: str, data: str, states: int) -> None:
    """Of a reply that is on, the messages are needed, and the advice says so; one that is off needs none."""
    found = read(data, name)
    assert [box.settings and box.settings.state for box in boxes(found)] == [State.OFF] * states
    assert ["export these columns too" in line and "of dana" in line for line in refusals(found)] == [True]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.csv", "Identity,AutoReplyState\r\ndana,Disabled\r\nmaria,Disabled\r\n"),
        ("x.json", json.dumps([{"Identity": "dana", "AutoReplyState": "Disabled", "InternalMessage": "old"}] * 2)),
        ("g.json", json.dumps([{"mail": "dana@example.com", "automaticRepliesSetting": {"status": "disabled"}}] * 2)),
        ("v.json", json.dumps({"dana@example.com": {"enableAutoReply": False}, "maria@example.com": {"enableAutoReply": False}})),
        ("z.txt", "# name a@example.com\nzimbraPrefOutOfOfficeReplyEnabled: FALSE\n\n# name b@example.com\nzimbraPrefOutOfOfficeReplyEnabled: FALSE\n"),
        ("t.csv", "User,enabled,html,message\ndana@example.com,False,,\nmaria@example.com,False,,\n"),
    ],
)  # fmt: skip
def test_an_export_in_which_every_reply_is_off_is_whole(read: Read, name: str, data: str) -> None:
    """Nobody is answered, so nothing is to be checked and nothing is missing; how many they are can be counted."""
    found = read(data, name)
    assert refusals(found) == []
    assert [(box.settings and box.settings.state, box.documents) for box in boxes(found)] == [(State.OFF, ())] * 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.csv", COLUMNS + "\r\n" + row("dana", "I\u00e2\u20ac\u2122m out.")),
        ("x.json", json.dumps({"Identity": "dana", "AutoReplyState": 1, "InternalMessage": "Estar\u00c3\u00a9 fuera."})),
        ("g.json", json.dumps({"mail": "dana", "automaticRepliesSetting": {"status": "alwaysEnabled", "internalReplyMessage": "I\ufffdm out"}})),
        ("v.json", json.dumps({"dana@x.example": {"enableAutoReply": True, "responseBodyHtml": "I\u00e2\u20ac\u2122m out"}})),
        ("z.txt", "# name dana@x.example\nzimbraPrefOutOfOfficeReply: Ren\u00c3\u00a9e\nzimbraPrefOutOfOfficeReplyEnabled: TRUE\n"),
        ("s.sieve", 'require "vacation"; vacation :from "dana@x.example" "I\ufffdm out.";'),
    ],
)  # fmt: skip
def test_letters_that_were_garbled_on_the_way_are_not_judged(read: Read, name: str, data: str) -> None:
    """UTF-8 read as Windows-1252, and marks of lost letters, are the export's and not the author's."""
    found = read(data, name)
    assert ["where letters were lost" in line and "dana" in line for line in refusals(found)] == [True], found
    assert boxes(found) == []


# What is known and not read

TABLE = """
MailboxOwnerId                          AutoReplyState StartTime             EndTime
--------------                          -------------- ---------             -------
plantcity.example/Users/Dana Whitlock        Scheduled 12/14/2026 12:00:00 AM 12/19/2026 12:00:00 AM
"""


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("ft.txt", TABLE, "Format-Table"),
        ("ft.txt", TABLE.encode("utf-16"), "Format-Table"),
        ("ft.txt", f"\ufeff{TABLE}".replace("\n", "\r\n"), "Format-Table"),
        ("ft.csv", f"PS C:\\> Get-Mailbox | Get-MailboxAutoReplyConfiguration | ft\n{TABLE}", "Format-Table"),
        ("ft.log", "Identity InternalMessage\n-------- ---------------\ndana     <html>...\n", "Format-Table"),
        ("ft", "DisplayName AutoReplyState\n----------- --------------\nDana        Enabled\n", "Format-Table"),
        ("fl.txt", "RunspaceId     : 1\nAutoReplyState : Enabled\n", "Format-List"),
        ("gam.txt", "User: dana@example.com, Show Vacation\n    Enabled: True\n    Message:\n      I am out.\n", "GAM shows"),
        ("gam.txt", "User: dana@example.com, Show Signature (1/2)\n  Signature:\n", "GAM shows"),
        ("gam", "\ufeffUser: dana@example.com, Show Vacation\r\n    Enabled: False\r\n", "GAM shows"),
        ("gam.txt", "Getting all Users\nGot 1 User\nUser: d@example.com, Show Vacation (1/1)\n", "GAM shows"),
        ("gam.csv", "User: dana@example.com, Show 2 SendAs Addresses\n", "GAM shows"),
        ("gam.txt", "SendAs Address: Dana <dana@example.com> (1/1)\n  Signature:\n", "GAM shows"),
        ("t.html", "<html><body><table><tr><th>Identity</th><th>AutoReplyState</th></tr></table></body></html>", "ConvertTo-Html"),
        ("j.csv", "User,JSON\ndana@example.com,'{\"enableAutoReply\": true}'\n", "without formatjson"),
        ("j.csv", '"User","JSON"\r\n"dana@example.com","{}"\r\n', "without formatjson"),
        ("j.csv", "User,sendAsEmail,JSON\nd@example.com,d@example.com,'{}'\n", "without formatjson"),
        ("j.csv", "\ufeffUser,JSON-signature\nd@example.com,{}\n", "without formatjson"),
        ("j", "User,displayName,isPrimary,JSON\nd@example.com,Dana,True,{}\n", "without formatjson"),
        ("pfa.csv", "email,subject,body,cache,domain,created,active,activefrom,activeuntil\nd@example.com,Out,I am out.,,,,1,,\n", "PostfixAdmin"),
        ("pfa.csv", '"email";"subject";"body";"active";"activefrom";"activeuntil"\r\n', "PostfixAdmin"),
        ("pfa.csv", "activefrom,activeuntil,email,body\n", "PostfixAdmin"),
        ("pfa.txt", "email\tsubject\tbody\tactivefrom\tactiveuntil\n", "PostfixAdmin"),
        ("pfa.txt", "INSERT INTO `vacation` VALUES ('d@example.com','Out','I am out.')", "PostfixAdmin"),
        ("e.json", '{"error": {"code": "MailboxNotEnabledForRESTAPI", "message": "x"}}', "MailboxNotEnabledForRESTAPI: x"),
        ("e.json", '{"error": {"code": 403, "message": "Delegation denied", "status": "PERMISSION_DENIED"}}', "403: Delegation denied"),
        ("e.json", '\ufeff{\r\n  "error": "invalid_grant",\r\n  "error_description": "expired"\r\n}', "invalid_grant: expired"),
        ("e.json", '{"type": "urn:ietf:params:jmap:error:notRequest", "status": 400, "detail": "no"}', "notRequest: no"),
        ("e.json", '{"status": 0, "errors": ["No such account"], "data": null}', "No such account"),
        ("e", '["error", {"type": "accountNotFound"}, "0"]', "accountNotFound"),
    ],
)  # fmt: skip
def test_what_is_shown_on_a_screen_or_is_an_error_says_what_to_do(
    read: Read, name: str, data: str | bytes, words: str
) -> None:
    """Listings cut texts short and errors hold none: each is named for what it is, by its content."""
    found = read(data, name)
    assert [words in line and ";" in line for line in refusals(found)] == [True], found
    assert boxes(found) == []


def test_an_error_among_settings_is_said_with_whose_it_is(read: Read) -> None:
    """The answers beside an error are read; the user whose settings did not come is named."""
    good = {"automaticRepliesSetting": {"status": "alwaysEnabled", "internalReplyMessage": TEXT}}
    error = {"error": {"code": "ErrorAccessDenied", "message": "no"}}
    vacation = {"enableAutoReply": True, "responseBodyPlainText": TEXT}
    jmap = {"methodResponses": [["VacationResponse/get", {"accountId": "a", "list": [{"isEnabled": True, "textBody": TEXT}]}, "0"], ["error", {"type": "accountNotFound"}, "1"]]}  # fmt: skip
    for data, words in (
        ([{"mail": "dana@example.com", **good}, {"mail": "pat@example.com", **error}], "pat@example.com"),
        (
            [{"mail": "dana@example.com", **good}, {"mail": "pat@example.com", "mailboxSettings": None}],
            "pat@example.com",
        ),
        ([{"mail": "dana@example.com", **good}, None], "entry 2"),
        ({"dana@example.com": vacation, "pat@example.com": error}, "pat@example.com"),
        (jmap, "accountNotFound"),
        ({"dana@example.com": vacation, "pat@example.com": {}}, "pat@example.com"),
        ({"dana@example.com": {"vacation": vacation}, "pat@example.com": {"vacation": None}}, "pat@example.com"),
        (
            {
                "methodResponses": [
                    ["VacationResponse/get", {"accountId": "a", "list": [{"isEnabled": True, "textBody": TEXT}]}, "0"],
                    ["VacationResponse/get", {"accountId": "pat", "list": []}, "1"],
                ]
            },
            "pat",
        ),
        (
            {"a": {"body": TEXT, "is_html": 0, "interval": 8}, "b": {"status": 0, "errors": ["No such account"]}},
            "No such account",
        ),
    ):
        found = read(json.dumps(data), "x.json")
        assert len(boxes(found)) == 1, data
        assert [words in line for line in refusals(found)] == [True], found


def test_a_listing_that_somebody_sent_by_mail_is_mail(read: Read) -> None:
    """What PowerShell shows, quoted in a message, costs neither the message nor the mailbox it lies in."""
    mail = f"From: it@example.com\nTo: dana@example.com\nSubject: List\nDate: Mon, 7 Dec 2026 09:00:00 -0500\n\n{TABLE}"
    assert boxes(read(mail, "x.eml"))
    assert boxes(read(f"From it Mon Dec  7 09:00:00 2026\n{mail}", "x"))


CONTAINERS = {
    "Archive.dbx": b"\xcf\xad\x12\xfe\xc5\xfd\x74\x6f",
    "m.nsf": b"\x1a\x00\x00\x04\x00\x00",
    "one.7z": b"7z\xbc\xaf\x27\x1c",
    "old.rar": b"Rar!\x1a\x07\x00",
    "winmail.dat": b"\x78\x9f\x3e\x22\x01",
    "x.mht": b"MIME-Version: 1.0\n",
    "store.EDB": b"\x00" * 20,
    "box.zst": b"\x28\xb5\x2f\xfd",
    "sealed.p7m": b"0\x82",
    "no-suffix": b"Rar!\x1a\x07\x01\x00",
    "other-name.bin": b"\x78\x9f\x3e\x22\x01",
    "letter.asc": b"-----BEGIN PGP MESSAGE-----\n",
}


@pytest.mark.parametrize("where", ["folder", "zip", "tgz"])
def test_containers_that_are_not_read_are_named(tmp_path: Path, where: str) -> None:
    """A mail container that nothing here opens is named beside what is read; tables and slides are only counted."""
    members = {
        **CONTAINERS,
        "ok.txt": TEXT.encode(),
        "staff.xlsx": b"PK\x03\x04",
        "slides.pptx": b"PK\x03\x04",
        "b.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    }
    if where == "folder":
        for name, data in members.items():
            (tmp_path / name).write_bytes(data)
    elif where == "zip":
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            for name, data in members.items():
                archive.writestr(name, data)
    else:
        with tarfile.open(tmp_path / "x.tgz", "w:gz") as packed:
            for name, data in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                packed.addfile(info, io.BytesIO(data))
    found = list(load([str(tmp_path)]))
    named = {Path(item.path).name: item.message for item in found if isinstance(item, Unchecked)}
    assert set(named) == set(CONTAINERS)
    assert all("; " in message for message in named.values())
    assert len(boxes(found)) == 1
    assert ["3 files were" in item.message for item in found if isinstance(item, Notice)] == [True]


def test_a_container_that_is_not_read_is_named_whatever_its_size(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a file is counts, not that it is larger than any file that is read."""
    monkeypatch.setattr(files, "MAX_FILE", 100)
    assert ["7-Zip" in line for line in refusals(read(CONTAINERS["one.7z"] + b"x" * 1000, "big.7z"))] == [True]


@pytest.mark.parametrize("where", ["folder", "zip", "deep", "tgz", "beside a text"])
def test_the_page_that_takeout_adds_is_passed_over(tmp_path: Path, where: str) -> None:
    """Google's own list of what an export holds is counted, and never judged as a reply."""
    page = b"<!DOCTYPE html><html><body><p>Your archive of 3 messages</p></body></html>"
    pages = {"Takeout/archive_browser.html": page, "Takeout/Mail/a.txt": TEXT.encode()}
    if where == "deep":
        pages = {f"export/1/{name}": data for name, data in pages.items()}
    if where == "beside a text":
        pages = {"archive_browser.html": page, "a.txt": TEXT.encode()}
    for name, data in pages.items():
        path = tmp_path / "all" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    target = tmp_path / "all"
    if where == "zip":
        target = tmp_path / "takeout.zip"
        with zipfile.ZipFile(target, "w") as archive:
            for name, data in pages.items():
                archive.writestr(name, data)
    elif where == "tgz":
        target = tmp_path / "takeout.tgz"
        with tarfile.open(target, "w:gz") as packed:
            packed.add(tmp_path / "all", "all")
    found = list(load([str(target)]))
    assert [document.text for box in boxes(found) for document in box.documents] == [TEXT]
    assert ["1 file was passed over" in item.message for item in found if isinstance(item, Notice)] == [True]
    assert refusals(found) == []


# Zimbra


def account(reply: str, more: str = "zimbraPrefOutOfOfficeReplyEnabled: TRUE\n") -> str:
    """Return what zmprov prints of an account."""
    return f"# name dana@example.com\ncn: Dana\nzimbraPrefOutOfOfficeReply: {reply}\n{more}\n"


@pytest.mark.parametrize(
    "reply",
    [
        "I am out.\n\n# name tags are at the counter\nThank you",
        "I am out.\n# name dana@example.com is on my door\nThank you",
        "I am out.\n\n# name pat@example.org\nThank you",
        "I am out.\n# name pat@example.org",
        "I am out.\nmail: boyd@example.com\ncn: Terrence\nuid: 7",
        "# name\nI am out.",
        "I am out.\u2028mail: boyd@example.com",
        "I am out.\nDana\ndisplayName: yes: no",
    ],
)
def test_lines_of_a_zimbra_reply_that_look_like_attributes_are_its_own(read: Read, reply: str) -> None:
    """A name begins an account only above an attribute, and zmprov prints in alphabetical order: `mail` is before `zimbra…`."""
    found = boxes(read(account(reply) + account("Second."), "x.txt"))
    assert [(box.owner, [document.content for document in box.documents]) for box in found] == [
        ("dana@example.com", [reply]),
        ("dana@example.com", ["Second."]),
    ]


@pytest.mark.parametrize("text", ["Estaré fuera.", "I am out.\n\nDana\n", "🌴", "x" * 500, ": odd"])
def test_values_of_zimbra_in_base64_are_read_and_written_so(read: Read, text: str) -> None:
    """`name:: value` is base64 (RFC 2849); a corrected text is written as the value was."""
    data = account("@").replace("Reply: @", f"Reply:: {b64encode(text.encode()).decode()}")
    (box,) = boxes(read(data, "x.txt"))
    (document,) = box.documents
    assert document.content == text
    written = with_texts("zimbra", data, [(document, with_content(document, "Nuevo: ñ"))])
    (after,) = boxes(read(written, "y.txt"))
    assert after.documents[0].content == "Nuevo: ñ"
    assert "Reply:: " in written


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (account("I?ll be out until 12/21/26."), "LC_ALL"),
        (account("Ren?e says thank you."), "LC_ALL"),
        (
            account(
                "I am out.", "zimbraPrefOutOfOfficeReplyEnabled: TRUE\nzimbraPrefMailSignature: Ren?e Castellano\n"
            ),
            "LC_ALL",
        ),
        (account("I am out. Don?t call."), "LC_ALL"),
        (account("Estar?a fuera"), "LC_ALL"),
        (account("@").replace("Reply: @", "Reply:: ***"), "base64 is damaged"),
        (account("@").replace("Reply: @", "Reply:: /w=="), "base64 is damaged"),
        (account("I am out.", ""), "is on is missing"),
        (account("I am out.", "zimbraPrefOutOfOfficeFromDate: 20261214050000Z\n"), "is on is missing"),
    ],
)
def test_damaged_and_unstated_data_of_zimbra_is_not_checked(read: Read, data: str, words: str) -> None:
    """Question marks for letters, damaged base64 and a state that is not printed are named with whose they are."""
    found = read(data, "x.txt")
    assert [words in line and "dana@example.com" in line for line in refusals(found)] == [True], found
    assert boxes(found) == []


def test_a_print_of_zimbra_that_is_cut_off_at_a_name_is_not_a_reply_that_is_off(read: Read) -> None:
    """Of an account of which nothing follows, nobody knows whether its reply is on."""
    off = "# name dana@example.com\nzimbraPrefOutOfOfficeReplyEnabled: FALSE\n\n"
    found = read(f"{off}# name pat@example.com\n", "x.txt")
    assert [box.owner for box in boxes(found)] == ["dana@example.com"]
    assert ["pat@example.com is on is missing" in line for line in refusals(found)] == [True]


# Values that no program writes, and names that no file has

DIGITS = "9" * 5000


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("e.json", f'[{{"AutoReplyState": {DIGITS}, "InternalMessage": "{TEXT}"}}]'),
        ("e.json", f'[{{"InternalMessage": "{TEXT}", "AutoReplyState": 1, "EndTime": {DIGITS}}}, {DIGITS}]'),
        ("e.json", f'{{"InternalMessage": {DIGITS}}}'),
        ("g.json", f'{{"status": {DIGITS}, "internalReplyMessage": "{TEXT}"}}'),
        ("g.json", f'{{"responses": [{{"id": {DIGITS}, "status": {DIGITS}, "body": {{"mailboxSettings": 1}}}}]}}'),
        ("v.json", f'{{"enableAutoReply": true, "startTime": {DIGITS}, "endTime": "{DIGITS}", "responseBodyPlainText": "{TEXT}"}}'),
        ("v.json", f'{{"enableAutoReply": true, "startTime": Infinity, "endTime": NaN, "responseBodyPlainText": "{TEXT}"}}'),
        ("j.json", f'{{"isEnabled": true, "fromDate": {DIGITS}, "textBody": "{TEXT}"}}'),
        ("c.json", f'{{"body": "{TEXT}", "is_html": {DIGITS}, "interval": 8, "start": {DIGITS}, "stop": "{DIGITS}"}}'),
        ("c.json", f'{{"body": "{TEXT}", "is_html": "yes", "interval": 8, "start": 1e999}}'),
        ("d.json", "[" * 900 + f'{{"enableAutoReply": true, "responseBodyPlainText": "{TEXT}"}}' + "]" * 900),
        ("prefs.js", f'//\nuser_pref("mail.identity.id1.attach_signature", true);\nuser_pref("mail.identity.id1.sig_file", "{"9" * 300}.html");\n'),
        ("prefs.js", '//\nuser_pref("mail.identity.id1.attach_signature", true);\nuser_pref("mail.identity.id1.sig_file", "/");\n'),
        ("prefs.js", '//\nuser_pref("mail.identity.id1.attach_signature", true);\nuser_pref("mail.identity.id1.sig_file", "a\\u0000b");\n'),
        ("clerk@example.com", "From: a@example.com\nContent-type: text/plain; charset=\xff\nSubject: x\n\nI am out.\n"),
    ],
)  # fmt: skip
def test_values_that_no_program_writes_are_judged_or_refused(read: Read, name: str, data: str) -> None:
    """Endless numbers, deep nesting and impossible file names end in a sentence of their own, never in an internal error."""
    found = read(data, name)
    assert found
    assert not [line for line in refusals(found) if "makers" in line or "Error" in line], found


@pytest.mark.parametrize("times", ["[1]", "{", f'{{"start": {DIGITS}}}', "\xff", '{"stop": "soon"}'])
def test_the_times_beside_an_auto_responder_may_be_anything(tmp_path: Path, times: str) -> None:
    """What stands beside the file is read or refused, and costs the reply nothing."""
    (tmp_path / "clerk@example.com").write_text(
        "From: a\nContent-type: text/plain; charset=utf-8\nSubject: x\n\nI am out.\n"
    )
    (tmp_path / "clerk@example.com.json").write_text(times, encoding="latin-1")
    found = list(load([str(tmp_path / "clerk@example.com")]))
    assert [box.documents[0].text for box in boxes(found)] == ["I am out.\n"]
    assert not [line for line in refusals(found) if "makers" in line]


def test_names_as_long_as_a_file_can_have_do_not_end_a_run(tmp_path: Path) -> None:
    """Beside a name of 255 letters no other can be looked for; the file and the others are read."""
    for name in ("x" * 251 + ".txt", "y" * 250 + ".html", "a.txt"):
        (tmp_path / name).write_text(TEXT)
    found = list(load([str(tmp_path)]))
    assert (len(boxes(found)), refusals(found)) == (3, [])
    (refused,) = load([str(tmp_path / ("q" * 300))])
    assert isinstance(refused, Unchecked)


def test_one_compressed_export_is_read(read: Read) -> None:
    """An export that was compressed by itself is read as the export it is."""
    (box,) = boxes(read(gzip.compress(f"{COLUMNS}\r\n{row('dana')}".encode()), "x.csv.gz"))
    assert box.owner == "dana"
