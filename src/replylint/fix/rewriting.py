"""Whole messages from the pack's templates: every fact in its place, and below them what the template has no place for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from replylint.facts import Absence, Facts, Kind
from replylint.facts.signature_remarks import Remark
from replylint.fix.filling import begun_name
from replylint.model import Document, DocumentKind, Picture, Settings
from replylint.patterns import compiled
from replylint.rules.signature.parts import links_behind
from replylint.seal import seal_html
from replylint.sources.again import with_content
from replylint.sources.html.words import texts_in
from replylint.tables import fold, lower, squeeze
from replylint.visible import Span

if TYPE_CHECKING:
    from replylint.fix.templates import Templates

_KINDS = {
    Kind.ABSENCE: "absence",
    Kind.CLOSURE: "closure",
    Kind.DEPARTED: "departed",
    Kind.ACKNOWLEDGEMENT: "acknowledgement",
}
_WORD = compiled(r"[^\W_]+")


class _Piece(NamedTuple):
    """A stretch of a line of HTML: text, a link, or a picture."""

    text: str
    href: str = ""
    picture: str = ""
    """The source of the picture's element."""


class Rewriter:
    """Writes messages from the templates of one pack. `values` gives what a template may say, from the facts of a message."""

    def __init__(self, templates: Templates, values: Callable[[Facts], dict[str, Any]]) -> None:
        self._templates = templates
        self._values = values

    def rewritten(self, facts: Facts) -> Document | None:
        """Return the message as the template has it, or None where there is no template for it.

        None as well if a number, an address or a link would be lost, and where the text tells of more days than a template
        has places for. Raises TemplateError if the template cannot be filled.
        """
        name = self._template_for(facts)
        if name is None or _has_more_days(facts.absence):
            return None
        written = self._written(name, facts)
        return None if _is_poorer(facts, facts.of(written)) else written

    def _template_for(self, facts: Facts) -> str | None:
        if facts.document.template:
            return None
        signature = facts.kind_of_document is DocumentKind.SIGNATURE
        kind = "signature" if signature else _KINDS.get(facts.kind)
        name = f"{facts.language.code}/{kind}.txt.j2"
        return name if kind is not None and self._templates.has(name) else None

    def _written(self, name: str, facts: Facts) -> Document:
        """Return the document with the text that the template makes of its facts."""
        document = facts.document
        filled = self._values(facts)
        filled["own"]["name"] = filled["own"]["name"] or begun_name(facts)
        filled["signed_below"] = document.adds_signature
        greeting = facts.greeting
        filled |= {
            "greeting": facts.text[greeting.start : greeting.end].strip(),
            "rest": "",
            "notice": _below(facts),
        }
        plain = self._templates.render(name, filled)
        filled["rest"] = _rest(facts, greeting.end, plain)
        text = self._templates.render(name, filled).strip("\n") + "\n"
        if document.markup:
            content = self.page(text, _targets(document), _seal_of(facts))
        else:
            content = text.replace("\n", "\r\n") if "\r\n" in document.content else text
        return with_content(document, content)

    def page(self, text: str, links: Sequence[tuple[str, str]] = (), seal: str = "") -> str:
        """Return a text as HTML that Outlook, Gmail and Apple Mail show alike.

        `links` are words with where they lead, as in the message that the text is made of. `seal` is the element of the
        seal's picture, which takes the place of its stand-in.
        """
        settings = self._templates.pack.settings
        targets = list(links)
        paragraphs = [
            [_pieces(line, targets, settings, seal) for line in block.split("\n")]
            for block in re.split(r"\n\s*\n", text.strip("\n"))
        ]
        return self._templates.render("page.html.j2", {"paragraphs": paragraphs}).strip() + "\n"


def _has_more_days(absence: Absence) -> bool:
    """Return True if a text tells of several absences: a template has places for one first day, last day and day back."""
    placed = {item.day for item in (absence.first, absence.last, absence.back, absence.until) if item}
    return len(absence.spans) > 1 or any(item.day not in placed for item in absence.stated if item.day)


def _rest(facts: Facts, start: int, written: str) -> str:
    """Return what stands from `start` on and the `written` message does not say, line by line.

    These are sentences, and whatever stands between them: a language that is not read, say.
    """
    said = {*_words(written)} | facts.language.words("written", "dispensable")
    text = facts.document.text  # that of `facts` has no words of languages that are not read
    kept: list[Span] = []
    at = start
    sentences = [Span(one.start, one.end) for one in facts.sentences if one.start >= start]
    for sentence in [*sentences, Span(facts.body_end, facts.body_end)]:
        if between := _stripped(text, at, sentence.start):
            kept.append(between)
        covered = [item.span for item in facts.absence.stated if item.span.start < sentence.end]
        if not said.issuperset(_words(text, *sentence, covered)):
            kept.append(sentence)
        at = max(at, sentence.end)
    pieces: list[str] = []
    for number, span in enumerate(kept):
        if number:
            gap = text[kept[number - 1].end : span.start]
            pieces.append("\n\n" if _BLANK_LINE.search(gap) else "\n" if "\n" in gap else " ")
        pieces.append(text[span.start : span.end])
    return "".join(pieces)


