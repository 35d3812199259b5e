"""`replylint fix` leaves alone what only a person can settle: other texts, other people, two truths in one mail."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from cli.given import GOOD, check, corrected, fix

SIGNED = "\n\nThank you,\nMaria Lopez\n"
WITH = "I will be out from 12/21/26 - {}. I will reply when I return. Contact Dana Whitlock at 813-555-0142."


@pytest.mark.parametrize("text", ["Milk, eggs, bread\n", "click>=8\njinja2\n"])
def test_a_text_that_is_no_reply_gets_no_signature(here: Path, text: str) -> None:
    """A shopping list in a folder of replies stays as it is."""
    (here / "list.txt").write_text(text, encoding="utf-8")
    fix("list.txt")
    assert (here / "list.txt").read_text(encoding="utf-8") == text


def test_the_profile_is_not_given_to_somebody_else(here: Path) -> None:
    """A reply that another person signs gets blanks, not the title and number of the profile's owner."""
    profile = '[profile]\nname = "Dana Whitlock"\ntitle = "Permit Technician II"\nphone = "813-555-0142"\nextension = "4211"\n'
    (here / "replylint.toml").write_text(profile, encoding="utf-8")
    reply = f"{WITH.format('12/31/26')}\n\nThanks,\nRobert Oaks\n"
    (here / "reply.txt").write_text(
        reply.replace("Dana Whitlock at 813-555-0142", "Lee Ames at 813-555-0199"), encoding="utf-8"
    )
    fix("reply.txt")
    corrected = (here / "reply.txt").read_text(encoding="utf-8")
    assert "Robert Oaks\n[Job Title]" in corrected
    assert "4211" not in corrected


def test_two_parts_that_disagree_are_left_to_their_author(here: Path) -> None:
    """Of a mail whose parts name different days neither is chosen: both stay, and the difference is said."""
    mail = EmailMessage()
    mail["From"] = "Dana Whitlock <dana@plantcity.example>"
    mail["Subject"] = "Automatic reply: x"
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(WITH.format("12/30/26"))
    mail.add_alternative(f"<p>{WITH.format('12/31/26')}</p>", subtype="html")
    (here / "reply.eml").write_bytes(mail.as_bytes())
    fix("reply.eml", "--output-dir", "out")
    corrected = (here / "out" / "reply.eml").read_text(encoding="utf-8")
    assert "12/30/26" in corrected
    assert "12/31/26" in corrected
    assert "parity.plain-html-differ" in check("out").output


@pytest.mark.parametrize(
    "tag",
    [
        "{{ first_day | }}",
        "{{ first_day }",
        "{% if foo %}",
        "{% endfor %}",
        "{{" + "(" * 3000 + "1" + ")" * 3000 + "}}",
    ],
)
def test_a_template_that_jinja_cannot_read_is_no_message(here: Path, tag: str) -> None:
    """A broken template is one line and exit 2, however complete its text looks."""
    (here / "reply.txt.j2").write_text(f"I am out until {tag}.\n", encoding="utf-8")
    result = check("reply.txt.j2")
    assert result.exit_code == 2
    assert "template" in result.output


def test_a_day_that_only_its_writer_can_place_is_no_date(here: Path) -> None:
    """When a text without a date of writing is written anew, "next Wednesday" becomes a blank; the first name stays."""
    text = "On vacation in Cancun, sipping margaritas! I'll be back next Wednesday. Don't bother calling, I won't answer.\n\nRick\n"
    (here / "reply.txt").write_text(text, encoding="utf-8")
    fix("reply.txt", "--rewrite")
    corrected = (here / "reply.txt").read_text(encoding="utf-8")
    assert "/26" not in corrected
    assert "Rick [Last name]" in corrected


