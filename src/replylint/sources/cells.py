"""Tables of comma-separated values, with the place of each cell: so that one can be replaced and every other byte stays.

RFC 4180, and what exports make of it: `;`, `|` or tab between cells, a `#TYPE` line of Windows PowerShell or a `sep=` line of Excel on top,
line breaks in quoted cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from replylint.errors import SourceError
from replylint.patterns import compiled

_ON_TOP = compiled(r'(?:#TYPE [^\r\n]*\r?\n|"?(?i:sep)=(?P<mark>[,;\t|])"?[ \t]*\r?\n)+')
_MARKS = ",;\t|"
_QUOTED = compiled(r'"((?:[^"]|"")*+)"')
_PLAIN = {mark: compiled(rf"[^\r\n{mark}]*+") for mark in _MARKS}
_LINE_END = compiled(r"\r\n|\r|\n|\Z")


class Cell(NamedTuple):
    """A cell: its text, and its place in the table, quotes included."""

    text: str
    start: int
    end: int


class Table(NamedTuple):
    """The names of the columns, and the rows below them. A row may be shorter than the names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table_of(text: str) -> Table:
    """Return the cells of a table.

    Raises SourceError if a quote is not closed, so that the table is cut off, or the table is empty.
    """
    above = _ON_TOP.match(text)
    start = above.end() if above else 0
    rows = list(_rows(text, start, (above and above["mark"]) or _delimiter(text, start)))
    if not rows:
        raise SourceError("it is an empty table; export it again")
    return Table(tuple(cell.text.strip() for cell in rows[0]), tuple(rows[1:]))


def quoted(text: str) -> str:
    """Return a cell's text as it is written in a table."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _delimiter(text: str, start: int) -> str:
    """Return what divides the cells: of the marks in use, the one that the names of the columns have most of."""
    header = text[start : _LINE_END.search(text, start).start()]  # type: ignore[union-attr]  # it matches at the end
    return max(_MARKS, key=header.count)


def _rows(text: str, at: int, delimiter: str) -> Iterator[tuple[Cell, ...]]:
    plain = _PLAIN[delimiter]
    row: list[Cell] = []
    while at < len(text):
        if text[at] == '"':
            match = _QUOTED.match(text, at)
            if match is None:
                line = text.count("\n", 0, at) + 1
                raise SourceError(
                    f"the cell that begins on line {line} does not end, so the table is cut off; export it again"
                )
            row.append(Cell(match[1].replace('""', '"'), at, match.end()))
        else:
            match = plain.match(text, at)
            assert match is not None  # it matches nothing at all, too
            row.append(Cell(match[0], at, match.end()))
        at = match.end()
        if text.startswith(delimiter, at):
            at += 1
            if at == len(text):
                row.append(Cell("", at, at))
            continue
        end = _LINE_END.match(text, at)
        if end is None:
            line = text.count("\n", 0, at) + 1
            raise SourceError(
                f"line {line} goes on behind a closing quote, so its cells cannot be told; export it again"
            )
        if len(row) > 1 or row[0].text:
            yield tuple(row)
        row, at = [], end.end()
    if len(row) > 1 or (row and row[0].text):
        yield tuple(row)
