"""Corrected texts put back into an export: where each stood, as its format writes it, and every other character as it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from email import message_from_string
from email.policy import compat32

from replylint.errors import ConfigError
from replylint.fix.mail import as_text, with_parts
from replylint.model import Document, Key
from replylint.sources import cells, clixml, cpanel, ews, gam, jsons, sieve_script, thunderbird, vacation, xmls, zimbra
from replylint.sources.declared import charset_of_page, declaring
from replylint.sources.text import codec_of
from replylint.visible import Span

Change = tuple[Document, Document]
"""A document before and after."""
_Put = Callable[[str, Sequence[Change]], str]


def with_texts(form: str, text: str, changes: Sequence[Change]) -> str:
    """Return the text of an export in a format of PUTTING with the changed documents in it.

    Raises ConfigError if a text has no place there.
    """
    return PUTTING[form](text, changes)


def _spliced(text: str, pieces: Mapping[Span, str]) -> str:
    written, at = [], 0
    for span, piece in sorted(pieces.items()):
        written += [text[at : span.start], piece]
        at = span.end
    return "".join([*written, text[at:]])


def _in_bytes(text: str, pieces: Mapping[Span, str]) -> str:
    """Put pieces in at places counted in UTF-8 bytes."""
    source = text.encode("utf-8")
    written, at = b"", 0
    for span, piece in sorted(pieces.items()):
        written += source[at : span.start] + piece.encode("utf-8")
        at = span.end
    return (written + source[at:]).decode("utf-8")


def _texts(changes: Sequence[Change]) -> dict[Key, str]:
    """Return what goes where: each document, and its other form, made anew, where the export has one."""
    found: dict[Key, str] = {}
    for before, after in changes:
        found[before.key] = _declared(before, after)
        if before.alternative_key:
            found[before.alternative_key] = as_text(after)
    return found


def _declared(before: Document, after: Document) -> str:
    """Return a corrected text; a page declares the charset it declared before, if that has its letters."""
    charset = charset_of_page(before.content) if before.markup and after.markup else ""
    if not charset:
        return after.content
    # Many programs name a charset and mean its superset; then the page already needs that.
    literal = _has_letters(charset, before.content)
    codec = charset if literal else codec_of(charset.lower())
    charset = charset if _has_letters(codec, after.content) else "utf-8"
    return declaring(after.content, charset)


def _has_letters(codec: str, content: str) -> bool:
    """Return whether a codec has every character of a text; False for one that is not known."""
    try:
        content.encode(codec)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _place(places: Mapping[Key, Span], key: Key) -> Span:
    if key not in places:
        raise ConfigError("the export has no place for a corrected text any more; did it change meanwhile?")
    return places[key]


def _put_json(text: str, changes: Sequence[Change]) -> str:
    places = jsons.places(text)
    plain = text.isascii()
    return _spliced(
        text, {_place(places, key): jsons.quoted(said, plain=plain) for key, said in _texts(changes).items()}
    )


def _put_table(text: str, changes: Sequence[Change]) -> str:
    rows = cells.table_of(text).rows
    return _spliced(
        text,
        {_cell(rows[int(row)][int(column)]): cells.quoted(said) for (row, column), said in _texts(changes).items()},
    )


def _cell(cell: cells.Cell) -> Span:
    return Span(cell.start, cell.end)


def _put_gam(text: str, changes: Sequence[Change]) -> str:
    table = cells.table_of(text)
    pieces: dict[Span, str] = {}
    for (row, column), said in _texts(changes).items():
        cell = table.rows[int(row)][int(column)]
        message = table.columns[int(column)].lower() == "message"
        pieces[_cell(cell)] = cells.quoted(
            gam.as_written(said, cell.text if "\\" in cell.text else text) if message else said
        )
    return _spliced(text, pieces)


def _put_clixml(text: str, changes: Sequence[Change]) -> str:
    places = clixml.places(text)
    return _in_bytes(
        text,
        {_place(places, key): clixml.element_of(str(key[1]), said) for key, said in _texts(changes).items()},
    )


def _put_ews(text: str, changes: Sequence[Change]) -> str:
    places = ews.places(text)
    return _in_bytes(text, {_place(places, key): xmls.escaped(said) for key, said in _texts(changes).items()})


def _put_zimbra(text: str, changes: Sequence[Change]) -> str:
    values = zimbra.values_of(text)
    places = {key: value.place for key, value in values.items()}
    pieces: dict[Span, str] = {}
    for key, said in _texts(changes).items():
        place = _place(places, key)
        pieces[place] = values[key].as_written(said.rstrip("\r\n") if text[place.end :] else said)
    return _spliced(text, pieces)


def _put_prefs(text: str, changes: Sequence[Change]) -> str:
    places = thunderbird.places(text)
    return _spliced(
        text, {_place(places, key): json.dumps(said, ensure_ascii=False) for key, said in _texts(changes).items()}
    )


def _put_below(places: Callable[[str], dict[Key, Span]]) -> _Put:
    """Return how the text below the header lines of a file is put back."""
    return lambda text, changes: _spliced(text, {places(text)[key]: said for key, said in _texts(changes).items()})


def _put_sieve(text: str, changes: Sequence[Change]) -> str:
    """Put reasons into a script; an entity of `:mime` keeps its header lines, and Nextcloud's settings say the same."""
    vacations = sieve_script.script_of(text).vacations
    reasons: dict[int, str] = {}
    for before, after in changes:
        index = int(before.key[0])
        entity = before.key[1] == "entity"
        reasons[index] = _entity(vacations[index].reason, after) if entity else after.content
    written = sieve_script.with_reasons(text, reasons)
    sieve_script.script_of(written)  # a script that could not be read again is never written
    kept = sieve_script.nextcloud_data(written)
    if kept and len(changes) == 1:
        data, start, end = kept
        said = changes[0][1].content.replace("\r\n", "\n")
        renewed = json.dumps({**data, "message": said}, ensure_ascii=False, separators=(",", ":"))
        written = written[:start] + renewed + written[end:]
    return written


def _put_message(text: str, changes: Sequence[Change]) -> str:
    """Put a text into a file that is one MIME entity, such as a signature of Apple Mail; its header lines stay."""
    written = _entity(text, changes[0][1])
    return written.replace("\n", "\r\n") if "\r\n" in text else written


def _entity(reason: str, after: Document) -> str:
    """Return a MIME entity with another text in it."""
    message = message_from_string(reason, policy=compat32)
    with_parts(message, after)
    return message.as_string(maxheaderlen=0)


PUTTING: dict[str, _Put] = {
    "exchange-json": _put_json,
    "exchange-csv": _put_table,
    "exchange-clixml": _put_clixml,
    "exchange-ews": _put_ews,
    "graph-json": _put_json,
    "gmail-json": _put_json,
    "jmap-json": _put_json,
    "cpanel-json": _put_json,
    "gam-csv": _put_gam,
    "zimbra": _put_zimbra,
    "thunderbird": _put_prefs,
    "sieve": _put_sieve,
    "apple-signature": _put_message,
    "vacation": _put_below(vacation.places),
    "cpanel": _put_below(cpanel.places),
}
"""How texts are put back, by format: the formats of many mailboxes, or of a text among other things."""
