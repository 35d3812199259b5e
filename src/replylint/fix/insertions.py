"""Missing parts as changes: written from the pack's snippets, in the language and at the place where they belong."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from replylint.facts import Facts, languages
from replylint.fix.edits import Change, change_of, insertion_place, with_line_ends
from replylint.fix.placing import (
    blocks_in_source,
    end_of_list,
    in_list_or_cell,
    is_listed,
    line_in_source,
)
from replylint.model import Edit, Form, Insertion, Settings
from replylint.patterns import compiled
from replylint.seal import seal_html
from replylint.tables import lower
from replylint.visible import Span

if TYPE_CHECKING:
    from replylint.fix.templates import Templates

_URL = compiled(r"https?://[^\s<>\"]+")


def change_for(insertion: Insertion, facts: Facts, templates: Templates, values: dict[str, Any]) -> Change | None:
    """Return a missing part as a change of the document, or None where nothing better is known than what is there.

    Raises TemplateError if the pack has no such snippet or cannot fill it.
    """
    start, end, text = insertion.start, insertion.end, facts.text
    filled = {**values, "written": text[start:end]}
    code = insertion.language or _language_at(start, facts)
    words = templates.snippet(code, insertion.snippet, filled)
    needless = insertion.if_known or _fills_blank(insertion, facts)
    if words == text[start:end] or (needless and _has_blank(words, facts.settings)):
        return None
    if start == end and insertion.form in (Form.SENTENCE, Form.BLOCK):
        return _placed(insertion, words, facts)
    if insertion.form is Form.SENTENCE:
        words = joined(text[start - 1 : start], words, text[end : end + 1])
    elif insertion.form is Form.LINE_BEFORE:
        words += "\n"
    elif insertion.form is Form.BLOCK:
        words = ("\n\n" if text.strip() else "") + words
    if insertion.form is Form.LINE_AFTER and facts.document.markup:
        shown, written = html_line(words, facts.settings)
        return Change(Span(start, start), f"\n{shown}", (line_in_source(facts.document, start, written),))
    if insertion.form is Form.LINE_AFTER:
        words = f"\n{words}"
    if facts.document.markup and facts.settings.seal_stand_in in words:
        return _with_seal(insertion, words, facts)
    return change_of(facts.document, Edit(start, end, words))


def _language_at(at: int, facts: Facts) -> str:
    """Return the language of what is inserted at a place: that of the signature there, where the text is in two languages."""
    if facts.signature is None or at < facts.body_end or not facts.halves:
        return facts.language.code
    return languages.recognise(lower(facts.text[facts.body_end :]))


def _placed(insertion: Insertion, words: str, facts: Facts) -> Change:
    """Return a sentence or a block as a change: in the prose, or as paragraphs after a list, a table or a quotation."""
    document, text, at = facts.document, facts.text, insertion.start
    block = insertion.form is Form.BLOCK
    language = languages.language(insertion.language) if insertion.language else facts.language
    if at and is_listed(text, at, language):
        at, block = end_of_list(text, at, language), True
    if not block and not in_list_or_cell(document, at):
        words = joined(text[at - 1 : at], words, text[at : at + 1])
        return change_of(document, Edit(at, at, words))
    if not text.strip():
        return change_of(document, Edit(at, at, words))
    if document.markup:
        paragraphs = [block.split("\n") for block in re.split(r"\n\s*\n", words.strip("\n"))]
        lines = [[html_line(line, facts.settings) for line in lines] for lines in paragraphs]
        source = blocks_in_source(document, at, [[written for _, written in each] for each in lines])
        shown = "\n\n".join("\n".join(shown for shown, _ in each) for each in lines)
        return Change(Span(at, at), f"\n\n{shown}", (source,))
    place = insertion_place(document, at)
    before = "" if at == 0 else "\n\n"
    after = "\n\n" if at == 0 else ("\n" if text[at:].strip() and not text[at:].startswith("\n\n") else "")
    return Change(
        Span(at, at), before + words + after, ((place, place, with_line_ends(document, before + words + after)),)
    )


def html_line(line: str, settings: Settings) -> tuple[str, str]:
    """Return a line of a written part as it shows and as HTML: the website as a link, the seal as `seal_html` has it."""
    if line.strip() == settings.seal_stand_in:
        return ("" if settings.seal_url else line), seal_html(settings)
    match = _URL.search(line)
    if match is None:
        return line, html.escape(line, quote=False)
    before, url, after = line[: match.start()], match.group(), line[match.end() :]
    link = f'<a href="{html.escape(url, quote=True)}">{html.escape(url, quote=False)}</a>'
    return line, html.escape(before, quote=False) + link + html.escape(after, quote=False)


def _with_seal(insertion: Insertion, words: str, facts: Facts) -> Change:
    """Return a change of HTML that writes lines with the seal among them."""
    written = change_of(facts.document, Edit(insertion.start, insertion.end, words))
    lines = [html_line(line, facts.settings) for line in words.split("\n")]
    first, *rest = written.source
    source = "<br>".join(each for _, each in lines)
    shown = "\n".join(each for each, _ in lines)
    return Change(written.span, shown, ((first[0], first[1], source), *rest))


def joined(before: str, words: str, after: str) -> str:
    """Return a sentence or phrase with the spaces and points it takes to stand between two characters of a text."""
    if before and not before.isspace():
        opens = words[:1].isupper() and (before.isalnum() or before in ")]")
        words = (". " if opens else " ") + words
    return words + (" " if not before or (after and not after.isspace()) else "")


def _fills_blank(insertion: Insertion, facts: Facts) -> bool:
    return any(
        insertion.start <= blank.span.start and blank.span.end <= insertion.end
        for blank in facts.blanks
        if blank.bracketed
    )


def _has_blank(words: str, settings: Settings) -> bool:
    return "[" in words.replace(settings.seal_stand_in, "")
