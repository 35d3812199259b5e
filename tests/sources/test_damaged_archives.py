"""An archive that is cut off or damaged never passes for a smaller one that is whole."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from replylint import sources
from replylint.model import Mailbox, Notice, Unchecked
from replylint.sources import Loaded, archives, files, load
from replylint.sources.formats import Format, format_named

Read = Callable[..., list[Loaded]]
TEXT = b"I am out until 12/21/26. Call Dana Whitlock, 813-555-0142.\n"
MAIL = b"From: dana@example.com\nTo: pat@example.org\nSubject: Away\n\n" + TEXT
MESSAGES = {"a.txt": TEXT, "1": MAIL, "c.html": b"<p>" + TEXT + b"</p>"}


def zipped(packing: int = zipfile.ZIP_DEFLATED, **messages: bytes) -> bytes:
    """Return a ZIP archive of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in (messages or MESSAGES).items():
            archive.writestr(zipfile.ZipInfo(name), data, packing)
    return stream.getvalue()


class _Forwards(io.RawIOBase):
    """A pipe: what is written to it cannot be changed any more."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += bytes(data)  # type: ignore[call-overload]  # io gives bytes
        return len(memoryview(data))  # type: ignore[arg-type]


def streamed() -> bytes:
    """Return a ZIP archive written to a pipe, with the sizes behind each file."""
    stream = _Forwards()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in MESSAGES.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return stream.data


def tarred(form: int = tarfile.USTAR_FORMAT, *names: str) -> bytes:
    """Return a tar archive of the messages, without the zeros that fill its last record."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=form) as archive:
        for name, data in MESSAGES.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue().rstrip(b"\0") + b"\0" * (1024 + 512 - len(stream.getvalue().rstrip(b"\0")) % 512)


ARCHIVES: dict[str, Callable[[], bytes]] = {
    "deflated.zip": zipped,
    "stored.zip": lambda: zipped(zipfile.ZIP_STORED),
    "streamed.zip": streamed,
    "plain.tar": tarred,
    "gnu.tar": lambda: tarred(tarfile.GNU_FORMAT),
    "box.tgz": lambda: gzip.compress(tarred(), mtime=0),
    "box.tar.bz2": lambda: bz2.compress(tarred()),
    "box.txz": lambda: lzma.compress(tarred()),
    "alone.txt.gz": lambda: gzip.compress(TEXT, mtime=0),
    "alone.eml.bz2": lambda: bz2.compress(MAIL),
    "alone.eml.xz": lambda: lzma.compress(MAIL),
}


def read_bytes(data: bytes, name: str) -> list[Loaded]:
    """Read an archive that is only in memory."""
    from replylint.sources import _Asked, _load  # a thousand files would be slow
    from replylint.sources.times import NOTHING_TOLD

    form = format_named("zip" if name.endswith(".zip") else "tar")
    return list(_load(files.in_memory(data, name), form, _Asked(None, None, NOTHING_TOLD)))


@pytest.fixture
def each_message_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read what an archive gives only once, however often the same bytes come out of it: thousands of times."""
    known: dict[tuple[bytes, str, str], list[Any]] = {}
    real = sources._read

    def read(source: files.Source, form: Format, asked: Any) -> Iterator[Any]:
        data = source.read()
        key = (data, source.path, form.name)
        if key not in known:
            known[key] = list(real(files.in_memory(data, source.path), form, asked))
        yield from known[key]

    monkeypatch.setattr(sources, "_read", read)


def documents(found: list[Loaded]) -> list[tuple[str, str]]:
    """Return path and text of every document."""
    return [(item.path, document.text) for item in found if isinstance(item, Mailbox) for document in item.documents]


def places(data: bytes) -> range:
    """Return the places to damage: every one of a small archive, of a long one every fifth."""
    return range(0, len(data), 1 if len(data) < 1500 else 5)


def is_refused(found: list[Loaded]) -> bool:
    """Return whether anything was said not to be checked."""
    return any(isinstance(item, Unchecked) for item in found)


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_whole_archive_gives_its_messages(name: str) -> None:
    """Every kind of archive is read, and nothing in it is refused."""
    found = read_bytes(ARCHIVES[name](), name)
    assert not is_refused(found), found
    assert len(documents(found)) == (1 if name.startswith("alone") else len(MESSAGES))


@pytest.mark.usefixtures("each_message_once")
@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_cut_off_at_any_byte_never_loses_a_document(name: str) -> None:
    """Wherever it is cut off, all documents are there, or something is said not to be checked."""
    data = ARCHIVES[name]()
    whole = documents(read_bytes(data, name))
    for end in places(data):
        found = read_bytes(data[:end], name)
        assert is_refused(found) or documents(found) == whole, end


@pytest.mark.usefixtures("each_message_once")
@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_with_any_byte_damaged_never_loses_a_document(name: str) -> None:
    """Whichever byte is another, all documents are there as they were, or something is said not to be checked.

    A plain tar archive has no checksums of its contents, so that only its headers can be held to this.
    """
    data = ARCHIVES[name]()
    whole = documents(read_bytes(data, name))
    contents = set(_contents(data)) if name.endswith(".tar") else set()
    for at in sorted(set(places(data)) - contents):
        for changed in (data[at] ^ 1 << at % 8, data[at] ^ 0xFF):
            found = read_bytes(data[:at] + bytes([changed]) + data[at + 1 :], name)
            if at in contents:
                assert len(documents(found)) == len(whole), at
            else:
                assert is_refused(found) or documents(found) == whole, (at, changed)


def _contents(data: bytes) -> Iterator[int]:
    """Yield the places of the files' bytes in a plain tar archive."""
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for info in archive:
            yield from range(info.offset_data, info.offset_data + info.size)


