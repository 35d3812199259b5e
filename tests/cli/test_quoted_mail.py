"""Quoted mail is neither judged nor changed; the author's own text around it is both."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.given import check, corrected, fix

OWN = """\
Hello,

I am out of the ofice from 12/14/26 to 12/18/26. Please contact Maria Lopez at 813-555-0162.

Dana Whitlock

"""
BELOW = "P.S. The clerk, Rosa Diaz, answers at 813-555-0199 abuot permits.\n"
OLD = "Hello Dana, teh permit is late. Call 555-0134.\n\nKai\n"
MARKED = "> Hello Dana, teh permit is late.\n>\n> Kai\n"
SENT = "Monday, December 7, 2026 9:00 AM"
INTRODUCTIONS = {
    "Outlook": f"From: Kai Doe <kai@customer.example>\nSent: {SENT}\nTo: Dana Whitlock\nSubject: Permit\n\n",
    "Outlook, pasted": f"From: Kai Doe\n\nSent: {SENT}\n\nTo: Dana Whitlock\n\nSubject: Permit\n\n",
    "two header lines": f"From: Kai Doe\nSent: {SENT}\n\n",
    "an address and a day": "From: Kai Doe <kai@customer.example>\nSent: Monday, December 7, 2026\n\n",
    "indented": f"    From: Kai Doe\n    Sent: {SENT}\n    To: Dana\n    Subject: Permit\n\n",
    "with tabs": f"From:\tKai Doe\nSent:\t{SENT}\nTo:\tDana\nSubject:\tPermit\n\n",
    "in bold": f"*From:* Kai Doe\n*Sent:* {SENT}\n*To:* Dana\n*Subject:* Permit\n\n",
    "a date": f"From: Kai Doe\nDate: {SENT}\nTo: Dana\nSubject: Permit\n\n",
    "Outlook of old": f"-----Original Message-----\nFrom: Kai Doe\nSent: {SENT}\nTo: Dana\nSubject: Permit\n\n",
    "dashes alone": "----- Original Message -----\n\n",
    "Gmail": "On Mon, Dec 7, 2026 at 9:00 AM Kai Doe <kai@customer.example> wrote:\n\n",
    "Spanish": "De: Kai Doe <kai@customer.example>\nEnviado: lunes, 7 de diciembre de 2026 9:00\nPara: Dana\nAsunto: x\n\n",
    "Spanish, two header lines": "De: Kai Doe\nEnviado: lunes, 7 de diciembre de 2026 9:00\n\n",
    "Gmail in Spanish": "El lun, 7 dic 2026 a las 9:00, Kai Doe (<kai@customer.example>) escribió:\n\n",
}


@pytest.mark.parametrize("options", [(), ("--rewrite",), ("--safe",)])
@pytest.mark.parametrize("case", INTRODUCTIONS)
def test_a_quotation_below_a_reply(here: Path, case: str, options: tuple[str, ...]) -> None:
    """The quotation stays byte for byte, and nothing in it is found."""
    quotation = INTRODUCTIONS[case] + OLD
    (here / "reply.txt").write_text(OWN + quotation, encoding="utf-8")
    assert "teh" not in check("reply.txt", "--no-config").stdout
    written = corrected(OWN + quotation, "--no-config", *options)
    assert written.endswith(quotation)
    assert "of the office" in written


@pytest.mark.parametrize("options", [(), ("--rewrite",)])
@pytest.mark.parametrize("case", ["no introduction", *INTRODUCTIONS])
def test_own_text_below_marked_lines(here: Path, case: str, options: tuple[str, ...]) -> None:
    """Text below lines that begin with ">" is the author's: judged, corrected and kept, between two quotations too."""
    quotation = INTRODUCTIONS.get(case, "") + MARKED
    text = f"{OWN}{quotation}\n{BELOW}\n{quotation}"
    (here / "reply.txt").write_text(text, encoding="utf-8")
    found = check("reply.txt", "--no-config").stdout
    assert "abuot" in found
    assert "teh" not in found
    written = corrected(text, "--no-config", *options)
    assert written.count(quotation) == 2
    assert "Rosa Diaz, answers at 813-555-0199 about permits." in written


