"""What a correction promises, measured over labelled messages: nothing lost, nothing invented, the same again.

usage: promise.py [FOLDER ...] [--every N] [--misses]

Each message is corrected as text and as HTML, with `fix`, `fix --safe` and `fix --rewrite`, with and without a profile and a staff
list. What is compared are the raw words, numbers, addresses, links and pictures of the text, not what replylint understood of it: what
it misread could be lost as well. By default: the labelled messages and signatures of `accuracy`, the cases of `corrections` and
`findings`, and the fixtures of the tests.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from accuracy.score import HERE, document_of, rows
from replylint.directory import Directory, Entry
from replylint.engine import Engine
from replylint.fix.correcting import CorrectedMailbox, Corrector
from replylint.fix.templates import Templates
from replylint.fix.verifying import BLANK, words_of
from replylint.model import Document, DocumentKind, Mailbox, Profile, Safety
from replylint.policy import load_pack
from replylint.resources import folder
from replylint.sources.again import with_content
from replylint.sources.html.words import texts_in
from replylint.sources.text import decode
from replylint.tables import squeeze
from replylint.visible import Visible

TODAY = date(2026, 12, 11)
PROFILE = Profile(
    "Odette Farraday", "Water Quality Technician", "813-555-0136", "4720", "odette.farraday@plantcity.example",
    "Gustavo Lindqvist", "813-555-0199",
)  # fmt: skip
STAFF = Directory(
    (Entry("Odette Farraday", "Water Quality Technician", "813-555-0136", "4720", "odette.farraday@plantcity.example"),)
)
DATE_RULES = frozenset(
    f"absence.{name}" for name in ("weekday-mismatch", "end-before-start", "impossible-date", "past")
)
"""The rules whose findings only the author can settle."""
NEVER = (
    frozenset(
        (
            "contact.unknown",
            "parity.languages-differ",
            "parity.plain-html-differ",
            "absence.ambiguous-date",
            "privacy.oversharing",
        )
    )
    | DATE_RULES
)
"""Rules that correct nothing: what they find is left by hand always."""
WAYS = ("fix", "fix --safe", "fix --rewrite")
_ADDRESS = re.compile(r"[\w.+%-]+@[\w.-]+\w|\b(?:https?://|www\.)[^\s<>\"')]+")
_FIXTURES = Path(__file__).parent.parent / "tests" / "fixtures"


@dataclass(frozen=True)
class Case:
    """One text to correct, and how."""

    name: str
    document: Document
    way: str
    informed: bool
    """Whether a profile and a staff list are there."""

    @property
    def corrector(self) -> Corrector:
        """The corrector for it."""
        return _corrector(self.document.written_on or TODAY, self.way, informed=self.informed)


@lru_cache(maxsize=64)
def _corrector(today: date, way: str, *, informed: bool) -> Corrector:
    templates = _templates_of_the_pack()
    engine = Engine(templates.pack, today, directory=STAFF if informed else None)
    safety = Safety.SAFE if way == "fix --safe" else Safety.UNSAFE
    return Corrector(engine, PROFILE if informed else Profile(), safety, way == "fix --rewrite", _templates=[templates])


@cache
def _templates_of_the_pack() -> Templates:
    """Return the templates of the standard pack, which are compiled once for all cases."""
    return Templates(load_pack("plant-city"))


@dataclass
class Result:
    """What became of some cases."""

    cases: int = 0
    changed: int = 0
    rewritten: int = 0
    findings: int = 0
    """Findings of rules that correct."""
    by_hand: int = 0
    """Those of them that were left by hand, with `fix` and `fix --rewrite`."""
    broken: list[str] = field(default_factory=list)

    def add(self, other: Result) -> None:
        """Add the counts of other cases."""
        for name in ("cases", "changed", "rewritten", "findings", "by_hand"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.broken += other.broken


def broken_promises(corrected: CorrectedMailbox, corrector: Corrector) -> Iterator[str]:
    """Yield every promise of a correction (see CONTRIBUTING.md) that a corrected mailbox breaks."""
    for trouble in corrected.troubles:
        if not trouble.partial:
            yield f"failed: {trouble.message}"
    again = corrector.correct(corrected.after)
    for first, second in zip(corrected.documents, again.documents, strict=True):
        if first.after.content != second.after.content:
            yield "unstable: fixing again changes it"
    for one in corrected.documents:
        if not one.copied:  # else it has the text of the other message, whose own correction is looked at
            for words in lost(one.before, one.after, one.named, rewritten=one.rewritten, corrector=corrector):
                yield f"lost: {words}"
            yield from (f"invented: {words}" for words in invented(one.before, one.after, corrector))


def lost(
    before: Document, after: Document, named: Iterable[str], *, rewritten: bool, corrector: Corrector
) -> Iterator[str]:
    """Yield the words, addresses, links and pictures of a document that are gone, though no corrected finding named them.

    A rewritten message says in its own way what every automatic reply says; its days are written as the template writes days.
    """
    allowed = Counter(word for text in named for word in words_of(text))
    kept = Counter(words_of(after.text))
    free: frozenset[str] = frozenset()
    facts = corrector.engine.facts(before)
    if rewritten:
        free = facts.language.words("written", "dispensable")
        allowed.update(word for item in facts.absence.stated for word in words_of(before.text[slice(*item.span)]))
        signature = facts.signature
        # The lines of a signature are written again in order; what the pack prescribes takes the place of other forms.
        end = signature.span.start if signature else len(before.text)
    else:
        end = len(before.text)
    for word in words_of(before.text[:end]):
        if kept[word] > 0:
            kept[word] -= 1
        elif rewritten and word in {*words_of(after.text)}:
            continue  # said once is enough
        elif allowed[word] > 0:
            allowed[word] -= 1
        elif word not in free:
            yield repr(word)
    if before.markup:
        yield from _unseen_lost(before, after)
    shown = after.text + after.content
    for match in _ADDRESS.finditer(before.text[:end]):
        if match.group() not in shown and not any(match.group() in text for text in named):
            yield f"the address {match.group()!r}"
    targets = {link.target for link in after.links}
    for link in before.links:
        words = before.text[link.start : link.end]
        if (
            link.target not in targets
            and link.start < end
            and not any(words in text or text in words for text in named if text)
        ):
            yield f"the link to {link.target!r}"
    if not rewritten and len(after.pictures) < len(before.pictures) - sum(not text for text in named):
        yield "a picture"


def _unseen_lost(before: Document, after: Document) -> Iterator[str]:
    """Yield the texts of a page that its reader is not shown, such as quoted mail, and that are not in it any more."""
    seen = squeeze(before.text)
    kept = squeeze(" ".join(texts_in(after.content)))
    for text in map(squeeze, texts_in(before.content)):
        if len(text) > 3 and text not in seen and text not in kept and any(map(str.isalpha, text)):
            yield f"the text {text[:60]!r}, which is not shown"


def invented(before: Document, after: Document, corrector: Corrector) -> Iterator[str]:
    """Yield the words, numbers and addresses of a corrected document that neither it nor what is known of its owner had."""
    facts = corrector.engine.facts(before)
    respelled = " ".join(item.right for item in [*facts.misspellings, *facts.confused_words])
    known = {*words_of(f"{before.text}\n{before.content}\n{respelled}\n{_known(corrector, before)}")}
    known.update(re.findall(r"\d+", before.text))  # "x4640" is written "ext. 4640"
    months = facts.language["dates"]["months"]
    known |= {name for item in facts.absence.stated if item.day for name in months[item.day.month - 1]}
    days = {
        f"{number:02}"
        for item in facts.absence.stated
        if item.day
        for number in (item.day.month, item.day.day, item.day.year % 100)
    }
    days |= {
        str(number)
        for item in facts.absence.stated
        if item.day
        for number in (item.day.month, item.day.day, item.day.year)
    }
    for word in words_of(_without_blanks(after.text)):
        if word not in known and word not in days and not _is_respelled(word, known):
            yield repr(word)


def _is_respelled(word: str, known: set[str]) -> bool:
    """Return True if a word is a known one put right after another correction was made."""
    from replylint.facts.words import is_one_edit_away

    return word.isalpha() and any(is_one_edit_away(word, other) for other in known)


def _without_blanks(text: str) -> str:
    return re.sub(r"\[[^\[\]\n]{1,80}\]", " ", text)


def _known(corrector: Corrector, document: Document) -> str:
    """Return everything a correction may use beside the message: the pack's words, the profile, the staff list."""
    engine = corrector.engine
    parts = [engine.settings.organization, engine.settings.website, engine.settings.main_phone, _templates()]
    parts += [str(getattr(corrector.profile, name)) for name in corrector.profile.__slots__]
    parts += [document.author.name, document.author.email]
    if engine.directory is not None:
        parts += [" ".join(map(str, entry)) for entry in engine.directory.entries]
    return "\n".join(parts)


