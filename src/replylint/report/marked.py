"""Facts in text form: the message with each fact marked in its place."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from replylint.facts import Facts, Kind
from replylint.facts.languages import language
from replylint.facts.layout import Line, lines_of
from replylint.facts.signature import ELEMENTS
from replylint.model import DocumentKind
from replylint.report.style import Style
from replylint.tables import harmless
from replylint.visible import Span

_Mark = tuple[Span, str, str]


def marked(facts: Facts, path: str, *, color: bool, width: int) -> str:
    """Return the message, folded to `width` columns, with a line below each of its lines that says what was understood there."""
    style = Style(color)
    automatic = {True: ", automatic", False: ", not automatic", None: ""}[facts.document.automatic]
    name = f" ({facts.document.name})" if facts.document.name not in ("text", "message") else ""
    what = "signature" if facts.kind_of_document is DocumentKind.SIGNATURE else str(facts.kind)
    title = f"{path}{name}: {what}, {language(facts.language.code)['name']}{automatic}"
    out = [style.bold(harmless(title)) + "\n"]
    if facts.document.passed_over:
        out.append(f"  {facts.document.passed_over}\n")
    ahead = deque(sorted(_marks(facts)))
    here: list[_Mark] = []
    for whole in lines_of(facts.text):
        for line in _folded(whole, max(width - len(_INDENT), _NARROWEST)):
            out.append(f"{_INDENT}{harmless(line.text.replace(chr(9), ' '))}\n")
            while ahead and ahead[0][0].start < line.end:
                here.append(ahead.popleft())
            here = [mark for mark in here if line.start < max(mark[0].end, mark[0].start + 1)]
            for span, label, paint in here:
                under = _under(line, span, harmless(label), paint, style, width - len(_INDENT))
                out.append(f"{_INDENT}{under}\n")
    out += [f"  {label}\n" for label in _unplaced(facts)]
    return "".join(out) + "\n"


_INDENT = "  "
_MOST_OWNERS = 3
"""People named below an address that they share."""
_NARROWEST = 20
"""Columns below which nothing is folded any further."""


def _folded(line: Line, width: int) -> Iterator[Line]:
    """Yield a line cut at spaces into pieces of at most `width` characters; a blank line yields none."""
    at = line.start
    while at < line.end and not line.blank:
        stop = line.end
        if stop - at > width:
            space = line.text.rfind(" ", at - line.start + 1, at - line.start + width + 1)
            stop = line.start + space + 1 if space > 0 else at + width
        yield Line(at, stop, line.text[at - line.start : stop - line.start].rstrip())
        at = stop


def _under(line: Line, span: Span, label: str, paint: str, style: Style, width: int) -> str:
    """Return what stands below a line for a fact: marks under its place, and its label, once, where there is room for it."""
    start = max(span.start, line.start) - line.start
    end = max(min(span.end - line.start, len(line.text)), start + 1)
    marks = style.paint("~" * (end - start), paint)
    if span.start < line.start:
        return " " * start + marks
    if end + 1 + len(label) > width and len(label) < start:
        return f"{' ' * (start - len(label) - 1)}{style.dim(label)} {marks}"
    return f"{' ' * start}{marks} {style.dim(label)}"


def _marks(facts: Facts) -> list[_Mark]:
    marks: list[_Mark] = []
    absence = facts.absence
    for stated, label in (
        (absence.first, "first day out"),
        (absence.last, "last day out"),
        (absence.back, "day back"),
        (absence.until, "until"),
    ):
        if stated is not None:
            shown = f"{label}: {stated.day:%a %Y-%m-%d}" if stated.day else f"{label}: no such day"
            marks.append((stated.span, shown, "green"))
    marks += [(span, "a time, but no day", "yellow") for span in absence.vague]
    mails: dict[str, list[Span]] = {}
    for mail in facts.channels.emails:
        mails.setdefault(facts.text[mail.start : mail.end], []).append(mail)
    owners: dict[str, dict[str, None]] = {}
    """Whose each address is, each person once."""
    own_spans: set[Span] = set()
    for contact in facts.contacts:
        span = contact.name_span or contact.span
        what = "contact" + ("" if contact.complete else ", incomplete")
        linked = "".join(
            f", by a link to {mail}" for mail in contact.emails if mail not in mails and mail not in facts.text
        )
        marks.append((span, f"{what}: {contact.name or contact.role or 'no name'}{linked}", "cyan"))
        marks += [
            (phone.span, f"phone of {contact.name or contact.role or 'the contact'}", "cyan")
            for phone in contact.phones
        ]
        for written in contact.emails:
            owners.setdefault(written, {})[contact.name or contact.role or "the contact"] = None
        own_spans.add(span)
    for written, names in owners.items():
        label = f"email of {', '.join(list(names)[:_MOST_OWNERS])}"
        marks += [(mail, label, "cyan") for mail in mails.get(written, ()) if mail not in own_spans]
    for own in facts.own_channels:
        marks.append((own.span, "the author's own", "cyan"))
    if facts.promise:
        marks.append((facts.promise, "promises a reply", "green"))
    for blank in facts.blanks:
        marks.append((blank.span, f"{'variable' if blank.variable else 'blank'}: {blank.fact}", "yellow"))
    for item in facts.misspellings:
        marks.append((item.span, f"misspelled: {item.right}", "red"))
    for word in facts.confused_words:
        marks.append((word.span, f"another word is meant: {word.right}", "red"))
    marks += [(word.span, "written twice", "red") for word in facts.repeated_words]
    signature = facts.signature
    if signature is not None:
        for element in ELEMENTS:
            part = signature.part(element)
            if part is not None and part.blank is None:
                marks.append((part.span, f"signature: {element}", "magenta"))
        marks += [(part.span, "signature: no line of the format", "yellow") for part in signature.extra]
    marks += [(item.span, f"private: {item.kind}", "yellow") for item in facts.disclosures]
    for tone in facts.tones:
        marks.append((tone.span, f"tone: {tone.kind}", "yellow"))
    return marks


def _unplaced(facts: Facts) -> list[str]:
    said = []
    if facts.kind in (Kind.ABSENCE, Kind.CLOSURE):
        if not facts.absence.states_start and not facts.absence.states_end:
            said.append("no dates")
        said += [f"problem: {problem}" for problem in facts.absence.problems]
        if not facts.contacts:
            said.append("nobody to contact")
    if facts.signature is None:
        said.append("nobody signs")
    said += [
        f"picture: {graphic.picture.alt or graphic.picture.source[:60] or graphic.picture.form}{' (the seal)' if graphic.is_seal else ''}"
        for graphic in facts.graphics
    ]
    return said
