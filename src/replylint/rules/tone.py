"""Courteous, honest, professional, respectful."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from replylint.facts import Facts
from replylint.facts.calming import calm
from replylint.facts.contact_things import contact_cues
from replylint.facts.languages import Language
from replylint.facts.layout import Sentence
from replylint.facts.matching import Stretches
from replylint.facts.name_words import is_given
from replylint.facts.signature_words import signature_words
from replylint.facts.tone import Tone
from replylint.model import Edit, Finding, Fix, Safety, Severity
from replylint.patterns import compiled
from replylint.rules.base import Example, Rule, Subject, at, by_hand, replaced, shortened
from replylint.visible import Span


class Shouting(Rule):
    """Nothing is shouted.

    > In all customer interactions, staff will be: Courteous, Honest, Professional, Respectful

    Words in capitals and double exclamation marks sound angry.
    """

    id = "tone.shouting"
    severity = Severity.WARNING
    valid = (
        Example("Please contact the clerk at 813-555-0100."),
        Example("OOO 12/14-12/18 (TDY, NIPR access only)! Call the PIO desk."),
    )
    invalid = (
        Example("Please call the clerk!!", fixed="Please call the clerk."),
        Example("PLEASE CONTACT THE CLERK.", fixed="Please contact the clerk."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find words in capitals and doubled marks."""
        facts = subject.facts
        for tone in facts.tones:
            words = facts.text[tone.span.start : tone.span.end]
            if tone.kind == "marks":
                one = "?" if "?" in words else "."
                message = f'Write one mark instead of "{words}", which sounds angry.'
                if facts.text[tone.span.end : tone.span.end + 1].isalpha():
                    one += " "  # "9289!!the clerk"
                yield at(tone.span, message, _one_mark(facts.text, tone, one))
            elif tone.kind == "capitals" and "\t" not in words:  # else headings, each in its own cell
                opens = not facts.text[tone.sentence.start : tone.span.start].strip(" \"'(*-¡¿")
                names = [facts.text[span.start : span.end] for span in facts.names]
                roles = [one.role for one in facts.contacts if one.role.isupper()]
                names += [role.title() for role in roles if signature_words().names_department(role)]
                sentence = facts.sentence_at(tone.span.start)
                language = sentence.language if sentence else facts.language
                names += [subject.settings.organization, *_holidays(language)]
                small = calm(words, names, language, opens=opens)
                message = "Write in lowercase. Capitals read as shouting."
                yield at(tone.span, message, replaced(tone.span, small, Safety.UNSAFE))


def _holidays(language: Language) -> list[str]:
    """Return the names of holidays, with their capitals: `Memorial Day`."""
    return [name.title() for name in language["dates"]["holidays"] if name.replace(" ", "").isalpha()]


def _one_mark(text: str, tone: Tone, one: str) -> Fix:
    """Return the correction that writes one mark for several, and one before the words if Spanish marks open them."""
    opening = _OPENING_MARKS.search(text, tone.sentence.start, tone.span.start)
    if opening is None:
        return replaced(tone.span, one, Safety.UNSAFE)
    pair = {"¡": "!", "¿": "?"}[opening[0][0]]
    edits = (Edit(opening.start(), opening.end(), opening[0][0]),) if len(opening[0]) > 1 else ()
    return Fix(Safety.UNSAFE, (*edits, Edit(*tone.span, pair)))


_OPENING_MARKS = compiled(r"(?:¡+|¿+)(?=[^¡¿!?]*\Z)")


