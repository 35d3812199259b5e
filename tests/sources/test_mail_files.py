"""The files of Apple Mail, Outlook for Mac and Outlook for Windows give the messages in them, or one sentence why not."""

from __future__ import annotations

import io
import struct
import sys
import types
import zipfile
from contextlib import suppress
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replylint.errors import SourceError
from replylint.sources import built, emlx, msg, olm, pst

FILES = Path(__file__).parents[1] / "fixtures_sources"
PLIST = b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict/></plist>\n'
MAIL = "From: Dana <dana@city.example>\nSubject: Away\n\nI’m away until June 8.\n".encode()
MEMBER = "Accounts/dana@city.example/com.microsoft.__Messages/Inbox/message_00000.xml"
PIXEL = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def parsed(data):
    """Return a message as the standard library reads it."""
    return message_from_bytes(data, policy=policy.default)


# Apple Mail


@pytest.mark.parametrize("name", ["188.emlx", "188.padded.emlx"])
def test_emlx(name):
    """A message of Apple Mail ends where its first line says, whether or not the number is padded."""
    data = (FILES / name).read_bytes()
    assert emlx.is_emlx(data[:200])
    message = emlx.message_of(data)
    assert message.startswith(b"From: Marcus Bell")
    assert message.endswith(b"call 555-0162.\n")
    assert len(message) == 455


def test_emlx_without_what_mail_knows():
    """A message is whole without the part behind it, and with line ends of Windows."""
    assert emlx.message_of(b"%d\n" % len(MAIL) + MAIL) == MAIL
    assert emlx.message_of(b"%d  \r\n" % len(MAIL) + MAIL + b"\r\n" + PLIST) == MAIL


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no number"),
        (MAIL, "no number"),
        (b"%d\n" % len(MAIL) + MAIL[:-1], "cut off"),
        (b"%d\n" % (len(MAIL) - 9) + MAIL + PLIST, "damaged"),
        (b"%d\n" % (len(MAIL) + 9) + MAIL + PLIST, "damaged"),
        (b"999999999999\n" + MAIL, "cut off"),
        (b"0\n" + PLIST, "no message"),
    ],
)
def test_damaged_emlx(data, said):
    """A message that is cut off or does not end where it says is refused."""
    with pytest.raises(SourceError, match=said):
        emlx.message_of(data)


def test_what_is_no_emlx():
    """A message and a list of numbers are not taken for messages of Apple Mail."""
    assert not emlx.is_emlx(MAIL)
    assert not emlx.is_emlx(b"455\n456\n")
    assert not emlx.is_emlx(b"")


# Outlook for Mac


