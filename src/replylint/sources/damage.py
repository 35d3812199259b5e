"""Signs that a text of an export is no longer what the mail system keeps and sends."""

from __future__ import annotations

from replylint.patterns import compiled

_LOST = compiled(r"(?<![\w?])[^\W\d_]+\?[a-z]+(?![\w?=])")
"""A question mark within a word, where an accent or an apostrophe was: `I?m`, `Ren?e`."""
_ADDRESS = compiled(r"[\w.+-]*(?:://|@|www\.)\S*")
_PAGE = compiled(r"(?i)\s*(?:<!doctype[^>]*>\s*)?<html[\s>]")
_TAG = compiled(r"<[A-Za-z!/][^<>]*>")
_ENTITY = compiled(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});")
_ESCAPED_BREAK = compiled(r"_x000[DA]_|`r?`?n(?=`|\s|\Z)|\\{1,2}r\\{1,2}n|(?:\\{1,2}n){2}|(?<=[.,:;!?>])\\{1,2}n")
"""A line break written out: `\\n` of JSON, `` `n `` of PowerShell, `_x000D_` of Excel."""
_GARBLED = compiled("\u00e2\u20ac[\u2122\u0153\u009d\u02dc\u201c\u201d\u00a6]|[\u00c2\u00c3][\u00a0-\u00bf]|\ufffd")
"""UTF-8 that was read as Windows-1252, such as `â€™`, and the mark for a lost letter."""
_EXCEL_CELL = 32_767
"""Characters that a cell of Excel holds; it counts them in UTF-16."""


def has_lost_characters(text: str) -> bool:
    """Return whether letters or apostrophes were turned into question marks."""
    return _LOST.search(_ADDRESS.sub(" ", text)) is not None


def garbled(text: str) -> str:
    """Return letters of a text that are no letters any more; empty if there are none."""
    match = _GARBLED.search(text)
    return match[0] if match else ""


def damage_of(content: str) -> str:
    """Return how a message of Exchange, which is always HTML, was changed on its way; empty if it was not.

    The words go after "the messages of": "are cut off …".
    """
    if len(content.encode("utf-16-le", "surrogatepass")) == 2 * _EXCEL_CELL:
        return f"are cut off after {_EXCEL_CELL:,} characters, as Excel does; export again, and do not save the file with Excel"
    if _PAGE.match(content):
        return (
            "" if "</html" in content[-2000:].lower() else "are cut off in the middle of their HTML; export them again"
        )
    if _TAG.search(content):
        return ""
    if match := _ENTITY.search(content):
        return f'have lost their HTML tags and kept "{match[0]}"; export them again as they are'
    if "\n" not in content.strip() and (match := _ESCAPED_BREAK.search(content)):
        return f'have "{match[0]}" where their line breaks were; export them again as they are'
    return ""
