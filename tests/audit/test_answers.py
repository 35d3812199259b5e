"""Who answers in time: what counts as a letter that needs an answer, what as its answer, and what nobody can tell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from audit.inline import audited, rules_in

DANA, MARIA, JOE = (
    "Dana Whitlock <dana.whitlock@plantcitygov.com>",
    "Maria Lopez <maria.lopez@plantcitygov.com>",
    "joe@home.example",
)
SIGNS = "\n\nThank you,\n\n{}\nPermit Technician\nCity of Plant City, Florida\n813-555-0142 ext. 4101\nWebsite: http://www.plantcitygov.com/\n[City Seal]\n"
SIGNED, MARIA_SIGNED = SIGNS.format("Dana Whitlock"), SIGNS.format("Maria Lopez")
UNANSWERED, LATE = ("response.unanswered", "dana.whitlock"), ("response.late", "dana.whitlock")


def letter(sender: str, to: str, at: str, subject: str, text: str, *lines: str) -> str:
    """Return a message of December 2026, such as at `1 09:00`."""
    day, _, clock = at.partition(" ")
    date = f"Date: {day} Dec 2026 {clock}:00 -0500\n" if day.isdigit() else f"Date: {at}\n"
    envelope = sender.rpartition("<")[2].strip(">")
    extra = "".join(f"{line}\n" for line in lines)
    return f"From {envelope} Tue Dec 01 09:00:00 2026\nFrom: {sender}\nTo: {to}\nSubject: {subject}\n{date}{extra}\n{text}\n\n"


def asked(
    *lines: str,
    at: str = "1 09:00",
    sender: str = JOE,
    subject: str = "Permit",
    to: str = "dana.whitlock@plantcitygov.com",
    number: str = "q1",
) -> str:
    """Return a question to Dana."""
    return letter(sender, to, at, subject, "When is my permit ready?", f"Message-ID: <{number}@home>", *lines)


def answer(
    text: str = "It is ready.",
    *lines: str,
    at: str = "1 11:00",
    sender: str = DANA,
    to: str = JOE,
    subject: str = "Re: Permit",
    of: str = "<q1@home>",
    number: str = "a1",
    sign: str = SIGNED,
) -> str:
    """Return an answer of Dana's to it."""
    thread = [f"In-Reply-To: {of}", f"References: {of}"] if of else []
    own = [f"Message-ID: <{number}@city>"] if number else []
    return letter(sender, to, at, subject, text + sign, *own, *thread, *lines)


def boxes(inbox: Sequence[str] = (), sent: Sequence[str] = (), **more: Sequence[str]) -> None:
    """Write Dana's and Maria's mailboxes, each with a letter that they sent before."""
    files = {
        "dana_Inbox": [*inbox],
        "dana_Sent": [letter(DANA, "clerk@other.example", "Mon, 30 Nov 2026 10:00:00 -0500", "Form", f"The form is attached.{SIGNED}", "Message-ID: <d0@city>"), *sent],
        "maria_Sent": [letter(MARIA, "clerk@other.example", "Mon, 30 Nov 2026 10:00:00 -0500", "Form", f"The form is attached.{MARIA_SIGNED}", "Message-ID: <m0@city>")],
    }  # fmt: skip
    for name, letters in more.items():
        files[name] = [*files.get(name, ()), *letters]
    for name, letters in files.items():
        if letters:
            path = Path("mail", *name.split("_")).with_suffix(".mbox")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(letters), encoding="utf-8", newline="")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go into an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def judged() -> list[tuple[str, str]]:
    """Audit the mailboxes and return what was found of answers, acknowledgements and signatures."""
    return rules_in(audited("mail"), "response.", "acknowledgement.", "signature.", "appearance.")


RECEIVED = "Received: from mx.home.example by mail.plantcitygov.com; Tue, 1 Dec 2026 09:00:02 -0500"
INDEX = "Thread-Index: AdsFx1Zt3rV0m2YKQ0C7Rr0o2n0pVg=="


