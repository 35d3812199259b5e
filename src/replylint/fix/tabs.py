"""The two tabs of a mailbox: both come out alike where nothing that an author wrote is lost by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from replylint.engine import Engine
from replylint.fix.verifying import words_of
from replylint.model import Audience, Diagnostic, Document, Mailbox
from replylint.sources.again import with_content

_EMPTY = frozenset(("parity.missing-external", "parity.missing-internal"))
_DIFFERENT = "parity.different"
_PAST = "absence.past"


def copied_tab(
    documents: Sequence[tuple[Document, Document]],
    mailbox: Mailbox,
    engine: Engine,
    page: Callable[[str], str],
) -> tuple[int, Document] | None:
    """Return which document gets the text of the other tab, and what it becomes; None where both stay as they are.

    `documents` are those of the mailbox before and after their own corrections; `page` makes HTML of a text. One tab is
    copied to the other if that one is empty, if both said the same before their corrections, if it says everything that the
    other says, or if the days of the other have passed and its own have not. Tabs that otherwise disagree are left to their
    author (design: what a correction promises), and so are what only colleagues read and a tab in a language that is not read.
    """
    tabs = [
        number
        for number, (_, after) in enumerate(documents)
        if after.audience in (Audience.INTERNAL, Audience.EXTERNAL)
    ]
    if len(tabs) != 2:
        return None
    before, after = (
        _rules(engine, replace(mailbox, documents=tuple(pair[side] for pair in documents))) for side in (0, 1)
    )
    if _EMPTY & after:
        best = next(number for number in tabs if documents[number][1].text.strip())
    elif _DIFFERENT not in after:
        return None
    elif _DIFFERENT not in before:
        best = min(tabs, key=lambda number: _open(engine, mailbox, documents[number][1]))
    elif (richer := _richer(tabs, documents, engine)) is not None:
        best = richer
    else:
        past = [number for number in tabs if _PAST in _rules(engine, _alone(mailbox, documents[number][0]))]
        if len(past) != 1:
            return None
        best = next(number for number in tabs if number not in past)
    other = tabs[1] if best == tabs[0] else tabs[0]
    if _DIFFERENT in before and _tells_outsiders(documents[best][1], documents[other][0]):
        return None
    if engine.facts(documents[other][0]).unread is not None:
        return None  # nobody has compared what would be lost
    return other, _copied(documents[best][1], documents[other][0], page)


def _tells_outsiders(source: Document, target: Document) -> bool:
    """Return True if copying would show people outside what was written for colleagues: a door code, the reason for an absence."""
    outside = target.audience is Audience.EXTERNAL and bool(target.text.strip())
    return outside and not {*words_of(source.text)} <= {*words_of(target.text)}


def _richer(tabs: Sequence[int], documents: Sequence[tuple[Document, Document]], engine: Engine) -> int | None:
    """Return the tab that says everything that the other says, or None if each says something of its own."""
    for best, other in (tabs, reversed(tabs)):
        facts = engine.facts(documents[other][0])
        dispensable = facts.language.words("written", "dispensable")
        if {*words_of(facts.text)} - dispensable <= {*words_of(documents[best][1].text)}:
            return best
    return None


def _copied(source: Document, target: Document, page: Callable[[str], str]) -> Document:
    """Return the target with the text of the source, as HTML where its own text is HTML."""
    markup = target.markup if target.text.strip() else source.markup
    content = source.content if markup == source.markup else page(source.text) if markup else source.text
    return with_content(target, content, markup=markup)


def _alone(mailbox: Mailbox, document: Document) -> Mailbox:
    return replace(mailbox, documents=(document,), settings=None)


def _rules(engine: Engine, mailbox: Mailbox) -> frozenset[str]:
    return frozenset(result.rule for result in engine.check(mailbox) if isinstance(result, Diagnostic))


def _open(engine: Engine, mailbox: Mailbox, document: Document) -> tuple[int, int]:
    """Return a key by which the document with the fewest findings comes first, then the longest."""
    found = sum(isinstance(result, Diagnostic) for result in engine.check(_alone(mailbox, document)))
    return found, -len(document.text)