def archive(*members, **options):
    """Return an archive with these members, each a name and its XML."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", options.get("packed", zipfile.ZIP_DEFLATED)) as file:
        for name, content in members:
            file.writestr(name, content)
    return stream


def email(content, more=""):
    """Return the XML of a message."""
    return f'<?xml version="1.0"?>{more}<emails elementCount="1"><email>{content}</email></emails>'


def test_olm():
    """An archive of Outlook for Mac gives a message with its people, its time in UTC, its text and its HTML."""
    with (FILES / "outlook_mac.olm").open("rb") as file:
        ((name, data),) = olm.messages(file)
        assert olm.is_olm(zipfile.ZipFile(file).namelist())
    assert name.endswith("Inbox/message_00000.xml")
    message = parsed(data)
    assert message["from"] == "Dana Whitfield <dana.whitfield@marlowsprings.example>"
    assert message["to"] == "Pat Resident <pat@resident.example>"
    assert message["subject"] == "Automatic reply: Fence permit"
    assert message["date"] == "Mon, 01 Jun 2026 13:00:00 +0000"
    assert message.get_body(("plain",)).get_content() == "I am away until Monday, June 8. Call 555-0140.\n"
    assert "<p>I am away until Monday, June 8." in message.get_body(("html",)).get_content()


def test_a_damaged_member_does_not_stop_the_others():
    """What is wrong with a member is said with its name, and the next one is read."""
    good = email(
        "<OPFMessageCopySubject>Away</OPFMessageCopySubject><OPFMessageCopyBody>I am away.</OPFMessageCopyBody>"
    )
    entity = '<!DOCTYPE emails [<!ENTITY a "aaaaaaaaaa">]>'
    stream = archive(
        (MEMBER, good[:-30]),
        (MEMBER.replace("0.xml", "1.xml"), email("&a;", entity)),
        (MEMBER.replace("0.xml", "2.xml"), email("x" * 3_000_000)),
        ("../" + MEMBER, good),
        (MEMBER.replace("0.xml", "3.xml"), b"\xff\xfe\x00"),
        ("Accounts/dana@city.example/Contacts.xml", good),
        (MEMBER.replace("0.xml", "4.xml"), good),
    )
    found = [one for _, one in olm.messages(stream)]
    said = ["damaged or cut off", "document type", "200 times its size", "points outside", "UTF-16"]
    assert [isinstance(one, SourceError) for one in found] == [True] * 5 + [False]
    assert all(words in str(one) for words, one in zip(said, found[:5], strict=True))
    assert parsed(found[5])["subject"] == "Away"


def test_characters_that_xml_does_not_allow():
    """Control characters that Outlook copied from a message do not make its file unreadable, and a page in a section is no document type."""
    stream = archive(
        (
            MEMBER,
            email(
                "<OPFMessageCopyHTMLBody><![CDATA[<!DOCTYPE html><p>I am\x0b aw&#x1F;ay]]></OPFMessageCopyHTMLBody><a>&#11;</a>"
            ),
        )
    )
    ((_, data),) = olm.messages(stream)
    assert parsed(data).get_body(("html",)).get_content() == "<!DOCTYPE html><p>I am away\n"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no archive", archive(("a.txt", "x")).getvalue()])
def test_other_archives(data):
    """What is no archive of Outlook for Mac is refused as a whole."""
    with pytest.raises(SourceError, match=r"damaged|no messages"):
        list(olm.messages(io.BytesIO(data)))


@given(st.integers(0, 100_000), st.integers(0, 255))
def test_a_changed_byte_in_an_archive(place, value):
    """An archive with a changed byte is read or refused, never more."""
    data = bytearray((FILES / "outlook_mac.olm").read_bytes())
    data[place % len(data)] = value
    with suppress(SourceError):
        assert all(isinstance(one, (bytes, SourceError)) for _, one in olm.messages(io.BytesIO(bytes(data))))


# Outlook for Windows


def compound(streams):
    """Return a compound file with these streams in its root or in storages: `{"name": bytes, "storage/name": bytes}`."""
    free, end, sector = 0xFFFFFFFF, 0xFFFFFFFE, 512
    tree = {"": []}
    for path in streams:
        folder, _, _ = path.rpartition("/")
        if folder and folder not in tree:
            tree[folder] = []
            tree[""].append(folder)
        tree[folder].append(path)
    order = ["", *(path for folder in tree for path in tree[folder])]
    chains, table, content = {}, [], b""
    for path, data in streams.items():
        data = data.ljust(4096, b"\0") if len(data) < 4096 else data
        count = -(-len(data) // sector)
        chains[path] = (len(table), len(data)) if data else (end, 0)
        table += [*range(len(table) + 1, len(table) + count), end]
        content += data.ljust(count * sector, b"\0")
    entries = b""
    for path in order:
        name = path.rpartition("/")[2] if path else "Root Entry"
        beside = next((tree[folder] for folder in tree if path in tree[folder]), [])
        right = beside[beside.index(path) + 1] if path in beside[:-1] else None
        child = tree.get(path, [None])[0] if tree.get(path) else None
        links = [free, order.index(right) if right else free, order.index(child) if child else free]
        raw = name.encode("utf-16-le") + b"\0\0"
        kind = 5 if not path else 2 if path in streams else 1
        start, size = chains.get(path, (end, 0))
        entries += (
            raw.ljust(64, b"\0")
            + struct.pack("<HBB3I", len(raw), kind, 1, *links)
            + b"\0" * 36
            + struct.pack("<IQ", start, size)
        )
    entries += (b"\0" * 68 + struct.pack("<3I", free, free, free) + b"\0" * 48) * (-len(order) % 4)
    first = len(table)
    count = len(entries) // sector
    table += [*range(first + 1, first + count), end]
    fat_at = len(table)
    fats = -(-(len(table) + 1 + len(table) // 127) // 128)
    table += [0xFFFFFFFD] * fats
    fat = struct.pack(f"<{len(table)}I", *table).ljust(fats * sector, b"\xff")
    header = (
        bytes.fromhex("D0CF11E0A1B11AE1")
        + b"\0" * 16
        + struct.pack("<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, fats, first, 0, 4096, end, 0, end, 0)
    )
    heads = struct.pack(f"<{fats}I", *range(fat_at, fat_at + fats)).ljust(436, b"\xff")
    return header + heads + content + entries + fat


def properties(prefix, header, values):
    """Return the streams of the properties of a message or a part of it."""
    rows = b"\0" * header
    streams = {}
    for number, value in values.items():
        kind = {str: 0x1F, bytes: 0x102, int: 3, tuple: 0x1E}[type(value)]
        raw = value.encode("utf-16-le") if isinstance(value, str) else value[0] if isinstance(value, tuple) else value
        if isinstance(value, int):
            rows += struct.pack("<HHIQ", kind, number, 6, value)
        else:
            rows += struct.pack("<HHIQ", kind, number, 6, len(raw))
            streams[f"{prefix}__substg1.0_{number:04X}{kind:04X}"] = raw
    return {f"{prefix}__properties_version1.0": rows, **streams}


def outlook(values, *parts):
    """Return a file of Outlook with these properties, attachments' properties after them."""
    streams = properties("", 32, {0x1A: "IPM.Note", **values})
    for number, part in enumerate(parts):
        streams |= properties(f"__attach_version1.0_#{number:08X}/", 8, part)
    return compound(streams)