@pytest.mark.parametrize(
    ("inbox", "sent", "expected"),
    [
        ([asked()], [answer()], []),
        ([asked()], [], [UNANSWERED]),
        ([asked()], [answer(at="2 09:00")], [LATE]),
        ([asked()], [answer(at="1 17:00")], []),
        ([asked(subject="Fence at 44 Oak Ave")], [answer(of="", subject="Re: Fence at 44 Oak Ave")], []),
        ([asked(INDEX)], [answer("It is paid.", f"{INDEX[:-2]}AAF3Qg", of="", subject="RE: Water bill")], []),
        ([asked()], [answer(of="", subject="Your permit")], []),
        ([asked(), letter(JOE, "dana.whitlock@plantcitygov.com", "1 10:00", "Re: Permit", "Any news?", "Message-ID: <q2@home>", "In-Reply-To: <q1@home>")], [answer(of="<q2@home>")], []),
        ([asked(), asked(at="1 09:01", number="q2")], [answer()], []),
        ([asked(RECEIVED, at="1 09:06")], [answer(at="1 09:04")], []),
        ([asked(RECEIVED, at="Thu, 01 Jan 1970 00:00:00 +0000")], [answer()], []),
        ([asked()], [answer(number="")], []),
        ([asked()], [answer("Is it ready?", to=MARIA, subject="FW: Permit")], [UNANSWERED]),
        ([asked()], [answer("Is it ready?", to=MARIA, subject="FW: Permit"), answer(at="3 11:00", number="a2")], [LATE]),
        ([asked()], [answer("I just received this, can you look into it?", to=MARIA, subject="FW: Permit"), answer(at="1 13:00", number="a2")], []),
        ([asked("Reply-To: joe@work.example")], [answer(to="joe@work.example")], []),
        ([asked("Reply-To: joe@work.example")], [answer(to="joe@work.example", of="")], []),
        ([asked("Reply-To: joe@home.example", sender="Website <webform@plantcitygov.com>")], [], [UNANSWERED]),
        ([asked("Reply-To: joe@home.example", sender="Website <webform@plantcitygov.com>")], [answer()], []),
        ([asked()], [answer("Yes, 10 AM works. I am out of the office on Monday, so Tuesday it is.")], []),
        ([asked()], [answer("Your permit is approved. I will be on vacation next week; Maria Lopez at 813-555-0162 can help.")], []),
        ([asked(subject="Absent neighbor, grass 3 feet high")], [], [UNANSWERED]),
        ([asked(subject="On leave: who replaces Mr. Bell?")], [], [UNANSWERED]),
        ([asked(subject="Thank you for fixing the sign - when will the light be fixed?")], [], [UNANSWERED]),
    ],
    ids=["answered", "not", "late", "at the last minute", "by its subject", "by Outlook's index", "as a new letter", "asked again", "sent twice", "a clock that is fast", "a clock that stopped",
         "an answer without an id", "only passed on", "passed on, then late", "passed on and answered", "to another address", "to another address, without ids", "a form of the website", "a form that is answered",
         "an answer that speaks of an absence", "an answer before a vacation", "absent neighbors", "who replaces whom", "thanks and a question"],
)  # fmt: skip
def test_an_answer_is_known_and_goes_to_the_one_who_asked(
    inbox: list[str], sent: list[str], expected: list[tuple[str, str]]
) -> None:
    """An answer is known by ids, index, subject or as the next letter to the one who asked; a forward to a colleague is none, and a sender's clock is not trusted."""
    boxes(inbox, sent)
    assert judged() == expected


