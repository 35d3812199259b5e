"""Find which part of a message its author wrote, and which others added: quotations, banners, footers.

Findings about those belong to someone else (`formats.md` on delivered replies). A footer is cut only where its wording is
that of a gateway, a list or a mail program; whatever else stands below a signature is the author's own.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import replace

from replylint.model import Document, DocumentKind
from replylint.patterns import compiled, late
from replylint.sources.links import with_targets
from replylint.sources.notes import banner_in, disclaimers_in, footers_in
from replylint.sources.quotations import introduction_in, introductions_in
from replylint.tables import fold
from replylint.visible import Doubt, Span, Visible

_PARAGRAPH = compiled(r"[^\n]+(?:\n[ \t]*[^\s][^\n]*)*")
_QUOTED_LINES = compiled(r"(?m)^[ \t]*>[^\n]*(?:\n[ \t]*>[^\n]*)*")


class Origin(enum.Enum):
    """Where a text comes from, and so what others may have added to it."""

    WRITTEN = enum.auto()
    """A text by itself: nothing but mail that it quotes."""
    STORED = enum.auto()
    """A reply as it is set: a disclaimer below it is the organisation's."""
    DELIVERED = enum.auto()
    """A message that came over the network: gateways add banners, footers and disclaimers."""


def origin_of(document: Document) -> Origin:
    """Return where the text of a document comes from."""
    if document.sent:
        return Origin.DELIVERED
    return Origin.STORED if document.key and document.kind is DocumentKind.AUTO_REPLY else Origin.WRITTEN


_BOLD = late(r"(?<![\w*])\*(?=[^\s*])[^*\n]{1,120}(?:\n[^*\n]{1,120})?(?<=[^\s*])\*(?![\w*])")
"""How Gmail writes bold letters in the plain form of a message."""
_SIGNED = late(
    r"(?m)^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z]{1,20}: [^\n]{0,80}\n){0,5}\n?"
    r"|^-----BEGIN PGP SIGNATURE-----\n[^-]{0,10000}-----END PGP SIGNATURE-----\n?"
    r"|^- (?=-)"
)
"""What a signature in plain text puts around a message (RFC 9580 section 7)."""


def own_words(visible: Visible, origin: Origin) -> Visible:
    """Return only what the author wrote of a plain text; see `added`.

    In a delivered text, marks that a mail program put around letters go, and links are those that
    the author wrote.
    """
    cut, below = _divided(visible.text, origin)
    doubts: tuple[Doubt, ...] = ()
    if cut and origin is Origin.WRITTEN and may_go_on(visible.text):
        doubts = (Doubt(cut[-1].start, MAY_GO_ON),)
    visible = visible.without(cut) if cut else visible
    visible = replace(visible, doubts=(*visible.doubts, *doubts)) if doubts else visible
    visible = _as_written(visible) if origin is Origin.DELIVERED else visible
    return replace(visible, below=below) if below else visible


def _as_written(visible: Visible) -> Visible:
    """Return a delivered text without the marks of programs around and inside it."""
    text = visible.text
    marks: list[Span] = []
    if "*" in text:
        for match in _BOLD.finditer(text):
            low, high = match.span()
            marks += [Span(low, low + 1), Span(high - 1, high)]
    if "-----BEGIN PGP SIGN" in text:
        marks += [Span(match.start(), match.end()) for match in _SIGNED.finditer(text)]
    return with_targets(visible.without(marks) if marks else visible)


Resumes = Callable[[int], int | None]
"""Returns where a text goes on after mail that is quoted from a place on; None if it does not, or
nothing shows where."""


def added(text: str, origin: Origin, resumes: Resumes | None = None) -> list[Span]:
    """Return the stretches of a text that its author did not write, in order.

    `resumes` knows where quotations end other than by their marks. Where nothing would remain,
    nothing is cut: better to judge a quotation than nothing.
    """
    return _divided(text, origin, resumes)[0]


def below(text: str, origin: Origin, resumes: Resumes | None = None) -> str:
    """Return the legal notices and footers that `added` cuts off, without mail that is quoted; empty if there are none."""
    return _divided(text, origin, resumes)[1]


