"""Decide where a message begins in an mbox, by the shape of a "From " line and the lines below it.

"From June 1 to June 5 I am away" is an ordinary sentence, and mail programs disagree on how to
protect it (RFC 4155, appendix A). So a line counts as a separator only if it names a sender and a
time as mail programs write them and header lines follow. The weaker the line, the stronger the
header lines must be. Between "yes" and "no" there is a third answer, for the reader to report.
"""

from __future__ import annotations

import enum
import re
from functools import cache

from replylint.patterns import compiled

LONGEST_LINE = 1_000
"""Bytes of a line that may begin a message."""
_EVIDENCE = 4_000
"""Bytes below such a line in which header lines are counted."""
_MOST_EMPTY = 8
"""Empty messages in a row that are told from text."""
AHEAD = (LONGEST_LINE + 4) * _MOST_EMPTY + max(LONGEST_LINE, _EVIDENCE)
"""Bytes after the start of a line that decide whether it begins a message."""
MMDF = b"\x01\x01\x01\x01"
"""The line before and after each message of an MMDF mailbox (mmdf(5))."""

_WORD = rb"[A-Za-z\x80-\xff]{2,12}\.?"
"""A weekday or month, in any language: the locale of the writing program decides."""
_DAY = rb"(?:" + _WORD + rb",? {1,9})?"
_TIME = rb"\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?[AaPp][Mm])?"
_YEAR = rb"(?:19|20)\d\d"
_ZONES = (
    rb"(?: {1,9}(?:[-+]\d\d:?\d\d|\(?[A-Za-z]{1,5}(?:[-+]\d{1,4})?\)?"
    rb"|[A-Z][A-Za-z_]{1,20}/[A-Z][A-Za-z_]{1,20})){0,2}"
)
_DATES = (
    # Mon Dec 14 09:00:00 2026, with zones before or after the year (Google Takeout)
    _DAY + _WORD + rb" {1,9}\d{1,2} {1,9}" + _TIME + _ZONES
    + rb" {1,9}" + _YEAR,
    # Sat Apr 12 2025 15:59:28 (Thunderbird)
    _DAY + _WORD + rb" {1,9}\d{1,2},? {1,9}" + _YEAR + rb" {1,9}" + _TIME,
    # Mon, 14 Dec 2026 09:00:00
    _DAY + rb"\d{1,2}[ -]" + _WORD + rb"[ -]" + _YEAR + rb" {1,9}" + _TIME,
    # 12/14/2026 9:00:00 AM
    rb"\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d,? {1,9}" + _TIME,
    # 2026-12-14T09:00:00Z
    _YEAR + rb"-\d\d-\d\d[T ]{1,9}" + _TIME + rb"Z?(?:[-+]\d\d:?\d\d)?",
)  # fmt: skip
_DATE = rb"(?:" + rb"|".join(_DATES) + rb")" + _ZONES
_POSTMARK = rb"From \S+(?: .*)? " + _DATE + rb"[ \t]*\r*"
"""A sender and a full time."""
_ADDRESS = rb"(?:<?[^\s@]+@[^\s@]+|\S+ at [^\s.]+\.\S+|MAILER-DAEMON|-)"
_SENDER = rb"From " + _ADDRESS + rb"(?:[ \t].*)?\r*"
"""A sender, and a time in no known form, or none."""
_HEADER_LINE = compiled(rb"([!-9;-~]{1,200})[ \t]{0,9}:(?!//)")
_BLANK = compiled(rb"\r*\n")
_LETTER = frozenset((b"from", b"to", b"cc", b"bcc", b"subject", b"date", b"reply-to", b"sender"))
"""Header lines that people also write into a text, above what they quote."""
_MACHINE = frozenset(
    b"authentication-results auto-submitted content-disposition content-length content-type "
    b"content-transfer-encoding delivered-to delivery-date dkim-signature envelope-to in-reply-to "
    b"list-id message-id mime-version received received-spf references return-path status "
    b"user-agent".split()
)
"""Header lines that only programs write, with those that begin with X-."""