@pytest.mark.parametrize(
    "message",
    [
        asked(sender="DocuSign <no-reply@docusign.example>"),
        asked("X-Spam-Flag: YES"),
        asked("Precedence: bulk"),
        asked("Content-class: urn:content-classes:calendarmessage"),
        asked(subject="Accepted: Site visit"),
        asked(subject="Read: Your documents"),
        asked(subject="Thank you!"),
        asked(sender="Scanner <scanner@plantcitygov.com>"),
        asked("Authentication-Results: mx; spf=fail; dmarc=fail", sender=MARIA),
        letter(MARIA, "dana.whitlock@plantcitygov.com", "1 09:00", "Baker St", f"Baker St is closed until Friday.{MARIA_SIGNED}", "Message-ID: <f1@city>"),
        letter(MARIA, ", ".join(f"p{n}@plantcitygov.com" for n in range(5)) + ", dana.whitlock@plantcitygov.com", "1 09:00", "Potluck", f"What do you bring?{MARIA_SIGNED}", "Message-ID: <f1@city>"),
    ],
    ids=["no-reply", "spam", "bulk", "calendar", "accepted", "receipt", "thanks", "scanner", "not from whom it says", "for information", "to many"],
)  # fmt: skip
def test_what_asks_for_no_answer_is_left_out(message: str) -> None:
    """Machines, spam, meetings, receipts, thanks and what is told to many or only informs need no answer; that is said, and nothing is found."""
    boxes([message])
    assert judged() == []


def test_an_unanswered_question_of_a_colleague_is_found() -> None:
    """A colleague who asks something is answered as anybody else."""
    boxes([letter(MARIA, DANA, "1 09:00", "Toner", f"Which toner do you need?{MARIA_SIGNED}", "Message-ID: <f1@city>")])
    assert judged() == [UNANSWERED]


def test_a_colleague_may_answer_in_a_new_letter() -> None:
    """Passed on to a colleague, who answers by a letter of their own: nothing is late, and the one who passed it on waits for no answer."""
    passed = letter(DANA, MARIA, "1 09:30", "FW: Permit", f"Can you take this?{SIGNED}", "Message-ID: <f1@city>")
    given = letter(MARIA, JOE, "1 13:00", "RE: Permit", f"It is ready.{MARIA_SIGNED}", "Message-ID: <a1@city>")
    boxes([asked()], [passed], maria_Sent=[given])
    assert judged() == []


def test_only_those_are_asked_whose_sent_mail_was_read() -> None:
    """One letter of somebody in a colleague's inbox does not show what else they sent; of whom nothing is known is said."""
    boxes(maria_Inbox=[letter("Ann Kerr <ann.kerr@plantcitygov.com>", MARIA, "1 08:00", "Minutes", f"Attached.{SIGNS.format('Ann Kerr')}", "Message-ID: <x@city>"), asked("Cc: maria.lopez@plantcitygov.com", to="ann.kerr@plantcitygov.com"), asked(to="permits@plantcitygov.com", number="q3")])  # fmt: skip
    found = audited("mail")
    assert rules_in(found, "response.") == []
    said = next(one.message for one in found.notices if "no sent mail was read of" in one.message)
    assert said.startswith("not checked: whether 2 messages were answered")
    assert "ann.kerr@plantcitygov.com, permits@plantcitygov.com" in said


def test_an_inbox_is_nobodys_sent_mail() -> None:
    """However many letters of a colleague somebody got, by lists or under another address: they show not what else that colleague sent."""
    lists = [letter(DANA, f"{name}@plantcitygov.com", f"1 08:0{number}", "News", f"Closed.{SIGNED}", f"Message-ID: <n{number}@city>") for number, name in enumerate(("permits", "streets", "allstaff"))]  # fmt: skip
    path = Path("mail", "maria", "Inbox.mbox")
    path.parent.mkdir(parents=True)
    path.write_text("".join([*lists, asked("Cc: maria.lopez@plantcitygov.com")]), encoding="utf-8")
    assert rules_in(audited("mail"), "response.") == []


def test_an_answer_to_somebody_else_is_none_for_a_colleague() -> None:
    """A colleague who asked, and whose letter was answered to a third person alone, still waits."""
    question = letter(
        MARIA, DANA, "1 09:00", "Toner", f"Which toner do you need?{MARIA_SIGNED}", "Message-ID: <q1@home>"
    )
    boxes([question], [answer("The black one.", to="Bob Fox <bob.fox@plantcitygov.com>", subject="RE: Toner")])
    assert judged() == [UNANSWERED]
    boxes([question], [answer("The black one.", to=MARIA, subject="RE: Toner")])
    assert judged() == []