@pytest.mark.parametrize(
    ("words", "corrected"),
    [
        ("from 12/14/26 until further notice", "from 12/14/26 until [last day out]"),
        ("from 12/14/26, indefinitely", "from 12/14/26"),
    ],
)
def test_an_end_that_names_no_day_gets_one_blank(words: str, corrected: str, here: Path) -> None:
    """Where the end is told in words that name no day, they are replaced; no second blank for the same day stands beside it."""
    (here / "reply.txt").write_text(GOOD.replace("from 12/14/26 — 12/18/26", words), encoding="utf-8")
    shown = fix("--diff", "reply.txt").stdout
    (line,) = [line for line in shown.splitlines() if line.startswith("+I will")]
    assert corrected in line
    assert line.count("[last day out]") == 1


@pytest.mark.parametrize(
    "absences",
    [
        "I am out of the office 12/14/26 - 12/16/26 and again from 12/21/26 - 12/23/26.",
        "Out 12/14/26 and 12/15/26 (training), back 12/16/26, then out 12/24/26 - 1/3/27.",
        "I am out Wednesday 12/16/26 through Friday 12/18/26. On 12/21/26 I will be out too.",
    ],
)
def test_several_absences_do_not_become_one(absences: str, here: Path) -> None:
    """A message that tells of several absences is corrected where it stands: the template would say that its author is away in between."""
    written = corrected(f"{absences} Call Ana Ruiz at 813-555-0142.{SIGNED}", "--rewrite")
    assert written.startswith(absences)
    assert "City of Plant City, Florida" in written
    assert written.count("12/1") == absences.count("12/1")


@pytest.mark.parametrize(
    "lead", ["until approximately mid-January", "through about the end of January", "until sometime in January"]
)
def test_a_vague_end_becomes_one_blank(lead: str, here: Path) -> None:
    """Words that name no day are replaced as a whole: no second preposition, no second pair of blanks."""
    written = corrected(f"I will be out {lead}. Call Ana Ruiz at 813-555-0142.{SIGNED}")
    assert written.count("[last day out]") == 1
    assert "until from" not in written
    assert "about from" not in written


def test_a_closing_stays_above_a_signature_that_is_written_anew(here: Path) -> None:
    """A file that holds a closing and a signature keeps the closing when it is written anew, and the same again."""
    signed = "Saludos cordiales,\n\nPilar Navarrete\nIntérprete\nCity of Plant City\n813-555-0193 ext. 1180\n"
    once = corrected(signed, "--rewrite", "--kind", "signature")
    assert once.startswith("Saludos cordiales,\n\nPilar Navarrete\nIntérprete\nCity of Plant City, Florida\n")
    assert corrected(once, "--rewrite", "--kind", "signature") == once


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "I am out from 12/14/26 to 12/18/26; permits are issued as usual. Call Ana Ruiz at 813-555-0142.",
            "12/18/26; permits are issued as usual. I will reply",
        ),
        (
            "I am out from 12/14/26 to 12/18/26. After an accident, please contact your supervisor. Call Ana Ruiz at 813-555-0142.",
            "please contact your supervisor. Call",
        ),
        (
            "I am out from 12/14/26 to 12/18/26. Call Ana Ruiz at 813-555-0142. I'll get to your email when I get back.",
            "813-555-0142. I'll get to your email when I get back.\n",
        ),
        ("BACK JANUARY 4TH. CALL ANA RUIZ AT THE COUNTER, 813-555-0142, PLEASE.", "Back January 4th."),
    ],
)
def test_what_is_right_in_a_sentence_stays(said: str, kept: str, here: Path) -> None:
    """Nothing is written within a sentence that goes on, for somebody the reader knows, or a second time."""
    assert kept in corrected(f"{said}{SIGNED}")


def test_a_job_title_above_the_name_is_moved_not_lost(here: Path) -> None:
    """Where the lines of a signature are in another order, each keeps its words and gets its place."""
    lines = "City of Plant City, Florida\nAssistant Library Director\nHannah Voss, MLIS\n813-555-0172 ext. 4172\nWebsite: http://www.plantcitygov.com/\n[City Seal]\n"
    assert corrected(lines, "--kind", "signature").splitlines()[:3] == [
        "Hannah Voss, MLIS",
        "Assistant Library Director",
        "City of Plant City, Florida",
    ]