def _divided(text: str, origin: Origin, resumes: Resumes | None = None) -> tuple[list[Span], str]:
    """Return what `added` and `below` return."""
    whole, text = text, fold(text)
    cut = list(_quotations(text, resumes))
    end = cut[-1].start if cut and cut[-1].end == len(text) else len(text)
    notes: list[Span] = []
    if origin is Origin.DELIVERED:
        if banner := banner_in(text):
            cut.append(banner)
        notes += footers_in(text, end)
    if origin is not Origin.WRITTEN:
        notes += disclaimers_in(text, end)
    cut += notes
    cut += [Span(match.start(), match.end()) for match in _QUOTED_LINES.finditer(text, 0, end)]
    cut.sort()
    left = "".join(whole[low:high] for low, high in _between(cut, len(text)))
    if left.strip():
        return cut, _below(whole, sorted(notes))
    # An answer below a quotation that is marked only in part: the marked lines and the mark go.
    cut = [Span(match.start(), match.end()) for match in _QUOTED_LINES.finditer(text)]
    if not cut:
        return [], ""
    if introduction := introduction_in(text):
        cut.append(introduction)
    cut.sort()
    left = "".join(whole[low:high] for low, high in _between(cut, len(text)))
    return (cut if left.strip() else []), ""


def _quotations(text: str, resumes: Resumes | None) -> Iterator[Span]:
    """Yield the mail that is quoted below introductions, with these."""
    end = 0
    for introduction in introductions_in(text):
        if introduction.start < end:
            continue
        found = resumes(introduction.end) if resumes else None
        end = max(found or 0, _after_marks(text, introduction.end)) or len(text)
        yield Span(introduction.start, end)


def _after_marks(text: str, start: int) -> int:
    """Return where the lines end that begin with ">", after the end of a line; 0 if none come next.

    Blank lines may come before and between them.
    """
    end, at = 0, start
    while at < len(text):
        stop = text.find("\n", at + 1)
        stop = stop if stop >= 0 else len(text)
        line = text[at:stop].strip()
        if line.startswith(">"):
            end = stop
        elif line:
            break
        at = stop
    return end


_SENDER = late(r"[^:：\n]{1,30}[:：][*_ \t]*\"?([^\"<>\[\](@\n]{2,60})")
"""The name in the header line that says whom quoted mail is from."""
_SENTENCE = late(r"(?:\S+\s+){3,}\S+[.!?]\s*\Z")
MAY_GO_ON = (
    "text follows the quoted mail and may be yours, so it was not checked; "
    "put your text above the quoted mail, or delete that"
)


def may_go_on(text: str, resumes: Resumes | None = None) -> int:
    """Return where text begins that may be the author's below a quotation without marks; 0 if none does.

    It follows the line in which the sender of the quoted mail signs.
    """
    folded = fold(text)
    quotation = next((one for one in _quotations(folded, resumes) if one.end == len(folded)), None)
    sender = _SENDER.search(folded, quotation.start) if quotation else None
    introduction = introduction_in(folded[quotation.start :]) if quotation else None
    if quotation is None or sender is None or introduction is None:
        return 0
    name = sender[1].strip(" *_,").casefold()
    at = quotation.start + introduction.end
    signed = False
    for paragraph in _PARAGRAPH.finditer(folded, at):
        if signed and _SENTENCE.search(paragraph[0]):
            return paragraph.start()
        lines = (line.strip(" \t-*_,.").casefold() for line in paragraph[0].split("\n"))
        signed = signed or any(line and line in (name, name.split()[0]) for line in lines)
    return 0


QUOTED_FIRST = (
    "it begins with quoted mail, and nothing shows where your own text begins; "
    "delete the quoted mail, or put your text above it"
)


def begins_with_quotation(text: str) -> bool:
    """Return whether a text begins with mail that is quoted without marks, so that its end is unknown."""
    text = fold(text)
    introduction = introduction_in(text)
    if introduction is None or text[: introduction.start].strip():
        return False
    return bool(text[introduction.end :].strip()) and not _after_marks(text, introduction.end)


NOTHING_OWN = "it only forwards or quotes other mail"


def says_nothing_own(text: str) -> bool:
    """Return whether a text only quotes: a forward or an answer without the author's own words."""
    text = fold(text).strip()
    quoted = _QUOTED_LINES.search(text)
    introduction = introduction_in(text)
    if introduction and not text[: introduction.start].strip():
        # Below quoted lines the author may have answered.
        return not quoted or not _QUOTED_LINES.sub("", text[introduction.end :]).strip()
    return bool(quoted) and not _QUOTED_LINES.sub("", text).strip()


def _between(cut: list[Span], end: int) -> list[Span]:
    """Return the stretches that stay."""
    kept, at = [], 0
    for span in cut:
        kept.append(Span(at, max(at, span.start)))
        at = max(at, span.end)
    return [*kept, Span(at, end)]


def _below(text: str, notes: list[Span]) -> str:
    """Return the notes below a text without mail that is quoted, each character once."""
    pieces, at = [], 0
    for note in notes:
        if note.end > at:
            pieces.append(text[max(at, note.start) : note.end])
            at = note.end
    return _QUOTED_LINES.sub("", "\n\n".join(pieces)).strip()