def test_a_copy_in_somebodys_spam_is_still_a_letter() -> None:
    """A letter to two people that one mail program took for spam needs an answer all the same; one that lies in spam alone does not."""
    both = asked(to="dana.whitlock@plantcitygov.com, maria.lopez@plantcitygov.com")
    boxes([], [], **{"dana_Junk Email": [both]})
    assert judged() == []
    boxes([], [], **{"dana_Junk Email": [both]}, maria_Inbox=[both])
    assert judged() == [UNANSWERED]


@pytest.mark.parametrize("at", ["Fri, 31 Dec 9999 23:30:00 +0000", "Fri, 31 Dec 9999 23:59:59 -0500", "Mon, 01 Jan 0200 09:30:00 -0000", "yesterday morning"])  # fmt: skip
def test_a_date_that_cannot_be_is_no_date(at: str) -> None:
    """A letter from another age costs itself alone: it is said not to be checked, and what else there is is judged."""
    boxes([asked(at=at), asked(number="q2")], [])
    found = audited("mail")
    assert rules_in(found, "response.") == [UNANSWERED]
    assert any("without a date" in one.message and one.message.endswith(": 1") for one in found.notices)
    assert not found.troubles


def test_an_answer_that_cannot_be_read_is_an_answer() -> None:
    """A sealed answer is not judged, which is said; that it came is known by its header. One that is a file alone is no trouble at all."""
    sealed = (
        "MIME-Version: 1.0",
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data",
        "Content-Transfer-Encoding: base64",
    )
    boxes(
        [asked()],
        [
            letter(
                DANA,
                JOE,
                "1 11:00",
                "Re: Permit",
                "MIAGCSqG",
                "Message-ID: <a1@city>",
                "In-Reply-To: <q1@home>",
                *sealed,
            )
        ],
    )
    found = audited("mail")
    assert rules_in(found, "response.") == []
    assert [one.message for one in found.troubles] == ["its text is encrypted or sealed (S/MIME), so it cannot be read; save it from the mail program of its owner"]  # fmt: skip
    file = ("MIME-Version: 1.0", "Content-Type: application/pdf", "Content-Transfer-Encoding: base64")
    boxes(
        [asked()],
        [
            letter(
                DANA, JOE, "1 11:00", "Re: Permit", "JVBERi0=", "Message-ID: <a1@city>", "In-Reply-To: <q1@home>", *file
            )
        ],
    )
    again = audited("mail", output="again")
    assert (rules_in(again, "response."), again.troubles) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for your application. It has been reviewed and approved.",
        "Thank you for your email. Hillsborough County is responsible for that road.",
        "We have received your payment. Thank you for your prompt response.",
        "Thank you for your question. The answer is yes, you need a permit.",
        "Thank you for your message. Could you send me the parcel number so that I can review it?",
        "Gracias por su mensaje. Su permiso fue revisado y aprobado.",
        "Thank you for your request. Your records are attached for your review.",
        "The drawings are approved and are posted online for you to review.",
        "Nos comunicaremos con usted esta semana.",
        "I received your request and I'll let you know by Friday.",
        "Thank you for your email. I will get back to you this afternoon.",
        "Thank you for writing. I will reply by noon.",
        "I got your note. I'll get back to you in a couple of days.",
        "Thanks for your email. I'll get back to you Monday.",
        "We received your application. We will respond by the 10th.",
        "Thank you for your email. I will get back to you within the hour.",
        "I received your message and will get back to you first thing in the morning.",
        "Gracias por su correo. Le contestaré antes de las 5 de la tarde.",
    ],
)
def test_a_whole_answer_or_acknowledgement_lacks_nothing(text: str) -> None:
    """What answers, or asks back, is no mere acknowledgement; and a time is a time however people say it."""
    boxes([asked()], [answer(text)])
    assert judged() == []


