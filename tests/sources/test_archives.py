"""Archives: their files are read one by one, and what is hostile in them is refused by name while the rest is read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from replylint.model import Mailbox, Notice, Unchecked
from replylint.sources import Loaded, archives, files

Read = Callable[..., list[Loaded]]
TEXT = "I am out until 12/21/26. Call Dana Whitlock, 813-555-0142.\n"


def zipped(*members: tuple[str, str | bytes], **options: Any) -> bytes:
    """Return a ZIP archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def tarred(*members: tuple[tarfile.TarInfo, bytes], mode: str = "w:gz") -> bytes:
    """Return a tar archive."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:  # type: ignore[call-overload]  # the mode is a text
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    """Return the header of a member of a tar archive."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def told(found: list[Loaded]) -> tuple[list[str], list[str]]:
    """Return the names of what was read, without the archive's, and what was refused."""
    read = [item.path.partition("x/")[2] for item in found if isinstance(item, Mailbox)]
    return read, [f"{item.path.partition('x/')[2]}: {item.message}" for item in found if isinstance(item, Unchecked)]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_files_of_a_tar_archive_are_read(read: Read, mode: str) -> None:
    """A tar archive is read however it is packed, and by what it is, not by its name."""
    data = tarred((member("a/dana.txt"), TEXT.encode()), (member("b.txt"), TEXT.encode()), mode=mode)
    assert told(read(data, "x")) == (["a/dana.txt", "b.txt"], [])


def test_a_file_that_is_named_like_a_folder_is_read(read: Read) -> None:
    """A member with bytes in it is read though its name ends like a folder's, and a folder is passed over."""
    data = zipped(("a/", ""), ("a/dana.txt/", TEXT), ("b.txt", TEXT))
    assert told(read(data, "x")) == (["a/dana.txt/", "b.txt"], [])


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "C:\\evil.txt", "..\\evil.txt"])
def test_names_that_lead_out_are_refused(read: Read, name: str) -> None:
    """A member whose name points outside the archive is refused by name, and the others are read."""
    for data in (
        zipped((name, TEXT), ("dana.txt", TEXT)),
        tarred((member(name), TEXT.encode()), (member("dana.txt"), TEXT.encode())),
    ):
        names, refused = told(read(data, "x"))
        assert names == ["dana.txt"]
        assert len(refused) == 1
        assert "points outside the archive" in refused[0]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_are_refused(read: Read, kind: bytes) -> None:
    """A link, a pipe or a device is no file, whatever it is called."""
    data = tarred((member("link.txt", kind, "/etc/passwd"), b""), (member("dana.txt"), TEXT.encode()))
    names, refused = told(read(data, "x"))
    assert names == ["dana.txt"]
    assert len(refused) == 1


def test_what_grows_out_of_nothing_is_refused(read: Read) -> None:
    """A file that would grow to hundreds of times its size is refused unread, in ZIP and in tar."""
    bomb = b"\0" * 3_000_000
    names, refused = told(read(zipped(("bomb.txt", bomb), ("dana.txt", TEXT)), "x"))
    assert names == ["dana.txt"]
    assert "200 times its size" in refused[0]
    _, refused = told(read(tarred(*[(member(f"{number}.txt"), bomb) for number in range(2)], mode="w:bz2"), "x"))
    assert any("200 times its size" in line for line in refused)


