"""Every message of a file is read, or the run says that it may not have been: none is lost in another's text."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from replylint.model import Mailbox, Notice, Unchecked
from replylint.sources import Loaded, load, mbox
from replylint.sources.postmarks import Verdict, header_block, judge

Read = Callable[..., list[Loaded]]
POSTMARK = "From d@p.example Mon Dec 14 09:00:00 2026\n"
HEADER = """\
From: Dana Whitlock <dwhitlock@city.example>
To: Sam Public <sam@example.com>
Subject: Automatic reply: Permit {0}
Date: Mon, 14 Dec 2026 09:00:00 -0500
Message-ID: <a{0}@city.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
"""


def mail(number: int, text: str = "I am out until December 18, 2026.\n") -> str:
    """Return a message with a number in its text, its subject and its id."""
    return f"{HEADER.format(number)}\nNumber {number}.\n{text}"


def numbers(loaded: list[Loaded]) -> list[str]:
    """Return the first line of each message that was read."""
    return [item.documents[0].text.partition("\n")[0] for item in loaded if isinstance(item, Mailbox)]


def unchecked(loaded: list[Loaded]) -> list[str]:
    """Return what could not be checked, with the number of its message."""
    return [f"{item.path.rpartition('#')[2]}: {item.message}" for item in loaded if isinstance(item, Unchecked)]


BOTH = ["Number 1.", "Number 2."]
POSTMARKS = {
    "ctime": POSTMARK,
    "spaces": "From d@p.example  Mon Dec 14 09:00:00 2026\n",
    "no seconds": "From d@p.example Mon Dec 14 09:00 2026\n",
    "half past, in the afternoon": "From d@p.example Mon Dec 14 09:00:00 PM 2026\n",
    "no weekday": "From d@p.example Dec 14 09:00:00 2026\n",
    "zone before the year": "From 178@xxx Mon Dec 14 09:00:00 +0000 2026\n",
    "zone after the year": "From d@p.example Mon Dec 14 09:00:00 2026 -0500\n",
    "year before the time": "From - Mon Dec 14 2026 09:00:00\n",
    "as in a header": "From d@p.example Mon, 14 Dec 2026 09:00:00 -0500\n",
    "as in a header, no weekday": "From d@p.example 14 Dec 2026 09:00:00\n",
    "numbers": "From d@p.example 12/14/2026 9:00:00 AM\n",
    "ISO 8601": "From d@p.example 2026-12-14T09:00:00Z\n",
    "German": "From d@p.example Mo Dez 14 09:00:00 2026\n",
    "French": "From d@p.example lun. déc. 14 09:00:00 2026\n",
    "address in words": "From dana at city.example  Mon Dec 14 09:00:00 2026\n",
    "no time": "From dana@city.example\n",
    "another time": "From dana@city.example on day 348\n",
}


@pytest.mark.parametrize("blank", ["\n", ""])
@pytest.mark.parametrize("form", POSTMARKS)
def test_forms_of_separators(form: str, blank: str, read: Read) -> None:
    """A line with a sender, and a time in any usual form, begins a message above header lines, with or without a blank line above it."""
    if form in ("no time", "another time"):  # which a whole file does not begin with
        loaded = read(POSTMARK + mail(1) + blank + POSTMARKS[form] + mail(2), "Sent.mbox")
    else:
        loaded = read((POSTMARKS[form] + mail(1) + blank) + POSTMARKS[form] + mail(2), "Sent.mbox")
    assert numbers(loaded) == BOTH
    assert unchecked(loaded) == []


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends(end: str, read: Read) -> None:
    """A mailbox with the line ends of Windows or of old Macs is read as any other."""
    whole = (POSTMARK + mail(1) + POSTMARK + mail(2)).replace("\n", end)
    assert numbers(read(whole, "Sent.mbox")) == BOTH
    assert numbers(read(whole, "Sent")) == BOTH


SENTENCES = [
    "From June 1 to June 5 I am away\n",
    "From Monday, December 14, 2026 at 9:00 on I am away:\n",
    "From dana@city.example you get an answer in 2026\n",
    "From 12/14/2026 to 12/18/2026: closed\n",
    "From the desk of Dana Whitlock\nSubject: my absence\nDate: December 14\n",
    "From me:\nTo: all of you\nFrom: Dana\nSubject: I am out\n",
    "From 9:00 to 17:00 call\nTerrence: 813-555-0161\n",
]


@pytest.mark.parametrize("blank", ["\n", ""])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_are_text(sentence: str, blank: str, read: Read) -> None:
    """A sentence that begins with From stays in its message, and nothing is said of it."""
    text = f"Hello,\n{blank}{sentence}\nDana\n"
    loaded = read(POSTMARK + mail(1, text) + "\n" + POSTMARK + mail(2), "Sent.mbox")
    assert numbers(loaded) == BOTH
    assert unchecked(loaded) == []
    assert isinstance(loaded[0], Mailbox)
    assert sentence.splitlines()[0] in loaded[0].documents[0].content


UNCLEAR = {
    "a separator above text": POSTMARK + "Hello, I am out.\n",
    "a separator above one header line": POSTMARK + "Subject: one line alone\n\nText.\n",
    "a separator at the end": POSTMARK.rstrip("\n"),
    "a word above header lines of a program": "From dana\nMessage-ID: <9@city.example>\nSubject: x\n\nText.\n",
    "a sentence above header lines of a program": "From now on\nReceived: by mx.example\nMIME-Version: 1.0\n\nText.\n",
}


@pytest.mark.parametrize("case", UNCLEAR)
def test_what_is_unclear_is_said(case: str, read: Read) -> None:
    """Where a line may begin a message or not, its text is kept, and the run says so."""
    loaded = read(POSTMARK + mail(1, f"Hello.\n{UNCLEAR[case]}") + "\n" + POSTMARK + mail(2), "Sent.mbox")
    assert numbers(loaded) == BOTH
    assert unchecked(loaded) == [f"1: {mbox.UNCLEAR}"]
    assert isinstance(loaded[1], Mailbox)
    assert loaded[1].documents[0].content.rstrip("\n").endswith(UNCLEAR[case].rstrip("\n"))


FILES = {
    "with separators": POSTMARK + mail(1) + "\n" + POSTMARK + mail(2),
    "without blank lines": POSTMARK + mail(1) + POSTMARK + mail(2),
    "the first without a separator": mail(1) + "\n" + POSTMARK + mail(2),
    "an archive of a list": POSTMARKS["address in words"] + mail(1) + "\n" + POSTMARKS["address in words"] + mail(2),
    "with the line ends of Windows": (POSTMARK + mail(1) + POSTMARK + mail(2)).replace("\n", "\r\n"),
    "with the line ends of old Macs": (POSTMARK + mail(1) + POSTMARK + mail(2)).replace("\n", "\r"),
}


@pytest.mark.parametrize("name", ["many.eml", "2026-December.txt", "export.text", "Archive"])
@pytest.mark.parametrize("case", FILES)
def test_a_file_of_another_name_that_holds_several_messages(case: str, name: str, read: Read) -> None:
    """A file named as one message or as a text gives every message that it holds, or is refused."""
    loaded = read(FILES[case], name)
    if case == "the first without a separator" and name.endswith((".txt", ".text")):
        assert ["it is a mail message" in message for message in unchecked(loaded)] == [True]
        return
    assert numbers(loaded) == BOTH
    assert unchecked(loaded) == []


def test_the_advice_for_a_text_that_is_mail_leads_somewhere(read: Read) -> None:
    """A text that holds messages and is refused says how to name it, and under that name all of them are read."""
    text = FILES["the first without a separator"]
    (refused,) = read(text, "mail.txt")
    assert isinstance(refused, Unchecked)
    assert "rename it to .eml" in refused.message
    assert numbers(read(text, "mail.eml")) == BOTH


PARTS = """\
From: Dana Whitlock <dwhitlock@city.example>
Subject: Automatic reply
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Number 1.