@pytest.mark.parametrize(
    "text",
    [
        "Got your email. Will get back to you.",
        "Thanks, I will look into it and get back to you.",
        "Received, thanks. Will respond.",
        "Thank you for the email. I will look into this and get back to you.",
    ],
)
def test_an_acknowledgement_without_a_time_is_found(text: str) -> None:
    """Who only promises an answer says when; that the message came, the answer itself shows."""
    boxes([asked()], [answer(text)])
    found = judged()
    assert ("acknowledgement.missing-response-time", "dana.whitlock") in found
    assert not [rule for rule, _ in found if rule == "acknowledgement.missing-receipt"]


def test_an_acknowledgement_is_not_judged_where_the_answer_came_in_time() -> None:
    """The acknowledgement is the minimum: who is served the same day, or was told by an automatic reply, lacks nothing."""
    brief = answer("I received your message and will look into it.")
    boxes([asked()], [brief, answer(at="1 11:20", number="a2")])
    assert judged() == []
    told = "This confirms that I have received your message. I will answer within two business days. My direct line is 813-555-0142."
    boxes([asked()], [answer(told, "Auto-Submitted: auto-replied", at="1 09:01", number="a0"), brief])
    assert [rule for rule, _ in rules_in(audited("mail", output="again"), "acknowledgement.")] == []


QUOTED = "Hello\n\nBob Vendor\nSales Guru\nACME\n"
FORWARD = "From: Bob <bob@x.example>\nSent: Tuesday, December 1, 2026 9:00 AM\nTo: Dana\nSubject: Hi\n\n"


@pytest.mark.parametrize(
    "text",
    [
        f"\n{FORWARD}{QUOTED}",
        f"\n{FORWARD}I am out of the office until Monday.\n\nBob\n",
        f"---------- Forwarded message ---------\nFrom: Bob <bob@x.example>\nDate: Tue, Dec 1, 2026 at 9:00 AM\nSubject: Hi\nTo: <d@x.example>\n\n{QUOTED}",
        f"Attached.{SIGNED}\n*From:* Bob <b@x.example>\n*Sent:* Tuesday, December 1, 2026 9:00 AM\n*To:* Dana\n*Subject:* Hi\n\n{QUOTED}",
        f"Attached.{SIGNED}\nOn Tue, Dec 1, 2026 at 9:00 AM Robert Vendorson <robert@long.example>\nwrote:\n\n> Hi\n> Bob\n",
        f"Attached.{SIGNED}\nFrom: Bob Vendor <b@x.example>\nSent: Tuesday, December 1, 2026 9:00 AM\nSubject: Hi\n\n{QUOTED}",
        f"Attached.{SIGNED}\nFrom: Bob Vendor <b@x.example>\nTo: Dana <d@x.example>\nSent: Tuesday, December 1, 2026 9:00 AM\nSubject: Hi\n\n{QUOTED}",
        f"Attached.{SIGNED}\nPLEASE NOTE: Florida has a very broad public records law. Most written communications to or from city officials are public records available upon request.\n",
        f"Attached.{SIGNED}\nUnder Florida law, e-mail addresses are public records. If you do not want your address released, do not send electronic mail to this entity.\n",
    ],
    ids=[
        "forward",
        "a forwarded absence",
        "Gmail's forward",
        "stars",
        "wrapped",
        "without To",
        "another order",
        "public records",
        "addresses are public",
    ],
)
def test_what_others_wrote_is_not_judged(text: str) -> None:
    """Of a forward without a word of its sender's own, a quotation or a notice of the gateway nothing is found."""
    boxes([], [answer(text, of="<x@y>", sign="")])
    assert judged() == []


def page(
    seal: str = "cid:seal@1",
    behind: str = "",
    leads: str = "http://www.plantcitygov.com/",
    body: str = "<body>",
    website: bool = True,
) -> str:
    """Return a letter of Dana's as a page."""
    link = f'Website: <a href="{leads}">http://www.plantcitygov.com/</a><br>' if website else ""
    return f'<html>{body}<p>Ready.</p><p>Thank you,</p><table{behind}><tr><td>Dana Whitlock<br>Permit Technician<br>City of Plant City, Florida<br>813-555-0142 ext. 4101<br>{link}<img src="{seal}" alt="City Seal"></td></tr></table></body></html>'