def _without_directory() -> bytes:
    """Return a ZIP archive whose last record says that its directory is empty."""
    data = bytearray(zipped())
    end = data.rindex(b"PK\x05\x06")
    data[end + 8 : end + 16] = b"\0" * 8
    return bytes(data)


def _one_entry_short() -> bytes:
    """Return a ZIP archive whose directory ends before its last entry."""
    data = zipped()
    last, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    start = data.index(b"PK\x01\x02")
    record = bytearray(data[end:])
    record[8:20] = struct.pack("<HHII", len(MESSAGES) - 1, len(MESSAGES) - 1, last - start, start)
    return data[:last] + bytes(record)


def _appended() -> bytes:
    """Return a tar archive with a second one behind it, of which tar reads only the first."""
    return tarred() + tarred()


def _overwritten() -> bytes:
    """Return a tar archive with a header of zeros in it, which looks like its end."""
    data = tarred()
    return data[:1024] + b"\0" * 512 + data[1536:]


def _renamed() -> bytes:
    """Return a ZIP archive in which the directory calls a message otherwise than the message is called."""
    data = zipped()
    at = data.rindex(b"c.html")
    return data[:at] + b"c.jpeg" + data[at + 6 :]


def _twice() -> bytes:
    """Return a ZIP archive that names the same bytes a thousand times."""
    data = zipped(zipfile.ZIP_DEFLATED, **{"a.txt": TEXT * 1000})
    start, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry = data[start:end]
    count = 1000
    record = bytearray(data[end:])
    record[8:20] = struct.pack("<HHII", count, count, len(entry) * count, start)
    return data[:start] + entry * count + bytes(record)


def _middle_missing() -> bytes:
    """Return a ZIP archive whose directory leaves out the file in the middle."""
    data = zipped()
    start, second = data.index(b"PK\x01\x02"), data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    third, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    directory = data[start:second] + data[third:end]
    record = bytearray(data[end:])
    record[8:20] = struct.pack("<HHII", len(MESSAGES) - 1, len(MESSAGES) - 1, len(directory), start)
    return data[:start] + directory + bytes(record)


@pytest.mark.parametrize("data", [_without_directory, _one_entry_short, _middle_missing, _renamed, _twice])
def test_a_zip_whose_directory_is_not_its_contents_is_refused_as_a_whole(read: Read, data: Callable[[], bytes]) -> None:
    """Files that the directory leaves out, calls otherwise or names twice make all of the archive doubtful."""
    (refused,) = read(data(), "x.zip")
    assert isinstance(refused, Unchecked)
    assert "its table of contents does not agree" in refused.message


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty-directory.zip", _without_directory),
        ("entry-short.zip", _one_entry_short),
        ("renamed.zip", _renamed),
        ("twice.zip", _twice),
        ("cut.zip", lambda: zipped()[:-1]),
        ("appended.tar", _appended),
        ("overwritten.tar", _overwritten),
        ("cut-at-second-header.tar", lambda: tarred()[:1024]),
        ("without-end.tar", lambda: tarred()[:-1024]),
        ("cut.tgz", lambda: gzip.compress(tarred())[:-1]),
        ("checksum.tgz", lambda: gzip.compress(tarred())[:-8] + b"\0" * 8),
    ],
)
def test_damage_that_hides_documents_is_said(read: Read, name: str, data: Callable[[], bytes]) -> None:
    """A directory that names less than there is, and an archive without its end, are not checked."""
    found = read(data(), name)
    assert is_refused(found), found
    assert not [item.message for item in found if isinstance(item, Unchecked) and "makers" in item.message]