def test_msg():
    """A reply saved from Outlook gives the header lines it came with and its text in both forms."""
    data = (FILES / "automatic_reply.msg").read_bytes()
    assert msg.is_compound(data[:8])
    item = msg.item_of(data)
    assert item.message_class == "IPM.Note.Rules.OofTemplate.Microsoft"
    assert not item.template
    message = parsed(item.data)
    assert message["auto-submitted"] == "auto-generated"
    assert message["from"] == "Dana Whitfield <dana.whitfield@marlowsprings.example>"
    assert message.get_body(("plain",)).get_content().startswith("I am away until Monday, June 8.")
    assert "<p>I am away" in message.get_body(("html",)).get_content()
    assert msg.item_of(data) == item, "the same file is always read alike"


def test_oft():
    """A file saved as a template is one, whoever wrote it."""
    data = (FILES / "template.oft").read_bytes()
    assert msg.item_of(data, "Away.OFT").template
    assert "[start date]" in parsed(msg.item_of(data).data).get_body(("plain",)).get_content()


def test_a_message_of_outlook_without_header_lines():
    """Sender, subject and text come from the properties, and one without sender and time is a template."""
    sender = {0x0C1A: "Zoë Whitfield", 0x0C1F: "/O=CITY/CN=ZOE", 0x5D01: "zoe@city.example"}
    item = msg.item_of(outlook({0x37: "Away", 0x1000: "I’m away until June 8.", **sender}))
    message = parsed(item.data)
    assert (message["from"].addresses[0].display_name, message["from"].addresses[0].addr_spec) == (
        "Zoë Whitfield",
        "zoe@city.example",
    )
    assert message["subject"] == "Away"
    assert message.get_content().rstrip("\n\0") == "I’m away until June 8."
    assert not item.template
    assert msg.item_of(outlook({0x37: "Away", 0x1000: "I am away."})).template


def test_inline_pictures():
    """A picture in the text is kept with the name by which the text calls it, other attachments are not."""
    html = b"<p>I am away. <img src='cid:logo@city.example'></p>"
    picture = {0x3712: "logo@city.example", 0x370E: "image/png", 0x3705: 1, 0x3701: PIXEL}
    other = {0x3707: "plan.pdf", 0x370E: "application/pdf", 0x3705: 1, 0x3701: b"%PDF"}
    for plain in ({}, {0x1000: "I am away."}):
        message = parsed(msg.item_of(outlook({0x1013: html, **plain}, picture, other)).data)
        pictures = [part for part in message.walk() if part.get_content_maintype() == "image"]
        assert [part["content-id"] for part in pictures] == ["<logo@city.example>"]
        assert pictures[0].get_content().startswith(PIXEL)
        assert "cid:logo" in message.get_body(("html",)).get_content()
        assert (message.get_body(("plain",)) is not None) == bool(plain)


