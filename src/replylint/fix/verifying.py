"""Whether corrections keep their promise: findings gone, no new ones, and nothing lost that they did not name.

What is compared is the raw text (words, numbers, addresses, links, pictures, list items, table cells), not
what replylint understood of it: what was misread could be lost as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from replylint.fix.edits import Change, Correction
from replylint.model import Diagnostic, Document, Picture
from replylint.patterns import compiled
from replylint.tables import fold, squeeze
from replylint.visible import Span

BLANK = "placeholder.unfilled"
"""The rule whose findings a correction may add: one for each blank that it writes."""

TOKEN = compiled(r"[^\W_]+|[\u2600-\u27bf\U0001f000-\U0001faff]")
"""A word, a number, or a symbol that is drawn as a picture."""
_ADDRESS = compiled(r"[\w.+%-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}|\b(?:https?://|www\.)[^\s<>\"')\]]{1,2000}")
"""A mail or web address."""
_STRUCTURE = compiled(r"<(li|td|th|tr|table|ul|ol|blockquote|h[1-6]|p|div)\b", re.IGNORECASE)
_NEW_LINE = compiled(r"[\r\n]")
_NEW_LINE_OF_HTML = compiled(r"</?(?:p|div|br|hr|li|td|th|tr|table|ul|ol|blockquote|h[1-6])\b[^<>]*>", re.IGNORECASE)
_BLOCK_END = compiled(r"</(?:p|div|li|td|th|tr|table|ul|ol|blockquote|h[1-6])\s*>", re.IGNORECASE)
_TAG = compiled(r"<[^<>]*>|&\w+;")
_MOST_TOKENS = 4_000
"""Words up to which two versions are compared word by word; a reply has about 80."""
_SHOWN = 40
"""Characters of lost words that a reason quotes."""


def finding_trouble(
    corrections: Sequence[Correction],
    before: Sequence[Diagnostic],
    after: Sequence[Diagnostic],
    compared: Collection[str] = (),
) -> str:
    """Return why the findings after a correction are not what it promised; empty if they are.

    `before` and `after` are the findings of the whole document, `compared` the rules that compare it with the staff list: what
    the author's profile says is written even where the list does not have it. The reason is the end of a sentence that begins
    with "left by hand:".
    """
    settled = Counter(correction.diagnostic.rule for correction in corrections)
    blanks = sum(_blanks_of(change) for correction in corrections for change in correction.changes)
    old, new = Counter(item.rule for item in before), Counter(item.rule for item in after)
    for rule, count in settled.items():
        if new[rule] > max(old[rule] - count, 0) and not (rule == BLANK and blanks):
            return "the correction would not settle it"
    for item in after:
        allowed = old[item.rule] + (blanks if item.rule == BLANK else 0)
        if new[item.rule] > allowed and item.rule not in compared and not _is_revealed(item, corrections):
            return f'the correction would lead to another finding: "{item.message}"'
    return ""


def _is_revealed(item: Diagnostic, corrections: Sequence[Correction]) -> bool:
    """Return True if a finding is about the line of a word that is spelled right now: it was there before, unrecognized."""
    return all(correction.diagnostic.rule.startswith("spelling.") for correction in corrections) and any(
        change.text and change.text in item.excerpt for correction in corrections for change in correction.changes
    )


def _blanks_of(change: Change) -> int:
    """Return how many marked blanks a change writes."""
    return max(change.text.count("["), sum(text.count("[") for _, _, text in change.source))


def loss(before: Document, after: Document, corrections: Sequence[Correction]) -> str:
    """Return what a document lost that its corrections did not name, in words; empty if nothing.

    `after` is the document as it is read again with the corrections made.
    """
    named = [span for correction in corrections if (span := correction.diagnostic.span)]
    changes = [change for correction in corrections for change in correction.changes]
    if words := _lost_words(before.text, after.text, changes, named):
        shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
        return f'the correction would lose "{shown}"'
    if address := _lost_address(before.text, after.text, named):
        return f'the correction would lose "{address[:_SHOWN]}"'
    if target := _lost_link(before, after, named):
        return f"the correction would lose the link to {target[:_SHOWN]}"
    if _lost_picture(before, after, corrections):
        return "the correction would lose a picture"
    if before.markup and after.markup and _lost_structure(before.content, after.content, changes):
        return "the correction would break a list or a table"
    if before.markup and any(_joins_blocks(before, change) for change in changes):
        return "it reaches over several paragraphs or cells"
    if any(change.span and not change.text and _ends_unread_line(before, change.span) for change in changes):
        return "it is on one line with a notice or a quotation that is not checked"
    return ""


def _joins_blocks(document: Document, change: Change) -> bool:
    """Return True if a change writes words in place of text of several paragraphs, items or cells, which would become one."""
    if change.span is None or not change.text.strip() or len(change.source) < 2:
        return False
    places = sorted((start, end) for start, end, _ in change.source)
    between = (document.content[one[1] : other[0]] for one, other in pairwise(places))
    return any(_BLOCK_END.search(piece) for piece in between)


def _ends_unread_line(document: Document, removed: Span) -> bool:
    """Return True if the words a change removes follow, on their line, words of the source that are not judged."""
    words = document.text[removed.start : removed.end]
    start = removed.end - len(words.lstrip())
    before = len(document.text[:start].rstrip())
    low = document.visible.source_spans(before - 1, before)[-1].end if before else 0
    unread = document.content[low : document.visible.source_offset(start)]
    line = (_NEW_LINE_OF_HTML if document.markup else _NEW_LINE).split(unread)[-1]
    return TOKEN.search(_TAG.sub("", line)) is not None


def _lost_words(before: str, after: str, changes: Sequence[Change], named: Sequence[Span]) -> str:
    """Return the words of a text that are gone and neither named nor written again, in order."""
    visible = sorted((change for change in changes if change.span), key=lambda change: change.span or Span(0, 0))
    tokens = list(TOKEN.finditer(before))
    if squeeze(_with_changes(before, visible)) == squeeze(after):
        spans = [change.span for change in visible if change.span and change.span.end > change.span.start]
        removed = [token for token in tokens if _touches(token.span(), spans)]
        written = Counter(_plain(word) for change in visible for word in TOKEN.findall(change.text))
    else:
        kept = TOKEN.findall(after)
        if len(tokens) > _MOST_TOKENS or len(kept) > _MOST_TOKENS:
            return squeeze(before)
        removed, written = _difference(tokens, kept)
    gone = []
    for token in removed:
        word = _plain(token.group())
        if written[word] > 0:
            written[word] -= 1
        elif not _touches(token.span(), named):
            gone.append(token.group())
    return " ".join(gone)


def _with_changes(text: str, changes: Iterable[Change]) -> str:
    pieces, at = [], 0
    for change in changes:
        assert change.span is not None
        pieces += [text[at : change.span.start], change.text]
        at = max(at, change.span.end)
    return "".join([*pieces, text[at:]])


def _difference(before: list[re.Match[str]], after: list[str]) -> tuple[list[re.Match[str]], Counter[str]]:
    """Return the words of `before` that are gone, and those of `after` that are new."""
    removed: list[re.Match[str]] = []
    written: Counter[str] = Counter()
    old, new = [_plain(token.group()) for token in before], [_plain(word) for word in after]
    for tag, low, high, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            removed += before[low:high]
            written.update(new[start:end])
    return removed, written


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text as they compare equal, in order."""
    return [_plain(word) for word in TOKEN.findall(text)]


