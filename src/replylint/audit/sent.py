"""Letters that people wrote: each way in which somebody signs is judged once, and acknowledgements as such. Their other words are nobody's business."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email.message import Message
from functools import cached_property
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, NamedTuple

from replylint.audit.letters import asks
from replylint.engine import Engine, Result
from replylint.errors import SourceError
from replylint.facts import Facts
from replylint.model import Diagnostic, Document, Mailbox, Unchecked
from replylint.patterns import compiled
from replylint.sources import bodies, messages, mime
from replylint.sources.automatic import recognise
from replylint.sources.quotations import introduction_in
from replylint.tables import fold, lower

_SIGNED = ("signature", "appearance", "placeholder", "spelling", "tone")
"""Families of rules that judge a signature."""
_ABOUT_THE_WHOLE = "signature."
"""What a finding without a place must be about."""
_DRAWN = compiled(r"(?i)background|bgcolor")
"""What may draw something behind a page, above a signature that is known."""
_RECEIPT = "acknowledgement.missing-receipt"
_BACKGROUND = "appearance.background"
_TAG = compiled(r"<[^<>]{0,1000}>")
_NEXT_WORD = compiled(r"(?:\s|<[^<>]{0,1000}>|&nbsp;){0,50}[^\s\d<]{1,12}")
"""What follows a signature that mail is quoted below: `On`, `From:`, `>`."""
_QUOTATION = (
    "blockquote", "gmail_quote", "rplyfwdmsg", "appendonsend", "----", "________",
    "\n>", "\n &gt;", ">&gt;", "wrote:", "from:", "sent:",
)  # fmt: skip
"""What a quotation may begin with, beside the words of `quotations`. Below one a signature is not
that of the letter."""
_BREAK = compiled(r"<(?:br|/?p|/?div|/?tr|/?li|/?table)\b[^<>]{0,1000}>")
"""Tags between lines."""
_SHORT = 80
"""Words of an acknowledgement that a person writes; what is longer is an answer."""
_GREETING = 40
"""Words that may stand beside its sentences: a greeting, thanks."""
_LEAST_SAID = 4
"""Words of a sentence that says something, unless it has a verb; `Dear Ms. Boyd,` and `Thank you!` do not."""
_BRIEFLY = compiled(
    r"\b(?:is|are|was|were|has|have|had|can|does|did|yes|no|not|ok|okay|approved|denied|done|attached|enclosed|ready|es|est[aá]|fue|son|s[ií]|listo|aprobad[oa])\b"
)
"""What makes a sentence of fewer words say something."""
_PROMISED = compiled(
    r"\b(?:am|are|'m|'re) (?:\w+ ){0,2}(?:getting back|looking into|reviewing|following up|checking|investigating|working on)\b|"
    r"\b(?:will|'ll|shall|going to|(?:plan|hope|expect|aim|need) to|let me)\b[^.?!\n]{0,60}?\b(?:get(?:ting)? back|respond|reply|answer|look(?:ing)? into|"
    r"review(?:ing)?|follow(?:ing)?[ -]?up|in touch|contact you|let you know|update you|call you|write (?:you|back)|check(?:ing)?(?: on| into)?|investigat(?:e|ing)|find out)\b|"
    r"\b(?:get|be|getting) back to you\b|\bhear (?:back )?from (?:me|us)\b|\bwill (?:respond|reply)\b|"
    r"\b(?:responder|contestar|contactar|comunicar|avisar|revisar|llamar|investigar)(?:[eé]|emos)\b|\bme pondr[eé] en contacto\b|\bnos pondremos en contacto\b"
)
"""That an answer will come."""
_RECEIVED = compiled(
    r"\b(?:receiv\w+|got (?:it|your|this)|thank(?:s| you)(?: very much| so much)? for (?:your|the|contacting|writing|reaching|getting)|recib\w+|gracias por)\b|\A\s*(?:thanks|thank you|gracias)\b"
)
"""That a message has come."""


_MOST_BLOCKS = 40
"""Ways of signing of one sender that are looked for in the source of a letter; another is known once the letter is taken apart."""
_MOST_REMEMBERED = 2_000
"""Automatic replies that are known again."""


class Block(NamedTuple):
    """How somebody signs, with what comes before it left out."""

    digest: str
    """What tells it from other blocks, and from those of other people."""
    tail: str
    """The source from where the signature begins to where the letter, or its own words, end; empty if it is not told again from the source."""
    follows: str
    """How the source goes on there, if it does."""

    def place(self, content: str) -> int:
        """Return where this block begins in the source of a letter that ends with it, before what it quotes; -1 if it does not."""
        at = content.find(self.tail + self.follows)
        if at < 0 or (not self.follows and content[at + len(self.tail) :].strip()):
            return -1
        above = content[max(content.find("<body"), 0) : at].lower()
        if any(map(above.__contains__, _QUOTATION)):
            return -1
        return -1 if introduction_in(_TAG.sub("", _BREAK.sub("\n", above))) else at


class Known(NamedTuple):
    """How a message was judged."""

    digest: str
    letter: Mapping[str, Any]
    """What its row among the letters says of its kind."""


PERSONAL = MappingProxyType(
    {"automatic": False, "acknowledges": False, "brief": False, "asks": True, "passed_over": ""}
)
"""What is said of the kind of a letter that a person wrote, and that may ask for an answer."""
_CONTENT_ID = compiled(r"cid:[^\s\"'>)]{1,200}")
"""What Outlook calls a picture of a message; it is another name in each."""
_DAY = compiled(r"\d{1,2} [A-Za-z]{3} \d{4}")


class Limited(dict[str, Any]):
    """A memory that forgets everything when it is full."""

    def __setitem__(self, key: str, value: Any) -> None:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        super().__setitem__(key, value)


class Letters:
    """Judges the letters of one unit."""

    def __init__(self, engine: Engine, automatic: Limited) -> None:
        self._engine = engine
        self._known: dict[str, list[Block]] = {}
        self._automatic = automatic
        self._said = ""
        self.parts: Message | None = None
        """The message that was asked for last, if it was taken apart to know it, and is whole."""

    @cached_property
    def _for_signatures(self) -> Engine:
        return self._engine.only(*_SIGNED, *(check.id for check in self._engine.checks))

    @cached_property
    def _for_acknowledgements(self) -> Engine:
        return self._engine.only("acknowledgement")

    def known(self, header: Message, data: bytes, sender: str) -> Known | None:
        """Return how a message was judged before, by what it says or how it is signed; None if it must be taken apart to know."""
        self.parts = None
        self._said = ""
        if header.defects:
            return None
        try:
            message = messages.parts_below(header, data)
            parts = bodies.body(message)
            part = parts.html or parts.plain
            content = mime.text_of(part)[0] if part else ""
            plain = mime.text_of(parts.plain)[0] if parts.plain else ""
            if part is None or not content.strip() or not mime.is_whole(message, parts):
                return None
        except (SourceError, LookupError, ValueError, RecursionError):
            return None
        self.parts = message
        if sender not in self._known:
            return None
        recognition = recognise(message, plain or _TAG.sub(" ", content))
        if recognition.automatic:
            said = repr((header["From"], _DAY.findall(header["Date"] or ""), recognition, content, plain))
            self._said = blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
            return self._automatic.get(self._said)
        if recognition.passed_over:
            return None
        content = _CONTENT_ID.sub("cid:", content)
        for block in self._known[sender]:
            if (at := block.place(content)) >= 0:
                page = part is parts.html
                above = content[:at]
                if page and _DRAWN.search(above):
                    return None
                body = _TAG.sub(" ", above[max(above.find("<body"), 0) :]) if page else above
                return None if may_acknowledge(body) else Known(block.digest, {**PERSONAL, "asks": asks(body)})
        return None

    def remember(self, known: Known, sender: str) -> None:
        """Know the automatic reply again that was asked for last, and from now on look at what this sender writes."""
        self._known.setdefault(sender, [])
        if self._said:
            self._automatic[self._said] = known
        self._said = ""

    def block(self, facts: Facts, sender: str) -> Block:
        """Return how a letter is signed, and know it again from now on."""
        document, signature = facts.document, facts.signature
        start = facts.body_end if signature is not None else len(document.text)
        pictures = [
            (one.data if one.source.startswith("cid:") else one.source, one.alt)
            for one in document.pictures
            if one.at >= start
        ]
        drawn = [one.what for one in document.backgrounds if one.at >= start] + page_backgrounds(document)
        links = [one.target for one in document.links if one.start >= start]
        said = repr(
            (sender, document.markup, document.text[start:].strip(), links, drawn, pictures if signature else None)
        )
        digest = blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        tail = follows = ""
        if signature is not None and document.visible.runs:
            end = document.visible.runs[-1].source_end
            tail = document.content[document.visible.source_offset(start) :].rstrip()
            if _TAG.sub("", document.content[end:]).strip():
                tail = document.content[document.visible.source_offset(start) : end]
                match = _NEXT_WORD.match(document.content, end)
                follows = match[0] if match else ""
                tail = tail if follows else ""
        block = Block(digest, *(_CONTENT_ID.sub("cid:", said) for said in (tail, follows)))
        blocks = self._known.setdefault(sender, [])
        if block.tail and block not in blocks and len(blocks) < _MOST_BLOCKS:
            blocks.append(block)
        return block

    def judged(self, mailbox: Mailbox, facts: Facts) -> Iterator[Result]:
        """Yield what is wrong with how a letter is signed."""
        body = facts.text.count("\n", 0, facts.body_end) + 1 if facts.signature else 0
        page = bool(page_backgrounds(facts.document))
        for result in self._for_signatures.check(mailbox, (facts,)):
            if not isinstance(result, Diagnostic):
                yield result
            elif result.position is None or not body:
                if result.rule.startswith(_ABOUT_THE_WHOLE):
                    yield result
            elif result.position.line >= body or (page and result.rule == _BACKGROUND and result.position.line == 1):
                yield result

    def acknowledged(self, mailbox: Mailbox, facts: Facts) -> Iterator[Diagnostic | Unchecked]:
        """Yield what a letter lacks that says no more than that a message has arrived. That it answers the message shows that this has come."""
        document = replace(facts.document, acknowledges=True)
        for result in self._for_acknowledgements.check(replace(mailbox, documents=(document,))):
            if isinstance(result, Unchecked) or (isinstance(result, Diagnostic) and result.rule != _RECEIPT):
                yield result


def page_backgrounds(document: Document) -> list[str]:
    """Return what is drawn behind all of a page: a background of its body."""
    begun = document.content.lower().find("<body")
    end = document.content.find(">", begun)
    return [one.what for one in document.backgrounds if any(0 <= begun < edit.start < end for edit in one.edits)]


def is_brief(facts: Facts) -> bool:
    """Say whether a letter says no more than that a message has arrived and will be answered."""
    return may_acknowledge(facts.text[: facts.body_end]) and only_acknowledges(facts)


def may_acknowledge(text: str) -> bool:
    """Say whether what stands above a signature is short enough for an acknowledgement, and promises an answer."""
    return len(text.split()) <= _SHORT + _GREETING and _PROMISED.search(lower(fold(text))) is not None


def only_acknowledges(facts: Facts) -> bool:
    """Say whether a letter promises an answer and says nothing more, but that a message has arrived.

    What also answers, or asks something, is an answer, and lacks nothing; and mere thanks may be all the answer that was needed.
    """
    sentences = [one.lowered for one in facts.sentences if _says_something(one.lowered)]
    if sum(len(one.split()) for one in sentences) > _SHORT:
        return False
    received = [_RECEIVED.search(one) is not None for one in sentences]
    promised = [_PROMISED.search(one) is not None for one in sentences]
    return any(promised) and "?" not in facts.text[: facts.body_end] and all(map(operator.or_, received, promised))


def _says_something(sentence: str) -> bool:
    return not sentence.lstrip().startswith(("sent from my ", "enviado desde mi ")) and (
        len(sentence.split()) >= _LEAST_SAID
        or _BRIEFLY.search(sentence) is not None
        or _PROMISED.search(sentence) is not None
    )