def test_text_that_is_not_unicode():
    """Text in a character set is read as the file says, else as Windows-1252."""
    assert (
        "до понедельника"
        in parsed(
            msg.item_of(outlook({0x1000: ("до понедельника".encode("cp1251"),), 0x3FFD: 1251})).data
        ).get_content()
    )
    assert "I’m away" in parsed(msg.item_of(outlook({0x1000: ("I’m away".encode("cp1252"),)})).data).get_content()


@pytest.mark.parametrize(
    ("code_page", "charset", "text"),
    [
        (65001, "utf-8", "I’m away, Zoë"),
        (1200, "utf-16-le", "до понедельника"),
        (28591, "latin-1", "Estaré fuera"),
        (28592, "iso-8859-2", "Żółty"),
        (1250, "cp1250", "Żółty"),
        (932, "cp932", "不在です"),
        (936, "gbk", "我不在办公室"),
        (949, "cp949", "부재중입니다"),
        (950, "big5", "我不在辦公室"),
        (20866, "koi8-r", "до понедельника"),
        (50220, "iso-2022-jp", "不在です"),
        (20127, "ascii", "I am away"),
        (54936, "gb18030", "我不在办公室"),
    ],
)
def test_code_pages_of_html_and_of_text(code_page, charset, text):
    """The page is in the code page of the internet (3FDE), an 8-bit text in that or in the message's (3FFD)."""
    page = f"<p>{text}</p>".encode(charset)
    message = parsed(msg.item_of(outlook({0x1013: page, 0x3FDE: code_page, 0x3FFD: 1252})).data)
    assert message.get_content().strip() == f"<p>{text}</p>"
    for values in ({0x3FDE: code_page, 0x3FFD: 1252}, {0x3FFD: code_page}):
        message = parsed(msg.item_of(outlook({0x1000: (text.encode(charset),), **values})).data)
        assert message.get_content().strip() == text


def test_html_that_is_kept_as_text():
    """Some programs keep the page as a text and not as bytes, in Unicode or in a code page."""
    for value in ("<p>до понедельника</p>", ("<p>до понедельника</p>".encode("cp1251"),)):
        message = parsed(msg.item_of(outlook({0x1013: value, 0x3FDE: 1251})).data)
        assert message.get_body(("html",)).get_content().strip() == "<p>до понедельника</p>"


def test_people_and_times_of_a_message():
    """Recipients are sorted into To and Cc, the copied in secret are left out, and the time is that of sending."""
    streams = properties("", 32, {0x1A: "IPM.Note", 0x1000: "I am away.", 0x0C1A: "Dana", 0x5D01: "dana@city.example"})
    rows = streams["__properties_version1.0"]
    sent = struct.pack("<HHIQ", 0x40, 0x39, 6, 134_253_504_000_000_000)
    never = struct.pack("<HHIQ", 0x40, 0x0E06, 6, 2**64 - 1)
    streams["__properties_version1.0"] = rows + sent + never
    for number, (kind, name) in enumerate([(1, "Pat"), (2, "Luis"), (3, "Kim"), (1, "Ana")]):
        values = {0x3001: name, 0x39FE: f"{name.lower()}@city.example", 0x0C15: kind}
        streams |= properties(f"__recip_version1.0_#{number:08X}/", 8, values)
    message = parsed(msg.item_of(compound(streams)).data)
    assert message["to"] == "Pat <pat@city.example>, Ana <ana@city.example>"
    assert message["cc"] == "Luis <luis@city.example>"
    assert message["date"] == "Mon, 08 Jun 2026 00:00:00 +0000"


