"""The signature as a whole: that there is one, in order, without extras."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from replylint.facts import Facts
from replylint.facts.kind import Kind
from replylint.facts.signature import ELEMENTS, MAX_LINES, Part, Signature
from replylint.facts.signature_remarks import Remark
from replylint.facts.signature_words import signature_words
from replylint.model import DocumentKind, Edit, Finding, Fix, Form, Insertion, Safety, Severity
from replylint.patterns import compiled
from replylint.rules.base import Example, Rule, Subject, at, by_hand, shortened, whole_line
from replylint.rules.signature.ordering import in_order
from replylint.rules.signature.parts import GOOD, good, is_another, links_behind, seal_place, signature_of, without
from replylint.visible import Span, Visible

_TEXTS = frozenset((DocumentKind.AUTO_REPLY, DocumentKind.MESSAGE))


class Missing(Rule):
    """The message is signed.

    > Thank you, [your signature formatted correctly]
    """

    id = "signature.missing"
    kinds = _TEXTS
    valid = (
        Example(f"I am out until 12/21/26.\n\nThank you,\n\n{GOOD}"),
        Example("I am out until 12/21/26.\n\n{{ signature }}", template=True),
    )
    invalid = (
        Example(
            "I am out until 12/21/26. Please contact Dana Whitlock at 813-555-0142.",
            fixed="I am out until 12/21/26. Please contact Dana Whitlock at 813-555-0142.\n\nThank you,\n\n[First name Last name]\n[Job Title]\nCity of Plant City, Florida\n[office phone number] ext. [extension]\nWebsite: http://www.plantcitygov.com/\n[City Seal]",
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find messages that nobody signs."""
        if subject.facts.signature is not None or subject.stands_in("signature") or subject.document.adds_signature:
            return
        facts = subject.facts
        text = facts.text[: facts.body_end].rstrip()
        device = _device_line(text)
        end = len(text[: device.start].rstrip()) if device else len(text)
        closed = bool(facts.sentences) and signature_words().closes(facts.sentences[-1].lowered.strip())
        insertion = Insertion("signature-block" if closed else "signature", end, end, Form.BLOCK)
        if (above := _signature_above(facts)) is not None:
            yield at(above, _MOVE, by_hand("your signature stands above the message; only you know where it belongs"))
        elif _is_something_else(subject):
            yield Finding(_SIGN, fix=by_hand("it may not be a reply at all"))
        elif device:
            fix = Fix(Safety.UNSAFE, (Edit(device.start, device.end, ""),), (insertion,))
            words = text[device.start : device.end].strip()
            yield at(device, f'Sign your message, in place of "{words}".', fix)
        else:
            yield Finding(_SIGN, fix=Fix(Safety.SAFE, insertions=(insertion,)))


_SIGN = 'Sign your message. Your signature goes at the end, below a closing such as "Thank you,".'


_MOVE = 'Move your signature to the end, below your message and a closing such as "Thank you,".'


def _signature_above(facts: Facts) -> Span | None:
    """Return the lines set off from the rest of a text, above its last ones, that are a signature, or None."""
    text = facts.text[: facts.body_end]
    for block in _BLOCK.finditer(text):
        lines = block.group().count("\n") + 1
        if not text[block.end() :].strip() or not _LEAST_LINES <= lines <= MAX_LINES:
            continue
        document = replace(facts.document, visible=Visible.plain(block.group()), kind=DocumentKind.SIGNATURE)
        found = facts.of(document).signature
        if found and found.name and found.organization and (found.phone or found.website):
            return Span(block.start(), block.end())
    return None