@cache
def _pattern(pattern: bytes) -> re.Pattern[bytes]:
    """Return a pattern, compiled when it is first needed: most runs read no mailbox."""
    return compiled(pattern)


class Verdict(enum.Enum):
    """Whether a line begins a message."""

    BEGINS = enum.auto()
    UNCLEAR = enum.auto()
    TEXT = enum.auto()


def judge(held: bytearray | bytes, at: int, *, ended: bool, after_blank: bool) -> Verdict:
    """Return whether the line at `at`, which starts with "From ", begins a message.

    `held` must hold AHEAD bytes from there on, or all there are if the file has `ended`.
    """
    line_end = held.find(b"\n", at, at + LONGEST_LINE)
    if line_end < 0:
        if not ended or len(held) - at >= LONGEST_LINE:
            return Verdict.TEXT
        line_end = len(held)
    postmark = _pattern(_POSTMARK).fullmatch(held, at, line_end) is not None
    if postmark and after_blank and _header_follows(held, line_end + 1, ended):
        return Verdict.BEGINS
    letter, machine = _header_names(held, line_end + 1)
    if postmark:
        return Verdict.BEGINS if letter + machine >= 2 else Verdict.UNCLEAR
    if letter + machine >= 3 and machine and _pattern(_SENDER).fullmatch(held, at, line_end):
        return Verdict.BEGINS
    return Verdict.UNCLEAR if letter + machine >= 2 and machine else Verdict.TEXT


def header_block(text: str) -> int:
    """Return where header lines of a whole message start in a text, -1 if nowhere.

    Three in a row, two of which only programs write, are the header of a message that was
    appended to another without a line between them.
    """
    if "\nMessage-I" not in text and "\nMIME-V" not in text and "\nReceived:" not in text:
        return -1
    lines = text.split("\n")
    at, starts = 0, -1
    letter: set[bytes] = set()
    machine: set[bytes] = set()
    for line in lines:
        match = _HEADER_LINE.match(line[:300].encode("utf-8", "replace"))
        if match:
            name = match[1].lower()
            starts = at if starts < 0 else starts
            if _only_programs_write(name):
                machine.add(name)
            elif name in _LETTER:
                letter.add(name)
            if len(machine) >= 2 and len(letter) + len(machine) >= 3:
                return starts
        elif not line.startswith((" ", "\t")) or starts < 0:
            starts = -1
            letter.clear()
            machine.clear()
        at += len(line) + 1
    return -1


def _header_follows(held: bytearray | bytes, at: int, ended: bool) -> bool:
    """Return whether a header line, another separator of an empty message, or the end follows."""
    for _ in range(_MOST_EMPTY):
        if _HEADER_LINE.match(held, at):
            return True
        quoted = held.startswith(b">From ", at)  # by an older program
        if not quoted:
            for _ in range(2):
                blank = _BLANK.match(held, at)
                at = blank.end() if blank else at
            if at >= len(held) and ended:
                return True
        line_end = held.find(b"\n", at, at + LONGEST_LINE)
        if line_end < 0:
            line_end = len(held) if ended and len(held) - at < LONGEST_LINE else at
        if not quoted and not _pattern(_POSTMARK).fullmatch(held, at, line_end):
            return False
        at = min(line_end + 1, len(held))
    return False


def _header_names(held: bytearray | bytes, at: int) -> tuple[int, int]:
    """Return how many known header lines follow: those of a letter, and those of programs."""
    limit = at + _EVIDENCE
    letter: set[bytes] = set()
    machine: set[bytes] = set()
    begun = False
    while at < len(held) and at < limit and len(letter) + len(machine) < 8:
        line_end = held.find(b"\n", at, limit)
        match = _HEADER_LINE.match(held, at, limit)
        if match:
            name = bytes(match[1]).lower()
            begun = True
            if _only_programs_write(name):
                machine.add(name)
            elif name in _LETTER:
                letter.add(name)
        elif not held.startswith((b" ", b"\t") if begun else b">From ", at):
            break
        if line_end < 0:
            break
        at = line_end + 1
    return len(letter), len(machine)


def _only_programs_write(name: bytes) -> bool:
    return name in _MACHINE or name.startswith((b"x-", b"arc-"))