NOTHING_FOR_US = {
    "empty.zip": b"PK\x05\x06" + b"\0" * 18,
    "only-slides.zip": zipped(**{"reply.pptx": b"PK\x03\x04"}),
    "hidden.zip": zipped(**{".a.eml": MAIL, "__MACOSX/a.eml": MAIL}),
    "folders.zip": zipped(**{"a/": b"", "a/b/": b""}),
    "empty.tar": b"\0" * 10_240,
    "empty.tgz": gzip.compress(b"\0" * 10_240),
    "photo.jpg.gz": gzip.compress(b"\xff\xd8\xff" + b"x" * 100),
    "nothing.gz": gzip.compress(b""),
    "photos.zip": zipped(**{"inner.zip": zipped(**{"a.png": b"\x89PNG"})}),
}


@pytest.mark.parametrize("name", NOTHING_FOR_US)
def test_an_archive_that_holds_nothing_for_us_is_not_checked(read: Read, name: str) -> None:
    """As a folder without messages, an archive without messages is named, whatever else is in it."""
    refused = [item.message for item in read(NOTHING_FOR_US[name], name) if isinstance(item, Unchecked)]
    assert ["holds no file that replylint reads" in message for message in refused] == [True], refused


def test_what_is_not_for_us_beside_messages_is_only_counted(read: Read) -> None:
    """An archive with a message and a picture is whole: the picture is counted, and no more."""
    found = read(zipped(**{"a.txt": TEXT, "a.png": b"\x89PNG", ".hidden.eml": MAIL}), "x.zip")
    assert [type(item) for item in found] == [Mailbox, Notice]


def test_what_an_archive_unpacks_is_capped_in_total(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many small files, each within its own cap, and archives inside archives share what the outermost may unpack to."""
    monkeypatch.setattr(archives, "MAX_SMALL", 10_000)
    small = {f"{number}.txt": b"I am out. " * 9000 for number in range(20)}
    inner = zipped(zipfile.ZIP_STORED, **{"in.zip": zipped(**small)})
    for name, data in {
        "small.zip": zipped(**small),
        "inner.zip": inner,
        "alone.gz": gzip.compress(b"a" * 900_000),
        "box.tgz": gzip.compress(b"\0" * 9_000_000),
        "zip-of-gz.zip": zipped(**{f"{number}.gz": gzip.compress(b"a" * 500_000) for number in range(9)}),
    }.items():
        found = read(data, name)
        read_bytes_count = sum(len(document[1]) for document in documents(found))
        assert any("200 times its size" in item.message for item in found if isinstance(item, Unchecked)), name
        assert read_bytes_count <= archives.MAX_SMALL + archives.MAX_RATIO * len(data), name


def test_one_file_packed_by_gzip_is_read_as_what_it_is(read: Read) -> None:
    """A mailbox, a message or an export that was compressed by itself is read, whatever the file is called."""
    mailbox = b"From dana Mon Dec  7 09:00:00 2026\n" + MAIL + b"\n"
    for name, data in {
        "Sent.mbox.gz": gzip.compress(mailbox + mailbox.replace(b"Away", b"Away again")),
        "backup.gz": gzip.compress(mailbox + mailbox.replace(b"Away", b"Away again")),
        "Sent.xz": lzma.compress(mailbox + mailbox.replace(b"Away", b"Away again")),
    }.items():
        found = read(data, name)
        assert not is_refused(found), name
        assert len(documents(found)) == 2, name


def test_a_damaged_member_that_looks_like_nothing_is_said(read: Read) -> None:
    """A message without a suffix whose beginning is damaged is not passed over as a file of another kind."""
    data = bytearray(zipped(zipfile.ZIP_STORED, **{"a.txt": TEXT, "1": MAIL + b"x" * files.HEAD}))
    at = data.index(MAIL)
    data[at : at + 40] = b"x" * 40
    found = read(bytes(data), "x.zip")
    assert [item.path.rpartition("/")[2] for item in found if isinstance(item, Unchecked)] == ["1"]


def test_a_broken_link_in_a_folder_is_named_and_the_rest_is_read(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """A link in a circle, to itself or to nothing costs no other file."""
    (tmp_path / "a.txt").write_bytes(TEXT)
    for name, target in {"loop": "loop", "one.eml": "two.eml", "two.eml": "one.eml", "gone": "nowhere"}.items():
        (tmp_path / name).symlink_to(tmp_path / target)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "up").symlink_to(tmp_path)
    found = list(load([str(tmp_path)]))
    assert [document[1] for document in documents(found)] == [TEXT.decode()]
    refused = {item.path.rpartition("/")[2]: item.message for item in found if isinstance(item, Unchecked)}
    assert set(refused) == {"loop", "one.eml", "two.eml", "gone"}
    assert all("link that leads nowhere or in a circle" in message for message in refused.values())
    (alone,) = load([str(tmp_path / "loop")])
    assert isinstance(alone, Unchecked)
