"""Find which part of a message its author wrote, and which others added: quotations, banners, footers.

Findings about those belong to someone else (`formats.md` on delivered replies). A footer is cut only where its wording is
that of a gateway, a list or a mail program; whatever else stands below a signature is the author's own.
"""

from __future__ import annotations

import enum
import re
from dataclasses import replace

from replylint.model import Document, DocumentKind
from replylint.sources.links import with_targets
from replylint.sources.notes import banner_in, disclaimers_in, footers_in
from replylint.sources.quotations import introduction_in
from replylint.tables import fold, late
from replylint.visible import Span, Visible

_QUOTED_LINES = re.compile(r"(?m)^[ \t]*>[^\n]*(?:\n[ \t]*>[^\n]*)*")


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
    visible = visible.without(cut) if cut else visible
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


def added(text: str, origin: Origin) -> list[Span]:
    """Return the stretches of a text that its author did not write, in order.

    Where nothing would remain, nothing is cut: better to judge a quotation than nothing.
    """
    return _divided(text, origin)[0]


def below(text: str, origin: Origin) -> str:
    """Return the legal notice or footer that `added` cuts off, without mail that is quoted; empty if there is none."""
    return _divided(text, origin)[1]


def _divided(text: str, origin: Origin) -> tuple[list[Span], str]:
    """Return what `added` and `below` return."""
    whole, text = text, fold(text)
    cut: list[Span] = []
    end = len(text)
    if introduction := introduction_in(text):
        end = min(end, introduction.start)
    notes: list[Span] = []
    if origin is Origin.DELIVERED:
        if banner := banner_in(text):
            cut.append(banner)
        notes += footers_in(text, end)
    if origin is not Origin.WRITTEN:
        notes += disclaimers_in(text, end)
    cut += notes
    cut += [Span(match.start(), match.end()) for match in _QUOTED_LINES.finditer(text, 0, end)]
    if end < len(text):
        cut.append(Span(end, len(text)))
    cut.sort()
    left = "".join(whole[low:high] for low, high in _between(cut, len(text)))
    if left.strip():
        return cut, _below(whole, sorted(notes))
    # An answer below the quotation: only the mark and the quoted lines go. Without such lines it is a forward.
    cut = [Span(match.start(), match.end()) for match in _QUOTED_LINES.finditer(text)]
    if not cut:
        return [], ""
    if introduction:
        cut.append(introduction)
    left = "".join(whole[low:high] for low, high in _between(sorted(cut), len(text)))
    return (sorted(cut) if left.strip() else []), ""


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
