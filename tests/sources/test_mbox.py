"""Mailboxes in one file are cut where the mail program cut them, whatever their messages say."""

from __future__ import annotations

import io
import mailbox
import tracemalloc
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from growth import SIZES, assert_linear
from replylint.errors import SourceError
from replylint.sources import mbox

POSTMARK = b"From dana@city.example Mon Jun  1 13:00:00 2026"
TAKEOUT = b"From 1781234567890123456@xxx Sun Sep 20 00:38:32 +0000 2020"
HEADER = b"From: Dana Whitfield <dana@city.example>\nSubject: Automatic reply\n"
LINES = [
    b"I am away until June 8. Call 555-0140.",
    b"",
    b"",
    b"From June 1 to June 5 I am away.",
    b"From Monday 1 June 2026",
    b"From Monday at 8:30 2026",
    b"From Dana",
    b"From ",
    b"from: the desk of Dana",
    b"Content-Length: 3",
    b"-- ",
    b"\xff\xfe no text",
    b"> From me",
    b"x >From y",
    b"-----Original Message-----",
]
QUOTED = [b">From Monday on", b">>From Dana", b">>>From ", b">From: Dana"]
WHOLE = [POSTMARK, TAKEOUT, b"From luis@city.example Tue Jun  2 09:00 2026", b"Subject: not a header line"]
AFTERWARDS = [
    b"that is what the line above says.",
    b"> Subject: quoted",
    b"http://city.example/closings",
    b" folded: text",
    b"Two words: text",
]


def read(data: bytes) -> list[mbox.Message]:
    """Return the messages of a file."""
    return list(mbox.messages(io.BytesIO(data)))


def texts(data: bytes) -> list[bytes]:
    """Return the bytes of the messages of a file."""
    return [one.data for one in read(data)]


def in_crlf(data: bytes) -> bytes:
    """Return bytes with the line ends of Windows."""
    return data.replace(b"\n", b"\r\n")


def body(*kinds: list[bytes]) -> st.SearchStrategy[bytes]:
    """Return texts of these lines; a whole line that begins a message is followed by what is no header."""
    line = st.sampled_from([line for kind in kinds for line in kind])
    hostile = st.tuples(st.sampled_from(WHOLE[:3]), st.sampled_from(AFTERWARDS)).map(b"\n".join)
    return st.lists(line | hostile, max_size=8).map(lambda lines: b"".join(line + b"\n" for line in lines))


def written(
    bodies: list[bytes], quoted: str = "", length: bool = False, postmark: bytes = POSTMARK
) -> tuple[bytes, list[bytes]]:
    """Return a mailbox as a mail program writes it, and its messages."""
    messages = []
    file = b""
    for one in bodies:
        header = HEADER + (b"Content-Length: %d\n" % len(one) if length else b"")
        messages.append(header + b"\n" + one)
        if quoted == "rd":
            one = b"".join(
                b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in one.splitlines(True)
            )
        elif quoted == "o":
            one = b"".join(b">" + line if line.startswith(b"From ") else line for line in one.splitlines(True))
        file += postmark + b"\n" + header + b"\n" + one + b"\n"
    return file, messages


def in_order(messages: list[mbox.Message], file: bytes) -> bool:
    """Say whether each message stands behind the one before, at a line that begins one."""
    places = [one.offset for one in messages]
    return places == sorted(set(places)) and all(file[at : at + 5] == b"From " for at in places)


@given(st.lists(body(LINES, WHOLE), min_size=1, max_size=5), st.booleans())
def test_mboxo(bodies, windows):
    """A mailbox that quotes lines with `From ` gives back the messages that went into it."""
    file, expected = written(bodies, "o")
    if windows:
        file, expected = in_crlf(file), [in_crlf(one) for one in expected]
    found = read(file)
    assert [one.data for one in found] == expected
    assert in_order(found, file)


@given(
    st.lists(body(LINES, WHOLE, QUOTED), min_size=1, max_size=5), st.sampled_from([POSTMARK, TAKEOUT]), st.booleans()
)
def test_mboxrd_and_takeout(bodies, postmark, windows):
    """A mailbox that quotes quoted lines too, as Takeout's does, gives back the messages that went into it."""
    file, expected = written(bodies, "rd", postmark=postmark)
    if windows:
        file, expected = in_crlf(file), [in_crlf(one) for one in expected]
    found = read(file)
    assert [one.data for one in found] == expected
    assert in_order(found, file)


