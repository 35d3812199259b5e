"""Archives of Outlook for Mac (`.olm`): a ZIP with one XML file for each message.

They keep no header lines, so a message is built from what they do keep. Their times are UTC and name no zone.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from replylint.errors import SourceError
from replylint.patterns import compiled
from replylint.sources import archives, built
from replylint.sources.files import Allowance
from replylint.sources.text import decode
from replylint.sources.times import moment_of
from replylint.sources.xmls import Element, tree_of

MAX_MEMBER = 64_000_000
"""Bytes of one file of the archive, unpacked."""

_FOLDER = "com.microsoft.__Messages/"
_NO_XML = compiled(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_XML_REFERENCE = compiled(r"&#(?:0{0,6}(?:[0-8]|1[124-9]|2[0-9]|3[01])|x0{0,6}(?:[0-8bcefBCEF]|1[0-9a-fA-F]));")


def is_olm(names: Iterable[str]) -> bool:
    """Say whether an archive with these names in it is one of Outlook for Mac."""
    return any(_FOLDER in name.replace("\\", "/") for name in names)


def messages(stream: BinaryIO, allowance: Allowance | None = None) -> Iterator[tuple[str, bytes | SourceError]]:
    """Yield the name and the bytes of each message, or the name and why it cannot be read.

    `allowance` is how much the archive may unpack to. Raises SourceError if the archive as a whole cannot be read.
    """
    with archives.opened_zip(stream) as archive:
        members = archive.infolist()
        if not is_olm(member.filename for member in members):
            raise SourceError("it holds no messages of Outlook for Mac; export it again with mail selected")
        for member in members:
            name = member.filename.replace("\\", "/")
            if _FOLDER not in name or not name.lower().endswith(".xml"):
                continue
            if allowance and not allowance.take(member.file_size):
                yield name, SourceError(archives.GROWS)
                return
            try:
                root = tree_of(_readable(_unpacked(archive, member)))
                for email in [root] if root.name == "email" else root.all("email"):
                    yield name, _built(email)
            except SourceError as error:
                yield name, error
            except RecursionError:
                yield name, SourceError("it is nested too deep to be a message; export it again")


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if refused := archives.refused_name(member.filename) or archives.refused_packing(member):
        raise SourceError(refused)
    too_large = SourceError(f"it is more than {MAX_MEMBER / 1e6:.0f} MB, so it was not read; export it by itself")
    if member.file_size > MAX_MEMBER:
        raise too_large
    try:
        with archive.open(member) as file:
            data = file.read(MAX_MEMBER + 1)
    except archives.DAMAGE:
        raise SourceError("it is damaged or cut off; export it again from Outlook for Mac") from None
    if len(data) > MAX_MEMBER:
        raise too_large
    return data


def _readable(data: bytes) -> str:
    """Return the XML without the characters that XML does not allow, which Outlook copies from messages."""
    return _NO_XML_REFERENCE.sub("", _NO_XML.sub("", decode(data)[0]))


def _built(email: Element) -> bytes:
    plain = email.text_of("OPFMessageCopyBody") or None
    html = email.text_of("OPFMessageCopyHTMLBody") or None
    if plain and not html and plain.lstrip()[:200].lower().startswith(("<html", "<!doctype html")):
        plain, html = None, plain
    sent = moment_of(email.text_of("OPFMessageCopySentTime")) or moment_of(email.text_of("OPFMessageCopyReceivedTime"))
    message_id = email.text_of("OPFMessageCopyMessageID").strip().strip("<>")
    headers = [
        ("From", _addresses(email, "OPFMessageCopyFromAddresses") or _addresses(email, "OPFMessageCopySenderAddress")),
        ("To", _addresses(email, "OPFMessageCopyToAddresses")),
        ("Cc", _addresses(email, "OPFMessageCopyCCAddresses")),
        ("Subject", " ".join(email.text_of("OPFMessageCopySubject").split())),
        ("Date", built.date_line(sent.at if sent else None)),
        ("Message-ID", f"<{message_id}>" if message_id else ""),
    ]
    return built.message([(name, value) for name, value in headers if value], plain, html)


def _addresses(email: Element, name: str) -> str:
    found = email.first(name)
    people = found.all("emailAddress") if found else ()
    known = (
        built.address(
            one.attributes.get("OPFContactEmailAddressName", ""),
            one.attributes.get("OPFContactEmailAddressAddress", ""),
        )
        for one in people
    )
    return ", ".join(one for one in known if one)