class Discourteous(Rule):
    """No one is blamed, sent away or called names.

    > In all customer interactions, staff will be: Courteous, Honest, Professional, Respectful
    """

    id = "tone.discourteous"
    severity = Severity.WARNING
    valid = (Example("Please contact Carl Ames at 813-555-0138."),)
    invalid = (
        Example("I am out until 12/21/26. Figure it out.", fixed="I am out until 12/21/26."),
        Example(
            "I am out until 12/21/26. You're on your own. Dana Whitlock can help: 813-555-0142.",
            fixed="I am out until 12/21/26. Dana Whitlock can help: 813-555-0142.",
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find rude words."""
        yield from _found(subject, "discourteous", 'Say "{}" kindly, or leave it out.')


class Joking(Rule):
    """The message is serious about its purpose.

    > In all customer interactions, staff will be: Courteous, Honest, Professional, Respectful

    A joke that amuses a colleague puzzles a citizen who needs a permit.
    """

    id = "tone.joking"
    severity = Severity.WARNING
    valid = (Example("I am out until 12/21/26, with limited access to e-mail."),)
    invalid = (
        Example("I am out until 12/21/26. LOL.", fixed="I am out until 12/21/26."),
        Example("I am out until 12/21/26, sipping margaritas.", fixed="I am out until 12/21/26."),
        Example("From 12/14/26 to 12/18/26 there will be a margarita in my hand."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find jokes and slang."""
        yield from _found(subject, "joking", 'Leave out "{}". Some readers will not take it as a joke.')


def _found(subject: Subject, kind: str, advice: str) -> Iterator[Finding]:
    """Yield a finding for each place with a tone; `advice` has a place for its words."""
    facts = subject.facts
    reported = Stretches()
    bounds = _Bounds(facts)
    for tone in facts.tones:
        if tone.kind != kind or reported.touch(tone.span.start, tone.span.start + 1):
            continue
        message = advice.format(shortened(facts.text[tone.span.start : tone.span.end]))
        if tone.kinder:
            opens = facts.text[tone.span.start : tone.span.start + 1].isupper()
            kinder = tone.kinder[0].upper() + tone.kinder[1:] if opens else tone.kinder
            yield at(tone.span, message, replaced(tone.span, kinder, Safety.UNSAFE))
            continue
        if not tone.certain:
            yield at(tone.span, message, by_hand("only you know how it is meant"))
            continue
        clause = _clause(facts, tone, bounds)
        reported.add(clause or tone.span)
        if clause is None:
            yield at(tone.span, message, by_hand("the same words say something that readers need"))
        else:
            sentence = bounds.sentence(tone.span.start)
            opens = sentence is not None and clause.start <= sentence.start
            yield at(clause, message, Fix(Safety.UNSAFE, _cut(facts.text, clause, opens=opens)))


_BOUNDS = compiled(r"[,;:(){}\[\]!?.\n]|\s[-–—]\s|—")
_ALONE = compiled(r"(?i)\W+\w?|lol|lmao|haha+|jaja+|jk|ha ha|xd")
"""Words that leave no hole when they go: a smiley, "lol"."""


class _Bounds:
    """The marks between the clauses of each sentence of a text, looked for once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._starts = [sentence.start for sentence in facts.sentences]
        self._marks: dict[int, tuple[list[int], list[int]]] = {}

    def sentence(self, at: int) -> Sentence | None:
        """Return the sentence at a place, if it is in one."""
        index = bisect_right(self._starts, at) - 1
        found = self._facts.sentences[index] if index >= 0 else None
        return found if found and at < found.end else None

    def clause(self, sentence: Sentence, span: Span) -> Span:
        """Return the part of a sentence around a span, from one mark to the next."""
        if sentence.start not in self._marks:
            marks = [match.span() for match in _BOUNDS.finditer(self._facts.text, sentence.start, sentence.end)]
            self._marks[sentence.start] = [begin for begin, _ in marks], [end for _, end in marks]
        begins, ends = self._marks[sentence.start]
        before, after = bisect_right(ends, span.start), bisect_left(begins, span.end)
        return Span(
            ends[before - 1] if before else sentence.start, begins[after] if after < len(begins) else sentence.end
        )


def _clause(facts: Facts, tone: Tone, bounds: _Bounds) -> Span | None:
    """Return the part of a sentence around a tone that can go, from one mark to the next; None if readers need it.

    Where a clause at the end of a sentence goes, the mark before it goes too; where a whole sentence goes, its own.
    """
    sentence = bounds.sentence(tone.span.start)
    if sentence is None:
        return None
    if _ALONE.fullmatch(facts.text[tone.span.start : tone.span.end].strip()):
        return _with_marks(facts.text, sentence, tone.span)
    clause = _with_brackets(facts.text, bounds.clause(sentence, tone.span))
    if _REFERS.match(facts.folded, clause.end, sentence.end):
        clause = Span(clause.start, sentence.end)  # "Don't email me twice, it won't make me come back"
    if sentence.start > facts.proper_start and _takes_back(sentence, clause):
        return None
    if not _is_needed(facts, sentence, clause):
        return _with_marks(facts.text, sentence, clause)
    return None


def _takes_back(sentence: Sentence, clause: Span) -> bool:
    """Return True if a clause says that what was said before is not so, and would be believed without it: "Just kidding"."""
    words = sentence.lowered[clause.start - sentence.start : clause.end - sentence.start]
    return sentence.language.pattern("tone", "takes_back").search(words) is not None


def _with_brackets(text: str, clause: Span) -> Span:
    """Return a clause with all of the brackets it is in: "(just kidding, Mom!)"."""
    line = text.rfind("\n", 0, clause.start) + 1
    opening = text.rfind("(", line, clause.start + 1)
    closing = text.find(")", clause.end - 1, clause.end + _LONGEST_ASIDE)
    if opening < 0 or closing < 0 or ")" in text[opening : clause.end - 1] or "\n" in text[opening:closing]:
        return clause
    return Span(opening, closing + 1)


_LONGEST_ASIDE = 80
_REFERS = compiled(r"[\s,;:–—-]*\b(?:it|that|this|which|they|eso|esto|ello)\b", re.IGNORECASE)
"""Words behind a clause that mean what it says, and nothing without it."""


def _with_marks(text: str, sentence: Sentence, clause: Span) -> Span:
    """Return a clause with the space around it, and the marks that would be left over without it."""
    start, end = clause
    while start > sentence.start and text[start - 1] in " \t,;:-–—(":
        start -= 1
    if start <= sentence.start:
        start = sentence.start
        while end < sentence.end and text[end] in " \t,;:.!?)…-–—":
            end += 1
    elif text[start : start + 2].strip()[:1] == "(" and text[end : end + 1] == ")":
        end += 1
    return Span(start, end)


def _is_needed(facts: Facts, sentence: Sentence, clause: Span) -> bool:
    """Return True if a clause says something that readers need: a number, a date, a name, a way to get help, an absence."""
    text = facts.text[clause.start : clause.end]
    if any(map(str.isdigit, text)) or "@" in text:
        return True
    language = sentence.language
    lowered = sentence.lowered[clause.start - sentence.start : clause.end - sentence.start]
    spans = [item.span for item in facts.absence.stated] + [item.span for item in facts.contacts]
    spans += [*facts.absence.vague, *facts.names] + ([facts.promise] if facts.promise else [])
    if any(span.start < clause.end and clause.start < span.end for span in spans):
        return True
    if re.search(rf"\b(?:{language.month}|{language.weekday})\b", lowered):
        return True
    if any(
        pattern.search(lowered) for pattern in (contact_cues(language.code).verb, language.pattern("promise", "yes"))
    ):
        return not language.pattern("tone", "discourteous").search(lowered)
    if any(word[:1].isupper() and is_given(word) for word in re.findall(r"[^\W\d_]+", text)[1:]):
        return True
    only_cue = language.pattern("absence", "cue").search(lowered) is not None
    return only_cue and _is_only_absence(facts, sentence)


def _is_only_absence(facts: Facts, sentence: Sentence) -> bool:
    """Return True if no other sentence says that anyone is away."""
    return not any(
        other.language.pattern("absence", "cue").search(other.lowered)
        for other in facts.sentences
        if other.start != sentence.start
    )


def _cut(text: str, span: Span, *, opens: bool) -> tuple[Edit, ...]:
    """Return the edits that take words out, with the space before them, so that no two words are glued together.

    `opens` says that a sentence begins with them: the next word begins it then.
    """
    start, end = span
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    if start == 0 or text[start - 1] == "\n":
        start = span.start
        while end < len(text) and text[end] in " \t":
            end += 1
    follows = text[end : end + 1]
    left = "" if start == 0 or text[start - 1].isspace() or not follows.isalnum() else " "
    behind = _SENTENCE_BEHIND.match(text, end) or (
        _ENDS_PROSE.search(text, 0, start) if follows in ("", "\n") else None
    )
    if behind and start and text[start - 1].isalnum() and _ALONE.fullmatch(text[span.start : span.end].strip()):
        return (Edit(start, end, "."),)  # a smiley ended the sentence
    if start and text[start - 1].isalnum() and _CLAUSE_BEHIND.match(text, end):
        return (Edit(start, end, ","),)  # "email me anyway lol i'll see it"
    first = _FIRST_LETTER.match(text, end)
    if opens and first and first[1].islower() and any(map(str.isupper, text[span.start : span.end][:_MARKS_BEFORE])):
        end, left = first.start(1), left + text[end : first.start(1)]
        follows = first[1]
        word = _WORD.match(text, end)
        assert word is not None
        return (Edit(start, end, left), Edit(end, word.end(), follows.upper() + word.group()[1:]))
    return (Edit(start, end, left),)


_WORD = compiled(r"\w+")
_FIRST_LETTER = compiled(r"[¡¿]?([^\W\d_])")
_MARKS_BEFORE = 2
"""Characters at the beginning of a sentence among which its capital is: `¡No`."""
_ENDS_PROSE = compiled(r"[^\s.!?]+(?: [^\s.!?]+){5,}\Z")
"""The words of a sentence that has no mark at its end."""
_CLAUSE_BEHIND = compiled(r"(?i)[ \t]+(?:i|we|you|it|he|she|they|yo|nosotros|usted|please|por favor)\b(?!\.)")
_SENTENCE_BEHIND = compiled(r"[ \t]+[^\W\d_](?<=[A-ZÀ-ÖØ-Þ¿¡])")


RULES = (Shouting, Discourteous, Joking)
