"""Every sentence of the standard about written messages has a rule that holds it, or a reason why none does."""

from __future__ import annotations

import re

import pytest

from cli.given import run
from replylint.policy import load_pack
from replylint.policy.pack import PackClause
from replylint.rules import all_rules

PACK = load_pack("plant-city")

ALL_CONTACTS = (
    "All contacts receive a response by the end of the same business day",
    "Minimum: Acknowledgement of receipt with anticipated response time, including the responder's direct contact information",
    "In all customer interactions, staff will be: Courteous",
    "In all customer interactions, staff will be: Honest",
    "In all customer interactions, staff will be: Professional",
    "In all customer interactions, staff will be: Respectful",
)
E_MAIL = (
    "Also includes Civic Plus Request Tracker, Work Orders, and Faxes",
    "Respond by the end of the same business day",
    "Minimum: Acknowledgment of receipt with anticipated response time including the responder's direct contact information",
    "If additional follow-up is necessary, obtain contact information and details of the issue",
    "Contact information includes: Name, address, phone #, email",
    "Details of issue include:",
    "Brief description of issue",
    "Location of issue/problem/concern",
    "Information given to customer and who gave it",
    "Tell customer who will contact them and when",
)
AUTOMATIC = ("Use both internal and external tabs with same message", "Use Spell-Check")
AUTO_REPLY = (
    "Include dates out and who to contact if immediate assistance is needed",
    "Example:",
    "I will be out of the office from MM/DD/YY— MM/DD/YY.",
    "I will reply to your message at my earliest opportunity once I return.",
    "If you need immediate assistance, please contact (First name Last name) at (phone #) or (email).",
    "Thank you, [your signature formatted correctly]",
)
SIGNATURE = (
    "Appropriate professional signatures do not include backgrounds or miscellaneous graphics",
    "Example: First name Last name",
    "Job Title",
    "City of Plant City, Florida",
    "Office phone number and extension",
    "Website: <http://www.plantcitygov.com/>",
    "City Seal",
)
INTERNAL = (
    "Respond by the end of the same business day",
    "Minimum: Acknowledgment of receipt with anticipated response time, including the responder's direct contact information",
    "If additional follow-up is necessary, obtain contact information and details of the issue",
    "Contact information includes: Name, address, phone #, email",
    "Details of issue include:",
    "Brief description of issue",
    "Location of issue/problem/concern",
    "Information given to customer and who gave it",
    "Agendas and PowerPoint presentations are to be used for complex meetings and/or topics to:",
    "Keep meeting on course",
    "Highlight and reinforce your message",
    "Guide and illustrate your discussion",
)
SECTIONS = {
    "All contacts": ALL_CONTACTS,
    "E-MAIL": E_MAIL,
    "E-MAIL, Automatic emails/out of office replies": AUTOMATIC,
    "E-MAIL, Correct automatic reply format": AUTO_REPLY,
    "E-MAIL, Correct signature format": SIGNATURE,
    "INTERNAL CUSTOMER": INTERNAL,
}
"""The standard, sentence by sentence, in the sections it has; bullets and emphasis left out."""

SENTENCES = [(section, sentence) for section, sentences in SECTIONS.items() for sentence in sentences]


def words(text: str) -> str:
    """Return a text's words alone, so that only they are compared."""
    return " ".join(re.findall(r"[\w/#@.:'<>()\[\]]+", text)).replace(".", "")


def holding(section: str, sentence: str) -> list[PackClause]:
    """Return the clauses of a section that quote a sentence."""
    return [
        item for item in PACK.clauses if item.clause.section == section and words(sentence) in words(item.clause.text)
    ]


@pytest.mark.parametrize(("section", "sentence"), SENTENCES)
def test_every_sentence_is_a_clause(section: str, sentence: str) -> None:
    """A sentence of the standard is quoted in its section, with a rule that exists or a reason why none can hold it."""
    clauses = holding(section, sentence)
    assert clauses
    known = {*all_rules(), *(check.id for check in PACK.checks)}
    for item in clauses:
        assert (set(item.rules) <= known and item.rules) or len(item.unchecked.split()) > 4


@pytest.mark.parametrize("item", PACK.clauses, ids=lambda item: item.clause.id)
def test_every_clause_is_in_the_standard(item: PackClause) -> None:
    """A clause is quoted word for word: the standard has it, in that section."""
    assert item.clause.section in SECTIONS
    standard = words(" ".join(SECTIONS[item.clause.section]))
    assert words(item.clause.text) in standard


def test_every_rule_of_the_pack_has_a_clause() -> None:
    """Each rule and check that the pack uses stands under a clause, so that a finding can quote it."""
    for rule in (*PACK.rules, *(check.id for check in PACK.checks)):
        assert PACK.clause_of(rule), rule


def test_every_rule_of_a_clause_is_used() -> None:
    """A clause names only rules that the pack switches on, so that the table promises nothing that is not checked."""
    on = {rule for rule, setting in PACK.rules.items() if not setting.off} | {check.id for check in PACK.checks}
    named = {rule for item in PACK.clauses for rule in item.rules}
    assert named - on == set()


def test_coverage_shows_all_of_it() -> None:
    """`policy coverage` shows every clause with its rules or its reason, and counts them."""
    shown = " ".join(run("policy", "coverage", "plant-city").stdout.split())
    for item in PACK.clauses:
        assert f"“{item.clause.text}”" in shown
        assert (", ".join(item.rules) or item.unchecked) in shown
    held = sum(bool(item.rules) for item in PACK.clauses)
    assert f"{len(PACK.clauses)} clauses: {held} held by rules, {len(PACK.clauses) - held} not checked" in shown


def test_coverage_as_markdown() -> None:
    """`policy coverage --output-format markdown` has a row for each clause, and a link for each rule."""
    shown = run("policy", "coverage", "plant-city", "--output-format", "markdown").stdout
    assert shown.count("\n| “") == len(PACK.clauses)
    assert "[absence.missing-dates](../rules/absence.missing-dates.md)" in shown