def _plain(word: str) -> str:
    return fold(word).casefold()


def _touches(span: tuple[int, int], spans: Iterable[Span]) -> bool:
    return any(other.start < span[1] and span[0] < other.end for other in spans)


def _lost_address(before: str, after: str, named: Sequence[Span]) -> str:
    """Return a mail or web address that is not whole any more, though no finding names all of it."""
    for match in _ADDRESS.finditer(before):
        named_whole = any(span.start <= match.start() and match.end() <= span.end for span in named)
        if match.group() not in after and not named_whole:
            return match.group()
    return ""


def _lost_link(before: Document, after: Document, named: Sequence[Span]) -> str:
    kept = Counter(link.target for link in after.links)
    for link in before.links:
        if kept[link.target] > 0:
            kept[link.target] -= 1
        elif not _touches((link.start, link.end), named):
            return link.target
    return ""


def _lost_picture(before: Document, after: Document, corrections: Sequence[Correction]) -> bool:
    kept = Counter(picture.source for picture in after.pictures)
    for picture in before.pictures:
        if kept[picture.source] > 0:
            kept[picture.source] -= 1
        elif not any(_names(correction, picture, len(before.text)) for correction in corrections):
            return True
    return False


def _names(correction: Correction, picture: Picture, length: int) -> bool:
    """Return True if a finding is about a picture and its correction edits the picture's own source."""
    span, at = correction.diagnostic.span, min(picture.at, length)
    edits_it = any(start < picture.end and picture.start < end for start, end, _ in correction.source)
    return edits_it and span is not None and span.start <= at <= span.end


def _lost_structure(before: str, after: str, changes: Sequence[Change]) -> bool:
    """Return True if a list, a table or a paragraph is gone other than with all of its words."""
    old, new = (Counter(tag.lower() for tag in _STRUCTURE.findall(text)) for text in (before, after))
    removed = [before[start:end] for change in changes for start, end, text in change.source if not text]
    gone = Counter(tag.lower() for text in removed for tag in _STRUCTURE.findall(text) if tag.lower() in _PARAGRAPHS)
    return any(new[tag] < count - gone[tag] for tag, count in old.items())


_PARAGRAPHS = frozenset(("p", "div", "li"))
