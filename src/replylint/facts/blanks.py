"""Blanks: what the author was to fill in and did not, and the variables of a template."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from replylint.facts.languages import CODES, everywhere, language
from replylint.facts.languages.alternatives import grouped
from replylint.facts.matching import Stretches
from replylint.facts.once import once
from replylint.patterns import compiled, late
from replylint.tables import lower
from replylint.visible import Span

FACTS = ("signature", "title", "date", "phone", "email", "organization", "name")
"""The facts a blank may stand for, most telling word first."""


SEAL = "seal"
"""The fact of a blank for the picture of the seal."""


class Blank(NamedTuple):
    """A blank as written. `fact` is one of FACTS, `seal` or `other`; `own` says that it stands for something of the author's own."""

    span: Span
    text: str
    fact: str
    own: bool = False
    variable: bool = False
    """Whether it is a template's variable, filled in by a program."""
    bracketed: bool = True
    """Whether it is marked as a blank, rather than words or `XXX` of a format left standing."""


_VARIABLE = compiled(
    r"\{\{[^{}\n]{1,200}\}\}|\$\{[^{}\n]{1,60}\}|\$[A-Za-z][\w-]{2,60}\$|%[A-Za-z][A-Za-z_]{2,40}%|«[^«»\n]{1,60}»|<<[^<>\n]{1,60}>>"
)
_CURLY = compiled(r"\{[A-Za-z][\w .#'/-]{0,60}\}")
_SQUARE = compiled(r"\[([^\[\]\n]{1,80})\]")
_ANGLE = compiled(r"<([^<>@\n/:]{1,60})>")
_ROUND = compiled(r"\(([^()\n]{1,60})\)")
_MASK = compiled(
    r"""(?x)(?=[mdyax\#_(\d])(?<![\w/-])(?:
        (?:mm|dd|yy(?:yy)?|aaaa|[md](?=\s?/|[.-](?:mm|dd|[md][.-](?:yy|aa))))
        \s?[/.-]\s?(?:mm?|dd?)(?:\s?[/.-]\s?(?:yy(?:yy)?|aa(?:aa)?))?(?![\w/])
      | \d{2,5}\ \d{3,4}\ \d{1,3}x{2,}(?!\w)
      | (?=[\dx\#_()\ ./-]{0,20}[x\#_]{2})(?=[\dx\#_()\ ./-]{0,20}\d|\(?x)\(?[\dx\#_]{1,5}\)?[-/.\ ](?:[\dx\#_]{1,5}[-/.]){0,2}[\dx\#_]{1,5}(?!\w)
      | \(?\#{3}\)?[-.\ ]\#{3}[-.]\#{4}(?!\w)
      | (?:(\d)\1\1[-.]\1\1\1[-.]\1\1\1\1|123[-.]456[-.]7890)(?!\w)
      | _{1,4}[/.-]_{1,4}(?:[/.-]_{1,4})?(?!\w) | 20xx\b | x{3,}@[\w.-]+\w | x{3,}(?:\ x{3,})*\b(?!@) | \#{3,}(?!\w) | _{3,} | __(?!\w)
      | x{2}(?=\ (?:of\ |de\ )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic))
    )"""
)
_MASK_MARK = compiled(
    r"[x#_/.-](?:(?<=[x#_]{2})|(?<=_.)_|(?:(?<=[mdy].)|(?<=aa.)|(?<=[mdy]\s.)|(?<=aa\s.))\s?[md]|(?<=(?:000|111|222|333|444|555|666|777|888|999|123)[-.])(?:000|111|222|333|444|555|666|777|888|999|456))"
)
"""What every mask has. To look for it first is much quicker than to look for masks."""
_TO_BE_DONE = compiled(r"T(?<!\wT)(?:BD|BA|\.B\.D\.|\.B\.A\.)")
_STAYS = late(
    lambda: (
        r"(?i)\[\s*(?:cid:|image|external"
        rf"|[\w ]*\b(?:{everywhere('signature', 'emblem')}|{everywhere('signature', 'seal')})\b)"
    )
)
"""What is in brackets and is not to be filled in: a picture, an emblem, a gateway's warning."""
_TASK = compiled(
    r"(?i)\s*(?:add|insert|enter|fill|todo|to do|tbc|fixme|check|confirm|update|replace|agregar|poner)\b\s*(?::|in\b)"
)
"""How a note to oneself begins that must not be sent."""
EXTENSION_BEFORE = compiled(r"(?i)\b(?:extension|extensi[óo]n|extn|ext|x)\b\.?\s*[:#]?\s*\Z")
"""What stands before a blank for an extension."""
_NEAR = 24
_SPLIT = compiled(r"[_\W]+|(?<=[a-z])(?=[A-Z])")


