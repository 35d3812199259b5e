"""Files that are known and not read: what each is, and what to do instead.

A mail container that nothing here opens may hold any number of replies, and a listing on the screen cuts them short, so each
is named instead of being passed over.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from replylint.patterns import compiled
from replylint.sources import jsons


class _Refused(NamedTuple):
    """A kind of file: what it is and what to do, and how it is known."""

    message: str
    suffixes: tuple[str, ...] = ()
    magic: tuple[bytes, ...] = ()
    pattern: re.Pattern[bytes] | None = None
    """What the beginning of a text holds, whatever its encoding: NUL bytes are left out."""


_ERROR = compiled(rb'\A(?:\xef\xbb\xbf)?\s*[{\[](?=[^\x00]*"(?:error|errors|urn:ietf:params:jmap:error:\w+)")')
_SAVE = "save its text as .txt or HTML and check that"
_REFUSED = (
    _Refused(
        f"it is a Word document; {_SAVE}",
        (".docx", ".docm", ".dotx", ".dotm", ".doc", ".wps", ".wpd"),
    ),
    _Refused(f"it is a PDF file; {_SAVE}", (".pdf",)),
    _Refused(f"it is an RTF file; {_SAVE}", (".rtf",)),
    _Refused(
        f"it is a document of LibreOffice; {_SAVE}", (".odt", ".ott", ".fodt", ".sxw")
    ),
    _Refused(f"it is a document of Pages; {_SAVE}", (".pages",)),
    _Refused(f"it is only a link to a document of Google; {_SAVE}", (".gdoc",)),
    _Refused(
        "it is a database of HCL Notes; open it in Notes and export the messages as .eml",
        (".nsf", ".ntf"),
        (b"\x1a\x00\x00\x04\x00\x00",),
    ),
    _Refused(
        "it is a mailbox of Outlook Express; import it into a mail program and save the messages as .eml or .mbox",
        (".dbx",),
        (b"\xcf\xad\x12\xfe",),
    ),
    _Refused(
        "it is a database of Exchange Server; export the mailboxes as .pst, or their settings with "
        "Get-MailboxAutoReplyConfiguration",
        (".edb", ".stm"),
    ),
    _Refused(
        "it is a mailbox of another mail program; import it there and save the messages as .eml or .mbox",
        (".tbb", ".imm", ".imb", ".olk14message", ".olk15message", ".olk14msgsource", ".olk15msgsource", ".pmm"),
    ),
    _Refused("it is a 7-Zip archive; unpack it and give the folder", (".7z",), (b"7z\xbc\xaf\x27\x1c",)),
    _Refused("it is a RAR archive; unpack it and give the folder", (".rar",), (b"Rar!\x1a\x07",)),
    _Refused("it is a CAB archive; unpack it and give the folder", (".cab",), (b"MSCF\x00\x00\x00\x00",)),
    _Refused("it is compressed with Zstandard; unpack it first", (".zst", ".tzst"), (b"\x28\xb5\x2f\xfd",)),
    _Refused("it is compressed in a way that is not read; unpack it first", (".lz", ".lzma", ".lz4", ".arj", ".lha", ".lzh", ".ace", ".sit", ".sitx"), (b"LZIP", b"\x1f\x9d")),
    _Refused(
        "it is a web page saved with its pictures (MHTML); open it in a browser and save it as HTML", (".mht", ".mhtml")
    ),
    _Refused(
        "it is a message as only Outlook packs it (TNEF, winmail.dat); open it in Outlook and save it as .msg or .eml",
        ("winmail.dat", ".tnef", ".tnf"),
        (b"\x78\x9f\x3e\x22",),
    ),
    _Refused(
        "it is encrypted; decrypt it and save the message as text, HTML or .eml",
        (".p7m", ".pgp", ".gpg"),
        (b"-----BEGIN PGP MESSAGE-----",),
    ),
    _Refused(
        "it is what PowerShell shows on the screen (Format-List), in which messages are cut short; "
        "export with ConvertTo-Json or Export-Csv -Encoding UTF8",
        pattern=compiled(rb"(?im)^(?:InternalMessage|AutoReplyState|ExternalMessage|SignatureHtml) {1,40}: "),
    ),
    _Refused(
        "it is what PowerShell shows on the screen (Format-Table), which has no messages; "
        "export with ConvertTo-Json or Export-Csv -Encoding UTF8",
        pattern=compiled(
            rb"(?m)^(?=[^\n]*\b(?:AutoReplyState|InternalMessage|ExternalMessage|MailboxOwnerId|SignatureHtml)\b)[^\n]*\n"
            rb"[ \t]*-{2,}(?:[ \t]+-{2,})*[ \t]*\r?$"
        ),
    ),
    _Refused(
        "it is a table for a browser (ConvertTo-Html); export with ConvertTo-Json or Export-Csv -Encoding UTF8",
        pattern=compiled(
            rb"(?i)<th>\s{0,9}(?:AutoReplyState|InternalMessage|ExternalMessage|MailboxOwnerId|SignatureHtml)\s{0,9}</th>"
        ),
    ),
    _Refused(
        "it is what GAM shows on the screen; print a table with gam all users print vacation, or print signature",
        pattern=compiled(rb"(?m)\A(?:\xef\xbb\xbf)?\s*(?:Getting [^\n]*\n|Got [^\n]*\n)*(?:User: [^\s,]+@[^\s,]+, Show |SendAs Address: )"),
    ),
    _Refused(
        "it is a table of GAM with JSON in its cells; print it again without formatjson",
        pattern=compiled(rb"\A(?:\xef\xbb\xbf)?\"?User\"?,(?:[\w\" ]{1,40},){0,9}\"?JSON(?:-\w+)?\"?\s*\n"),
    ),
    _Refused(
        "it is PostfixAdmin's table of vacation messages, which is not read; save each active message as a text file "
        "that is named after its address",
        pattern=compiled(
            rb"(?i)\A(?:\xef\xbb\xbf)?(?=[^\n]*\bactivefrom\b)(?=[^\n]*\bbody\b)(?=[^\n]*\bemail\b)[\w\",;\t ]+\r?\n"
            rb"|(?:CREATE TABLE|INSERT INTO) [`\"']?vacation[`\"']?\s"
        ),
    ),
)  # fmt: skip


def refusal_of(name: str, head: bytes, *, is_mail: bool) -> str:
    """Return what a file of this name and beginning is, if it is known and not read, and what to do; empty for any other.

    In mail (`is_mail`) people send one another such listings.
    """
    low = name.lower()
    text = b"" if is_mail else head.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    for one in _REFUSED:
        if low.endswith(one.suffixes) or head.startswith(one.magic) or (one.pattern and one.pattern.search(text)):
            return one.message
    return _answered(text)


def _answered(text: bytes) -> str:
    """Return that a file is only the error that a server answered; empty if it is something else."""
    if not _ERROR.search(text[:2000]):
        return ""
    try:
        error = jsons.error_in(jsons.loads(text.decode("utf-8-sig")))
    except (ValueError, RecursionError):
        return ""  # of damaged JSON its reader speaks
    return (
        f"it holds no settings, only an error that the server answered ({error}); ask for them again" if error else ""
    )
