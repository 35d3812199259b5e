"""A line of which only a part is judged: no correction may delete the rest of it."""

from __future__ import annotations

import html

import pytest

from editing import ENGINE
from replylint.fix.correcting import Corrector
from replylint.model import Document, DocumentKind, Mailbox
from replylint.sources.again import with_content
from replylint.visible import Visible

REPLY = """\
I will be out of the office from 12/21/26 to 12/31/26. I will reply when I return.
Please contact Perry Whitlock at 813-555-0142 while I am away.

Dana Moore
Permit Technician II
Example Creek Bank
813-555-0196

CONFIDENTIALITY NOTICE: This e-mail is intended only for the addressee. If you received it in error, delete it. {}"""
TAILS = (
    "Example Creek Bank, Member FDIC.",
    "Have a blessed day!",
    '"Be the change."',
    "Fax: 813-555-0112",
    "Go Raiders!",
)


@pytest.mark.parametrize("markup", [False, True], ids=["text", "html"])
@pytest.mark.parametrize("tail", TAILS)
def test_what_ends_the_line_of_a_notice_stays(tail: str, *, markup: bool) -> None:
    """A sentence on the line of a legal notice that a mail program added is kept, whatever it says."""
    text = REPLY.format(tail)
    content = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n")) if markup else text
    document = Document("message", Visible.plain(""), "", markup, DocumentKind.AUTO_REPLY, sent=True, automatic=True)
    mailbox = Mailbox("reply.eml", (with_content(document, content),))
    after = Corrector(ENGINE).correct(mailbox).after.documents[0].content
    assert (html.escape(tail) if markup else tail) in after