@cache
def _templates() -> str:
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder("templates").rglob("*.j2"))]
    from replylint.facts.languages import CODES, language

    texts += [str(value) for code in CODES for value in language(code)["written"].values()]
    texts += [str(value) for code in CODES for value in language(code)["tone"]["kinder"].values()]
    return "\n".join(texts)


def as_page(text: str, style: int) -> str:
    """Return a text as HTML in the manner of a mail program: Outlook, Outlook on the web, Gmail or Apple Mail, by `style`."""
    lines = [html.escape(line, quote=False) for line in text.split("\n")]
    if style % 4 == 0:
        return "\n".join(f"<p class=MsoNormal>{line or '<o:p>&nbsp;</o:p>'}</p>" for line in lines)
    if style % 4 == 1:
        return "".join(f'<div class="elementToProof">{line or "<br>"}</div>\n' for line in lines)
    if style % 4 == 2:
        return '<div dir="ltr">' + "".join(f"<div>{line or '<br>'}</div>" for line in lines) + "</div>"
    return "<html><body>" + "<br>".join(lines) + "</body></html>"


def documents(folders: Iterable[Path]) -> Iterator[tuple[str, Document]]:
    """Yield the texts of folders and files by name: labelled messages, signatures, cases, and the inputs of the fixtures.

    What a reader sees of each is not worked out yet.
    """
    for base in folders:
        if (base / "messages.jsonl").is_file():
            for row in rows(base / "messages.jsonl"):
                yield row["id"], document_of(row)
        for path in sorted(base.glob("*.jsonl")) if base.is_dir() else ():
            if path.name in ("messages.jsonl", "labels.jsonl", "pairs.jsonl"):
                continue
            for row in rows(path):
                yield row["id"], _of_case(row)
        for path in sorted(base.glob("*/*.txt")) if base == _FIXTURES else ():
            if path.name != "findings.txt":
                text = decode(path.read_bytes())[0].replace("\r\n", "\n")
                yield path.parent.name, _unread(text, None)