@given(st.lists(body(LINES, WHOLE, QUOTED, [POSTMARK + b"\n" + HEADER]), min_size=1, max_size=5))
@example([b"\n" + POSTMARK + b"\n" + HEADER + b"\nA message in the message.\n"] * 3)
def test_mboxcl2(bodies):
    """A mailbox that tells lengths is cut by them, even where a text holds a whole message, and nothing is unquoted."""
    file, expected = written(bodies, length=True)
    assert texts(file) == expected


@given(st.lists(body(LINES, WHOLE[3:]), min_size=1, max_size=5))
def test_without_quoting(bodies):
    """A mailbox that neither quotes nor tells lengths is cut right although texts have sentences that begin with From."""
    file, expected = written(bodies)
    assert texts(file) == expected


@given(
    st.lists(body(LINES), min_size=2, max_size=4),
    st.sampled_from([b"0", b"1", b"7", b"-5", b"999999999999", b"1e3", b"", b"9" * 30]),
)
def test_wrong_lengths(bodies, length):
    """A length that leads nowhere is not believed."""
    file, expected = written([b"Good day.\n" + one for one in bodies])
    claim = HEADER + b"Content-Length: " + length + b"\n"
    assert texts(file.replace(HEADER, claim)) == [one.replace(HEADER, claim) for one in expected]


def test_two_different_lengths():
    """Of two lengths none is believed, even if one leads to a message."""
    file, _ = written([b"Hello.\n", b"Bye.\n"])
    second = file.index(POSTMARK, 5)
    claims = b"Content-Length: %d\nContent-Length: 2\n"
    far = len(file) - second + 7 + len(claims)
    assert len(texts(file.replace(HEADER, HEADER + claims % far, 1))) == 2


def test_two_lengths_that_both_lead_to_a_message():
    """A message that gives two lengths swallows none of those behind it, even if each length leads to one."""
    file, expected = written([b"One.\n", b"Two.\n", b"Three.\n", b"Four.\n"])
    second = file.index(POSTMARK, 5)
    starts = [at for at in range(second + 1, len(file)) if file.startswith(POSTMARK, at)]
    above = len(POSTMARK) + 1 + len(HEADER) + 1
    claims = b"".join(b"Content-Length: %d\n" % (start - above) for start in starts)
    assert len(starts) == 2
    found = texts(file.replace(HEADER, HEADER + claims, 1))
    assert [one.replace(claims, b"") for one in found] == expected


def test_the_standard_library_counts_wrong(tmp_path):
    """A file of two messages, whose texts hold sentences and a pasted line that begins a message, has two, where mailbox.mbox counts five."""
    file, expected = written(
        [
            b"Hello,\n\nFrom June 1 I am away.\n\nFrom Monday 1 June 2026\nI am back.\n\n" + POSTMARK + b"\nit says.\n",
            b"Second.\n",
        ]
    )
    path = tmp_path / "two.mbox"
    path.write_bytes(file)
    read_by_python = mailbox.mbox(path, create=False)
    assert len(read_by_python) == 5
    read_by_python.close()
    assert texts(file) == expected


@pytest.mark.parametrize(
    "postmark",
    [
        TAKEOUT,
        POSTMARK,
        b"From - Mon Jun  1 13:00:00 2026",
        b"From MAILER-DAEMON  Wed Sep 17 22:25:40 2008",
        b"From dana@city.example Mon Jun 1 13:00 2026",
        b"From dana@city.example Mon Jun  1 13:00:00 PDT 2026",
        b"From dana@city.example Mon Jun  1 13:00:00 2026 -0700",
        b"From dana at city.example  Mon Jun  1 13:00:00 1998",
        b"From dana@city.example Mon, 1 Jun 2026 13:00:00 +0000 (UTC)",
        b"From dana@city.example Mon Jun  1 13:00:00 +0200 CEST 2026",
    ],
)  # fmt: skip
def test_lines_that_begin_messages(postmark):
    """Every usual form of the line begins a message, after a byte order mark and blank lines too."""
    file, expected = written([b"One.\n", b"Two.\n"], postmark=postmark)
    assert texts(file) == expected
    assert texts(b"\xef\xbb\xbf\n\r\n" + file) == expected
    assert mbox.is_mbox(file[:300])
    assert mbox.is_mbox(b"\xef\xbb\xbf\n\n" + file[:200])