_BLOCK = compiled(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_LEAST_LINES = 4
"""Lines of a signature that can be told from other lines wherever it stands."""


def _device_line(text: str) -> Span | None:
    """Return the last line of a text if a device wrote it: `Sent from my phone`."""
    line = whole_line(text, Span(len(text), len(text)))
    return line if signature_words().device.match(text[line.start : line.end].strip()) else None


def _is_something_else(subject: Subject) -> bool:
    """Return True if a text may not be a reply at all, but a shopping list; nothing is added to such a file."""
    document = subject.document
    return subject.facts.kind is Kind.NONE and not document.automatic and not document.template


_BESIDE = (
    '<table><tr><td><img src="seal.png" alt="City Seal"></td><td>'
    + without(6).strip().replace("\n", "<br>")
    + "</td></tr></table>"
)


class LineOrder(Rule):
    """The lines are in the standard's order.

    > First name Last name / Job Title / City of Plant City, Florida / Office phone number and extension / Website / City Seal
    """

    id = "signature.line-order"
    severity = Severity.WARNING
    valid = (good(), good(f"-- \n{GOOD}"), good("Sgt. " + GOOD), good(_BESIDE, markup=True))
    invalid = (
        good("[City Seal]\n" + without(6), fixed=GOOD),
        good("Permit Technician II\nDana Whitlock\n" + without(1, 2), fixed=GOOD),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find elements above one that they should be below."""
        signature = signature_of(subject)
        if signature is None:
            return
        places = [
            (part.span.start, name)
            for name in ELEMENTS
            if (part := signature.part(name)) and name != "seal" and not _is_rank(part, signature)
        ]
        seal = seal_place(subject.facts)
        if seal is not None and not _is_beside(subject.facts, seal):
            places.append((seal, "seal"))
        order = [ELEMENTS.index(name) for _, name in sorted(places)]
        if order == sorted(order):
            return
        wrong = next(
            number for number, element in enumerate(order) if any(later < element for later in order[number + 1 :])
        )
        name = ELEMENTS[order[wrong]]
        fix = in_order(subject.facts, signature)
        part = signature.part(name) or signature.name
        message = f"Put the lines in this order: name, job title, organization, phone, website, seal. The {_NAMES[name]} comes too early."
        yield at(part.span, message, fix) if part else Finding(message, fix=fix)


def _is_beside(facts: Facts, seal: int) -> bool:
    """Say whether the seal stands in a cell of a table beside the lines, so that it is neither above nor below them."""
    document = facts.document
    picture = next((item for item in document.pictures if item.at == seal), None)
    if picture is None or not facts.text[seal:].strip():
        return False
    first = len(facts.text) - len(facts.text[seal:].lstrip())
    between = document.content[picture.end : document.visible.source_offset(first)].lower()
    return "</td" in between and "</tr" not in between


def _is_rank(part: Part, signature: Signature) -> bool:
    """Say whether a part is the title in front of the name: `Sgt. Dana Whitlock`."""
    name = signature.name
    return part is signature.title and name is not None and part.line == name.line and part.span < name.span


_NAMES = {
    "name": "name",
    "title": "job title",
    "organization": "organization",
    "phone": "phone number",
    "website": "website",
    "seal": "seal",
}


class ExtraLine(Rule):
    """There are no other lines.

    > Appropriate professional signatures do not include backgrounds or miscellaneous graphics

    The format has six elements. Quotations, mottos, pronouns, fax and mobile numbers are not among them.
    """

    id = "signature.extra-line"
    severity = Severity.WARNING
    valid = (good(), good(f"Thank you,\n\n{GOOD}"))
    invalid = (
        good(f'{GOOD}\n"Keep pedaling."', fixed=GOOD),
        good(GOOD.replace("\nWebsite", "\nFax: 813-555-0199\nWebsite"), fixed=GOOD),
        good(f"{GOOD}\nSent from my iPhone", fixed=GOOD),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find what is no element of the format."""
        signature = signature_of(subject)
        if signature is None:
            return
        text = subject.facts.text
        extra = list(signature.extra)
        if signature.seal and subject.document.markup and signature.seal.blank is None:
            extra.append(signature.seal)
        named = signature.organization
        if named and named.blank is None and subject.settings.organization and is_another(named, subject.settings):
            extra.append(named._replace(remark=Remark.PART))  # it stays when the organization's own line is added
        for part in sorted(extra, key=lambda item: item.span):
            lone = not any(one is not part and one.line == part.line for one in extra)
            if part.remark is Remark.PLACE and lone and not _is_below_title(part, signature):
                continue  # it may be a job title or department we do not know
            line = whole_line(text, part.span)
            alone = not text[line.start : part.span.start].strip() and not text[part.span.end : line.end].strip()
            span = line if alone else _with_separator(text, part.span)
            words = part.text.strip('"“” ')
            shown = shortened(words)
            reason = _KEPT.get(part.remark) if part.remark else None
            if signature.name is None and part.span.start == signature.span.start and part.remark is Remark.WORDS:
                reason = _KEPT[Remark.PLACE]  # it says who signs
            if part.remark is Remark.WORDS and links_behind(part, subject.facts):
                reason = "it is a link that readers may need"
            fix = by_hand(reason) if reason else Fix(Safety.UNSAFE, (Edit(span.start, span.end, ""),))
            shown = f'"{shown.rstrip(".")}"'
            in_message = subject.facts.kind_of_document is not DocumentKind.SIGNATURE
            moved = in_message and part.remark is Remark.STATEMENT
            what = f"Move {shown} into your message" if moved else f"Leave out {shown}"
            yield at(part.span, f"{what}. The standard's signature has no such line.", fix)


def _is_below_title(part: Part, signature: Signature) -> bool:
    """Return True if a line stands below a job title of its own line, so that it is no title itself."""
    title = signature.title
    return title is not None and title.blank is None and part.line > title.line + 1


_KEPT = {
    Remark.STATEMENT: "readers may need it, so it is not deleted; only you know whether they do",
    Remark.PLACE: "it may be your job title or your department; only you know what it is",
    Remark.PART: "it names your department; only you know whether it belongs to your job title",
}
"""Why an extra line is left by hand."""


def _with_separator(text: str, span: Span) -> Span:
    """Return the span with the separator before it, or after it where it begins its line, so that none is left over."""
    start, end = span.start, span.end + (text[span.end : span.end + 1] == ")")
    while start > 0 and text[start - 1] in _SEPARATING:
        start -= 1
    if text[start - 1 : start] in ("", "\n"):
        while text[end : end + 1] and text[end] in _SEPARATING:
            end += 1
    return Span(start, end)


_SEPARATING = " \u00a0\u202f|•·,-–—/\t("
"""Characters between two parts of a line."""