@pytest.mark.parametrize("where", ["stream", "longer", "directory", "fat", "half", "sector"])
def test_a_damaged_message_is_one_sentence(where):
    """Whatever part of the file is missing or overwritten, the answer is that it is damaged and what to do."""
    whole = outlook({0x37: "Away", 0x1000: "I am away. " * 900, 0x0C1A: "Dana"})
    header = struct.unpack("<9I", whole[44:80])
    data = bytearray(whole)
    if where == "directory":
        start = (header[1] + 1) * 512
        data[start : start + 1024] = b"\xff" * 1024
    elif where == "fat":
        data[76:80] = b"\xfe\xff\x00\x00"
    elif where == "half":
        del data[len(data) // 2 :]
    elif where == "sector":
        data[30:32] = b"\x00\x00"
    else:
        at = data.index("__substg1.0_1000001F".encode("utf-16-le")) + 120
        size = int.from_bytes(data[at : at + 4], "little") + 1024 if where == "longer" else len(data) - 3000
        data[at : at + 4] = size.to_bytes(4, "little")
    with pytest.raises(SourceError, match=r"^it is damaged or cut off; save the message again$"):
        msg.item_of(bytes(data))


def test_rtf_alone():
    """A message whose only text is RTF gives its plain text."""
    pytest.importorskip("striprtf")
    rtf = rb"{\rtf1\ansi I\rquote m away until {\b June 8}.\par Call 555-0140.}"
    packed = struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf
    text = parsed(msg.item_of(outlook({0x1009: packed})).data).get_content()
    assert "away until June 8." in text
    assert "Call 555-0140." in text


def test_rtf_that_keeps_its_reader_busy():
    """RTF with tables of fonts again and again is not read, for its reader would search its whole text for each."""
    assert built.rtf_text(b"{\\rtf1 " + b"\\fonttbl{\\f0 " * 15_000) == ""
    assert built.rtf_text(b"{\\rtf1 " + b"a" * built.MAX_RTF + b"}") == ""


def test_packed_rtf():
    """RTF is unpacked as the published examples say, and damage gives no more than what was there."""
    packed = bytes.fromhex("2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232"
                           "0af32068656c090020627705b06c647d0a800fa0")  # fmt: skip
    assert msg.unpacked_rtf(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    crossing = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert msg.unpacked_rtf(crossing) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    assert all(len(msg.unpacked_rtf(packed[:cut])) <= 43 for cut in range(len(packed)))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a message of Outlook"),
        (MAIL, "not a message of Outlook"),
        (bytes.fromhex("D0CF11E0A1B11AE1"), "damaged"),
        (compound({"WordDocument": b"x"}), "not a message of Outlook"),
        (compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "encrypted"),
        (outlook({0x1A: "IPM.Note.SMIME"}, {0x3707: "smime.p7m", 0x3701: b"x"}), "encrypted"),
        (outlook({0x37: "Protected"}, {0x3707: "message.rpmsg", 0x3701: b"x"}), "encrypted"),
        (outlook({0x3FFD: 4711, 0x1000: (b"x",)}), "character set"),
    ],
)
def test_other_compound_files(data, said):
    """Damaged, encrypted and foreign files are refused in a sentence that says which."""
    with pytest.raises(SourceError, match=said):
        msg.item_of(data)


@given(st.integers(0, 100_000), st.integers(0, 255), st.booleans())
def test_a_changed_byte_in_a_message(place, value, cut):
    """A message of Outlook with a changed byte, or cut off, is read or refused, never more."""
    data = bytearray((FILES / "automatic_reply.msg").read_bytes())
    data[place % len(data)] = value
    if cut:
        del data[place % len(data) :]
    with suppress(SourceError):
        assert msg.item_of(bytes(data)).data


# Mailbox files of Outlook


class Entry:
    """A property in a mailbox file."""

    def __init__(self, value):
        self.value = value

    def get_data_as_string(self):
        if isinstance(self.value, int):
            raise OSError("no text")
        return self.value

    def get_data_as_integer(self):
        return self.value


class Mail:
    """A message in a mailbox file, as libpff gives it."""

    plain_text_body = html_body = rtf_body = transport_headers = subject = sender_name = client_submit_time = None
    number_of_record_sets = 1

    def __init__(self, known=(), **values):
        self.known = dict(known)
        self.__dict__.update(values)

    def get_record_set(self, index):
        return self

    def get_entry_by_type(self, number):
        return Entry(self.known[number]) if number in self.known else None

    @property
    def delivery_time(self):
        raise OSError("unable to read the time")


class Folder:
    """A folder in a mailbox file, as libpff gives it."""

    def __init__(self, name, mails=(), folders=()):
        self.name, self.mails, self.folders = name, mails, folders
        self.number_of_sub_messages, self.number_of_sub_folders = len(mails), len(folders)

    def get_sub_message(self, number):
        if self.mails[number] is None:
            raise OSError("unable to read the message")
        return self.mails[number]

    def get_sub_folder(self, number):
        return self.folders[number]