--b
Content-Type: text/plain; name=old.mbox
Content-Disposition: attachment

{0}
--b--
"""


def test_a_mailbox_that_is_attached_is_not_read(read: Read) -> None:
    """Messages inside a part of a message are not messages of the file; those after its last part are."""
    attached = POSTMARK + mail(7)
    assert numbers(read(PARTS.format(attached), "reply.eml")) == ["Number 1."]
    assert numbers(read(PARTS.format(attached) + POSTMARK + mail(2), "reply.eml")) == BOTH


APPENDED = {
    "after a text": mail(1) + mail(2),
    "after a text and a blank line": mail(1) + "\n" + mail(2),
    "after parts": PARTS.format("x") + mail(2),
    "after base64": mail(1)
    .replace("charset=utf-8\n", "charset=utf-8\nContent-Transfer-Encoding: base64\n")
    .replace("Number 1.\nI am out until December 18, 2026.\n", "TnVtYmVyIDEuCg==\n")
    + mail(2),
    "as it came over the network": mail(1)
    + "Received: from mx.example by mx2.example; Mon, 14 Dec 2026 09:00:00 -0500\nReturn-Path: <>\n"
    + mail(2),
}


@pytest.mark.parametrize("case", APPENDED)
@pytest.mark.parametrize("name", ["reply.eml", "Sent.mbox"])
def test_a_message_that_follows_without_a_separator(case: str, name: str, read: Read) -> None:
    """Where the header lines of a second message follow the first, the first is judged and the second is said not to be."""
    loaded = read(("" if name.endswith(".eml") else POSTMARK) + APPENDED[case], name)
    assert numbers(loaded) == ["Number 1."]
    assert ["another message seems to follow" in message for message in unchecked(loaded)] == [True]


QUOTED = [
    "-----Original Message-----\n" + HEADER.format(9),
    "On Mon, Dec 14, 2026 at 9:00 AM Sam Public <sam@example.com> wrote:\n" + HEADER.format(9),
    "The header of your message was:\n\n" + HEADER.format(9),
    "----- your message -----\n" + HEADER.format(9),
    "> " + HEADER.format(9).replace("\n", "\n> "),
    "  " + HEADER.format(9).replace("\n", "\n  "),
]


@pytest.mark.parametrize("quoted", QUOTED)
def test_header_lines_that_are_quoted(quoted: str, read: Read) -> None:
    """Header lines below an introduction are part of the reply, and no message is missing."""
    assert unchecked(read(mail(1, f"I am out.\n\n{quoted}\nHello.\n"))) == []


# Damage


def test_a_mailbox_with_lost_bytes(read: Read) -> None:
    """Zero bytes between messages take neither with them, and are said, for what was there is lost."""
    for zeros in ("\0" * 4096, "\0" * 4096 + "\n", "\n" + "\0" * 20):
        loaded = read(POSTMARK + mail(1) + "\n" + zeros + POSTMARK + mail(2), "Sent.mbox")
        assert numbers(loaded) == BOTH
        assert unchecked(loaded) == [f"1: {mbox.ZEROS}"]


def test_a_message_with_lost_bytes(read: Read) -> None:
    """A message in the middle of which bytes are lost is refused by name, and the others are read."""
    lost = mail(2, "I am out until\0\0\0\0\0\0 December.\n")
    loaded = read("\n".join(POSTMARK + one for one in (mail(1), lost, mail(3))), "Sent.mbox")
    assert numbers(loaded) == ["Number 1.", "Number 3."]
    assert ["2: zero bytes are in its text" in message for message in unchecked(loaded)] == [True]


@pytest.mark.parametrize("lines", range(1, 9))
@pytest.mark.parametrize("within", [0, 4])
def test_a_message_that_ends_inside_its_header(lines: int, within: int, read: Read) -> None:
    """A mailbox or a file that was cut inside a header is never clean: the message without a text is named."""
    cut = "".join(HEADER.format(2).splitlines(keepends=True)[:lines])
    cut = cut[: len(cut) - within] if within else cut
    for file, number in ((POSTMARK + mail(1) + "\n" + POSTMARK + cut, "2"), (cut, "")):
        name = "Sent.mbox" if number else "reply.eml"
        messages = unchecked(read(file, name))
        assert "ends inside its header lines" in messages[-1], messages
    middle = read(POSTMARK + cut.rstrip("\n") + "\n" + POSTMARK + mail(3), "Sent.mbox")
    assert numbers(middle)[-1:] == ["Number 3."]
    assert unchecked(middle)


def test_a_message_without_its_last_boundary(read: Read) -> None:
    """Parts that were cut off are said to be, in a file and in a mailbox, and the next message is read."""
    cut = PARTS.format("x").partition("--b--")[0]
    assert ["its end is missing" in message for message in unchecked(read(cut))] == [True]
    loaded = read(POSTMARK + cut + "\n" + POSTMARK + mail(2), "Sent.mbox")
    assert ["1: its end is missing" in message for message in unchecked(loaded)] == [True]
    assert numbers(loaded) == BOTH


@pytest.mark.parametrize("text", [PARTS.format("x"), mail(2), mail(2).replace("\n", "\r\n")])
def test_a_mailbox_is_never_cut_in_silence(text: str, tmp_path: Path) -> None:
    """Wherever a mailbox was cut off, but at the end of a line of plain text, the run says so."""
    file = (POSTMARK + mail(1) + "\n" + POSTMARK + text).encode()
    begins = len(POSTMARK + mail(1) + "\n" + POSTMARK)
    for cut in range(begins + 1, len(file), 3):
        if file[cut - 1 : cut] == b"\n" and b"\n\n" in file[begins:cut].replace(b"\r", b"") and "--b" not in text:
            continue
        path = tmp_path / "Sent.mbox"
        path.write_bytes(file[:cut])
        assert unchecked(list(load([str(path)]))), file[:cut][-30:]


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_message_that_ends_inside_a_line(encoding: str, kind: str, read: Read) -> None:
    """An encoded text that ends inside a line, though not inside a character, may be cut off."""
    head = HEADER.format(1).replace("text/plain", f"text/{kind}") + f"Content-Transfer-Encoding: {encoding}\n\n"
    body = {"base64": "TnVtYmVyIDEuCkkgYW0gb3V0IHVu", "quoted-printable": "Number 1.\nI am out un="}[encoding]
    assert ["ends in the middle of a line" in message for message in unchecked(read(head + body))] == [True]
    whole = {"base64": "TnVtYmVyIDEuCkkgYW0gb3V0Lg==", "quoted-printable": "Number 1.\nI am out.=\n"}[encoding]
    assert unchecked(read(head + whole)) == []


def test_two_separators_in_a_row(read: Read) -> None:
    """Thunderbird's second separator, quoted or not, and in whatever form, is not text of the message."""
    for second in (">From - Sat Apr 12 2025 15:59:28\n", ">From somewhere else\n", "From - Mon Dec 14 09:00:00 2026\n"):
        loaded = read((POSTMARK + second + mail(1) + "\n") + POSTMARK + second + mail(2), "Sent.mbox")
        assert numbers(loaded) == BOTH
        assert {type(item) for item in loaded} <= {Mailbox, Notice}


