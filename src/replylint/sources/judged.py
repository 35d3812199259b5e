"""Which part of a message its author wrote: without quoted originals, banners and footers that others added.

Findings about those belong to someone else (`formats.md` on delivered replies). A footer is cut only where its wording is
that of a gateway, a list or a mail program; whatever else stands below a signature is the author's own.
"""

from __future__ import annotations

import re

from replylint.tables import fold
from replylint.visible import Span, Visible

_REPLY_MARKS = re.compile(
    r"""(?imx)^[ \t]*(?:
        -{2,}\s*(?:original\s+message|forwarded\s+message|mensaje\s+original|mensaje\s+reenviado|urspr\S+\s+nachricht|message\s+d'origine)\s*-{2,}
      | on\ (?:[^\n]{5,120})(?:\n[^\n]{0,80})?\ wrote:[ \t]*$
      | el\ (?:[^\n]{5,120})(?:\n[^\n]{0,80})?\ escribi[óo]:[ \t]*$
      | am\ (?:[^\n]{5,120})\ schrieb[^\n]{0,80}:[ \t]*$
      | le\ (?:[^\n]{5,120})\ a\ écrit\s?:[ \t]*$
      | _{20,}[ \t]*\n[ \t]*(?:from|de|von)\s?:[^\n]+
      | (?:from|de)\s?:[^\n]+\n[ \t]*(?:sent|date|enviado(?:\ el)?|fecha)\s?:[^\n]+\n[ \t]*(?:to|para)\s?:[^\n]+
      | (?:your\ original\ message|original\ message\ follows|su\ mensaje\ original)\b[^\n]{0,60}:[ \t]*$
    )"""
)
_QUOTED_LINES = re.compile(r"(?m)^[ \t]*>[^\n]*(?:\n[ \t]*>[^\n]*)*")
_BANNER = re.compile(
    r"""(?ix)\A\s*(?:
        \[?\s*(?:external|externo|ext)(?:\ (?:e-?mail|sender|message))?\s*\]?\s*(?:\n|\Z)
      | [*\s\[]*(?:caution|warning|attention|notice|advertencia|precauci[óo]n)\b[^\n]{0,20}:?[^\n]{0,80}?(?:originated|came|sent|external|outside|externo|fuera)\b[^\n]*(?:\n(?!\s*\n)[^\n]+){0,3}
      | [*\s\[]*this\ (?:e-?mail|message)\ (?:originated|came|was\ sent)\ from\ (?:outside|an\ external)\b[^\n]*(?:\n(?!\s*\n)[^\n]+){0,3}
    )\s*"""
)
_FOOTERS = re.compile(
    r"""(?imx)^[ \t]*(?:
        _{20,}[ \t]*\n(?=[^\n]*(?:\n[^\n]*){0,3}(?:mailing\ list|lists?\.|listinfo|listserv|scanned|virus|message\ labs|confidential|disclaimer|intended\ (?:only|solely)))
      | [^\n]{0,40}\ mailing\ list[ \t]*$
      | to\ unsubscribe\b[^\n]*
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
      | este\ (?:correo|mensaje)(?:\ electr[óo]nico)?\b[^\n]{0,80}confidencial[^\n]*
    )"""
)


def own_words(visible: Visible, *, delivered: bool) -> Visible:
    """Return only what the author wrote.

    `delivered` says that the text comes out of a delivered message, where gateways may have added to it.
    A text that would be left empty is returned whole: better to judge a quotation than nothing.
    """
    text = fold(visible.text)
    cut: list[Span] = []
    end = len(text)
    if match := _REPLY_MARKS.search(text):
        end = min(end, match.start())
    if delivered:
        if match := _BANNER.match(text):
            cut.append(Span(0, match.end()))
        if match := _FOOTERS.search(text):
            end = min(end, match.start())
        below = _last_paragraphs(text, end)
        if (match := _GATEWAY_DISCLAIMER.search(text, below, end)) and match.start() > 0:
            end = match.start()
    cut += [Span(match.start(), match.end()) for match in _QUOTED_LINES.finditer(text, 0, end)]
    kept = visible.without([*cut, Span(end, len(text))]) if cut or end < len(text) else visible
    return kept if kept.text.strip() else visible


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