class _Words:
    """The vocabulary of blanks, of all languages: a form keeps its words whatever is written around them.

    Most messages have no blank, so each pattern is compiled when first needed. `bare`, `alone` and `notes`, which are looked for in
    every message, are for text in lower case: to leave the case aside while searching takes three times as long.
    """

    @once
    def facts(self) -> list[tuple[str, re.Pattern[str]]]:
        """The words that tell which fact a blank stands for."""
        return [(fact, compiled(rf"\b{everywhere('blanks', fact)}\b", re.IGNORECASE)) for fact in FACTS]

    @once
    def own(self) -> re.Pattern[str]:
        """The words that make a blank one of the author's own."""
        return compiled(rf"\b{everywhere('blanks', 'own')}\b", re.IGNORECASE)

    @once
    def _any_word(self) -> str:
        return "|".join(everywhere("blanks", key) for key in (*FACTS, "own", "other"))

    @once
    def any(self) -> re.Pattern[str]:
        """Any word of a blank."""
        return compiled(rf"(?:^|\b)(?:{self._any_word})\b|#", re.IGNORECASE)

    @once
    def only(self) -> re.Pattern[str]:
        """Words of blanks and nothing else."""
        filler = r"or|and|of|the|a|an|in|for|name|number|no|de|del|la|el|y|o|[/#&,.:-]"
        return compiled(rf"^(?:(?:{self._any_word}|{filler})\s*)+$", re.IGNORECASE)

    @once
    def named(self) -> re.Pattern[str]:
        """Words right before a line to write on that make it one for a name: "please contact ____"."""
        return compiled(rf"\b{everywhere('blanks', 'name_before')}\s+\Z", re.IGNORECASE)

    @once
    def bare(self) -> re.Pattern[str]:
        """Words of a format that are blanks anywhere."""
        return compiled(grouped(rf"\b(?:{'|'.join(_everywhere('bare'))})\b"))

    @once
    def alone(self) -> re.Pattern[str]:
        """Words of a format that are blanks on a line of their own."""
        return compiled(rf"^[ \t]*(?:{'|'.join(_everywhere('bare_alone'))})[ \t]*$", re.MULTILINE)

    @once
    def notes(self) -> re.Pattern[str]:
        """Notes to oneself: "delete this line"."""
        return compiled("|".join(_everywhere("notes")))


def _everywhere(key: str) -> list[str]:
    return [language(code).fill(item) for code in CODES for item in language(code)["blanks"][key]]


@cache
def _words() -> _Words:
    return _Words()