def test_offsets_count_from_the_beginning_of_the_file():
    """A message is found again where its offset says, also behind a byte order mark."""
    file, _ = written([b"One.\n", b"Two.\n"])
    file = b"\xef\xbb\xbf\n" + file
    assert [file[one.offset :].split(b"\n")[0] for one in read(file)] == [POSTMARK, POSTMARK]


def test_no_blank_line_between():
    """Header lines below a line that begins a message make up for a blank line above it."""
    one = POSTMARK + b"\n" + HEADER + b"\nHello.\n"
    assert texts(one + one) == [HEADER + b"\nHello.\n"] * 2


def test_an_older_quoted_line():
    """A line quoted by an older program between the line that begins a message and its header is no text."""
    file = POSTMARK + b"\n>" + POSTMARK + b"\n" + HEADER + b"\nHello.\n\n"
    assert len(texts(file * 2)) == 2


def test_empty_messages():
    """Messages without header and text are counted and are empty."""
    empty = POSTMARK + b"\n\n"
    file, (first, last) = written([b"One.\n", b"Two.\n"])
    cut = file.index(POSTMARK, 5)
    assert texts(file[:cut] + empty * 2 + file[cut:] + empty) == [first, b"", b"", last, b""]


def test_a_header_alone():
    """A message without text keeps the blank line behind its header."""
    assert texts((POSTMARK + b"\n" + HEADER + b"\n") * 2) == [HEADER + b"\n"] * 2


def test_a_file_that_is_cut_off():
    """A file that ends in the middle of a message gives what is there of it."""
    file, expected = written([b"One.\n", b"Two.\n"])
    assert texts(file[:-4]) == [expected[0], expected[1][:-3]]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"\xef\xbb\xbf",
        b"Hello, I am away.\n",
        HEADER + b"\nHello.\n",
        b"From June 1 to June 5 I am away.\n",
        b"From Monday 1 June 2026\nI am away.\n",
        POSTMARK + b"\nI am away.\n",
        b"From " * 100_000,
        b"\n" * 500_000,
    ],
)
def test_other_files(data):
    """What does not begin as a mailbox is refused in one sentence."""
    assert not mbox.is_mbox(data[:4096])
    with pytest.raises(SourceError, match="not an mbox file"):
        read(data)


@given(
    st.lists(
        st.sampled_from([*LINES, *WHOLE, *QUOTED, HEADER, b"\r", POSTMARK + b"\r", b"Content-Length: 40"]), max_size=30
    ).map(b"\n".join)
)
def test_any_lines(text):
    """Whatever follows, every byte belongs to one message and the reader ends."""
    file = POSTMARK + b"\n" + HEADER + b"\n" + text
    found = read(file)
    assert found[0].offset == 0
    assert in_order(found, file)
    assert sum(len(one.data) for one in found) <= len(file)


@given(st.lists(body(LINES, WHOLE, QUOTED), min_size=1, max_size=4), st.integers(1, 40), st.booleans())
def test_small_pieces(bodies, size, length):
    """Where the pieces end in which the file is read changes nothing."""
    file, _ = written(bodies, "" if length else "rd", length)

    class Slow(io.BytesIO):
        def read(self, most=-1):
            return super().read(size)

    assert list(mbox.messages(Slow(file))) == read(file)