@pytest.mark.parametrize("case", INTRODUCTIONS)
def test_a_reply_below_a_quotation(here: Path, case: str) -> None:
    """Below a marked quotation the reply is judged; below one without marks nobody knows where it begins."""
    (here / "marked.txt").write_text(INTRODUCTIONS[case] + MARKED + "\n" + OWN, encoding="utf-8")
    result = check("marked.txt", "--no-config")
    assert result.exit_code in (1, 2)
    assert result.exit_code == 2 or ("ofice" in result.stdout and "teh" not in result.stdout)
    text = INTRODUCTIONS[case] + OLD + "\n" + OWN
    (here / "unmarked.txt").write_text(text, encoding="utf-8")
    result = check("unmarked.txt", "--no-config")
    assert result.exit_code == 2
    assert "delete the quoted mail" in result.stderr or "rename it to .eml" in result.stderr
    assert fix("unmarked.txt", "--no-config").exit_code == 2
    assert (here / "unmarked.txt").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("case", [case for case in INTRODUCTIONS if "From" in INTRODUCTIONS[case]])
def test_text_after_the_sender_signed(here: Path, case: str) -> None:
    """Sentences after the name of the quoted sender may be the author's, so the run says that they were not checked."""
    text = OWN + INTRODUCTIONS[case] + OLD + "\n" + BELOW
    (here / "reply.txt").write_text(text, encoding="utf-8")
    result = check("reply.txt", "--no-config")
    assert result.exit_code == 2
    assert "text follows the quoted mail and may be yours" in result.stderr
    assert corrected(text, "--no-config").endswith(INTRODUCTIONS[case] + OLD + "\n" + BELOW)


PAGES = {
    "a block quotation": "<p>On Mon, Dec 7, 2026 at 9:00 AM Kai Doe wrote:</p><blockquote>{}</blockquote>",
    "a cited one": "<p>On Mon, Dec 7, 2026 at 9:00 AM Kai Doe wrote:</p><blockquote type=cite>{}</blockquote>",
    "header lines": "<p>From: Kai Doe<br>Sent: Monday, December 7, 2026 9:00 AM<br>To: Dana</p><blockquote>{}</blockquote>",
    "one in another": "<div>On Mon, Dec 7, 2026, Kai Doe wrote:<br></div><blockquote><blockquote>{}</blockquote>x</blockquote>",
    "Gmail": '<div class="gmail_quote"><div class="gmail_attr">On Mon, Dec 7, 2026 at 9:00 AM Kai wrote:<br></div>'
    "<blockquote class=gmail_quote>{}</blockquote></div>",
}


@pytest.mark.parametrize("case", PAGES)
def test_own_text_below_a_quotation_of_a_page(here: Path, case: str) -> None:
    """Text after the quotation of a page is judged and corrected; the quotation stays byte for byte."""
    quotation = PAGES[case].format("<p>teh permit is late</p>")
    own = "".join(f"<p>{line}</p>" for line in OWN.split("\n") if line)
    (here / "reply.html").write_text(f"{own}{quotation}<p>{BELOW}</p>", encoding="utf-8")
    found = check("reply.html", "--no-config").stdout
    assert "abuot" in found
    assert "teh" not in found
    fix("reply.html", "--no-config")
    written = (here / "reply.html").read_text(encoding="utf-8")
    assert quotation in written
    assert "about permits" in written


@pytest.mark.parametrize(
    "text",
    [
        "From: June 1\nTo: June 5\nI am away.\n",
        "From: Monday, June 1\nDate of return: June 8\n",
        "Hours\n\nFrom: 8:00\n\nTo: 17:00\n\nCall Maria.\n",
    ],
)
def test_days_in_lines_are_no_quotation(here: Path, text: str) -> None:
    """Lines that say from when and to when are the author's."""
    (here / "reply.txt").write_text(text + "\nTeh end.\n", encoding="utf-8")
    result = check("reply.txt", "--no-config", "--kind", "auto-reply")
    assert "Teh" in result.stdout
