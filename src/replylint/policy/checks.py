"""The four checks that a pack may use to add rules of its own, without Python: require, forbid, replace, limit.

Words are matched as a reader reads them: capitals, quotes, dashes and white space do not count, and mail and web addresses are no words.
Patterns see the whole text. They run in RE2, which takes time linear in the text whatever the pattern, so that no pack can stall a run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from typing import Any, ClassVar

from replylint.errors import PolicyError
from replylint.facts import Kind
from replylint.facts.languages import CODES
from replylint.facts.languages.alternatives import grouped
from replylint.facts.layout import lines_of
from replylint.facts.numbers import urls_in
from replylint.model import Audience, DocumentKind, Edit, Finding, Fix, Safety, Severity
from replylint.rules.base import Subject, at
from replylint.tables import fold, lower
from replylint.visible import Span

KINDS = ("require", "forbid", "replace", "limit")
MAX_PATTERN = 2_000
"""Characters of a pattern."""
_PATTERN_MEMORY = 4 << 20
"""Bytes that a compiled pattern and its search may take, which bounds the steps taken for each character."""
UNITS = ("characters", "words", "lines", "sentences", "links")


@dataclass(frozen=True, slots=True)
class When:
    """The conditions under which a check holds. Empty means any."""

    document: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    language: tuple[str, ...] = ()

    ALLOWED: ClassVar[dict[str, tuple[str, ...]]] = {
        "document": tuple(str(kind) for kind in DocumentKind),
        "kind": tuple(str(kind) for kind in Kind),
        "audience": tuple(str(audience) for audience in Audience),
        "language": CODES,
    }

    def holds(self, subject: Subject) -> bool:
        """Say whether a subject fits the conditions."""
        facts = subject.facts
        return (
            (not self.document or str(facts.kind_of_document) in self.document)
            and (not self.kind or str(facts.kind) in self.kind)
            and (not self.audience or str(facts.document.audience) in (*self.audience, "both"))
            and (not self.language or facts.language.code in self.language)
        )


@dataclass(frozen=True)
class Check:
    """A rule written in a pack. `id` is `<pack>.<name>`."""

    id: str
    do: str
    message: str
    severity: Severity = Severity.WARNING
    words: tuple[str, ...] = ()
    pattern: str = ""
    replacements: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    at_least: int | None = None
    at_most: int | None = None
    when: When = When()
    pass_examples: tuple[str, ...] = ()
    fail_examples: tuple[str, ...] = ()
    fixed_examples: tuple[str, ...] = ()
    """What a `replace` makes of each failing example."""

    def summary(self) -> str:
        """Return the message without the words it would find."""
        return self.message.replace('"{found}"', "what is found").replace("{found}", "what is found")

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Yield what the check finds in a document."""
        if not self.when.holds(subject):
            return
        text = lower(fold(subject.facts.text))
        if self.do == "require":
            if not any(True for _ in self._matches(text, subject)) and not self._is_below(subject):
                yield Finding(self.message)
        elif self.do == "forbid":
            for span in self._matches(text, subject):
                yield at(span, self._said(subject, span))
        elif self.do == "replace":
            yield from self._replace(subject, text)
        else:
            yield from self._limit(subject)

    def unchecked(self, subject: Subject) -> str:
        """Return why the check cannot judge a subject here; empty if it can."""
        if not self.pattern or patterns_run() or not self.when.holds(subject):
            return ""
        return f"the rule {self.id} was not checked, because its pattern needs google-re2, which is not available here"

    @cached_property
    def _compiled(self) -> Any:
        return compile_pattern(self.pattern, self.id) if self.pattern else None

    @cached_property
    def _words(self) -> re.Pattern[str] | None:
        return phrase_pattern(self.words) if self.words else None

    def _matches(self, text: str, subject: Subject) -> Iterator[Span]:
        if self._words is not None:
            yield from _phrases(self._words, text, subject)
        if self._compiled is not None:
            for found in self._compiled.finditer(text):
                if found.end() > found.start():
                    yield Span(found.start(), found.end())

    def _is_below(self, subject: Subject) -> bool:
        """Return True if what is required is in the notice below the text, which is not the author's to write."""
        below = lower(fold(subject.document.visible.below))
        patterns = (self._words, self._compiled) if below else ()
        return any(pattern is not None and pattern.search(below) is not None for pattern in patterns)

    def _replace(self, subject: Subject, text: str) -> Iterator[Finding]:
        written = fold(subject.facts.text)
        for wrong, right in self.replacements.items():
            for span in _phrases(phrase_pattern((wrong,)), text, subject):
                if written[span.start : span.end] != right:
                    fix = Fix(Safety.SAFE, (Edit(span.start, span.end, right),))
                    yield at(span, self._said(subject, span), fix)

    def _limit(self, subject: Subject) -> Iterator[Finding]:
        count = _count(self.unit, subject)
        if (self.at_most is not None and count > self.at_most) or (self.at_least is not None and count < self.at_least):
            yield Finding(f"{self.message} It has {count} {self.unit}.")

    def _said(self, subject: Subject, span: Span) -> str:
        return self.message.replace("{found}", subject.facts.text[span.start : span.end])


_OF_ADDRESSES = frozenset("@/_")
"""Characters right before a word that make it part of an address: `evoss@plantcity`."""


def _phrases(pattern: re.Pattern[str], text: str, subject: Subject) -> Iterator[Span]:
    """Yield where phrases stand in the prose; what stands in a mail or web address, a broken one too, is no word."""
    for match in pattern.finditer(text):
        if text[match.start() - 1 : match.start()] in _OF_ADDRESSES or text[match.end() : match.end() + 1] == "@":
            continue
        if not any(span.start < match.end() and match.start() < span.end for span in subject.facts.channels.addresses):
            yield Span(match.start(), match.end())


def phrase_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern for plain phrases: whole words, any white space between them.

    It has only literals and white space, so it takes linear time. Phrases are tried by their first letters,
    so that thousands take hardly longer than one.
    """
    parts = [
        r"\s+".join(re.escape(word) for word in lower(fold(phrase)).split())
        for phrase in sorted(phrases, key=len, reverse=True)
    ]
    return re.compile(grouped(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)"))


@cache
def patterns_run() -> bool:
    """Return whether patterns can be run here: RE2 is a compiled library, which not every Python has."""
    try:
        import_module("re2")
    except ImportError:
        return False
    return True


def compile_pattern(pattern: str, where: str) -> Any:
    """Compile a pack's pattern with RE2.

    Its groups capture nothing: a thousand that did would take minutes. Raises PolicyError if it is not a
    pattern, is too long, or uses what RE2 does not have.
    """
    import re2

    if len(pattern) > MAX_PATTERN:
        raise PolicyError(
            f"{where}: the pattern has {len(pattern):,} characters; at most {MAX_PATTERN:,} are allowed."
            " Divide it into several checks"
        )
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    options.max_mem = _PATTERN_MEMORY
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
        raise PolicyError(
            f"{where}: the pattern {pattern!r} cannot be used ({reason}); look-around and back-references are not allowed"
        ) from None


def _count(unit: str, subject: Subject) -> int:
    text = subject.facts.text
    if unit == "characters":
        return len(text.strip())
    if unit == "words":
        return len(text.split())
    if unit == "lines":
        return sum(not line.blank for line in lines_of(text))
    if unit == "sentences":
        return len(subject.facts.sentences)
    return len(urls_in(text))
