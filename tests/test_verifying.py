"""What a correction may change in a document and in its findings, asked of the two questions that decide whether it is kept."""

from __future__ import annotations

from replylint.fix.edits import Change, Correction
from replylint.fix.verifying import BLANK, finding_trouble, loss
from replylint.model import Diagnostic, Document, Severity
from replylint.sources.again import with_content
from replylint.visible import Span, Visible


def page(content: str) -> Document:
    """Return a page as a reader sees it."""
    return with_content(Document("page", Visible.plain(""), "", markup=True), content)


def found(rule: str, span: Span | None = None) -> Diagnostic:
    """Return a finding of a rule."""
    return Diagnostic(
        rule, Severity.ERROR, f"{rule} is wrong.", "reply.html", "", "page", None, "", None, None, None, span=span
    )


def corrected(rule: str, text: str = "", span: Span | None = None) -> Correction:
    """Return a correction of one finding that writes a text."""
    return Correction(found(rule, span), (Change(Span(0, 0), text, ((0, 0, text),)),))


TWICE = '<p>Use the <a href="https://forms.example/x">form</a> or the <a href="https://forms.example/x">page</a>.</p>'


def test_a_link_that_stands_twice_is_not_lost_once() -> None:
    """Each place of a link counts: where one of two is gone that no finding names, the correction is not kept."""
    without = TWICE.replace('<a href="https://forms.example/x">page</a>', "page")
    assert loss(page(TWICE), page(TWICE), [corrected("contact.missing")]) == ""
    assert "the link to https://forms.example/x" in loss(page(TWICE), page(without), [corrected("contact.missing")])
    named = corrected("contact.missing", span=Span(page(TWICE).text.index("page"), len(page(TWICE).text)))
    assert loss(page(TWICE), page(without), [named]) == ""


def test_a_blank_that_is_written_excuses_no_other_finding() -> None:
    """A correction that writes a blank may bring the finding of that blank, and of nothing else."""
    writes = corrected("absence.missing-last-day", " until [last day out]")
    before = [found("absence.missing-last-day")]
    assert finding_trouble([writes], before, [found(BLANK)]) == ""
    assert "tone.joking is wrong." in finding_trouble([writes], before, [found("tone.joking")])
    assert "another finding" in finding_trouble([writes], before, [found(BLANK), found(BLANK)])