def _below(facts: Facts) -> str:
    """Return what comes after the signature: a postscript, and the legal notice."""
    end = facts.notice_start
    after = facts.document.text[facts.signature.span.end : end].strip() if facts.signature else ""
    return "\n\n".join(filter(None, (after, facts.text[end:].strip())))


_BLANK_LINE = compiled(r"\n\s*\n")


def _stripped(text: str, start: int, end: int) -> Span | None:
    """Return a stretch without the white space around it, or None if no word is in it."""
    piece = text[start:end]
    if not _WORD.search(piece):
        return None
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))


def _words(text: str, start: int = 0, end: int | None = None, without: Iterable[Span] = ()) -> list[str]:
    """Return the words of a text in lower case, but those in the given stretches."""
    folded = lower(fold(text))
    spans = list(without)
    return [
        match.group()
        for match in _WORD.finditer(folded, start, len(folded) if end is None else end)
        if not any(span.start <= match.start() < span.end for span in spans)
    ]


def _seal_of(facts: Facts) -> str:
    """Return the element of the seal's picture in the message, or an empty string."""
    seal: Picture | None = next((item.picture for item in facts.graphics if item.is_seal), None)
    return facts.document.content[seal.start : seal.end] if seal else ""


def _targets(document: Document) -> list[tuple[str, str]]:
    return [(words, link.target) for link in document.links if (words := document.text[link.start : link.end].strip())]


_URL = compiled(r"https?://[^\s<>\"]+")


def _pieces(line: str, targets: list[tuple[str, str]], settings: Settings, seal: str) -> list[_Piece]:
    """Cut a line into text, links and the seal. Each target is used once, where its words come first."""
    if line.strip() == settings.seal_stand_in:
        return [_Piece("", picture=seal or seal_html(settings))]
    urls = [match.span() for match in _URL.finditer(line)]
    for number, (words, target) in enumerate(targets):
        at = line.find(words)
        if at >= 0 and not any(low <= at < high and words != line[low:high] for low, high in urls):
            del targets[number]
            before, after = line[:at], line[at + len(words) :]
            return [
                *(_pieces(before, targets, settings, seal) if before else ()),
                _Piece(words, target),
                *(_pieces(after, targets, settings, seal) if after else ()),
            ]
    if match := _URL.search(line):
        return [
            *([_Piece(line[: match.start()])] if match.start() else ()),
            _Piece(match.group(), match.group()),
            *([_Piece(line[match.end() :])] if line[match.end() :] else ()),
        ]
    return [_Piece(line)]


def _loses_unseen(before: Document, after: Document) -> bool:
    """Return True if a document has words that a reader is not shown, and another has them no more: a quotation, say."""
    if not before.markup:
        return Counter(_words(before.content)) != Counter(_words(before.text))
    seen, kept = squeeze(before.text), squeeze(" ".join(texts_in(after.content)))
    texts = filter(_WORD.search, map(squeeze, texts_in(before.content)))
    return any(len(text) > 1 and text not in seen and text not in kept for text in texts)


def _is_poorer(facts: Facts, written: Facts) -> bool:
    """Return True if a rewritten message lacks a number, an address, or a link of the one before, or what others wrote in it."""
    before, after = facts.document, written.document
    if _loses_unseen(before, after):
        return True
    kept = {*_words(after.text)}
    dropped = [item.span for item in facts.absence.stated]
    if (signature := facts.signature) is not None:
        ornaments = [part for part in signature.extra if part.remark is Remark.ORNAMENT]
        ornaments += [part for part in signature.extra if part.remark is Remark.WORDS and not links_behind(part, facts)]
        dropped += [part.span for part in ornaments]
        dropped += [part.span for part in (signature.website, signature.malformed, signature.seal) if part]
    words = _words(before.text, without=dropped)
    if any(any(map(str.isdigit, word)) and word not in kept for word in words):
        return True
    targets = {link.target for link in after.links}
    return any(
        link.target not in targets and not any(span.start < link.end and link.start < span.end for span in dropped)
        for link in before.links
    )
