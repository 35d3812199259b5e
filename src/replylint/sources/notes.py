"""Find the notes that gateways, mailing lists and mail programs add to a message.

Only the note itself is theirs. The sentences after it are the author's, however close they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from replylint.patterns import compiled, late
from replylint.visible import Span

_BANNER = compiled(
    r"""(?ix)\A(?:
        \[?\s{0,9}(?:external|externo|ext)(?:\ (?:e-?mail|sender|message))?\s{0,9}\]?[ \t]{0,9}(?:\n|\Z)
      | [*\ \[]{0,9}(?:caution|warning|attention|notice|advertencia|precauci[óo]n)\b[^\n]{0,20}:?
        (?=[^\n]{0,160}?\b(?:originated|came|sent|external|outside|externo|fuera)\b)
        [^\n]{0,160}?\b(?:e-?mail|message|sender|correo|mensaje|remitente)\b
      | [*\ \[]{0,9}this\ (?:e-?mail|message)\ (?:originated|came|was\ sent)\ from\ (?:outside|an\ external)\b
    )"""
)
_FOOTERS = compiled(
    r"""(?imx)^[ \t]*(?:
        _{20,}[ \t]*\n(?=[^\n]*(?:\n[^\n]*){0,3}(?:mailing\ list|lists?\.|listinfo|listserv|scanned|virus|message\ labs|confidential|disclaimer|intended\ (?:only|solely)))
      | [^\n.,;]{0,40}\ mailing\ list[ \t]*\n[ \t]*(?:[^\n]*@|https?:)
      | to\ unsubscribe\b[^\n]{0,80}?(?:https?:|@|click|this\ (?:list|link|group)|reply\ with|send)
      | note:\ this\ is\ an\ automat(?:ed|ic)\ response\ to\ your\ message\b
      | this\ is\ the\ only\ notification\ you\ will\ receive\b
      | this\ (?:e-?mail|message)\ (?:has\ been|was)\ (?:scanned|checked)\b
      | (?:this\ message|this\ e-?mail)\ was\ sent\ from\ a\ (?:notification-only|send-only)\b
      | virus-free\.\ www\.
    )"""
)
_GATEWAY_DISCLAIMER = compiled(
    r"""(?imx)^[ \t]*(?:[-_*=]{3,}[ \t]*\n[ \t]*)?(?:
        this\ (?:e-?mail|message|communication|transmission)(?:\ (?:originates|message))?,?\ (?:\(?(?:and|including|with)\ [^\n.]{0,60}\)?\ )?(?:is|are|may|contains?|originates)\b
      | (?:the\ information|the\ contents?)\ (?:contained\ )?(?:in|of)\ this\ (?:e-?mail|message|communication)\b
      | (?:confidentiality|privacy|legal|disclaimer)\s*(?:notice|statement|warning)?\s*:
      | (?:please\ note\s?:?\ )?[a-z][a-z .']{2,50}\ has\ a\ (?:very\ )?broad\ public[ -]records?\ laws?\b
      | (?:please\ note\s?:?\ )?(?:(?:under|pursuant\ to)\ )?[a-z][a-z .']{2,50}\ law,?\ e-?mail\ (?:addresses|messages|communications?)\ (?:are|is|may\ be)\ (?:a\ )?public\ records?\b
      | (?:please\ (?:note|be\ advised)(?:\ that)?\s?:?\ )?(?:all\ |most\ )?(?:written\ communications?|e-?mails?|correspondence|messages?)\b[^\n.]{0,80}\b(?:are|is|may\ be)\b[^\n.]{0,40}\bpublic\ records?\b
      | este\ (?:correo|mensaje)(?:\ electr[óo]nico)?\b[^\n.;]{0,40}\b(?:es|son|puede|contiene|incluye)\b[^\n;]{0,60}confidencial
    )"""
)
_LEGAL = compiled(
    r"(?i)confidential|privileged|intended (?:only|solely|recipient|for)|intended recipient|disclos|unauthori[sz]ed|in error|viruse?s|virus-free|scanned|public records|copyright|confidencial|destinatari"
)
"""What a disclaimer speaks of; a paragraph without it is the author's own, however it begins."""
_CAUTIONS = late(
    r"(?i)\b(?:click|links?|attachments?|attached|recogni[sz]e|sender|content is safe|safe|phish\w*|"
    r"verify|suspicious|trust\w*|unsolicited|credentials|passwords?|malicious|external|outside|"
    r"think before|haga clic|enlaces?|adjuntos?|remitente|contenido|externo)\b"
)
"""What a banner about mail from outside speaks of."""
_OF_LISTS = late(
    r"(?i)\b(?:unsubscribe|subscri\w+|(?:mailing|this) (?:list|group)|listinfo|listserv|archives|"
    r"discussion|optout|scanned|virus\w*|malware|spam|notification\w*|not monitored|"
    r"automated response)\b|\A\s*(?:https?://\S+|\S+@\S+)\s*\Z"
)
"""What a footer of a list, a scanner or a mail program speaks of, or an address alone."""
_OF_THE_LAW = late(
    r"(?i)\b(?:recipients?|sender|delete|destroy|notify|distribut\w+|cop(?:y|ies|ying)|"
    r"disseminat\w+|liab\w+|prohibited|reliance|statutes?|law|public|released|opinions|views|"
    r"attachments?|transmission|communications?|in writing|before printing|environment|"
    r"notifique|elimine|borre|prohibid\w+|ley)\b"
)
"""What sentences of a disclaimer speak of that do not say that it is one."""
_OWN = late(
    r"(?i)\b(?:i am|i'm|i will|i'll|i shall|i have|i can|i do|we are|we're|we will|we'll|estoy|"
    r"estar[ée]|estamos|out of (?:the )?office|away (?:from|until)|fuera de la oficina)\b"
)
"""What authors write about themselves, and no gateway does."""
_FACT = late(
    r"\d{3}[-.) ]{1,2}\d{3,4}|\d{1,2}/\d{1,2}|"
    r"(?i:\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d)"
)
"""A phone number or a date: what the author says, in a sentence that is not plainly a notice."""
_SENTENCE_END = compiled(r"\"[^\"\n]{0,200}\"|[.!?]+[\"')\]*]*(?=\s)|\n(?=[ \t]*[\"*\[(]?[A-ZÀ-Þ0-9])")
"""Where a sentence ends; what is between quotation marks is left out first."""
_ABBREVIATION = compiled(r"(?i)(?:^|[\s(])(?:e\.g|i\.e|u\.s|f\.s|no|dr|mrs?|ms|st|inc|sec|ch|[a-z])\Z")
_WRAPPED = 60
"""Characters from which on a line may go on in the next."""
_LONGEST_BANNER = 2_000
"""Characters at the beginning of a text in which a banner is looked for."""
_BLANK_LINES = compiled(r"\n(?:[ \t]*\n)+")


def banner_in(text: str) -> Span | None:
    """Return the warning about mail from outside that a text begins with, or None.

    `text` has plain quotes, dashes and spaces, as `tables.fold` makes them; so do the others.
    """
    blank = len(text) - len(text.lstrip())
    match = _BANNER.match(text[blank : blank + _LONGEST_BANNER])
    if match is None:
        return None
    at = blank + match.end()
    if not match[0].endswith("\n") and at < len(text):
        paragraph = _end_of_paragraph(text, blank, len(text))
        sentences = list(_sentences(text, blank, paragraph))
        if _OWN.search(text, blank, sentences[0].end):
            return None
        at = next((one.end for one in sentences if one.end >= at), paragraph)
        at = _absorbed(text, [one for one in sentences if one.start >= at], at, (_CAUTIONS,))
    while at < len(text) and text[at] in " \t\n":
        at += 1
    return Span(0, at)


def footers_in(text: str, end: int) -> Iterator[Span]:
    """Yield the footers of lists, scanners and mail programs in a text up to `end`, in order."""
    yield from _notes(text, 0, end, _FOOTERS, (_OF_LISTS, _LEGAL), asked=None)


def disclaimers_in(text: str, end: int) -> Iterator[Span]:
    """Yield the legal notices in a text up to `end`, in order; one never opens a message."""
    start = _second_paragraph(text, end)
    yield from _notes(text, start, end, _GATEWAY_DISCLAIMER, (_LEGAL, _OF_THE_LAW), asked=_LEGAL)


def _notes(
    text: str, start: int, end: int, begins: re.Pattern[str], words: tuple[re.Pattern[str], ...],
    *, asked: re.Pattern[str] | None,
) -> Iterator[Span]:  # fmt: skip
    """Yield the notes that begin so, with the sentences and paragraphs after them that go on about `words`.

    The paragraph that one begins must have a match of `asked`.
    """
    at = stop = start
    while match := begins.search(text, at, end):
        low = match.start()
        if match.end() >= stop:
            stop = _end_of_paragraph(text, match.end(), end)
        if asked is not None and (low == 0 or not asked.search(text, low, stop)):
            at = stop
            continue
        sentences = _sentences(text, low, stop)
        first = next((one for one in sentences if one.end >= match.end()), Span(low, stop))
        if _OWN.search(text, low, first.end):
            at = stop
            continue
        at = _absorbed(text, sentences, first.end, words)
        while at >= stop and (blank := _BLANK_LINES.match(text, stop, end)):
            stop = _end_of_paragraph(text, blank.end(), end)
            further = _absorbed(text, _sentences(text, blank.end(), stop), blank.end(), words[:1])
            if further == blank.end():
                break
            at = further
        yield Span(low, at)
        at = max(at, match.end())


def _absorbed(text: str, sentences: Iterable[Span], at: int, words: tuple[re.Pattern[str], ...]) -> int:
    """Return where a note ends that goes on in these sentences as long as they speak of `words`."""
    strict, *broad = words
    for one in sentences:
        sentence = text[one.start : one.end]
        if sentence.strip():
            if _OWN.search(sentence) or _FACT.search(sentence):
                break
            if not strict.search(sentence) and ("@" in sentence or not any(word.search(sentence) for word in broad)):
                break
        at = one.end
    return at


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences of a paragraph, one after the other without gaps."""
    at = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if match[0][0] == '"' or match.start() < at:
            continue
        if match[0] == "\n":
            line = text.rfind("\n", start, match.start()) + 1 or start
            if match.start() - line >= _WRAPPED and text[match.start() - 1] not in ".!?:":
                continue
        elif match[0] == "." and _ABBREVIATION.search(text, max(start, match.start() - 6), match.start()):
            continue
        yield Span(at, match.end())
        at = match.end()
    if at < end:
        yield Span(at, end)


def _end_of_paragraph(text: str, start: int, end: int) -> int:
    match = _BLANK_LINES.search(text, start, end)
    return match.start() if match else end


def _second_paragraph(text: str, end: int) -> int:
    """Return where the text below the first blank line after the opening begins."""
    begun = False
    at = 0
    for line in text[:end].split("\n"):
        if line.strip():
            begun = True
        elif begun:
            return at
        at += len(line) + 1
    return end