# MMDF

MMDF = "\x01\x01\x01\x01\n"


@pytest.mark.parametrize("between", ["", "\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("postmark", ["", POSTMARK])
def test_mmdf(postmark: str, end: str, between: str, read: Read) -> None:
    """A mailbox with lines of Control-A around its messages gives each of them, with or without a separator inside."""
    text = "From June 1 on I am away.\n" + POSTMARK
    file = between.join(MMDF + postmark + mail(number, text) + MMDF for number in (1, 2, 3))
    loaded = read(file.replace("\n", end), "Sent.mbox")
    assert numbers(loaded) == [*BOTH, "Number 3."]
    assert unchecked(loaded) == []
    assert isinstance(loaded[0], Mailbox)
    assert loaded[0].documents[0].content.endswith(text)


def test_mmdf_in_ranges() -> None:
    """A mailbox of this kind can be divided anywhere, and gives each message once."""
    file = "".join(MMDF + mail(number) + MMDF for number in range(5)).encode()
    whole = [one.data for one in mbox.messages(io.BytesIO(file))]
    assert len(whole) == 5
    for cut in range(1, len(file), 7):
        found = [
            one.data
            for start, stop in ((0, cut), (cut, None))
            for one in mbox.messages_between(io.BytesIO(file), start, stop)
        ]
        assert found == whole


def test_mmdf_that_is_cut_off() -> None:
    """The last message counts without the line that would end it."""
    file = (MMDF + mail(1) + MMDF + MMDF + mail(2)).encode()
    assert [one.data for one in mbox.messages(io.BytesIO(file))] == [mail(1).encode(), mail(2).encode()]


def test_copies_by_label_are_one_message(read: Read) -> None:
    """A message that Takeout writes once for each of its labels is read once, and the run says that copies were passed over."""
    labelled = [
        POSTMARK + f"X-GM-THRID: {number}\nX-Gmail-Labels: {label}\n" + mail(1) + "\n"
        for number, label in enumerate(["Sent", "Permits,\n  Sent", "Archive"])
    ]
    loaded = read("".join([*labelled, POSTMARK, mail(2)]), "All mail.mbox")
    assert numbers(loaded) == BOTH
    assert [item.message.partition(":")[0] for item in loaded if isinstance(item, Notice)] == [
        "2 messages were passed over"
    ]


# The decision itself


def test_a_verdict_depends_on_a_bounded_stretch() -> None:
    """However much follows a line, the same bytes after it decide, so that ranges of a file agree."""
    line = POSTMARK.encode() + b"x" * 5 + b"\n"
    headers = b"Subject: x\nMessage-ID: <1@city.example>\n"
    for filler in (b"", b"text\n" * 3000):
        assert judge(line + filler + headers, 0, ended=True, after_blank=False) is Verdict.UNCLEAR


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Hello.\n" + HEADER.format(1), 7),
        (HEADER.format(1), 0),
        ("Hello.\nReceived: a\n b\n c\nMessage-ID: d\nTo: e\n", 7),
        ("Hello.\nMessage-ID: d\n\nMIME-Version: 1.0\n", -1),
        ("To: e\nFrom: f\nSubject: g\nDate: h\n", -1),
        ("Hello.\nMessage-ID: d\nTo: e\n", -1),
    ],
)
def test_the_header_of_another_message(text: str, at: int) -> None:
    """Three header lines in a row, two of which only programs write, are the header of a message."""
    assert header_block(text) == at
