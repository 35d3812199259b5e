"""What was written, as the files that mail systems and their tools take."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from replylint.api.mailbox_settings import gmail_settings, in_utc, outlook_settings, subject_in
from replylint.api.shapes import File, Part, Reply, Text, Written
from replylint.errors import InputError, nearest
from replylint.sources import format_named
from replylint.sources.sieve_tokens import quoted, stuffed

_LINES_OF_CSV = ("\r", "\n")


class _Asked(NamedTuple):
    """What a form is made of."""

    written: Written
    owner: str
    """The address of the mailbox; empty if it is not known."""

    def html(self, part: Part) -> str:
        return _content(self.written.reply, part)

    def text(self, part: Part) -> str:
        return _content(self.written.plain, part)

    @property
    def is_gmail(self) -> bool:
        return self.written.reply.text(Part.MESSAGE) is not None

    @property
    def outside(self) -> Part:
        """The part that people outside read."""
        return Part.MESSAGE if self.is_gmail else Part.EXTERNAL

    @property
    def inside(self) -> Part:
        return Part.MESSAGE if self.is_gmail else Part.INTERNAL

    @property
    def language(self) -> str:
        return next(one.language for one in self.written.checked.texts if one.part is not Part.SIGNATURE)

    @property
    def start(self) -> str:
        return self.written.settings.start if self.written.settings else ""

    @property
    def end(self) -> str:
        return self.written.settings.end if self.written.settings else ""


def _content(reply: Reply, part: Part) -> str:
    found: Text | None = reply.text(part)
    return found.content if found else ""


def export(written: Written, form: str, owner: str = "") -> File:
    """Return what was written as a file in one of the formats of `FORMS`; `owner` is the address of the mailbox.

    Raises InputError for a format that cannot be written, or that lacks something it cannot be without.
    """
    if form not in _WRITERS:
        known = ", ".join(FORMS)
        try:
            title = format_named(form).title
        except Exception:  # no format at all
            raise InputError(f"There is no format “{form}”{nearest(form, FORMS) or '.'} There are {known}.") from None
        raise InputError(f"“{form}” ({title}) is read, not written. A new reply can be written as {known}.")
    name, write = _WRITERS[form]
    return File(name, write(_Asked(written, owner)).encode("utf-8"))


def _text(asked: _Asked) -> str:
    return asked.text(asked.outside)


def _html(asked: _Asked) -> str:
    return asked.html(asked.outside)


def _exchange(asked: _Asked) -> dict[str, object]:
    """Return what `Set-MailboxAutoReplyConfiguration` takes, by the names of its parameters."""
    _not_for_gmail(asked)
    found: dict[str, object] = {"Identity": asked.owner} if asked.owner else {}
    found |= {"AutoReplyState": "Scheduled" if asked.start and asked.end else "Enabled"}
    if asked.start and asked.end:
        found |= {"StartTime": asked.start, "EndTime": asked.end}
    return found | {
        "ExternalAudience": "All",
        "InternalMessage": asked.html(Part.INTERNAL),
        "ExternalMessage": asked.html(Part.EXTERNAL),
    }


def _exchange_json(asked: _Asked) -> str:
    return _as_json(_exchange(asked))


def _exchange_csv(asked: _Asked) -> str:
    table = io.StringIO()
    values = _exchange(asked)
    writer = csv.writer(table, quoting=csv.QUOTE_ALL)
    writer.writerows((list(values), list(values.values())))
    return table.getvalue()


def _graph(asked: _Asked) -> str:
    _not_for_gmail(asked)
    inside, outside = asked.html(Part.INTERNAL), asked.html(Part.EXTERNAL)
    return _as_json(outlook_settings(inside, outside, asked.written.settings))


def _gmail(asked: _Asked) -> str:
    if not asked.is_gmail:
        raise InputError("Write the reply for Gmail, which adds the signature by itself: --system gmail.")
    vacation = gmail_settings(asked.html(Part.MESSAGE), asked.language, asked.written.settings)
    if not asked.owner:
        raise InputError("Give your email address: Gmail's settings belong to one.")
    signature = {"sendAsEmail": asked.owner, "isDefault": True, "signature": asked.html(Part.SIGNATURE)}
    return _as_json({asked.owner: {"vacation": vacation, "sendAs": [signature]}})


def _jmap(asked: _Asked) -> str:
    _not_for_gmail(asked)

    def utc(moment: str) -> str | None:
        return f"{in_utc(moment):%Y-%m-%dT%H:%M:%SZ}" if moment else None

    return _as_json(
        {
            "id": "singleton", "isEnabled": True, "fromDate": utc(asked.start), "toDate": utc(asked.end),
            "subject": subject_in(asked.language), "textBody": asked.text(Part.EXTERNAL), "htmlBody": asked.html(Part.EXTERNAL),
        }
    )  # fmt: skip


def _sieve(asked: _Asked) -> str:
    """Return a script with the reply as plain text (RFC 5230), sent only between its days where they are known (RFC 5260)."""
    _not_for_gmail(asked)
    lines = asked.text(Part.EXTERNAL).rstrip("\n").split("\n")
    body = "\r\n".join(map(stuffed, lines))
    to = f" :addresses [{quoted(asked.owner)}]" if asked.owner else ""
    action = f"vacation :days 1{to} :subject {quoted(subject_in(asked.language))} text:\r\n{body}\r\n.\r\n;"
    if not asked.start:
        return f'require ["vacation"];\r\n\r\n{action}\r\n'
    zone = datetime.fromisoformat(asked.start).strftime("%z") or "+0000"
    tests = [f'currentdate :zone "{zone}" :value "ge" "date" "{asked.start[:10]}"']
    if asked.end:
        tests.append(f'currentdate :zone "{zone}" :value "lt" "date" "{asked.end[:10]}"')
    return f'require ["date", "relational", "vacation"];\r\n\r\nif allof({", ".join(tests)}) {{\r\n{action}\r\n}}\r\n'


def _vacation(asked: _Asked) -> str:
    _not_for_gmail(asked)
    sender = f"From: {asked.owner}\n" if asked.owner else ""
    return (
        f"{sender}Subject: {subject_in(asked.language)} (Re: $SUBJECT)\nPrecedence: bulk\n\n{asked.text(Part.EXTERNAL)}"
    )


def _signature_page(asked: _Asked) -> str:
    return asked.html(Part.SIGNATURE)


def _signature_text(asked: _Asked) -> str:
    return asked.text(Part.SIGNATURE)


def _not_for_gmail(asked: _Asked) -> None:
    if asked.is_gmail:
        raise InputError(
            "This reply is for Gmail and has no signature in it. Write it for another system: --system outlook."
        )


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


_WRITERS: dict[str, tuple[str, Callable[[_Asked], str]]] = {
    "text": ("reply.txt", _text),
    "html": ("reply.html", _html),
    "exchange-json": ("autoreply.json", _exchange_json),
    "exchange-csv": ("autoreply.csv", _exchange_csv),
    "graph-json": ("mailboxsettings.json", _graph),
    "gmail-json": ("gmail.json", _gmail),
    "jmap-json": ("vacationresponse.json", _jmap),
    "sieve": ("vacation.sieve", _sieve),
    "vacation": (".vacation.msg", _vacation),
    "signature-html": ("signature.html", _signature_page),
    "signature-text": ("signature.txt", _signature_text),
}
FORMS = tuple(_WRITERS)
"""The formats that a new reply can be written in: those that replylint reads, and the signature by itself."""