def _of_case(row: dict[str, Any]) -> Document:
    text = row.get("text") or row.get("content") or ""
    kind = DocumentKind.SIGNATURE if row.get("kind") == "signature" or "content" in row else DocumentKind.AUTO_REPLY
    made = _unread(text, kind, markup=row.get("format") == "html")
    return replace(made, written_on=date.fromisoformat(row["written_on"])) if row.get("written_on") else made


def _unread(text: str, kind: DocumentKind | None, *, markup: bool = False) -> Document:
    return Document("message", Visible.plain(""), text, markup, kind)


def cases_of(folders: Iterable[Path], every: int = 1) -> Iterator[Case]:
    """Yield each text in both forms, corrected in each way, with and without what is known of its owner; one of `every`."""
    number = 0
    for name, document in documents(folders):
        style = number
        for markup in (True,) if document.markup else (False, True):
            form: Document | None = None
            for way, informed in product(WAYS, (False, True)):
                number += 1
                if number % every == 0:
                    form = form or _form(document, style, markup=markup)
                    known = " informed" * informed
                    yield Case(f"{name} {'html' if markup else 'text'} {way}{known}", form, way, informed)


def _form(document: Document, style: int, *, markup: bool) -> Document:
    """Return a document as a file of it is read, or its text as a page in a style."""
    if markup and not document.markup:
        return with_content(document, as_page(document.content, style), markup=True)
    return with_content(document, document.content)


def measured(case: Case) -> Result:
    """Correct one case and return what is broken, each with the name of the case."""
    corrector = case.corrector
    mailbox = Mailbox("reply.txt", (case.document,))
    found = sum(
        item.rule not in NEVER and item.rule != BLANK
        for item in corrector.engine.check(mailbox)
        if hasattr(item, "rule")
    )
    corrected = corrector.correct(mailbox)
    left = [item for item in corrected.by_hand if item.diagnostic.rule not in NEVER]
    counted = case.way != "fix --safe"
    return Result(
        1,
        corrected.changed,
        any(one.rewritten for one in corrected.documents),
        found * counted,
        len(left) * counted,
        [f"{case.name}: {each}" for each in broken_promises(corrected, corrector)]
        + [f"{case.name}: by hand: {item.diagnostic.rule}: {item.reason}" for item in left if counted],
    )


def main() -> int:
    """Correct everything and print what promises were broken; 1 if any was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only one case of so many")
    parser.add_argument("--misses", action="store_true", help="print what is broken or left by hand, case by case")
    options = parser.parse_args()
    here = Path(__file__).parent
    folders = options.folders or [HERE, here / "corrections", here / "findings", _FIXTURES]
    total: dict[str, Result] = {}
    with ProcessPoolExecutor(2) as pool:
        cases = list(cases_of(folders, options.every))
        for case, result in zip(cases, pool.map(measured, cases, chunksize=40), strict=True):
            total.setdefault(case.way, Result()).add(result)
    broken = 0
    for way, result in total.items():
        kinds = Counter(each.split(": ")[1] for each in result.broken)
        broken += sum(count for kind, count in kinds.items() if kind != "by hand")
        share = 100 * result.by_hand / max(result.findings, 1)
        print(
            f"{way}: {result.cases} texts, {result.changed} corrected, {result.rewritten} rewritten; {kinds['lost']} lost, "
            f"{kinds['invented']} invented, {kinds['unstable']} unstable, {kinds['failed']} failed"
            + (
                f"; {result.by_hand} of {result.findings} findings left by hand ({share:.1f} %)"
                if result.findings
                else ""
            )
        )
        if options.misses:
            print("\n".join(f"    {each}" for each in result.broken))
    return broken > 0


if __name__ == "__main__":
    sys.exit(main())