def blanks_in(text: str, *, template: bool, taken: list[Span], seal: str = "", pictures: bool = False) -> list[Blank]:
    """Return the blanks of a folded text, in order and not overlapping.

    `taken` are places of telephone numbers and addresses: a word in brackets after one labels it and is not a blank.
    `seal` stands for the picture of the seal, which is a blank where the text can have `pictures`.
    """
    words = _words()
    lowered = lower(text)
    found: list[Blank] = []
    filled, others = Stretches(), Stretches(taken)

    def add(start: int, end: int, *, variable: bool = False, bracketed: bool = True) -> None:
        if not filled.touch(start, end):
            filled.add(Span(start, end))
            inner = " ".join(_SPLIT.split(text[start:end]))
            found.append(
                Blank(
                    Span(start, end),
                    text[start:end],
                    _fact(inner, text[start:end], words, text[max(0, start - _NEAR) : start]),
                    bool(words.own.search(inner)),
                    variable,
                    bracketed,
                )
            )

    for match in re.finditer(re.escape(lower(seal)), lowered) if seal else ():
        filled.add(Span(match.start(), match.end()))
        if pictures:
            found.append(Blank(Span(match.start(), match.end()), text[match.start() : match.end()], SEAL))
    for match in _VARIABLE.finditer(text):
        add(match.start(), match.end(), variable=True)
    for match in _CURLY.finditer(text):
        add(match.start(), match.end(), variable=template)
    for match in _MASK.finditer(lowered) if _MASK_MARK.search(lowered) else ():
        if not others.touch(match.start(), match.end()) and not _is_rule(match, text):
            add(match.start(), match.end(), bracketed=False)
    for match in _SQUARE.finditer(text):
        if (
            not _STAYS.match(match.group())
            and not _is_banner(match, text)
            and words.any.search(match.group(1))
            and not _is_aside(match.group(1), words)
        ):
            add(match.start(), match.end())
    for match in _ANGLE.finditer(text):
        if words.any.search(match.group(1)) and len(match.group(1).split()) <= 5:
            add(match.start(), match.end())
    for match in _ROUND.finditer(text):
        if (
            words.only.match(match.group(1).strip())
            and words.any.search(match.group(1))
            and not _labels(match.start(), text, taken)
        ):
            add(match.start(), match.end())
    for match in words.bare.finditer(lowered) if _may_have("bare", lowered) else ():
        written = text[match.start() : match.end()]
        if all(word[0].isupper() for word in written.split()) or not words.own.match(written):
            add(match.start(), match.end(), bracketed=False)
    for match in words.alone.finditer(lowered):
        add(
            match.start() + len(match.group()) - len(match.group().lstrip()),
            match.end() - len(match.group()) + len(match.group().rstrip()),
            bracketed=False,
        )
    for match in _TO_BE_DONE.finditer(text):
        add(match.start(), match.end())
    for match in words.notes.finditer(lowered) if _may_have("notes", lowered) else ():
        add(match.start(), match.end())
    return sorted(found, key=lambda blank: blank.span)


def _is_rule(match: re.Match[str], text: str) -> bool:
    """Say whether underscores are a line drawn across the message, not one to write on: nothing stands before or behind them."""
    if len(match.group()) < _SHORTEST_RULE or match.group().strip("_"):
        return False
    line_start = text.rfind("\n", 0, match.start()) + 1
    line_end = text.find("\n", match.end())
    return text[line_start : line_end if line_end >= 0 else None].strip() == match.group()


_SHORTEST_RULE = 10
"""Underscores of a line that is drawn."""


def _may_have(key: str, lowered: str) -> bool:
    return any(language(code).may_have("blanks", key, lowered) for code in CODES)


def _is_banner(match: re.Match[str], text: str) -> bool:
    """Say whether `[EXT]` marks a message from outside, as at the beginning of a line; behind a number it is a blank."""
    return (match.group(1).strip().lower() == "ext" and text[: match.start()].rstrip(" ").endswith(("\n", ":"))) or (
        match.group(1).strip().lower() == "ext" and not text[: match.start()].strip()
    )


def _is_aside(inner: str, words: _Words) -> bool:
    """Say whether bracketed words are a remark: a sentence, with an end mark or many words that no blank has."""
    if _TASK.match(inner):
        return False  # "[Add: who is covering?]"
    others = [word for word in re.findall(r"[^\W\d_]+", inner) if not words.any.search(word)]
    return (inner.rstrip().endswith(("!", "?", ".")) and len(others) >= 2) or len(others) > 5


def _labels(start: int, text: str, taken: list[Span]) -> bool:
    return any(0 <= start - span.end <= 1 for span in taken) or bool(
        re.search(r"\d[\d .-]{5,}\s?$", text[max(0, start - 16) : start])
    )


def _fact(inner: str, written: str, words: _Words, before: str) -> str:
    if _MASK.fullmatch(lower(written)) and EXTENSION_BEFORE.search(before):
        return "phone"
    if re.fullmatch(r"_+", written):
        return "name" if words.named.search(before) else "other"
    if _MASK.fullmatch(lower(written)):
        count = len(re.findall(r"[\dx#]", written, re.IGNORECASE))
        if "_" in written and "/" in written:
            return "date"
        return "phone" if count >= 7 and written.count("/") == 0 else "date"
    if _TO_BE_DONE.fullmatch(written):
        return "date"
    return next((fact for fact, pattern in words.facts if pattern.search(inner)), "other")