def pages(*texts: str) -> list[str]:
    """Return letters with these pages."""
    return [letter(DANA, JOE, f"2 10:{number:02}", "Re: it", text, f"Message-ID: <h{number}@city>", f"In-Reply-To: <z{number}@x>", "MIME-Version: 1.0", "Content-Type: text/html; charset=utf-8") for number, text in enumerate(texts)]  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ([page(f"cid:image001.png@01DC5F8A.{number:08X}", website=False) for number in range(6)], ["signature.missing-website"]),
        ([page(), page(leads="http://www.plantcity.example/")], ["signature.wrong-website"]),
        ([page(), page(behind=' background="paper.jpg"')], ["appearance.background"]),
        ([page(), page(body='<body bgcolor="#ffcc00">')], ["appearance.background"]),
        ([page(), page("cid:other@2")], []),
    ],
    ids=["Outlook's names of pictures", "another link", "a background", "a background of the page", "only another name"],
)  # fmt: skip
def test_a_way_of_signing_is_judged_once_and_every_other_too(sent: list[str], expected: list[str]) -> None:
    """What Outlook calls a picture makes no other signature; another link or background behind it does, though a right one came before."""
    boxes([], pages(*sent))
    assert [rule for rule, _ in judged()] == expected


def test_an_organisation_without_domains_judges_all_mail(here: Path) -> None:
    """Where the policy names no domains nobody can tell who is outside: every message is read, in a mailbox as in a file of its own."""
    pack = '[pack]\nid = "open"\ntitle = "Open"\nversion = "1"\nextends = "plant-city"\n\n[settings]\ndomains = []\n'
    Path("open.toml").write_text(pack, encoding="utf-8")
    boxes([], [answer("It is ready.", "Auto-Submitted: auto-replied", sign="")])
    from audit.inline import TODAY, Inline
    from replylint.audit.dataset import Dataset
    from replylint.audit.rows import Question
    from replylint.audit.run import audit

    with Dataset(Path("out")) as dataset:
        found = audit(["mail/dana/Sent.mbox"], dataset, Question("open.toml", TODAY, TODAY), Inline(), lambda _: None)  # type: ignore[arg-type]  # it does what a pool does
    assert any(one["judged"] for one in found.mailboxes)


def test_automatic_replies_of_others_are_not_judged(here: Path) -> None:
    """An automatic reply of somebody outside is nobody's of ours, in a mailbox, an archive or a file of its own."""
    theirs = letter("Bob Vendor <bob@vendor.example>", DANA, "1 09:00", "Automatic reply", "I am out of the office. Call me later.\n\nBob", "Auto-Submitted: auto-replied", "Message-ID: <b@v>")  # fmt: skip
    boxes([theirs])
    Path("mail", "one.eml").write_text(theirs.partition("\n")[2], encoding="utf-8")
    assert judged() == []


def test_a_way_of_signing_is_counted_over_all_units(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a person's letters lie in several units, their signature is one row with the number of all of them."""
    monkeypatch.setattr("replylint.audit.units._SMALL", 1)
    sent = [answer(number=f"a{number}", at=f"1 1{number}:00") for number in range(5)]
    boxes(sent=sent[:2], dana_Older=sent[2:])
    found = audited("mail")
    assert [row["times"] for row in found.mailboxes if row["name"] == "Dana Whitlock"] == [6]


def test_the_first_line_of_a_signature_is_judged(here: Path) -> None:
    """What is wrong in the line with which a signature begins is found, and what is wrong above it is not."""
    boxes(sent=[answer("It is redy, and teh fee is paid.", sign="\n\nDana Whitlock, Permit Tecnician\nCity of Plant City, Florida\n813-555-0142 ext. 4211\n")])  # fmt: skip
    found = audited("mail")
    said = [row["message"] for row in found.findings if row["rule"] == "spelling.misspelling"]
    assert len(said) == 1
    assert "Tecnician" in said[0]
