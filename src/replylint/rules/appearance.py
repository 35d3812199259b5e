"""What is drawn: no backgrounds, no pictures but the seal, and nothing that readers cannot see."""

from __future__ import annotations

import html
from collections.abc import Iterator

from replylint.facts.graphics import SYMBOL, contrast, hard_to_read, readable_color
from replylint.facts.languages import CODES
from replylint.facts.name_words import is_given
from replylint.facts.words import frequency
from replylint.model import Coloring, DocumentKind, Edit, Finding, Fix, Picture, Safety, Severity
from replylint.patterns import compiled
from replylint.rules.base import Example, Rule, Subject, at, by_hand, whole_line, whole_picture
from replylint.rules.signature.parts import in_place_of_seal, tells_readers, without
from replylint.visible import Span

_LINES = "".join(f"<div>{line}</div>" for line in without(6).split("\n"))
_SEAL = '<div><img src="cid:image001.png@01DC6A11" alt="City Seal"></div>'


def _html(
    before: str = "", after: str = "", lines: str = _LINES, seal: str = _SEAL, fixed: str | None = None
) -> Example:
    return Example(f"{before}{lines}{seal}{after}", kind=DocumentKind.SIGNATURE, markup=True, fixed=fixed)


class BackgroundDrawn(Rule):
    """There is no background.

    > Appropriate professional signatures do not include backgrounds or miscellaneous graphics

    What a reader sees in Outlook, Gmail or Apple Mail counts; white is no background, nor is a style that nothing uses.
    """

    id = "appearance.background"
    valid = (
        _html(),
        _html('<body bgcolor="#FFFFFF" background="">', "</body>"),
        _html("<style>.promo{background:#ff0}</style>"),
        _html("<!-- <body background=ivy.jpg> -->"),
    )
    invalid = (
        _html('<body background="cid:ivy.jpg">', "</body>", fixed=f"<body>{_LINES}{_SEAL}</body>"),
        _html(
            '<div style="color:#000;background:#1F3864">',
            "</div>",
            fixed=f'<div style="color:#000;">{_LINES}{_SEAL}</div>',
        ),
        _html("<style>.card{background:#fff3cd}</style><div class=card>", "</div>"),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find everything drawn behind the text."""
        for background in subject.document.backgrounds:
            edits = tuple(Edit(span.start, span.end, "", in_source=True) for span in background.edits)
            fix = Fix(Safety.SAFE, edits) if edits else None
            place = min(background.at, len(subject.facts.text))
            yield Finding(f"Take out the background: {background.what} is drawn behind your text.", place, place, fix)


class ExtraGraphic(Rule):
    """There is no picture but the seal.

    > Appropriate professional signatures do not include backgrounds or miscellaneous graphics

    Emoji and symbols are graphics as well.
    """

    id = "appearance.extra-graphic"
    valid = (
        _html(),
        Example("Out of office 12/14/26. → see Dana Whitlock"),
        _html(after='<img src="http://img.example/open.gif" width="1" height="1">'),
    )
    invalid = (
        _html(
            after='<div><img src="http://img.example/waving-flag.gif" alt="waving flag"></div>',
            fixed=f"{_LINES}{_SEAL}",
        ),
        Example("Spring Break! 🎃 I am out until 12/21/26.", fixed="Spring Break! I am out until 12/21/26."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find pictures other than the seal, emoji, and pictures made of characters."""
        facts = subject.facts
        emblem_picture = in_place_of_seal(facts)
        for graphic in facts.graphics:
            picture = graphic.picture
            if graphic.is_seal or picture is emblem_picture:
                continue  # signature.wrong-seal reports an emblem in the seal's place
            whole = whole_picture(subject.document, picture)
            fix = Fix(Safety.UNSAFE, (Edit(whole.start, whole.end, "", in_source=True),))
            if picture.form != SYMBOL and not _is_emoji(picture) and not facts.is_in_signature(picture):
                fix = by_hand("it is in your message, and readers may need it")
            elif tells_readers(picture):
                fix = by_hand("readers may need what it shows; move it into your message if they do")
            place = min(picture.at, len(facts.text))
            yield Finding(
                f"Take out {_shown(picture)}. The only picture of a signature is the {subject.settings.emblem}.",
                place,
                place,
                fix,
            )
        for span in facts.ornaments:
            shown = facts.text[span.start : span.end]
            what = f'"{shown}"' if len(shown) <= 8 else "the picture made of characters"
            yield at(
                span, f"Take out {what}. Symbols and emoji are graphics.", Fix(Safety.UNSAFE, (_cut(facts.text, span),))
            )


def _is_emoji(picture: Picture) -> bool:
    """Return True if a picture stands for an emoji, as Gmail's do: its alternative text is the symbol."""
    alt = (picture.alt or "").strip()
    return bool(alt) and not any(map(str.isalnum, alt))


def _cut(text: str, span: Span) -> Edit:
    """Return the edit that takes out an ornament: with its line if nothing else is on it, otherwise with its spaces."""
    line = whole_line(text, span)
    if text[line.start : line.end].strip() == text[span.start : span.end]:
        return Edit(line.start, line.end, "")
    start, end = span
    if text[end : end + 1] in (",", ":"):
        start = len(text[:start].rstrip(" "))
    elif text[end : end + 1] in ("", "\n", ".", "!", "?", ";"):
        start = len(text[:start].rstrip(" ,"))  # nothing but a comma would be left before the mark
    elif text[end : end + 1] == " " and text[start - 1 : start] in ("", " ", "\n"):
        if _begins_sentence(text, start, end):
            return Edit(len(text[:start].rstrip(" ")), end, ".")  # "Happy holidays 🎄 I'm out"
        end += 1
    return Edit(start, end, "")


_NEXT_WORD = compiled(r" +([A-ZÀ-ÖØ-Þ][^\W\d_]*)")


def _begins_sentence(text: str, start: int, end: int) -> bool:
    """Return True if an ornament stands for the mark between two sentences: a word is before it, an everyday one in capitals behind it."""
    before = text[max(0, start - 3) : start].rstrip(" ")
    word = _NEXT_WORD.match(text, end)
    if word is None or not before[-1:].isalpha():
        return False
    low = word[1].lower()
    return not is_given(low) and any(frequency(low, code) >= _EVERYDAY for code in CODES)


_EVERYDAY = 3_000
"""Occurrences in the word list from which a word in capitals begins a sentence rather than names something."""


def _shown(picture: Picture) -> str:
    if picture.form == SYMBOL:
        return f'"{picture.alt}"' if picture.alt else f"the symbol of the font {picture.source.title()}"
    if picture.alt:
        return f'the picture "{picture.alt}"'
    if picture.source and not picture.source.startswith("data:"):
        return f"the picture {picture.source.split('?')[0].rsplit('/', 1)[-1][:40]}"
    return "the picture"


class MissingAltText(Rule):
    """The seal has a text for those who cannot see it.

    > City Seal

    Screen readers read the alternative text aloud, and many mail programs show it until pictures are allowed.
    """

    id = "appearance.missing-alt-text"
    severity = Severity.WARNING
    valid = (_html(),)
    invalid = (
        _html(
            seal='<div><img src="cid:seal.png@01DC6A11"></div>',
            fixed=f'{_LINES}<div><img src="cid:seal.png@01DC6A11" alt="City Seal"></div>',
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find a seal without alternative text, or with a file name for one."""
        for graphic in subject.facts.graphics:
            picture = graphic.picture
            if not graphic.is_seal or picture.form != "img" or (picture.alt or "").strip():
                continue
            tag = subject.document.content[picture.start : picture.end]
            name = html.escape(subject.settings.emblem_alt, quote=True)
            end = picture.end - (2 if tag.endswith("/>") else 1)
            while end > picture.start and subject.document.content[end - 1] == " ":
                end -= 1
            fix = (
                Fix(Safety.SAFE, (Edit(end, end, f' alt="{name}"', in_source=True),))
                if "alt=" not in tag.lower()
                else None
            )
            place = min(picture.at, len(subject.facts.text))
            yield Finding(f'Give the picture an alternative text: "{subject.settings.emblem_alt}".', place, place, fix)


class TextInImage(Rule):
    """The words are words, not a picture of words.

    > Include dates out and who to contact if immediate assistance is needed

    A picture cannot be searched, read aloud or checked.
    """

    id = "appearance.text-in-image"
    severity = Severity.WARNING
    valid = (_html(),)
    invalid = (
        Example(
            '<p><img src="cid:card.png@01DC6A11" width="420" alt="signature card"></p>',
            kind=DocumentKind.SIGNATURE,
            markup=True,
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find messages and signatures that consist of a picture."""
        facts = subject.facts
        if facts.document.markup and facts.graphics and len(facts.text.strip()) < 3:
            yield Finding("Write the text as text. Right now it is a picture, so it could not be checked either.", 0, 0)


class LowContrast(Rule):
    """The text can be told from what is behind it.

    > Courteous, Honest, Professional, Respectful

    The limit is that of the Web Content Accessibility Guidelines 2.2, 1.4.3: a ratio of 4.5 to 1.
    """

    id = "appearance.low-contrast"
    severity = Severity.WARNING
    valid = (Example('<p style="color:#1F497D">I am out until 12/21/26.</p>', markup=True),)
    invalid = (
        Example(
            '<p style="color:#bbbbbb">I am out until 12/21/26.</p>',
            markup=True,
            fixed='<p style="color:#767676">I am out until 12/21/26.</p>',
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find colored words that are hard to read; said once a color."""
        alike: dict[tuple[str, str], list[Coloring]] = {}
        for item in hard_to_read(subject.document.colorings, subject.facts.text):
            if item.end <= len(subject.facts.text):
                alike.setdefault((item.color, item.background), []).append(item)
        for (color, background), items in alike.items():
            ratio = contrast(color, background)
            yield at(
                Span(items[0].start, items[0].end),
                f"Use a darker color. {color} on {background} is hard to read (contrast {ratio:.1f}, at least 4.5 is needed).",
                _darker(items, readable_color(color, background)),
            )


def _darker(items: list[Coloring], color: str) -> Fix | None:
    """Return the correction that writes another color where each of some words has its own; None where one has not."""
    places = {item.declared for item in items}
    if None in places:
        return None
    edits = [Edit(place.start, place.end, color, in_source=True) for place in sorted(filter(None, places))]
    return Fix(Safety.UNSAFE, tuple(edits))


class UnsupportedImage(Rule):
    """The seal is a picture that mail programs show.

    > City Seal

    Gmail and Outlook drop pictures written into the HTML (base64), SVG and WebP.
    """

    id = "appearance.unsupported-image"
    severity = Severity.WARNING
    valid = (_html(),)
    invalid = (
        _html(seal='<div><img src="data:image/png;base64,iVBORw0KGgo=" alt="City Seal"></div>'),
        _html(seal='<div><img src="https://example.com/seal.svg" alt="City Seal"></div>'),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find pictures in a form that Outlook or Gmail do not show."""
        for graphic in subject.facts.graphics:
            picture = graphic.picture
            source = picture.source.lower().split("?")[0]
            source = source.split("@")[0] if source.startswith("cid:") else source
            if (
                picture.form == "svg"
                or source.startswith(("data:", "file:"))
                or source.endswith((".svg", ".webp", ".avif"))
            ):
                place = min(picture.at, len(subject.facts.text))
                yield Finding(
                    "Insert the picture as a PNG or JPEG file. Outlook and Gmail do not show it in this form.",
                    place,
                    place,
                )


RULES = (BackgroundDrawn, ExtraGraphic, MissingAltText, TextInImage, LowContrast, UnsupportedImage)