def test_too_many_files_are_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of files is capped, and that is said."""
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    data = zipped(*[(f"{number}.txt", TEXT) for number in range(4)])
    assert ["the most that are read are 3" in line for line in told(read(data, "x"))[1]] == [True]
    data = tarred(*[(member(f"{number}.txt"), TEXT.encode()) for number in range(4)])
    names, refused = told(read(data, "x"))
    assert names == ["0.txt", "1.txt", "2.txt"]
    assert "3 files" in refused[0]


def test_archives_in_archives_are_read_to_a_depth(read: Read) -> None:
    """An archive in an archive is read; one that is nested deeper than anybody packs is refused."""
    data = TEXT.encode()
    name = "dana.txt"
    for depth in range(5):
        data, name = zipped((name, data)), f"{depth}.zip"
        names, refused = told(read(data, "x"))
        assert (len(names), len(refused)) == ((1, 0) if depth < archives.MAX_NESTED else (0, 1)), depth


def test_a_locked_file_is_refused(read: Read) -> None:
    """A file that is locked with a password is not read, and it is said how it can be."""
    data = bytearray(zipped(("dana.txt", TEXT)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert ["locked with a password" in line for line in told(read(bytes(data), "x"))[1]] == [True]


def test_damage_costs_the_damaged_file_alone(read: Read) -> None:
    """A file whose bytes are damaged is told, and the others are read; an archive that is cut off is told as a whole."""
    data = bytearray(zipped(("a.txt", TEXT * 50), ("b.txt", TEXT)))
    at = data.index(b"a.txt") + 10
    data[at : at + 10] = b"\xff" * 10
    names, refused = told(read(bytes(data), "x"))
    assert names == ["b.txt"]
    assert refused[0].startswith("a.txt: it is damaged")
    (trouble,) = read(bytes(data[:-30]), "x")
    assert isinstance(trouble, Unchecked)
    assert "damaged or cut off" in trouble.message
    cut = tarred((member("a.txt"), TEXT.encode()), (member("b.txt"), TEXT.encode() * 9999), mode="w")[:8000]
    assert any("damaged or cut off" in line for line in told(read(cut, "x"))[1])


def test_a_file_that_is_too_large_is_told(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """A member over the cap is refused with its size, and the others are read."""
    monkeypatch.setattr(files, "MAX_FILE", 100)
    names, refused = told(read(zipped(("big.eml", "From: a@example.com\n" * 20), ("dana.txt", TEXT)), "x"))
    assert names == ["dana.txt"]
    assert "the most that is read" in refused[0]


def test_what_is_not_for_us_is_counted(read: Read) -> None:
    """Pictures, lists and the litter of Macs in an archive are passed over, and how many is said."""
    found = read(
        zipped(("a.png", b"\x89PNG"), ("__MACOSX/._dana.txt", "x"), ("Results.csv", "a,b\n"), ("d.txt", TEXT)), "x"
    )
    assert told(found) == (["d.txt"], [])
    assert ["3 files were passed over" in item.message for item in found if isinstance(item, Notice)] == [True]


def test_an_office_file_is_no_archive_of_mail(read: Read) -> None:
    """A Word file is a ZIP archive by its bytes; it is said what to save instead."""
    (trouble,) = read(zipped(("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>")), "x")
    assert isinstance(trouble, Unchecked)
    assert "it is an Office file" in trouble.message


PACKED = {
    "Sent.mbox.gz": (
        "Sent.mbox#1",
        gzip.compress(b"From d@p.example Mon Dec 14 09:00:00 2026\nSubject: x\n\nHello.\n"),
    ),
    "reply.eml.gz": ("reply.eml", gzip.compress(b"Subject: x\n\nHello.\n")),
    "reply.txt.bz2": ("reply.txt", bz2.compress(b"Hello.\n")),
    "reply.eml.xz": ("reply.eml", lzma.compress(b"Subject: x\n\nHello.\n")),
}
"""Files that are packed alone: what is in them, and the bytes."""


@pytest.mark.parametrize("name", PACKED)
def test_a_file_that_is_packed_alone_is_read(name: str, read: Read) -> None:
    """A file packed by gzip, bzip2 or xz is read as what its name says without the suffix."""
    inside, data = PACKED[name]
    (loaded,) = read(data, name)
    assert isinstance(loaded, Mailbox)
    assert loaded.path.endswith(f"{name}/{inside}")
    assert [document.text for document in loaded.documents] == ["Hello.\n"]


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("cut", [1, 9])
def test_a_file_that_is_packed_alone_and_cut_off_is_not_checked(name: str, cut: int, read: Read) -> None:
    """Of a packed file that is cut off nothing is read, and the words say what to do."""
    (loaded,) = read(PACKED[name][1][:-cut], name)
    assert isinstance(loaded, Unchecked)
    assert "damaged or cut off; pack it again" in loaded.message


@pytest.mark.parametrize(
    ("name", "pack", "words"),
    [
        ("Sent.mbox.xz", lzma.compress, "not an mbox file"),
        ("Sent", gzip.compress, "holds no file that replylint reads"),
    ],
)
def test_a_packed_file_of_another_kind_is_not_checked(
    name: str, pack: Callable[[bytes], bytes], words: str, read: Read
) -> None:
    """A packed file that is not what its name says, or whose name says nothing, is refused as any other file."""
    (refused,) = [item.message for item in read(pack(b"Hello.\n"), name) if isinstance(item, Unchecked)]
    assert words in refused


def test_a_damaged_archive_is_not_called_a_packed_file(read: Read) -> None:
    """A file that is named as a tar archive and is none says so."""
    (loaded,) = read(gzip.compress(b"Hello.\n"), "mail.tar.gz")
    assert isinstance(loaded, Unchecked)
    assert "damaged, or not a tar archive" in loaded.message