def in_mailbox(monkeypatch, root):
    """Return what is read from a mailbox file with this root folder, through a stand-in for libpff."""

    class File:
        def open(self, path):
            if root is None:
                raise OSError("unable to open file")

        def get_root_folder(self):
            return root

        def close(self):
            raise OSError("unable to close")

    library = types.ModuleType("pypff")
    library.file = File
    monkeypatch.setitem(sys.modules, "pypff", library)
    return list(pst.messages("mail.pst"))


def test_pst(monkeypatch):
    """Messages are given by folder and number, damaged ones with what is wrong, and calendars and search folders are passed over."""
    sent = Mail({0x001A: "IPM.Note", 0x5D01: "dana@city.example", 0x0E04: "Pat Resident; luis@city.example"}, subject="\x01\x05Re: Fence", sender_name="Dana",
                plain_text_body=b"I am away.", client_submit_time=datetime(2026, 6, 1, 13))  # fmt: skip
    reply = Mail(
        {0x3FDE: 1251},
        transport_headers="Return-Path: <>\r\nFrom: Luis <luis@city.example>\r\nSubject: Automatic\r\n reply\r\nContent-Type: text/html; charset=koi8-r\r\n\r\n",
        html_body="<p>до понедельника".encode("cp1251"),
    )
    calendar = Mail({0x001A: "IPM.Appointment"}, plain_text_body=b"x")
    root = Folder(
        "",
        folders=[Folder("Inbox", [reply, None, calendar, object()], [Folder("A/B", [sent])]), Folder("Sent", [sent])],
    )
    found = dict(in_mailbox(monkeypatch, root))
    assert list(found) == ["Inbox/1", "Inbox/2", "Inbox/A_B/1", "Sent/1"]
    assert isinstance(found["Inbox/2"], SourceError)
    first = parsed(found["Inbox/1"])
    assert (first["from"], first["subject"], first["return-path"]) == (
        "Luis <luis@city.example>",
        "Automatic reply",
        "<>",
    )
    assert first.get_content() == "<p>до понедельника\n"
    second = parsed(found["Sent/1"])
    assert (second["from"], second["subject"]) == ("Dana <dana@city.example>", "Re: Fence")
    assert second["date"] == "Mon, 01 Jun 2026 13:00:00 +0000"
    assert "luis@city.example" in second["to"]


def test_a_damaged_pst(monkeypatch):
    """A mailbox file that cannot be opened is refused in one sentence."""
    assert pst.is_pst(b"!BDN\x00\x00")
    with pytest.raises(SourceError, match="encrypted, damaged or cut off"):
        in_mailbox(monkeypatch, None)


def test_a_pst_that_is_none(tmp_path):
    """The library's own complaints about a file become that sentence too."""
    pytest.importorskip("pypff")
    path = tmp_path / "mail.pst"
    for data in (b"", b"!BDN", b"!BDN" + bytes(range(256)) * 20):
        path.write_bytes(data)
        with pytest.raises(SourceError, match="encrypted, damaged or cut off"):
            list(pst.messages(str(path)))


def test_without_libpff(monkeypatch):
    """Without libpff the sentence says how to get it."""
    monkeypatch.setitem(sys.modules, "pypff", None)
    with pytest.raises(SourceError, match=r"libpff; run: pip install"):
        list(pst.messages("mail.pst"))


# Messages built from parts


@given(
    st.text(),
    st.text(),
    st.text(),
    st.text(),
    st.sampled_from(["From", "To", "Subject", "X-Note", "Content-Type", "bad name", ""]),
)
def test_built_messages(value, plain, html, raw, name):
    """Whatever a file says, what is built of it is one message that can be parsed, and no value becomes a header line of its own."""
    raw_fields = built.header_fields(raw)
    data = built.message([("From", built.address(value, "dana@city.example")), (name, value), *raw_fields], plain, html)
    message = message_from_bytes(data)
    assert not message.defects
    allowed = {"from", "mime-version", "content-type", name.lower(), *(known.lower() for known, _ in raw_fields)}
    assert {known.lower() for known in message} <= allowed
    assert message.get_content_type() == "multipart/alternative"