class Endless(io.RawIOBase):
    """A file that is made while it is read."""

    def __init__(self, block: bytes, times: int) -> None:
        self.block, self.left, self.rest = block, times, b""

    def read(self, size: int = -1) -> bytes:
        while len(self.rest) < size and self.left:
            more = min(self.left, 1 + size // len(self.block))
            self.rest += self.block * more
            self.left -= more
        piece, self.rest = self.rest[:size], self.rest[size:]
        return piece


def test_memory_stays_flat():
    """A file four times as long is read in the same memory, which is less than the file."""
    block, _ = written([b"I am away until June 8.\n\nFrom June 1 on, call 555-0140.\n" * 400, b"Two.\n"], "rd")
    peaks = []
    for size in (2_000_000, 8_000_000):
        times = size // len(block)
        tracemalloc.start()
        count = sum(1 for _ in mbox.messages(Endless(block, times)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert count == 2 * times
    assert peaks[1] < peaks[0] + 500_000
    assert peaks[1] < 4_000_000, peaks


def test_a_message_over_the_cap(monkeypatch):
    """Of a message over the cap the header is given, the rest is passed over, and the next messages are whole."""
    monkeypatch.setattr(mbox, "MAX_MESSAGE", 200_000)
    long = b"".join(b"From %d lines of text\n\n" % number for number in range(14_000))
    file, (first, huge, last) = written([b"One.\n", long, b"Two.\n"])
    for claim in (b"", b"Content-Length: 250000\n"):
        other = file.replace(HEADER, HEADER + claim)
        found = read(other)
        assert [one.too_long for one in found] == [False, True, False]
        assert [one.data for one in found] == [
            one.replace(HEADER, HEADER + claim) for one in (first, huge[: len(HEADER) + 1], last)
        ]
        assert in_order(found, other)
    (only,) = read(written([long])[0])
    assert only == mbox.Message(HEADER + b"\n", 0, True)


@pytest.mark.parametrize("size", [-1, 0, 1])
def test_the_cap_to_the_byte(monkeypatch, size):
    """A message of exactly the cap is whole, one byte more is too much, with or without a length."""
    monkeypatch.setattr(mbox, "MAX_MESSAGE", 2_500_000)
    for length in (False, True):
        text = b"x" * (2_500_000 + size - len(HEADER) - 2 - (24 if length else 0)) + b"\n"
        file, (first, last) = written([text, b"Two.\n"], length=length)
        assert len(first) == 2_500_000 + size
        found = read(file)
        assert [one.too_long for one in found] == [size > 0, False]
        assert found[0].data == (first if size <= 0 else first[: -len(text)])
        assert found[1].data == last


HOSTILE = {
    "from": b"\nFrom ",
    "spaces": b"\n\nFrom a" + b" " * 900 + b"\n" * 2,
    "postmarks": b"\n" + POSTMARK,
    "empty messages": b"\n" + POSTMARK + b"\n",
    "quotes": b">",
    "quoted": b">From ",
    "weekdays": b"\n\nFrom x " + b"Mon Jun " * 100 + b"\n" * 2,
    "lengths": b"Content-Length: 1\n",
    "blank lines": b"\r\n",
}


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("head", [HEADER + b"\n", HEADER], ids=["in a text", "in a header"])
def test_hostile_text(case, head):
    """Text made to keep the reader busy is read in one go, without a search that begins again and again."""
    text = HOSTILE[case]
    # A header without an end is read otherwise once it is longer than any, so what is shorter is not compared with that.
    endless = head == HEADER and case in ("quotes", "quoted")
    for sizes in (SIZES[:3], (SIZES[2] * 2, SIZES[3] * 2)) if endless else (SIZES,):
        files = (POSTMARK + b"\n" + head + text * (3 * size // len(text)) + b"From " for size in sizes)
        assert_linear(partial(read, file) for file in files)


def ranges(file: bytes, cuts: list[int]) -> list[mbox.Message]:
    """Return the messages of a file that is read in ranges."""
    ends = [*sorted(cuts), None]
    starts = [0, *sorted(cuts)]
    return [
        one
        for start, stop in zip(starts, ends, strict=True)
        for one in mbox.messages_between(io.BytesIO(file), start, stop)
    ]


@given(
    st.lists(body(LINES, WHOLE, QUOTED), min_size=1, max_size=5),
    st.booleans(),
    st.lists(st.integers(1, 600), max_size=4),
)
def test_ranges_that_touch_give_each_message_once(bodies, length, cuts):
    """Wherever a mailbox is cut into ranges of bytes, its messages are the same, or it is said that it cannot be cut there."""
    file, _ = written(bodies, "" if length else "rd", length)
    try:
        found = ranges(file, cuts)
    except mbox.Misdivided:
        assert length  # what quotes its lines can be cut anywhere
        return
    assert found == read(file)


def test_a_range_that_begins_within_a_message_by_its_length():
    """A line within a message, which only the message's length tells from the beginning of one, is no place to cut."""
    file, messages = written([b"one\n\n" + POSTMARK + b"\n" + HEADER + b"\nquoted\n", b"two\n"], length=True)
    inside = file.index(b"quoted") - 40
    assert [one.data for one in mbox.messages(io.BytesIO(file))] == messages
    with pytest.raises(mbox.Misdivided):
        list(mbox.messages_between(io.BytesIO(file), 0, file.index(POSTMARK, 10)))
    assert ranges(file, [inside])[-1].data == messages[-1]


def test_of_what_is_not_wanted_the_header_alone_is_given():
    """A message that is not wanted by its header lines costs no more than these."""
    file, _ = written([b"one\n", b"two\n"])
    found = list(mbox.messages(io.BytesIO(file), lambda head: False))
    assert [one.head_only for one in found] == [True, True]
    assert all(one.data == HEADER + b"\n" for one in found)
