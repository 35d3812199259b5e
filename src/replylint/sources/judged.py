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
from replylint.sources.quotations import introduction_in
from replylint.tables import fold, late
from replylint.visible import Span, Visible

_QUOTED_LINES = re.compile(r"(?m)^[ \t]*>[^\n]*(?:\n[ \t]*>[^\n]*)*")
_BANNER = re.compile(
    r"""(?ix)\A(?:
        \[?\s{0,9}(?:external|externo|ext)(?:\ (?:e-?mail|sender|message))?\s{0,9}\]?[ \t]{0,9}(?:\n|\Z)
      | [*\ \[]{0,9}(?:caution|warning|attention|notice|advertencia|precauci[óo]n)\b[^\n]{0,20}:?[^\n]{0,80}?(?:e-?mail|message|sender|correo|mensaje|remitente)\b[^\n]{0,80}?(?:originated|came|sent|external|outside|externo|fuera)\b[^\n]*(?:\n(?!\s*\n)[^\n]+){0,3}
      | [*\ \[]{0,9}this\ (?:e-?mail|message)\ (?:originated|came|was\ sent)\ from\ (?:outside|an\ external)\b[^\n]*(?:\n(?!\s*\n)[^\n]+){0,3}
    )[ \t\n]*"""
)
_FOOTERS = re.compile(
    r"""(?imx)^[ \t]*(?:
        _{20,}[ \t]*\n(?=[^\n]*(?:\n[^\n]*){0,3}(?:mailing\ list|lists?\.|listinfo|listserv|scanned|virus|message\ labs|confidential|disclaimer|intended\ (?:only|solely)))
      | [^\n.,;]{0,40}\ mailing\ list[ \t]*\n[ \t]*(?:[^\n]*@|https?:)
      | to\ unsubscribe\b[^\n]{0,80}(?:https?:|@|click|this\ (?:list|link|group)|reply\ with|send)
      | note:\ this\ is\ an\ automat(?:ed|ic)\ response\ to\ your\ message\b
      | this\ is\ the\ only\ notification\ you\ will\ receive\b
      | this\ (?:e-?mail|message)\ (?:has\ been|was)\ (?:scanned|checked)\b
      | (?:this\ message|this\ e-?mail)\ was\ sent\ from\ a\ (?:notification-only|send-only)\b
      | virus-free\.\ www\.
    )"""
)
_GATEWAY_DISCLAIMER = re.compile(
    r"""(?imx)^[ \t]*(?:[-_*=]{3,}[ \t]*\n[ \t]*)?(?:
        this\ (?:e-?mail|message|communication|transmission)(?:\ (?:originates|message))?,?\ (?:\(?(?:and|including|with)\ [^\n.]{0,60}\)?\ )?(?:is|are|may|contains?|originates)\b[^\n]*
      | (?:the\ information|the\ contents?)\ (?:contained\ )?(?:in|of)\ this\ (?:e-?mail|message|communication)\b[^\n]*
      | (?:confidentiality|privacy|legal|disclaimer)\s*(?:notice|statement|warning)?\s*:[^\n]*
      | (?:please\ note\s?:?\ )?[a-z][a-z .']{2,50}\ has\ a\ (?:very\ )?broad\ public[ -]records?\ laws?\b[^\n]*
      | (?:please\ note\s?:?\ )?(?:(?:under|pursuant\ to)\ )?[a-z][a-z .']{2,50}\ law,?\ e-?mail\ (?:addresses|messages|communications?)\ (?:are|is|may\ be)\ (?:a\ )?public\ records?\b[^\n]*
      | (?:please\ (?:note|be\ advised)(?:\ that)?\s?:?\ )?(?:all\ |most\ )?(?:written\ communications?|e-?mails?|correspondence|messages?)\b[^\n.]{0,80}\b(?:are|is|may\ be)\b[^\n.]{0,40}\bpublic\ records?\b[^\n]*
      | este\ (?:correo|mensaje)(?:\ electr[óo]nico)?\b[^\n.;]{0,40}\b(?:es|son|puede|contiene|incluye)\b[^\n;]{0,60}confidencial[^\n]*
    )"""
)


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


_LONGEST_BANNER = 2_000
"""Characters at the beginning of a text in which a banner is looked for."""
_LEGAL = re.compile(
    r"(?i)confidential|privileged|intended (?:only|solely|recipient|for)|intended recipient|disclos|unauthori[sz]ed|in error|viruse?s|virus-free|scanned|public records|copyright|confidencial|destinatari"
)
"""What a disclaimer speaks of; a paragraph without it is the author's own, however it begins."""


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
    quoted_from = end
    if origin is Origin.DELIVERED:
        blank = len(text) - len(text.lstrip())
        if match := _BANNER.match(text[blank : blank + _LONGEST_BANNER]):
            cut.append(Span(0, blank + match.end()))
        if match := _FOOTERS.search(text):
            end = min(end, match.start())
    if origin is not Origin.WRITTEN:
        below = _last_paragraphs(text, end)
        for match in _GATEWAY_DISCLAIMER.finditer(text, below, end):
            paragraph = text[match.start() : _paragraph_end(text, match.start(), end)]
            if match.start() > 0 and _LEGAL.search(paragraph):
                end = match.start()
                break
    cut += [Span(match.start(), match.end()) for match in _QUOTED_LINES.finditer(text, 0, end)]
    if end < len(text):
        cut.append(Span(end, len(text)))
    cut.sort()
    left = "".join(whole[low:high] for low, high in _between(cut, len(text)))
    if left.strip():
        return cut, _QUOTED_LINES.sub("", whole[end:quoted_from]).strip()
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


def _paragraph_end(text: str, start: int, end: int) -> int:
    """Return where the paragraph that begins at `start` ends."""
    blank = text.find("\n\n", start, end)
    return end if blank < 0 else blank


def _last_paragraphs(text: str, end: int) -> int:
    """Return where the text below the first blank line after the opening begins: a disclaimer never opens a message."""
    begun = False
    at = 0
    for line in text[:end].split("\n"):
        if line.strip():
            begun = True
        elif begun:
            return at
        at += len(line) + 1
    return end
